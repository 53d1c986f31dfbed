package lower

import (
	"math/big"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/own"
)

// claimer says what an assertion's conditions stand for where they are demanded.
type claimer func(x annot.Expr, e *ir.Expr)

// inhale adds an assertion: its permissions are given, its conditions assumed. Checked conditions must be well defined.
func (c *context) inhale(x annot.Expr, scale *big.Rat, checked bool, claim ir.Claim) {
	if c.lo.heap {
		c.heapInhale(x, claim)
		return
	}
	for _, part := range conjuncts(x) {
		if atoms, ok := c.permissions(part); ok {
			for _, a := range atoms {
				c.give(a, scale)
			}
			continue
		}
		cl := claim
		cl.Text, cl.At = annot.String(part), part.At()
		saved := c.spec
		c.spec = true
		e := c.boolean(part)
		c.spec = saved
		c.emit(&ir.Assume{X: e, Checked: checked, Claim: cl})
	}
}

// exhale demands an assertion: conditions first, all in the state before, then the permissions are taken.
func (c *context) exhale(x annot.Expr, scale *big.Rat, demand claimer) {
	c.exhaleAll([]annot.Expr{x}, scale, func(int) claimer { return demand })
}

// exhaleAll demands several assertions together.
func (c *context) exhaleAll(xs []annot.Expr, scale *big.Rat, demand func(i int) claimer) {
	if c.lo.heap {
		c.heapExhale(xs, demand)
		return
	}
	var atoms []atom
	for i, x := range xs {
		for _, part := range conjuncts(x) {
			if list, ok := c.permissions(part); ok {
				for _, a := range list {
					if a.inst != nil {
						demand(i)(part, a.truthOf())
					}
				}
				atoms = append(atoms, list...)
				continue
			}
			saved := c.spec
			c.spec = true
			e := c.boolean(part)
			c.spec = saved
			demand(i)(part, e)
		}
	}
	for _, a := range atoms {
		c.take(a, scale)
	}
}

// truthOf is the condition that a folded predicate stands for; for a family, of all its elements.
func (a atom) truthOf() *ir.Expr {
	if a.inst == nil {
		return ir.True
	}
	if !a.family {
		return a.inst.truth
	}
	trigger := a.inst.truth.Args[0]
	return &ir.Expr{Op: ir.OpForall, Type: ir.BoolType, Vars: []ir.Var{a.v}, Triggers: [][]*ir.Expr{{trigger}},
		Args: []*ir.Expr{ir.Implies(a.cond, a.inst.truth)}, At: a.at}
}

func scaled(amount, scale *big.Rat) *big.Rat {
	if amount == nil {
		return nil
	}
	if scale == nil {
		return amount
	}
	return new(big.Rat).Mul(amount, scale)
}

// give adds one permission and what it says.
func (c *context) give(a atom, scale *big.Rat) {
	amount := scaled(a.amount, scale)
	if amount == nil {
		amount = epsilon
	}
	if amount.Sign() == 0 {
		return
	}
	switch {
	case a.element != nil:
		if !c.st.GiveElement(a.key, a.element, amount) {
			fail(a.at, "unsupported: permission to one element that was not taken out before (%s)", a.text)
		}
	default:
		if !c.st.Give(a.key, amount) {
			c.emit(&ir.Assume{X: ir.False, Claim: ir.Claim{Kind: "permission", Text: a.text, At: a.at}})
		}
	}
	if a.inst != nil {
		c.assume(a.truthOf())
	}
}

