package smt_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"warrant/verify/smt"
)

func mustCheck(t *testing.T, p *smt.Portfolio, script smt.Script) smt.Result {
	t.Helper()
	result, err := p.Check(context.Background(), script)
	if err != nil {
		t.Fatalf("%v\n%s", err, script.Text)
	}
	return result
}

func TestSolversAgreeOnEveryTheory(t *testing.T) {
	b := smt.NewBuilder()
	i, x := b.Bound("i", smt.Int), b.Symbol("x", smt.Int)
	f := b.Function("f", []*smt.Sort{smt.Int}, smt.Int)
	array := b.Symbol("memory", smt.Array(smt.Int, smt.BitVec(8)))
	word := b.Symbol("w", smt.BitVec(16))
	ref := smt.Uninterpreted("Ref")
	p, q := b.Symbol("p", ref), b.Symbol("q ?", ref)
	fixed := b.Forall([]*smt.Term{i}, b.Eq(b.Apply(f, i), b.IntAdd(i, b.Integer(1))), []*smt.Term{b.Apply(f, i)})
	square := b.BvMul(word, word)
	for _, row := range []struct {
		name string
		want smt.Status
		term []*smt.Term
	}{
		{"quantifier instance", smt.Unsat, []*smt.Term{fixed, b.Not(b.Eq(b.Apply(f, x), b.IntAdd(x, b.Integer(1))))}},
		{"mod of a negative", smt.Unsat, []*smt.Term{b.Less(b.IntMod(x, b.Integer(3)), b.Integer(0))}},
		{"store", smt.Unsat, []*smt.Term{
			b.Not(b.Eq(b.Select(b.Store(array, x, b.Word(7, 8)), b.IntAdd(x, b.Integer(0))), b.Word(7, 8)))}},
		{"store elsewhere", smt.Sat, []*smt.Term{
			b.Not(b.Eq(b.Select(b.Store(array, x, b.Word(7, 8)), b.Integer(5)), b.Word(7, 8)))}},
		{"square", smt.Sat, []*smt.Term{b.Eq(square, b.Word(25, 16))}},
		{"no square", smt.Unsat, []*smt.Term{b.Eq(square, b.Word(3, 16))}},
		{"uninterpreted sort", smt.Sat, []*smt.Term{b.Not(b.Eq(p, q))}},
		{"fractions", smt.Unsat, []*smt.Term{b.Less(b.IntToReal(x), b.IntToReal(x))}},
	} {
		script := b.Print(smt.Query{Assert: row.term})
		for _, solver := range []*smt.Solver{smt.Z3(), smt.CVC5(), smt.Z3BitBlast()} {
			if solver.WordsOnly() && !script.HasBitVectorsOnly {
				continue
			}
			result, err := solver.Run(context.Background(), script, smt.DefaultLimits())
			if err != nil {
				t.Fatalf("%s, %s: %v\n%s", row.name, solver.Name, err, script.Text)
			}
			if result.Status != row.want {
				t.Errorf("%s, %s: %s, want %s\n%s", row.name, solver.Name, result.Status, row.want, script.Text)
			}
			if row.name == "square" {
				if w := result.Model["w"].Word; w*w&0xffff != 25 {
					t.Errorf("%s: model says w = %d", solver.Name, w)
				}
			}
		}
	}
}

func TestSharedOpenTermsPrintAsLets(t *testing.T) {
	b := smt.NewBuilder()
	i := b.Bound("i", smt.Int)
	sum := b.IntAdd(i, i)
	for range 40 {
		sum = b.IntAdd(sum, sum)
	}
	claim := b.Forall([]*smt.Term{i}, b.Eq(sum, b.IntMul(b.Integer(1<<41), i)))
	script := b.Print(smt.Query{Assert: []*smt.Term{b.Not(claim)}})
	if len(script.Text) > 10_000 {
		t.Fatalf("the script has %d bytes: sharing was lost", len(script.Text))
	}
	if got := mustCheck(t, smt.GeneralPortfolio(smt.DefaultLimits(), nil), script).Status; got != smt.Unsat {
		t.Errorf("status %s", got)
	}
}

