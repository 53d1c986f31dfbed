package bmc

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

// invocation is a call whose operands have been evaluated.
type invocation struct {
	common *ssa.CallCommon
	// callee is a *function, or the receiver *iface of a method call; nil for a builtin.
	callee value
	args   []value
}

// prepare evaluates the operands of a call.
func (e *engine) prepare(f *frame, common *ssa.CallCommon) invocation {
	call := invocation{common: common}
	if _, isBuiltin := common.Value.(*ssa.Builtin); !isBuiltin {
		call.callee = e.operand(f, common.Value)
	}
	for _, arg := range common.Args {
		call.args = append(call.args, e.operand(f, arg))
	}
	return call
}

// callInstruction runs a call in the middle of a block.
func (e *engine) callInstruction(f *frame, common *ssa.CallCommon, instr ssa.Value) value {
	return e.perform(f, e.prepare(f, common), instr, nil)
}

// perform runs a prepared call in f. Unwind is the panic for which deferred calls run, when the call is one of them.
func (e *engine) perform(f *frame, call invocation, instr ssa.Value, unwind *object) value {
	if builtin, ok := call.common.Value.(*ssa.Builtin); ok {
		return e.builtin(f, builtin, call, instr)
	}
	e.demand(call.callee)
	if call.common.IsInvoke() {
		return e.invoke(f, call, unwind)
	}
	callee := call.callee.(*function)
	if call.common.StaticCallee() == nil {
		e.require(f, obligation.NilFunction, "the function is not nil", e.b.Not(e.isNilFunction(callee)))
	}
	var choices []choiceOfCall
	for _, option := range callee.options {
		if option.fn != nil {
			choices = append(choices, choiceOfCall{option.guard, option.fn, call.args, option.bindings})
		}
	}
	return e.callOneOf(f, choices, unwind)
}

// choiceOfCall is one of the functions that a call may reach.
type choiceOfCall struct {
	guard    *smt.Term
	fn       *ssa.Function
	args     []value
	bindings []value
}

// invoke runs a method call on an interface value.
func (e *engine) invoke(f *frame, call invocation, unwind *object) value {
	receiver := call.callee.(*iface)
	e.require(f, obligation.NilInterface, "the interface is not nil", e.b.Not(e.isNilInterface(receiver)))
	var choices []choiceOfCall
	for _, d := range receiver.options {
		if d.typ == nil {
			continue
		}
		fn := e.prog.ssa.LookupMethod(d.typ, call.common.Method.Pkg(), call.common.Method.Name())
		if fn == nil {
			e.reject("method %s of %s", call.common.Method.Name(), d.typ)
		}
		choices = append(choices, choiceOfCall{d.guard, fn, append([]value{d.content}, call.args...), nil})
	}
	return e.callOneOf(f, choices, unwind)
}

// callOneOf runs each possible callee on its part of the path and merges what comes back.
func (e *engine) callOneOf(f *frame, choices []choiceOfCall, unwind *object) value {
	if f.now.dead() {
		return nil
	}
	if len(choices) == 1 {
		c := choices[0]
		after, result := e.call(f.now, e.replaced(c.fn), c.args, c.bindings, unwind)
		f.now = after
		return result
	}
	start := f.now
	var joined state
	var result value
	for _, c := range choices {
		part := state{path: start.path.extend(e.b, c.guard), heap: start.heap}
		if part.dead() {
			continue
		}
		f.now = part
		after, r := e.call(part, e.replaced(c.fn), c.args, c.bindings, unwind)
		merged, isFirst := e.joinStates(after, joined)
		result = e.choose(isFirst, r, result)
		joined = merged
	}
	f.now = joined
	return result
}

// replaced returns the stub that stands for fn in this harness, or fn.
func (e *engine) replaced(fn *ssa.Function) *ssa.Function {
	if stub, ok := e.stubs[fn]; ok {
		return stub
	}
	return fn
}

