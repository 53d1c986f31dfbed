// Package bmc is a bounded model checker for Go: it executes a harness symbolically from the SSA form of
// golang.org/x/tools/go/ssa and asks SMT solvers whether any execution within the bounds breaks a rule.
//
// Every loop is unrolled and every call inlined as far as the bounds allow, and a rule (unwinding, recursion, memory) demands
// that no execution goes further. Where paths meet, states are merged under guards, so the result is one formula and not
// one per path. Integers are machine words with the semantics of the Go specification. What the engine does not model is a
// rule too: reaching it fails the harness as unsupported.
//
// The package may not print, and knows no command line. verify/prove is the language of harnesses, cmd/gosure the tool.
package bmc

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"warrant/verify/smt"
)

// engine executes one harness.
type engine struct {
	b      *smt.Builder
	prog   *Program
	bounds Bounds
	// base holds the contents of objects as package initialisation left them; a heap without an object has this content.
	base heap
	// globals are the objects of package-level variables.
	globals map[*ssa.Global]*object
	// initialised are the packages whose initialisation has started.
	initialised map[*ssa.Package]bool
	plans       map[*ssa.Function]*plan
	zeros       typeutil.Map // types.Type -> value
	nextObject  int
	stack       []*frame
	steps       int
	// initialising counts the package initialisations in progress; failures inside poison values.
	initialising int
	sites        map[siteKey]*site
	siteList     []*site
	instances    []*instance
	assumptions  []assumption
	draws        []draw
	growth       []*smt.Term
	stubs        map[*ssa.Function]*ssa.Function
	// ordered tells that a result may depend on the order of a map iteration, which compiled code chooses anew each time.
	ordered bool
	// fixedOrder makes map iterations take the entries in order of insertion, for executions on constants.
	fixedOrder bool
	// input supplies the values of draws in order instead of symbols, for concrete executions.
	input *inputStream
	// inputs lists what a concrete execution drew.
	inputs []Input
	// sharedObjects are the variables that another processor writes, and sharedLoads the places of loads from them; nil without any.
	sharedObjects map[*object]bool
	sharedLoads   map[token.Pos]bool
	// prune tells whether an execution may satisfy a path condition without breaking a demand before; nil means not to ask.
	prune func(guard *smt.Term) bool
	// ended remembers for a loop after how many undecided iterations a solver found that it cannot go on.
	ended map[*ssa.BasicBlock]int
	// cancelled returns the error that ends the execution early; nil means never.
	cancelled func() error
	trace     *tracer
	lines     *coverage
}

func newEngine(prog *Program, bounds Bounds) *engine {
	e := &engine{
		b: smt.NewBuilder(), prog: prog, bounds: bounds, globals: make(map[*ssa.Global]*object),
		initialised: make(map[*ssa.Package]bool), plans: make(map[*ssa.Function]*plan), sites: make(map[siteKey]*site),
		stubs: make(map[*ssa.Function]*ssa.Function), ended: make(map[*ssa.BasicBlock]int),
	}
	e.zeros.SetHasher(typeutil.MakeHasher())
	return e
}

// word returns a constant of the width of int.
func (e *engine) word(value uint64) *smt.Term { return e.b.Word(value, 64) }

// unsupported is thrown, as a Go panic, by the execution of an instruction that the engine cannot model; the frame that
// runs the instruction turns it into a failed rule at the current path.
type unsupported struct {
	reason string
}

func (e *engine) reject(format string, arguments ...any) {
	panic(unsupported{fmt.Sprintf(format, arguments...)})
}

// term returns v as a term; a poisoned value is an unsupported construct.
func (e *engine) term(v value) *smt.Term {
	e.demand(v)
	return v.(*smt.Term)
}

// demand rejects poisoned and missing values.
func (e *engine) demand(v value) {
	switch v := v.(type) {
	case *poison:
		e.reject("%s", v.reason)
	case nil:
		e.reject("a value without definition")
	}
}

// newObject creates a variable in s.
func (e *engine) newObject(s *state, typ types.Type, name string, content value) *object {
	o := &object{id: e.nextObject, typ: typ, name: name}
	e.nextObject++
	s.heap = s.heap.set(o.id, content)
	return o
}

// designate returns the pointer to all of o.
func (e *engine) designate(o *object) *pointer {
	return &pointer{targets: []target{{guard: e.b.True(), object: o}}}
}

// nilPointer returns the nil pointer.
func (e *engine) nilPointer() *pointer {
	return &pointer{targets: []target{{guard: e.b.True()}}}
}

// content returns what object o holds in s.
func (e *engine) content(s state, o *object) value {
	if v := s.heap.get(o.id); v != nil {
		return v
	}
	return e.base.get(o.id)
}

// zero returns the zero value of typ.
func (e *engine) zero(typ types.Type) value {
	if v := e.zeros.At(typ); v != nil {
		return v
	}
	v := e.makeZero(typ)
	e.zeros.Set(typ, v)
	return v
}

func (e *engine) makeZero(typ types.Type) value {
	if width, _, ok := intWidth(typ); ok {
		return e.b.Word(0, width)
	}
	switch t := typ.Underlying().(type) {
	case *types.Basic:
		switch {
		case isBoolean(t):
			return e.b.False()
		case isString(t):
			return &text{offset: e.word(0), length: e.word(0)}
		case isUnsafePointer(t) || t.Kind() == types.UntypedNil:
			return e.nilPointer()
		}
		return &poison{reason: "floating-point value of type " + typ.String()}
	case *types.Pointer, *types.Map:
		return e.nilPointer()
	case *types.Chan:
		return &poison{reason: "channel"}
	case *types.Slice:
		return &slice{base: e.nilPointer(), offset: e.word(0), length: e.word(0), capacity: e.word(0)}
	case *types.Interface:
		return &iface{options: []dynamic{{guard: e.b.True()}}}
	case *types.Signature:
		return &function{options: []callable{{guard: e.b.True()}}}
	case *types.Array:
		if e.isSparse(t) {
			return &sparse{length: int(t.Len()), origin: &uniform{elem: e.zero(t.Elem())}}
		}
		if t.Len() > int64(e.bounds.Cells) {
			return &poison{reason: fmt.Sprintf("array of %d elements, more than the memory bound of %d", t.Len(), e.bounds.Cells)}
		}
		elem := e.zero(t.Elem())
		elems := make([]value, t.Len())
		for i := range elems {
			elems[i] = elem
		}
		return &aggregate{elems: elems}
	case *types.Struct:
		elems := make([]value, t.NumFields())
		for i := range elems {
			elems[i] = e.zero(t.Field(i).Type())
		}
		return &aggregate{elems: elems}
	case *types.Tuple:
		elems := make([]value, t.Len())
		for i := range elems {
			elems[i] = e.zero(t.At(i).Type())
		}
		return &aggregate{elems: elems}
	}
	return &poison{reason: "type " + typ.String()}
}

// place returns the source position of pos.
func (e *engine) place(pos token.Pos) token.Position { return e.prog.ssa.Fset.Position(pos) }
