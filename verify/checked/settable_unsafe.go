package checked

import (
	"reflect"
	"unsafe"
)

// settable is the same field without Go's protection of names in lower case.
func settable(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}
