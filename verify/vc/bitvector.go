package vc

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"warrant/verify/ir"
)

// interval bounds an integer term.
type interval struct{ low, high *big.Int }

// bitWriter prints facts and a goal as bit-vectors. Integers become two's complement words that are wide enough for every
// intermediate value, by interval arithmetic, so that nothing overflows and the meaning stays the same. What has no bounds
// or no bit-vector form is left out of the facts, which only makes the query weaker; in the goal it ends the attempt.
type bitWriter struct {
	bounds map[string]interval
	width  uint
	wide   *big.Int // the greatest absolute value seen
	atoms  map[string]*ir.Expr
}

// UsesBits says that a condition mentions a bit operation.
func (c *Condition) UsesBits() bool {
	found := false
	look := func(x *ir.Expr) { ir.Walk(x, func(e *ir.Expr) { found = found || e.Op == ir.OpBits }) }
	for _, it := range c.items {
		switch {
		case it.fact != nil:
			look(it.fact)
		case it.goal != nil:
			look(it.goal.X)
		}
	}
	return found
}

// noBits ends an attempt.
type noBits struct{}

// Bits asks the goals that a solver could not prove again, each as a query over bit-vectors.
func (s *Solver) Bits(ctx context.Context, c *Condition, outcomes []Outcome) error {
	if s.Name != "z3" || !c.UsesBits() {
		return nil
	}
	var facts []*ir.Expr
	i := -1
	for _, it := range c.items {
		switch {
		case it.fact != nil:
			facts = append(facts, it.fact)
		case it.goal != nil:
			i++
			if it.goal.Kind != Prove || outcomes[i].Answer == Holds || outcomes[i].Reason == NotAsked {
				continue
			}
			script, ok := bitScript(facts, it.goal, s.Effort)
			if !ok {
				continue
			}
			out, err := s.run(ctx, script)
			if err != nil {
				return err
			}
			if strings.HasPrefix(strings.TrimSpace(out), "unsat") {
				outcomes[i] = Outcome{Answer: Holds, Reason: BitVector}
			}
		}
	}
	return nil
}

// BitVector is the reason of an outcome that came from a bit-vector query.
const BitVector = "bit-vector"

// bitScript prints a goal with the facts before it.
func bitScript(facts []*ir.Expr, g *Goal, effort int) (text string, ok bool) {
	w := &bitWriter{bounds: map[string]interval{}, wide: big.NewInt(1), atoms: map[string]*ir.Expr{}}
	facts = onPath(facts, g.Guard)
	for _, f := range facts {
		w.learn(f)
	}
	ask := ir.And(g.Guard, ir.Not(g.X))
	if !w.fits(ask) {
		return "", false
	}
	var usable []*ir.Expr
	for _, f := range facts {
		for _, part := range conjunctsOf(f) {
			if w.fits(part) {
				usable = append(usable, part)
			}
		}
	}
	w.width = uint(w.wide.BitLen()) + 2
	if w.width > 200 {
		return "", false
	}
	var body strings.Builder
	for _, f := range append(usable, ask) {
		fmt.Fprintf(&body, "(assert %s)\n", w.boolean(f))
	}
	var head strings.Builder
	fmt.Fprintf(&head, "(set-option :rlimit %d)\n(set-logic QF_BV)\n", effort*4)
	for _, name := range sortedKeys(w.atoms) {
		sort := "Bool"
		if w.atoms[name].Type.Kind == ir.Int {
			sort = fmt.Sprintf("(_ BitVec %d)", w.width)
		}
		fmt.Fprintf(&head, "(declare-fun %s () %s)\n", Symbol(name), sort)
	}
	for _, name := range sortedKeys(w.bounds) {
		if w.atoms[name] != nil {
			fmt.Fprintf(&head, "(assert (and (bvsle %s %s) (bvsle %s %s)))\n", w.literal(w.bounds[name].low), Symbol(name), Symbol(name), w.literal(w.bounds[name].high))
		}
	}
	return head.String() + body.String() + "(check-sat)\n", true
}

