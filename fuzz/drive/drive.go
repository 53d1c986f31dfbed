package drive

import (
	"bytes"
	"sync/atomic"
	"time"
)

// Plan says how long a target runs and from what.
type Plan struct {
	// Executions ends the run after that many inputs; 0 for no such end.
	Executions uint64
	// Until ends the run at that time; the zero time for no such end.
	Until time.Time
	// Seed is where the random numbers begin.
	Seed uint64
	// Corpus is run first, as it is.
	Corpus [][]byte
	// Words is the dictionary.
	Words [][]byte
	// Max is the longest input to make, in bytes.
	Max int
	// Crashes is the number of different crashes after which the run ends; 0 for 1.
	Crashes int
	// Progress is called now and then; it may be nil.
	Progress func(Result)
	// Hung is called with the input when a target has been running on one for Patience, from another goroutine; the run never ends then.
	// It may be nil.
	Hung func(input []byte)
}

// Patience is how long a target may run on one input before Hung is called. The slowest input known takes a few milliseconds.
const Patience = 10 * time.Second

// Result is what came of a run.
type Result struct {
	// Executions is the number of inputs that were run, those of the corpus included.
	Executions uint64
	// Accepted is the number of inputs of which the parser accepted something.
	Accepted uint64
	// Crashes has one crash for each place.
	Crashes []Crash
	// Took is the time of the run.
	Took time.Duration
}

// batch is the number of inputs between two looks at the clock.
const batch = 1024

// Run runs a target.
func Run(target func([]byte) int, p Plan) (r Result) {
	begin := time.Now()
	seen := map[string]bool{}
	mutator := NewMutator(p.Seed, p.Corpus, p.Words, p.Max)
	mostCrashes := max(1, p.Crashes)
	var running atomic.Pointer[[]byte]
	if p.Hung != nil {
		stop := make(chan struct{})
		defer close(stop)
		go watch(&running, p.Hung, stop)
	}
	for r.Executions < p.Executions || p.Executions == 0 {
		if r.Executions%batch == 0 && r.Executions > 0 {
			r.Took = time.Since(begin)
			if p.Progress != nil {
				p.Progress(r)
			}
			if !p.Until.IsZero() && time.Now().After(p.Until) {
				break
			}
		}
		var input []byte
		if r.Executions < uint64(len(p.Corpus)) {
			input = append(input, p.Corpus[r.Executions]...)
		} else {
			input = mutator.Next()
		}
		running.Store(&input)
		c := try(func(in []byte) int {
			n := target(in)
			r.Accepted += uint64(n)
			return n
		}, input)
		r.Executions++
		if c == nil || seen[c.Place] {
			continue
		}
		seen[c.Place] = true
		c.Input = bytes.Clone(input)
		shorten(target, c)
		r.Crashes = append(r.Crashes, *c)
		if len(r.Crashes) >= mostCrashes {
			break
		}
	}
	r.Took = time.Since(begin)
	return r
}

// watch calls hung when the same input has been running for Patience.
func watch(running *atomic.Pointer[[]byte], hung func([]byte), stop chan struct{}) {
	clock := time.NewTicker(Patience)
	defer clock.Stop()
	var last *[]byte
	for {
		select {
		case <-stop:
			return
		case <-clock.C:
			now := running.Load()
			if now != nil && now == last {
				hung(*now)
				return
			}
			last = now
		}
	}
}
