package annot

import "reflect"

// visit calls enter with every node at or below v, those above first: pointers to structs, and structs that stand in others. What is below a
// node for which enter answers false is left out.
func visit(v reflect.Value, enter func(reflect.Value) bool) {
	switch v.Kind() {
	case reflect.Interface:
		visit(v.Elem(), enter)
	case reflect.Pointer:
		if !v.IsNil() && enter(v) {
			visitParts(v.Elem(), enter)
		}
	case reflect.Struct:
		if enter(v) {
			visitParts(v, enter)
		}
	case reflect.Slice:
		for i := range v.Len() {
			visit(v.Index(i), enter)
		}
	}
}

// visitParts visits the fields of a struct.
func visitParts(node reflect.Value, enter func(reflect.Value) bool) {
	for i := range node.NumField() {
		visit(node.Field(i), enter)
	}
}

// has says that a node at or below v is what is asked for.
func has(v reflect.Value, is func(node any) bool) (found bool) {
	visit(v, func(node reflect.Value) bool {
		found = found || is(node.Interface())
		return !found
	})
	return found
}
