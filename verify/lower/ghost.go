package lower

import (
	"warrant/verify/annot"
	"warrant/verify/ir"
)

// ghostExpr lowers the expressions that only annotations have.
func (c *context) ghostExpr(x annot.Expr) *value {
	saved := c.spec
	c.spec = true
	defer func() { c.spec = saved }()
	switch x := x.(type) {
	case *annot.Update:
		return c.update(x)
	case *annot.SeqRange:
		low, high := c.read(c.expr(x.Low), x.Start), c.read(c.expr(x.High), x.Start)
		t := &Type{Kind: SeqKind, Elem: intType}
		return &value{t: t, x: ir.New(ir.OpSeqRange, c.lo.irType(t, x.Start), low, high)}
	case *annot.Conditional:
		cond := c.boolean(x.Cond)
		a, b := c.expr(x.Then), c.expr(x.Else)
		t := c.common(a, b, &annot.Binary{Place: x.Place, OpPos: x.Start, Op: "?:", X: x.Then, Y: x.Else})
		if untyped(t) {
			t = defaultType(t)
		}
		return &value{t: t, x: ir.Ite(cond, c.convert(a, t, x.Then.At()), c.convert(b, t, x.Else.At()))}
	case *annot.Quantifier:
		return c.quantifier(x)
	case *annot.Let:
		v := c.expr(x.X)
		t := defaultType(v.t)
		bound := ir.Var{Name: c.boundName(x.Name), Type: c.lo.irType(t, x.Start)}
		c.push()
		c.bind(x.Name, &value{t: t, x: ir.V(bound)})
		c.bound++
		body := c.expr(x.Body)
		bx := c.read(body, x.Body.At())
		c.bound--
		c.pop()
		return &value{t: body.t, x: &ir.Expr{Op: ir.OpLet, Type: bx.Type, Vars: []ir.Var{bound}, Args: []*ir.Expr{c.read(v, x.Start), bx}, At: x.Start}}
	case *annot.Old:
		return c.old(x)
	case *annot.Unfolding:
		return c.unfolding(x)
	case *annot.Reveal:
		call, ok := x.Call.(*annot.Call)
		if !ok {
			fail(x.Start, "reveal needs a call")
		}
		return c.reveal(call)
	case *annot.Acc:
		fail(x.Start, "unsupported: acc inside an expression (permissions stand in top-level conjunctions)")
	}
	fail(x.At(), "unsupported: %s", annot.String(x))
	return nil
}

// boundName makes a name for a bound variable that no other variable of the method has.
func (c *context) boundName(name string) string {
	return name + "$b" + itoa(c.number()) + c.owner()
}

func (c *context) update(x *annot.Update) *value {
	base := c.expr(x.X)
	if base.t == nil {
		fail(x.Start, "cannot update %s", annot.String(x.X))
	}
	e := c.read(base, x.Start)
	for _, u := range x.Updates {
		switch base.t.Under().Kind {
		case SeqKind:
			i := c.expr(u.Key)
			if !i.t.isInteger() {
				fail(u.Key.At(), "index %s is not an integer", annot.String(u.Key))
			}
			c.foreignInteger(i, u.Key)
			e = ir.Update(e, c.read(i, u.Key.At()), c.elementValue(u.Value, base.t.Under().Elem))
			e.At = x.Start
		case DictKind:
			e = ir.New(ir.OpDictUpdate, e.Type, e, c.convert(c.expr(u.Key), base.t.Under().Key, x.Start), c.elementValue(u.Value, base.t.Under().Elem))
		default:
			fail(x.Start, "cannot update a value of type %s", base.t)
		}
	}
	return &value{t: base.t, x: e}
}

func (c *context) elementValue(x annot.Expr, t *Type) *ir.Expr {
	if lit, ok := x.(*annot.Composite); ok && lit.Type == nil {
		return c.read(c.composite(lit, t), x.At())
	}
	return c.convert(c.expr(x), t, x.At())
}

