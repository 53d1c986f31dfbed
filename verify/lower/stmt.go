package lower

import (
	"warrant/verify/annot"
	"warrant/verify/ir"
)

func (c *context) stmts(list []annot.Stmt) {
	for _, s := range list {
		if c.dead {
			return
		}
		c.stmt(s)
	}
}

// stmt lowers one statement.
func (c *context) stmt(s annot.Stmt) {
	c.wraps = c.lo.mayWrap(c.file, s)
	switch s := s.(type) {
	case *annot.Empty:
	case *annot.Block:
		c.push()
		c.stmts(s.List)
		c.pop()
	case *annot.Assign:
		c.ghostly(s.Ghost, func() { c.assignStmt(s) })
	case *annot.Declare:
		c.ghostly(s.Ghost, func() { c.declare(s) })
	case *annot.LocalConst:
		c.localConsts(s)
	case *annot.Step:
		c.ghostly(s.Ghost, func() {
			op := "+"
			if s.Op == "--" {
				op = "-"
			}
			one := &annot.Literal{Place: s.Place, Kind: annot.Integer, Text: "1"}
			c.assignOp(s.X, op, one, annot.String(s.X)+s.Op, s.Start, s.Ghost)
		})
	case *annot.ExprStmt:
		c.ghostly(s.Ghost, func() { c.exprStmt(s) })
	case *annot.If:
		c.ghostly(s.Ghost, func() { c.ifStmt(s) })
	case *annot.For:
		c.ghostly(s.Ghost, func() { c.forStmt(s) })
	case *annot.Range:
		c.rangeStmt(s)
	case *annot.Switch:
		c.ghostly(s.Ghost, func() { c.switchStmt(s) })
	case *annot.Return:
		c.returnStmt(s)
	case *annot.Branch:
		c.branch(s)
	case *annot.Labeled:
		c.labeled(s)
	case *annot.Defer:
		c.deferStmt(s)
	case *annot.Assertion:
		c.assertion(s)
	case *annot.FoldStmt:
		c.fold(s)
	case *annot.Outline:
		c.outline(s)
	default:
		fail(s.At(), "unsupported statement")
	}
}

// ghostly runs f with specification rules when the statement is ghost.
func (c *context) ghostly(ghost bool, f func()) {
	saved := c.spec
	c.spec = c.spec || ghost
	f()
	c.spec = saved
}

// checked demands that a ghost expression is well defined.
func (c *context) checked(e *ir.Expr, text string, at annot.Pos) {
	if c.spec && e.Op != ir.OpVar && e.Op != ir.OpInt {
		c.emit(&ir.Check{X: e, Claim: ir.Claim{Kind: "precondition", Text: text, Why: "the expression may not be well defined", At: at}})
	}
}

func (c *context) exprStmt(s *annot.ExprStmt) {
	switch x := s.X.(type) {
	case *annot.Call:
		v := c.expr(x)
		if c.spec && v.x != nil && v.fnCall() {
			c.checked(v.x, annot.String(x), s.Start)
		}
	case *annot.Reveal:
		v := c.expr(x)
		c.checked(v.x, annot.String(x), s.Start)
	default:
		fail(s.Start, "%s is not a statement", annot.String(s.X))
	}
}

func (v *value) fnCall() bool { return v.x.Op == ir.OpCall }

