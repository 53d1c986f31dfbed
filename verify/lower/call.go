package lower

import (
	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/own"
)

// callExpr lowers a call, a conversion or a use of a predeclared function.
func (c *context) callExpr(x *annot.Call) *value {
	if t := c.tryType(x.Fun); t != nil {
		return c.conversion(t, x)
	}
	f := c.expr(x.Fun)
	switch {
	case f.typ != nil:
		return c.conversion(f.typ, x)
	case f.builtin != "":
		return c.builtin(f.builtin, x)
	case f.prd != nil:
		fail(x.Start, "predicate %s inside an expression (it stands in top-level conjunctions, fold, unfold and unfolding)", f.prd.Decl.Name)
	case f.fun == nil:
		fail(x.Start, "unsupported: call of %s", annot.String(x.Fun))
	}
	return c.callFunction(f.fun, f.recv, x)
}

// arguments evaluates receiver and arguments of a call for their parameters.
func (c *context) arguments(f *Function, recv *value, x *annot.Call) (*value, []*value) {
	sig := c.lo.signature(f)
	if len(x.Args) != len(sig.params) {
		fail(x.Start, "%s needs %d arguments, has %d", f.Decl.Name, len(sig.params), len(x.Args))
	}
	var r *value
	if sig.recv != nil {
		if recv == nil {
			fail(x.Start, "method %s needs a receiver", f.Decl.Name)
		}
		r = c.argument(recv, sig.recv.t, x.Start)
	}
	args := make([]*value, len(x.Args))
	for i, a := range x.Args {
		before := c.mutations
		saved := c.spec
		c.spec = c.spec || sig.params[i].ghost
		if c.lo.heap && sig.params[i].t.is(PermKind) {
			args[i] = &value{t: permType, x: c.permission(a)}
		} else {
			args[i] = c.argument(c.expr(a), sig.params[i].t, a.At())
		}
		c.spec = saved
		if c.mutations != before && !c.spec {
			for _, earlier := range append([]*value{r}, args[:i]...) {
				if earlier != nil && earlier.x != nil && earlier.x.Op != ir.OpInt && earlier.x.Op != ir.OpVar {
					fail(a.At(), "unsupported: a call in an argument after one that reads state (assign it first)")
				}
			}
		}
	}
	return r, args
}

// argument is a value as its parameter takes it: a location for pointers, a window for slices, a value otherwise.
func (c *context) argument(v *value, t *Type, at annot.Pos) *value {
	if c.lo.heap {
		return c.heapArgument(v, t, at)
	}
	u := t.Under()
	switch u.Kind {
	case PointerKind:
		if v.t == untypedNil {
			fail(at, "unsupported: nil as an argument (it would need the heap)")
		}
		p := c.pointee(v, t, at)
		if !sameType(p.t, u.Elem) {
			fail(at, "pointer to %s used as %s", p.t, t)
		}
		return &value{t: t, ptr: p}
	case SliceKind:
		if v.sl == nil {
			fail(at, "unsupported: slice argument that is not a variable or slice expression")
		}
		return &value{t: t, sl: v.sl}
	}
	if v.ptr != nil { // a value receiver called through a pointer
		v = located(v.ptr)
	}
	return &value{t: t, x: c.convert(v, t, at)}
}

// callee is the context of f's contract, with its parameters bound to a call's arguments.
func (c *context) callee(f *Function, recv *value, args []*value) *context {
	cc := *c
	cc.pkg, cc.file, cc.fn = f.Package, f.File, f
	cc.spec, cc.trust = true, true
	cc.scopes = []map[string]*value{{}}
	cc.labels = nil
	cc.wraps = false
	sig := c.lo.signature(f)
	if sig.recv != nil {
		cc.bind(sig.recv.name, recv)
	}
	for i, p := range sig.params {
		cc.bind(p.name, args[i])
	}
	return &cc
}

// requires and ensures list the clauses of a contract; preserves counts as both.
func requires(f *annot.Func) []annot.Clause { return clauses(f, "requires") }
func ensures(f *annot.Func) []annot.Clause  { return clauses(f, "ensures") }

func clauses(f *annot.Func, word string) []annot.Clause {
	var list []annot.Clause
	for _, cl := range f.Spec.Clauses {
		switch cl.Word {
		case word, "preserves":
			list = append(list, cl)
		case "requires", "ensures":
		default:
			fail(cl.Start, "%s is not a clause of a function", cl.Word)
		}
	}
	return list
}

