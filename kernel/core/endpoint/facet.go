// +gobra

package endpoint

import "warrant/kernel/limits"

// LastEpoch is the epoch after which a facet's place is retired, so that no revoked facet ever comes back.
const LastEpoch = 4294967295

// Facet is one place for a client facet: what a holder of a capability with the same place and epoch may call.
type Facet struct {
	Live bool
	// Retired is true for a place that can hold no facet any more.
	Retired bool
	// Interface is the interface id that the facet's capabilities have.
	Interface uint64
	// Epoch is the epoch of the facet here, or of the next one. It only grows.
	Epoch uint32
}

// Facets are the client facets of an endpoint. The zero value holds none.
type Facets struct {
	places [limits.Facets]Facet
	live   uint32
}

// @ preserves f.Mem()
// @ requires  0 <= iface
// @ ensures   ok == (CountTaken(old(f.View()).Places, limits.Facets) < limits.Facets)
// @ ensures   ok ==> Added(old(f.View()), f.View(), facet, epoch, iface) && HasFacet(f.View(), facet, epoch) && !Gone(old(f.View()), facet, epoch)
// @ ensures   !ok ==> facet == 0 && epoch == 0 && f.View() === old(f.View())
// @ ensures   LaterFacets(old(f.View()), f.View())
// @ decreases

// Add makes a facet at a place that has none. It fails, and changes nothing, when there is no such place.
func (f *Facets) Add(iface uint64) (facet, epoch uint32, ok bool) {
	// @ unfold f.Mem()
	// @ defer fold f.Mem()
	facet = f.vacant()
	if facet == limits.Facets {
		return 0, 0, false
	}
	epoch = f.places[facet].Epoch
	// @ ghost prev := seq(f.places)
	// @ TakenLess(prev, int(facet), limits.Facets)
	// @ LiveLess(prev, int(facet), limits.Facets)
	f.places[facet] = Facet{Live: true, Interface: iface, Epoch: epoch}
	// @ assert seq(f.places) == prev[int(facet) = Facet{true, false, iface, epoch}]
	// @ LiveAt(prev, int(facet), Facet{true, false, iface, epoch}, limits.Facets)
	f.live = f.live + 1
	return facet, epoch, true
}

// @ preserves acc(f, 1/2)
// @ ensures   0 <= i && i <= limits.Facets
// @ ensures   i < limits.Facets ==> !Taken(f.places[i])
// @ ensures   i == limits.Facets ==> CountTaken(seq(f.places), limits.Facets) == limits.Facets
// @ decreases

// vacant answers the first place that can hold a facet and has none, or limits.Facets when there is none.
func (f *Facets) vacant() (i uint32) {
	// @ invariant acc(f, 1/2) && 0 <= i && i <= limits.Facets
	// @ invariant CountTaken(seq(f.places), int(i)) == int(i)
	// @ decreases limits.Facets - i
	for i = 0; i < limits.Facets; i++ {
		if !f.places[i].Live && !f.places[i].Retired {
			return i
		}
	}
	return i
}

// @ preserves acc(f.Mem(), 1/4)
// @ requires  0 <= facet && 0 <= epoch
// @ ensures   ok == HasFacet(f.View(), facet, epoch)
// @ decreases

// Has says that a facet is live at a place, in that epoch. Invariant: CAP-8.
func (f *Facets) Has(facet, epoch uint32) (ok bool) {
	// @ unfold acc(f.Mem(), 1/4)
	// @ defer fold acc(f.Mem(), 1/4)
	return facet < limits.Facets && f.places[facet].Live && f.places[facet].Epoch == epoch
}

// @ preserves acc(f.Mem(), 1/4)
// @ requires  0 <= facet && facet < limits.Facets
// @ ensures   p == f.View().Places[int(facet)]
// @ decreases

// At answers what is at a place. Precondition: facet < limits.Facets.
func (f *Facets) At(facet uint32) (p Facet) {
	// @ unfold acc(f.Mem(), 1/4)
	// @ defer fold acc(f.Mem(), 1/4)
	return f.places[facet]
}

// @ preserves f.Mem()
// @ requires  0 <= facet
// @ ensures   ok == (facet < limits.Facets && old(f.View()).Places[int(facet)].Live)
// @ ensures   f.View() === (facet < limits.Facets ? Revoked(old(f.View()), int(facet)) : old(f.View()))
// @ ensures   LaterFacets(old(f.View()), f.View())
// @ decreases

// Revoke ends the facet at a place, for ever: no epoch comes back. It fails, and changes nothing, when none is there. Invariant: CAP-8.
func (f *Facets) Revoke(facet uint32) (ok bool) {
	// @ unfold f.Mem()
	// @ defer fold f.Mem()
	// @ ghost prev := seq(f.places)
	if facet >= limits.Facets || !f.places[facet].Live {
		return false
	}
	epoch := f.places[facet].Epoch
	// @ LiveMore(prev, int(facet), limits.Facets)
	// @ LiveAt(prev, int(facet), Ended(prev[int(facet)]), limits.Facets)
	f.live = f.live - 1
	if epoch == LastEpoch {
		f.places[facet] = Facet{Retired: true, Epoch: LastEpoch}
		// @ assert seq(f.places) == prev[int(facet) = Ended(prev[int(facet)])]
		return true
	}
	f.places[facet] = Facet{Epoch: epoch + 1}
	// @ assert seq(f.places) == prev[int(facet) = Ended(prev[int(facet)])]
	return true
}

// @ preserves f.Mem()
// @ ensures   AllEnded(old(f.View()), f.View())
// @ ensures   LaterFacets(old(f.View()), f.View())
// @ decreases

// RevokeAll ends every facet. Invariant: CAP-8.
func (f *Facets) RevokeAll() {
	// @ ghost was := f.View()
	// @ invariant f.Mem() && 0 <= i && i <= limits.Facets
	// @ invariant forall j int :: { f.View().Places[j] } 0 <= j && j < limits.Facets ==>
	// @	f.View().Places[j] == (j < int(i) ? Ended(was.Places[j]) : was.Places[j])
	// @ decreases limits.Facets - i
	for i := uint32(0); i < limits.Facets; i++ {
		f.Revoke(i)
	}
	// @ LiveNone(f.View().Places, limits.Facets)
}

// @ preserves acc(f.Mem(), 1/4)
// @ ensures   int(n) == f.View().Live
// @ decreases

// Count answers the number of live facets.
func (f *Facets) Count() (n uint32) {
	// @ unfold acc(f.Mem(), 1/4)
	// @ defer fold acc(f.Mem(), 1/4)
	return f.live
}