// quantifier lowers forall and exists; variables of fixed-width types range over their type, int over all integers.
func (c *context) quantifier(x *annot.Quantifier) *value {
	c.push()
	c.bound++
	defer func() { c.bound--; c.pop() }()
	vars, ranges := c.quantified(x)
	triggers := c.triggers(x, vars)
	body := c.boolean(x.Body)
	op := ir.OpExists
	if x.Forall {
		op = ir.OpForall
		body = ir.Implies(ranges, body)
	} else {
		body = ir.And(ranges, body)
	}
	q := &ir.Expr{Op: op, Type: ir.BoolType, Vars: vars, Triggers: triggers, Args: []*ir.Expr{body}, At: x.Start}
	if c.lo.heap {
		return &value{t: boolType, x: c.absolute(q)}
	}
	return &value{t: boolType, x: byCell(q)}
}

// quantified binds the variables of a quantifier and answers what their types say of them.
func (c *context) quantified(x *annot.Quantifier) (vars []ir.Var, ranges *ir.Expr) {
	ranges = ir.True
	for _, d := range x.Vars {
		t := c.typeOf(d.Type)
		if !c.lo.heap && (t.is(PointerKind) || t.is(SliceKind)) {
			fail(d.Start, "unsupported: quantified variable %s of type %s", d.Name, t)
		}
		v := ir.Var{Name: c.boundName(d.Name), Type: c.lo.irType(t, d.Start)}
		vars = append(vars, v)
		c.bind(d.Name, &value{t: t, x: ir.V(v)})
		ranges = ir.And(ranges, c.lo.ghostRange(ir.V(v), t))
	}
	return vars, ranges
}

// triggers lowers the triggers of a quantifier. In a program with a heap the address of a location stands for it.
func (c *context) triggers(x *annot.Quantifier, vars []ir.Var) [][]*ir.Expr {
	var triggers [][]*ir.Expr
	for _, t := range x.Triggers {
		var list []*ir.Expr
		for _, e := range t {
			v := c.expr(e)
			switch {
			case v.ptr != nil: // an address stands for the element that is there
				list = append(list, c.load(v.ptr))
			case v.loc != nil && v.loc.addr != nil:
				list = append(list, v.loc.addr)
			default:
				list = append(list, c.read(v, e.At()))
			}
		}
		triggers = append(triggers, list)
	}
	return usableTriggers(triggers, vars)
}

// byCell makes a quantifier over places in a window of an array one over places in the array: with s[off+k] as its trigger, for all k P(k)
// becomes for all k P(k-off), with the trigger s[k]. So it meets every cell, whichever window that was written through.
func byCell(q *ir.Expr) *ir.Expr {
	if len(q.Vars) != 1 || q.Vars[0].Type != ir.IntType || len(q.Triggers) != 1 || len(q.Triggers[0]) != 1 || q.Triggers[0][0].Op != ir.OpSeqAt {
		return q
	}
	k, s, at := ir.V(q.Vars[0]), q.Triggers[0][0].Args[0], q.Triggers[0][0].Args[1]
	if at.Op != ir.OpAdd || at.Args[1].Op != ir.OpVar || at.Args[1].Name != k.Name || has(s, k.Name) || has(at.Args[0], k.Name) {
		return q
	}
	c := *q
	c.Triggers = [][]*ir.Expr{{ir.At(s, k)}}
	c.Args = []*ir.Expr{ir.Subst(q.Args[0], map[string]*ir.Expr{k.Name: ir.New(ir.OpSub, ir.IntType, k, at.Args[0])})}
	return &c
}

// has says that an expression mentions a variable.
func has(x *ir.Expr, name string) (found bool) {
	ir.Walk(x, func(p *ir.Expr) { found = found || p.Op == ir.OpVar && p.Name == name })
	return found
}

// usableTriggers drops triggers that are no patterns: plain variables and arithmetic at the top, or a variable missing.
func usableTriggers(ts [][]*ir.Expr, vars []ir.Var) [][]*ir.Expr {
	var out [][]*ir.Expr
	for _, t := range ts {
		found := map[string]bool{}
		ok := true
		for _, e := range t {
			switch e.Op {
			case ir.OpVar, ir.OpInt, ir.OpAdd, ir.OpSub, ir.OpIte, ir.OpEq, ir.OpLess, ir.OpAtMost, ir.OpAnd, ir.OpOr, ir.OpNot:
				ok = false
			}
			ir.Walk(e, func(p *ir.Expr) {
				if p.Op == ir.OpVar {
					found[p.Name] = true
				}
			})
		}
		for _, v := range vars {
			ok = ok && found[v.Name]
		}
		if ok {
			out = append(out, t)
		}
	}
	return out
}