func TestResourceLimitGivesUnknown(t *testing.T) {
	b := smt.NewBuilder()
	x, y := b.Symbol("x", smt.BitVec(64)), b.Symbol("y", smt.BitVec(64))
	two := b.Word(2, 64)
	script := b.Print(smt.Query{Assert: []*smt.Term{b.Eq(b.BvMul(x, y), b.Word(0xfedc_ba98_7654_3217, 64)),
		b.BvUlt(two, x), b.BvUlt(two, y), b.BvUlt(x, b.Word(1<<33, 64)), b.BvUlt(y, b.Word(1<<33, 64))}})
	result := mustCheck(t, smt.WordPortfolio(smt.Limits{Resources: 2000}, nil), script)
	if result.Status != smt.Unknown {
		t.Errorf("status %s", result.Status)
	}
}

func TestScriptErrorIsAnError(t *testing.T) {
	if _, err := smt.Z3().Run(context.Background(), smt.Script{Text: "(assert nonsense)\n"}, smt.Limits{}); err == nil {
		t.Error("Z3 accepted nonsense")
	}
}

func TestCacheAnswersOnceAskedAndKeepsTheModel(t *testing.T) {
	b := smt.NewBuilder()
	x := b.Symbol("x", smt.BitVec(8))
	script := b.Print(smt.Query{Assert: []*smt.Term{b.Eq(b.BvMul(x, b.Word(3, 8)), b.Word(9, 8))}})
	directory := t.TempDir()
	for _, row := range []struct {
		tool   string
		cached bool
	}{{"1", false}, {"1", true}, {"2", false}} {
		cache, err := smt.OpenCache(directory, row.tool)
		if err != nil {
			t.Fatal(err)
		}
		result := mustCheck(t, smt.WordPortfolio(smt.DefaultLimits(), cache), script)
		if result.Cached != row.cached || result.Status != smt.Sat || result.Model["x"].Word != 3 {
			t.Errorf("tool %s: %+v", row.tool, result)
		}
	}
}

// TestSimplifierAgreesWithEvaluator builds random terms twice, once over symbols and once over the constants the symbols
// stand for. Constant folding, simplification and evaluation must agree.
func TestSimplifierAgreesWithEvaluator(t *testing.T) {
	const seed = 20261122
	random := rand.New(rand.NewPCG(seed, 1))
	for round := range 4000 {
		b := smt.NewBuilder()
		model := smt.Model{}
		gen := &termGenerator{b: b, random: random, model: model, width: []int{1, 3, 8, 16, 64}[random.IntN(5)]}
		symbolic, constant := gen.word(5)
		value, ok := constant.Word()
		if !ok {
			t.Fatalf("seed %d round %d: constant term is %s", seed, round, constant)
		}
		if got := smt.NewEvaluator(model).Word(symbolic); got != value {
			t.Fatalf("seed %d round %d: %s evaluates to %d, constants give %d", seed, round, symbolic, got, value)
		}
		if low, high := symbolic.Range(); value < low || value > high {
			t.Fatalf("seed %d round %d: %s = %d outside %d..%d", seed, round, symbolic, value, low, high)
		}
	}
}

type termGenerator struct {
	b      *smt.Builder
	random *rand.Rand
	model  smt.Model
	width  int
}

var interesting = []uint64{0, 1, 2, 3, 7, 8, 63, 64, 127, 128, 255, 256, 1 << 31, 1<<63 - 1, 1 << 63, ^uint64(0)}

