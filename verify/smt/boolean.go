package smt

import (
	"cmp"
	"fmt"
	"slices"
)

func (b *Builder) wantSort(operation string, want *Sort, terms ...*Term) {
	for _, t := range terms {
		if t.sort != want {
			panic(fmt.Sprintf("smt.%s: argument of sort %s, want %s", operation, t.sort, want))
		}
	}
}

// Not returns the negation of a.
func (b *Builder) Not(a *Term) *Term {
	b.wantSort("Not", Bool, a)
	switch a.op {
	case OpTrue:
		return b.falseOne
	case OpFalse:
		return b.trueTerm
	case OpNot:
		return a.args[0]
	}
	return b.intern(Term{op: OpNot, sort: Bool, args: []*Term{a}})
}

// And returns the conjunction of terms, true when there are none.
func (b *Builder) And(terms ...*Term) *Term { return b.junction(OpAnd, terms) }

// Or returns the disjunction of terms, false when there are none.
func (b *Builder) Or(terms ...*Term) *Term { return b.junction(OpOr, terms) }

// junction builds a conjunction or disjunction: it drops neutral and repeated members, lifts small nested junctions of
// the same kind, and collapses when a member meets its negation or absorbs another.
func (b *Builder) junction(op Op, terms []*Term) *Term {
	neutral, absorbing, dual := b.trueTerm, b.falseOne, OpOr
	if op == OpOr {
		neutral, absorbing, dual = b.falseOne, b.trueTerm, OpAnd
	}
	const liftLimit = 4
	members := make([]*Term, 0, len(terms)+2)
	for _, t := range terms {
		b.wantSort("And/Or", Bool, t)
		switch {
		case t == neutral:
		case t == absorbing:
			return absorbing
		case t.op == op && len(t.args) <= liftLimit:
			members = append(members, t.args...)
		default:
			members = append(members, t)
		}
	}
	slices.SortFunc(members, func(x, y *Term) int { return cmp.Compare(x.id, y.id) })
	members = slices.Compact(members)
	has := func(x *Term) bool {
		_, found := slices.BinarySearchFunc(members, x.id, func(m *Term, id int) int { return cmp.Compare(m.id, id) })
		return found
	}
	kept := members[:0:0]
	for _, m := range members {
		if m.op == OpNot && has(m.args[0]) {
			return absorbing
		}
		if m.op == dual && slices.ContainsFunc(m.args, has) {
			continue
		}
		if m.op == op {
			if slices.ContainsFunc(m.args, func(x *Term) bool { return x.op == OpNot && has(x.args[0]) }) {
				return absorbing
			}
		}
		kept = append(kept, m)
	}
	for i, m := range kept {
		switch {
		case m.op == dual:
			switch reduced := b.withoutNegated(m, has); {
			case len(reduced) == 0:
				return absorbing
			case len(reduced) < len(m.args):
				kept[i] = b.junction(dual, reduced)
				return b.junction(op, kept)
			}
		case m.op == OpNot && m.args[0].op == op:
			// a and not (a and c) is a and not c.
			rest := slices.DeleteFunc(slices.Clone(m.args[0].args), has)
			if len(rest) < len(m.args[0].args) {
				kept[i] = b.Not(b.junction(op, rest))
				return b.junction(op, kept)
			}
		}
	}
	switch len(kept) {
	case 0:
		return neutral
	case 1:
		return kept[0]
	}
	slices.SortFunc(kept, func(x, y *Term) int { return cmp.Compare(x.id, y.id) })
	return b.intern(Term{op: op, sort: Bool, args: kept})
}

// withoutNegated returns the members of m whose negation the surrounding junction of the other kind does not have:
// a and (not a or c) is a and c, and a or (not a and c) is a or c.
func (b *Builder) withoutNegated(m *Term, has func(*Term) bool) []*Term {
	rest := make([]*Term, 0, len(m.args))
	for _, x := range m.args {
		if !has(b.Not(x)) {
			rest = append(rest, x)
		}
	}
	return rest
}

// Implies returns a => c.
func (b *Builder) Implies(a, c *Term) *Term { return b.Or(b.Not(a), c) }

// Eq returns a = c for two terms of one sort.
func (b *Builder) Eq(a, c *Term) *Term {
	b.wantSort("Eq", a.sort, c)
	if a == c {
		return b.trueTerm
	}
	if a.id > c.id {
		a, c = c, a
	}
	if a.IsConst() && c.IsConst() {
		return b.falseOne
	}
	if a.sort == Bool {
		return b.iff(a, c)
	}
	if c.IsConst() {
		a, c = c, a
	}
	if a.sort.kind == KindBitVec && a.sort.width <= 64 {
		if a.high < c.low || c.high < a.low {
			return b.falseOne
		}
		if a.op == OpBitVecConst {
			if t := b.eqWord(a, c); t != nil {
				return t
			}
		}
	}
	if a.op == OpIntConst && c.op == OpIte && (c.args[1].IsConst() || c.args[2].IsConst()) {
		return b.Ite(c.args[0], b.Eq(a, c.args[1]), b.Eq(a, c.args[2]))
	}
	return b.intern(Term{op: OpEq, sort: Bool, args: []*Term{a, c}})
}

