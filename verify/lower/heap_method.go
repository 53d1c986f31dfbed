package lower

import (
	"warrant/verify/annot"
	"warrant/verify/ir"
)

// heapMethod lowers a function with a body for a back end with a heap.
func (lo *Lowering) heapMethod(f *Function) *ir.Method {
	sig := lo.signature(f)
	c, m := lo.begin(f)
	assigned := assignedNames(f.Decl.Body)
	contract := map[string]*value{}
	c.push()
	for _, p := range sig.parameters() {
		in, ghost := c.enter(m, p)
		m.Shown = append(m.Shown, c.heapShown(p.name, ir.V(in), p.t)...)
		c.plain(p, in, ghost, assigned[p.name], contract)
	}
	pre := *c
	pre.scopes, pre.spec = []map[string]*value{contract}, true
	for _, cl := range requires(f.Decl) {
		pre.heapInhale(cl.X, ir.Claim{Kind: "precondition", Why: "the contract may not be well defined"})
	}
	for _, cl := range requires(f.Decl) {
		m.Shown = append(m.Shown, c.ownedShown(cl.X, contract)...)
	}
	c.oldLabel = "entry"
	c.emit(&ir.Label{Name: c.oldLabel})
	c.emit(&ir.Vacuity{Claim: ir.Claim{Kind: "vacuity", Text: "requires", Why: "the preconditions of " + f.Title() + " contradict each other", At: f.Decl.Start}})
	lo.heapCheckPost(f, c, contract, sig)
	pre.oldLabel = ""
	c.entryMeasure(f, &pre)
	c.body(f, m, sig, func(ec *context, at annot.Pos) { lo.heapExit(f, ec, contract, sig, at) })
	m.Shown = append(m.Shown, c.method.locals...)
	return m
}

// heapShown lists what a counterexample prints of a parameter: a plain value, or the length of a slice under a name of its own.
func (c *context) heapShown(name string, x *ir.Expr, t *Type) []ir.Shown {
	switch u := t.Under(); u.Kind {
	case BoolKind, IntKind, PointerKind:
		return []ir.Shown{{Go: name, X: x, Type: u.Name}}
	case SliceKind:
		v := c.fresh("len$"+name, ir.IntType)
		c.assign(v, ir.Get(x, "len"))
		return []ir.Shown{{Go: "len(" + name + ")", X: ir.V(v), Type: "int"}}
	}
	return nil
}

// ownedShown lists the plain fields of what a precondition gives permission to, at entry.
func (c *context) ownedShown(x annot.Expr, contract map[string]*value) []ir.Shown {
	var list []ir.Shown
	for _, part := range conjuncts(x) {
		a, ok := part.(*annot.Acc)
		if !ok {
			continue
		}
		id, ok := a.X.(*annot.Ident)
		if !ok || contract[id.Name] == nil || !contract[id.Name].t.is(PointerKind) {
			continue
		}
		if !surelyPositive(c.permission(a.Perm)) {
			continue
		}
		p, elem := contract[id.Name].x, contract[id.Name].t.Under().Elem
		show := func(name string, at *ir.Expr, t *Type) {
			if t.is(BoolKind) || t.is(IntKind) {
				v := c.fresh("at$"+name, c.lo.irType(t, a.Start))
				c.assign(v, c.heapLoad(at, t, a.Start))
				list = append(list, ir.Shown{Go: name, X: ir.V(v), Type: t.Under().Name})
			}
		}
		if !elem.is(StructKind) {
			show("*"+id.Name, p, elem)
			continue
		}
		for _, f := range elem.Under().Fields {
			show(id.Name+"."+f.Name, ir.Part(p, partName(elem, f.Name)), f.Type)
		}
	}
	return list
}

// heapCheckPost demands that the postconditions are well defined over the permissions that they themselves give.
func (lo *Lowering) heapCheckPost(f *Function, c *context, contract map[string]*value, sig *signature) {
	if len(ensures(f.Decl)) == 0 {
		return
	}
	var list []ir.Stmt
	pc, scope := c.beside(contract, &list)
	pc.heapExhale(expressions(requires(f.Decl)), func(int) claimer {
		return func(p annot.Expr, e *ir.Expr) {
			if ir.Impure(e) {
				pc.emit(&ir.Assert{X: pc.permissionOnly(e), Claim: ir.Claim{Kind: "precondition", Text: annot.String(p), Why: "the contract may not be well defined", At: p.At()}})
			}
		}
	})
	pc.anyResults(f, sig, scope)
	for _, cl := range ensures(f.Decl) {
		pc.heapInhale(cl.X, ir.Claim{Kind: "postcondition", Why: "the contract may not be well defined"})
	}
	c.aside(list, f.Decl.Start)
}

