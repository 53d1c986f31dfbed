package lower

import (
	"warrant/verify/annot"
	"warrant/verify/ir"
)

func makeSlice(array, off, n, most *ir.Expr) *ir.Expr {
	return ir.New(ir.OpMake, ir.SliceType, array, off, n, most)
}

func sum(a, b *ir.Expr) *ir.Expr {
	if a.Op == ir.OpInt && a.Int.Sign() == 0 {
		return b
	}
	return ir.New(ir.OpAdd, ir.IntType, a, b)
}

func difference(a, b *ir.Expr) *ir.Expr {
	if b.Op == ir.OpInt && b.Int.Sign() == 0 {
		return a
	}
	return ir.New(ir.OpSub, ir.IntType, a, b)
}

// sliceCell is the place of element i of a slice.
func sliceCell(s, i *ir.Expr, elem *Type, key string) *place {
	return heapPlace(ir.Elem(ir.Get(s, "array"), sum(ir.Get(s, "offset"), i)), elem, key)
}

// heapReslice is a slice expression on a slice or on an array in the heap.
func (c *context) heapReslice(base *value, t *Type, low, high, most *ir.Expr, x *annot.Reslice) *value {
	var array, off, length, limit *ir.Expr
	switch {
	case t.Kind == SliceKind:
		s := c.read(base, x.Start)
		array, off, length, limit = ir.Get(s, "array"), ir.Get(s, "offset"), ir.Get(s, "len"), ir.Get(s, "cap")
	case t.Kind == ArrayKind && base.loc != nil && base.loc.addr != nil:
		array, off, length, limit = base.loc.addr, ir.I(0), ir.I(t.Len), ir.I(t.Len)
		c.notNil(array, annot.String(x.X), x.Start)
	case t.Kind == ArrayKind && base.loc != nil:
		fail(x.Start, "unsupported: slice of a local array that is not marked as shared")
	default:
		fail(x.Start, "unsupported: slice expression on %s", base.t)
	}
	if low == nil {
		low = ir.I(0)
	}
	if high == nil {
		high = length
	}
	if most == nil {
		most = limit
	}
	if !c.spec {
		cond := ir.And(ir.AtMost(ir.I(0), low), ir.AtMost(low, high), ir.AtMost(high, most), ir.AtMost(most, limit))
		c.assert("slice-bounds", cond, annot.String(x), "slice bounds may be out of range", x.Start)
	}
	return &value{t: &Type{Kind: SliceKind, Elem: t.Elem}, x: makeSlice(array, sum(off, low), difference(high, low), difference(most, low))}
}

// heapBuiltin lowers the predeclared functions that only the heap has a meaning for; nil for any other.
func (c *context) heapBuiltin(name string, x *annot.Call) *value {
	var args []annot.Expr
	for _, a := range x.Args { // the official tool wants a permission amount for what is only read; any will do here
		if !c.isPermission(a) {
			args = append(args, a)
		}
	}
	switch name {
	case "make":
		return c.makeSlice(x)
	case "append":
		c.mayChange(name, x.Start)
		return c.appendCall(x, args)
	case "copy":
		c.mayChange(name, x.Start)
		return c.copyCall(x, args)
	}
	return nil
}

// mayChange refuses ghost code that would change memory that Go code sees.
func (c *context) mayChange(what string, at annot.Pos) {
	if c.spec {
		fail(at, "%s in ghost code would change memory that Go code reads", what)
	}
}

// makeSlice is make([]T, n) or make([]T, n, m).
func (c *context) makeSlice(x *annot.Call) *value {
	if len(x.Args) < 2 || len(x.Args) > 3 {
		fail(x.Start, "make of a slice needs a length")
	}
	t := c.typeOf(x.Args[0])
	if !t.is(SliceKind) {
		fail(x.Start, "unsupported: make of %s", t)
	}
	n := c.temp("len", c.convert(c.expr(x.Args[1]), intType, x.Start))
	most := n
	if len(x.Args) == 3 {
		most = c.temp("cap", c.convert(c.expr(x.Args[2]), intType, x.Start))
	}
	if !c.spec {
		c.assert("make-length", ir.And(ir.AtMost(ir.I(0), n), ir.AtMost(n, most)), annot.String(x), "length or capacity may be out of range", x.Start)
	}
	elem := t.Under().Elem
	array := c.newArray(most, elem, x.Start)
	c.assume(c.eachCell(array, ir.I(0), most, func(cell, _ *ir.Expr) *ir.Expr {
		return c.heldAt(cell, elem, c.lo.zero(elem, x.Start), x.Start)
	}))
	return &value{t: t, x: makeSlice(array, ir.I(0), n, most)}
}

