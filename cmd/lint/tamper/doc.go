// Package tamper has the test that the steps of make check notice what is taken away: a contract, a bound, a generated file, a pinned sum.
//
// Each row works on a copy of the tree, runs the step's own command before and after, and demands that the second run fails with a line that says
// what is gone and that the first run does not print.
package tamper
