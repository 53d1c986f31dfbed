package bmc

import (
	"fmt"
	"go/types"
)

// reshape returns v, of type from, as a value of type to. Both must have one shape, so that the symbolic value is the same.
func (e *engine) reshape(v value, from, to types.Type) value {
	if path, ok := equalShape(from, to); !ok {
		e.reject("prove.Reshape of %s to %s, which differ at %s", from, to, path)
	}
	return v
}

// equalShape tells whether a and b are built from the same kinds of integers and Booleans in the same way, or where they first differ;
// names do not count. Identical types are, whatever they are built from.
func equalShape(a, b types.Type) (path string, ok bool) {
	if types.Identical(a, b) {
		return "", true
	}
	differ := a.String() + " and " + b.String()
	switch a := a.Underlying().(type) {
	case *types.Basic:
		b, ok := b.Underlying().(*types.Basic)
		return differ, ok && a.Kind() == b.Kind() && a.Info()&(types.IsInteger|types.IsBoolean) != 0
	case *types.Array:
		b, ok := b.Underlying().(*types.Array)
		if !ok || a.Len() != b.Len() {
			return differ, false
		}
		return equalShape(a.Elem(), b.Elem())
	case *types.Struct:
		b, ok := b.Underlying().(*types.Struct)
		if !ok || a.NumFields() != b.NumFields() {
			return fmt.Sprintf("the number of fields of %s", differ), false
		}
		for i := range a.NumFields() {
			if path, ok := equalShape(a.Field(i).Type(), b.Field(i).Type()); !ok {
				return a.Field(i).Name() + ": " + path, false
			}
		}
		return "", true
	}
	return differ, false
}
