package bmc

import (
	"time"

	"warrant/verify/obligation"
)

// Report is the outcome of one harness.
type Report struct {
	// Package and Harness name the function; File and Line place it.
	Package string `json:"package"`
	Harness string `json:"harness"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	// Doc is the first sentence of the harness's comment.
	Doc string `json:"doc,omitempty"`
	// Successful tells that every check holds and every cover is satisfied.
	Successful bool `json:"successful"`
	// Expected is the kind of check that harness-bounds.toml states to fail in a twin; empty for a harness that is to hold. AsExpected
	// tells that the outcome is as stated. Both are set by who knows the file.
	Expected   string `json:"expected,omitempty"`
	AsExpected bool   `json:"as_expected"`
	// Checks are the demands that execution met, in source order; covers are among them.
	Checks []obligation.Obligation `json:"checks"`
	// Failures explain the checks with verdict FAILURE.
	Failures []Failure `json:"failures,omitempty"`
	// Coverage lists the source lines that execution met; empty unless asked for.
	Coverage []LineCoverage `json:"coverage,omitempty"`
	// Seconds is the wall-clock time of the harness, and SolverSeconds the time that the answers took when they were first
	// computed; they differ when answers come from the cache.
	Seconds       float64 `json:"seconds"`
	SolverSeconds float64 `json:"solver_seconds"`
	// Queries counts questions to solvers, and CachedQueries those that the cache answered.
	Queries       int `json:"queries"`
	CachedQueries int `json:"cached_queries"`
	// Instructions counts symbolic steps, and Terms the size of the formula graph.
	Instructions int `json:"instructions"`
	Terms        int `json:"terms"`
}

// Failure explains a check that an execution breaks.
type Failure struct {
	// Check is the identity of the check.
	Check obligation.ID `json:"check"`
	// Description and Place are those of the check.
	Description string           `json:"description"`
	Place       obligation.Place `json:"place"`
	// Inputs are the values that the execution draws, in order.
	Inputs []Input `json:"inputs"`
	// Stream is the encoding of the inputs for prove.Replay.
	Stream []byte `json:"stream"`
	// Trace are the source lines of the execution with the values they compute.
	Trace []TraceLine `json:"trace,omitempty"`
	// Differences lists where two variables of the harness that follow each other and have one type differ at the end.
	Differences []string `json:"differences,omitempty"`
	// Replayed tells that the compiled program, run on Stream, failed in the same way. It is false for rules of the engine
	// itself, such as an unwinding bound, which compiled code does not have.
	Replayed bool `json:"replayed"`
	// Observed is what the compiled program did.
	Observed string `json:"observed,omitempty"`
	// Note qualifies a failure that was not replayed.
	Note string `json:"note,omitempty"`
}

// Input is one value that an execution draws.
type Input struct {
	// Expression is the call that draws, as written.
	Expression string           `json:"expression"`
	Place      obligation.Place `json:"place"`
	// Value is the value in Go syntax, and Shown what of it is shown to people.
	Value string `json:"value"`
	Shown string `json:"-"`
}

// TraceLine is a line of source that an execution passes.
type TraceLine struct {
	Place    obligation.Place `json:"place"`
	Function string           `json:"function"`
	// Values are assignments such as "x = 3", and Shown what of them is shown to people: parts that are not zero, or that have changed.
	Values []string `json:"values,omitempty"`
	Shown  []string `json:"-"`
}

// LineCoverage tells whether any execution within the bounds passes a line.
type LineCoverage struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Covered bool   `json:"covered"`
}

func (r *Report) timing(start time.Time) { r.Seconds = time.Since(start).Seconds() }
