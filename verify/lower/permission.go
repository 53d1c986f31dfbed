package lower

import (
	"math/big"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/own"
)

// epsilon stands for a wildcard: some permission, too little for anybody to count on.
var epsilon = new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 60))

// atom is one permission of an assertion: to a location or to a folded predicate.
type atom struct {
	key own.Key
	// amount is nil for a wildcard.
	amount *big.Rat
	at     annot.Pos
	text   string
	// inst is set for a predicate.
	inst *instance
	// place is the location, of the receiver for a predicate.
	place *place
	// family says that the key stands for all elements; otherwise element is the index of the one element meant.
	family  bool
	element *ir.Expr
	// vars and cond bind the family's variable for the truth of its predicates.
	v    ir.Var
	cond *ir.Expr
	// window is the slice variable whose cells are meant, when place is the array behind it.
	window *slice
}

// instance is a predicate applied to a receiver and arguments.
type instance struct {
	pred *Pred
	recv *place
	args []*value
	key  own.Key
	// truth is the predicate's condition over values.
	truth *ir.Expr
	at    annot.Pos
	text  string
	perm  annot.Expr
}

// instance resolves P(x) or acc(P(x), q).
func (c *context) instance(x annot.Expr) *instance {
	inst := c.tryInstance(x)
	if inst == nil {
		fail(x.At(), "%s is not a predicate instance", annot.String(x))
	}
	return inst
}

func (c *context) tryInstance(x annot.Expr) *instance {
	var perm annot.Expr
	for {
		if p, ok := x.(*annot.Paren); ok {
			x = p.X
			continue
		}
		if a, ok := x.(*annot.Acc); ok {
			perm, x = a.Perm, a.X
			continue
		}
		break
	}
	call, ok := x.(*annot.Call)
	if !ok {
		return nil
	}
	switch f := call.Fun.(type) {
	case *annot.Ident, *annot.Selector:
		if !c.namesPredicate(f) {
			return nil
		}
	default:
		return nil
	}
	f := c.expr(call.Fun)
	inst := &instance{pred: f.prd, at: x.At(), text: annot.String(x), perm: perm}
	c.lo.resolvePred(f.prd)
	if len(call.Args) != len(f.prd.params) {
		fail(x.At(), "predicate %s needs %d arguments, has %d", f.prd.Decl.Name, len(f.prd.params), len(call.Args))
	}
	var values []*ir.Expr
	if f.recv != nil {
		inst.recv = c.pointee(f.recv, f.prd.recv, x.At())
		values = append(values, c.load(inst.recv))
	}
	for i, a := range call.Args {
		v := c.expr(a)
		inst.args = append(inst.args, v)
		if f.prd.params[i].t.is(PointerKind) || f.prd.params[i].t.is(SliceKind) {
			fail(a.At(), "unsupported: predicate %s with a pointer or slice argument beside its receiver", f.prd.Decl.Name)
		}
		values = append(values, c.convert(v, f.prd.params[i].t, a.At()))
	}
	name := f.prd.Decl.Name
	if inst.recv == nil {
		fail(x.At(), "unsupported: predicate %s without a receiver", name)
	}
	if len(call.Args) > 0 {
		name += "(" + annot.String(&annot.Call{Fun: &annot.Ident{Name: ""}, Args: call.Args}) + ")"
	}
	inst.key = own.Instance(f.prd.Decl.Name+mangledType(f.prd.recv), inst.recv.key)
	if len(call.Args) > 0 {
		fail(x.At(), "unsupported: predicate %s with arguments beside its receiver", name)
	}
	fn := c.lo.predFunc(f.prd)
	inst.truth = &ir.Expr{Op: ir.OpCall, Type: ir.BoolType, Name: fn.Name, Args: values, At: x.At()}
	return inst
}

func mangledType(t *Type) string { return "@" + t.String() }

// namesPredicate says, without evaluating anything, whether an expression names a predicate.
func (c *context) namesPredicate(x annot.Expr) bool {
	switch x := x.(type) {
	case *annot.Ident:
		s, ok := c.pkg.symbols[x.Name]
		return ok && s.kind == predSymbol && c.lookup(x.Name) == nil
	case *annot.Selector:
		if p := c.importOf(x.X); p != nil {
			s, ok := p.symbols[x.Name]
			return ok && s.kind == predSymbol
		}
		t := c.staticType(x.X)
		if t == nil {
			return false
		}
		m := findMember(t, x.Name)
		return m != nil && m.sym != nil && m.sym.kind == predSymbol
	}
	return false
}

// staticType is the type of a receiver expression, found without emitting statements.
func (c *context) staticType(x annot.Expr) *Type {
	probe := *c
	var drop []ir.Stmt
	probe.out = &drop
	probe.spec, probe.trust = true, true
	return probe.expr(x).t
}