// ghostRange is what a ghost variable's type says of it: fixed-width integers are in range, int is unbounded.
func (lo *Lowering) ghostRange(x *ir.Expr, t *Type) *ir.Expr {
	u := t.Under()
	if u.Kind != IntKind || u.Name == "int" || lo.unbounded {
		return ir.True
	}
	return inRange(x, u)
}

// ghostKnown is what the type of a ghost parameter says of it. Memory behind a pointer holds values of Go's types; a plain value
// may come from exact arithmetic, and only the lengths of its arrays are sure.
func (lo *Lowering) ghostKnown(x *ir.Expr, t *Type) *ir.Expr {
	switch t.Under().Kind {
	case PointerKind, SliceKind:
		return lo.known(x, t, 0)
	}
	return ir.And(lo.ghostRange(x, t), lo.shape(x, t, 0))
}

// old evaluates an expression in an earlier state.
func (c *context) old(x *annot.Old) *value {
	if c.lo.heap {
		return c.heapOld(x)
	}
	view, state := c.oldView, c.oldState
	if x.Label != "" {
		s, ok := c.labels[x.Label]
		if !ok {
			fail(x.Start, "old[%s]: no such label here", x.Label)
		}
		view, state = s.view, s.state
	}
	if view == nil {
		fail(x.Start, "old is not allowed here")
	}
	savedView, savedState := c.view, c.st
	c.view, c.st = view, state
	v := c.expr(x.X)
	r := &value{t: v.t, c: v.c}
	if v.ptr != nil || v.sl != nil {
		c.view, c.st = savedView, savedState
		return v
	}
	r.x = c.read(v, x.Start)
	c.view, c.st = savedView, savedState
	return r
}

// unfolding evaluates its body with the predicate's permissions.
func (c *context) unfolding(x *annot.Unfolding) *value {
	if c.lo.heap {
		return c.heapUnfolding(x)
	}
	inst := c.instance(x.Instance)
	if !c.trust && c.st.Held(inst.key).Sign() <= 0 {
		c.refuse("permission to "+string(inst.key), x.Start)
	}
	saved := c.st
	c.st = c.st.Clone()
	pc := c.predicateContext(inst)
	pc.giveAll(inst.pred.Decl.Body, epsilon)
	v := c.expr(x.Body)
	r := &value{t: v.t, x: c.read(v, x.Body.At())}
	c.st = saved
	return r
}

