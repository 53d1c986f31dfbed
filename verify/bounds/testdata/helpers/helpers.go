// Package helpers has a harness that assumes and replaces only in functions that it calls, or puts in the place of others.
package helpers

import "warrant/verify/prove"

type counter struct{ n uint8 }

// step is the code under proof.
func step(n uint8) uint8 { return n + 1 }

// contract stands in for step.
func contract(n uint8) uint8 {
	m := prove.Any[uint8]()
	prove.Assume(m > n)
	return m
}

// replace exchanges step.
func replace() { prove.Stub(step, contract) }

// small draws a counter, and is a method.
func (c *counter) small() {
	c.n = prove.Any[uint8]()
	prove.Assume(c.n < 10)
}

// check asserts and covers for its callers.
func check(holds bool) {
	prove.Cover(holds)
	prove.Assert(holds)
}

// ProofStep: a step goes up.
func ProofStep() {
	replace()
	var c counter
	c.small()
	check(step(c.n) > c.n)
}

// ProofStepTwin claims that it goes down.
func ProofStepTwin() {
	c := counter{n: prove.Any[uint8]()}
	prove.Assert(step(c.n) < c.n)
}