// callFunction lowers a call of a declared function.
func (c *context) callFunction(f *Function, recv *value, x *annot.Call) *value {
	if !f.File.Annotated {
		fail(x.Start, "unsupported: call of %s, which has no contract and is not verified", f.Title())
	}
	sig := c.lo.signature(f)
	r, args := c.arguments(f, recv, x)
	if f.ghost() && !c.spec {
		fail(x.Start, "ghost function %s is called by Go code", f.Decl.Name)
	}
	if f.Decl.Spec.Pure {
		return c.pureCall(f, r, args, x)
	}
	if c.spec && !f.ghost() || c.bound > 0 {
		fail(x.Start, "%s is not pure and cannot be used in a specification", f.Decl.Name)
	}
	c.lo.calls(c.fn, f)
	results := c.effect(f, r, args, x)
	switch len(results) {
	case 0:
		return &value{}
	case 1:
		return &results[0]
	}
	t := &Type{Kind: TupleKind}
	for _, p := range sig.results {
		t.Parts = append(t.Parts, p.t)
	}
	return &value{t: t, parts: results}
}

// pureCall is a call of a pure function: a term, whose precondition the provers check where it stands.
func (c *context) pureCall(f *Function, recv *value, args []*value, x *annot.Call) *value {
	sig := c.lo.signature(f)
	fn := c.lo.function(f)
	c.lo.calls(c.fn, f)
	e := &ir.Expr{Op: ir.OpCall, Type: fn.Result, Name: fn.Name, At: x.Start}
	if sig.recv != nil {
		e.Args = append(e.Args, c.argumentValue(recv))
	}
	for _, a := range args {
		e.Args = append(e.Args, c.argumentValue(a))
	}
	if !c.trust && !c.lo.heap {
		cc := c.callee(f, recv, args)
		for _, cl := range requires(f.Decl) {
			for _, part := range conjuncts(cl.X) {
				atoms, ok := cc.permissions(part)
				if !ok {
					continue
				}
				for _, a := range atoms {
					if c.st.Held(a.key).Sign() <= 0 {
						c.assert("permission", ir.False, annot.String(x), "permission to "+string(a.key)+" is missing; held: "+c.st.String(), x.Start)
					}
				}
			}
		}
	}
	if !c.spec { // Go code calls it: its precondition is an obligation of this place
		c.emit(&ir.Check{X: e, Claim: ir.Claim{Kind: "precondition", Text: annot.String(x), Why: "precondition of " + f.Title() + " may not hold", At: x.Start}})
	}
	return &value{t: sig.results[0].t, x: e}
}

// argumentValue is the term for an argument: what a pointer points to, what a slice shows.
func (c *context) argumentValue(a *value) *ir.Expr {
	switch {
	case a.x != nil:
		return a.x
	case a.ptr != nil:
		return c.load(a.ptr)
	case a.sl != nil:
		return c.content(a.sl)
	}
	return c.load(a.loc)
}

// reveal adds the definition of an opaque function at its arguments and is then the call itself.
func (c *context) reveal(x *annot.Call) *value {
	f := c.expr(x.Fun)
	if f.fun == nil || !f.fun.Decl.Spec.Pure {
		fail(x.Start, "reveal needs a pure function")
	}
	if !f.fun.Decl.Spec.Opaque {
		c.lo.foreign(x.Start, "reveal of %s, which is not opaque", f.fun.Decl.Name)
	}
	r, args := c.arguments(f.fun, f.recv, x)
	v := c.pureCall(f.fun, r, args, x)
	if c.lo.heap {
		return &value{t: v.t, x: ir.New(ir.OpReveal, v.x.Type, v.x)}
	}
	fn := c.lo.function(f.fun)
	if fn.Body == nil {
		fail(x.Start, "reveal of %s, which has no body", f.fun.Decl.Name)
	}
	by := map[string]*ir.Expr{}
	for i, p := range fn.Params {
		by[p.Name] = v.x.Args[i]
	}
	body := ir.Subst(fn.Body, by)
	if c.bound > 0 {
		return &value{t: v.t, x: body}
	}
	var pre []*ir.Expr
	for _, cl := range fn.Pre {
		pre = append(pre, ir.Subst(cl.X, by))
	}
	c.assume(ir.Implies(ir.And(pre...), ir.Eq(v.x, body)))
	return v
}