func (g *termGenerator) word(depth int) (symbolic, constant *smt.Term) {
	b := g.b
	if depth == 0 || g.random.IntN(8) == 0 {
		value := interesting[g.random.IntN(len(interesting))]
		constant = b.Word(value, g.width)
		if g.random.IntN(2) == 0 {
			return constant, constant
		}
		symbolic = b.Fresh("s", smt.BitVec(g.width))
		word, _ := constant.Word()
		g.model[symbolic.Name()] = smt.Value{Sort: symbolic.Sort(), Word: word}
		return symbolic, constant
	}
	binary := []func(x, y *smt.Term) *smt.Term{b.BvAdd, b.BvSub, b.BvMul, b.BvUdiv, b.BvUrem, b.BvSdiv, b.BvSrem, b.BvAnd,
		b.BvOr, b.BvXor, b.BvShl, b.BvLshr, b.BvAshr}
	x, cx := g.word(depth - 1)
	switch n := g.random.IntN(len(binary) + 5); n {
	default:
		y, cy := g.word(depth - 1)
		return binary[n](x, y), binary[n](cx, cy)
	case len(binary):
		return b.BvNot(x), b.BvNot(cx)
	case len(binary) + 1:
		return b.BvNeg(x), b.BvNeg(cx)
	case len(binary) + 2:
		y, cy := g.word(depth - 1)
		c, cc := g.truth(depth - 1)
		return b.Ite(c, x, y), b.Ite(cc, cx, cy)
	case len(binary) + 3:
		high := g.random.IntN(g.width)
		low := g.random.IntN(high + 1)
		if g.random.IntN(2) == 0 {
			return b.SignExtend(b.Extract(x, high, low), g.width), b.SignExtend(b.Extract(cx, high, low), g.width)
		}
		return b.ZeroExtend(b.Extract(x, high, low), g.width), b.ZeroExtend(b.Extract(cx, high, low), g.width)
	case len(binary) + 4:
		if g.width == 1 {
			return x, cx
		}
		y, cy := g.word(depth - 1)
		cut := 1 + g.random.IntN(g.width-1)
		return b.Concat(b.Extract(x, g.width-1, cut), b.Extract(y, cut-1, 0)),
			b.Concat(b.Extract(cx, g.width-1, cut), b.Extract(cy, cut-1, 0))
	}
}

func (g *termGenerator) truth(depth int) (symbolic, constant *smt.Term) {
	b := g.b
	x, cx := g.word(depth)
	y, cy := g.word(depth)
	relations := []func(x, y *smt.Term) *smt.Term{b.Eq, b.BvUlt, b.BvUle, b.BvSlt, b.BvSle}
	relation := relations[g.random.IntN(len(relations))]
	symbolic, constant = relation(x, y), relation(cx, cy)
	if depth > 0 && g.random.IntN(2) == 0 {
		s, c := g.truth(depth - 1)
		switch g.random.IntN(4) {
		case 0:
			return b.And(symbolic, s, b.Or(b.Not(s), symbolic)), b.And(constant, c, b.Or(b.Not(c), constant))
		case 1:
			return b.Or(symbolic, s, b.And(b.Not(symbolic), s)), b.Or(constant, c, b.And(b.Not(constant), c))
		case 2:
			return b.Not(b.Eq(symbolic, s)), b.Not(b.Eq(constant, c))
		case 3:
			return b.Ite(symbolic, b.Not(s), s), b.Ite(constant, b.Not(c), c)
		}
	}
	return symbolic, constant
}

func TestSessionRemembersPremisesAndForgetsQuestions(t *testing.T) {
	b := smt.NewBuilder()
	session, err := smt.StartSession(context.Background(), smt.Limits{Resources: 10_000_000})
	if err != nil {
		t.Fatal(err)
	}
	x := b.Symbol("x", smt.BitVec(16))
	seven := b.Eq(b.BvMul(x, x), b.Word(49, 16))
	for i, row := range []struct {
		premise, question *smt.Term
		want              smt.Status
	}{
		{b.True(), seven, smt.Sat},
		{b.True(), b.And(seven, b.Eq(x, b.Word(8, 16))), smt.Unsat},
		{b.BvUlt(x, b.Word(7, 16)), b.True(), smt.Sat},
		{b.True(), seven, smt.Unsat},
		{b.True(), b.False(), smt.Unsat},
	} {
		session.Assert(row.premise)
		got, err := session.Ask(row.question)
		if err != nil || got != row.want {
			t.Errorf("row %d: %s, %v, want %s", i, got, err, row.want)
		}
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
}
