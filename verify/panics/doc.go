// Package panics enumerates the instructions of a Go module that can panic, as go/ssa sees them, and joins each with the strongest proof
// that it has.
//
// Proofs come from the analysis of package local, and from other engines whose results a caller hands in: the package runs no solver and
// no other command than the go command. It may not call a site proved that no engine proved, and it may not drop a site in silence:
// functions that it cannot look into are counted.
package panics