// effect replaces a call by its contract: demand what it requires, forget what it may write, assume what it ensures.
func (c *context) effect(f *Function, recv *value, args []*value, x *annot.Call) []value {
	if c.lo.heap {
		return c.heapEffect(f, recv, args, x)
	}
	sig := c.lo.signature(f)
	recv = c.frozen(recv) // the call may change what the arguments were read from
	for i := range args {
		args[i] = c.frozen(args[i])
	}
	cc := c.callee(f, recv, args)
	cc.calleeAt = x.Start
	cc.oldView = nil
	saved := c.spec
	c.ghostRanges(f, sig, args, x)
	pre := map[*root]ir.Var{}
	for _, rt := range c.touched(recv, args) {
		v := c.fresh(rt.v.Name+"$old", rt.v.Type)
		c.assign(v, ir.V(c.rootVar(rt)))
		pre[rt] = v
	}
	demand := func(int) claimer {
		return func(p annot.Expr, e *ir.Expr) {
			c.emit(&ir.Assert{X: e, Defined: true, Claim: ir.Claim{Kind: "precondition", Text: annot.String(x) + ": " + annot.String(p),
				Why: "precondition of " + f.Title() + " may not hold", At: x.Start, From: p.At()}})
		}
	}
	beforeState := c.st.Clone()
	written, windows := cc.writes(f)
	cc.exhaleAll(expressions(requires(f.Decl)), nil, demand)
	c.recursion(f, cc, x)
	for _, p := range written {
		c.mutations++
		v := c.fresh(p.root.v.Name+"$new", c.lo.irType(p.t, x.Start))
		c.emit(&ir.Havoc{Vars: []ir.Var{v}})
		if p.t.is(SliceKind) || p.t.is(ArrayKind) {
			c.assume(ir.Eq(ir.Len(ir.V(v)), ir.Len(c.load(p))))
		}
		c.assume(c.lo.known(ir.V(v), p.t, 0))
		if w := windows[p.key]; w != nil && w.n != nil {
			c.assume(outside(w, c.load(p), ir.V(v)))
		}
		c.store(p, ir.V(v))
	}
	cc.oldView, cc.oldState = pre, beforeState
	cc.st = c.st
	results := make([]value, len(sig.results))
	for i, r := range sig.results {
		name := r.name
		if name == "" || name == "_" {
			name = "result"
		}
		if r.t.is(PointerKind) {
			fail(x.Start, "unsupported: call of %s, which returns a %s (it would need the heap)", f.Decl.Name, r.t)
		}
		if r.t.is(SliceKind) {
			results[i] = *c.sliceResult(f.Decl.Name+"."+name, r.t, x.Start)
			cc.bind(r.name, &results[i])
			continue
		}
		v := c.fresh(f.Decl.Name+"."+name, c.lo.irType(r.t, x.Start))
		c.emit(&ir.Havoc{Vars: []ir.Var{v}})
		if !f.ghost() && !r.ghost {
			c.assume(c.lo.known(ir.V(v), r.t, 0))
		}
		results[i] = value{t: r.t, x: ir.V(v)}
		cc.bind(r.name, &results[i])
	}
	for _, cl := range ensures(f.Decl) {
		cc.inhale(cl.X, nil, false, ir.Claim{})
	}
	c.spec = saved
	return results
}

// sliceResult is a slice that a call answers: memory of which nothing is known but what the contract says. Permission to it comes with the
// contract as well, and so never to what the caller owns already.
func (c *context) sliceResult(name string, t *Type, at annot.Pos) *value {
	r := &root{v: c.fresh(name, c.lo.irType(t, at)), t: t, ghost: c.spec}
	if !c.spec {
		c.method.types[r.v.Name] = t
	}
	c.emit(&ir.Havoc{Vars: []ir.Var{r.v}})
	c.assume(c.lo.known(ir.V(r.v), t, 0))
	return &value{t: t, sl: &slice{of: &place{root: r, t: t, key: r.v.Name}}}
}

// outside says that two values of an array differ in no cell outside a window of it.
func outside(w *slice, before, after *ir.Expr) *ir.Expr {
	i := ir.Var{Name: "i$0", Type: ir.IntType}
	at, low := ir.At(after, ir.V(i)), w.offset(ir.I(0))
	within := ir.And(ir.AtMost(low, ir.V(i)), ir.Less(ir.V(i), ir.New(ir.OpAdd, ir.IntType, low, w.n)))
	body := ir.Implies(ir.And(ir.AtMost(ir.I(0), ir.V(i)), ir.Less(ir.V(i), ir.Len(after)), ir.Not(within)), ir.Eq(at, ir.At(before, ir.V(i))))
	return &ir.Expr{Op: ir.OpForall, Type: ir.BoolType, Vars: []ir.Var{i}, Triggers: [][]*ir.Expr{{at}}, Args: []*ir.Expr{body}}
}

// ghostRanges demands that arguments in ghost code are values of fixed-width parameter types, on which a ghost function relies.
func (c *context) ghostRanges(f *Function, sig *signature, args []*value, x *annot.Call) {
	for i, p := range sig.params {
		if f.ghost() && args[i].x != nil {
			if r := c.lo.ghostRange(args[i].x, p.t); r.Op != ir.OpTrue && c.spec {
				c.assert("conversion", r, annot.String(x.Args[i]), "argument may not be a value of "+p.t.String(), x.Args[i].At())
			}
		}
		if at := args[i].ptr; f.ghost() && at != nil && at.root.ghost { // memory that ghost code made may hold anything
			c.assert("conversion", c.lo.known(c.load(at), p.t, 0), annot.String(x.Args[i]), "what the argument points to may not be a value of "+p.t.String(), x.Args[i].At())
		}
	}
}

