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

// Add makes a facet at a place that has none. It fails, and changes nothing, when there is no such place.
func (f *Facets) Add(iface uint64) (facet, epoch uint32, ok bool) {
	facet = f.vacant()
	if facet == limits.Facets {
		return 0, 0, false
	}
	epoch = f.places[facet].Epoch
	f.places[facet] = Facet{Live: true, Interface: iface, Epoch: epoch}
	f.live = f.live + 1
	return facet, epoch, true
}

// vacant answers the first place that can hold a facet and has none, or limits.Facets when there is none.
func (f *Facets) vacant() (i uint32) {
	for i = 0; i < limits.Facets; i++ {
		if !f.places[i].Live && !f.places[i].Retired {
			return i
		}
	}
	return i
}

// Has says that a facet is live at a place, in that epoch. Invariant: CAP-8.
func (f *Facets) Has(facet, epoch uint32) (ok bool) {
	return facet < limits.Facets && f.places[facet].Live && f.places[facet].Epoch == epoch
}

// At answers what is at a place. Precondition: facet < limits.Facets.
func (f *Facets) At(facet uint32) (p Facet) {
	return f.places[facet]
}

// Revoke ends the facet at a place, for ever: no epoch comes back. It fails, and changes nothing, when none is there. Invariant: CAP-8.
func (f *Facets) Revoke(facet uint32) (ok bool) {
	if facet >= limits.Facets || !f.places[facet].Live {
		return false
	}
	epoch := f.places[facet].Epoch
	f.live = f.live - 1
	if epoch == LastEpoch {
		f.places[facet] = Facet{Retired: true, Epoch: LastEpoch}
		return true
	}
	f.places[facet] = Facet{Epoch: epoch + 1}
	return true
}

// RevokeAll ends every facet. Invariant: CAP-8.
func (f *Facets) RevokeAll() {
	for i := uint32(0); i < limits.Facets; i++ {
		f.Revoke(i)
	}
}

// Count answers the number of live facets.
func (f *Facets) Count() (n uint32) {
	return f.live
}