// collectionOp lowers the operators of sequences, sets, multisets and dicts.
func (c *context) collectionOp(x *annot.Binary) *value {
	a, b := c.expr(x.X), c.expr(x.Y)
	if a.t == nil || b.t == nil {
		fail(x.OpPos, "operand of %s is not a value", x.Op)
	}
	switch x.Op {
	case "in", "elem":
		u := b.t.Under()
		set := c.read(b, x.Y.At())
		switch u.Kind {
		case SeqKind:
			return &value{t: boolType, x: ir.New(ir.OpSeqHas, ir.BoolType, set, c.convert(a, u.Elem, x.Start))}
		case SetKind:
			return &value{t: boolType, x: ir.New(ir.OpSetHas, ir.BoolType, set, c.convert(a, u.Elem, x.Start))}
		case MsetKind:
			count := ir.New(ir.OpCount, ir.IntType, set, c.convert(a, u.Elem, x.Start))
			return &value{t: boolType, x: ir.Less(ir.I(0), count)}
		case DictKind:
			return &value{t: boolType, x: ir.New(ir.OpDictHas, ir.BoolType, set, c.convert(a, u.Key, x.Start))}
		}
	case "#":
		u := b.t.Under()
		switch u.Kind {
		case MsetKind:
			return &value{t: intType, x: ir.New(ir.OpCount, ir.IntType, c.read(b, x.Start), c.convert(a, u.Elem, x.Start))}
		case SetKind:
			has := ir.New(ir.OpSetHas, ir.BoolType, c.read(b, x.Start), c.convert(a, u.Elem, x.Start))
			return &value{t: intType, x: ir.Ite(has, ir.I(1), ir.I(0))}
		case SeqKind:
			s := c.read(b, x.Start)
			bag := ir.New(ir.OpSeqToMultiset, ir.MultisetOf(s.Type.Elem), s)
			return &value{t: intType, x: ir.New(ir.OpCount, ir.IntType, bag, c.convert(a, u.Elem, x.Start))}
		}
	default:
		if !sameType(a.t, b.t) {
			fail(x.OpPos, "operands of %s have types %s and %s", x.Op, a.t, b.t)
		}
		l, r := c.read(a, x.X.At()), c.read(b, x.Y.At())
		kind := a.t.Under().Kind
		switch {
		case x.Op == "++" && kind == SeqKind:
			return &value{t: a.t, x: ir.New(ir.OpSeqAppend, l.Type, l, r)}
		case kind != SetKind && kind != MsetKind:
		case x.Op == "subset":
			return &value{t: boolType, x: ir.New(ir.OpSetSubset, ir.BoolType, l, r)}
		case x.Op == "union":
			return &value{t: a.t, x: ir.New(ir.OpSetUnion, l.Type, l, r)}
		case x.Op == "intersection":
			return &value{t: a.t, x: ir.New(ir.OpSetIntersection, l.Type, l, r)}
		case x.Op == "setminus":
			return &value{t: a.t, x: ir.New(ir.OpSetMinus, l.Type, l, r)}
		}
	}
	fail(x.OpPos, "operator %s on %s and %s", x.Op, a.t, b.t)
	return nil
}

func (c *context) indexMap(base *value, t *Type, x *annot.Index) *value {
	m := c.read(base, x.Start)
	if t.Kind == DictKind {
		e := ir.New(ir.OpDictAt, m.Type.Elem, m, c.convert(c.expr(x.I), t.Key, x.Start))
		e.At = x.Start
		return &value{t: t.Elem, x: e}
	}
	return &value{t: intType, x: ir.New(ir.OpCount, ir.IntType, m, c.convert(c.expr(x.I), t.Elem, x.Start))}
}

// builtin lowers a call of a predeclared function.
func (c *context) builtin(name string, x *annot.Call) *value {
	want := func(n int) {
		if len(x.Args) != n {
			fail(x.Start, "%s needs %d arguments, has %d", name, n, len(x.Args))
		}
	}
	if c.lo.heap {
		if v := c.heapBuiltin(name, x); v != nil {
			return v
		}
	}
	switch name {
	case "len", "cap":
		want(1)
		return c.length(name, x)
	case "panic":
		want(1)
		if c.spec {
			fail(x.Start, "panic in a specification")
		}
		c.assert("panic", ir.False, annot.String(x), "panic may be reached", x.Start)
		c.assume(ir.False)
		return &value{}
	case "new":
		want(1)
		t := c.typeOf(x.Args[0])
		if c.lo.heap {
			return &value{t: &Type{Kind: PointerKind, Elem: t}, x: c.heapAllocate("new", t, c.lo.zero(t, x.Start), x.Start).addr}
		}
		return &value{t: &Type{Kind: PointerKind, Elem: t}, ptr: c.allocate("new", t, c.lo.zero(t, x.Start), x.Start)}
	case "seq", "set", "mset":
		want(1)
		return c.collect(name, x)
	case "some":
		want(1)
		v := c.expr(x.Args[0])
		t := &Type{Kind: OptionKind, Elem: defaultType(v.t)}
		return &value{t: t, x: ir.New(ir.OpSome, c.lo.irType(t, x.Start), c.read(v, x.Start))}
	case "get":
		want(1)
		v := c.expr(x.Args[0])
		if v.t == nil || v.t.Kind != OptionKind {
			fail(x.Start, "get needs an option")
		}
		e := ir.New(ir.OpGetSome, c.lo.irType(v.t.Elem, x.Start), c.read(v, x.Start))
		e.At = x.Start
		return &value{t: v.t.Elem, x: e}
	case "domain", "range":
		want(1)
		v := c.expr(x.Args[0])
		if v.t == nil || v.t.Under().Kind != DictKind {
			fail(x.Start, "%s needs a dict", name)
		}
		elem, op := v.t.Under().Key, ir.OpDictDomain
		if name == "range" {
			elem, op = v.t.Under().Elem, ir.OpDictRange
		}
		t := &Type{Kind: SetKind, Elem: elem}
		return &value{t: t, x: ir.New(op, c.lo.irType(t, x.Start), c.read(v, x.Start))}
	}
	fail(x.Start, "unsupported: builtin %s", name)
	return nil
}

