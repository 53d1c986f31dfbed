package prove

import (
	"reflect"
	"runtime"
	"slices"
)

// Exchange prepares a test binary for replays.
type Exchange func()

// Exchangeable tells that function calls what standIn points to whenever that is not nil. Only the test binaries that `gosure prove` builds
// for its replays have such functions.
func Exchangeable[F any](function F, standIn *F) Exchange {
	return func() { exchangeable[reflect.ValueOf(function).Pointer()] = reflect.ValueOf(standIn).Elem() }
}

// Observed tells that what variable holds is told each address of a load before it happens. Only the test binaries that `gosure prove` builds
// for its replays have such loads.
func Observed(variable *func(place any)) Exchange {
	return func() { *variable = overwrite }
}

// region is memory from one address to another.
type region struct{ from, to uintptr }

// overwrite draws what place points to, when that is shared memory: what another processor has written there by now.
func overwrite(place any) {
	target := reflect.ValueOf(place).Elem()
	at := target.Addr().Pointer()
	if active != nil && slices.ContainsFunc(active.shared, func(r region) bool { return r.from <= at && at < r.to }) {
		drawInto(target)
	}
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
