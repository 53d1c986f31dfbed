package bmc

import (
	"fmt"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
)

// operand returns the value of v in the block that runs.
func (e *engine) operand(f *frame, v ssa.Value) value {
	switch v := v.(type) {
	case *ssa.Const:
		return e.constant(v)
	case *ssa.Global:
		return e.designate(e.global(v))
	case *ssa.Function:
		return &function{options: []callable{{guard: e.b.True(), fn: v}}}
	case *ssa.Builtin:
		e.reject("builtin %s used as a value", v.Name())
	}
	slot, ok := f.plan.slot[v]
	if !ok {
		e.reject("value %s of kind %T", v.Name(), v)
	}
	return f.env[slot]
}

// constant returns the value of a constant of the SSA form.
func (e *engine) constant(c *ssa.Const) value {
	if c.Value == nil {
		return e.zero(c.Type())
	}
	if width, _, ok := intWidth(c.Type()); ok {
		number := constant.ToInt(c.Value)
		if word, exact := constant.Uint64Val(number); exact {
			return e.b.Word(word, width)
		}
		word, _ := constant.Int64Val(number)
		return e.b.Word(uint64(word), width)
	}
	switch {
	case isBoolean(c.Type()):
		return e.b.Bool(constant.BoolVal(c.Value))
	case isString(c.Type()):
		return e.literal(constant.StringVal(c.Value))
	}
	return &poison{reason: "floating-point constant"}
}

// literal returns the string s.
func (e *engine) literal(s string) *text {
	t := &text{offset: e.word(0), length: e.word(uint64(len(s)))}
	for i := range len(s) {
		t.bytes = append(t.bytes, e.b.Word(uint64(s[i]), 8))
	}
	return t
}

// execute runs one instruction in f.
func (e *engine) execute(f *frame, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.DebugRef:
		return
	case *ssa.Jump:
		e.leave(f, instr.Block())
		return
	case *ssa.If:
		cond := e.term(e.operand(f, instr.Cond))
		block := instr.Block()
		if block.Succs[0] == block.Succs[1] {
			first, second := edgesTo(block)
			e.transfer(f, block, block.Succs[0], first, cond)
			e.transfer(f, block, block.Succs[1], second, e.b.Not(cond))
			return
		}
		for i, successor := range block.Succs {
			edge, _ := edgeOf(block, successor)
			when := cond
			if i == 1 {
				when = e.b.Not(cond)
			}
			e.transfer(f, block, successor, edge, when)
		}
		return
	case *ssa.Return:
		e.returnFrom(f, instr)
		return
	case *ssa.Panic:
		e.explicitPanic(f, e.operand(f, instr.X))
		return
	case *ssa.Store:
		e.store(f, instr.Addr, e.operand(f, instr.Val))
		return
	case *ssa.MapUpdate:
		e.mapUpdate(f, instr)
		return
	case *ssa.Defer:
		e.deferCall(f, instr)
		return
	case *ssa.RunDefers:
		e.runDefers(f)
		return
	case *ssa.Go:
		e.reject("goroutine")
	case *ssa.Send:
		e.reject("channel send")
	case ssa.Value:
		result := e.evaluate(f, instr)
		if !f.now.dead() {
			f.env[f.plan.slot[instr]] = result
		}
		return
	}
	e.reject("instruction %T", instr)
}

// leave transfers control from block to its only successor.
func (e *engine) leave(f *frame, block *ssa.BasicBlock) {
	edge, _ := edgeOf(block, block.Succs[0])
	e.transfer(f, block, block.Succs[0], edge, e.b.True())
}

func edgeOf(from, to *ssa.BasicBlock) (edge int, ok bool) {
	for i, pred := range to.Preds {
		if pred == from {
			return i, true
		}
	}
	return 0, false
}

// edgesTo returns the two incoming edges of a block that both arms of an If lead to.
func edgesTo(from *ssa.BasicBlock) (first, second int) {
	first, second = -1, -1
	for i, pred := range from.Succs[0].Preds {
		switch {
		case pred != from:
		case first < 0:
			first = i
		default:
			second = i
		}
	}
	return first, second
}