// take removes one permission; what is missing is an obligation that fails.
func (c *context) take(a atom, scale *big.Rat) {
	amount := scaled(a.amount, scale)
	if amount == nil { // a wildcard needs some and takes nothing that others count on
		if c.st.Held(a.key).Sign() <= 0 {
			c.refuseClaim(a, "some permission to "+string(a.key)+" is missing; held: "+c.st.String())
		}
		return
	}
	if amount.Sign() == 0 {
		return
	}
	if a.element != nil {
		from := a.key
		if cover, ok := c.st.Covers(string(a.key)); ok && a.inst == nil {
			from = cover
		}
		others, err := c.st.TakeElement(a.key, from, a.element, amount)
		if err != nil {
			c.refuseClaim(a, err.Error())
			return
		}
		for _, o := range others {
			differ := ir.Not(ir.New(ir.OpEq, ir.BoolType, a.element, o.(*ir.Expr)))
			c.assert("permission", differ, a.text, "two elements may be the same one", c.claimPos(a.at))
		}
		return
	}
	for _, h := range c.st.Holes() {
		if h.Key == a.key || a.inst == nil && h.Key.Pred() == "" && own.Within(h.Key.Path(), string(a.key)) {
			c.refuseClaim(a, "an element of "+string(a.key)+" is out")
			return
		}
	}
	if err := c.st.Take(a.key, amount); err != nil {
		c.refuseClaim(a, err.Error())
	}
}

func (c *context) claimPos(at annot.Pos) annot.Pos {
	if c.calleeAt.Line > 0 {
		return c.calleeAt
	}
	return at
}

func (c *context) refuseClaim(a atom, why string) {
	c.emit(&ir.Assert{X: ir.False, Claim: ir.Claim{Kind: "permission", Text: a.text, Why: why, At: c.claimPos(a.at), From: a.at}})
}

// giveLeaves gives the whole permission to a location.
func (c *context) giveLeaves(p *place) {
	for _, l := range leaves(p) {
		c.st.Give(own.Key(l.key), own.Full)
	}
}

// predicateContext is the context of a predicate's body, applied.
func (c *context) predicateContext(inst *instance) *context {
	pc := *c
	pc.pkg, pc.file = inst.pred.Package, inst.pred.File
	pc.spec, pc.trust = true, true
	pc.scopes = []map[string]*value{{}}
	if inst.recv != nil {
		d := inst.pred.Decl.Recv
		v := &value{t: inst.pred.recv, ptr: inst.recv}
		if inst.pred.recv.Kind != PointerKind {
			v = &value{t: inst.pred.recv, x: c.load(inst.recv)}
		}
		pc.bind(d.Name, v)
	}
	for i, p := range inst.pred.params {
		pc.bind(p.name, &value{t: p.t, x: c.convert(inst.args[i], p.t, inst.at)})
	}
	return &pc
}

// giveAll gives the permissions of an assertion, each scaled or as a wildcard, without its conditions.
func (c *context) giveAll(x annot.Expr, scale *big.Rat) {
	for _, part := range conjuncts(x) {
		atoms, ok := c.permissions(part)
		if !ok {
			continue
		}
		for _, a := range atoms {
			amount := scaled(a.amount, scale)
			if amount == nil {
				amount = epsilon
			}
			c.st.Give(a.key, amount)
		}
	}
}

// fold exchanges a predicate's body for its instance; unfold the other way round.
func (c *context) fold(s *annot.FoldStmt) {
	saved := c.spec
	c.spec = true
	defer func() { c.spec = saved }()
	if c.lo.heap {
		c.heapFold(s)
		return
	}
	inst := c.instance(s.X)
	if inst.pred.Decl.Body == nil {
		fail(s.Start, "predicate %s has no body", inst.pred.Decl.Name)
	}
	amount := c.amount(inst.perm)
	if amount == nil {
		fail(s.Start, "unsupported: fold and unfold of a wildcard amount")
	}
	a := c.instanceAtom(inst)
	if a.element != nil {
		fail(s.Start, "unsupported: fold and unfold of one element's predicate in an array (it would need the heap)")
	}
	pc := c.predicateContext(inst)
	if s.Unfold {
		c.take(a, nil)
		pc.inhale(inst.pred.Decl.Body, amount, false, ir.Claim{})
		return
	}
	pc.calleeAt = s.Start
	pc.exhale(inst.pred.Decl.Body, amount, func(x annot.Expr, e *ir.Expr) {
		c.emit(&ir.Assert{X: e, Defined: true, Claim: ir.Claim{Kind: "assertion", Text: "fold " + inst.text + ": " + annot.String(x),
			Why: "fold might fail", At: s.Start, From: x.At()}})
	})
	c.give(a, nil)
}

