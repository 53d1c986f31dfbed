// Package directives has good and bad directives.
package directives

//gosure:reason "shows a known directive"

//gosure:wraps

//gosure:wrap // want `unknown directive //gosure:wrap`

// gosure:wraps // want `directive that its tool would ignore`

//go:noinline
func kept() {}

//go:inline // want `unknown directive //go:inline`
func unknown() {}

// go:noinline // want `directive that its tool would ignore`
func ignored() {}

// @ requires  0 <= x
// @ requires  x < 10 &&
// @           x != 5
// @ preserves true
// @ decreases

// Proved has a contract.
func Proved(x int) {
	// @ assert x >= 0
	// @ helper(x)
	// @ x in set[int]{1}
}

// @ requries x > 0 // want `unknown annotation keyword "requries"`
// @ ensure x > 0 // want `unknown annotation keyword "ensure"`
// @ must hold // want `unknown annotation keyword "must"`
//@ requires x > 0 // want `annotation is not spelt "// @ word"`
//  @ requires x > 0 // want `annotation is not spelt`

// Misspelt has contracts that no tool would see.
func Misspelt(x int) {
	// @ asert(x > 0) // want `unknown annotation keyword "asert"; "assert"\?`
}

// Inside has its contract in its doc comment.
//
// @ requires x > 0 // want `contract inside a doc comment: put it above, apart by a blank line`
func Inside(x int) {}

// @ requires x > 0
func bare(x int) {}
