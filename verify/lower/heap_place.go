package lower

import (
	"strings"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// heapRoot is the root of all places that lie in the heap; their address says where.
var heapRoot = &root{}

// at makes the place of type t at an address.
func heapPlace(addr *ir.Expr, t *Type, key string) *place {
	return &place{root: heapRoot, addr: addr, t: t, key: key}
}

// typeKey names a type within identifiers of a heap program; different types have different names.
func typeKey(t *Type) string {
	switch t.Kind {
	case NamedKind:
		return mangle(t.sym.pkg.Path) + "_" + t.Name
	case PointerKind:
		return "pointer_" + typeKey(t.Elem)
	case OpaqueKind:
		return "opaque_" + mangle(t.Elem.String())
	case SliceKind:
		return "slice_" + typeKey(t.Elem)
	case ArrayKind:
		return "array_" + itoa(int(t.Len)) + "_" + typeKey(t.Elem)
	case SeqKind, SetKind, MsetKind, OptionKind:
		return map[TypeKind]string{SeqKind: "seq_", SetKind: "set_", MsetKind: "mset_", OptionKind: "option_"}[t.Kind] + typeKey(t.Elem)
	case DictKind:
		return "dict_" + typeKey(t.Key) + "_" + typeKey(t.Elem)
	case StructKind:
		var b strings.Builder
		b.WriteString("struct")
		for _, f := range t.Fields {
			b.WriteString("_" + f.Name + "_" + typeKey(f.Type))
		}
		return b.String()
	}
	return t.Name
}

// partName names the part of a struct that a field is.
func partName(t *Type, field string) string { return typeKey(t) + "_" + field }

// cellName names the Viper field that holds values of a Go type: locations of different types never meet.
func cellName(t *Type) string { return "at_" + typeKey(t) }

// heapLoad is the value at an address.
func (c *context) heapLoad(a *ir.Expr, t *Type, at annot.Pos) *ir.Expr {
	u := t.Under()
	switch u.Kind {
	case StructKind:
		args := make([]*ir.Expr, len(u.Fields))
		for i, f := range u.Fields {
			args[i] = c.heapLoad(ir.Part(a, partName(t, f.Name)), f.Type, at)
		}
		return ir.New(ir.OpMake, c.lo.irType(t, at), args...)
	case ArrayKind:
		return c.cells(a, ir.I(0), ir.I(u.Len), u.Elem, at)
	}
	return ir.FieldAt(a, cellName(t), c.lo.irType(t, at))
}

// heapStore assigns the value at an address.
func (c *context) heapStore(a *ir.Expr, t *Type, v *ir.Expr, key string, at annot.Pos) {
	u := t.Under()
	claim := ir.Claim{Kind: "permission", Text: "permission to write " + key, Why: "permission to write " + key + " may be missing", At: at}
	switch u.Kind {
	case StructKind:
		v = c.temp("value", v)
		for _, f := range u.Fields {
			c.heapStore(ir.Part(a, partName(t, f.Name)), f.Type, ir.Get(v, f.Name), key+"."+f.Name, at)
		}
	case ArrayKind:
		v = c.temp("value", v)
		whole := c.footprint(a, t, ir.FullPerm, at)
		c.emit(&ir.Exhale{Parts: []ir.Assert{{X: whole, Claim: claim}}})
		c.emit(&ir.Assume{X: whole})
		c.emit(&ir.Assume{X: c.heldAt(a, t, v, at)})
	default:
		c.emit(&ir.Write{Field: ir.FieldAt(a, cellName(t), c.lo.irType(t, at)), X: v, Claim: claim})
	}
}

// heldAt says that the value at an address is v, element by element.
func (c *context) heldAt(a *ir.Expr, t *Type, v *ir.Expr, at annot.Pos) *ir.Expr {
	u := t.Under()
	switch u.Kind {
	case StructKind:
		var parts []*ir.Expr
		for _, f := range u.Fields {
			parts = append(parts, c.heldAt(ir.Part(a, partName(t, f.Name)), f.Type, ir.Get(v, f.Name), at))
		}
		return ir.And(parts...)
	case ArrayKind:
		return c.eachCell(a, ir.I(0), ir.I(u.Len), func(cell, j *ir.Expr) *ir.Expr { return c.heldAt(cell, u.Elem, ir.At(v, j), at) })
	}
	return ir.Eq(ir.FieldAt(a, cellName(t), c.lo.irType(t, at)), v)
}

// footprint is the permission to all of what lies at an address, with what the types say of the values there.
func (c *context) footprint(a *ir.Expr, t *Type, perm *ir.Expr, at annot.Pos) *ir.Expr {
	u := t.Under()
	switch u.Kind {
	case StructKind:
		var parts []*ir.Expr
		for _, f := range u.Fields {
			parts = append(parts, c.footprint(ir.Part(a, partName(t, f.Name)), f.Type, perm, at))
		}
		return ir.And(parts...)
	case ArrayKind:
		return ir.And(ir.Not(ir.New(ir.OpEq, ir.BoolType, a, ir.Null)), c.cellsFootprint(a, ir.I(0), ir.I(u.Len), u.Elem, perm, at))
	}
	field := ir.FieldAt(a, cellName(t), c.lo.irType(t, at))
	known := c.lo.known(field, t, c.number())
	if known.Op != ir.OpTrue && !surelyPositive(perm) {
		known = ir.Implies(ir.Less(&ir.Expr{Op: ir.OpNoPerm, Type: ir.PermType}, perm), known)
	}
	return ir.And(ir.New(ir.OpAcc, ir.BoolType, field, perm), known)
}

// surelyPositive says that a permission amount is above none by its form.
func surelyPositive(p *ir.Expr) bool {
	switch p.Op {
	case ir.OpFullPerm, ir.OpWildcard:
		return true
	case ir.OpFraction:
		return p.Args[0].Op == ir.OpInt && p.Args[0].Int.Sign() > 0
	}
	return false
}

// cellsFootprint is the permission to the cells low <= j < high of the array at an address.
func (c *context) cellsFootprint(a, low, high *ir.Expr, elem *Type, perm *ir.Expr, at annot.Pos) *ir.Expr {
	return c.eachCell(a, low, high, func(cell, _ *ir.Expr) *ir.Expr { return c.footprint(cell, elem, perm, at) })
}

// eachCell says something of each cell low <= j < high of the array at an address.
func (c *context) eachCell(a, low, high *ir.Expr, say func(cell, j *ir.Expr) *ir.Expr) *ir.Expr {
	j := ir.Var{Name: c.boundName("j"), Type: ir.IntType}
	cell := ir.Elem(a, ir.V(j))
	body := ir.Implies(ir.And(ir.AtMost(low, ir.V(j)), ir.Less(ir.V(j), high)), say(cell, ir.V(j)))
	if body.Op == ir.OpTrue {
		return ir.True
	}
	return spread([]ir.Var{j}, [][]*ir.Expr{{cell}}, ir.True, body)
}

// spread writes a quantified assertion as a conjunction of quantifiers with one permission or one condition each, which is the
// form that provers take.
func spread(vars []ir.Var, triggers [][]*ir.Expr, cond, body *ir.Expr) *ir.Expr {
	switch {
	case body.Op == ir.OpAnd:
		return ir.And(spread(vars, triggers, cond, body.Args[0]), spread(vars, triggers, cond, body.Args[1]))
	case body.Op == ir.OpImplies:
		return spread(vars, triggers, ir.And(cond, body.Args[0]), body.Args[1])
	case body.Op == ir.OpForall:
		all := append(append([]ir.Var(nil), vars...), body.Vars...)
		return spread(all, joined(vars, triggers, body.Triggers), cond, body.Args[0])
	}
	return &ir.Expr{Op: ir.OpForall, Type: ir.BoolType, Vars: vars, Triggers: triggers, Args: []*ir.Expr{ir.Implies(cond, body)}}
}

// joined are the triggers of two quantifiers made one: an inner trigger that does not name all outer variables, as the address of a
// cell in a cell does, takes the first outer one along.
func joined(outer []ir.Var, outerTriggers, innerTriggers [][]*ir.Expr) [][]*ir.Expr {
	var list [][]*ir.Expr
	for _, inner := range innerTriggers {
		whole := true
		for _, v := range outer {
			named := false
			for _, e := range inner {
				named = named || mentions(e, map[string]bool{v.Name: true})
			}
			whole = whole && named
		}
		if !whole && len(outerTriggers) > 0 {
			inner = append(append([]*ir.Expr(nil), outerTriggers[0]...), inner...)
		}
		list = append(list, inner)
	}
	return list
}

// cells is the sequence of n values from cell off on in the array at an address: a function of the heap.
func (c *context) cells(a, off, n *ir.Expr, elem *Type, at annot.Pos) *ir.Expr {
	name := "cells_" + typeKey(elem)
	t := ir.SeqOf(c.lo.irType(elem, at))
	if _, ok := c.lo.program.Funcs[name]; !ok {
		pa, po, pn := ir.Var{Name: "array", Type: ir.RefType}, ir.Var{Name: "offset", Type: ir.IntType}, ir.Var{Name: "count", Type: ir.IntType}
		result := ir.V(ir.Var{Name: ir.ResultName, Type: t})
		i := ir.Var{Name: "i$c", Type: ir.IntType}
		fn := &ir.Func{Name: name, Params: []ir.Var{pa, po, pn}, Result: t, Total: true, Trusted: true, Title: name}
		c.lo.program.Funcs[name] = fn
		end := ir.New(ir.OpAdd, ir.IntType, ir.V(po), ir.V(pn))
		fn.Pre = []ir.Clause{{X: ir.AtMost(ir.I(0), ir.V(pn))},
			{X: c.permissionOnly(c.cellsFootprint(ir.V(pa), ir.V(po), end, elem, &ir.Expr{Op: ir.OpWildcard, Type: ir.PermType}, at))}}
		element := ir.At(result, ir.V(i))
		byIndex := &ir.Expr{Op: ir.OpForall, Type: ir.BoolType, Vars: []ir.Var{i}, Triggers: [][]*ir.Expr{{element}}, Args: []*ir.Expr{
			ir.Implies(ir.And(ir.AtMost(ir.I(0), ir.V(i)), ir.Less(ir.V(i), ir.V(pn))),
				ir.Eq(element, c.heapLoad(ir.Elem(ir.V(pa), ir.New(ir.OpAdd, ir.IntType, ir.V(po), ir.V(i))), elem, at)))}}
		byAddress := c.eachCell(ir.V(pa), ir.V(po), end, func(cell, j *ir.Expr) *ir.Expr {
			return ir.Eq(ir.At(result, ir.New(ir.OpSub, ir.IntType, j, ir.V(po))), c.heapLoad(cell, elem, at))
		})
		fn.Post = []ir.Clause{{X: ir.Eq(ir.Len(result), ir.V(pn))}, {X: byIndex}, {X: byAddress}}
	}
	return &ir.Expr{Op: ir.OpCall, Type: t, Name: name, Args: []*ir.Expr{a, off, n}, At: at}
}

// permissionOnly drops the conditions of an assertion.
func (c *context) permissionOnly(x *ir.Expr) *ir.Expr {
	switch {
	case x.Op == ir.OpAnd:
		return ir.And(c.permissionOnly(x.Args[0]), c.permissionOnly(x.Args[1]))
	case x.Op == ir.OpImplies && ir.Impure(x):
		return ir.Implies(x.Args[0], c.permissionOnly(x.Args[1]))
	case ir.Impure(x):
		return x
	}
	return ir.True
}

// sliceKnown is what Go says of every slice: its window lies in its array, and nil has none.
func sliceKnown(x *ir.Expr) *ir.Expr {
	_, high := intType.limits()
	off, n, most := ir.Get(x, "offset"), ir.Get(x, "len"), ir.Get(x, "cap")
	isNil := ir.New(ir.OpEq, ir.BoolType, ir.Get(x, "array"), ir.Null)
	return ir.And(ir.AtMost(ir.I(0), off), ir.AtMost(ir.I(0), n), ir.AtMost(n, most), ir.AtMost(most, ir.BigInt(high)),
		ir.Implies(isNil, ir.And(ir.New(ir.OpEq, ir.BoolType, most, ir.I(0)), ir.New(ir.OpEq, ir.BoolType, off, ir.I(0)))))
}

// mayAllocate refuses new memory where only a value is described.
func (c *context) mayAllocate(what string, at annot.Pos) {
	if c.pure || c.asserting || c.bound > 0 {
		fail(at, "unsupported: %s in a specification", what)
	}
}

// heapAllocate makes new memory that holds x.
func (c *context) heapAllocate(name string, t *Type, x *ir.Expr, at annot.Pos) *place {
	c.mayAllocate("new memory", at)
	v := c.fresh(name+"$at", ir.RefType)
	c.emit(&ir.Havoc{Vars: []ir.Var{v}})
	a := ir.V(v)
	c.assume(ir.Not(ir.New(ir.OpEq, ir.BoolType, a, ir.Null)))
	x = c.temp("value", x)
	c.emit(&ir.Assume{X: c.footprint(a, t, ir.FullPerm, at)})
	c.assume(c.heldAt(a, t, x, at))
	p := heapPlace(a, t, name)
	p.root = &root{ghost: c.spec}
	return p
}

// notNil demands that Go code does not follow a nil pointer.
func (c *context) notNil(a *ir.Expr, text string, at annot.Pos) {
	if c.spec || c.trust {
		return
	}
	switch a.Op {
	case ir.OpElem, ir.OpPart:
		return
	}
	c.assert("nil-dereference", ir.Not(ir.New(ir.OpEq, ir.BoolType, a, ir.Null)), text, text+" may be nil", at)
}