// frozen is an argument that later assignments do not change.
func (c *context) frozen(v *value) *value {
	if v == nil {
		return nil
	}
	n := *v
	switch {
	case v.x != nil:
		n.x = c.temp("arg", v.x)
	case v.ptr != nil:
		n.ptr = c.freeze(v.ptr)
	case v.sl != nil:
		sl := *v.sl
		sl.of = c.freeze(sl.of)
		if sl.off != nil {
			sl.off = c.temp("off", sl.off)
		}
		if sl.n != nil {
			sl.n = c.temp("len", sl.n)
		}
		n.sl = &sl
	}
	return &n
}

// touched are the heap roots that the arguments of a call reach.
func (c *context) touched(recv *value, args []*value) []*root {
	var list []*root
	seen := map[*root]bool{}
	for _, v := range append([]*value{recv}, args...) {
		var p *place
		switch {
		case v == nil:
		case v.ptr != nil:
			p = v.ptr
		case v.sl != nil:
			p = v.sl.of
		}
		if p != nil && !seen[p.root] {
			seen[p.root] = true
			list = append(list, p.root)
		}
	}
	return list
}

// writes are the locations that a callee may write: those to which its precondition takes the full permission. Of an array that it got
// as a slice it writes that window only; windows has it by the array's key.
func (c *context) writes(f *Function) (list []*place, windows map[string]*slice) {
	windows = map[string]*slice{}
	for _, cl := range requires(f.Decl) {
		for _, part := range conjuncts(cl.X) {
			atoms, ok := c.permissions(part)
			if !ok {
				continue
			}
			for _, a := range atoms {
				if a.amount == nil || a.amount.Cmp(own.Full) < 0 || a.family {
					if a.family && a.amount != nil && a.amount.Cmp(own.Full) == 0 {
						list = append(list, c.arrayOf(a))
					}
					continue
				}
				if a.inst == nil {
					list = append(list, a.place)
					windows[a.place.key] = a.window
					continue
				}
				list = append(list, c.ownedBy(a.inst)...)
			}
		}
	}
	return assembled(prune(list)), windows
}

// arrayOf is the array whose elements, or a part of each of them, a family covers.
func (c *context) arrayOf(a atom) *place { return a.place.parent() }

// ownedBy are the locations that a predicate owns in full, all the way down.
func (c *context) ownedBy(inst *instance) []*place {
	if inst.pred.Decl.Body == nil {
		return []*place{inst.recv}
	}
	pc := c.predicateContext(inst)
	var list []*place
	for _, part := range conjuncts(inst.pred.Decl.Body) {
		atoms, ok := pc.permissions(part)
		if !ok {
			continue
		}
		for _, a := range atoms {
			switch {
			case a.amount == nil || a.amount.Cmp(own.Full) < 0:
			case a.family:
				list = append(list, c.arrayOf(a))
			case a.inst != nil:
				list = append(list, c.ownedBy(a.inst)...)
			default:
				list = append(list, a.place)
			}
		}
	}
	all := leaves(inst.recv)
	covered := map[string]bool{}
	for _, p := range list {
		covered[p.key] = true
	}
	for _, l := range all {
		if !covered[l.key] {
			return list
		}
	}
	return []*place{inst.recv}
}

// assembled puts all fields of a struct in an array together to the struct, so that one assignment writes what many would: a place for a process, say, that a
// call owns part by part.
func assembled(list []*place) []*place {
	for {
		whole, rest := structOf(list)
		if whole == nil {
			return list
		}
		list = append(rest, whole)
	}
}

// structOf answers a struct in an array all of whose fields are in the list, and the list without them; nil when there is none.
func structOf(list []*place) (whole *place, rest []*place) {
	for _, p := range list {
		up := p.around()
		if up == nil || up.lastIndex() == nil { // outside an array each field is written by itself
			continue
		}
		var fields []*place
		rest = rest[:0:0]
		for _, q := range list {
			if in := q.around(); in != nil && in.key == up.key && in.lastIndex() == up.lastIndex() {
				fields = append(fields, q)
			} else {
				rest = append(rest, q)
			}
		}
		if len(fields) > 1 && len(fields) == len(up.t.Under().Fields) {
			return up, rest
		}
	}
	return nil, list
}

// prune drops locations that lie within others of the list.
func prune(list []*place) []*place {
	var out []*place
	for i, p := range list {
		keep := true
		for j, q := range list {
			if i != j && own.Within(p.key, q.key) && (p.key != q.key || (j < i && p.lastIndex() == q.lastIndex())) {
				keep = false
			}
		}
		if keep {
			out = append(out, p)
		}
	}
	return out
}