func (b *Builder) iff(a, c *Term) *Term {
	switch {
	case a.IsTrue():
		return c
	case c.IsTrue():
		return a
	case a.IsFalse():
		return b.Not(c)
	case c.IsFalse():
		return b.Not(a)
	case b.Not(a) == c:
		return b.falseOne
	}
	return b.intern(Term{op: OpEq, sort: Bool, args: []*Term{a, c}})
}

// eqWord simplifies word = t for a constant word; nil means nothing to gain.
func (b *Builder) eqWord(word, t *Term) *Term {
	switch t.op {
	case OpIte:
		if t.args[1].op == OpBitVecConst || t.args[2].op == OpBitVecConst {
			return b.Ite(t.args[0], b.Eq(word, t.args[1]), b.Eq(word, t.args[2]))
		}
	case OpZeroExtend:
		return b.Eq(b.Word(word.word, t.args[0].sort.width), t.args[0])
	case OpBvAdd:
		if k := t.args[0]; k.op == OpBitVecConst {
			return b.Eq(b.Word(word.word-k.word, t.sort.width), t.args[1])
		}
	case OpBvXor:
		if k := t.args[0]; k.op == OpBitVecConst {
			return b.Eq(b.Word(word.word^k.word, t.sort.width), t.args[1])
		}
	case OpConcat:
		right := t.args[1].sort.width
		return b.And(b.Eq(b.Word(word.word>>right, t.args[0].sort.width), t.args[0]),
			b.Eq(b.Word(word.word, right), t.args[1]))
	}
	return nil
}

// Distinct returns that no two of terms are equal.
func (b *Builder) Distinct(terms ...*Term) *Term {
	var pairs []*Term
	for i, x := range terms {
		for _, y := range terms[i+1:] {
			pairs = append(pairs, b.Not(b.Eq(x, y)))
		}
	}
	return b.And(pairs...)
}

// Ite returns yes when condition holds and no otherwise; yes and no have one sort.
func (b *Builder) Ite(condition, yes, no *Term) *Term {
	b.wantSort("Ite", Bool, condition)
	b.wantSort("Ite", yes.sort, no)
	switch {
	case condition.IsTrue() || yes == no:
		return yes
	case condition.IsFalse():
		return no
	case condition.op == OpNot:
		return b.Ite(condition.args[0], no, yes)
	}
	if yes.op == OpIte && yes.args[0] == condition {
		yes = yes.args[1]
	}
	if no.op == OpIte && no.args[0] == condition {
		no = no.args[2]
	}
	if yes == no {
		return yes
	}
	if yes.sort == Bool {
		switch {
		case yes.IsTrue():
			return b.Or(condition, no)
		case yes.IsFalse():
			return b.And(b.Not(condition), no)
		case no.IsTrue():
			return b.Or(b.Not(condition), yes)
		case no.IsFalse():
			return b.And(condition, yes)
		case yes == condition:
			return b.Or(condition, no)
		case no == condition:
			return b.And(condition, yes)
		}
	}
	if no.op == OpIte && no.args[1] == yes {
		return b.Ite(b.Or(condition, no.args[0]), yes, no.args[2])
	}
	if yes.op == OpIte && yes.args[2] == no {
		return b.Ite(b.And(condition, yes.args[0]), yes.args[1], no)
	}
	return b.intern(Term{op: OpIte, sort: yes.sort, args: []*Term{condition, yes, no}})
}

// Forall returns that body holds for all values of vars, made by Bound. Each element of patterns is one trigger, a list
// of terms that must all match; no patterns leave the choice to the solver.
func (b *Builder) Forall(vars []*Term, body *Term, patterns ...[]*Term) *Term {
	return b.quantifier(OpForall, vars, body, patterns)
}

// Exists returns that body holds for some values of vars; see Forall.
func (b *Builder) Exists(vars []*Term, body *Term, patterns ...[]*Term) *Term {
	return b.quantifier(OpExists, vars, body, patterns)
}

func (b *Builder) quantifier(op Op, vars []*Term, body *Term, patterns [][]*Term) *Term {
	b.wantSort("Forall/Exists", Bool, body)
	for _, v := range vars {
		if v.op != OpBound {
			panic("smt.Forall/Exists: a variable was not made by Bound")
		}
	}
	if len(vars) == 0 || !body.open {
		return body
	}
	return b.intern(Term{op: op, sort: Bool, args: []*Term{body}, bound: slices.Clone(vars), patterns: slices.Clone(patterns)})
}