// resolvePred finds the types of a predicate.
func (lo *Lowering) resolvePred(p *Pred) {
	if p.done {
		return
	}
	p.done = true
	c := lo.packageContext(p.Package, p.File)
	if p.Decl.Recv != nil {
		p.recv = c.typeOf(p.Decl.Recv.Type)
	}
	for _, d := range p.Decl.Params {
		p.params = append(p.params, parameter{name: d.Name, t: c.typeOf(d.Type), at: d.Start})
	}
}

// predFunc is the condition of a predicate as a function of the value behind its receiver.
func (lo *Lowering) predFunc(p *Pred) *ir.Func {
	if p.ir != nil {
		return p.ir
	}
	lo.resolvePred(p)
	name := mangle(p.Package.Path) + "_" + p.Decl.Name
	title := p.Decl.Name
	if p.recv != nil {
		name += "_" + mangle(p.recv.String())
		title = "(" + p.recv.String() + ")." + title
	}
	fn := &ir.Func{Name: "pred_" + name, Result: ir.BoolType, Total: true, Predicate: true, Module: p.Package.Path, Title: title, At: p.Decl.Start}
	lo.claim(fn.Name, p, p.Decl.Start, title)
	p.ir = fn
	defer func() {
		if r := recover(); r != nil { // whoever uses it is told as well
			p.ir = nil
			delete(lo.program.Funcs, fn.Name)
			panic(r)
		}
	}()
	c := lo.newContext(p.Package, p.File)
	c.spec, c.method.owner = true, "@"+fn.Name
	var collected []ir.Stmt
	c.out = &collected
	if p.recv != nil {
		c.parameterValue(p.Decl.Recv.Name, p.recv, true, fn, p.Decl.Recv.Start)
	}
	for _, d := range p.params {
		c.parameterValue(d.name, d.t, true, fn, d.at)
	}
	lo.program.Funcs[fn.Name] = fn
	if p.Decl.Body != nil {
		c.inhale(p.Decl.Body, nil, true, ir.Claim{})
		shape := ir.True
		if p.recv != nil {
			shape = lo.shape(ir.V(fn.Params[0]), p.recv, 0)
		}
		fn.Body = ir.And(append([]*ir.Expr{shape}, facts(collected)...)...)
		lo.checks = append(lo.checks, pending{fn: fn, claims: claims(collected), pkg: p.Package})
	}
	return fn
}

// facts are the assumed conditions of a list of statements.
func facts(list []ir.Stmt) []*ir.Expr {
	var xs []*ir.Expr
	for _, s := range list {
		if a, ok := s.(*ir.Assume); ok {
			xs = append(xs, a.X)
		}
	}
	return xs
}

// claims are the demands of a list of statements: failed permissions.
func claims(list []ir.Stmt) []ir.Stmt {
	var xs []ir.Stmt
	for _, s := range list {
		if a, ok := s.(*ir.Assert); ok {
			xs = append(xs, a)
		}
	}
	return xs
}

// parameterValue binds a parameter of a pure function or predicate to a variable of fn.
func (c *context) parameterValue(name string, t *Type, ghost bool, fn *ir.Func, at annot.Pos) {
	if name == "" || name == "_" {
		name = "unnamed"
	}
	v := c.fresh(name, c.lo.irType(t, at))
	fn.Params = append(fn.Params, v)
	if c.lo.heap {
		c.bind(name, &value{t: t, x: ir.V(v)})
		return
	}
	switch t.Under().Kind {
	case PointerKind:
		r := &root{v: v, t: t.Under().Elem, readOnly: true}
		c.bind(name, &value{t: t, ptr: &place{root: r, t: r.t, key: v.Name}})
		c.method.roots = append(c.method.roots, r)
	case SliceKind:
		r := &root{v: v, t: t, readOnly: true}
		c.bind(name, &value{t: t, sl: &slice{of: &place{root: r, t: t, key: v.Name}}})
		c.method.roots = append(c.method.roots, r)
	default:
		c.bind(name, &value{t: t, x: ir.V(v)})
	}
}
