package bmc

import "go/types"

// reshape returns v, of type from, as a value of type to. Both must have one shape, so that the symbolic value is the same.
func (e *engine) reshape(v value, from, to types.Type) value {
	if !equalShape(from, to) {
		e.reject("prove.Reshape of %s to %s, which differ in shape", from, to)
	}
	return v
}

// equalShape tells whether a and b are built from the same kinds of integers and Booleans in the same way; names do not count. Identical
// types are, whatever they are built from.
func equalShape(a, b types.Type) bool {
	if types.Identical(a, b) {
		return true
	}
	switch a := a.Underlying().(type) {
	case *types.Basic:
		b, ok := b.Underlying().(*types.Basic)
		return ok && a.Kind() == b.Kind() && a.Info()&(types.IsInteger|types.IsBoolean) != 0
	case *types.Array:
		b, ok := b.Underlying().(*types.Array)
		return ok && a.Len() == b.Len() && equalShape(a.Elem(), b.Elem())
	case *types.Struct:
		b, ok := b.Underlying().(*types.Struct)
		if !ok || a.NumFields() != b.NumFields() {
			return false
		}
		for i := range a.NumFields() {
			if !equalShape(a.Field(i).Type(), b.Field(i).Type()) {
				return false
			}
		}
		return true
	}
	return false
}