// assignStmt is = := or an operation with =.
func (c *context) assignStmt(s *annot.Assign) {
	switch s.Op {
	case "=", ":=":
	default:
		c.assignOp(s.Left[0], s.Op[:len(s.Op)-1], s.Right[0], annot.String(s.Left[0])+" "+s.Op+" "+annot.String(s.Right[0]), s.Start, s.Ghost)
		return
	}
	var values []value
	before := c.mutations
	defer func() { c.mutations = max(c.mutations, before) }()
	if len(s.Right) == 1 && len(s.Left) > 1 {
		v := c.expr(s.Right[0])
		if len(v.parts) != len(s.Left) {
			fail(s.Start, "%d variables for %d values", len(s.Left), len(v.parts))
		}
		values = v.parts
	} else {
		if len(s.Right) != len(s.Left) {
			fail(s.Start, "%d variables for %d values", len(s.Left), len(s.Right))
		}
		for i, r := range s.Right {
			c.hint = c.targetType(s, i)
			v := *c.expr(r)
			c.hint = nil
			if v.t == nil {
				fail(r.At(), "%s has no value", annot.String(r))
			}
			if v.ptr == nil && v.sl == nil {
				e := c.read(&v, r.At())
				c.checked(e, annot.String(r), r.At())
				if len(s.Right) > 1 {
					e = c.temp("value", e)
				}
				v.x = e
			}
			values = append(values, v)
		}
	}
	c.ordered(before, s.Right)
	if c.mutations != before && s.Op == "=" {
		c.ordered(before, append([]annot.Expr{&annot.Ident{Name: "_"}}, indices(s.Left)...))
	}
	if c.lo.heap && c.mutations != before && s.Op == "=" {
		c.ordered(before, append([]annot.Expr{&annot.Ident{Name: "_"}}, bases(s.Left)...))
	}
	targets := make([]*value, len(s.Left)) // all operands on the left are evaluated before anything is assigned
	if s.Op == "=" && len(s.Left) > 1 {
		for i, l := range s.Left {
			if id, ok := l.(*annot.Ident); ok && id.Name == "_" {
				continue
			}
			if v := c.expr(l); v.loc != nil {
				targets[i] = located(c.freeze(v.loc))
			}
		}
	}
	for i, l := range s.Left {
		c.assignTo(l, &values[i], s, targets[i])
	}
}

// targetType is the type of a variable on the left of an assignment, for an untyped constant on the right.
func (c *context) targetType(s *annot.Assign, i int) *Type {
	if s.Op != "=" || i >= len(s.Left) {
		return nil
	}
	if id, ok := s.Left[i].(*annot.Ident); ok && id.Name == "_" {
		return nil
	}
	return c.staticType(s.Left[i])
}

// ordered refuses an order of evaluation that Go leaves open: a call that changes state among operands that read it.
func (c *context) ordered(before int, xs []annot.Expr) {
	if c.mutations == before || len(xs) < 2 || c.spec {
		return
	}
	for _, x := range xs {
		if readsState(x) {
			fail(x.At(), "unsupported: %s reads state beside a call that changes it (Go leaves the order open; assign one of them first)", annot.String(x))
		}
	}
}

// readsState says that an expression outside any call selects, indexes or dereferences.
func readsState(x annot.Expr) bool {
	switch x := x.(type) {
	case *annot.Selector:
		_, name := x.X.(*annot.Ident)
		return !name || x.Name[0] < 'A' || x.Name[0] > 'Z'
	case *annot.Index:
		return true
	case *annot.Unary:
		return x.Op == "*" || readsState(x.X)
	case *annot.Binary:
		return readsState(x.X) || readsState(x.Y)
	case *annot.Paren:
		return readsState(x.X)
	}
	return false
}

// bases are what assignment targets are selected from: pointers and slices that are read before anything is assigned.
func bases(left []annot.Expr) []annot.Expr {
	var list []annot.Expr
	for _, l := range left {
		switch e := l.(type) {
		case *annot.Selector:
			list = append(list, e.X)
		case *annot.Index:
			list = append(list, e.X)
		case *annot.Unary:
			list = append(list, e.X)
		}
	}
	return list
}

// indices are the index operands of assignment targets.
func indices(left []annot.Expr) []annot.Expr {
	var list []annot.Expr
	for _, l := range left {
		for {
			switch e := l.(type) {
			case *annot.Index:
				list = append(list, e.I)
				l = e.X
				continue
			case *annot.Selector:
				l = e.X
				continue
			case *annot.Paren:
				l = e.X
				continue
			}
			break
		}
	}
	return list
}

func (c *context) assignTo(l annot.Expr, v *value, s *annot.Assign, target *value) {
	id, isName := l.(*annot.Ident)
	if isName && id.Name == "_" {
		return
	}
	if s.Op == ":=" && isName {
		if _, here := c.scopes[len(c.scopes)-1][id.Name]; !here || len(s.Left) == 1 {
			c.define(id.Name, v, nil, s.Ghost || c.spec, s.Shared[id.Name], s.Start)
			return
		}
	}
	if target == nil {
		target = c.expr(l)
	}
	if target.loc == nil {
		if target.ptr != nil || target.sl != nil {
			fail(l.At(), "unsupported: assignment to pointer or slice variable %s", annot.String(l))
		}
		fail(l.At(), "cannot assign to %s", annot.String(l))
	}
	c.guardGhost(target.loc, s.Ghost, l)
	e := c.convert(v, target.t, s.Start)
	c.mayWrite(target.loc, l.At())
	c.store(target.loc, e)
}

