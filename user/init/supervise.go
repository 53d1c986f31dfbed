package main

import (
	"warrant/lib/manifest"
)

// stage is how far a service has come.
type stage uint8

// The stages. A service moves down this list only.
const (
	waiting stage = iota // for what it needs
	running              // started, its end not known
	ended                // its end is known
	skipped              // will never start: it could not be started, or it needs one that could not
)

// ending says how a service ended, in the order of ProcessStatus in specs/capos.capnp, or why it never ran.
type ending uint8

// The endings.
const (
	unknown   ending = iota
	exited           // with outcome.value as its exit code
	faulted          // with outcome.value as the vector
	killed           // by another process
	unstarted        // by refusal of the spawner
	unneeded         // because something that it needs did not start
)

// outcome is how a service ended.
type outcome struct {
	how   ending
	value int64
}

// supervision is what init knows about the services of a graph. Services are named by their index in the graph.
type supervision struct {
	graph    *manifest.Graph
	stages   [manifest.Services]stage
	outcomes [manifest.Services]outcome
}

// next is the first service in start order that waits for nothing any more; ok is false when there is none now. Services that can never
// start are skipped on the way.
func (s *supervision) next() (service uint32, ok bool) {
	for n := uint32(0); n < s.graph.OrderCount; n++ {
		i := s.graph.Order[n]
		if s.stages[i] != waiting {
			continue
		}
		switch s.needsOf(i) {
		case ended:
			return i, true
		case skipped:
			s.end(i, skipped, outcome{how: unneeded})
		}
	}
	return 0, false
}

// needsOf is ended when all that service i needs has happened, skipped when some of it can never happen, and waiting otherwise.
func (s *supervision) needsOf(i uint32) (all stage) {
	service := &s.graph.Services[i]
	all = ended
	for n := service.FirstNeed; n < service.FirstNeed+service.NeedCount; n++ {
		need := s.graph.Needs[n]
		switch other := s.stages[need.Service]; {
		case other == skipped:
			return skipped
		case other == waiting, other == running && need.Finished:
			all = waiting
		}
	}
	return all
}

// running says whether any service runs.
func (s *supervision) running() bool {
	for i := uint32(0); i < s.graph.ServiceCount; i++ {
		if s.stages[i] == running {
			return true
		}
	}
	return false
}

// start notes that service i has been started.
func (s *supervision) start(i uint32) { s.stages[i] = running }

// end notes that service i has come to its end.
func (s *supervision) end(i uint32, at stage, how outcome) {
	s.stages[i] = at
	s.outcomes[i] = how
}

// expected says whether service i ended as the manifest expects.
func (s *supervision) expected(i uint32) bool {
	want := s.graph.Services[i].Expect
	got := s.outcomes[i]
	switch want.End {
	case manifest.Faults:
		return got.how == faulted && got.value == want.Value
	case manifest.Killed:
		return got.how == killed
	}
	return got.how == exited && got.value == want.Value
}

// expectedCount is the number of services that ended as the manifest expects.
func (s *supervision) expectedCount() (n uint32) {
	for i := uint32(0); i < s.graph.ServiceCount; i++ {
		if s.expected(i) {
			n++
		}
	}
	return n
}
