package lower

import (
	"maps"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/own"
)

// heapLoop lowers a loop for a back end with a heap: the invariants hold all permission that the body may use.
func (c *context) heapLoop(l loopSpec) {
	loop := &ir.While{Label: "loop" + itoa(c.number()), At: l.at}
	ic := *c
	ic.spec = true
	if l.extra != nil {
		loop.Invariants = l.extra(&ic)
	}
	for _, cl := range l.spec.Clauses {
		for _, p := range conjuncts(cl.X) {
			loop.Invariants = append(loop.Invariants, ir.Assert{X: ic.heapAssertion(p), Claim: ir.Claim{Kind: "invariant", Text: annot.String(p), At: p.At()}})
		}
	}
	outside := maps.Clone(c.method.types) // a variable of the body has no value yet when the loop is entered
	var body []ir.Stmt
	saved := c.out
	c.out = &body
	leave := []*own.State{}
	cond := l.cond(c)
	if cond.Op != ir.OpTrue {
		leave = append(leave, c.st)
		c.emit(&ir.If{Cond: cond, Then: []ir.Stmt{&ir.Trace{At: l.at, Text: l.text}}, Else: []ir.Stmt{&ir.Trace{At: l.at, Text: "loop ends"}, &ir.Break{Label: loop.Label}}, At: l.at})
	}
	measures := c.loopMeasures(l)
	frame := &loopFrame{label: l.label, breakTo: loop.Label, continueTo: loop.Label, leave: &leave, post: l.post, ghost: c.spec, depth: len(c.scopes)}
	frame.back = func(bc *context, _ annot.Pos) { bc.loopFalls(measures) }
	c.loops = append(c.loops, frame)
	l.body(c)
	if !c.dead {
		l.post(c)
		frame.back(c, l.at)
	}
	c.loops = c.loops[:len(c.loops)-1]
	c.out, c.dead = saved, false
	loop.Body = body
	for _, v := range modified(body) {
		if t, ok := outside[v.Name]; ok {
			if k := c.lo.known(ir.V(v), t, 0); k.Op != ir.OpTrue {
				loop.Known = append(loop.Known, k)
			}
		}
	}
	c.emit(loop)
	c.dead = len(leave) == 0
}