// guardGhost refuses ghost code that would change what Go code sees.
func (c *context) guardGhost(p *place, ghost bool, l annot.Expr) {
	if (ghost || c.spec) && !p.root.ghost && !p.ghost {
		fail(l.At(), "ghost code assigns to %s, which Go code reads", annot.String(l))
	}
}

// define makes a new variable: a value, a name for a location, or a window.
func (c *context) define(name string, v *value, t *Type, ghost, shared bool, at annot.Pos) {
	if t == nil {
		t = defaultType(v.t)
	}
	if old := c.lookup(name); old != nil && old.ghost != ghost && (old.loc != nil || old.ptr != nil || old.sl != nil || old.x != nil) {
		fail(at, "%s is both a Go and a ghost variable here (choose another name)", name)
	}
	switch {
	case v.ptr != nil:
		c.bind(name, &value{t: t, ptr: c.freeze(v.ptr), ghost: ghost})
		return
	case v.sl != nil:
		sl := *v.sl
		sl.of = c.freeze(sl.of)
		if sl.off != nil {
			sl.off = c.temp(name+"$off", sl.off)
			sl.n = c.temp(name+"$len", sl.n)
		}
		if sl.cap != nil {
			sl.cap = c.temp(name+"$cap", sl.cap)
		}
		c.bind(name, &value{t: t, sl: &sl, ghost: ghost})
		return
	}
	e := c.convert(v, t, at)
	if shared && c.lo.heap {
		c.bind(name, &value{t: t, loc: c.heapAllocate(name, t, e, at), ghost: ghost})
		return
	}
	if shared {
		p := c.allocate(name, t, e, at)
		c.bind(name, &value{t: t, loc: p, ghost: ghost})
		return
	}
	r := c.variable(name, t, ghost, at)
	c.assign(r.v, e)
}

// freeze names the indices on the way to a location.
func (c *context) freeze(p *place) *place {
	q := *p
	if p.addr != nil {
		q.addr = c.temp("place", p.addr)
		return &q
	}
	q.steps = append([]step(nil), p.steps...)
	for i, s := range q.steps {
		if s.field == "" {
			q.steps[i].index = c.temp("at", s.index)
		}
	}
	return &q
}

func (c *context) declare(s *annot.Declare) {
	var t *Type
	if s.Type != nil {
		t = c.typeOf(s.Type)
	}
	if len(s.Values) == 0 {
		for _, n := range s.Names {
			if !c.lo.heap && (t.is(PointerKind) || t.is(SliceKind)) {
				fail(s.Start, "unsupported: nil variable %s of type %s", n, t)
			}
			c.define(n, &value{t: t, x: c.lo.zero(t, s.Start)}, t, s.Ghost, s.Shared[n], s.Start)
		}
		return
	}
	if len(s.Values) != len(s.Names) {
		fail(s.Start, "unsupported: var with %d names and %d values", len(s.Names), len(s.Values))
	}
	for i, n := range s.Names {
		v := c.expr(s.Values[i])
		if v.x != nil {
			c.checked(v.x, annot.String(s.Values[i]), s.Start)
		}
		c.define(n, v, t, s.Ghost, s.Shared[n], s.Start)
	}
}

func (c *context) localConsts(s *annot.LocalConst) {
	for _, k := range s.Consts {
		c.push()
		c.bind("iota", constVal(intConstant(k.Iota), untypedInt))
		v := c.expr(k.Value)
		c.pop()
		if v.c == nil {
			fail(k.Start, "unsupported: constant %s is not an integer, boolean or string constant", k.Name)
		}
		t := v.t
		if k.Type != nil {
			t = c.typeOf(k.Type)
		}
		c.bind(k.Name, constVal(v.c.v, t))
	}
}

// assignOp is l = l op r, each evaluated once.
func (c *context) assignOp(l annot.Expr, op string, r annot.Expr, text string, at annot.Pos, ghost bool) {
	target := c.expr(l)
	if target.loc == nil {
		fail(l.At(), "cannot assign to %s", annot.String(l))
	}
	c.guardGhost(target.loc, ghost, l)
	name := &annot.Ident{Place: annot.Place{Start: l.At()}, Name: "·target"}
	c.push()
	c.bind(name.Name, target)
	v := c.expr(&annot.Binary{Place: annot.Place{Start: at}, OpPos: at, Op: op, X: name, Y: r})
	c.pop()
	for i := len(*c.out) - 1; i >= 0 && i > len(*c.out)-4; i-- { // obligations of the operation are spelt as the source does
		if a, ok := (*c.out)[i].(*ir.Assert); ok && a.Claim.At == at {
			a.Claim.Text = text
		}
	}
	e := c.convert(v, target.t, at)
	c.mayWrite(target.loc, at)
	c.store(target.loc, e)
}