// pointee is the location of a receiver or pointer argument.
func (c *context) pointee(v *value, t *Type, at annot.Pos) *place {
	switch {
	case v.ptr != nil:
		return v.ptr
	case v.loc != nil && v.loc.root.local && t.is(PointerKind):
		fail(at, "unsupported: address of local variable %s that is not marked as shared (write %s@ at its declaration)", v.loc.root.v.Name, v.loc.root.v.Name)
	case v.loc != nil:
		return v.loc
	}
	fail(at, "receiver or pointer argument has no location")
	return nil
}

// amount reads a permission amount; nil is a wildcard.
func (c *context) amount(x annot.Expr) *big.Rat {
	switch x := x.(type) {
	case nil:
		return own.Full
	case *annot.Paren:
		return c.amount(x.X)
	case *annot.Ident:
		switch x.Name {
		case "_":
			return nil
		case "writePerm":
			return own.Full
		case "noPerm":
			return new(big.Rat)
		}
		if s, ok := c.pkg.symbols[x.Name]; ok && s.kind == constSymbol && c.lookup(x.Name) == nil && c.lo.isPermConstant(s) {
			return c.lo.packageContext(s.pkg, s.file).amount(s.constant.Value)
		}
	case *annot.Selector:
		if p := c.importOf(x.X); p != nil && c.isPermission(x) {
			s := p.symbols[x.Name]
			return c.lo.packageContext(s.pkg, s.file).amount(s.constant.Value)
		}
	case *annot.Call:
		if id, ok := x.Fun.(*annot.Ident); ok && id.Name == "perm" && len(x.Args) == 1 {
			return c.amount(x.Args[0])
		}
	case *annot.Literal:
		if r, ok := new(big.Rat).SetString(x.Text); ok {
			return r
		}
	case *annot.Binary:
		l, r := c.amount(x.X), c.amount(x.Y)
		if l == nil || r == nil {
			break
		}
		switch x.Op {
		case "/":
			if r.Sign() != 0 {
				return new(big.Rat).Quo(l, r)
			}
		case "*":
			return new(big.Rat).Mul(l, r)
		case "+":
			return new(big.Rat).Add(l, r)
		case "-":
			return new(big.Rat).Sub(l, r)
		}
	}
	if x != nil {
		if v := c.expr(x); v.c != nil && v.x.Int != nil {
			return new(big.Rat).SetInt(v.x.Int)
		}
	}
	fail(x.At(), "unsupported: permission amount %s (literal fractions and constants are)", annot.String(x))
	return nil
}

// conjuncts splits an assertion at && and drops parentheses.
func conjuncts(x annot.Expr) []annot.Expr {
	switch e := x.(type) {
	case *annot.Paren:
		return conjuncts(e.X)
	case *annot.Binary:
		if e.Op == "&&" {
			return append(conjuncts(e.X), conjuncts(e.Y)...)
		}
	}
	return []annot.Expr{x}
}

// permissions answers the permissions of one conjunct, and whether it is one.
func (c *context) permissions(x annot.Expr) ([]atom, bool) {
	switch e := x.(type) {
	case *annot.Acc:
		if inst := c.tryInstance(e); inst != nil {
			return []atom{c.instanceAtom(inst)}, true
		}
		return c.location(e), true
	case *annot.Call:
		if inst := c.tryInstance(e); inst != nil {
			return []atom{c.instanceAtom(inst)}, true
		}
	case *annot.Quantifier:
		if e.Forall && c.mentionsPermission(e.Body) {
			return c.family(e), true
		}
	case *annot.Binary:
		if e.Op == "==>" && c.mentionsPermission(e.Y) {
			fail(e.OpPos, "unsupported: permission under a condition (it would need the heap)")
		}
	case *annot.Conditional:
		if c.mentionsPermission(e.Then) || c.mentionsPermission(e.Else) {
			fail(e.Start, "unsupported: permission under a condition (it would need the heap)")
		}
	}
	return nil, false
}

// mentionsPermission says whether an assertion holds permissions outside unfolding and old.
func (c *context) mentionsPermission(x annot.Expr) bool {
	switch e := x.(type) {
	case *annot.Paren:
		return c.mentionsPermission(e.X)
	case *annot.Acc:
		return true
	case *annot.Call:
		if s, ok := e.Fun.(*annot.Selector); ok {
			if c.importOf(s.X) != nil {
				return c.namesPredicate(s)
			}
			return c.lo.predicates[s.Name]
		}
		return c.namesPredicate(e.Fun)
	case *annot.Binary:
		return c.mentionsPermission(e.X) || c.mentionsPermission(e.Y)
	case *annot.Quantifier:
		return c.mentionsPermission(e.Body)
	case *annot.Conditional:
		return c.mentionsPermission(e.Then) || c.mentionsPermission(e.Else)
	case *annot.Let:
		return c.mentionsPermission(e.Body)
	}
	return false
}

func (c *context) instanceAtom(inst *instance) atom {
	a := atom{key: inst.key, amount: c.amount(inst.perm), at: inst.at, text: inst.text, inst: inst, place: inst.recv}
	a.element = inst.recv.lastIndex()
	return a
}

