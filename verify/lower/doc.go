// Package lower turns annotated Go packages into proof programs.
//
// It resolves names and types, follows permissions path by path (package own), replaces owned pointers by values and
// calls by contracts, and makes every demand of Go and of the contracts an explicit claim. Anything outside the supported
// set is an error that names the construct and its place.
package lower
