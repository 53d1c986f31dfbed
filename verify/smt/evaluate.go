package smt

import "fmt"

// Evaluator computes the values of terms of Bool and bit-vectors of at most 64 bits under a model. Constants that the
// model does not name are 0. Shared terms are computed once.
type Evaluator struct {
	model Model
	known map[*Term]uint64
}

// NewEvaluator returns an Evaluator for model, which must not change while it is in use.
func NewEvaluator(model Model) *Evaluator {
	return &Evaluator{model: model, known: make(map[*Term]uint64)}
}

// Holds returns the value of the Bool term t.
func (e *Evaluator) Holds(t *Term) bool { return e.Word(t) == 1 }

// Word returns the unsigned value of t, or 0 and 1 for false and true. It panics on a term of another sort.
func (e *Evaluator) Word(t *Term) uint64 {
	stack := []*Term{t}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		if _, done := e.known[top]; done {
			stack = stack[:len(stack)-1]
			continue
		}
		ready := true
		for _, arg := range top.args {
			if _, done := e.known[arg]; !done {
				stack = append(stack, arg)
				ready = false
			}
		}
		if ready {
			e.known[top] = e.compute(top)
			stack = stack[:len(stack)-1]
		}
	}
	return e.known[t]
}

func truth(value bool) uint64 {
	if value {
		return 1
	}
	return 0
}

func (e *Evaluator) compute(t *Term) uint64 {
	arg := func(i int) uint64 { return e.known[t.args[i]] }
	switch t.op {
	case OpTrue:
		return 1
	case OpFalse:
		return 0
	case OpBitVecConst:
		return t.word
	case OpSymbol:
		return e.model[t.name].Word
	case OpNot:
		return 1 - arg(0)
	case OpAnd, OpOr:
		for i := range t.args {
			if arg(i) == truth(t.op == OpOr) {
				return arg(i)
			}
		}
		return truth(t.op == OpAnd)
	case OpEq:
		return truth(arg(0) == arg(1))
	case OpIte:
		if arg(0) == 1 {
			return arg(1)
		}
		return arg(2)
	}
	if len(t.args) == 0 || t.args[0].sort.kind != KindBitVec || t.args[0].sort.width > 64 {
		panic(fmt.Sprintf("smt.Evaluator: term of sort %s with operator %d", t.sort, t.op))
	}
	if len(t.args) == 1 {
		return computeUnary(t, arg(0))
	}
	return computeBinary(t, arg(0), arg(1))
}

func computeUnary(t *Term, x uint64) uint64 {
	inner := t.args[0].sort.width
	switch t.op {
	case OpBvNeg:
		return -x & wordMask(inner)
	case OpBvNot:
		return ^x & wordMask(inner)
	case OpExtract:
		return x >> (t.word & 0xffffffff) & wordMask(t.sort.width)
	case OpZeroExtend:
		return x
	case OpSignExtend:
		return uint64(signed(x, inner)) & wordMask(t.sort.width)
	}
	panic(fmt.Sprintf("smt.Evaluator: operator %d", t.op))
}

func computeBinary(t *Term, x, y uint64) uint64 {
	width := t.args[0].sort.width
	mask := wordMask(width)
	switch t.op {
	case OpBvAdd:
		return (x + y) & mask
	case OpBvSub:
		return (x - y) & mask
	case OpBvMul:
		return x * y & mask
	case OpBvUdiv:
		return foldUdiv(x, y, width)
	case OpBvUrem:
		return foldUrem(x, y)
	case OpBvSdiv:
		return foldSdiv(x, y, width)
	case OpBvSrem:
		return foldSrem(x, y, width)
	case OpBvAnd:
		return x & y
	case OpBvOr:
		return x | y
	case OpBvXor:
		return x ^ y
	case OpBvShl, OpBvLshr, OpBvAshr:
		return foldShift(t.op, x, y, width)
	case OpBvUlt:
		return truth(x < y)
	case OpBvSlt:
		return truth(signed(x, width) < signed(y, width))
	case OpConcat:
		return x<<t.args[1].sort.width | y
	}
	panic(fmt.Sprintf("smt.Evaluator: operator %d", t.op))
}
