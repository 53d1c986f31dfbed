package lower

import (
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/own"
)

// newContext is a context for the body of something in a file.
func (lo *Lowering) newContext(p *Package, file *annot.File) *context {
	return &context{lo: lo, pkg: p, file: file, scopes: []map[string]*value{{}}, st: own.New(), out: new([]ir.Stmt),
		method: &methodState{names: map[string]int{}, types: map[string]*Type{}, entries: map[string]ir.Var{}}}
}

// function is the term-level side of a pure function: its contract and body over values.
func (lo *Lowering) function(f *Function) *ir.Func {
	if f.ir != nil {
		return f.ir
	}
	sig := lo.signature(f)
	if len(sig.results) != 1 {
		fail(f.Decl.Start, "pure function %s needs exactly one result", f.Decl.Name)
	}
	c := lo.newContext(f.Package, f.File)
	c.spec, c.fn, c.pure = true, f, true
	name := mangle(f.Package.Path) + "_" + f.Decl.Name
	if sig.recv != nil {
		name += "_" + mangle(sig.recv.t.String())
	}
	c.method.owner = "@" + name
	fn := &ir.Func{Name: name, Module: f.Package.Path, Title: f.Title(), At: f.Decl.Start, Opaque: f.Decl.Spec.Opaque,
		Trusted: f.Decl.Spec.Trusted && !f.prove || f.Decl.Body == nil}
	lo.claim(fn.Name, f, f.Decl.Start, fn.Title)
	f.ir = fn
	lo.program.Funcs[fn.Name] = fn
	defer func() {
		if r := recover(); r != nil { // whoever calls it is told as well
			f.ir = nil
			delete(lo.program.Funcs, fn.Name)
			panic(r)
		}
	}()
	r := sig.results[0]
	if !lo.heap && (r.t.is(PointerKind) || r.t.is(SliceKind)) {
		fail(f.Decl.Start, "unsupported: pure function %s returns a %s", f.Decl.Name, r.t)
	}
	fn.Result = lo.irType(r.t, f.Decl.Start)
	if sig.recv != nil {
		c.parameterValue(sig.recv.name, sig.recv.t, f.ghost(), fn, f.Decl.Start)
	}
	for _, p := range sig.params {
		c.parameterValue(p.name, p.t, f.ghost(), fn, p.at)
	}
	var permissionClaims []ir.Stmt
	lower := func(cls []annot.Clause) []ir.Clause {
		var out []ir.Clause
		for _, cl := range cls {
			var list []ir.Stmt
			c.out = &list
			c.inhale(cl.X, nil, true, ir.Claim{})
			for _, x := range facts(list) {
				out = append(out, ir.Clause{X: x, Text: annot.String(cl.X), At: cl.X.At()})
			}
			permissionClaims = append(permissionClaims, claims(list)...)
		}
		return out
	}
	fn.Pre = lower(requires(f.Decl))
	for _, cl := range requires(f.Decl) {
		if cl.Word == "preserves" {
			fail(cl.Start, "pure function %s cannot have preserves: it gives nothing back, write requires", f.Decl.Name)
		}
	}
	fn.Pre = append(lo.parameterRanges(f, sig, fn), fn.Pre...)
	lo.measureOf(f, c, fn)
	if f.Decl.Body != nil && !fn.Trusted {
		ret, ok := onlyReturn(f.Decl.Body)
		if !ok {
			fail(f.Decl.Start, "the body of pure function %s must be one return", f.Decl.Name)
		}
		var list []ir.Stmt
		c.out = &list
		fn.Body = c.convert(c.expr(ret), r.t, ret.At())
		for _, s := range list { // revealed definitions
			if a, ok := s.(*ir.Assume); ok {
				fn.Body = &ir.Expr{Op: ir.OpIte, Type: fn.Body.Type, Args: []*ir.Expr{a.X, fn.Body, fn.Body}}
			}
		}
		permissionClaims = append(permissionClaims, claims(list)...)
	}
	name = r.name
	result := &value{t: r.t, x: ir.V(ir.Var{Name: ir.ResultName, Type: fn.Result})}
	c.bind(name, result)
	fn.Post = lower(ensures(f.Decl))
	lo.checks = append(lo.checks, pending{fn: fn, claims: permissionClaims, pkg: f.Package, function: f})
	return fn
}

// parameterRanges are what a pure function relies on by the types of its parameters: the lengths of arrays, and for a Go
// function the ranges of integers too.
func (lo *Lowering) parameterRanges(f *Function, sig *signature, fn *ir.Func) []ir.Clause {
	say := lo.known
	if f.ghost() {
		say = lo.shape
	}
	var out []ir.Clause
	all := sig.params
	if sig.recv != nil {
		all = append([]parameter{*sig.recv}, all...)
	}
	for i, p := range all {
		if x := say(ir.V(fn.Params[i]), p.t, 0); x.Op != ir.OpTrue {
			out = append(out, ir.Clause{X: x, Text: p.name + " is a value of " + p.t.String(), At: f.Decl.Start})
		}
	}
	return out
}

