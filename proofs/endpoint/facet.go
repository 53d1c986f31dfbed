package endpoint

import (
	"warrant/kernel/core/endpoint"
	"warrant/kernel/limits"
	"warrant/verify/prove"
)

// facets is endpoint.Facets with its fields in reach.
type facets struct {
	places [limits.Facets]endpoint.Facet
	live   uint32
}

// anyFacets returns any facets; as many are counted as are live.
func anyFacets() facets {
	f, live := prove.Any[facets](), uint32(0)
	for i := range f.places {
		prove.Assume(!f.places[i].Live || !f.places[i].Retired)
		if f.places[i].Live {
			live++
		}
	}
	f.live = live
	return f
}

// ProofFacets: a facet that was not there is not there after any operation but the one that made it, in an epoch in which it never was; what
// is revoked never comes back; and another facet stays. Invariant: CAP-8.
func ProofFacets() {
	before, place, epoch := anyFacets(), prove.Any[uint32](), prove.Any[uint32]()
	f := prove.Reshape[endpoint.Facets](before)
	had := f.Has(place, epoch)
	if prove.Any[bool]() {
		made, in, ok := f.Add(prove.Any[uint64]())
		prove.Cover(ok && made == limits.Facets-1)
		prove.Assert(!ok || made < limits.Facets && !before.places[made%limits.Facets].Live && in == before.places[made%limits.Facets].Epoch)
		prove.Assert(f.Has(place, epoch) == (had || ok && place == made && epoch == in))
	} else {
		revoked := prove.Any[uint32]()
		ok := f.Revoke(revoked)
		prove.Cover(ok && before.places[revoked%limits.Facets].Epoch == endpoint.LastEpoch)
		prove.Assert(ok == (revoked < limits.Facets && before.places[revoked%limits.Facets].Live))
		prove.Assert(f.Has(place, epoch) == (had && place != revoked))
	}
	after := prove.Reshape[facets](f)
	k := place % limits.Facets
	prove.Assert(after.places[k].Epoch >= before.places[k].Epoch, "an epoch never goes back")
	live := uint32(0)
	for i := range after.places {
		if after.places[i].Live {
			live++
		}
	}
	prove.Assert(after.live == live && f.Count() == live)
}

// ProofFacetsTwin claims that a place that was given up can always be used again.
func ProofFacetsTwin() {
	before, place := anyFacets(), prove.Any[uint32]()%limits.Facets
	f := prove.Reshape[endpoint.Facets](before)
	f.Revoke(place)
	_, _, ok := f.Add(1)
	prove.Assert(ok)
}

// clients is endpoint.Clients with its fields in reach.
type clients struct {
	guests [limits.Processes]endpoint.Guest
	given  uint64
}

// ProofClients: a session has one number for ever, two sessions never have the same, and no number comes twice.
func ProofClients() {
	before := prove.Any[clients]()
	a, b := prove.Any[uint32]()%limits.Processes, prove.Any[uint32]()%limits.Processes
	serialA, serialB := prove.Any[uint64](), prove.Any[uint64]()
	prove.Assume(before.guests[a].Number <= before.given && before.guests[b].Number <= before.given)
	prove.Assume(a == b || before.guests[a].Number == 0 || before.guests[a].Number != before.guests[b].Number)
	c := prove.Reshape[endpoint.Clients](before)
	first, ok := c.Number(a, serialA)
	second, okB := c.Number(b, serialB)
	prove.Cover(ok && okB && first != second)
	prove.Cover(!ok, "every number is given")
	prove.Assert(!ok || first != 0 && first <= prove.Reshape[clients](c).given)
	prove.Assert(!ok || !okB || (first == second) == (a == b && serialA == serialB))
	again, still := c.Number(b, serialB)
	prove.Assert(!okB || still && again == second, "a number stays")
}

// ProofClientsTwin claims that a place has one number, whoever is there.
func ProofClientsTwin() {
	var c endpoint.Clients
	place := prove.Any[uint32]() % limits.Processes
	first, _ := c.Number(place, prove.Any[uint64]())
	second, _ := c.Number(place, prove.Any[uint64]())
	prove.Assert(first == second)
}
