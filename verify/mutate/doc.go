// Package mutate seeds small bugs into verified functions and counts how many the proofs alone reject.
//
// A mutant that is still proved is a hole in a contract, or equivalent to the original. Mutants that do not compile do not
// count. Only Go code is changed, never a contract or ghost code.
package mutate