// measureOf lowers the termination measure of a pure function.
func (lo *Lowering) measureOf(f *Function, c *context, fn *ir.Func) {
	if len(f.Decl.Spec.Measures) == 0 {
		fail(f.Decl.Start, "pure function %s needs decreases", f.Decl.Name)
	}
	if len(f.Decl.Spec.Measures) > 1 || f.Decl.Spec.Measures[0].If != nil {
		fail(f.Decl.Spec.Measures[0].Start, "unsupported: conditional decreases of a pure function")
	}
	m := f.Decl.Spec.Measures[0]
	fn.Total, fn.Assumed = true, m.Wildcard
	for _, x := range m.Tuple {
		fn.Measure = append(fn.Measure, c.measureTerm(x))
	}
}

// measureTerm is one component of a measure as an integer.
func (c *context) measureTerm(x annot.Expr) *ir.Expr {
	saved := c.spec
	c.spec = true
	defer func() { c.spec = saved }()
	if c.lo.heap {
		if inst := c.measuredInstance(x); inst != nil {
			return inst
		}
	}
	v := c.expr(x)
	e := c.read(v, x.At())
	switch {
	case v.t.isInteger():
		return e
	case v.t.is(SeqKind):
		return ir.Len(e)
	case v.t.is(SetKind), v.t.is(MsetKind):
		return ir.New(ir.OpSetLen, ir.IntType, e)
	case v.t.is(BoolKind):
		return ir.Ite(e, ir.I(1), ir.I(0))
	}
	fail(x.At(), "unsupported: measure of type %s", v.t)
	return nil
}

func onlyReturn(b *annot.Block) (annot.Expr, bool) {
	if len(b.List) != 1 {
		return nil, false
	}
	r, ok := b.List[0].(*annot.Return)
	if !ok || len(r.Values) != 1 {
		return nil, false
	}
	return r.Values[0], true
}

// methodOf lowers a function with a body to the demands of that body.
func (lo *Lowering) methodOf(f *Function) *ir.Method {
	sig := lo.signature(f)
	c, m := lo.begin(f)
	assigned := assignedNames(f.Decl.Body)
	c.oldView = map[*root]ir.Var{}
	// contract binds the parameters as the contract sees them: their values at entry.
	contract := map[string]*value{}
	c.push()
	for _, p := range sig.parameters() {
		in, ghost := c.enter(m, p)
		m.Shown = append(m.Shown, lo.shown(p.name, ir.V(in), p.t, 0)...)
		if !p.t.is(PointerKind) && !p.t.is(SliceKind) {
			c.plain(p, in, ghost, assigned[p.name], contract)
			continue
		}
		r := &root{v: c.fresh(p.name+"$at", in.Type), t: p.t, order: len(m.Params)}
		if p.t.is(PointerKind) {
			r.t = p.t.Under().Elem
		}
		c.method.types[r.v.Name] = r.t
		c.method.entries[r.v.Name] = in
		c.assign(r.v, ir.V(in))
		c.oldView[r] = in
		pl := &place{root: r, t: r.t, key: p.name}
		v := &value{t: p.t, ptr: pl}
		if p.t.is(SliceKind) {
			v = &value{t: p.t, sl: &slice{of: pl}}
		}
		c.bind(p.name, v)
		contract[p.name] = v
	}
	pre := *c
	pre.scopes = []map[string]*value{contract}
	pre.oldView, pre.spec = nil, true
	for _, cl := range requires(f.Decl) {
		pre.inhale(cl.X, nil, true, ir.Claim{Kind: "precondition", Why: "the contract may not be well defined"})
	}
	c.emit(&ir.Vacuity{Claim: ir.Claim{Kind: "vacuity", Text: "requires", Why: "the preconditions of " + f.Title() + " contradict each other", At: f.Decl.Start}})
	c.oldState = c.st.Clone()
	lo.checkPost(f, c, contract, sig)
	c.entryMeasure(f, &pre)
	c.body(f, m, sig, func(ec *context, at annot.Pos) { lo.exit(f, ec, contract, sig, at) })
	return m
}

