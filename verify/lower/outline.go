package lower

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// outline lowers outline ( S ) with a contract: S stands where it is, what it requires is demanded before it and what it ensures
// behind it. The official tool sees S through the contract only; nothing that it proves is refused here.
func (c *context) outline(s *annot.Outline) {
	if s.Spec.Trusted {
		fail(s.Start, "unsupported: trusted outline")
	}
	demand := func(kind, why, word string) {
		var xs []annot.Expr
		for _, cl := range s.Spec.Clauses {
			switch cl.Word {
			case word, "preserves":
				xs = append(xs, cl.X)
			case "requires", "ensures":
			default:
				fail(cl.Start, "%s is not a clause of outline", cl.Word)
			}
		}
		c.demandHere(xs, kind, why)
	}
	demand("precondition", "precondition of the outline may not hold", "requires")
	snap := snapshot{view: map[*root]ir.Var{}, state: c.st.Clone()}
	for _, r := range c.rootsInSight() {
		v := c.fresh(r.v.Name+"$before", r.v.Type)
		c.assign(v, ir.V(r.v))
		snap.view[r] = v
	}
	if c.lo.heap {
		snap.label = "outline_" + itoa(c.number())
		c.emit(&ir.Label{Name: snap.label})
	}
	outer := c.labels
	c.stmts(s.List)
	if c.dead {
		c.labels = outer
		return
	}
	c.labels = map[string]snapshot{"before": snap}
	for k, v := range outer {
		if k != "before" {
			c.labels[k] = v
		}
	}
	demand("postcondition", "postcondition of the outline may not hold", "ensures")
	c.labels = outer
}

// inOrder lists the roots of a view in the order of the parameters: a program must not depend on the order of a map.
func inOrder(view map[*root]ir.Var) []*root {
	return slices.SortedFunc(maps.Keys(view), func(a, b *root) int { return cmp.Compare(a.order, b.order) })
}

// rootsInSight are the variables that the code here can name, and what its parameters lead to, in a fixed order.
func (c *context) rootsInSight() []*root {
	seen := map[*root]bool{}
	var list []*root
	add := func(r *root) {
		if !seen[r] && !r.readOnly {
			seen[r] = true
			list = append(list, r)
		}
	}
	for r := range c.oldView {
		add(r)
	}
	for _, scope := range c.scopes {
		for _, v := range scope {
			if v.loc != nil && v.loc.addr == nil {
				add(v.loc.root)
			}
		}
	}
	slices.SortFunc(list, func(a, b *root) int { return strings.Compare(a.v.Name, b.v.Name) })
	return list
}

// demandHere demands assertions at this point and keeps what they speak of.
func (c *context) demandHere(xs []annot.Expr, kind, why string) {
	saved, state := c.spec, c.st.Clone()
	c.spec = true
	defer func() { c.spec, c.st = saved, state }()
	claim := func(p annot.Expr, e *ir.Expr) {
		c.emit(&ir.Assert{X: e, Claim: ir.Claim{Kind: kind, Text: annot.String(p), Why: why, At: p.At()}})
	}
	if !c.lo.heap {
		c.exhaleAll(xs, nil, func(int) claimer { return claim })
		return
	}
	for _, x := range xs {
		for _, p := range conjuncts(x) {
			claim(p, c.heapAssertion(p))
		}
	}
}