func (c *context) returnStmt(s *annot.Return) {
	if c.spec && !c.fn.ghost() {
		fail(s.Start, "ghost code cannot return from Go code")
	}
	results := c.method.results
	c.emit(&ir.Trace{At: s.Start, Text: "return"})
	before := c.mutations
	if len(s.Values) > 0 {
		var values []value
		if len(s.Values) == 1 && len(results) > 1 {
			values = c.expr(s.Values[0]).parts
		} else {
			for i, x := range s.Values {
				if i < len(results) {
					c.hint = results[i].t
				}
				v := *c.expr(x)
				c.hint = nil
				if v.t == nil {
					fail(x.At(), "%s has no value", annot.String(x))
				}
				v.x = c.read(&v, x.At())
				c.checked(v.x, annot.String(x), x.At())
				values = append(values, v)
			}
		}
		c.ordered(before, s.Values)
		if len(values) != len(results) {
			fail(s.Start, "return of %d values, function has %d", len(values), len(results))
		}
		var es []*ir.Expr
		for i := range values {
			e := c.convert(&values[i], results[i].t, s.Start)
			if len(values) > 1 {
				e = c.temp("value", e)
			}
			es = append(es, e)
		}
		for i, r := range results {
			c.assign(r.v, es[i])
		}
	}
	c.leave(s.Start)
}

func (c *context) labeled(s *annot.Labeled) {
	snap := snapshot{view: map[*root]ir.Var{}, state: c.st.Clone()}
	if c.lo.heap {
		snap.label = s.Label + "_" + itoa(c.number())
		c.emit(&ir.Label{Name: snap.label})
	}
	for _, r := range inOrder(c.oldView) {
		v := c.fresh(r.v.Name+"$"+s.Label, r.v.Type)
		c.assign(v, ir.V(r.v))
		snap.view[r] = v
	}
	labels := map[string]snapshot{s.Label: snap}
	for k, v := range c.labels {
		if k != s.Label {
			labels[k] = v
		}
	}
	c.labels = labels
	c.stmt(s.Stmt)
}

func (c *context) deferStmt(s *annot.Defer) {
	switch s.Stmt.(type) {
	case *annot.FoldStmt, *annot.Assertion:
	default:
		if !s.Ghost {
			fail(s.Start, "unsupported: defer of Go code")
		}
	}
	if len(c.loops) > 0 {
		fail(s.Start, "unsupported: defer inside a loop")
	}
	c.defers = append(c.defers[:len(c.defers):len(c.defers)], deferred{s.Stmt, append([]map[string]*value(nil), c.scopes...)})
}

// assertion is assert, assume, inhale, exhale or refute.
func (c *context) assertion(s *annot.Assertion) {
	saved := c.spec
	c.spec = true
	defer func() { c.spec = saved }()
	if c.lo.heap {
		c.heapStatement(s)
		return
	}
	switch s.Word {
	case "assert":
		state := c.st.Clone()
		c.exhale(s.X, nil, func(p annot.Expr, e *ir.Expr) {
			c.emit(&ir.Assert{X: e, Claim: ir.Claim{Kind: "assertion", Text: annot.String(p), Why: "assertion may not hold", At: p.At()}})
		})
		c.st = state
	case "exhale":
		c.exhale(s.X, nil, func(p annot.Expr, e *ir.Expr) {
			c.emit(&ir.Assert{X: e, Claim: ir.Claim{Kind: "assertion", Text: annot.String(p), Why: "exhale may fail", At: p.At()}})
		})
	case "assume", "inhale":
		c.lo.assumed(c.fn, s.Word+" "+annot.String(s.X), s.Start)
		c.inhale(s.X, nil, true, ir.Claim{Kind: "assertion", Why: "the assumption may not be well defined"})
	case "refute":
		e := c.boolean(s.X)
		c.emit(&ir.Refute{X: e, Claim: ir.Claim{Kind: "assertion", Text: "refute " + annot.String(s.X), Why: "the refuted condition always holds here", At: s.Start}})
	}
}
