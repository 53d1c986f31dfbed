// Package local proves that instructions of Go cannot panic from what stands around them: no solver, no contracts.
//
// It knows three things of the values of go/ssa, and derives all of them from the code of the packages that it is given:
//
//   - intervals of integers and of lengths, over all executions, by a fixed point with widening and narrowing that goes through
//     calls, results, fields and array elements;
//   - differences x - y <= c, asked backwards from the place where they are needed, along dominating conditions, definitions and,
//     by induction, loops;
//   - whether pointers, maps, functions and interfaces are nil.
//
// What it proves holds for programs without data races that do not write variables through package unsafe or reflection, unless the
// code under analysis shows it: then it forgets what it knows of the variable. It may not guess: what it does not understand
// has every value of its type.
package local
