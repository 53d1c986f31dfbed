package local

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
)

// Verdict is what the analysis says of a site.
type Verdict struct {
	// Proved tells that the site cannot panic; Unreachable that no execution of the code gets there.
	Proved, Unreachable bool
	// Reason says in words why, or what is missing.
	Reason string
}

// Prove tells whether a site of a covered function cannot panic.
func (w *World) Prove(site Site) Verdict {
	f := w.of(site.Instr)
	if f == nil {
		return Verdict{Reason: "the function is not part of the analysis"}
	}
	p := at(site.Instr)
	if !f.graph.reachable(p.block) || p.index > f.graph.stop[p.block.Index] {
		return Verdict{Proved: true, Unreachable: true, Reason: "no execution gets here"}
	}
	verdict := w.prove(f, site, p)
	if !verdict.Proved && f.infeasible(w, p) {
		return Verdict{Proved: true, Unreachable: true, Reason: "the conditions that lead here contradict each other"}
	}
	return verdict
}

func (w *World) prove(f *function, site Site, p point) Verdict {
	switch site.Kind {
	case obligation.IndexBounds:
		index, indexed := indexOperands(site.Instr)
		return f.inBounds(w, index, indexed, p)
	case obligation.SliceBounds:
		if slice, ok := site.Instr.(*ssa.Slice); ok {
			return f.sliceInBounds(w, slice, p)
		}
	case obligation.SliceToArray:
		return f.longEnough(w, site.Instr.(*ssa.SliceToArrayPointer), p)
	case obligation.DivisionByZero:
		return f.divides(w, site.Instr.(*ssa.BinOp).Y, p)
	case obligation.NegativeShift:
		return f.shifts(w, site.Instr.(*ssa.BinOp).Y, p)
	case obligation.MakeLength:
		return f.allocates(w, site.Instr, p)
	case obligation.Conversion:
		return f.converts(w, site.Instr.(*ssa.Convert), p)
	case obligation.NilDereference, obligation.NilMapWrite, obligation.NilFunction, obligation.NilInterface:
		if f.isNotNil(w, site.Subject, p, nil) {
			return Verdict{Proved: true, Reason: "not nil here"}
		}
		return Verdict{Reason: "it may be nil: " + f.origin(site.Subject)}
	case obligation.TypeAssertion:
		return f.asserts(site.Instr.(*ssa.TypeAssert), p)
	case obligation.Uncomparable:
		return w.compares(f, site)
	case obligation.ExplicitPanic:
		return Verdict{Reason: "the code panics when control gets here"}
	case obligation.ChannelMisuse:
		return Verdict{Reason: "the analysis does not follow channels"}
	}
	return Verdict{Reason: "the analysis has no rule for it"}
}

func indexOperands(instr ssa.Instruction) (index, indexed ssa.Value) {
	switch instr := instr.(type) {
	case *ssa.IndexAddr:
		return instr.Index, instr.X
	case *ssa.Index:
		return instr.Index, instr.X
	case *ssa.Lookup:
		return instr.Index, instr.X
	}
	return nil, nil
}

func (f *function) inBounds(w *World, index, indexed ssa.Value, p point) Verdict {
	i, n := linearTerm{term: term{whole, index}}, linearTerm{term: term{length, indexed}}
	what := fmt.Sprintf("index %s, length %s", f.shown(w, i.term, p), f.shown(w, n.term, p))
	if !f.atMost(w, linearTerm{}, i, p, nil) {
		return Verdict{Reason: what + ": the index may be negative"}
	}
	i.offset = of(1)
	if !f.atMost(w, i, n, p, nil) {
		return Verdict{Reason: what + ": nothing here says that the index is less than the length"}
	}
	return Verdict{Proved: true, Reason: what}
}

// shown prints the bounds of a term at p.
func (f *function) shown(w *World, t term, p point) string {
	span, ok := f.spanAt(w, t, p, nil)
	if !ok {
		return "of no execution"
	}
	if limit, isInteger := rangeOf(t.value.Type(), w.sizes); isInteger && span == limit && t.aspect == whole {
		return "of any value"
	}
	if t.aspect != whole && span.hi == w.lengthsOf(t.value.Type()).hi {
		if span.lo == (number{}) {
			return "of any value"
		}
		return "at least " + span.lo.String()
	}
	return span.String()
}

