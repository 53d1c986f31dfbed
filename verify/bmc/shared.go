package bmc

import (
	"go/types"

	"warrant/verify/smt"
)

// share makes the variable that an element pointer designates memory that another processor writes at any moment: from
// now on each load from it yields an arbitrary value.
func (e *engine) share(v value) {
	e.demand(v)
	if e.sharedObjects == nil {
		e.sharedObjects = make(map[*object]bool)
	}
	for _, t := range v.(*pointer).targets {
		if t.object == nil {
			continue
		}
		if len(t.path) > 0 && typeAt(t.object.typ, t.path[:len(t.path)-1]) != t.object.typ {
			e.reject("prove.Shared of a part of a variable")
		}
		e.sharedObjects[t.object] = true
	}
	e.shared = true
}

// havoc makes the shared variables among the targets of p arbitrary where p points, before a load through p. What the
// kernel itself stored there may have been overwritten since; so each load is independent of all others.
func (e *engine) havoc(f *frame, p *pointer, typ types.Type) {
	if e.sharedObjects == nil {
		return
	}
	for _, t := range p.targets {
		if e.sharedObjects[t.object] {
			e.write(&f.now, &pointer{targets: []target{t}}, e.arbitrary(typ))
		}
	}
}

// arbitrary returns a value of typ that no input determines.
func (e *engine) arbitrary(typ types.Type) value {
	if width, _, ok := intWidth(typ); ok {
		return e.b.Fresh("shared", smt.BitVec(width))
	}
	switch t := typ.Underlying().(type) {
	case *types.Basic:
		if isBoolean(t) {
			return e.b.Fresh("shared", smt.Bool)
		}
	case *types.Array:
		if t.Len() > int64(e.bounds.Cells) {
			e.reject("shared memory of type %s", typ)
		}
		elems := make([]value, t.Len())
		for i := range elems {
			elems[i] = e.arbitrary(t.Elem())
		}
		return &aggregate{elems: elems}
	case *types.Struct:
		elems := make([]value, t.NumFields())
		for i := range elems {
			elems[i] = e.arbitrary(t.Field(i).Type())
		}
		return &aggregate{elems: elems}
	}
	e.reject("shared memory of type %s", typ)
	return nil
}
