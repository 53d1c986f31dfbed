// Package trust holds the count of what the proofs believe without proof, and the test that keeps it from growing.
//
// ratchet.txt has one line for each part of the tree: how many members are trusted or without a body, and the part's folder. The test
// counts them in two ways, by the verifier's report and by the words in the files. It refuses more than the line says, and fewer, so that
// the line follows; it refuses one without a reason, and every assume, inhale and axiom in the kernel.
package trust