func (f *function) sliceInBounds(w *World, s *ssa.Slice, p point) Verdict {
	last, lastName := linearTerm{}, "0"
	for _, bound := range []struct {
		value ssa.Value
		name  string
	}{{s.Low, "low"}, {s.High, "high"}, {s.Max, "max"}} {
		if bound.value == nil {
			continue
		}
		next := linearTerm{term: term{whole, bound.value}}
		if !f.atMost(w, last, next, p, nil) {
			return Verdict{Reason: fmt.Sprintf("nothing here says that %s <= %s, which is %s", lastName, bound.name, f.shown(w, next.term, p))}
		}
		last, lastName = next, bound.name
	}
	limit, limitName := term{capacity, s.X}, "capacity"
	if s.Max == nil && s.High == nil || !isSlice(s.X.Type()) {
		limit, limitName = term{length, s.X}, "length"
	}
	what := fmt.Sprintf("%s is %s, %s %s", lastName, f.shown(w, last.term, p), limitName, f.shown(w, limit, p))
	if !f.atMost(w, last, linearTerm{term: limit}, p, nil) {
		return Verdict{Reason: fmt.Sprintf("%s: nothing here says that %s <= %s", what, lastName, limitName)}
	}
	return Verdict{Proved: true, Reason: what}
}

func (f *function) longEnough(w *World, c *ssa.SliceToArrayPointer, p point) Verdict {
	n, _ := lengthOf(c)
	what := fmt.Sprintf("length %s, wanted %s", f.shown(w, term{length, c.X}, p), n)
	return Verdict{Proved: f.atMost(w, linearTerm{offset: n}, linearTerm{term: term{length, c.X}}, p, nil), Reason: what}
}

func (f *function) divides(w *World, divisor ssa.Value, p point) Verdict {
	t := term{whole, divisor}
	what := "the divisor is " + f.shown(w, t, p)
	span, ok := f.spanAt(w, t, p, nil)
	if !ok || (number{}).less(span.lo) || span.hi.negative() {
		return Verdict{Proved: true, Reason: what}
	}
	want := f.linearOf(w, t)
	found := false
	f.eachFact(p, nil, func(known fact) bool {
		if known.kind == compared && known.op == token.NEQ {
			x, y := f.linearOf(w, known.x.term).plus(known.x.offset), f.linearOf(w, known.y.term).plus(known.y.offset)
			found = x == want && y == linear{} || y == want && x == linear{}
		}
		return !found
	})
	if found || f.atMost(w, linearTerm{offset: of(1)}, linearTerm{term: t}, p, nil) {
		return Verdict{Proved: true, Reason: what + ", compared with zero"}
	}
	return Verdict{Reason: what + ": it may be zero"}
}

func (f *function) shifts(w *World, count ssa.Value, p point) Verdict {
	t := term{whole, count}
	return Verdict{Proved: f.atMost(w, linearTerm{}, linearTerm{term: t}, p, nil), Reason: "the count is " + f.shown(w, t, p)}
}

// allocates tells whether a make panics: for a length that is negative or that no address space has.
func (f *function) allocates(w *World, instr ssa.Instruction, p point) Verdict {
	var n, most ssa.Value
	var element types.Type
	switch instr := instr.(type) {
	case *ssa.MakeSlice:
		n, most, element = instr.Len, instr.Cap, instr.Type().Underlying().(*types.Slice).Elem()
	case *ssa.MakeChan:
		n, most, element = instr.Size, instr.Size, instr.Type().Underlying().(*types.Chan).Elem()
	default:
		return Verdict{}
	}
	size := max(w.sizes.Sizeof(element), 1)
	length, capacity := linearTerm{term: term{whole, n}}, linearTerm{term: term{whole, most}}
	what := fmt.Sprintf("length %s of elements of %d bytes", f.shown(w, length.term, p), size)
	if !f.atMost(w, linearTerm{}, length, p, nil) || !f.atMost(w, length, capacity, p, nil) {
		return Verdict{Reason: what + ": it may be negative, or more than the capacity"}
	}
	if !f.atMost(w, capacity, linearTerm{offset: w.largest().dividedBy(of(size))}, p, nil) {
		return Verdict{Reason: what + ": it may be more than memory holds"}
	}
	return Verdict{Proved: true, Reason: what}
}