// heapExit demands the postconditions at one return.
func (lo *Lowering) heapExit(f *Function, c *context, contract map[string]*value, sig *signature, at annot.Pos) {
	ec := c.atReturn(contract, sig, at)
	ec.heapExhale(expressions(ensures(f.Decl)), func(int) claimer {
		return func(p annot.Expr, e *ir.Expr) {
			ec.emit(&ir.Assert{X: e, Claim: ir.Claim{Kind: "postcondition", Text: annot.String(p), Why: "postcondition may not hold at this return", At: at, From: p.At()}})
		}
	})
}

// heapPredicate is a predicate with its permissions.
func (lo *Lowering) heapPredicate(p *Pred) *ir.Predicate {
	if p.heap != nil {
		return p.heap
	}
	lo.resolvePred(p)
	name, title := mangle(p.Package.Path)+"_"+p.Decl.Name, p.Decl.Name
	if p.recv != nil {
		name += "_" + mangle(p.recv.String())
		title = "(" + p.recv.String() + ")." + title
	}
	q := &ir.Predicate{Name: "pred_" + name, Module: p.Package.Path, Title: title, At: p.Decl.Start}
	lo.claim(q.Name, p, p.Decl.Start, title)
	p.heap = q
	lo.program.Predicates[q.Name] = q
	defer func() {
		if r := recover(); r != nil { // whoever uses it is told as well
			p.heap = nil
			delete(lo.program.Predicates, q.Name)
			panic(r)
		}
	}()
	c := lo.newContext(p.Package, p.File)
	c.spec = true
	enter := func(name string, t *Type, at annot.Pos) {
		if name == "" || name == "_" {
			name = "unnamed"
		}
		v := c.fresh(name, lo.irType(t, at))
		q.Params = append(q.Params, v)
		c.bind(name, &value{t: t, x: ir.V(v)})
	}
	if p.recv != nil {
		enter(p.Decl.Recv.Name, p.recv, p.Decl.Recv.Start)
	}
	for _, d := range p.params {
		enter(d.name, d.t, d.at)
	}
	if p.Decl.Body != nil {
		q.Body = c.heapAssertion(p.Decl.Body)
	}
	return q
}

// heapPredicateCheck demands that a predicate is well defined and can hold.
func (lo *Lowering) heapPredicateCheck(p *Pred) *ir.Method {
	q := lo.heapPredicate(p)
	m := &ir.Method{Name: q.Name + ".check", Title: q.Title, Module: q.Module, Params: q.Params, At: q.At, Predicate: q}
	if q.Body == nil {
		return nil
	}
	m.Body = []ir.Stmt{
		&ir.Assume{X: q.Body, Checked: true, Claim: ir.Claim{Kind: "precondition", Text: q.Title, Why: "the predicate may not be well defined", At: q.At}},
		&ir.Vacuity{Claim: ir.Claim{Kind: "vacuity", Text: q.Title, Why: "predicate " + q.Title + " can never hold", At: q.At}},
	}
	return m
}

// foldedInstance reads P(x) or acc(P(x), p) of a fold, an unfold or an unfolding.
func (c *context) foldedInstance(x annot.Expr) (*ir.Expr, *Pred) {
	perm := ir.FullPerm
	for {
		switch e := x.(type) {
		case *annot.Paren:
			x = e.X
			continue
		case *annot.Acc:
			perm, x = c.permission(e.Perm), e.X
			continue
		}
		break
	}
	if call, ok := x.(*annot.Call); ok {
		if inst := c.heapInstance(call, perm); inst != nil {
			saved := c.spec
			c.spec = true
			p := c.expr(call.Fun).prd
			c.spec = saved
			return inst, p
		}
	}
	fail(x.At(), "%s is not a predicate instance", annot.String(x))
	return nil, nil
}

