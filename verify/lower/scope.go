package lower

import (
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
	"warrant/verify/own"
)

// root is a variable of the proof program: a Go local, or the value behind an owned pointer or slice.
type root struct {
	v ir.Var
	t *Type
	// order is the place among the parameters.
	order int
	// local roots need no permission.
	local bool
	// readOnly roots cannot be assigned: quantified and let-bound variables, ghost views of constants.
	readOnly bool
	ghost    bool
}

// step leads from a location to a part of it: a field, or an element when field is empty.
type step struct {
	field string
	index *ir.Expr
}

// place is a location: a part of a root.
type place struct {
	root  *root
	steps []step
	t     *Type
	key   string
	// ghost says that the innermost field is a ghost field.
	ghost bool
	// addr is where the place lies in the heap; it then has no steps.
	addr *ir.Expr
}

func (p *place) field(name string, t *Type) *place {
	if p.addr != nil {
		return &place{root: p.root, addr: ir.Part(p.addr, partName(p.t, name)), t: t, key: p.key + "." + name}
	}
	return &place{root: p.root, steps: append(p.steps[:len(p.steps):len(p.steps)], step{field: name}), t: t, key: p.key + "." + name}
}

func (p *place) element(i *ir.Expr, t *Type) *place {
	if p.addr != nil {
		return &place{root: p.root, addr: ir.Elem(p.addr, i), t: t, key: p.key + "[*]"}
	}
	return &place{root: p.root, steps: append(p.steps[:len(p.steps):len(p.steps)], step{index: i}), t: t, key: p.key + "[*]"}
}

// lastIndex is the index of the innermost element that the place lies in, with the key up to that element.
func (p *place) lastIndex() *ir.Expr {
	for i := len(p.steps) - 1; i >= 0; i-- {
		if p.steps[i].field == "" {
			return p.steps[i].index
		}
	}
	return nil
}

// parent is the array of the innermost element that the place lies in; nil when it lies in none.
func (p *place) parent() *place {
	for i := len(p.steps) - 1; i >= 0; i-- {
		if p.steps[i].field == "" {
			key := p.key[:strings.LastIndex(p.key, "[*]")]
			return &place{root: p.root, steps: p.steps[:i:i], t: typeAt(p.root.t, p.steps[:i]), key: key}
		}
	}
	return nil
}

// around is the struct that the place is a field of; nil when it is none, or when the struct has ghost fields.
func (p *place) around() *place {
	n := len(p.steps) - 1
	if n < 0 || p.steps[n].field == "" {
		return nil
	}
	up := &place{root: p.root, steps: p.steps[:n:n], t: typeAt(p.root.t, p.steps[:n]), key: strings.TrimSuffix(p.key, "."+p.steps[n].field)}
	for _, f := range up.t.Under().Fields {
		if f.Ghost {
			return nil
		}
	}
	return up
}

// typeAt is the type of the part of a t that steps lead to.
func typeAt(t *Type, steps []step) *Type {
	for _, s := range steps {
		u := t.Under()
		if s.field == "" {
			t = u.Elem
			continue
		}
		for _, f := range u.Fields {
			if f.Name == s.field {
				t = f.Type
			}
		}
	}
	return t
}

// slice is a Go slice: a window on an array location.
type slice struct {
	of  *place   // the backing array
	off *ir.Expr // nil for 0
	n   *ir.Expr // nil for all of it
	cap *ir.Expr // nil when as long as the backing array
}

// value is what an expression denotes. Exactly one of x, loc, ptr, sl, typ, pkg and fun leads.
type value struct {
	t *Type
	// x is the value itself, nil while loc has not been read.
	x *ir.Expr
	// c is set for constants.
	c *constant
	// loc is the location that holds the value.
	loc *place
	// ptr is the location that a pointer points to.
	ptr *place
	sl  *slice
	// typ is set when the expression is a type.
	typ *Type
	fun *Function
	// prd is set when the expression names a predicate.
	prd *Pred
	// recv is the receiver of a method value.
	recv *value
	// builtin is the name of a predeclared function.
	builtin string
	parts   []value
	// ghost bindings are invisible to Go code.
	ghost bool
}

// context is the state of lowering one function body or contract.
type context struct {
	lo   *Lowering
	pkg  *Package
	file *annot.File
	fn   *Function

	scopes []map[string]*value
	out    *[]ir.Stmt
	st     *own.State

	// view overrides the variable of a root: inside old and for the contract of a callee.
	view map[*root]ir.Var
	// oldView and oldState are what old(...) means.
	oldView  map[*root]ir.Var
	oldState *own.State
	// oldLabel names the heap that old(...) means in a program with a heap.
	oldLabel string
	// writeAt is the place of the assignment that stores next.
	writeAt annot.Pos
	labels  map[string]snapshot

	// spec is true in specifications and ghost code: exact arithmetic, no obligations of Go.
	spec bool
	// pure is true in a pure function, asserting in an assertion: neither can make or change memory.
	pure, asserting bool
	// trust is true in the contract of a callee, whose own check has seen that it is well formed.
	trust bool
	// bound counts the quantifiers around the expression.
	bound int
	// mutations counts calls that may have changed a root.
	mutations int

	method   *methodState
	defers   []deferred
	loops    []*loopFrame
	dead     bool
	wraps    bool
	calleeAt annot.Pos
	// hint is the type that an untyped constant takes from around it, in a shift by a variable.
	hint *Type
}