func (c *context) length(name string, x *annot.Call) *value {
	v := c.expr(x.Args[0])
	if v.t == nil {
		fail(x.Start, "%s of something that has no value", name)
	}
	u := v.t.Under()
	if u.Kind == PointerKind && u.Elem.is(ArrayKind) {
		c.foreignPointer(u, x.Start)
		u = u.Elem.Under()
	}
	switch u.Kind {
	case ArrayKind:
		return &value{t: intType, x: ir.I(u.Len)}
	case SliceKind:
		if c.lo.heap {
			return &value{t: intType, x: ir.Get(c.read(v, x.Start), name)}
		}
		if v.sl == nil {
			fail(x.Start, "unsupported: slice as a plain value")
		}
		if name == "cap" {
			if v.sl.cap == nil {
				fail(x.Start, "unsupported: capacity of a slice parameter")
			}
			return &value{t: intType, x: v.sl.cap}
		}
		return &value{t: intType, x: c.sliceLen(v.sl)}
	case SeqKind:
		return &value{t: intType, x: ir.Len(c.read(v, x.Start))}
	case SetKind, MsetKind:
		return &value{t: intType, x: ir.New(ir.OpSetLen, ir.IntType, c.read(v, x.Start))}
	case DictKind:
		return &value{t: intType, x: ir.New(ir.OpDictLen, ir.IntType, c.read(v, x.Start))}
	case StringKind, UntypedString:
		return &value{t: intType, x: ir.New(ir.OpTextLen, ir.IntType, c.read(v, x.Start))}
	}
	fail(x.Start, "%s of %s", name, v.t)
	return nil
}

// collect is seq(x), set(x) or mset(x): the elements of an array, slice or sequence.
func (c *context) collect(name string, x *annot.Call) *value {
	v := c.expr(x.Args[0])
	if v.t == nil {
		fail(x.Start, "%s of something that has no value", name)
	}
	u := v.t.Under()
	c.foreignCollection(name, v.t, x.Start)
	switch {
	case u.Kind == ArrayKind || u.Kind == SliceKind || u.Kind == SeqKind:
	case u.Kind == SetKind && name != "seq":
	default:
		fail(x.Start, "%s of %s", name, v.t)
	}
	s := c.read(v, x.Start)
	if c.lo.heap && u.Kind == SliceKind {
		s = c.cells(ir.Get(s, "array"), ir.Get(s, "offset"), ir.Get(s, "len"), u.Elem, x.Start)
	}
	switch name {
	case "seq":
		return &value{t: &Type{Kind: SeqKind, Elem: u.Elem}, x: s}
	case "set":
		if u.Kind == SetKind {
			return v
		}
		return &value{t: &Type{Kind: SetKind, Elem: u.Elem}, x: ir.New(ir.OpSeqToSet, ir.SetOf(s.Type.Elem), s)}
	}
	t := &Type{Kind: MsetKind, Elem: u.Elem}
	if u.Kind == SetKind {
		return &value{t: t, x: ir.New(ir.OpSetToMultiset, ir.MultisetOf(s.Type.Elem), s)}
	}
	return &value{t: t, x: ir.New(ir.OpSeqToMultiset, ir.MultisetOf(s.Type.Elem), s)}
}