// checkPost demands that the postconditions are well defined over what they themselves give.
func (lo *Lowering) checkPost(f *Function, c *context, contract map[string]*value, sig *signature) {
	if len(ensures(f.Decl)) == 0 {
		return
	}
	var list []ir.Stmt
	pc, scope := c.beside(contract, &list)
	pc.st = own.New()
	view := map[*root]ir.Var{}
	for _, r := range inOrder(c.oldView) {
		v := pc.fresh(r.v.Name+"$post", r.v.Type)
		view[r] = v
		pc.emit(&ir.Havoc{Vars: []ir.Var{v}})
		pc.assume(lo.known(ir.V(v), r.t, 0))
		if r.t.is(SliceKind) {
			pc.assume(ir.Eq(ir.Len(ir.V(v)), ir.Len(ir.V(c.oldView[r]))))
		}
	}
	pc.view = view
	pc.anyResults(f, sig, scope)
	for _, cl := range ensures(f.Decl) {
		pc.inhale(cl.X, nil, true, ir.Claim{Kind: "postcondition", Why: "the contract may not be well defined"})
	}
	c.aside(list, f.Decl.Start)
}

// exit demands the postconditions at one return.
func (lo *Lowering) exit(f *Function, c *context, contract map[string]*value, sig *signature, at annot.Pos) {
	ec := c.atReturn(contract, sig, at)
	ec.trust = true // checkPost has seen that the clauses are well formed
	ec.calleeAt = at
	ec.st = c.st.Clone()
	ec.exhaleAll(expressions(ensures(f.Decl)), nil, func(int) claimer {
		return func(p annot.Expr, e *ir.Expr) {
			c.emit(&ir.Assert{X: e, Defined: true, Claim: ir.Claim{Kind: "postcondition", Text: annot.String(p), Why: "postcondition may not hold at this return", At: at, From: p.At()}})
		}
	})
}

// leave runs the deferred statements, demands the postconditions and ends the path.
func (c *context) leave(at annot.Pos) {
	c.regain(0)
	for i := len(c.defers) - 1; i >= 0; i-- {
		saved := c.scopes
		c.scopes = c.defers[i].scopes
		c.stmt(c.defers[i].stmt)
		c.scopes = saved
	}
	c.method.exit(c, at)
	c.emit(&ir.Break{Label: "exit"})
	c.dead = true
}

// falls says that measure b lies lexicographically below a, which is bounded from below where it falls.
func falls(a, b []*ir.Expr) *ir.Expr {
	result := ir.False
	n := min(len(a), len(b))
	for i := n - 1; i >= 0; i-- {
		less := falling(a[i], b[i])
		if result.Op == ir.OpFalse {
			result = less
		} else {
			result = ir.Or(less, ir.And(ir.New(ir.OpEq, ir.BoolType, b[i], a[i]), result))
		}
	}
	return result
}

// falling says that one component of a measure falls from a to b.
func falling(a, b *ir.Expr) *ir.Expr {
	switch {
	case a.Type == ir.InstanceType && b.Type == ir.InstanceType:
		return ir.New(ir.OpWithin, ir.BoolType, b, a)
	case a.Type == ir.InstanceType || b.Type == ir.InstanceType:
		return ir.False
	}
	return ir.And(ir.Less(b, a), ir.AtMost(ir.I(0), a))
}

// assignedNames are the names that a body assigns anywhere, by spelling.
func assignedNames(b *annot.Block) map[string]bool {
	names := map[string]bool{}
	walkStmt(b, func(s annot.Stmt) {
		mark := func(x annot.Expr) {
			for {
				switch e := x.(type) {
				case *annot.Ident:
					names[e.Name] = true
					return
				case *annot.Selector:
					x = e.X
				case *annot.Index:
					x = e.X
				case *annot.Paren:
					x = e.X
				default:
					return
				}
			}
		}
		switch s := s.(type) {
		case *annot.Assign:
			for _, l := range s.Left {
				mark(l)
			}
		case *annot.Step:
			mark(s.X)
		case *annot.Range:
			if !s.Define {
				mark(s.Key)
				if s.Value != nil {
					mark(s.Value)
				}
			}
		}
	})
	return names
}

// walkStmt calls f on a statement and all statements in it.
func walkStmt(s annot.Stmt, f func(annot.Stmt)) {
	if s == nil {
		return
	}
	f(s)
	switch s := s.(type) {
	case *annot.Block:
		if s == nil {
			return
		}
		for _, t := range s.List {
			walkStmt(t, f)
		}
	case *annot.Outline:
		for _, t := range s.List {
			walkStmt(t, f)
		}
	case *annot.If:
		walkStmt(s.Init, f)
		walkStmt(s.Then, f)
		walkStmt(s.Else, f)
	case *annot.For:
		walkStmt(s.Init, f)
		walkStmt(s.Post, f)
		walkStmt(s.Body, f)
	case *annot.Range:
		walkStmt(s.Body, f)
	case *annot.Switch:
		walkStmt(s.Init, f)
		for _, cs := range s.Cases {
			for _, t := range cs.Body {
				walkStmt(t, f)
			}
		}
	case *annot.Labeled:
		walkStmt(s.Stmt, f)
	case *annot.Defer:
		walkStmt(s.Stmt, f)
	}
}