// onPath takes the guards off the facts that hold wherever control passes the goal.
func onPath(facts []*ir.Expr, guard *ir.Expr) []*ir.Expr {
	known := map[string]bool{}
	var extra []*ir.Expr
	learn := func(x *ir.Expr) {
		for _, p := range conjunctsOf(x) {
			if !known[Print(p)] {
				known[Print(p)] = true
				extra = append(extra, p)
			}
		}
	}
	learn(guard)
	for i := len(facts) - 1; i >= 0; i-- { // a path condition is defined before it is used
		f := facts[i]
		if f.Op == ir.OpEq && f.Args[0].Type.Kind == ir.Bool && known[Print(f.Args[0])] {
			learn(f.Args[1])
		}
	}
	out := make([]*ir.Expr, 0, len(facts)+len(extra))
	for _, f := range facts {
		if f.Op == ir.OpImplies && known[Print(f.Args[0])] {
			f = f.Args[1]
		}
		out = append(out, f)
	}
	return append(out, extra...)
}

func conjunctsOf(x *ir.Expr) []*ir.Expr {
	if x.Op == ir.OpAnd {
		return append(conjunctsOf(x.Args[0]), conjunctsOf(x.Args[1])...)
	}
	return []*ir.Expr{x}
}

// atomic says that a term is a variable to the bit-vector world.
func atomic(x *ir.Expr) bool {
	switch x.Op {
	case ir.OpVar, ir.OpGet, ir.OpSeqAt, ir.OpSeqLen, ir.OpCall, ir.OpTextLen, ir.OpTextAt:
		return x.Type.Kind == ir.Int || x.Type.Kind == ir.Bool
	}
	return false
}

// learn takes bounds from an unguarded fact.
func (w *bitWriter) learn(f *ir.Expr) {
	for _, p := range conjunctsOf(f) {
		switch p.Op {
		case ir.OpAtMost:
			w.narrow(p.Args[0], p.Args[1], 0)
		case ir.OpLess:
			w.narrow(p.Args[0], p.Args[1], 1)
		case ir.OpEq:
			if v := p.Args[0]; atomic(v) && v.Type.Kind == ir.Int {
				if iv, ok := w.interval(p.Args[1]); ok {
					w.bound(Print(v), iv.low, iv.high)
				}
			}
		}
	}
}

// narrow learns from a + gap <= b.
func (w *bitWriter) narrow(a, b *ir.Expr, gap int64) {
	if atomic(a) {
		if iv, ok := w.interval(b); ok {
			w.bound(Print(a), nil, new(big.Int).Sub(iv.high, big.NewInt(gap)))
		}
	}
	if atomic(b) {
		if iv, ok := w.interval(a); ok {
			w.bound(Print(b), new(big.Int).Add(iv.low, big.NewInt(gap)), nil)
		}
	}
}

func (w *bitWriter) bound(name string, low, high *big.Int) {
	iv := w.bounds[name]
	if low != nil && (iv.low == nil || low.Cmp(iv.low) > 0) {
		iv.low = low
	}
	if high != nil && (iv.high == nil || high.Cmp(iv.high) < 0) {
		iv.high = high
	}
	w.bounds[name] = iv
}

// interval bounds an integer term, or answers false when it has no bounds.
func (w *bitWriter) interval(x *ir.Expr) (interval, bool) {
	iv, ok := w.compute(x)
	if ok {
		for _, n := range []*big.Int{iv.low, iv.high} {
			if n.CmpAbs(w.wide) > 0 {
				w.wide = new(big.Int).Abs(n)
			}
		}
	}
	return iv, ok
}

