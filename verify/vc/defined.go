package vc

import (
	"sort"

	"warrant/verify/ir"
)

// defined demands that each part of x that is evaluated has a value: indices in range, divisors not zero, preconditions
// of functions true, measures falling.
func (g *generator) defined(x *ir.Expr, st *state, claim ir.Claim) {
	g.parts(x, func(e *ir.Expr) *ir.Expr { return e }, func(cond *ir.Expr, why string, at *ir.Expr) {
		cl := claim
		if why != "" {
			cl.Why = why
		}
		if at.At.Line > 0 {
			cl.From, cl.At = cl.At, at.At
			if claim.At.File == "" {
				cl.From = at.At
			}
		}
		g.goal(st, Prove, cond, cl)
	})
}

// parts walks x with the conditions that guard each part wrapped around its demands.
func (g *generator) parts(x *ir.Expr, wrap func(*ir.Expr) *ir.Expr, demand func(cond *ir.Expr, why string, at *ir.Expr)) {
	guarded := func(c *ir.Expr) func(*ir.Expr) *ir.Expr {
		return func(e *ir.Expr) *ir.Expr { return wrap(ir.Implies(c, e)) }
	}
	switch x.Op {
	case ir.OpAnd, ir.OpImplies:
		g.parts(x.Args[0], wrap, demand)
		g.parts(x.Args[1], guarded(x.Args[0]), demand)
		return
	case ir.OpOr:
		g.parts(x.Args[0], wrap, demand)
		g.parts(x.Args[1], guarded(ir.Not(x.Args[0])), demand)
		return
	case ir.OpIte:
		g.parts(x.Args[0], wrap, demand)
		g.parts(x.Args[1], guarded(x.Args[0]), demand)
		g.parts(x.Args[2], guarded(ir.Not(x.Args[0])), demand)
		return
	case ir.OpForall, ir.OpExists:
		inner := func(e *ir.Expr) *ir.Expr {
			return wrap(&ir.Expr{Op: ir.OpForall, Type: ir.BoolType, Vars: x.Vars, Args: []*ir.Expr{e}, Triggers: x.Triggers})
		}
		g.parts(x.Args[0], inner, demand)
		return
	}
	for _, a := range x.Args {
		g.parts(a, wrap, demand)
	}
	switch x.Op {
	case ir.OpSeqAt, ir.OpSeqUpdate:
		demand(wrap(ir.And(ir.AtMost(ir.I(0), x.Args[1]), ir.Less(x.Args[1], ir.Len(x.Args[0])))), "index may be out of range", x)
	case ir.OpDiv, ir.OpMod:
		if d := x.Args[1]; d.Op != ir.OpInt || d.Int.Sign() == 0 {
			demand(wrap(ir.Not(ir.New(ir.OpEq, ir.BoolType, d, ir.I(0)))), "divisor may be zero", x)
		}
	case ir.OpGetSome:
		demand(wrap(ir.Not(ir.New(ir.OpIsNone, ir.BoolType, x.Args[0]))), "option may be none", x)
	case ir.OpDictAt:
		demand(wrap(ir.New(ir.OpDictHas, ir.BoolType, x.Args[0], x.Args[1])), "key may be missing", x)
	case ir.OpCall:
		g.callDefined(x, wrap, demand)
	}
}

// callDefined demands the precondition of a pure function and, inside a cycle, that its measure falls.
func (g *generator) callDefined(x *ir.Expr, wrap func(*ir.Expr) *ir.Expr, demand func(cond *ir.Expr, why string, at *ir.Expr)) {
	fn := g.program.Funcs[x.Name]
	by := arguments(fn, x.Args)
	for _, p := range fn.Pre {
		demand(wrap(expandLets(ir.Subst(p.X, by))), "precondition of "+fn.Title+" may not hold", x)
	}
	self := g.method.Func
	if self == nil || self.Assumed || fn.Assumed || g.cycles[self.Name] == 0 || g.cycles[self.Name] != g.cycles[fn.Name] {
		return
	}
	demand(wrap(falls(self.Measure, substAll(fn.Measure, by))), "the measure may not fall at this recursive call", x)
}

func arguments(fn *ir.Func, args []*ir.Expr) map[string]*ir.Expr {
	by := make(map[string]*ir.Expr, len(args))
	for i, p := range fn.Params {
		by[p.Name] = args[i]
	}
	return by
}

func substAll(xs []*ir.Expr, by map[string]*ir.Expr) []*ir.Expr {
	out := make([]*ir.Expr, len(xs))
	for i, x := range xs {
		out[i] = expandLets(ir.Subst(x, by))
	}
	return out
}

// falls says that measure b lies lexicographically below a, which is bounded from below where it falls.
func falls(a, b []*ir.Expr) *ir.Expr {
	result := ir.False
	for i := min(len(a), len(b)) - 1; i >= 0; i-- {
		less := ir.And(ir.Less(b[i], a[i]), ir.AtMost(ir.I(0), a[i]))
		if result.Op == ir.OpFalse {
			result = less
		} else {
			result = ir.Or(less, ir.And(ir.New(ir.OpEq, ir.BoolType, b[i], a[i]), result))
		}
	}
	return result
}

// Cycles numbers the cycles of pure functions, through bodies and contracts, from 1; a function in none has 0.
func Cycles(p *ir.Program) map[string]int {
	p.CyclesOnce.Do(func() { p.Cycles = cycles(p) })
	return p.Cycles
}

func cycles(p *ir.Program) map[string]int {
	edges := map[string][]string{}
	for _, name := range sortedKeys(p.Funcs) {
		fn := p.Funcs[name]
		add := func(x *ir.Expr) {
			ir.Walk(x, func(e *ir.Expr) {
				if e.Op == ir.OpCall {
					edges[name] = append(edges[name], e.Name)
				}
			})
		}
		add(fn.Body)
		for _, c := range fn.Pre {
			add(c.X)
		}
		for _, c := range fn.Post {
			add(c.X)
		}
	}
	reach := func(from string) map[string]bool {
		seen := map[string]bool{}
		work := []string{from}
		for len(work) > 0 {
			n := work[len(work)-1]
			work = work[:len(work)-1]
			for _, m := range edges[n] {
				if !seen[m] {
					seen[m] = true
					work = append(work, m)
				}
			}
		}
		return seen
	}
	reached := map[string]map[string]bool{}
	for name := range p.Funcs {
		reached[name] = reach(name)
	}
	cycle := map[string]int{}
	next := 0
	for _, name := range sortedKeys(p.Funcs) {
		if cycle[name] != 0 || !reached[name][name] {
			continue
		}
		next++
		for other := range p.Funcs {
			if reached[name][other] && reached[other][name] {
				cycle[other] = next
			}
		}
	}
	return cycle
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