// newArray makes memory for n cells with unknown values.
func (c *context) newArray(n *ir.Expr, elem *Type, at annot.Pos) *ir.Expr {
	c.mayAllocate("new memory", at)
	v := c.fresh("array$at", ir.RefType)
	c.emit(&ir.Havoc{Vars: []ir.Var{v}})
	c.assume(ir.Not(ir.New(ir.OpEq, ir.BoolType, ir.V(v), ir.Null)))
	c.emit(&ir.Assume{X: c.cellsFootprint(ir.V(v), ir.I(0), n, elem, ir.FullPerm, at)})
	return ir.V(v)
}

// appendCall is append(s, v...) or append(s, t...): in place where the capacity suffices, which demands permission to the cells
// behind the slice, else in new memory.
func (c *context) appendCall(x *annot.Call, args []annot.Expr) *value {
	if len(args) == 0 {
		fail(x.Start, "append needs a slice")
	}
	v := c.expr(args[0])
	if v.t == nil || !v.t.is(SliceKind) {
		fail(x.Start, "append to %s", annot.String(args[0]))
	}
	t, elem := v.t, v.t.Under().Elem
	s := c.temp("slice", c.read(v, x.Start))
	var added func(k *ir.Expr) *ir.Expr // the k-th value that comes behind
	var count *ir.Expr
	if x.Spread {
		if len(args) != 2 {
			fail(x.Start, "append needs one slice before ...")
		}
		from := c.expr(args[1])
		if from.t == nil || !from.t.is(SliceKind) {
			fail(x.Start, "unsupported: append of %s...", annot.String(args[1]))
		}
		src := c.temp("source", c.read(from, x.Start))
		count = ir.Get(src, "len")
		values := c.fresh("values", ir.SeqOf(c.lo.irType(elem, x.Start)))
		whole := c.cells(ir.Get(src, "array"), ir.Get(src, "offset"), count, elem, x.Start)
		c.emit(&ir.Check{X: whole, Claim: ir.Claim{Kind: "permission", Text: "permission to read " + annot.String(args[1]), Why: "permission to read " + annot.String(args[1]) + " may be missing", At: x.Start}})
		c.assign(values, whole)
		added = func(k *ir.Expr) *ir.Expr { return ir.At(ir.V(values), k) }
	} else {
		before := c.mutations
		one := ir.New(ir.OpSeqEmpty, ir.SeqOf(c.lo.irType(elem, x.Start)))
		for _, a := range args[1:] {
			e := c.temp("value", c.convert(c.expr(a), elem, a.At()))
			one = ir.New(ir.OpSeqAppend, one.Type, one, ir.New(ir.OpSeqOne, one.Type, e))
		}
		c.ordered(before, args)
		values := c.temp("values", one)
		count = ir.I(int64(len(args) - 1))
		added = func(k *ir.Expr) *ir.Expr { return ir.At(values, k) }
	}
	_, most := intType.limits()
	n, array, off := ir.Get(s, "len"), ir.Get(s, "array"), ir.Get(s, "offset")
	total := c.temp("total", sum(n, count))
	result := c.fresh("appended", ir.SliceType)
	end := sum(off, n)
	inPlace, _ := c.branchTo(func() {
		last := sum(off, total)
		spare := c.cellsFootprint(array, end, last, elem, ir.FullPerm, x.Start)
		c.emit(&ir.Exhale{Parts: []ir.Assert{{X: spare, Claim: ir.Claim{Kind: "permission", Text: annot.String(x),
			Why: "append may write to the cells behind the slice, up to its capacity, without permission (cut the capacity with s[:n:n], or own s[:cap(s)])", At: x.Start}}}})
		c.emit(&ir.Assume{X: spare})
		c.assume(c.eachCell(array, end, last, func(cell, j *ir.Expr) *ir.Expr { return c.heldAt(cell, elem, added(difference(j, end)), x.Start) }))
		c.assign(result, makeSlice(array, off, total, ir.Get(s, "cap")))
	})
	moved, _ := c.branchTo(func() {
		room := c.fresh("room", ir.IntType)
		c.emit(&ir.Havoc{Vars: []ir.Var{room}})
		c.assume(ir.Between(total, ir.V(room), ir.BigInt(most)))
		whole := c.cells(array, off, n, elem, x.Start)
		c.emit(&ir.Check{X: whole, Claim: ir.Claim{Kind: "permission", Text: "permission to read " + annot.String(args[0]), Why: "permission to read " + annot.String(args[0]) + " may be missing", At: x.Start}})
		old := c.temp("content", whole)
		fresh := c.newArray(ir.V(room), elem, x.Start)
		c.assume(c.eachCell(fresh, ir.I(0), n, func(cell, j *ir.Expr) *ir.Expr { return c.heldAt(cell, elem, ir.At(old, j), x.Start) }))
		c.assume(c.eachCell(fresh, n, total, func(cell, j *ir.Expr) *ir.Expr { return c.heldAt(cell, elem, added(difference(j, n)), x.Start) }))
		c.assign(result, makeSlice(fresh, ir.I(0), total, ir.V(room)))
	})
	if n := len(args) - 1; x.Spread || n > 0 {
		c.emit(&ir.If{Cond: ir.AtMost(total, ir.Get(s, "cap")), Then: inPlace, Else: moved, At: x.Start})
	} else {
		c.assign(result, s)
	}
	c.mutations++
	return &value{t: t, x: ir.V(result)}
}

