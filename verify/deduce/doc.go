// Package deduce runs the deductive verifier: it loads packages, lowers them, asks the back ends and reports obligations.
//
// An obligation counts as proved only when a back end said so of a query that is kept: a time-out, a refusal or a crash is
// never a proof, and a package in which nothing was checked is reported as such.
package deduce