// heapFold exchanges a predicate's body for its instance, or back.
func (c *context) heapFold(s *annot.FoldStmt) {
	inst, p := c.foldedInstance(s.X)
	if p.Decl.Body == nil {
		fail(s.Start, "predicate %s has no body", p.Decl.Name)
	}
	claim := ir.Claim{Kind: "assertion", Text: "fold " + annot.String(s.X), Why: "fold might fail", At: s.Start}
	if s.Unfold {
		claim = ir.Claim{Kind: "permission", Text: "unfold " + annot.String(s.X), Why: "unfold might fail: the predicate is not held", At: s.Start}
	}
	if !s.Unfold || !c.method.shrinks() {
		c.emit(&ir.Fold{Instance: inst, Unfold: s.Unfold, Claim: claim})
		return
	}
	for i := range inst.Args {
		inst.Args[i] = c.temp("arg", inst.Args[i])
	}
	whole := c.fresh("whole", ir.InstanceType)
	c.emit(&ir.Check{X: c.instanceValue(inst), Claim: claim})
	c.assign(whole, c.instanceValue(inst))
	c.emit(&ir.Fold{Instance: inst, Unfold: true, Claim: claim})
	by := map[string]*ir.Expr{}
	for i, v := range p.heap.Params {
		by[v.Name] = inst.Args[i]
	}
	c.inside(ir.Subst(p.heap.Body, by), ir.True, whole)
}

// inside records that the instances in an unfolded body lie within the whole.
func (c *context) inside(x, cond *ir.Expr, whole ir.Var) {
	switch x.Op {
	case ir.OpAnd:
		c.inside(x.Args[0], cond, whole)
		c.inside(x.Args[1], cond, whole)
	case ir.OpImplies:
		c.inside(x.Args[1], ir.And(cond, x.Args[0]), whole)
	case ir.OpIte:
		if ir.Impure(x) {
			c.inside(x.Args[1], ir.And(cond, x.Args[0]), whole)
			c.inside(x.Args[2], ir.And(cond, ir.Not(x.Args[0])), whole)
		}
	case ir.OpInstance:
		c.assume(ir.Implies(cond, ir.New(ir.OpWithin, ir.BoolType, c.instanceValue(x), ir.V(whole))))
	}
}

// shrinks says that some measure of the method is a predicate instance.
func (m *methodState) shrinks() bool {
	for _, p := range m.promises {
		for _, x := range p.tuple {
			if x.Type == ir.InstanceType {
				return true
			}
		}
	}
	return false
}

// instanceValue is what a folded instance holds, as a value: a function of the heap.
func (c *context) instanceValue(inst *ir.Expr) *ir.Expr {
	name := "folded_" + inst.Name
	n := len(inst.Args) - 1
	if _, ok := c.lo.program.Funcs[name]; !ok {
		q := c.lo.program.Predicates[inst.Name]
		fn := &ir.Func{Name: name, Params: q.Params, Result: ir.InstanceType, Total: true, Trusted: true, Title: name}
		held := &ir.Expr{Op: ir.OpInstance, Type: ir.BoolType, Name: inst.Name}
		for _, v := range q.Params {
			held.Args = append(held.Args, ir.V(v))
		}
		held.Args = append(held.Args, ir.New(ir.OpWildcard, ir.PermType))
		fn.Pre = []ir.Clause{{X: held}}
		c.lo.program.Funcs[name] = fn
	}
	return &ir.Expr{Op: ir.OpCall, Type: ir.InstanceType, Name: name, Args: inst.Args[:n:n], At: inst.At}
}

// heapUnfolding evaluates its body with the predicate's permissions.
func (c *context) heapUnfolding(x *annot.Unfolding) *value {
	inst, _ := c.foldedInstance(x.Instance)
	v := c.expr(x.Body)
	b := c.read(v, x.Body.At())
	return &value{t: v.t, x: &ir.Expr{Op: ir.OpUnfolding, Type: b.Type, Args: []*ir.Expr{inst, b}, At: x.Start}}
}

// heapOld evaluates an expression in the heap of an earlier state.
func (c *context) heapOld(x *annot.Old) *value {
	label, view := c.oldLabel, c.view
	if x.Label != "" {
		s, ok := c.labels[x.Label]
		if !ok {
			fail(x.Start, "old[%s]: no such label here", x.Label)
		}
		if label = s.label; x.Label == "before" {
			c.view = s.view
			defer func() { c.view = view }()
		}
	}
	if label == "" {
		fail(x.Start, "old is not allowed here")
	}
	v := c.expr(x.X)
	if v.c != nil {
		return v
	}
	e := c.read(v, x.Start)
	return &value{t: v.t, x: &ir.Expr{Op: ir.OpOld, Type: e.Type, Name: label, Args: []*ir.Expr{e}, At: x.Start}}
}