// copyCall is copy(dst, src): the shorter of both lengths is copied.
func (c *context) copyCall(x *annot.Call, args []annot.Expr) *value {
	if len(args) != 2 {
		fail(x.Start, "copy needs two slices")
	}
	dv, sv := c.expr(args[0]), c.expr(args[1])
	if dv.t == nil || !dv.t.is(SliceKind) || sv.t == nil || !sv.t.is(SliceKind) {
		fail(x.Start, "unsupported: copy of %s", annot.String(args[1]))
	}
	elem := dv.t.Under().Elem
	d, s := c.temp("to", c.read(dv, x.Start)), c.temp("from", c.read(sv, x.Start))
	n := c.temp("copied", ir.Ite(ir.AtMost(ir.Get(d, "len"), ir.Get(s, "len")), ir.Get(d, "len"), ir.Get(s, "len")))
	whole := c.cells(ir.Get(s, "array"), ir.Get(s, "offset"), n, elem, x.Start)
	c.emit(&ir.Check{X: whole, Claim: ir.Claim{Kind: "permission", Text: "permission to read " + annot.String(args[1]), Why: "permission to read " + annot.String(args[1]) + " may be missing", At: x.Start}})
	values := c.temp("values", whole)
	array, off := ir.Get(d, "array"), ir.Get(d, "offset")
	cells := c.cellsFootprint(array, off, sum(off, n), elem, ir.FullPerm, x.Start)
	c.emit(&ir.Exhale{Parts: []ir.Assert{{X: cells, Claim: ir.Claim{Kind: "permission", Text: "permission to write " + annot.String(args[0]), Why: "permission to write " + annot.String(args[0]) + " may be missing", At: x.Start}}}})
	c.emit(&ir.Assume{X: cells})
	c.assume(c.eachCell(array, off, sum(off, n), func(cell, j *ir.Expr) *ir.Expr {
		return c.heldAt(cell, elem, ir.At(values, difference(j, off)), x.Start)
	}))
	c.mutations++
	return &value{t: intType, x: n}
}
