// Package bench turns what user/bench prints into tables, files and a chart, and compares it with what was committed.
//
// It runs no machine and judges no figure by itself: targets.toml says what is wanted.
package bench