// builtin runs a call of a predeclared function.
func (e *engine) builtin(f *frame, b *ssa.Builtin, call invocation, instr ssa.Value) value {
	args := call.args
	for _, arg := range args {
		if _, isPoison := arg.(*poison); isPoison && b.Name() != "print" && b.Name() != "println" {
			e.demand(arg)
		}
	}
	argType := func(i int) types.Type { return call.common.Args[i].Type() }
	switch b.Name() {
	case "len", "cap":
		return e.size(f, b.Name(), args[0], argType(0))
	case "append":
		return e.appendBuiltin(f, args, argType(0))
	case "copy":
		return e.copyBuiltin(f, args[0].(*slice), args[1])
	case "delete":
		e.remove(f, args[0].(*pointer), args[1], argType(0).Underlying().(*types.Map))
		return nil
	case "clear":
		e.clearBuiltin(f, args[0], argType(0))
		return nil
	case "min", "max":
		return e.extremum(b.Name(), args, argType(0))
	case "print", "println":
		return nil
	case "recover":
		return e.recoverBuiltin(f)
	case "ssa:wrapnilchk":
		p := args[0].(*pointer)
		e.require(f, obligation.NilDereference, "the receiver of the promoted method is not nil", e.b.Not(e.isNil(p)))
		return withoutNil(p)
	case "ssa:deferstack":
		return &deferStack{frame: f}
	case "SliceData":
		window := args[0].(*slice)
		return e.choosePointer(e.isNil(window.base), e.nilPointer(), e.extendPointer(withoutNil(window.base), e.indexStep(window.offset)))
	case "StringData":
		t := e.aligned(args[0].(*text))
		elems := make([]value, len(t.bytes))
		for i, c := range t.bytes {
			elems[i] = c
		}
		made := e.newSlice(f, types.Typ[types.Uint8], elems, t.length, t.length)
		return e.extendPointer(made.base, step{number: 0})
	case "String":
		return e.unsafeString(f, args[0].(*pointer), e.extend64(args[1].(*smt.Term), argType(1)))
	}
	e.reject("builtin %s", b.Name())
	return nil
}

// deferStack is the value of ssa:deferstack: the frame whose deferred calls a range-over-func body adds to.
type deferStack struct {
	frame *frame
}

func (e *engine) size(f *frame, name string, arg value, typ types.Type) value {
	switch arg := arg.(type) {
	case *slice:
		if name == "cap" {
			return arg.capacity
		}
		return arg.length
	case *text:
		return arg.length
	case *aggregate, *sparse:
		return e.word(uint64(e.arrayLength(arg)))
	case *pointer:
		if _, isMap := typ.Underlying().(*types.Map); isMap {
			return e.mapLength(f.now, arg)
		}
		if p, ok := typ.Underlying().(*types.Pointer); ok {
			return e.word(uint64(p.Elem().Underlying().(*types.Array).Len()))
		}
	}
	e.reject("%s of type %s", name, typ)
	return nil
}

func (e *engine) appendBuiltin(f *frame, args []value, typ types.Type) value {
	window := args[0].(*slice)
	elem := typ.Underlying().(*types.Slice).Elem()
	if len(args) == 1 {
		return window
	}
	switch more := args[1].(type) {
	case *slice:
		return e.appendTo(f, window, elem, e.sliceElements(f.now, more), more.length)
	case *text:
		more = e.aligned(more)
		values := make([]value, len(more.bytes))
		for i, c := range more.bytes {
			values[i] = c
		}
		return e.appendTo(f, window, elem, values, more.length)
	}
	e.reject("append of a value of kind %T", args[1])
	return nil
}

func (e *engine) clearBuiltin(f *frame, arg value, typ types.Type) {
	window, isSlice := arg.(*slice)
	if !isSlice {
		e.clearMap(f, arg.(*pointer))
		return
	}
	zero := e.zero(typ.Underlying().(*types.Slice).Elem())
	e.copyInto(&f.now, window.base, window.offset, e.repeat(zero, uint64(len(e.sliceElements(f.now, window)))), window.length)
}

func (e *engine) extremum(name string, args []value, typ types.Type) value {
	result := args[0]
	_, isSigned, isInt := intWidth(typ)
	for _, arg := range args[1:] {
		var less *smt.Term
		switch {
		case isInt:
			less = e.less(arg.(*smt.Term), result.(*smt.Term), isSigned)
		case isString(typ):
			less = e.lessText(arg.(*text), result.(*text))
		default:
			e.reject("%s of type %s", name, typ)
		}
		if name == "max" {
			less = e.b.Not(e.b.Or(less, e.sameKey(arg, result, typ)))
		}
		result = e.choose(less, arg, result)
	}
	return result
}

// unsafeString computes unsafe.String(p, length) for a pointer to an element of an array of bytes, as strings.Builder uses
// it.
func (e *engine) unsafeString(f *frame, p *pointer, length *smt.Term) value {
	if n, ok := length.Word(); ok && n == 0 {
		return &text{offset: e.word(0), length: length}
	}
	var result value = &text{offset: e.word(0), length: e.word(0)}
	for _, t := range p.targets {
		if t.object == nil {
			continue
		}
		if len(t.path) == 0 {
			e.reject("unsafe.String of a variable that is no array element")
		}
		base := &pointer{targets: []target{{guard: e.b.True(), object: t.object, path: t.path[:len(t.path)-1]}}}
		offset := e.stepIndex(t.path[len(t.path)-1])
		bound := e.limit(f, length, uint64(e.bounds.Cells), "length of unsafe.String")
		values := e.sliceElements(f.now, &slice{base: base, offset: offset, length: bound, capacity: bound})
		made := &text{offset: e.word(0), length: bound}
		for _, v := range values {
			made.bytes = append(made.bytes, e.term(v))
		}
		result = e.choose(t.guard, made, result)
	}
	return result
}
