// +gobra

// Package machine states what Go's integer types guarantee, for proofs by a tool that takes integers as unbounded; see machine.gobra.
//
// It holds ghost lemmas only: nothing of it is in a program. It may not say anything that `gosure verify` does not prove.
package machine