func (f *function) converts(w *World, c *ssa.Convert, p point) Verdict {
	to, _ := rangeOf(c.Type(), w.sizes)
	t := term{whole, c.X}
	what := "the value is " + f.shown(w, t, p)
	span, ok := f.spanAt(w, t, p, nil)
	if !ok || span.within(to) {
		return Verdict{Proved: true, Reason: what}
	}
	fits := f.atMost(w, linearTerm{offset: to.lo}, linearTerm{term: t}, p, nil) && f.atMost(w, linearTerm{term: t}, linearTerm{offset: to.hi}, p, nil)
	return Verdict{Proved: fits, Reason: what}
}

// asserts tells whether the dynamic type of what is asserted is known: made here, or asserted before.
func (f *function) asserts(a *ssa.TypeAssert, p point) Verdict {
	if f.hasType(a.X, a.AssertedType, 0) {
		return Verdict{Proved: true, Reason: "the value is made with that type"}
	}
	found := false
	f.eachFact(p, nil, func(known fact) bool {
		extract, ok := known.value.(*ssa.Extract)
		if known.kind != isTrue || !ok || extract.Index != 1 {
			return true
		}
		earlier, ok := extract.Tuple.(*ssa.TypeAssert)
		found = ok && f.representative(earlier.X) == f.representative(a.X) && types.Identical(earlier.AssertedType, a.AssertedType)
		return !found
	})
	if found {
		return Verdict{Proved: true, Reason: "the type was tested before"}
	}
	return Verdict{Reason: "the dynamic type is not known here: " + f.origin(a.X)}
}

func (f *function) hasType(v ssa.Value, want types.Type, depth int) bool {
	switch v := f.representative(v).(type) {
	case *ssa.MakeInterface:
		if wanted, isInterface := want.Underlying().(*types.Interface); isInterface {
			return types.Implements(v.X.Type(), wanted)
		}
		return types.Identical(v.X.Type(), want)
	case *ssa.ChangeInterface:
		return f.hasType(v.X, want, depth+1)
	case *ssa.Phi:
		if depth > 4 {
			return false
		}
		for _, edge := range v.Edges {
			if !f.hasType(edge, want, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// compares tells whether a value can be compared, or hashed: its dynamic type is known and holds no slice, map or function.
func (w *World) compares(f *function, site Site) Verdict {
	values := []ssa.Value{site.Subject}
	if op, ok := site.Instr.(*ssa.BinOp); ok {
		values = []ssa.Value{op.X, op.Y}
	}
	for _, v := range values {
		if w.isComparable(f, v, 0) {
			return Verdict{Proved: true, Reason: "a type that can be compared"}
		}
	}
	return Verdict{Reason: "the dynamic type is not known here: " + f.origin(site.Subject)}
}

func (w *World) isComparable(f *function, v ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	switch v := f.representative(v).(type) {
	case *ssa.Const:
		return true
	case *ssa.MakeInterface:
		return types.Comparable(v.X.Type()) && !holdsInterface(v.X.Type())
	case *ssa.ChangeInterface:
		return w.isComparable(f, v.X, depth+1)
	case *ssa.UnOp:
		global, ok := v.X.(*ssa.Global)
		return v.Op == token.MUL && ok && w.isSentinel(global)
	case *ssa.Call:
		fn := v.Call.StaticCallee()
		return fn != nil && neverNil[fn.RelString(nil)]
	case *ssa.Phi:
		for _, edge := range v.Edges {
			if !w.isComparable(f, edge, depth+1) {
				return false
			}
		}
		return true
	}
	return !holdsInterface(v.Type()) && types.Comparable(v.Type())
}

// infeasible tells whether the conditions that lead to p cannot hold together.
func (f *function) infeasible(w *World, p point) (impossible bool) {
	f.eachFact(p, nil, func(known fact) bool {
		switch known.kind {
		case compared:
			impossible = f.contradicted(w, known, p)
		case isNil:
			impossible = f.isNotNil(w, known.value, p, nil)
		}
		return !impossible
	})
	return impossible
}

func (f *function) contradicted(w *World, known fact, p point) bool {
	for _, side := range []linearTerm{known.x, known.y} {
		if span, ok := f.spanAt(w, side.term, p, nil); side.aspect != nothing && (!ok || span.empty()) {
			return true
		}
	}
	later := known.x
	switch known.op {
	case token.LSS:
		return f.atMost(w, known.y, known.x, p, nil)
	case token.LEQ:
		known.y.offset = known.y.offset.plus(of(1))
		return f.atMost(w, known.y, later, p, nil)
	}
	return false
}
