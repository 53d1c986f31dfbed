package local

import (
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// World is the code under analysis, with what is known of its values.
type World struct {
	sizes     types.Sizes
	functions map[*ssa.Function]*function
	order     []*function
	// closed tells that nothing outside of the functions calls them or writes their variables, but for entries and for what they
	// hand out themselves.
	closed bool
	cells  cells
	// skipped are functions that are not analysed, since their types are not known: what they touch may be anything.
	skipped []*ssa.Function
	// thresholds are the bounds that widening tries, ascending.
	thresholds []number
}

// function is what is known of a function and of its values.
type function struct {
	fn *ssa.Function
	// graph is its control flow without the edges behind calls that never return.
	graph *graph
	// callers are the calls of the function; open tells that there may be others.
	callers []ssa.CallInstruction
	open    bool
	// values are bounds of every value that the function has computed so far in the fixed point; what is missing has none.
	values map[ssa.Value]abstract
	visits map[ssa.Value]int
	// all and good are the results, in every case and when the last result is true, or a nil error.
	all, good []abstract
	// closures are where the function, an inner one, is made.
	closures []*ssa.MakeClosure
	// writes is what a call of the function can change.
	writes *effect
	// loads maps a load, or a computation, to an earlier value that is equal to it.
	same map[ssa.Value]ssa.Value
	// dirty tells that the fixed point has to look at the function again.
	dirty bool
	// noReturn tells that no call of the function comes back.
	noReturn bool
	linears  map[ssa.Value]linear
	// exact remembers which operations are known not to wrap.
	exact map[*ssa.BinOp]bool
	// differences are the terms x - y of the function, by y; nil until they are asked for.
	differences map[term][]term
	factsOf     map[*ssa.BasicBlock][]fact
}

// Options say what the code under analysis may assume.
type Options struct {
	// Sizes are those of the target.
	Sizes types.Sizes
	// Closed tells that the functions are all that runs: a program with its entries, not a library.
	Closed bool
	// Entries are the functions that untrusted input reaches. In a closed program they are called as it shows; where it shows no
	// call, with any arguments.
	Entries []*ssa.Function
	// Hidden are functions that are also called from where go/ssa does not see it, such as assembly.
	Hidden []*ssa.Function
}

// Analyse computes what is known of the values of functions. Generic ones without type arguments are not analysed, but what they call and
// write is taken into account.
func Analyse(functions []*ssa.Function, options Options) *World {
	w := &World{sizes: options.Sizes, functions: map[*ssa.Function]*function{}, closed: options.Closed}
	for _, fn := range functions {
		if len(fn.Blocks) == 0 || w.functions[fn] != nil {
			continue
		}
		if IsGeneric(fn) {
			w.skipped = append(w.skipped, fn)
			continue
		}
		f := &function{fn: fn, values: map[ssa.Value]abstract{}, visits: map[ssa.Value]int{}, dirty: true}
		w.functions[fn] = f
		w.order = append(w.order, f)
	}
	w.findNoReturn()
	w.findCallers(options)
	w.cells = findCells(w)
	w.findEffects()
	for _, f := range w.order {
		f.findSame(w)
	}
	w.findThresholds()
	w.solve()
	return w
}

// IsGeneric tells whether the types of fn, or of the function around it, are not known.
func IsGeneric(fn *ssa.Function) bool {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn.TypeParams().Len() > 0 && len(fn.TypeArgs()) == 0
}

// Covers tells whether fn is part of the world.
func (w *World) Covers(fn *ssa.Function) bool { return w.functions[fn] != nil }

// of returns what is known of the function that v belongs to, or nil.
func (w *World) of(v interface{ Parent() *ssa.Function }) *function { return w.functions[v.Parent()] }

// callee returns the function of the world that a call runs, when it can be no other.
func (w *World) callee(call ssa.CallInstruction) *function {
	if fn := call.Common().StaticCallee(); fn != nil {
		return w.functions[fn]
	}
	return nil
}

// findCallers notes for each function where it is called, and whether there may be calls that the world does not show: of entries, of
// what other packages can name, and of functions that are used as values or through interfaces.
func (w *World) findCallers(options Options) {
	for _, f := range w.order {
		f.open = f.fn.Parent() == nil && !w.closed && isNameable(f.fn) || f.fn.Synthetic != "" && f.fn.Parent() == nil && f.fn.Name() != "init"
	}
	for _, f := range w.order {
		eachInstruction(f.fn, func(instr ssa.Instruction) {
			call, isCall := instr.(ssa.CallInstruction)
			if isCall {
				if callee := w.callee(call); callee != nil {
					callee.callers = append(callee.callers, call)
				}
			}
			if closure, ok := instr.(*ssa.MakeClosure); ok {
				if inner := w.functions[closure.Fn.(*ssa.Function)]; inner != nil {
					inner.closures = append(inner.closures, closure)
				}
			}
			for _, fn := range functionsUsedAsValues(instr) {
				if used := w.functions[fn]; used != nil {
					used.open = true
				}
				if fn.Synthetic != "" && fn.Object() != nil {
					w.openObject(fn.Prog, fn.Object())
				}
			}
		})
	}
	w.openMethods()
	for _, fn := range w.skipped {
		eachInstruction(fn, func(instr ssa.Instruction) {
			for _, operand := range instr.Operands(nil) {
				if used, ok := (*operand).(*ssa.Function); ok && used != nil {
					w.openGeneric(used)
				}
			}
		})
	}
	for _, f := range w.order {
		if len(f.callers) == 0 {
			f.open = true
		}
	}
	for _, hidden := range options.Hidden {
		if f := w.functions[hidden]; f != nil {
			f.open = true
		}
	}
	for _, entry := range options.Entries {
		if f := w.functions[entry]; f != nil && !(w.closed && len(f.callers) > 0) {
			f.open = true
		}
	}
}

// openMethods opens the methods that code outside of the world can call through interfaces that the world makes.
func (w *World) openMethods() {
	var cache typeutil.MethodSetCache
	seen := map[types.Type]bool{}
	for _, f := range w.order {
		eachInstruction(f.fn, func(instr ssa.Instruction) {
			made, ok := instr.(*ssa.MakeInterface)
			if !ok || seen[made.X.Type()] {
				return
			}
			seen[made.X.Type()] = true
			set := cache.MethodSet(made.X.Type())
			for i := range set.Len() {
				w.openObject(f.fn.Prog, set.At(i).Obj())
			}
		})
	}
}

// openGeneric opens a function that a generic one uses.
func (w *World) openGeneric(used *ssa.Function) {
	if f := w.functions[used]; f != nil {
		f.open = true
	}
	if used.Object() != nil {
		w.openObject(used.Prog, used.Object())
	}
}

// openObject opens the function that obj declares.
func (w *World) openObject(program *ssa.Program, obj types.Object) {
	method, ok := obj.(*types.Func)
	if !ok {
		return
	}
	if fn := program.FuncValue(method); fn != nil && w.functions[fn] != nil {
		w.functions[fn].open = true
	}
}

func dereference(t types.Type) types.Type {
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		return pointer.Elem()
	}
	return t
}

