package bmc

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// intrinsic runs the functions that the engine gives a meaning itself: the harness language, atomics, and functions
// without a Go body that have a model. Ok is false for all others.
func (e *engine) intrinsic(s state, fn *ssa.Function, args []value) (result value, after state, ok bool) {
	if e.isInitCall(fn) {
		return nil, s, true
	}
	origin := fn
	if fn.Origin() != nil {
		origin = fn.Origin()
	}
	if origin.Pkg == nil {
		return nil, s, false
	}
	top := e.top()
	switch path := origin.Pkg.Pkg.Path(); path {
	case ProvePackage:
		if top == nil {
			return nil, s, false
		}
		return e.proveCall(s, fn, origin, args)
	case ProvePackage + "/model":
		switch origin.Name() {
		case "UnsupportedText":
			e.reject("%s", e.goString(args[0]))
		case "OpaqueText":
			return &poison{reason: "the text that package fmt formats"}, s, true
		case "Comparable":
			return e.comparable(args[0]), s, true
		}
	case "internal/bytealg", "bytes":
		if model := e.modelOf(path, origin.Name()); model != nil {
			after, result = e.call(s, model, args, nil, nil)
			return result, after, true
		}
	case "sync/atomic", "internal/runtime/atomic":
		if len(origin.Blocks) == 0 && origin.Signature.Recv() == nil {
			return e.atomic(s, origin.Name(), args, fn)
		}
	case "internal/abi":
		if origin.Name() == "NoEscape" || origin.Name() == "Escape" {
			return args[0], s, true
		}
	case "runtime":
		if origin.Name() == "KeepAlive" {
			return nil, s, true
		}
	case "internal/race", "internal/msan", "internal/asan":
		return nil, s, origin.Signature.Results().Len() == 0
	case "fmt", "errors":
		if model := e.modelOf(path, strings.ToUpper(path[:1])+path[1:]+origin.Name()); model != nil {
			after, result = e.call(s, model, args, nil, nil)
			return result, after, true
		}
	}
	return nil, s, false
}

// modelOf returns the Go body that stands for a function of the standard library written in assembly.
func (e *engine) modelOf(path, name string) *ssa.Function {
	if e.prog.models == nil || (path == "bytes" && name != "Equal") {
		return nil
	}
	return e.prog.models.Func(name)
}

// comparable returns whether the dynamic type of an interface value can be compared.
func (e *engine) comparable(v value) value {
	e.demand(v)
	can := e.b.False()
	for _, d := range v.(*iface).options {
		if d.typ == nil || types.Comparable(d.typ) {
			can = e.b.Or(can, d.guard)
		}
	}
	return can
}

// proveCall runs a function of the harness language.
func (e *engine) proveCall(s state, fn, origin *ssa.Function, args []value) (result value, after state, ok bool) {
	f := e.top()
	description := func(i int, fallback string) string {
		if len(args) > i {
			if texts := e.goStrings(s, args[i]); texts != "" {
				return texts
			}
		}
		return fallback
	}
	f.now = s
	switch origin.Name() {
	case "Any":
		result = e.drawValue(&f.now, fn.TypeArgs()[0])
	case "AnySlice":
		result = e.drawSlice(f, fn.TypeArgs()[0], e.term(args[0]))
	case "AnyString":
		window := e.drawSlice(f, types.Typ[types.Uint8], e.term(args[0]))
		if !f.now.dead() {
			result = e.sliceToString(f, window, types.NewSlice(types.Typ[types.Uint8]))
		}
	case "Assume":
		cond := e.term(args[0])
		e.assume(f.now, cond)
		f.now.path = f.now.path.learn(e.b, cond)
		if cond.IsFalse() {
			f.now = state{}
		}
	case "Assert":
		e.demandNow(f, obligation.Assertion, description(1, "the assertion holds"), e.term(args[0]))
	case "Unreachable":
		e.demandNow(f, obligation.UnreachableCode, description(0, "this point is not reached"), e.b.False())
	case "Cover":
		site := e.siteFor(f.at, obligation.Cover, "", description(1, "some execution satisfies the cover"))
		e.record(site, f.now.path.full, e.b.And(f.now.path.full, e.term(args[0])))
	case "Reshape":
		result = e.reshape(args[0], fn.TypeArgs()[1], fn.TypeArgs()[0])
	case "Stub":
		e.addStub(args[0], args[1])
	case "Shared":
		e.share(args[0])
	default:
		e.reject("%s inside a harness", origin)
	}
	if e.trace != nil && strings.HasPrefix(origin.Name(), "Any") && !f.now.dead() {
		expression, pos := e.expressionAt(f.at)
		at := e.place(pos)
		typ := fn.Signature.Results().At(0).Type()
		whole := e.format(f.now, result, typ, e.bounds.Cells)
		shown := whole
		if len(whole) > longestShownInput {
			shown = e.show(f.now, result, typ)
		}
		e.inputs = append(e.inputs, Input{Expression: expression, Value: whole, Shown: shown,
			Place: obligation.Place{File: relative(e.prog.directory, at.Filename), Line: at.Line}})
	}
	return result, f.now, true
}

