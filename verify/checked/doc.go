// Package checked runs Go functions with their contracts checked at run time.
//
// It is the witness against the verifier itself: it shares nothing with the encoding but the parser. Contracts are
// interpreted over the values of real executions with exact integers, quantifiers over a finite part of their range. A
// function that the verifier calls proved and a run refutes is a soundness bug.
package checked
