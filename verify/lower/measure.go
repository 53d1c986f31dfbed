package lower

import (
	"warrant/verify/annot"
	"warrant/verify/ir"
)

// loopMeasure is one decreases clause of a loop at the head of an iteration.
type loopMeasure struct {
	clause annot.Measure
	cond   *ir.Expr
	tuple  []*ir.Expr
}

// promises demands that a loop says why it ends where the function around it promises to end.
func (c *context) promises(l loopSpec) {
	if len(l.spec.Measures) == 0 && c.spec {
		fail(l.at, "ghost loop needs decreases: a proof that does not end proves nothing")
	}
	if len(l.spec.Measures) > 0 || l.bounded || c.fn == nil {
		return
	}
	if promise := c.method.promised(); promise.Op != ir.OpFalse {
		c.assert("decreases", ir.Not(promise), "for", "the function promises to end, but this loop has no decreases", l.at)
	}
}

// promised is the condition under which the method has promised to end.
func (m *methodState) promised() *ir.Expr {
	promise := ir.False
	for _, p := range m.promises {
		if promise.Op == ir.OpFalse {
			promise = p.cond
		} else {
			promise = ir.Or(promise, p.cond)
		}
	}
	return promise
}

// loopMeasures remembers the measures at the head of an iteration.
func (c *context) loopMeasures(l loopSpec) []loopMeasure {
	var list []loopMeasure
	covered := ir.False
	for _, m := range l.spec.Measures {
		if m.Wildcard {
			c.lo.assumed(c.fn, "decreases _", m.Start)
		}
		lm := loopMeasure{clause: m, cond: c.measureCondition(m)}
		for _, x := range m.Tuple {
			lm.tuple = append(lm.tuple, c.temp("measure", c.measureTerm(x)))
		}
		list = append(list, lm)
		covered = ir.Or(covered, lm.cond)
	}
	if promise := c.method.promised(); len(list) > 0 && promise.Op != ir.OpFalse && list[0].clause.If != nil {
		c.assert("decreases", ir.Implies(promise, covered), "for", "the function promises to end where no decreases of this loop applies", l.at)
	}
	return list
}

// measureCondition is the condition of a decreases clause, with a name of its own.
func (c *context) measureCondition(m annot.Measure) *ir.Expr {
	if m.If == nil {
		return ir.True
	}
	saved := c.spec
	c.spec = true
	defer func() { c.spec = saved }()
	return c.temp("promise", c.boolean(m.If))
}

// loopFalls demands at the end of an iteration that each measure that applied at its head has fallen.
func (c *context) loopFalls(measures []loopMeasure) {
	for _, m := range measures {
		if m.clause.Wildcard {
			continue
		}
		var next []*ir.Expr
		for _, x := range m.clause.Tuple {
			next = append(next, c.measureTerm(x))
		}
		c.assert("decreases", ir.Implies(m.cond, falls(m.tuple, next)), "decreases "+measureText(m.clause), "the measure may not fall in an iteration", m.clause.Start)
	}
}

func measureText(m annot.Measure) string {
	text := ""
	for i, x := range m.Tuple {
		if i > 0 {
			text += ", "
		}
		text += annot.String(x)
	}
	return text
}

// entryMeasure remembers the termination measures at entry.
func (c *context) entryMeasure(f *Function, pre *context) {
	for _, m := range f.Decl.Spec.Measures {
		if m.Wildcard {
			c.lo.assumed(f, "decreases _", m.Start)
		}
		pre.st = c.st
		p := loopMeasure{clause: m, cond: pre.measureCondition(m)}
		for _, x := range m.Tuple {
			p.tuple = append(p.tuple, c.temp("measure", pre.measureTerm(x)))
		}
		c.method.promises = append(c.method.promises, p)
	}
}

// recursion demands, at a call, that what the caller has promised to end does: inside a cycle of functions the measure falls,
// and outside one the callee promises to end as well.
func (c *context) recursion(f *Function, cc *context, x *annot.Call) {
	a := &ir.Assert{X: ir.True, Claim: ir.Claim{Kind: "decreases", Text: annot.String(x), At: x.Start}}
	r := recursive{from: c.fn, to: f, assert: a, falls: ir.True, ends: ir.True}
	tc := *cc
	tc.st, tc.out, tc.method = c.st, c.out, c.method
	type next struct {
		cond     *ir.Expr
		tuple    []*ir.Expr
		wildcard bool
	}
	var nexts []next
	for _, m := range f.Decl.Spec.Measures {
		n := next{cond: tc.measureCondition(m), wildcard: m.Wildcard}
		for _, e := range m.Tuple {
			n.tuple = append(n.tuple, tc.measureTerm(e))
		}
		nexts = append(nexts, n)
	}
	for _, p := range c.method.promises {
		if p.clause.Wildcard {
			continue // assumed to end
		}
		falling, ending := ir.False, ir.False
		for _, n := range nexts {
			less := falls(p.tuple, n.tuple)
			if n.wildcard {
				less = ir.True
			}
			falling = either(falling, ir.And(n.cond, less))
			ending = either(ending, n.cond)
		}
		r.falls = ir.And(r.falls, ir.Implies(p.cond, falling))
		r.ends = ir.And(r.ends, ir.Implies(p.cond, ending))
	}
	c.lo.recursions = append(c.lo.recursions, r)
	c.emit(a)
}

func either(a, b *ir.Expr) *ir.Expr {
	switch {
	case a.Op == ir.OpFalse || b.Op == ir.OpTrue:
		return b
	case b.Op == ir.OpFalse || a.Op == ir.OpTrue:
		return a
	}
	return ir.Or(a, b)
}

// measuredInstance is a predicate instance that serves as a measure, or nil. A pure function names the instance itself, for the
// prover's own check; a method compares what the instance holds.
func (c *context) measuredInstance(x annot.Expr) *ir.Expr {
	call, ok := x.(*annot.Call)
	if !ok {
		return nil
	}
	inst := c.heapInstance(call, ir.New(ir.OpWildcard, ir.PermType))
	if inst == nil {
		return nil
	}
	if c.pure {
		return inst
	}
	return c.instanceValue(inst)
}
