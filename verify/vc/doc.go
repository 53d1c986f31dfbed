// Package vc turns methods of the proof language into verification conditions for SMT solvers.
//
// A method is executed once symbolically: branches are merged under path conditions, loops are cut at their invariants,
// and what remains is one list of declarations, facts and goals in the order of the program. A goal may use what stands
// before it. The list is printed as one SMT-LIB script in which each goal is a query of its own.
package vc
