package prove

import (
	"reflect"
	"unsafe"
)

// settable returns target without the mark that keeps reflection from writing unexported fields. Target is part of a
// variable that Any owns.
func settable(target reflect.Value) reflect.Value {
	return reflect.NewAt(target.Type(), unsafe.Pointer(target.UnsafeAddr())).Elem()
}