// shown lists what a counterexample prints of a parameter: plain values and the fields of structs.
func (lo *Lowering) shown(name string, x *ir.Expr, t *Type, depth int) []ir.Shown {
	u := t.Under()
	switch u.Kind {
	case PointerKind:
		if e := u.Elem.Under().Kind; e == BoolKind || e == IntKind {
			name = "*" + name
		}
		return lo.shown(name, x, u.Elem, depth)
	case BoolKind, IntKind:
		return []ir.Shown{{Go: name, X: x, Type: u.Name}}
	case StructKind:
		if depth > 2 {
			return nil
		}
		var list []ir.Shown
		for _, f := range u.Fields {
			list = append(list, lo.shown(name+"."+f.Name, ir.Get(x, f.Name), f.Type, depth+1)...)
		}
		return list
	case SliceKind, SeqKind:
		return []ir.Shown{{Go: "len(" + name + ")", X: ir.Len(x), Type: "int"}}
	case ArrayKind:
		if depth > 2 || u.Len > 64 {
			return nil
		}
		var list []ir.Shown
		for i := int64(0); i < u.Len; i++ {
			list = append(list, lo.shown(name+"["+itoa(int(i))+"]", ir.At(x, ir.I(i)), u.Elem, depth+1)...)
		}
		return list
	}
	return nil
}

// zero is the zero value of a type.
func (lo *Lowering) zero(t *Type, at annot.Pos) *ir.Expr {
	u := t.Under()
	it := lo.irType(t, at)
	switch u.Kind {
	case BoolKind:
		return ir.False
	case IntKind, OpaqueKind:
		return ir.I(0) // nil
	case PermKind:
		return ir.New(ir.OpNoPerm, ir.PermType)
	case PointerKind:
		if lo.heap {
			return ir.Null
		}
	case SliceKind:
		if lo.heap {
			return makeSlice(ir.Null, ir.I(0), ir.I(0), ir.I(0))
		}
	case StringKind:
		return &ir.Expr{Op: ir.OpTextLit, Type: ir.TextType}
	case StructKind:
		args := make([]*ir.Expr, len(u.Fields))
		for i, f := range u.Fields {
			args[i] = lo.zero(f.Type, at)
		}
		return ir.New(ir.OpMake, it, args...)
	case ArrayKind:
		return lo.zeroArray(u, it, at)
	case SeqKind:
		return ir.New(ir.OpSeqEmpty, it)
	case SetKind, MsetKind:
		return ir.New(ir.OpSetEmpty, it)
	case DictKind:
		return ir.New(ir.OpDictEmpty, it)
	case OptionKind:
		return ir.New(ir.OpNone, it)
	}
	fail(at, "unsupported: zero value of %s", t)
	return nil
}

// claim takes a name that the provers see for a declaration, and refuses a second one of that name, which they would take for the first: names are made of
// import paths and identifiers with underscores for all else, so that two packages can make one.
func (lo *Lowering) claim(name string, declaration any, at annot.Pos, title string) {
	taken, ok := lo.names[name]
	if ok && taken.declaration != declaration {
		fail(at, "unsupported: %s has the name %s for the provers, as %s at %s has: rename it or its package", title, name, taken.title, taken.at)
	}
	lo.names[name] = claimed{declaration, at, title}
}

// zeroArray is a constant with the array's length whose elements are zero.
func (lo *Lowering) zeroArray(u *Type, it *ir.Type, at annot.Pos) *ir.Expr {
	name := "zero_" + itoa(int(u.Len)) + "_" + strings.TrimPrefix(it.Name, "Seq_")
	if _, ok := lo.program.Funcs[name]; !ok {
		i := ir.Var{Name: "i$z", Type: ir.IntType}
		result := ir.V(ir.Var{Name: ir.ResultName, Type: it})
		el := ir.At(result, ir.V(i))
		all := &ir.Expr{Op: ir.OpForall, Type: ir.BoolType, Vars: []ir.Var{i}, Triggers: [][]*ir.Expr{{el}},
			Args: []*ir.Expr{ir.Implies(ir.And(ir.AtMost(ir.I(0), ir.V(i)), ir.Less(ir.V(i), ir.I(u.Len))), ir.Eq(el, lo.zero(u.Elem, at)))}}
		lo.program.Funcs[name] = &ir.Func{Name: name, Result: it, Total: true, Trusted: true, Title: name,
			Post: []ir.Clause{{X: ir.Eq(ir.Len(result), ir.I(u.Len))}, {X: all}}}
	}
	return &ir.Expr{Op: ir.OpCall, Type: it, Name: name, At: at}
}
