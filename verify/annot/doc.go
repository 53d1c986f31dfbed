// Package annot reads Go files with Gobra annotations and .gobra files into one syntax tree.
//
// One scanner sees both languages: the markers of an annotation comment (`// @`, `//@`, `/*@ @*/`) are skipped and what
// stands behind them is scanned like the rest, each token knowing whether it came from an annotation. The parser is a
// plain recursive descent over that stream. The package knows no types and no other package of the verifier; an input
// that it cannot read is an error that names the construct and its place, never skipped.
package annot
