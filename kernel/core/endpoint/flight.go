// +gobra

package endpoint

import "warrant/kernel/limits"

// Places is the number of calls that an endpoint can have received and not returned.
const Places = limits.EndpointPlaces

// LastGen is the generation after which a place is retired, so that no id comes back: ids are generation*Places + place in 32 bits.
const LastGen = 268435455

// State is the life of a place for a call in flight: Free, Flying or Orphaned, then Free again with the next generation.
type State uint8

// The states of a place.
const (
	// Free holds no call.
	Free State = iota
	// Flying holds a call whose caller waits.
	Flying
	// Orphaned holds a call whose caller is gone.
	Orphaned
	// Retired holds no call, until the endpoint is opened again.
	Retired
)

// Flight is one place for a call in flight.
type Flight struct {
	State  State
	Gen    uint32
	Caller Ref
}

// Flights are the calls that the owner of an endpoint has received and not returned. The zero value holds none. The free places are those in
// spare[0..spares) and those from fresh on.
type Flights struct {
	places [Places]Flight
	spare  [Places]uint32
	spares uint32
	fresh  uint32
	open   uint32
}

// Reset makes f empty, every place in its first generation. Ids of before may name something again: only for an endpoint that is new, whose
// owner capability no holder of an id of before has.
func (f *Flights) Reset() {
	*f = Flights{}
}

// Begin gives a call a place and an id that names no other call in flight, now or ever after. It fails, and changes nothing, when there is
// no place. Invariant: EP-2.
func (f *Flights) Begin(caller Ref) (id uint32, ok bool) {
	i := f.fresh
	if f.spares > 0 {
		f.spares = f.spares - 1
		i = f.spare[f.spares]
	} else if i < Places {
		f.fresh = i + 1
	} else {
		return 0, false
	}
	gen := f.places[i].Gen
	f.places[i] = Flight{State: Flying, Gen: gen, Caller: caller}
	f.open = f.open + 1
	return gen*Places + i, true
}

// Named answers the call that id names, and whether its caller is gone. It fails when id names no call in flight. Invariant: EP-2.
func (f *Flights) Named(id uint32) (caller Ref, orphan bool, ok bool) {
	i := id % Places
	p := f.places[i]
	if p.State != Flying && p.State != Orphaned || p.Gen != id/Places {
		return Ref{}, false, false
	}
	return p.Caller, p.State == Orphaned, true
}

// Finish ends the call that id names, and so ends every id of this generation. It fails as Named does. Invariant: EP-2.
func (f *Flights) Finish(id uint32) (ok bool) {
	_, _, ok = f.Named(id)
	if !ok {
		return false
	}
	i := id % Places
	gen := f.places[i].Gen
	f.open = f.open - 1
	if gen == LastGen {
		f.places[i] = Flight{State: Retired, Gen: LastGen}
		return true
	}
	f.places[i] = Flight{State: Free, Gen: gen + 1}
	f.spare[f.spares] = i
	f.spares = f.spares + 1
	return true
}

// Orphan marks the call that id names as one whose caller is gone. It stays in flight. It fails as Named does. Invariant: EP-5.
func (f *Flights) Orphan(id uint32) (ok bool) {
	_, _, ok = f.Named(id)
	if !ok {
		return false
	}
	i := id % Places
	f.places[i] = Flight{State: Orphaned, Gen: f.places[i].Gen, Caller: Ref{}}
	return true
}

// At answers the id of the call at place i. It fails when there is none. Precondition: i < Places.
func (f *Flights) At(i uint32) (id uint32, ok bool) {
	p := f.places[i]
	if p.State != Flying && p.State != Orphaned {
		return 0, false
	}
	return p.Gen*Places + i, true
}

// Open answers the number of calls in flight.
func (f *Flights) Open() (n uint32) {
	return f.open
}

// Room answers how many more calls can be in flight. A retired place is no room.
func (f *Flights) Room() (n uint32) {
	return f.spares + (Places - f.fresh)
}
