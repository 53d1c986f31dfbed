package lower

import (
	"fmt"

	"warrant/verify/annot"
	"warrant/verify/ir"
)

// saying is what is said of a value because of its type.
type saying struct {
	// name is how the names of the functions start that say it. No name from a program has a $ in it.
	name string
	// ghost says that ghost fields and values are spoken of as well.
	ghost bool
	// ranges says that integers are in the range of their type, strings and slices of a length that there can be.
	ranges bool
}

var (
	// typed is what Go's types say of a Go value: the ranges of its integers, the lengths of its arrays, all the way down.
	typed = saying{name: "typed$", ranges: true}
	// shaped is what the types say of any value, a ghost one too: the lengths of its arrays.
	shaped = saying{name: "shaped$", ghost: true}
)

// known is what the types say of a Go value.
func (lo *Lowering) known(x *ir.Expr, t *Type, depth int) *ir.Expr { return lo.say(typed, x, t, depth) }

// shape is what the types say of any value.
func (lo *Lowering) shape(x *ir.Expr, t *Type, depth int) *ir.Expr {
	return lo.say(shaped, x, t, depth)
}

// say says it of x. Of structs and arrays with many parts it is said by a function, so that it is written once.
func (lo *Lowering) say(of saying, x *ir.Expr, t *Type, depth int) *ir.Expr {
	u := t.Under()
	switch u.Kind {
	case IntKind:
		if !of.ranges || lo.unbounded { // the official tool knows nothing of ranges, not even that a uint8 is not negative
			return ir.True
		}
		return inRange(x, u)
	case PointerKind:
		if lo.heap {
			return ir.True
		}
		return lo.say(of, x, u.Elem, depth)
	case StructKind:
		if u.Ghost && !of.ghost {
			return ir.True
		}
		if fn := lo.typing(of, t); fn != nil {
			return ir.Call(fn, x)
		}
		return lo.fields(of, x, u, depth)
	case ArrayKind:
		if fn := lo.typing(of, t); fn != nil {
			return ir.Call(fn, x)
		}
		return lo.cells(of, x, u, depth)
	case SliceKind:
		if lo.heap {
			return sliceKnown(x)
		}
		if of.ranges {
			_, high := intType.limits()
			return ir.And(ir.AtMost(ir.Len(x), ir.BigInt(high)), lo.elements(of, x, u, depth))
		}
	case StringKind:
		if of.ranges {
			_, high := intType.limits()
			return ir.Between(ir.I(0), ir.New(ir.OpTextLen, ir.IntType, x), ir.BigInt(high))
		}
	}
	return ir.True
}

// fields says it of each field of a struct.
func (lo *Lowering) fields(of saying, x *ir.Expr, u *Type, depth int) *ir.Expr {
	var parts []*ir.Expr
	for _, f := range u.Fields {
		if of.ghost || !f.Ghost {
			parts = append(parts, lo.say(of, ir.Get(x, f.Name), f.Type, depth))
		}
	}
	return ir.And(parts...)
}

// cells says how many elements an array has, and the same of each.
func (lo *Lowering) cells(of saying, x *ir.Expr, u *Type, depth int) *ir.Expr {
	return ir.And(ir.Eq(ir.Len(x), ir.I(u.Len)), lo.elements(of, x, u, depth))
}

// elements says something of each element of a sequence.
func (lo *Lowering) elements(of saying, x *ir.Expr, u *Type, depth int) *ir.Expr {
	i := ir.Var{Name: fmt.Sprintf("i$%d", depth), Type: ir.IntType}
	at := ir.At(x, ir.V(i))
	inner := lo.say(of, at, u.Elem, depth+1)
	if inner.Op == ir.OpTrue {
		return ir.True
	}
	body := ir.Implies(ir.And(ir.AtMost(ir.I(0), ir.V(i)), ir.Less(ir.V(i), ir.Len(x))), inner)
	return &ir.Expr{Op: ir.OpForall, Type: ir.BoolType, Vars: []ir.Var{i}, Triggers: [][]*ir.Expr{{at}}, Args: []*ir.Expr{body}}
}

// manyParts is of how many parts an expression is that is worth a function.
const manyParts = 120

// typing is the function that says it of values of a type, or nil for a type with few parts.
func (lo *Lowering) typing(of saying, t *Type) *ir.Func {
	if lo.plain {
		return nil
	}
	name := of.name + lo.typeName(t)
	if fn, ok := lo.typings[name]; ok {
		return fn
	}
	u := t.Under()
	value := ir.Var{Name: "value", Type: lo.irType(t, annot.Pos{})}
	body := lo.cells
	if u.Kind == StructKind {
		body = lo.fields
	}
	fn := &ir.Func{Name: name, Title: t.String(), Params: []ir.Var{value}, Result: ir.BoolType, Total: true, Body: body(of, ir.V(value), u, 0)}
	parts := 0
	ir.Walk(fn.Body, func(e *ir.Expr) {
		if parts++; e.Op == ir.OpCall {
			parts += manyParts
		}
	})
	if parts < manyParts {
		fn = nil
	}
	lo.typings[name] = fn
	if fn == nil {
		return nil
	}
	lo.program.Funcs[name] = fn
	if of.ranges && !lo.ghostly(t) {
		if shape := lo.shape(ir.V(value), t, 0); shape.Op == ir.OpCall {
			fn.Post = []ir.Clause{{X: ir.Implies(ir.V(ir.Var{Name: ir.ResultName, Type: ir.BoolType}), shape), Text: "arrays of " + fn.Title}}
		}
	}
	return fn
}

// ghostly says that a value has ghost parts with arrays, of which typed says nothing.
func (lo *Lowering) ghostly(t *Type) bool {
	u := t.Under()
	switch u.Kind {
	case ArrayKind:
		return lo.ghostly(u.Elem)
	case StructKind:
		for _, f := range u.Fields {
			part := ir.V(ir.Var{Name: "value", Type: lo.irType(f.Type, annot.Pos{})})
			if lo.ghostly(f.Type) || (u.Ghost || f.Ghost) && lo.shape(part, f.Type, 0).Op != ir.OpTrue {
				return true
			}
		}
	}
	return false
}

// typeName names a type by what its values are: types of one name say the same. No name from a program has a $ in it.
func (lo *Lowering) typeName(t *Type) string {
	switch u := t.Under(); u.Kind {
	case StructKind:
		return lo.irType(t, annot.Pos{}).Name
	case ArrayKind:
		return fmt.Sprintf("array%d$%s", u.Len, lo.typeName(u.Elem))
	case PointerKind:
		return lo.typeName(u.Elem)
	default:
		return mangle(u.String())
	}
}
