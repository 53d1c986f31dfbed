package endpoint

import (
	"math/rand/v2"
	"slices"
	"testing"

	"warrant/kernel/limits"
)

// Invariant: CAP-8
func TestFacetEpochs(t *testing.T) {
	for _, tt := range []struct {
		name  string
		epoch uint32
		again bool
	}{
		{"the first", 0, true},
		{"the last but one", LastEpoch - 1, true},
		{"the last", LastEpoch, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var f Facets
			f.places[0].Epoch = tt.epoch
			facet, epoch, ok := f.Add(77)
			if facet != 0 || epoch != tt.epoch || !ok || f.Count() != 1 {
				t.Fatalf("Add = %d, %d, %v, %d live", facet, epoch, ok, f.Count())
			}
			if f.At(0) != (Facet{Live: true, Interface: 77, Epoch: tt.epoch}) {
				t.Errorf("At(0) = %+v", f.At(0))
			}
			if !f.Has(0, tt.epoch) || f.Has(0, tt.epoch+1) || f.Has(0, tt.epoch-1) || f.Has(1, 0) || f.Has(limits.Facets, 0) || f.Has(LastEpoch, 0) {
				t.Error("Has knows the wrong facets")
			}
			if !f.Revoke(0) || f.Has(0, tt.epoch) || f.Count() != 0 {
				t.Error("a revoked facet is live")
			}
			before := f
			if f.Revoke(0) || f.Revoke(limits.Facets) || f.Revoke(LastEpoch) || f != before {
				t.Error("a facet that is not there is revoked")
			}
			facet, epoch, ok = f.Add(78)
			if !ok || (facet == 0) != tt.again || tt.again && epoch != tt.epoch+1 || f.Has(0, tt.epoch) {
				t.Errorf("after it, Add = %d, %d, %v", facet, epoch, ok)
			}
		})
	}
}

func TestRevokeAll(t *testing.T) {
	var f Facets
	for i := range uint32(limits.Facets) {
		f.Add(uint64(i))
	}
	before := f
	if _, _, ok := f.Add(9); ok || f != before {
		t.Error("one facet too many")
	}
	f.Revoke(3)
	f.RevokeAll()
	for i := range uint32(limits.Facets) {
		if f.At(i) != (Facet{Epoch: 1}) {
			t.Errorf("facet %d is %+v", i, f.At(i))
		}
	}
	if f.Count() != 0 {
		t.Errorf("%d live facets", f.Count())
	}
}

// The facets against the set of all that were made. Invariant: CAP-8
func TestFacetsModel(t *testing.T) {
	type made struct{ facet, epoch uint32 }
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 9))
		var f Facets
		if seed%2 == 0 { // towards the end of the epochs
			for i := range f.places {
				f.places[i].Epoch = LastEpoch - r.Uint32N(4)
			}
		}
		live, all, retired := map[made]bool{}, []made{}, 0
		for step := range 1000 {
			switch r.IntN(3) {
			case 0, 1:
				facet, epoch, ok := f.Add(uint64(step))
				if ok != (len(live)+retired < limits.Facets) {
					t.Fatalf("seed %d, step %d: Add with %d live and %d retired says %v", seed, step, len(live), retired, ok)
				}
				if ok {
					live[made{facet, epoch}] = true
					all = append(all, made{facet, epoch})
				}
			case 2:
				facet := r.Uint32N(limits.Facets + 1)
				at := slices.IndexFunc(all, func(m made) bool { return m.facet == facet && live[m] })
				if f.Revoke(facet) != (at >= 0) {
					t.Fatalf("seed %d, step %d: Revoke(%d) with %v live", seed, step, facet, live)
				}
				if at >= 0 {
					delete(live, all[at])
					if all[at].epoch == LastEpoch {
						retired++
					}
				}
			}
			for _, m := range all {
				if f.Has(m.facet, m.epoch) != live[m] {
					t.Fatalf("seed %d, step %d: facet %v is live: %v", seed, step, m, !live[m])
				}
			}
			if f.Count() != uint32(len(live)) {
				t.Fatalf("seed %d, step %d: %d live, want %v", seed, step, f.Count(), live)
			}
		}
	}
}