func (w *bitWriter) compute(x *ir.Expr) (interval, bool) {
	none := interval{}
	if atomic(x) && x.Type.Kind == ir.Int {
		iv := w.bounds[Print(x)]
		return iv, iv.low != nil && iv.high != nil
	}
	args := make([]interval, len(x.Args))
	for i, a := range x.Args {
		if a.Type.Kind != ir.Int {
			continue
		}
		var ok bool
		if args[i], ok = w.interval(a); !ok {
			return none, false
		}
	}
	positive := func() bool { return x.Args[1].Op == ir.OpInt && x.Args[1].Int.Sign() > 0 }
	switch x.Op {
	case ir.OpInt:
		return interval{x.Int, x.Int}, true
	case ir.OpNeg:
		return interval{new(big.Int).Neg(args[0].high), new(big.Int).Neg(args[0].low)}, true
	case ir.OpAdd:
		return interval{new(big.Int).Add(args[0].low, args[1].low), new(big.Int).Add(args[0].high, args[1].high)}, true
	case ir.OpSub:
		return interval{new(big.Int).Sub(args[0].low, args[1].high), new(big.Int).Sub(args[0].high, args[1].low)}, true
	case ir.OpMul:
		return corners(args[0], args[1]), true
	case ir.OpDiv:
		if positive() {
			d := x.Args[1].Int
			return interval{new(big.Int).Div(args[0].low, d), new(big.Int).Div(args[0].high, d)}, true
		}
	case ir.OpMod:
		if positive() {
			return interval{new(big.Int), new(big.Int).Sub(x.Args[1].Int, big.NewInt(1))}, true
		}
	case ir.OpIte:
		return interval{least(args[1].low, args[2].low), most(args[1].high, args[2].high)}, true
	case ir.OpBits:
		return bitRange(x, args)
	}
	return none, false
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func most(a, b *big.Int) *big.Int {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

func corners(a, b interval) interval {
	var r interval
	for _, p := range []*big.Int{new(big.Int).Mul(a.low, b.low), new(big.Int).Mul(a.low, b.high), new(big.Int).Mul(a.high, b.low), new(big.Int).Mul(a.high, b.high)} {
		if r.low == nil {
			r = interval{p, p}
		}
		r = interval{least(r.low, p), most(r.high, p)}
	}
	return r
}

// bitRange is the range of a bit operation whose operands are known to lie in their type.
func bitRange(x *ir.Expr, args []interval) (interval, bool) {
	width := uint(x.Int.Int64())
	signed := strings.HasSuffix(x.Name, "s")
	if signed && strings.HasPrefix(x.Name, "shl") {
		return interval{}, false
	}
	low, high := new(big.Int), new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), width), big.NewInt(1))
	if signed {
		high = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), width-1), big.NewInt(1))
		low = new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), width-1))
	}
	for i, a := range args {
		if i == 1 && strings.HasPrefix(x.Name, "sh") {
			if a.low.Sign() < 0 {
				return interval{}, false
			}
			continue
		}
		if a.low.Cmp(low) < 0 || a.high.Cmp(high) > 0 {
			return interval{}, false
		}
	}
	return interval{low, high}, true
}

// fits says that a condition has a bit-vector form with bounded integers.
func (w *bitWriter) fits(x *ir.Expr) bool {
	switch x.Op {
	case ir.OpTrue, ir.OpFalse:
		return true
	case ir.OpNot, ir.OpAnd, ir.OpOr, ir.OpImplies:
		for _, a := range x.Args {
			if !w.fits(a) {
				return false
			}
		}
		return true
	case ir.OpEq:
		if x.Args[0].Type.Kind == ir.Bool {
			return w.fits(x.Args[0]) && w.fits(x.Args[1])
		}
		fallthrough
	case ir.OpLess, ir.OpAtMost:
		if x.Args[0].Type.Kind != ir.Int {
			return false
		}
		return w.whole(x.Args[0]) && w.whole(x.Args[1])
	case ir.OpIte:
		return w.fits(x.Args[0]) && w.fits(x.Args[1]) && w.fits(x.Args[2])
	}
	return atomic(x) && x.Type.Kind == ir.Bool
}

