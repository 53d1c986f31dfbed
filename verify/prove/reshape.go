package prove

import (
	"fmt"
	"reflect"
)

// Reshape returns from as a value of To, which must have the shape of From: integers and Booleans of the same kinds, in
// arrays of the same lengths and structs of as many fields, in the same order; parts that have one type may be anything.
// Names do not count. So a harness outside a package can read and make values with unexported fields, through a struct of
// its own that mirrors them; it panics when the mirror no longer fits.
func Reshape[To, From any](from From) To {
	if path, ok := sameShape(reflect.TypeFor[From](), reflect.TypeFor[To]()); !ok {
		panic(fmt.Sprintf("prove.Reshape: %s and %s differ at %s", reflect.TypeFor[From](), reflect.TypeFor[To](), path))
	}
	return reinterpret[To](&from)
}

// sameShape tells whether a and b have the same shape, or where they first differ.
func sameShape(a, b reflect.Type) (path string, ok bool) {
	if a == b {
		return "", true
	}
	if a.Kind() != b.Kind() {
		return a.String() + " and " + b.String(), false
	}
	switch a.Kind() {
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return "", true
	case reflect.Array:
		if a.Len() != b.Len() {
			return fmt.Sprintf("lengths %d and %d", a.Len(), b.Len()), false
		}
		return sameShape(a.Elem(), b.Elem())
	case reflect.Struct:
		if a.NumField() != b.NumField() {
			return fmt.Sprintf("numbers of fields %d and %d", a.NumField(), b.NumField()), false
		}
		for i := range a.NumField() {
			if path, ok := sameShape(a.Field(i).Type, b.Field(i).Type); !ok {
				return a.Field(i).Name + "." + path, false
			}
		}
		return "", true
	}
	return a.String() + ", which is no plain value", false
}