// demandNow is require for the demands of the harness language, which no deferred call can recover from.
func (e *engine) demandNow(f *frame, kind obligation.Kind, description string, holds *smt.Term) {
	broken := e.b.And(f.now.path.full, e.b.Not(holds))
	e.record(e.siteFor(f.at, kind, "", description), f.now.path.full, broken)
	if broken == f.now.path.full {
		f.now = state{}
	}
}

func (e *engine) addStub(original, replacement value) {
	e.demand(original)
	e.demand(replacement)
	from, to := original.(*function).options, replacement.(*function).options
	if len(from) != 1 || len(to) != 1 || from[0].fn == nil || to[0].fn == nil || len(from[0].bindings)+len(to[0].bindings) > 0 {
		e.reject("prove.Stub of something other than two functions")
	}
	e.stubs[e.unwrapped(from[0].fn)] = to[0].fn
}

// unwrapped returns the method that a method expression stands for, or fn itself.
func (e *engine) unwrapped(fn *ssa.Function) *ssa.Function {
	if method, ok := fn.Object().(*types.Func); ok && fn.Synthetic != "" {
		if declared := e.prog.ssa.FuncValue(method); declared != nil {
			return declared
		}
	}
	return fn
}

// goString returns a string value that is constant.
func (e *engine) goString(v value) string {
	t, ok := v.(*text)
	if !ok {
		return ""
	}
	t = e.aligned(t)
	length, ok := t.length.Word()
	if !ok {
		return ""
	}
	var out strings.Builder
	for _, c := range t.bytes[:length] {
		word, _ := c.Word()
		out.WriteByte(byte(word))
	}
	return out.String()
}

// goStrings returns the elements of a slice of constant strings, joined by spaces.
func (e *engine) goStrings(s state, v value) string {
	window, ok := v.(*slice)
	if !ok {
		return ""
	}
	var parts []string
	for _, element := range e.sliceElements(s, window) {
		parts = append(parts, e.goString(element))
	}
	return strings.Join(parts, " ")
}

// atomic runs a function of sync/atomic as an ordinary operation; only one processor is modelled.
func (e *engine) atomic(s state, name string, args []value, fn *ssa.Function) (result value, after state, ok bool) {
	f := e.top()
	f.now = s
	e.demand(args[0])
	p := e.notNil(f, nil, args[0].(*pointer))
	if f.now.dead() {
		return nil, f.now, true
	}
	e.private(p)
	old := e.load(f.now, p)
	operation := strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(name, "Pointer"), "ptr"), "0123456789")
	operation = strings.TrimSuffix(strings.TrimSuffix(operation, "Int"), "Uint")
	operation = strings.TrimSuffix(operation, "U")
	switch operation {
	case "Load":
		result = old
	case "Store":
		e.write(&f.now, p, args[1])
	case "Swap":
		e.write(&f.now, p, args[1])
		result = old
	case "Add":
		result = e.b.BvAdd(e.term(old), e.term(args[1]))
		e.write(&f.now, p, result)
	case "And":
		e.write(&f.now, p, e.b.BvAnd(e.term(old), e.term(args[1])))
		result = old
	case "Or":
		e.write(&f.now, p, e.b.BvOr(e.term(old), e.term(args[1])))
		result = old
	case "CompareAndSwap":
		panics := e.b.False()
		same := e.equal(old, args[1], fn.Signature.Params().At(1).Type(), &panics)
		e.write(&f.now, p, e.choose(same, args[2], old))
		result = same
	default:
		e.reject("function %s", fn)
	}
	return result, f.now, true
}
