package frame

import (
	"math"
	"math/rand/v2"
	"testing"

	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
)

func TestAdd(t *testing.T) {
	for _, tt := range []struct {
		name  string
		first memory.Frame
		n     uint32
		want  uint32
	}{
		{"nothing", 1, 0, 0},
		{"frame 0 is the firmware's", 0, 1, 0},
		{"frame 0 is left out", 0, 2, 1},
		{"one", 1, 1, 1},
		{"the last", limits.Frames - 1, 1, 1},
		{"the first that does not fit", limits.Frames, 1, 0},
		{"across the end", limits.Frames - 2, 5, 2},
		{"numbers that wrap", math.MaxUint32 - 1, 10, 0},
		{"all there can be", 0, limits.Frames, limits.Frames - 1},
		{"more than there can be", 0, limits.Frames + 100, limits.Frames - 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := new(Allocator)
			for range 2 { // the second time all are managed already
				a.Add(tt.first, tt.n)
				if a.Total() != tt.want || a.Available() != tt.want {
					t.Fatalf("%d of %d free, want %d", a.Available(), a.Total(), tt.want)
				}
			}
			for range tt.want {
				f, ok := a.Take(OwnerOf(0))
				if !ok || f == memory.NoFrame || f >= limits.Frames {
					t.Fatalf("Take = %d, %v", f, ok)
				}
			}
			if f, ok := a.Take(OwnerOf(0)); ok || f != memory.NoFrame {
				t.Errorf("Take from nothing = %d, %v", f, ok)
			}
		})
	}
}

// A frame in use is not added a second time.
func TestAddOfOwned(t *testing.T) {
	a := new(Allocator)
	a.Add(1, 1)
	f, _ := a.Take(OwnerOf(3))
	a.Add(f, 1)
	if a.Available() != 0 || a.Total() != 1 || a.Owner(f) != OwnerOf(3) {
		t.Errorf("%d of %d free, frame %d is %d's", a.Available(), a.Total(), f, a.Owner(f))
	}
}

// Invariant: FR-1
func TestGive(t *testing.T) {
	const mine = 7
	for _, tt := range []struct {
		name string
		f    memory.Frame
		by   Owner
		ok   bool
	}{
		{"mine", mine, OwnerOf(1), true},
		{"somebody else's", mine, OwnerOf(2), false},
		{"as nobody", mine, Unmanaged, false},
		{"as free", mine, Free, false},
		{"free already", mine + 1, OwnerOf(1), false},
		{"free already, as free", mine + 1, Free, false},
		{"not managed", mine + 2, OwnerOf(1), false},
		{"not managed, as nobody", mine + 2, Unmanaged, false},
		{"frame 0", 0, OwnerOf(1), false},
		{"the last", limits.Frames - 1, OwnerOf(1), false},
		{"beyond the last", limits.Frames, OwnerOf(1), false},
		{"the greatest number", math.MaxUint32, Unmanaged, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := new(Allocator)
			a.Add(mine, 2)
			a.Take(OwnerOf(1))
			a.Take(OwnerOf(1))
			a.Give(mine+1, OwnerOf(1))
			owner, free := a.Owner(tt.f), a.Available()
			ok := a.Give(tt.f, tt.by)
			if tt.ok {
				owner, free = Free, free+1
			}
			if ok != tt.ok || a.Owner(tt.f) != owner || a.Available() != free || a.Total() != 2 {
				t.Errorf("Give = %v, owner %d, %d of %d free; want %v, %d, %d of 2", ok, a.Owner(tt.f), a.Available(), a.Total(),
					tt.ok, owner, free)
			}
		})
	}
}

// Owners of different processes differ, and none is Free or Unmanaged.
func TestOwnerOf(t *testing.T) {
	seen := map[Owner]bool{Free: true, Unmanaged: true}
	for p := uint32(0); p < limits.Processes; p++ {
		if seen[OwnerOf(p)] {
			t.Errorf("process %d shares its owner", p)
		}
		seen[OwnerOf(p)] = true
	}
}

// The allocator against a map from frame to owner. Invariants: FR-1, LG-2
func TestModel(t *testing.T) {
	for seed := uint64(0); seed < 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 3))
		a := new(Allocator)
		owners := map[memory.Frame]Owner{}
		free := 0
		for range 3000 {
			f, o := memory.Frame(r.Uint32N(300)), OwnerOf(r.Uint32N(3))
			switch r.IntN(8) {
			case 0:
				n := r.Uint32N(4)
				a.Add(f, n)
				for i := f; i < f+memory.Frame(n); i++ {
					if _, managed := owners[i]; !managed && i != 0 {
						owners[i] = Free
						free++
					}
				}
			case 1, 2, 3:
				got, ok := a.Take(o)
				if ok != (free > 0) || ok && owners[got] != Free {
					t.Fatalf("seed %d: Take = %d, %v with %d free", seed, got, ok, free)
				}
				if ok {
					owners[got] = o
					free--
				}
			default:
				ok := a.Give(f, o)
				if ok != (owners[f] == o) {
					t.Fatalf("seed %d: Give(%d, %d) = %v, owner is %d", seed, f, o, ok, owners[f])
				}
				if ok {
					owners[f] = Free
					free++
				}
			}
			if a.Available() != uint32(free) || a.Total() != uint32(len(owners)) || a.Owner(f) != owners[f] {
				t.Fatalf("seed %d: %d of %d free, want %d of %d", seed, a.Available(), a.Total(), free, len(owners))
			}
		}
		for f := memory.Frame(0); f < 310; f++ {
			if a.Owner(f) != owners[f] {
				t.Fatalf("seed %d: frame %d is %d's, want %d's", seed, f, a.Owner(f), owners[f])
			}
		}
	}
}