// methodState is what all contexts of one method share.
type methodState struct {
	names map[string]int
	// unique counts the names that must not meet, owner ends those of a pure function or predicate: so that what is said of a function does
	// not depend on what else is lowered.
	unique  int
	owner   string
	locals  []ir.Shown        // local variables for counterexamples of a program with a heap
	types   map[string]*Type  // of the Go variables whose ranges are known
	entries map[string]ir.Var // what a pointer or slice parameter's value was at entry
	roots   []*root
	results []*root
	// promises are the decreases clauses at entry.
	promises []loopMeasure
	// exit runs the postconditions at a return.
	exit func(c *context, at annot.Pos)
}

// number is one that the context's function or predicate has not had yet; with a heap, none of the program.
func (c *context) number() int {
	if c.lo.heap || c.method == nil {
		c.lo.unique++
		return c.lo.unique
	}
	c.method.unique++
	return c.method.unique
}

// owner ends the names of bound variables of a pure function or a predicate, whose terms meet those of others.
func (c *context) owner() string {
	if c.method == nil {
		return ""
	}
	return c.method.owner
}

type snapshot struct {
	view  map[*root]ir.Var
	state *own.State
	label string
}

// deferred is a statement to run at each return, with the names that were in scope where it stands.
type deferred struct {
	stmt   annot.Stmt
	scopes []map[string]*value
}

// loopFrame is an enclosing loop or switch.
type loopFrame struct {
	label   string // as written
	breakTo string
	// ghost loops are those that Go code does not have; depth is the number of scopes around the body.
	ghost bool
	depth int
	// outer is the permission that stays outside the loop; nil for a switch.
	outer      *own.State
	continueTo string
	// back checks permission and measure at a back edge; nil for a switch.
	back func(c *context, at annot.Pos)
	// post runs the loop's post statement.
	post func(c *context)
	// leave gathers the permission states at breaks.
	leave *[]*own.State
}

func (c *context) push() { c.scopes = append(c.scopes, map[string]*value{}) }
func (c *context) pop()  { c.scopes = c.scopes[:len(c.scopes)-1] }

func (c *context) bind(name string, v *value) {
	if name != "_" && name != "" {
		c.scopes[len(c.scopes)-1][name] = v
	}
}

func (c *context) lookup(name string) *value {
	for i := len(c.scopes) - 1; i >= 0; i-- {
		if v, ok := c.scopes[i][name]; ok {
			return v
		}
	}
	return nil
}

// fresh makes a variable with a name that the method does not have yet.
func (c *context) fresh(name string, t *ir.Type) ir.Var {
	n := c.method.names[name]
	c.method.names[name] = n + 1
	if n > 0 {
		name = name + "$" + itoa(n)
	}
	return ir.Var{Name: name, Type: t}
}

// variable makes a local variable and binds its name.
func (c *context) variable(name string, t *Type, ghost bool, at annot.Pos) *root {
	r := &root{v: c.fresh(name, c.lo.irType(t, at)), t: t, local: true, ghost: ghost}
	if !ghost {
		c.method.types[r.v.Name] = t
	}
	if t.is(BoolKind) || t.is(IntKind) {
		c.method.locals = append(c.method.locals, ir.Shown{Go: name, X: ir.V(r.v), Type: t.Under().Name})
	}
	c.bind(name, &value{t: t, loc: &place{root: r, t: t, key: r.v.Name}, ghost: ghost})
	return r
}

func (c *context) emit(s ir.Stmt) {
	if !c.dead {
		*c.out = append(*c.out, s)
	}
}

func (c *context) assign(v ir.Var, x *ir.Expr) { c.emit(&ir.Assign{To: v, X: x}) }

// temp gives x a name, so that later assignments do not change it.
func (c *context) temp(name string, x *ir.Expr) *ir.Expr {
	if x.Op == ir.OpInt || x.Op == ir.OpTrue || x.Op == ir.OpFalse {
		return x
	}
	v := c.fresh(name, x.Type)
	c.assign(v, x)
	return ir.V(v)
}

func (c *context) assume(x *ir.Expr) {
	if x.Op != ir.OpTrue {
		c.emit(&ir.Assume{X: x})
	}
}

func (c *context) assert(kind string, x *ir.Expr, text, why string, at annot.Pos) {
	if x.Op == ir.OpTrue {
		return
	}
	c.emit(&ir.Assert{X: x, Defined: true, Claim: ir.Claim{Kind: kind, Text: text, Why: why, At: at}})
}

// rootVar is the variable that stands for a root here.
func (c *context) rootVar(r *root) ir.Var {
	if v, ok := c.view[r]; ok {
		return v
	}
	return r.v
}