// location lists the atoms of acc(x): the leaves of a struct, or the elements of a slice as one.
func (c *context) location(e *annot.Acc) []atom {
	v := c.expr(e.X)
	if _, part := e.X.(*annot.Reslice); part && v.sl != nil && !c.trust {
		fail(e.Start, "unsupported: permission to a part of an array (it would need the heap)")
	}
	amount := c.amount(e.Perm)
	var p *place
	switch {
	case v.ptr != nil:
		p = v.ptr
	case v.sl != nil:
		p = v.sl.of
	case v.loc != nil:
		p = v.loc
	default:
		fail(e.Start, "%s is not a location", annot.String(e.X))
	}
	if p.root.local {
		fail(e.Start, "acc of %s, which is not shared", annot.String(e.X))
	}
	var window *slice
	if _, named := e.X.(*annot.Ident); named {
		window = v.sl
	}
	var list []atom
	for _, l := range leaves(p) {
		list = append(list, atom{key: own.Key(l.key), amount: amount, at: e.Start, text: annot.String(e), place: l, element: p.lastIndex(), window: window})
	}
	return list
}

// family lowers forall i :: 0 <= i && i < n ==> permission to element i, n being the whole length.
func (c *context) family(q *annot.Quantifier) []atom {
	body, ok := q.Body.(*annot.Binary)
	if !ok || body.Op != "==>" || len(q.Vars) != 1 || c.mentionsPermission(body.X) {
		fail(q.Start, "unsupported: quantified permission that is not of the form forall i int :: 0 <= i && i < n ==> ...")
	}
	c.push()
	c.bound++
	defer func() { c.bound--; c.pop() }()
	v := ir.Var{Name: c.boundName(q.Vars[0].Name), Type: ir.IntType}
	c.bind(q.Vars[0].Name, &value{t: c.typeOf(q.Vars[0].Type), x: ir.V(v)})
	cond := c.boolean(body.X)
	var list []atom
	for _, x := range conjuncts(body.Y) {
		inst := c.tryInstance(x)
		if inst != nil {
			list = append(list, c.familyAtom(q, c.instanceAtom(inst), v, cond))
			continue
		}
		acc, ok := x.(*annot.Acc)
		if !ok {
			fail(x.At(), "unsupported: quantified permission mixed with other conditions")
		}
		p, amount := c.elementOf(acc), c.amount(acc.Perm)
		if p.steps[len(p.steps)-1].field == "" {
			key := own.Key(p.key[:len(p.key)-len("[*]")])
			list = append(list, c.familyAtom(q, atom{key: key, amount: amount, at: x.At(), text: annot.String(x), place: p}, v, cond))
			continue
		}
		for _, l := range leaves(p) {
			list = append(list, c.familyAtom(q, atom{key: own.Key(l.key), amount: amount, at: x.At(), text: annot.String(x), place: l}, v, cond))
		}
	}
	return list
}

// familyAtom makes a, which is of one element, an atom of all of them.
func (c *context) familyAtom(q *annot.Quantifier, a atom, v ir.Var, cond *ir.Expr) atom {
	if !c.wholeRange(q.Body.(*annot.Binary).X, q.Vars[0].Name, v, a.place) {
		fail(q.Start, "unsupported: quantified permission to a part of an array")
	}
	a.family, a.element, a.v, a.cond = true, nil, v, cond
	return a
}

// elementOf is the element that acc(&x[i]) means, or the part of it that acc(&x[i].f) means, i being the family's variable.
func (c *context) elementOf(acc *annot.Acc) *place {
	v := c.expr(acc.X)
	p := v.ptr
	if p == nil {
		p = v.loc
	}
	if p == nil || p.lastIndex() == nil {
		fail(acc.Start, "unsupported: quantified permission to %s", annot.String(acc.X))
	}
	return p
}

// wholeRange says that the condition is 0 <= name && name < length of the array that the element lies in, and that v, which name means, is
// its index.
func (c *context) wholeRange(x annot.Expr, name string, v ir.Var, p *place) bool {
	parts := conjuncts(x)
	if len(parts) != 2 || len(p.steps) == 0 {
		return false
	}
	low, ok := parts[0].(*annot.Binary)
	if !ok || low.Op != "<=" || annot.String(low.X) != "0" || annot.String(low.Y) != name {
		return false
	}
	high, ok := parts[1].(*annot.Binary)
	if !ok || high.Op != "<" || annot.String(high.X) != name {
		return false
	}
	parent := p.parent()
	index := p.lastIndex()
	if parent == nil || index.Op != ir.OpVar || index.Name != v.Name {
		return false
	}
	for _, s := range parent.steps {
		if s.field == "" {
			return false
		}
	}
	n := c.read(c.expr(high.Y), high.Start)
	array := c.load(parent)
	if n.Op == ir.OpInt {
		t := parent.t.Under()
		return t.Kind == ArrayKind && n.Int.IsInt64() && n.Int.Int64() == t.Len
	}
	return n.Op == ir.OpSeqLen && n.Args[0].Op == ir.OpVar && array.Op == ir.OpVar && n.Args[0].Name == array.Name
}
