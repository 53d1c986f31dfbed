package notify

import (
	"math/rand/v2"
	"testing"
)

// Invariant: CAP-8
func TestEpochsEnd(t *testing.T) {
	const last = LastEpoch
	for _, tt := range []struct {
		name                string
		generation, signals uint32
		after, signalsAfter uint32
		usable              bool
	}{
		{"the first life", 0, 0, 1, 1, true},
		{"signalers revoked before", 3, 9, 4, 10, true},
		{"the last but one", last - 1, last - 1, last, last, true},
		{"the last generation", last, 5, last, 5, false},
		{"the last epoch of signalers", 5, last, 5, last, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := Notification{Generation: tt.generation, Signals: tt.signals, count: 8}
			if !n.Usable() {
				t.Fatal("it cannot be opened")
			}
			n.Open(6)
			if _, _, waits := n.Waiter(); !n.Live || n.Owner != 6 || n.Usable() || n.Count() != 0 || waits {
				t.Fatalf("open it is %+v", n)
			}
			if n.Generation != tt.generation || n.Signals != tt.signals {
				t.Fatalf("open it is %+v", n)
			}
			n.Close()
			if n.Live || n.Usable() != tt.usable || n.Generation != tt.after || n.Signals != tt.signalsAfter {
				t.Errorf("closed it is %+v", n)
			}
			before := n
			if n.Close(); n != before {
				t.Errorf("closed again it is %+v", n)
			}
		})
	}
}

// Invariant: CAP-8
func TestRevokeSignals(t *testing.T) {
	for _, tt := range []struct {
		signals, after uint32
		ok             bool
	}{{0, 1, true}, {LastEpoch - 1, LastEpoch, true}, {LastEpoch, LastEpoch, false}} {
		n := Notification{Live: true, Signals: tt.signals, count: 3}
		want := Notification{Live: true, Signals: tt.after, count: 3}
		if ok := n.RevokeSignals(); ok != tt.ok || n != want {
			t.Errorf("from epoch %d: %v, then %d", tt.signals, ok, n.Signals)
		}
	}
}

func TestCountEnds(t *testing.T) {
	n := Notification{Live: true, count: LastCount - 1}
	for range 2 {
		n.Signal()
		if n.Count() != LastCount {
			t.Errorf("%d signals", n.Count())
		}
	}
	if n.Take() != LastCount || n.Count() != 0 || n.Take() != 0 {
		t.Error("signals are taken twice")
	}
}

// No signal is lost, and none is counted twice, whoever waits.
func TestModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 15))
		var n Notification
		n.Open(1)
		signalled, taken := uint64(0), uint64(0)
		type waiter struct{ process, place uint32 }
		var waits []waiter
		for step := range 2000 {
			switch r.IntN(5) {
			case 0, 1:
				n.Signal()
				signalled++
			case 2:
				taken += n.Take()
			case 3:
				w := waiter{r.Uint32(), r.Uint32()}
				if n.Wait(w.process, w.place) != (len(waits) == 0) {
					t.Fatalf("seed %d, step %d: Wait with %v waiting", seed, step, waits)
				}
				if len(waits) == 0 {
					waits = append(waits, w)
				}
			case 4:
				n.Forget()
				waits = nil
			}
			process, place, ok := n.Waiter()
			if ok != (len(waits) > 0) || ok && waits[0] != (waiter{process, place}) || !ok && (process != 0 || place != 0) {
				t.Fatalf("seed %d, step %d: %d, %d, %v waits, want %v", seed, step, process, place, ok, waits)
			}
			if taken+n.Count() != signalled {
				t.Fatalf("seed %d, step %d: %d taken, %d to take of %d", seed, step, taken, n.Count(), signalled)
			}
		}
	}
}