// whole says that an integer term is bounded and its conditions fit.
func (w *bitWriter) whole(x *ir.Expr) bool {
	if _, ok := w.interval(x); !ok {
		return false
	}
	if atomic(x) {
		return true
	}
	for _, a := range x.Args {
		if a.Type.Kind == ir.Bool && !w.fits(a) || a.Type.Kind == ir.Int && !w.whole(a) {
			return false
		}
	}
	return true
}

func (w *bitWriter) literal(n *big.Int) string {
	if n.Sign() < 0 {
		return "(bvneg " + w.literal(new(big.Int).Neg(n)) + ")"
	}
	return fmt.Sprintf("(_ bv%s %d)", n, w.width)
}

func (w *bitWriter) atom(x *ir.Expr) string {
	name := Print(x)
	w.atoms[name] = x
	return Symbol(name)
}

func (w *bitWriter) boolean(x *ir.Expr) string {
	sub := func(f func(*ir.Expr) string) string {
		parts := make([]string, len(x.Args))
		for i, a := range x.Args {
			parts[i] = f(a)
		}
		return strings.Join(parts, " ")
	}
	switch x.Op {
	case ir.OpTrue:
		return "true"
	case ir.OpFalse:
		return "false"
	case ir.OpNot, ir.OpAnd, ir.OpOr, ir.OpImplies, ir.OpIte:
		return "(" + plain[x.Op] + " " + sub(w.boolean) + ")"
	case ir.OpEq:
		if x.Args[0].Type.Kind == ir.Bool {
			return "(= " + sub(w.boolean) + ")"
		}
		return "(= " + sub(w.word) + ")"
	case ir.OpLess:
		return "(bvslt " + sub(w.word) + ")"
	case ir.OpAtMost:
		return "(bvsle " + sub(w.word) + ")"
	}
	return w.atom(x)
}

func (w *bitWriter) word(x *ir.Expr) string {
	if atomic(x) {
		return w.atom(x)
	}
	arg := func(i int) string { return w.word(x.Args[i]) }
	switch x.Op {
	case ir.OpInt:
		return w.literal(x.Int)
	case ir.OpNeg:
		return "(bvneg " + arg(0) + ")"
	case ir.OpAdd:
		return "(bvadd " + arg(0) + " " + arg(1) + ")"
	case ir.OpSub:
		return "(bvsub " + arg(0) + " " + arg(1) + ")"
	case ir.OpMul:
		return "(bvmul " + arg(0) + " " + arg(1) + ")"
	case ir.OpMod: // the divisor is positive, so the remainder is that of floor division
		return "(bvsmod " + arg(0) + " " + arg(1) + ")"
	case ir.OpDiv:
		return "(bvsdiv (bvsub " + arg(0) + " (bvsmod " + arg(0) + " " + arg(1) + ")) " + arg(1) + ")"
	case ir.OpIte:
		return "(ite " + w.boolean(x.Args[0]) + " " + arg(1) + " " + arg(2) + ")"
	case ir.OpBits:
		return w.bitOperation(x)
	}
	panic(noBits{})
}

func (w *bitWriter) bitOperation(x *ir.Expr) string {
	a, b := w.word(x.Args[0]), w.word(x.Args[1])
	width := uint(x.Int.Int64())
	switch x.Name {
	case "andu", "ands":
		return "(bvand " + a + " " + b + ")"
	case "oru", "ors":
		return "(bvor " + a + " " + b + ")"
	case "xoru", "xors":
		return "(bvxor " + a + " " + b + ")"
	case "andnotu", "andnots":
		return "(bvand " + a + " (bvnot " + b + "))"
	case "shru":
		return "(bvlshr " + a + " " + b + ")"
	case "shrs":
		return "(bvashr " + a + " " + b + ")"
	case "shlu":
		mask := w.literal(new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), width), big.NewInt(1)))
		return "(bvand (bvshl " + a + " " + b + ") " + mask + ")"
	}
	panic(noBits{})
}