// isNameable tells whether code of another package can call fn by its name.
func isNameable(fn *ssa.Function) bool {
	if fn.Object() == nil {
		return true
	}
	return fn.Object().Exported() || fn.Name() == "init" || fn.Name() == "main"
}

// functionsUsedAsValues returns the functions that instr uses other than by calling them.
func functionsUsedAsValues(instr ssa.Instruction) (list []*ssa.Function) {
	var called ssa.Value
	if call, ok := instr.(ssa.CallInstruction); ok && !call.Common().IsInvoke() {
		called = call.Common().Value
	}
	counted := 0
	for _, operand := range instr.Operands(nil) {
		if operand == nil || *operand == nil {
			continue
		}
		switch v := (*operand).(type) {
		case *ssa.Function:
			if v == called && counted == 0 {
				counted++
				continue
			}
			list = append(list, v)
		}
	}
	if closure, ok := instr.(*ssa.MakeClosure); ok && onlyCalled(closure) {
		return nil
	}
	return list
}

// onlyCalled tells whether a closure is used by direct calls only.
func onlyCalled(closure *ssa.MakeClosure) bool {
	for _, user := range *closure.Referrers() {
		call, ok := user.(ssa.CallInstruction)
		if _, isDebug := user.(*ssa.DebugRef); isDebug {
			continue
		}
		if !ok || call.Common().Value != closure || slices.Contains(call.Common().Args, ssa.Value(closure)) {
			return false
		}
	}
	return true
}

func eachInstruction(fn *ssa.Function, visit func(ssa.Instruction)) {
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			visit(instr)
		}
	}
}

// findThresholds collects the constants of the code, one more and one less, and the bounds of types.
func (w *World) findThresholds() {
	seen := map[number]bool{}
	add := func(n number) {
		for _, d := range []int64{-1, 0, 1} {
			seen[n.plus(of(d))] = true
		}
	}
	add(number{})
	for _, f := range w.order {
		eachInstruction(f.fn, func(instr ssa.Instruction) {
			for _, operand := range instr.Operands(nil) {
				if operand == nil || *operand == nil {
					continue
				}
				if c, ok := (*operand).(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Int {
					if n, ok := ofConstant(c.Value); ok {
						add(n)
					}
				}
				if array, ok := dereference((*operand).Type()).Underlying().(*types.Array); ok {
					add(of(array.Len()))
				}
			}
		})
	}
	for n := range seen {
		w.thresholds = append(w.thresholds, n)
	}
	slices.SortFunc(w.thresholds, number.compare)
}
