package lower

import (
	goconstant "go/constant"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// expr lowers an expression. In Go code it emits the demands of the language first; in specifications it emits nothing
// but failed permissions, because the provers check that specifications are well defined.
func (c *context) expr(x annot.Expr) *value {
	switch x := x.(type) {
	case *annot.Ident:
		return c.ident(x)
	case *annot.Literal:
		return literal(x)
	case *annot.Paren:
		return c.expr(x.X)
	case *annot.Selector:
		return c.selector(x)
	case *annot.Index:
		return c.index(x)
	case *annot.Reslice:
		return c.reslice(x)
	case *annot.Call:
		return c.callExpr(x)
	case *annot.Unary:
		return c.unary(x)
	case *annot.Binary:
		return c.binary(x)
	case *annot.Composite:
		return c.composite(x, nil)
	case *annot.ArrayType, *annot.PointerType, *annot.StructType, *annot.CollectionType:
		return &value{typ: c.typeOf(x)}
	case *annot.FuncLit, *annot.TypeAssert, *annot.OtherType:
		fail(x.At(), "unsupported: %s", annot.String(x))
	}
	return c.ghostExpr(x)
}

func (c *context) ident(x *annot.Ident) *value {
	if v := c.lookup(x.Name); v != nil {
		if v.ghost && !c.spec {
			fail(x.Start, "ghost variable %s in Go code", x.Name)
		}
		return v
	}
	if s, ok := c.pkg.symbols[x.Name]; ok {
		return c.symbolValue(s, x.Start)
	}
	if t := basicTypes[x.Name]; t != nil {
		return &value{typ: t}
	}
	switch x.Name {
	case "true":
		return constVal(goconstant.MakeBool(true), untypedBool)
	case "false":
		return constVal(goconstant.MakeBool(false), untypedBool)
	case "nil":
		return &value{t: untypedNil}
	case "len", "cap", "seq", "set", "mset", "some", "get", "domain", "range", "panic", "new", "make", "append", "copy",
		"min", "max", "clear", "delete", "print", "println", "recover", "close":
		return &value{builtin: x.Name}
	case "float32", "float64", "error", "any":
		fail(x.Start, "unsupported: type %s", x.Name)
	}
	fail(x.Start, "undefined: %s", x.Name)
	return nil
}

func (c *context) selector(x *annot.Selector) *value {
	if p := c.importOf(x.X); p != nil {
		s, ok := p.symbols[x.Name]
		if !ok {
			fail(x.Start, "undefined: %s", annot.String(x))
		}
		return c.symbolValue(s, x.Start)
	}
	base := c.expr(x.X)
	if base.typ != nil {
		fail(x.Start, "unsupported: method expression %s", annot.String(x))
	}
	return c.member(base, x.Name, x.Start)
}

// member selects a field or method of a value, through embedded fields.
func (c *context) member(base *value, name string, at annot.Pos) *value {
	if base.t == nil {
		fail(at, "%s has no fields", name)
	}
	m := findMember(base.t, name)
	if m == nil {
		fail(at, "%s has no field or method %s", base.t, name)
	}
	for _, f := range m.path {
		base = c.fieldOf(base, f, at)
	}
	if m.field != nil {
		return c.fieldOf(base, *m.field, at)
	}
	if m.sym.kind == predSymbol {
		return &value{prd: m.sym.pred, recv: base}
	}
	return &value{fun: m.sym.function, recv: base}
}

func (c *context) fieldOf(base *value, f TypeField, at annot.Pos) *value {
	opaque(f, at)
	if c.lo.heap && base.t.is(PointerKind) {
		base = c.deref(base, c.textOf(base, at), at)
	}
	switch {
	case base.ptr != nil:
		p := base.ptr.field(f.Name, f.Type)
		p.ghost = f.Ghost
		return located(p)
	case base.loc != nil:
		p := base.loc.field(f.Name, f.Type)
		p.ghost = f.Ghost
		return located(p)
	}
	return &value{t: f.Type, x: ir.Get(c.read(base, at), f.Name)}
}

// behind is what a pointer points to.
func (c *context) behind(v *value, text string, at annot.Pos) *value {
	if c.lo.heap {
		return c.deref(v, text, at)
	}
	return located(v.ptr)
}

// textOf names a pointer that a field is selected from, for the demand that it is not nil; a part of the heap is named by its
// way there.
func (c *context) textOf(v *value, at annot.Pos) string {
	if v.loc != nil && v.loc.key != "" {
		return v.loc.key
	}
	if v.x != nil && v.x.Op == ir.OpVar {
		name, _, _ := strings.Cut(v.x.Name, "$")
		return name
	}
	return "the pointer"
}

func located(p *place) *value { return &value{t: p.t, loc: p} }

func (c *context) unary(x *annot.Unary) *value {
	switch x.Op {
	case "&":
		return c.address(x)
	case "*":
		v := c.expr(x.X)
		if v.typ != nil {
			return &value{typ: &Type{Kind: PointerKind, Elem: v.typ}}
		}
		if v.ptr == nil && !(c.lo.heap && v.t != nil && v.t.is(PointerKind)) {
			fail(x.Start, "cannot dereference %s", annot.String(x.X))
		}
		return c.behind(v, annot.String(x.X), x.Start)
	}
	v := c.expr(x.X)
	if v.c != nil {
		op := unaryTokens[x.Op]
		size := uint(0)
		if u := v.t.Under(); u.Kind == IntKind && !u.Signed {
			size = u.Bits
		}
		return constVal(goconstant.UnaryOp(op, v.c.v, size), v.t)
	}
	e := c.read(v, x.Start)
	switch x.Op {
	case "!":
		if !v.t.is(BoolKind) && v.t.Kind != UntypedBool {
			fail(x.Start, "! needs a boolean, found %s", v.t)
		}
		return &value{t: v.t, x: ir.Not(e)}
	case "-":
		return &value{t: v.t, x: c.bounded(ir.New(ir.OpNeg, ir.IntType, e), v.t, annot.String(x), x.Start)}
	case "+":
		return v
	case "^":
		u := v.t.Under()
		_, high := u.limits()
		if u.Signed {
			return &value{t: v.t, x: ir.New(ir.OpSub, ir.IntType, ir.I(-1), e)}
		}
		return &value{t: v.t, x: ir.New(ir.OpSub, ir.IntType, ir.BigInt(high), e)}
	}
	fail(x.Start, "unsupported: operator %s", x.Op)
	return nil
}

// address is &x: a pointer to a location, or to a new one for &T{...}.
func (c *context) address(x *annot.Unary) *value {
	inner := x.X
	for {
		p, ok := inner.(*annot.Paren)
		if !ok {
			break
		}
		inner = p.X
	}
	if lit, ok := inner.(*annot.Composite); ok {
		v := c.expr(lit)
		if c.lo.heap {
			p := c.heapAllocate("new", v.t, c.read(v, x.Start), x.Start)
			return &value{t: &Type{Kind: PointerKind, Elem: v.t}, x: p.addr}
		}
		r := c.allocate("new", v.t, c.read(v, x.Start), x.Start)
		return &value{t: &Type{Kind: PointerKind, Elem: v.t}, ptr: r}
	}
	v := c.expr(inner)
	if v.loc == nil {
		fail(x.Start, "cannot take the address of %s", annot.String(inner))
	}
	if v.loc.root.local {
		fail(x.Start, "unsupported: address of local variable %s that is not marked as shared (write %s@ at its declaration)", v.loc.root.v.Name, v.loc.root.v.Name)
	}
	if c.lo.heap {
		return &value{t: &Type{Kind: PointerKind, Elem: v.t}, x: v.loc.addr}
	}
	return &value{t: &Type{Kind: PointerKind, Elem: v.t}, ptr: v.loc}
}

// allocate makes an owned root with a value.
func (c *context) allocate(name string, t *Type, x *ir.Expr, at annot.Pos) *place {
	r := &root{v: c.fresh(name, c.lo.irType(t, at)), t: t, ghost: c.spec}
	if !c.spec {
		c.method.types[r.v.Name] = t
	}
	c.assign(r.v, x)
	p := &place{root: r, t: t, key: r.v.Name}
	c.giveLeaves(p)
	return p
}

// index is X[I] over arrays, slices, sequences, dicts, multisets and strings.
func (c *context) index(x *annot.Index) *value {
	base := c.expr(x.X)
	if base.typ != nil {
		fail(x.Start, "unsupported: instantiation %s", annot.String(x))
	}
	if base.t == nil {
		fail(x.Start, "cannot index %s", annot.String(x.X))
	}
	t := base.t.Under()
	if t.Kind == PointerKind && t.Elem.is(ArrayKind) {
		c.foreignPointer(t, x.Start)
		base = c.behind(base, annot.String(x.X), x.Start)
		t = base.t.Under()
	}
	if t.Kind == DictKind || t.Kind == MsetKind {
		return c.indexMap(base, t, x)
	}
	iv := c.expr(x.I)
	if iv.t == nil || !iv.t.isInteger() {
		fail(x.I.At(), "index %s is not an integer", annot.String(x.I))
	}
	i := c.read(iv, x.I.At())
	text := annot.String(x)
	switch t.Kind {
	case ArrayKind:
		c.inBounds(i, ir.I(t.Len), iv, text, x.Start)
		if base.loc != nil {
			return located(base.loc.element(i, t.Elem))
		}
		return &value{t: t.Elem, x: c.at(c.read(base, x.Start), i, x.Start)}
	case SliceKind:
		if c.lo.heap {
			s := c.read(base, x.Start)
			c.inBounds(i, ir.Get(s, "len"), iv, text, x.Start)
			return located(sliceCell(s, i, t.Elem, text))
		}
		if base.sl == nil {
			fail(x.Start, "unsupported: slice %s as a plain value", annot.String(x.X))
		}
		c.inBounds(i, c.sliceLen(base.sl), iv, text, x.Start)
		return located(base.sl.of.element(base.sl.offset(i), t.Elem))
	case SeqKind:
		return &value{t: t.Elem, x: c.at(c.read(base, x.Start), i, x.Start)}
	case StringKind, UntypedString:
		s := c.read(base, x.Start)
		c.inBounds(i, ir.New(ir.OpTextLen, ir.IntType, s), iv, text, x.Start)
		return &value{t: uint8Type, x: ir.New(ir.OpTextAt, ir.IntType, s, i)}
	}
	fail(x.Start, "cannot index %s of type %s", annot.String(x.X), base.t)
	return nil
}

func (c *context) at(s, i *ir.Expr, pos annot.Pos) *ir.Expr {
	e := ir.At(s, i)
	e.At = pos
	return e
}

// inBounds demands 0 <= i < n in Go code.
func (c *context) inBounds(i, n *ir.Expr, iv *value, text string, at annot.Pos) {
	if c.spec {
		return
	}
	if iv.c != nil && n.Op == ir.OpInt && i.Int.Sign() >= 0 && i.Int.Cmp(n.Int) < 0 {
		return
	}
	cond := ir.And(ir.AtMost(ir.I(0), i), ir.Less(i, n))
	if u := iv.t.Under(); u.Kind == IntKind && !u.Signed && !c.lo.unbounded {
		cond = ir.Less(i, n)
	}
	c.assert("index", cond, text, "index may be out of range", at)
}

// reslice is X[Low:High:Max]: a window in Go, a part of a sequence in a specification.
func (c *context) reslice(x *annot.Reslice) *value {
	base := c.expr(x.X)
	if base.t == nil {
		fail(x.Start, "cannot slice %s", annot.String(x.X))
	}
	t := base.t.Under()
	if t.Kind == PointerKind && t.Elem.is(ArrayKind) {
		c.foreignPointer(t, x.Start)
		base = c.behind(base, annot.String(x.X), x.Start)
		t = base.t.Under()
	}
	bound := func(e annot.Expr) *ir.Expr {
		if e == nil {
			return nil
		}
		v := c.expr(e)
		c.foreignInteger(v, e)
		return c.read(v, e.At())
	}
	low, high, max := bound(x.Low), bound(x.High), bound(x.Max)
	if t.Kind == SeqKind {
		s := c.read(base, x.Start)
		if high != nil {
			s = ir.New(ir.OpSeqTake, s.Type, s, high)
			s.At = x.Start
		}
		if low != nil {
			s = ir.New(ir.OpSeqDrop, s.Type, s, low)
			s.At = x.Start
		}
		return &value{t: base.t, x: s}
	}
	if c.lo.heap {
		return c.heapReslice(base, t, low, high, max, x)
	}
	var from *slice
	var elem *Type
	switch {
	case t.Kind == SliceKind && base.sl != nil:
		from, elem = base.sl, t.Elem
	case t.Kind == ArrayKind && base.loc != nil:
		from, elem = &slice{of: base.loc}, t.Elem
		if base.loc.root.local {
			fail(x.Start, "unsupported: slice of a local array that is not marked as shared")
		}
	default:
		fail(x.Start, "unsupported: slice expression on %s", base.t)
	}
	return c.window(from, low, high, max, elem, annot.String(x), x.Start)
}

// window checks the bounds of a slice expression and makes the slice.
func (c *context) window(from *slice, low, high, max *ir.Expr, elem *Type, text string, at annot.Pos) *value {
	length := c.sliceLen(from)
	limit := from.cap
	if limit == nil {
		limit = length
		if from.off == nil && from.n == nil {
			limit = ir.Len(c.load(from.of))
		}
	}
	if low == nil {
		low = ir.I(0)
	}
	if high == nil {
		high = length
	}
	if max == nil {
		max = limit
	}
	if !c.spec {
		cond := ir.And(ir.AtMost(ir.I(0), low), ir.AtMost(low, high), ir.AtMost(high, max), ir.AtMost(max, limit))
		c.assert("slice-bounds", cond, text, "slice bounds may be out of range", at)
	}
	s := &slice{of: from.of, off: low, n: ir.New(ir.OpSub, ir.IntType, high, low), cap: ir.New(ir.OpSub, ir.IntType, max, low)}
	if from.off != nil {
		s.off = ir.New(ir.OpAdd, ir.IntType, from.off, low)
	}
	return &value{t: &Type{Kind: SliceKind, Elem: elem}, sl: s}
}

// composite is Type{...}; t is the type from outside for an inner literal.
func (c *context) composite(x *annot.Composite, t *Type) *value {
	if x.Type != nil {
		t = c.typeOf(x.Type)
	}
	if t == nil {
		fail(x.Start, "composite literal without a type")
	}
	u := t.Under()
	inner := func(e annot.Expr, t *Type) *ir.Expr {
		if lit, ok := e.(*annot.Composite); ok && lit.Type == nil {
			c.foreignLiteral(u, lit)
			return c.read(c.composite(lit, t), e.At())
		}
		return c.convert(c.expr(e), t, e.At())
	}
	switch u.Kind {
	case StructKind:
		return &value{t: t, x: c.structLiteral(x, t, u, inner)}
	case ArrayKind:
		return c.arrayLiteral(x, t, u, inner)
	case SeqKind:
		s := ir.New(ir.OpSeqEmpty, c.lo.irType(t, x.Start))
		for i, e := range x.Elements {
			one := ir.New(ir.OpSeqOne, s.Type, inner(e.Value, u.Elem))
			if i == 0 {
				s = one
			} else {
				s = ir.New(ir.OpSeqAppend, s.Type, s, one)
			}
		}
		return &value{t: t, x: s}
	case SetKind, MsetKind:
		s := ir.New(ir.OpSetEmpty, c.lo.irType(t, x.Start))
		for _, e := range x.Elements {
			s = ir.New(ir.OpSetUnion, s.Type, s, ir.New(ir.OpSetOne, s.Type, inner(e.Value, u.Elem)))
		}
		return &value{t: t, x: s}
	case DictKind:
		d := ir.New(ir.OpDictEmpty, c.lo.irType(t, x.Start))
		for _, e := range x.Elements {
			d = ir.New(ir.OpDictUpdate, d.Type, d, inner(e.Key, u.Key), inner(e.Value, u.Elem))
		}
		return &value{t: t, x: d}
	case OptionKind:
		return &value{t: t, x: ir.New(ir.OpNone, c.lo.irType(t, x.Start))}
	case SliceKind:
		array := c.arrayLiteral(x, &Type{Kind: ArrayKind, Elem: u.Elem, Len: -1}, &Type{Kind: ArrayKind, Elem: u.Elem, Len: -1}, inner)
		if c.lo.heap {
			p := c.heapAllocate("array", array.t, array.x, x.Start)
			n := ir.I(array.t.Len)
			return &value{t: t, x: makeSlice(p.addr, ir.I(0), n, n)}
		}
		return &value{t: t, sl: &slice{of: c.allocate("array", array.t, array.x, x.Start)}}
	}
	fail(x.Start, "unsupported: literal of type %s", t)
	return nil
}

func (c *context) structLiteral(x *annot.Composite, t, u *Type, inner func(annot.Expr, *Type) *ir.Expr) *ir.Expr {
	it := c.lo.irType(t, x.Start)
	args := make([]*ir.Expr, len(u.Fields))
	defer c.elementsOrdered(c.mutations, x)
	for i, e := range x.Elements {
		at := i
		if e.Key != nil {
			id, ok := e.Key.(*annot.Ident)
			at = -1
			for k, f := range u.Fields {
				if ok && f.Name == id.Name {
					at = k
				}
			}
		}
		if at < 0 || at >= len(u.Fields) {
			fail(x.Start, "%s has no such field: %s", t, annot.String(e.Key))
		}
		opaque(u.Fields[at], x.Start)
		args[at] = inner(e.Value, u.Fields[at].Type)
	}
	if len(x.Elements) > 0 && x.Elements[0].Key == nil && len(x.Elements) != len(u.Fields) {
		fail(x.Start, "literal of %s needs %d values, has %d", t, len(u.Fields), len(x.Elements))
	}
	for i, f := range u.Fields {
		if args[i] == nil {
			args[i] = c.lo.zero(f.Type, x.Start)
		}
	}
	return ir.New(ir.OpMake, it, args...)
}

// elementsOrdered refuses a literal in which one element reads state that a call in another changes.
func (c *context) elementsOrdered(before int, x *annot.Composite) {
	var values []annot.Expr
	for _, e := range x.Elements {
		values = append(values, e.Value)
	}
	c.ordered(before, values)
}

// opaque stops at a field that only trusted code can look behind.
func opaque(f TypeField, at annot.Pos) {
	if f.Type.Kind == OpaqueKind && !f.Type.Elem.is(PointerKind) && !f.Type.Elem.is(SliceKind) {
		fail(at, "unsupported: field %s of type %s", f.Name, f.Type)
	}
	if f.Type.Kind == OpaqueKind {
		fail(at, "unsupported: field %s of type %s in a value (a pointer inside a struct needs the heap)", f.Name, f.Type)
	}
}

func (c *context) arrayLiteral(x *annot.Composite, t, u *Type, inner func(annot.Expr, *Type) *ir.Expr) *value {
	defer c.elementsOrdered(c.mutations, x)
	n, next := u.Len, int64(0)
	type cell struct {
		i int64
		x *ir.Expr
	}
	var cells []cell
	most := int64(0)
	for _, e := range x.Elements {
		if e.Key != nil {
			k, ok := c.constInt(e.Key)
			if !ok || !k.IsInt64() {
				fail(x.Start, "array index %s is not a constant", annot.String(e.Key))
			}
			next = k.Int64()
		}
		cells = append(cells, cell{next, inner(e.Value, u.Elem)})
		next++
		most = max(most, next)
	}
	if n < 0 {
		n = most
		t = &Type{Kind: ArrayKind, Elem: u.Elem, Len: n}
	}
	if most > n {
		fail(x.Start, "literal has more than %d elements", n)
	}
	s := c.lo.zero(&Type{Kind: ArrayKind, Elem: u.Elem, Len: n}, x.Start)
	for _, e := range cells {
		s = ir.Update(s, ir.I(e.i), e.x)
	}
	return &value{t: t, x: s}
}
