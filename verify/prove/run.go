package prove

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

// OutcomeKind says how one compiled execution of a harness ended.
type OutcomeKind string

const (
	// Completed means the harness returned.
	Completed OutcomeKind = "completed"
	// AssumptionFailed means the input was outside the assumptions of the harness, so it says nothing.
	AssumptionFailed OutcomeKind = "assumption-failed"
	// AssertionFailed means a call of Assert failed.
	AssertionFailed OutcomeKind = "assertion-failed"
	// UnreachableReached means a call of Unreachable was reached.
	UnreachableReached OutcomeKind = "unreachable-reached"
	// Panicked means a panic left the harness.
	Panicked OutcomeKind = "panicked"
)

// Frame is a place in the source.
type Frame struct {
	Function string `json:"function,omitempty"`
	File     string `json:"file"`
	Line     int    `json:"line"`
}

// Outcome describes one compiled execution of a harness.
type Outcome struct {
	Kind OutcomeKind `json:"kind"`
	// Message is the text of a panic, or the description of an assertion.
	Message string `json:"message,omitempty"`
	// Frames are the calls that were active at the end, innermost first; empty after a normal return.
	Frames []Frame `json:"frames,omitempty"`
	// Covered are the places of the calls of Cover whose condition held.
	Covered []Frame `json:"covered,omitempty"`
}

// Failed tells whether the outcome refutes the harness.
func (o Outcome) Failed() bool { return o.Kind != Completed && o.Kind != AssumptionFailed }

// execution is the state of one compiled execution.
type execution struct {
	stream  []byte
	outcome *Outcome
	covered []Frame
	// restore are the ways back from the exchanges that the execution made.
	restore []func()
	// shared is the memory that another processor writes.
	shared []region
}

// active is the execution in progress. Harnesses take no parameter, so it must be a variable of the package; running
// keeps executions apart.
var (
	running sync.Mutex
	active  *execution
)

// currentRun returns the execution in progress; it panics when a harness was called directly.
func currentRun() *execution {
	if active == nil {
		panic("prove: a harness was called directly; use prove.Replay, prove.Fuzz or prove.Execute")
	}
	return active
}

// word takes size bytes from the stream, little end first; a stream that has ended yields zeros.
func (e *execution) word(size int) uint64 {
	var value uint64
	for i := range size {
		if len(e.stream) == 0 {
			break
		}
		value |= uint64(e.stream[0]) << (8 * i)
		e.stream = e.stream[1:]
	}
	return value
}

// stop ends the execution with outcome, unless it already ended and this is one of its deferred calls. Goexit, unlike a
// panic, cannot be recovered by the code under proof.
func (e *execution) stop(outcome Outcome) {
	if e.outcome == nil {
		e.outcome = &outcome
	}
	runtime.Goexit()
}

// Execute runs harness once with the inputs that stream encodes and reports how it ended. The stream holds the values in
// the order in which they are drawn: integers little end first in their own size, a Boolean as one byte of which the
// lowest bit counts, a length as two bytes modulo max+1 (eight when max is 65536 or more). Executions exclude each other.
func Execute(harness func(), stream []byte) Outcome {
	running.Lock()
	defer running.Unlock()
	run := &execution{stream: stream}
	active = run
	defer func() { active = nil }()
	done := make(chan struct{})
	go func() {
		defer close(done)
		returned := false
		defer func() {
			if returned || run.outcome != nil {
				return
			}
			if cause := recover(); cause != nil {
				run.outcome = &Outcome{Kind: Panicked, Message: panicText(cause), Frames: callers()}
			} else {
				run.outcome = &Outcome{Kind: Panicked, Message: "runtime.Goexit was called", Frames: callers()}
			}
		}()
		harness()
		returned = true
	}()
	<-done
	if run.outcome == nil {
		run.outcome = &Outcome{Kind: Completed}
	}
	for _, back := range run.restore {
		back()
	}
	run.outcome.Covered = run.covered
	return *run.outcome
}

func panicText(cause any) string {
	switch cause := cause.(type) {
	case runtime.Error:
		return "runtime error: " + strings.TrimPrefix(cause.Error(), "runtime error: ")
	case error:
		return "error: " + cause.Error()
	}
	return fmt.Sprintf("%T: %v", cause, cause)
}

// callers lists the active calls without those of the runtime and of this package.
func callers() []Frame {
	const depth = 256
	counters := make([]uintptr, depth)
	frames := runtime.CallersFrames(counters[:runtime.Callers(2, counters)])
	var list []Frame
	for {
		frame, more := frames.Next()
		own := strings.HasPrefix(frame.Function, "warrant/verify/prove.")
		if frame.Function != "" && !own && !strings.HasPrefix(frame.Function, "runtime.") {
			list = append(list, Frame{Function: frame.Function, File: frame.File, Line: frame.Line})
		}
		if !more {
			return list
		}
	}
}
