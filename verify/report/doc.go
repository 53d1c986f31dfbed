// Package report joins what the engines, the bounds, the tests and the sources say into one account of what is proved.
//
// Collect reads a module: the invariants and where the sources speak of them, the contracts with their verdicts, the harnesses with their
// bounds, what is believed without proof, measured scores and caveats. WritePages makes the pages of docs/proofs from it; they hold nothing
// that depends on a clock, a machine or a line number, so that a difference from the committed pages is a change of what is claimed.
// WritePage makes one HTML file with the sources and every obligation.
//
// The package asks no solver itself and decides nothing: a verdict comes from package deduce or package bmc, or from a committed file.
package report
