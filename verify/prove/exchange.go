package prove

import (
	"reflect"
	"runtime"
)

// Exchange joins a function with the variable that it asks for what stands in for it.
type Exchange struct {
	function uintptr
	standIn  reflect.Value
}

// Exchangeable tells that function calls what standIn points to whenever that is not nil. Only the test binaries that `gosure prove` builds
// for its replays have such functions.
func Exchangeable[F any](function F, standIn *F) Exchange {
	return Exchange{function: reflect.ValueOf(function).Pointer(), standIn: reflect.ValueOf(standIn).Elem()}
}

// exchangeable holds the variables of exchangeable functions by the functions' entries. It is nil where none can be exchanged, and the true
// functions run.
var exchangeable map[uintptr]reflect.Value

// exchange makes replacement run instead of function until the execution ends. It panics where replacements are to run and function
// cannot be replaced, as then the execution would say nothing.
func (e *execution) exchange(function, replacement reflect.Value) {
	if exchangeable == nil {
		return
	}
	standIn, ok := exchangeable[function.Pointer()]
	if !ok {
		panic("prove.Stub: no replay can exchange " + runtime.FuncForPC(function.Pointer()).Name())
	}
	standIn.Set(replacement)
	e.restore = append(e.restore, standIn.SetZero)
}
