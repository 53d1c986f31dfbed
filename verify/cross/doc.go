// Package cross asks more than one engine about the same contracts and compares the answers.
//
// `gosure verify` encodes a program without a heap and asks Z3: one encoder, one solver. This package has the same obligations judged by
// cvc5, and the same functions by Silicon, the engine of the official tool, and it calls every difference by its name:
//
//	disagreement  one engine proves what another refutes, or calls empty: a bug of one of them, and never acceptable
//	open          an engine gives up. A table in the repository lists all that is open; what it does not list is an error, and so is a
//	              line of it that the same version of the engine would no longer need
//
// Silicon is asked function by function for what the table leaves in, so that a function on which it does not end costs nothing. The
// package may not call a thing proved that no engine proved, and it changes no file but the table, when it is asked to.
package cross
