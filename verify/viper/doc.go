// Package viper prints programs of the proof language in the Viper language and asks Silicon, its symbolic execution
// engine, to verify them.
//
// It is the second opinion on the SMT back end: sequences, sets, recursive functions and the splitting into queries are
// Silicon's own there. Answers are mapped back by line: each claim is printed on a line of its own. Silicon's exit status is
// never trusted alone; an answer counts only when its text says how many errors were found, and the file is never empty.
package viper
