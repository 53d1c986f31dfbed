package bmc

import (
	"testing"

	"warrant/verify/smt"
)

// Each row says what a condition tells of a word or of a term around it.
func TestRangeOn(t *testing.T) {
	b := smt.NewBuilder()
	x, y := b.Symbol("x", smt.BitVec(32)), b.Symbol("y", smt.BitVec(32))
	n := func(value uint64) *smt.Term { return b.Word(value, 32) }
	full := interval{0, 1<<32 - 1}
	for _, row := range []struct {
		name  string
		facts []*smt.Term
		term  *smt.Term
		want  interval
	}{
		{"nothing", nil, x, full},
		{"another word", []*smt.Term{b.BvUlt(y, n(5))}, x, full},
		{"below", []*smt.Term{b.BvUlt(x, n(5))}, x, interval{0, 4}},
		{"not below", []*smt.Term{b.Not(b.BvUlt(x, n(5)))}, x, interval{5, 1<<32 - 1}},
		{"above", []*smt.Term{b.BvUlt(n(5), x)}, x, interval{6, 1<<32 - 1}},
		{"not above", []*smt.Term{b.Not(b.BvUlt(n(5), x))}, x, interval{0, 5}},
		{"equal", []*smt.Term{b.Eq(x, n(9))}, x, interval{9, 9}},
		{"not zero", []*smt.Term{b.Not(b.Eq(x, n(0)))}, x, interval{1, 1<<32 - 1}},
		{"not the largest", []*smt.Term{b.Not(b.Eq(x, n(1<<32-1)))}, x, interval{0, 1<<32 - 2}},
		{"not one in the middle", []*smt.Term{b.Not(b.Eq(x, n(7)))}, x, full},
		{"a conjunction", []*smt.Term{b.And(b.BvUlt(x, n(5)), b.BvUlt(n(1), x))}, x, interval{2, 4}},
		{"two facts", []*smt.Term{b.BvUlt(x, n(5)), b.BvUlt(n(1), x)}, x, interval{2, 4}},
		{"below a bounded word", []*smt.Term{b.BvUlt(x, b.BvUrem(y, n(10)))}, x, interval{0, 8}},
		{"signed from zero", []*smt.Term{b.BvSle(n(0), x), b.BvSlt(x, n(5))}, x, interval{0, 4}},
		{"signed from minus one", []*smt.Term{b.BvSlt(n(1<<32-1), x), b.BvSle(x, n(5))}, x, full},
		{"signed without a lower end", []*smt.Term{b.BvSlt(x, n(5))}, x, full},
		{"minus one", []*smt.Term{b.Not(b.Eq(x, n(0))), b.BvUlt(x, n(8))}, b.BvSub(x, n(1)), interval{0, 6}},
		{"minus one of what may be zero", []*smt.Term{b.BvUlt(x, n(8))}, b.BvSub(x, n(1)), full},
		{"wider", []*smt.Term{b.BvUlt(x, n(8))}, b.ZeroExtend(x, 64), interval{0, 7}},
		{"wider with sign", []*smt.Term{b.BvUlt(x, n(8))}, b.SignExtend(x, 64), interval{0, 7}},
		{"a sum", []*smt.Term{b.BvUlt(x, n(8)), b.BvUlt(y, n(3))}, b.BvAdd(x, y), interval{0, 9}},
		{"a sum that may wrap", []*smt.Term{b.BvUlt(x, n(8))}, b.BvAdd(x, y), full},
		{"a difference", []*smt.Term{b.BvUlt(n(9), x), b.BvUlt(x, n(20)), b.BvUlt(y, n(3))}, b.BvSub(x, y), interval{8, 19}},
		{"a contradiction", []*smt.Term{b.BvUlt(x, n(5)), b.BvUlt(n(7), x)}, x, full},
	} {
		p := rootPath(b)
		for _, fact := range row.facts {
			p = p.learn(b, fact)
		}
		if got := p.rangeOn(row.term); got != row.want {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
		q := rootPath(b)
		for _, fact := range row.facts {
			if extended := q.extend(b, fact); extended != nil {
				q = extended
			}
		}
		if got := q.rangeOn(row.term); row.name != "a contradiction" && got != row.want {
			t.Errorf("%s, as path condition: %v, want %v", row.name, got, row.want)
		}
	}
}

func TestJoinDeepestFirst(t *testing.T) {
	b := smt.NewBuilder()
	root := rootPath(b)
	cond := func(name string) *smt.Term { return b.Symbol(name, smt.Bool) }
	// The leaves of a tree of five conditions, each of which leads on when it holds.
	var leaves []*path
	at := root
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		leaves = append(leaves, at.extend(b, b.Not(cond(name))))
		at = at.extend(b, cond(name))
	}
	leaves = append(leaves, at)
	for shift := range leaves {
		list := append(append([]*path{}, leaves[shift:]...), leaves[:shift]...)
		joined := joinDeepestFirst(list, func(p *path) *path { return p }, func(p, q *path) *path {
			both, _ := join(b, p, q)
			return both
		})
		if joined != root {
			t.Errorf("shifted by %d: the leaves join to depth %d and not to the root", shift, joined.depth)
		}
	}
}
