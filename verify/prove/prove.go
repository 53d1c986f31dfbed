// Package prove is the language in which harnesses for `gosure prove` are written.
//
// A harness is a function ProofXxx without parameters and results. It draws inputs with Any, AnySlice and AnyString,
// restricts them with Assume, calls the code under proof and states what must hold with Assert. `gosure prove`
// checks every execution within the bounds of the harness, and every way the code could panic.
//
// The same function compiled by the Go compiler draws its inputs from a stream of bytes. So it is also the replay of a
// counterexample (Replay), a native fuzz target (Fuzz) and a go-fuzz target (GoFuzz):
//
//	func ProofAbs() {
//		x := prove.Any[int32]()
//		prove.Assume(x != math.MinInt32)
//		y := abs(x)
//		prove.Cover(x < 0)
//		prove.Assert(y >= 0)
//	}
//
// The package must stay free of imports that a harness could not afford; it may not know the model checker.
package prove

import (
	"fmt"
	"reflect"
	"runtime"

	// The models of functions that have no Go body must be in the program of every harness.
	_ "warrant/verify/prove/model"
)

// Any returns an arbitrary value of T: a Boolean, an integer, or a struct or array of such, nested as deep as one likes. Blank and unexported fields are arbitrary too. It panics for a T that has no finite set of plain
// values, such as a pointer, slice, map, interface or floating-point number; draw the parts and build those instead.
func Any[T any]() T {
	var value T
	drawInto(reflect.ValueOf(&value).Elem())
	return value
}

// AnySlice returns a slice of arbitrary length from 0 to max with arbitrary elements. It is never nil, has no spare
// capacity and shares memory with nothing else. It panics for a negative max.
func AnySlice[T any](max int) []T {
	slice := make([]T, drawLength(max))
	for i := range slice {
		drawInto(reflect.ValueOf(&slice[i]).Elem())
	}
	return slice
}

// AnyString returns a string of arbitrary length from 0 to max with arbitrary bytes, not necessarily valid UTF-8. It
// panics for a negative max.
func AnyString(max int) string {
	return string(AnySlice[byte](max))
}

// Assume tells that only executions in which condition holds matter. What is assumed is a premise of everything after
// it; guard against premises that exclude too much with Cover.
func Assume(condition bool) {
	if !condition {
		currentRun().stop(Outcome{Kind: AssumptionFailed, Frames: callers()})
	}
}

// Assert tells that condition must hold in every execution that gets here. The texts are a description.
func Assert(condition bool, description ...string) {
	if !condition {
		currentRun().stop(Outcome{Kind: AssertionFailed, Message: fmt.Sprint(description), Frames: callers()})
	}
}

// Unreachable tells that no execution gets here. The texts are a description.
func Unreachable(description ...string) {
	currentRun().stop(Outcome{Kind: UnreachableReached, Message: fmt.Sprint(description), Frames: callers()})
}

// Cover asks whether some execution gets here with condition true. A cover that no execution satisfies fails the
// harness: its assumptions are too strong or its code cannot do what the author thinks. The texts are a description.
func Cover(condition bool, description ...string) {
	if condition {
		_, file, line, _ := runtime.Caller(1)
		run := currentRun()
		run.covered = append(run.covered, Frame{File: file, Line: line})
	}
}

// Stub makes the harness call replacement wherever the code under proof calls function, from here to the end of the
// harness; both must be functions, not closures or method values, of one type (a method expression T.M is a function).
// Use it to stand in for a callee with its contract: assert what the callee requires, draw a result, assume what it
// ensures. In compiled Go code cannot be exchanged, so there Stub does nothing and the true callee runs, whose
// results must be among those that the stand-in allows. Only the replays of `gosure prove`, which compiles function anew for them, run
// replacement.
func Stub[F any](function, replacement F) {
	if reflect.TypeFor[F]().Kind() != reflect.Func {
		panic("prove.Stub: not a function: " + reflect.TypeFor[F]().String())
	}
	currentRun().exchange(reflect.ValueOf(function), reflect.ValueOf(replacement))
}

// Shared declares that another processor may write the variable that place points to, all of it, at any moment: from here on every load
// from it yields an arbitrary value, whatever was stored or loaded before. So a value that is read twice may differ, which finds double fetches.
// In compiled Go code runs alone, so there Shared does nothing; only the replays of `gosure prove`, which compiles the loads anew for them, draw
// what they read.
func Shared[T any](place *T) {
	if place == nil {
		panic("prove.Shared: nil pointer")
	}
	at := reflect.ValueOf(place).Pointer()
	run := currentRun()
	run.shared = append(run.shared, region{from: at, to: at + reflect.TypeFor[T]().Size()})
}
