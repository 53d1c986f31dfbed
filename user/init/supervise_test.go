package main

import (
	"testing"

	"warrant/lib/manifest"
	"warrant/lib/name"
)

// need is a dependency of a test's service.
type need struct {
	on       uint32
	finished bool
}

// graphOf makes a graph of services with these needs, in that order, each expected to exit with 0.
func graphOf(needs ...[]need) *manifest.Graph {
	g := new(manifest.Graph)
	for i, list := range needs {
		s := &g.Services[i]
		s.Name = name.Of(string(rune('a' + i)))
		s.FirstNeed, s.NeedCount = g.NeedCount, uint32(len(list))
		for _, n := range list {
			g.Needs[g.NeedCount] = manifest.Need{Service: n.on, Finished: n.finished}
			g.NeedCount++
		}
		g.Order[i] = uint32(i)
	}
	g.ServiceCount = uint32(len(needs))
	g.OrderCount = g.ServiceCount
	return g
}

// startable starts everything that can be started, and answers which services that were.
func startable(s *supervision) (started []uint32) {
	for {
		i, ok := s.next()
		if !ok {
			return started
		}
		s.start(i)
		started = append(started, i)
	}
}

func same(a, b []uint32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestStartOrder(t *testing.T) {
	// c needs a started and b finished; d needs c started.
	s := &supervision{graph: graphOf(nil, nil, []need{{0, false}, {1, true}}, []need{{2, false}})}
	if s.running() {
		t.Error("something runs before anything has been started")
	}
	if got := startable(s); !same(got, []uint32{0, 1}) || !s.running() {
		t.Fatalf("at first %v start; running is %v", got, s.running())
	}
	s.end(0, ended, outcome{how: exited})
	if got := startable(s); got != nil {
		t.Fatalf("%v start although b has not ended", got)
	}
	s.end(1, ended, outcome{how: faulted, value: 14})
	if got := startable(s); !same(got, []uint32{2, 3}) {
		t.Fatalf("after the end of b %v start", got)
	}
	s.end(3, ended, outcome{how: exited})
	s.end(2, ended, outcome{how: exited, value: 1})
	if s.running() {
		t.Error("something runs after everything has ended")
	}
	if got := startable(s); got != nil {
		t.Errorf("%v start a second time", got)
	}
	if got := s.expectedCount(); got != 2 {
		t.Errorf("%d services ended as expected, want a and d", got)
	}
}

func TestWhatNeedsAFailedServiceIsSkipped(t *testing.T) {
	// b needs a, c needs b's end, d needs nothing.
	s := &supervision{graph: graphOf(nil, []need{{0, false}}, []need{{1, true}}, nil)}
	s.end(0, skipped, outcome{how: unstarted})
	if got := startable(s); !same(got, []uint32{3}) {
		t.Fatalf("%v start", got)
	}
	for i, want := range []ending{unstarted, unneeded, unneeded, unknown} {
		if got := s.outcomes[i].how; got != want {
			t.Errorf("service %d: %d, want %d", i, got, want)
		}
	}
}

func TestSkippingReachesServicesEarlierInTheOrder(t *testing.T) {
	// The order is a correct one, but b's failure is known only after a has been looked at: a needs b.
	s := &supervision{graph: graphOf([]need{{1, false}}, nil)}
	s.graph.Order[0], s.graph.Order[1] = 1, 0
	i, ok := s.next()
	if !ok || i != 1 {
		t.Fatalf("%d, %v starts first", i, ok)
	}
	s.end(1, skipped, outcome{how: unstarted})
	if got := startable(s); got != nil || s.stages[0] != skipped {
		t.Errorf("%v start; a is at stage %d", got, s.stages[0])
	}
}

func TestExpected(t *testing.T) {
	tests := []struct {
		name string
		want manifest.Expect
		got  outcome
		ok   bool
	}{
		{"exit code", manifest.Expect{Value: 7}, outcome{exited, 7}, true},
		{"negative exit code", manifest.Expect{Value: -7}, outcome{exited, -7}, true},
		{"other exit code", manifest.Expect{Value: 7}, outcome{exited, 8}, false},
		{"vector", manifest.Expect{End: manifest.Faults, Value: 14}, outcome{faulted, 14}, true},
		{"other vector", manifest.Expect{End: manifest.Faults, Value: 14}, outcome{faulted, 13}, false},
		{"exit with the number of the vector", manifest.Expect{End: manifest.Faults, Value: 14}, outcome{exited, 14}, false},
		{"fault with the number of the exit code", manifest.Expect{}, outcome{faulted, 0}, false},
		{"killed", manifest.Expect{}, outcome{how: killed}, false},
		{"killed as expected", manifest.Expect{End: manifest.Killed}, outcome{how: killed}, true},
		{"exit instead of being killed", manifest.Expect{End: manifest.Killed}, outcome{how: exited}, false},
		{"fault instead of being killed", manifest.Expect{End: manifest.Killed}, outcome{how: faulted}, false},
		{"could not be started", manifest.Expect{}, outcome{how: unstarted}, false},
		{"not started", manifest.Expect{}, outcome{how: unneeded}, false},
		{"unknown", manifest.Expect{}, outcome{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := &supervision{graph: graphOf(nil)}
			s.graph.Services[0].Expect = test.want
			s.end(0, ended, test.got)
			if s.expected(0) != test.ok {
				t.Errorf("expected is %v", !test.ok)
			}
		})
	}
}