// evaluate computes the value of an instruction. Calls and failed rules change f.now.
func (e *engine) evaluate(f *frame, instr ssa.Value) value {
	switch instr := instr.(type) {
	case *ssa.Alloc:
		return e.allocate(f, instr)
	case *ssa.BinOp:
		return e.binaryOperation(f, instr)
	case *ssa.UnOp:
		return e.unaryOperation(f, instr)
	case *ssa.ChangeType:
		return e.operand(f, instr.X)
	case *ssa.ChangeInterface:
		return e.operand(f, instr.X)
	case *ssa.Convert:
		return e.convert(f, e.operand(f, instr.X), instr.X.Type(), instr.Type())
	case *ssa.MultiConvert:
		return e.convert(f, e.operand(f, instr.X), instr.X.Type(), instr.Type())
	case *ssa.MakeInterface:
		return e.makeInterface(instr.X.Type(), e.operand(f, instr.X))
	case *ssa.MakeClosure:
		closure := callable{guard: e.b.True(), fn: instr.Fn.(*ssa.Function)}
		for _, binding := range instr.Bindings {
			closure.bindings = append(closure.bindings, e.operand(f, binding))
		}
		return &function{options: []callable{closure}}
	case *ssa.MakeMap:
		o := e.newObject(&f.now, instr.Type(), "map", &mapping{})
		return e.designate(o)
	case *ssa.MakeSlice:
		return e.makeSlice(f, instr)
	case *ssa.FieldAddr:
		base := e.pointerOperand(f, instr.X)
		return e.extendPointer(e.notNil(f, instr.X, base), step{number: instr.Field})
	case *ssa.Field:
		whole := e.operand(f, instr.X)
		e.demand(whole)
		return whole.(*aggregate).elems[instr.Field]
	case *ssa.IndexAddr:
		return e.indexAddress(f, instr)
	case *ssa.Index:
		return e.indexValue(f, instr)
	case *ssa.Slice:
		return e.sliceExpression(f, instr)
	case *ssa.SliceToArrayPointer:
		return e.sliceToArrayPointer(f, instr)
	case *ssa.Lookup:
		return e.lookup(f, instr)
	case *ssa.Extract:
		tuple := e.operand(f, instr.Tuple)
		e.demand(tuple)
		return tuple.(*aggregate).elems[instr.Index]
	case *ssa.TypeAssert:
		return e.typeAssert(f, instr)
	case *ssa.Range:
		return e.startRange(f, instr)
	case *ssa.Next:
		return e.next(f, instr)
	case *ssa.Call:
		return e.callInstruction(f, &instr.Call, instr)
	case *ssa.MakeChan:
		e.reject("channel")
	case *ssa.Select:
		e.reject("select")
	}
	e.reject("instruction %T", instr)
	return nil
}

func (e *engine) allocate(f *frame, instr *ssa.Alloc) value {
	typ := instr.Type().Underlying().(*types.Pointer).Elem()
	name := instr.Comment
	if name == "" {
		name = "new"
	}
	return e.designate(e.newObject(&f.now, typ, name, e.zero(typ)))
}

// poisonOf returns the poisoned result of instruction v, with the shape that its users expect.
func (e *engine) poisonOf(v ssa.Value, reason string) value {
	if tuple, ok := v.Type().(*types.Tuple); ok {
		elems := make([]value, tuple.Len())
		for i := range elems {
			elems[i] = &poison{reason: reason}
		}
		return &aggregate{elems: elems}
	}
	return &poison{reason: reason}
}

// returnFrom records a return of f.
func (e *engine) returnFrom(f *frame, instr *ssa.Return) {
	var results value
	switch len(instr.Results) {
	case 0:
	case 1:
		results = e.operand(f, instr.Results[0])
	default:
		elems := make([]value, len(instr.Results))
		for i, result := range instr.Results {
			elems[i] = e.operand(f, result)
		}
		results = &aggregate{elems: elems}
	}
	f.returns = append(f.returns, exit{state: f.now, results: results})
	f.now = state{}
}

// explicitPanic ends the path with a call of panic.
func (e *engine) explicitPanic(f *frame, cause value) {
	e.requireWith(f, obligation.ExplicitPanic, "panic is not reached", e.b.False(), func() value { return cause })
	f.now = state{}
}

// runtimeError returns the value that a run-time panic carries, of the type runtime.Error in effect: an opaque error.
func (e *engine) runtimeError(description string) value {
	return &iface{options: []dynamic{{guard: e.b.True(), typ: e.prog.runtimeErrorType(), content: e.literal(description)}}}
}

func describe(format string, arguments ...any) string { return fmt.Sprintf(format, arguments...) }
