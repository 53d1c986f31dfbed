package lower

import (
	"slices"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// heapArgument is a value as its parameter or receiver takes it.
func (c *context) heapArgument(v *value, t *Type, at annot.Pos) *value {
	if v.t == nil {
		fail(at, "argument has no value")
	}
	switch {
	case t.is(PointerKind) && !v.t.is(PointerKind) && v.t != untypedNil: // the address of a receiver
		if v.loc == nil || v.loc.addr == nil {
			if v.loc != nil && v.loc.root.local {
				fail(at, "unsupported: address of local variable %s that is not marked as shared (write %s@ at its declaration)", v.loc.key, v.loc.key)
			}
			fail(at, "receiver has no address")
		}
		return &value{t: t, x: v.loc.addr}
	case !t.is(PointerKind) && v.t.is(PointerKind): // a value receiver called through a pointer
		v = c.deref(v, "", at)
	}
	return &value{t: t, x: c.convert(v, t, at)}
}

// deref is the place that a pointer points to; the demand that it is not nil is made where text names it.
func (c *context) deref(v *value, text string, at annot.Pos) *value {
	p := c.read(v, at)
	if text != "" {
		c.notNil(p, text, at)
	}
	if text == "" {
		text = "the pointer"
	}
	return located(heapPlace(p, v.t.Under().Elem, text))
}

// heapEffect replaces a call by its contract: demand and give away what it requires, assume and take what it ensures.
func (c *context) heapEffect(f *Function, recv *value, args []*value, x *annot.Call) []value {
	sig := c.lo.signature(f)
	recv = c.frozen(recv)
	for i := range args {
		args[i] = c.frozen(args[i])
	}
	cc := c.callee(f, recv, args)
	cc.calleeAt, cc.oldLabel = x.Start, ""
	c.ghostRanges(f, sig, args, x)
	label := "before_" + itoa(c.number())
	c.emit(&ir.Label{Name: label})
	demand := func(int) claimer {
		return func(p annot.Expr, e *ir.Expr) {
			cc.emit(&ir.Assert{X: e, Claim: ir.Claim{Kind: "precondition", Text: annot.String(x) + ": " + annot.String(p),
				Why: "precondition of " + f.Title() + " may not hold", At: x.Start, From: p.At()}})
		}
	}
	c.recursion(f, cc, x)
	cc.heapExhale(expressions(requires(f.Decl)), demand)
	if sig.reaches() {
		c.mutations++
	}
	results := make([]value, len(sig.results))
	for i, r := range sig.results {
		name := r.name
		if name == "" || name == "_" {
			name = "result"
		}
		v := c.fresh(f.Decl.Name+"."+name, c.lo.irType(r.t, x.Start))
		c.emit(&ir.Havoc{Vars: []ir.Var{v}})
		if !f.ghost() && !r.ghost {
			c.assume(c.lo.known(ir.V(v), r.t, 0))
		}
		results[i] = value{t: r.t, x: ir.V(v)}
		cc.bind(r.name, &results[i])
	}
	cc.oldLabel = label
	for _, cl := range ensures(f.Decl) {
		cc.heapInhale(cl.X, ir.Claim{})
	}
	return results
}

// reaches says that a function is given a way to state that is not its own: without one it changes nothing that its caller can see, as no
// function here assigns to global variables.
func (s *signature) reaches() bool {
	if s.recv != nil && s.recv.t.leads() {
		return true
	}
	return slices.ContainsFunc(s.params, func(p parameter) bool { return p.t.leads() })
}

// leads says that a value of the type holds, or may hold, a pointer or a slice.
func (t *Type) leads() bool {
	u := t.Under()
	switch u.Kind {
	case BoolKind, IntKind, StringKind, PermKind:
		return false
	case ArrayKind:
		return u.Elem.leads()
	case StructKind:
		return slices.ContainsFunc(u.Fields, func(f TypeField) bool { return f.Type.leads() })
	}
	return true
}