// load is the value at a place, without a permission check.
func (c *context) load(p *place) *ir.Expr {
	if p.addr != nil {
		return c.heapLoad(p.addr, p.t, annot.Pos{})
	}
	x := ir.V(c.rootVar(p.root))
	for _, s := range p.steps {
		if s.field != "" {
			x = ir.Get(x, s.field)
		} else {
			x = ir.At(x, s.index)
		}
	}
	return x
}

// store assigns the value at a place, without a permission check.
func (c *context) store(p *place, v *ir.Expr) {
	if p.addr != nil {
		c.heapStore(p.addr, p.t, v, p.key, c.writeAt)
		return
	}
	c.assign(p.root.v, rebuild(ir.V(p.root.v), p.steps, v))
}

func rebuild(x *ir.Expr, steps []step, v *ir.Expr) *ir.Expr {
	if len(steps) == 0 {
		return v
	}
	s := steps[0]
	if s.field != "" {
		return ir.With(x, s.field, rebuild(ir.Get(x, s.field), steps[1:], v))
	}
	return ir.Update(x, s.index, rebuild(ir.At(x, s.index), steps[1:], v))
}

// leaves are the keys of a location: its fields down to arrays and plain values.
func leaves(p *place) []*place {
	u := p.t.Under()
	if u.Kind != StructKind {
		return []*place{p}
	}
	var list []*place
	for _, f := range u.Fields {
		list = append(list, leaves(p.field(f.Name, f.Type))...)
	}
	return list
}

// mayRead demands some permission to each leaf of a place.
func (c *context) mayRead(p *place, at annot.Pos) {
	if p.root.local || c.trust {
		return
	}
	if p.addr != nil {
		if !c.spec {
			c.emit(&ir.Check{X: c.load(p), Claim: ir.Claim{Kind: "permission", Text: "permission to read " + p.key, Why: "permission to read " + p.key + " may be missing", At: at}})
		}
		return
	}
	if !c.covered(p) {
		c.refuse("permission to read "+p.key, at)
		return
	}
	for _, h := range c.st.Holes() {
		if h.Key.Pred() == "" && h.Amount.Cmp(c.st.Held(h.Key)) >= 0 && (own.Within(h.Key.Path(), p.key) || own.Within(p.key, h.Key.Path())) {
			c.refuse("permission to read "+p.key+" (an element is out)", at)
		}
	}
}

func (c *context) covered(p *place) bool {
	if _, ok := c.st.Covers(p.key); ok {
		return true
	}
	ls := leaves(p)
	if len(ls) == 1 && ls[0] == p {
		return false
	}
	for _, l := range ls {
		if _, ok := c.st.Covers(l.key); !ok {
			return false
		}
	}
	return true
}

// mayWrite demands the full permission to each leaf of a place.
func (c *context) mayWrite(p *place, at annot.Pos) {
	if p.root.readOnly {
		fail(at, "cannot assign to %s", p.key)
	}
	if c.writeAt = at; p.root.local || p.addr != nil {
		return
	}
	for _, l := range leaves(p) {
		k, ok := c.st.Covers(l.key)
		if !ok || c.st.Held(k).Cmp(own.Full) < 0 {
			c.refuse("permission to write "+l.key, at)
			return
		}
		for _, h := range c.st.Holes() {
			if own.Within(h.Key.Path(), string(k)) {
				c.refuse("permission to write "+l.key+" (an element is out)", at)
			}
		}
	}
}

// refuse makes missing permission an obligation that fails unless the place cannot be reached.
func (c *context) refuse(what string, at annot.Pos) {
	c.assert("permission", ir.False, what, what+" is missing; held: "+c.st.String(), at)
}

// read is the value of v, with the permission check for a location.
func (c *context) read(v *value, at annot.Pos) *ir.Expr {
	switch {
	case v.x != nil:
		return v.x
	case v.loc != nil:
		c.mayRead(v.loc, at)
		return c.load(v.loc)
	case v.sl != nil:
		c.mayRead(v.sl.of, at)
		return c.content(v.sl)
	case v.typ != nil:
		fail(at, "type %s is not an expression", v.typ)
	case v.ptr != nil:
		fail(at, "unsupported: pointer as a plain value (it would need the heap)")
	case v.t == untypedNil:
		return ir.Null
	case v.fun != nil:
		fail(at, "unsupported: function %s used as a value", v.fun.Decl.Name)
	}
	fail(at, "expression has no value")
	return nil
}

// content is the sequence of elements of a slice.
func (c *context) content(s *slice) *ir.Expr {
	x := c.load(s.of)
	if s.n == nil && s.off == nil {
		return x
	}
	if s.off != nil {
		x = ir.New(ir.OpSeqDrop, x.Type, x, s.off)
	}
	return ir.New(ir.OpSeqTake, x.Type, x, c.sliceLen(s))
}

func (c *context) sliceLen(s *slice) *ir.Expr {
	if s.n != nil {
		return s.n
	}
	return ir.Len(c.load(s.of))
}

// offset is the index in the backing array of element i.
func (s *slice) offset(i *ir.Expr) *ir.Expr {
	if s.off == nil {
		return i
	}
	return ir.New(ir.OpAdd, ir.IntType, s.off, i)
}
