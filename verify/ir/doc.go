// Package ir is the proof language between annotated Go and the provers: monomorphic, first order, without a heap.
//
// A program is a list of struct types, pure functions and methods. A method's state is its variables; what Go keeps
// behind an owned pointer is a variable too, taken in as one parameter and given back as a result. Arithmetic is over
// mathematical integers: what Go's ranges demand is explicit, as assumptions and obligations. Both back ends print it.
package ir
