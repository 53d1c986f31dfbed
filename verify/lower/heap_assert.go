package lower

import (
	"math/big"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// assertion lowers an assertion with its permissions, for a program with a heap.
func (c *context) heapAssertion(x annot.Expr) *ir.Expr {
	switch e := x.(type) {
	case *annot.Paren:
		return c.heapAssertion(e.X)
	case *annot.Acc:
		return c.access(e)
	case *annot.Call:
		if inst := c.heapInstance(e, ir.FullPerm); inst != nil {
			return inst
		}
	case *annot.Binary:
		switch {
		case e.Op == "&&":
			return andKeep(c.heapAssertion(e.X), c.heapAssertion(e.Y))
		case e.Op == "==>" && c.mentionsPermission(e.Y):
			return ir.New(ir.OpImplies, ir.BoolType, c.condition(e.X), c.heapAssertion(e.Y))
		}
	case *annot.Conditional:
		if c.mentionsPermission(e.Then) || c.mentionsPermission(e.Else) {
			return ir.Ite(c.condition(e.Cond), c.heapAssertion(e.Then), c.heapAssertion(e.Else))
		}
	case *annot.Quantifier:
		if c.mentionsPermission(e.Body) {
			if !e.Forall {
				fail(e.Start, "unsupported: permission under exists")
			}
			return c.heapQuantifier(e)
		}
	case *annot.Let:
		if c.mentionsPermission(e.Body) {
			v := c.expr(e.X)
			t := defaultType(v.t)
			bound := ir.Var{Name: c.boundName(e.Name), Type: c.lo.irType(t, e.Start)}
			bx := c.convert(v, t, e.Start)
			c.push()
			c.bind(e.Name, &value{t: t, x: ir.V(bound)})
			c.bound++
			body := c.heapAssertion(e.Body)
			c.bound--
			c.pop()
			return &ir.Expr{Op: ir.OpLet, Type: ir.BoolType, Vars: []ir.Var{bound}, Args: []*ir.Expr{bx, body}, At: e.Start}
		}
	}
	return c.condition(x)
}

// condition is a pure part of an assertion.
func (c *context) condition(x annot.Expr) *ir.Expr {
	spec, asserting := c.spec, c.asserting
	c.spec, c.asserting = true, true
	defer func() { c.spec, c.asserting = spec, asserting }()
	return c.boolean(x)
}

// access is acc(x) or acc(x, p): what a pointer points to, the cells of a slice, or any other location itself.
func (c *context) access(e *annot.Acc) *ir.Expr {
	perm := c.permission(e.Perm)
	x := e.X
	for {
		p, ok := x.(*annot.Paren)
		if !ok {
			break
		}
		x = p.X
	}
	if call, ok := x.(*annot.Call); ok {
		if inst := c.heapInstance(call, perm); inst != nil {
			return inst
		}
	}
	saved := c.spec
	c.spec = true
	defer func() { c.spec = saved }()
	v := c.expr(x)
	if v.t == nil {
		fail(e.Start, "%s is not a location", annot.String(x))
	}
	switch {
	case v.t.is(PointerKind):
		a := c.read(v, e.Start)
		return ir.And(reached(a), c.footprint(a, v.t.Under().Elem, perm, e.Start))
	case v.t.is(SliceKind):
		s := c.read(v, e.Start)
		off := ir.Get(s, "offset")
		return c.cellsFootprint(ir.Get(s, "array"), off, ir.New(ir.OpAdd, ir.IntType, off, ir.Get(s, "len")), v.t.Under().Elem, perm, e.Start)
	}
	if v.loc != nil && v.loc.addr != nil {
		return ir.And(reached(v.loc.addr), c.footprint(v.loc.addr, v.loc.t, perm, e.Start))
	}
	fail(e.Start, "acc of %s, which is not shared", annot.String(x))
	return nil
}

// reached says that the pointer from which an address is made is not nil.
func reached(a *ir.Expr) *ir.Expr {
	if a.Op != ir.OpElem && a.Op != ir.OpPart {
		return ir.True // permission to what it points to says so already
	}
	for a.Op == ir.OpElem || a.Op == ir.OpPart {
		a = a.Args[0]
	}
	if a.Op == ir.OpGet && a.Args[0].Type == ir.SliceType { // a cell within the bounds of a slice has an array
		return ir.True
	}
	return ir.Not(ir.New(ir.OpEq, ir.BoolType, a, ir.Null))
}

// heapInstance is a predicate instance, or nil for any other call. A receiver that has an address is taken by its address.
func (c *context) heapInstance(x *annot.Call, perm *ir.Expr) *ir.Expr {
	switch x.Fun.(type) {
	case *annot.Ident, *annot.Selector:
	default:
		return nil
	}
	if !c.namesPredicate(x.Fun) {
		return nil
	}
	saved := c.spec
	c.spec = true
	defer func() { c.spec = saved }()
	f := c.expr(x.Fun)
	c.lo.resolvePred(f.prd)
	if len(x.Args) != len(f.prd.params) {
		fail(x.Start, "predicate %s needs %d arguments, has %d", f.prd.Decl.Name, len(f.prd.params), len(x.Args))
	}
	p := c.lo.heapPredicate(f.prd)
	inst := &ir.Expr{Op: ir.OpInstance, Type: ir.BoolType, Name: p.Name, At: x.Start}
	if f.prd.recv != nil {
		if f.recv == nil {
			fail(x.Start, "predicate %s needs a receiver", f.prd.Decl.Name)
		}
		inst.Args = append(inst.Args, c.heapArgument(f.recv, f.prd.recv, x.Start).x)
	}
	for i, a := range x.Args {
		inst.Args = append(inst.Args, c.heapOperand(a, f.prd.params[i].t))
	}
	inst.Args = append(inst.Args, perm)
	return inst
}

// heapOperand is an argument in a specification.
func (c *context) heapOperand(x annot.Expr, t *Type) *ir.Expr {
	if t.is(PermKind) {
		return c.permission(x)
	}
	return c.heapArgument(c.expr(x), t, x.At()).x
}

// heapQuantifier is forall with permissions in its body.
func (c *context) heapQuantifier(x *annot.Quantifier) *ir.Expr {
	c.push()
	c.bound++
	defer func() { c.bound--; c.pop() }()
	vars, ranges := c.quantified(x)
	triggers := c.triggers(x, vars)
	body := c.heapAssertion(x.Body)
	q := spread(vars, triggers, ranges, body)
	var each func(q *ir.Expr) *ir.Expr
	each = func(q *ir.Expr) *ir.Expr {
		if q.Op == ir.OpAnd {
			return ir.And(each(q.Args[0]), each(q.Args[1]))
		}
		return c.absolute(q)
	}
	return each(q)
}

// absolute rewrites a quantifier over indices of a slice into one over the cells of its array, so that a trigger matches the
// cell whatever slice it is reached through.
func (c *context) absolute(q *ir.Expr) *ir.Expr {
	if q.Op != ir.OpForall && q.Op != ir.OpExists {
		return q
	}
	bound := map[string]bool{}
	for _, v := range q.Vars {
		bound[v.Name] = true
	}
	for n, v := range q.Vars {
		if v.Type != ir.IntType {
			continue
		}
		cell := cellOf(q, v.Name, bound)
		if cell == nil {
			continue
		}
		off := cell.Args[1].Args[0]
		j := ir.Var{Name: c.boundName("cell"), Type: ir.IntType}
		by := map[string]*ir.Expr{v.Name: ir.New(ir.OpSub, ir.IntType, ir.V(j), off)}
		r := *q
		r.Vars = append([]ir.Var(nil), q.Vars...)
		r.Vars[n] = j
		r.Args = []*ir.Expr{straighten(ir.Subst(q.Args[0], by), off.String(), j.Name)}
		r.Triggers = nil
		for _, t := range q.Triggers {
			var list []*ir.Expr
			for _, e := range t {
				list = append(list, straighten(ir.Subst(e, by), off.String(), j.Name))
			}
			r.Triggers = append(r.Triggers, list)
		}
		if len(r.Triggers) == 0 && len(r.Vars) == 1 {
			r.Triggers = [][]*ir.Expr{{ir.Elem(cell.Args[0], ir.V(j))}}
		}
		return c.absolute(&r)
	}
	return q
}

// cellOf finds the address of cell offset + v of an array that the bound variables do not choose. Triggers come first; a
// quantifier whose triggers say nothing of cells stays as it is.
func cellOf(q *ir.Expr, v string, bound map[string]bool) *ir.Expr {
	var found *ir.Expr
	look := func(e *ir.Expr) {
		if found != nil || e.Op != ir.OpElem {
			return
		}
		i := e.Args[1]
		if i.Op == ir.OpAdd && i.Args[1].Op == ir.OpVar && i.Args[1].Name == v && !mentions(i.Args[0], bound) && !mentions(e.Args[0], bound) {
			found = e
		}
	}
	for _, t := range q.Triggers {
		for _, e := range t {
			ir.Walk(e, look)
		}
	}
	if found == nil && len(q.Triggers) == 0 {
		ir.Walk(q.Args[0], look)
	}
	return found
}

func mentions(x *ir.Expr, names map[string]bool) bool {
	found := false
	ir.Walk(x, func(e *ir.Expr) { found = found || e.Op == ir.OpVar && names[e.Name] })
	return found
}

// straighten writes off + (j - off) as j in the addresses of cells.
func straighten(x *ir.Expr, off, j string) *ir.Expr {
	if x == nil {
		return nil
	}
	if x.Op == ir.OpElem {
		i := x.Args[1]
		if i.Op == ir.OpAdd && i.Args[1].Op == ir.OpSub && i.Args[1].Args[0].Op == ir.OpVar && i.Args[1].Args[0].Name == j && i.Args[0].String() == off {
			return ir.Elem(straighten(x.Args[0], off, j), i.Args[1].Args[0])
		}
	}
	r := *x
	r.Args = make([]*ir.Expr, len(x.Args))
	for i, a := range x.Args {
		r.Args[i] = straighten(a, off, j)
	}
	r.Triggers = nil
	for _, t := range x.Triggers {
		var list []*ir.Expr
		for _, e := range t {
			list = append(list, straighten(e, off, j))
		}
		r.Triggers = append(r.Triggers, list)
	}
	return &r
}

// isPermission says by its form that an expression is a permission amount.
func (c *context) isPermission(x annot.Expr) bool {
	switch e := x.(type) {
	case *annot.Paren:
		return c.isPermission(e.X)
	case *annot.Ident:
		if v := c.lookup(e.Name); v != nil {
			return v.t != nil && v.t.is(PermKind)
		}
		if s, ok := c.pkg.symbols[e.Name]; ok {
			return s.kind == constSymbol && c.lo.isPermConstant(s)
		}
		return e.Name == "writePerm" || e.Name == "noPerm"
	case *annot.Selector:
		if p := c.importOf(e.X); p != nil {
			s, ok := p.symbols[e.Name]
			return ok && s.kind == constSymbol && c.lo.isPermConstant(s)
		}
	case *annot.Call:
		if id, ok := e.Fun.(*annot.Ident); ok && id.Name == "perm" {
			return true
		}
	case *annot.Binary:
		switch e.Op {
		case "+", "-", "*", "/":
			return c.isPermission(e.X) || c.isPermission(e.Y)
		}
	}
	return false
}

// isPermConstant says that a constant is a permission amount: one of type perm, or made from one.
func (lo *Lowering) isPermConstant(s *symbol) bool {
	if id, ok := s.constant.Type.(*annot.Ident); ok && id.Name == "perm" {
		return true
	}
	return s.constant.Type == nil && lo.packageContext(s.pkg, s.file).isPermission(s.constant.Value)
}

// permission lowers a permission amount; no amount is the whole one.
func (c *context) permission(x annot.Expr) *ir.Expr {
	perm := func(op ir.Op, args ...*ir.Expr) *ir.Expr { return ir.New(op, ir.PermType, args...) }
	switch e := x.(type) {
	case nil:
		return ir.FullPerm
	case *annot.Paren:
		return c.permission(e.X)
	case *annot.Literal:
		if n, ok := new(big.Int).SetString(e.Text, 10); ok {
			return wholePermission(n)
		}
	case *annot.Ident:
		if v := c.lookup(e.Name); v != nil && v.t != nil && v.t.is(PermKind) {
			return c.read(v, e.Start)
		}
		switch e.Name {
		case "_":
			return perm(ir.OpWildcard)
		case "writePerm":
			return ir.FullPerm
		case "noPerm":
			return perm(ir.OpNoPerm)
		}
		if s, ok := c.pkg.symbols[e.Name]; ok && s.kind == constSymbol && c.lo.isPermConstant(s) {
			return c.lo.packageContext(s.pkg, s.file).permission(s.constant.Value)
		}
	case *annot.Selector:
		if p := c.importOf(e.X); p != nil && c.isPermission(e) {
			s := p.symbols[e.Name]
			return c.lo.packageContext(s.pkg, s.file).permission(s.constant.Value)
		}
	case *annot.Call:
		if id, ok := e.Fun.(*annot.Ident); ok && id.Name == "perm" && len(e.Args) == 1 {
			return c.permission(e.Args[0])
		}
	case *annot.Conditional:
		return ir.Ite(c.condition(e.Cond), c.permission(e.Then), c.permission(e.Else))
	case *annot.Binary:
		if c.isPermission(e.X) || c.isPermission(e.Y) {
			return c.permissionArithmetic(e)
		}
		if e.Op == "/" {
			return perm(ir.OpFraction, c.read(c.expr(e.X), e.Start), c.read(c.expr(e.Y), e.Start))
		}
	}
	v := c.expr(x)
	if v.t != nil && v.t.is(PermKind) {
		return c.read(v, x.At())
	}
	if v.c != nil && v.x.Int != nil {
		return wholePermission(v.x.Int)
	}
	fail(x.At(), "%s is not a permission amount", annot.String(x))
	return nil
}

func wholePermission(n *big.Int) *ir.Expr {
	switch {
	case n.Sign() == 0:
		return ir.New(ir.OpNoPerm, ir.PermType)
	case n.Cmp(big.NewInt(1)) == 0:
		return ir.FullPerm
	}
	return ir.New(ir.OpFraction, ir.PermType, ir.BigInt(n), ir.I(1))
}

// permissionArithmetic is + - * / with a permission amount among the operands.
func (c *context) permissionArithmetic(e *annot.Binary) *ir.Expr {
	switch e.Op {
	case "+", "-":
		op := ir.OpAdd
		if e.Op == "-" {
			op = ir.OpSub
		}
		return ir.New(op, ir.PermType, c.permission(e.X), c.permission(e.Y))
	case "*":
		if !c.isPermission(e.X) {
			return ir.New(ir.OpMul, ir.PermType, c.read(c.expr(e.X), e.Start), c.permission(e.Y))
		}
		if !c.isPermission(e.Y) {
			return ir.New(ir.OpMul, ir.PermType, c.read(c.expr(e.Y), e.Start), c.permission(e.X))
		}
		return ir.New(ir.OpMul, ir.PermType, c.permission(e.X), c.permission(e.Y))
	case "/":
		if c.isPermission(e.X) && !c.isPermission(e.Y) {
			return ir.New(ir.OpFraction, ir.PermType, c.permission(e.X), c.read(c.expr(e.Y), e.Start))
		}
	}
	fail(e.OpPos, "unsupported: operator %s on permission amounts", e.Op)
	return nil
}

// permissionComparison compares permission amounts.
func (c *context) permissionComparison(x *annot.Binary) *value {
	l, r := c.permission(x.X), c.permission(x.Y)
	var e *ir.Expr
	switch x.Op {
	case "==", "===":
		e = ir.Eq(l, r)
	case "!=", "!==":
		e = ir.Not(ir.Eq(l, r))
	case "<":
		e = ir.Less(l, r)
	case "<=":
		e = ir.AtMost(l, r)
	case ">":
		e = ir.Less(r, l)
	case ">=":
		e = ir.AtMost(r, l)
	default:
		fail(x.OpPos, "operator %s on permission amounts", x.Op)
	}
	return &value{t: boolType, x: e}
}

// heapInhale adds an assertion, conjunct by conjunct.
func (c *context) heapInhale(x annot.Expr, claim ir.Claim) {
	for _, part := range conjuncts(x) {
		cl := claim
		cl.Text, cl.At = annot.String(part), part.At()
		if cl.Kind == "" {
			cl.Kind, cl.Why = "precondition", "the contract may not be well defined"
		}
		c.emit(&ir.Assume{X: c.heapAssertion(part), Checked: true, Claim: cl})
	}
}

// heapExhale demands assertions: conditions first, each by itself, then all permissions at once.
func (c *context) heapExhale(xs []annot.Expr, demand func(i int) claimer) {
	var parts []ir.Assert
	for i, x := range xs {
		for _, part := range conjuncts(x) {
			e := c.heapAssertion(part)
			if !ir.Impure(e) {
				demand(i)(part, e)
				continue
			}
			var made []ir.Stmt
			saved := c.out
			c.out = &made
			demand(i)(part, e)
			c.out = saved
			for _, m := range made {
				if a, ok := m.(*ir.Assert); ok {
					parts = append(parts, *a)
				}
			}
		}
	}
	if len(parts) > 0 {
		c.emit(&ir.Exhale{Parts: parts})
	}
}

// heapStatement is assert, assume, inhale, exhale or refute.
func (c *context) heapStatement(s *annot.Assertion) {
	claim := func(p annot.Expr, why string) ir.Claim {
		return ir.Claim{Kind: "assertion", Text: annot.String(p), Why: why, At: p.At()}
	}
	switch s.Word {
	case "assert":
		for _, p := range conjuncts(s.X) {
			c.emit(&ir.Assert{X: c.heapAssertion(p), Claim: claim(p, "assertion may not hold")})
		}
	case "exhale":
		c.heapExhale([]annot.Expr{s.X}, func(int) claimer {
			return func(p annot.Expr, e *ir.Expr) { c.emit(&ir.Assert{X: e, Claim: claim(p, "exhale may fail")}) }
		})
	case "assume", "inhale":
		c.lo.assumed(c.fn, s.Word+" "+annot.String(s.X), s.Start)
		c.heapInhale(s.X, ir.Claim{Kind: "assertion", Why: "the assumption may not be well defined"})
	case "refute":
		c.emit(&ir.Refute{X: c.condition(s.X), Claim: ir.Claim{Kind: "assertion", Text: "refute " + annot.String(s.X), Why: "the refuted condition always holds here", At: s.Start}})
	}
}
