package endpoint

import (
	"math/rand/v2"
	"testing"

	"warrant/kernel/limits"
)

func TestClientNumbers(t *testing.T) {
	var c Clients
	for _, tt := range []struct {
		name   string
		place  uint32
		serial uint64
		number uint64
	}{
		{"the first", 0, 0, 1},
		{"the last place", limits.Processes - 1, 9, 2},
		{"the first again", 0, 0, 1},
		{"another session at the place", 0, 1, 3},
		{"the same serial at another place", 5, 9, 4},
		{"the last place again", limits.Processes - 1, 9, 2},
		{"who left and comes back is new", 0, 0, 5},
	} {
		if number, ok := c.Number(tt.place, tt.serial); number != tt.number || !ok {
			t.Errorf("%s: %d, %v, want %d", tt.name, number, ok, tt.number)
		}
	}
	c.Forget()
	if number, ok := c.Number(0, 0); number != 6 || !ok {
		t.Errorf("after all is forgotten: %d, %v, want 6", number, ok)
	}
}

func TestClientNumbersEnd(t *testing.T) {
	c := Clients{given: LastNumber - 1}
	if number, ok := c.Number(3, 4); number != LastNumber || !ok {
		t.Fatalf("the last number is %d, %v", number, ok)
	}
	before := c
	if number, ok := c.Number(4, 4); number != 0 || ok || c != before {
		t.Errorf("behind the last number: %d, %v", number, ok)
	}
	if number, ok := c.Number(3, 4); number != LastNumber || !ok {
		t.Errorf("who has the last number gets %d, %v", number, ok)
	}
}

// The numbers against a map of all that were given. Serials grow, as package session gives them.
func TestClientsModel(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 10))
		var c Clients
		var serials [limits.Processes]uint64
		known, given, serial := map[uint64]uint64{}, map[uint64]bool{}, uint64(0)
		for step := range 3000 {
			place := r.Uint32N(limits.Processes)
			switch r.IntN(10) {
			case 0:
				serial++
				serials[place] = serial
			case 1:
				if r.IntN(40) == 0 {
					c.Forget()
					clear(known)
				}
			}
			if serials[place] == 0 {
				continue
			}
			number, ok := c.Number(place, serials[place])
			if !ok || number == 0 {
				t.Fatalf("seed %d, step %d: %d, %v", seed, step, number, ok)
			}
			if before := known[serials[place]]; before != 0 && before != number || before == 0 && given[number] {
				t.Fatalf("seed %d, step %d: session %d gets %d, had %d", seed, step, serials[place], number, before)
			}
			known[serials[place]], given[number] = number, true
		}
	}
}
