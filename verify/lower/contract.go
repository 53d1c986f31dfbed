package lower

import (
	"maps"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// begin makes the context and the method of a function with a body.
func (lo *Lowering) begin(f *Function) (*context, *ir.Method) {
	if f.ghost() && len(f.Decl.Spec.Measures) == 0 {
		fail(f.Decl.Start, "ghost function %s needs decreases: a proof that does not end proves nothing", f.Decl.Name)
	}
	c := lo.newContext(f.Package, f.File)
	c.fn, c.spec = f, f.ghost()
	return c, &ir.Method{Name: mangle(f.Package.Path) + "." + f.Title(), Title: f.Title(), Module: f.Package.Path, At: f.Decl.Start}
}

// parameters are the receiver and the parameters, each with a name.
func (s *signature) parameters() []parameter {
	var list []parameter
	if s.recv != nil {
		list = append(list, *s.recv)
	}
	list = append(list, s.params...)
	for i := range list {
		if list[i].name == "" || list[i].name == "_" {
			list[i].name = "unnamed"
		}
	}
	return list
}

// enter makes the method's parameter for one of a function's, with what its type says of it.
func (c *context) enter(m *ir.Method, p parameter) (in ir.Var, ghost bool) {
	in = c.fresh(p.name, c.lo.irType(p.t, p.at))
	m.Params = append(m.Params, in)
	ghost = c.fn.ghost() || p.ghost
	if ghost {
		c.assume(c.lo.ghostKnown(ir.V(in), p.t))
	} else {
		c.assume(c.lo.known(ir.V(in), p.t, 0))
	}
	return in, ghost
}

// plain binds a parameter that is a value: the contract means what it is at entry, the body may assign to it.
func (c *context) plain(p parameter, in ir.Var, ghost, assigned bool, contract map[string]*value) {
	contract[p.name] = &value{t: p.t, x: ir.V(in)}
	if assigned {
		c.assign(c.variable(p.name, p.t, ghost, p.at).v, ir.V(in))
		return
	}
	c.bind(p.name, &value{t: p.t, x: ir.V(in), ghost: p.ghost})
}

// body lowers the body, whose returns end in exit.
func (c *context) body(f *Function, m *ir.Method, sig *signature, exit func(ec *context, at annot.Pos)) {
	c.push()
	for _, p := range sig.results {
		name := p.name
		if name == "" || name == "_" {
			name = "result"
		}
		if !c.lo.heap && (p.t.is(PointerKind) || p.t.is(SliceKind)) {
			fail(f.Decl.Start, "unsupported: result of type %s (it would need the heap)", p.t)
		}
		r := c.variable(name, p.t, f.ghost() || p.ghost, f.Decl.Start)
		c.assign(r.v, c.lo.zero(p.t, f.Decl.Start))
		c.method.results = append(c.method.results, r)
	}
	c.method.exit = exit
	c.push()
	c.stmts(f.Decl.Body.List)
	if !c.dead {
		c.leave(f.Decl.Body.End)
	}
	m.Body = []ir.Stmt{&ir.Scope{Label: "exit", Body: *c.out}}
}

// expressions are what clauses say.
func expressions(clauses []annot.Clause) []annot.Expr {
	list := make([]annot.Expr, len(clauses))
	for i, cl := range clauses {
		list[i] = cl.X
	}
	return list
}

// beside is a context for specifications that sees the contract's names alone, and writes into a list of its own.
func (c *context) beside(contract map[string]*value, out *[]ir.Stmt) (*context, map[string]*value) {
	pc := *c
	scope := maps.Clone(contract)
	pc.spec, pc.scopes, pc.out = true, []map[string]*value{scope}, out
	return &pc, scope
}

// anyResults binds the results' names to anything of their types.
func (c *context) anyResults(f *Function, sig *signature, scope map[string]*value) {
	for _, r := range sig.results {
		v := c.fresh("result$post", c.lo.irType(r.t, f.Decl.Start))
		c.emit(&ir.Havoc{Vars: []ir.Var{v}})
		if !f.ghost() && !r.ghost {
			c.assume(c.lo.known(ir.V(v), r.t, 0))
		}
		if r.name != "" && r.name != "_" {
			scope[r.name] = &value{t: r.t, x: ir.V(v)}
		}
	}
}

// aside emits statements on a path of their own, which ends with them.
func (c *context) aside(list []ir.Stmt, at annot.Pos) {
	branch := c.fresh("contract", ir.BoolType)
	c.emit(&ir.Havoc{Vars: []ir.Var{branch}})
	c.emit(&ir.If{Cond: ir.V(branch), Then: append(list, &ir.Assume{X: ir.False}), At: at})
}

// atReturn is the context in which the postconditions are demanded at a return, which is asked to be reachable.
func (c *context) atReturn(contract map[string]*value, sig *signature, at annot.Pos) *context {
	ec, scope := c.beside(contract, c.out)
	for i, r := range sig.results {
		if r.name != "" && r.name != "_" {
			scope[r.name] = &value{t: r.t, x: ir.V(c.method.results[i].v)}
		}
	}
	c.emit(&ir.Vacuity{Claim: ir.Claim{Kind: "vacuity", Text: "return", Why: "this return can never be reached", At: at}})
	return ec
}
