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

// @ preserves f.Mem()
// @ ensures   NoFlights(f.View())
// @ decreases

// Reset makes f empty, every place in its first generation. Ids of before may name something again: only for an endpoint that is new, whose
// owner capability no holder of an id of before has.
func (f *Flights) Reset() {
	// @ unfold f.Mem()
	*f = Flights{}
	// @ OpenNone(seq(f.places), Places)
	// @ fold f.Mem()
}

// @ preserves f.Mem()
// @ ensures   ok == (Room(old(f.View())) > 0)
// @ ensures   ok ==> Began(old(f.View()), f.View(), id, caller) && Names(f.View(), id) && !Spent(old(f.View()), id)
// @ ensures   !ok ==> id == 0 && f.View() === old(f.View())
// @ decreases

// Begin gives a call a place and an id that names no other call in flight, now or ever after. It fails, and changes nothing, when there is
// no place. Invariant: EP-2.
func (f *Flights) Begin(caller Ref) (id uint32, ok bool) {
	// @ unfold f.Mem()
	// @ ghost prev := seq(f.places)
	i := f.fresh
	if f.spares > 0 {
		f.spares = f.spares - 1
		i = f.spare[f.spares]
	} else if i < Places {
		f.fresh = i + 1
	} else {
		// @ fold f.Mem()
		return 0, false
	}
	gen := f.places[i].Gen
	// @ OpenLess(prev, int(i), Places)
	f.places[i] = Flight{State: Flying, Gen: gen, Caller: caller}
	// @ assert seq(f.places) == prev[int(i) = Flight{Flying, gen, caller}]
	// @ FreeAt(prev, int(i), Flight{Flying, gen, caller}, int(f.fresh))
	// @ OpenAt(prev, int(i), Flight{Flying, gen, caller}, Places)
	f.open = f.open + 1
	// @ fold f.Mem()
	return gen*Places + i, true
}

// @ preserves acc(f.Mem(), 1/4)
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(f.View(), id)
// @ ensures   caller == (ok ? f.View().Places[int(id) % Places].Caller : Ref{})
// @ ensures   orphan == (ok && f.View().Places[int(id) % Places].State == Orphaned)
// @ decreases

// Named answers the call that id names, and whether its caller is gone. It fails when id names no call in flight. Invariant: EP-2.
func (f *Flights) Named(id uint32) (caller Ref, orphan bool, ok bool) {
	// @ unfold acc(f.Mem(), 1/4)
	// @ defer fold acc(f.Mem(), 1/4)
	i := id % Places
	p := f.places[i]
	if p.State != Flying && p.State != Orphaned || p.Gen != id/Places {
		return Ref{}, false, false
	}
	return p.Caller, p.State == Orphaned, true
}

// @ preserves f.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(f.View()), id)
// @ ensures   ok ==> Finished(old(f.View()), f.View(), int(id) % Places) && Spent(f.View(), id)
// @ ensures   !ok ==> f.View() === old(f.View())
// @ decreases

// Finish ends the call that id names, and so ends every id of this generation. It fails as Named does. Invariant: EP-2.
func (f *Flights) Finish(id uint32) (ok bool) {
	_, _, ok = f.Named(id)
	if !ok {
		return false
	}
	// @ unfold f.Mem()
	// @ ghost prev := seq(f.places)
	i := id % Places
	gen := f.places[i].Gen
	// @ OpenSome(prev, int(i), Places)
	f.open = f.open - 1
	if gen == LastGen {
		f.places[i] = Flight{State: Retired, Gen: LastGen}
		// @ assert seq(f.places) == prev[int(i) = Flight{Retired, LastGen, Ref{}}]
		// @ FreeAt(prev, int(i), Flight{Retired, LastGen, Ref{}}, int(f.fresh))
		// @ OpenAt(prev, int(i), Flight{Retired, LastGen, Ref{}}, Places)
		// @ fold f.Mem()
		return true
	}
	// @ NotAllFree(prev, int(i), int(f.fresh))
	f.places[i] = Flight{State: Free, Gen: gen + 1}
	// @ assert seq(f.places) == prev[int(i) = Flight{Free, gen + 1, Ref{}}]
	// @ FreeAt(prev, int(i), Flight{Free, gen + 1, Ref{}}, int(f.fresh))
	// @ OpenAt(prev, int(i), Flight{Free, gen + 1, Ref{}}, Places)
	// @ ghost spare := seq(f.spare)
	f.spare[f.spares] = i
	// @ assert seq(f.spare) == spare[int(f.spares) = i]
	f.spares = f.spares + 1
	// @ fold f.Mem()
	return true
}

// @ preserves f.Mem()
// @ requires  0 <= id && id <= 4294967295
// @ ensures   ok == Names(old(f.View()), id)
// @ ensures   ok ==> f.View() === WithOrphan(old(f.View()), int(id) % Places) && Names(f.View(), id)
// @ ensures   !ok ==> f.View() === old(f.View())
// @ decreases

// Orphan marks the call that id names as one whose caller is gone. It stays in flight. It fails as Named does. Invariant: EP-5.
func (f *Flights) Orphan(id uint32) (ok bool) {
	_, _, ok = f.Named(id)
	if !ok {
		return false
	}
	// @ unfold f.Mem()
	// @ ghost prev := seq(f.places)
	i := id % Places
	gen := f.places[i].Gen
	f.places[i] = Flight{State: Orphaned, Gen: gen}
	// @ assert seq(f.places) == prev[int(i) = Flight{Orphaned, gen, Ref{}}]
	// @ FreeAt(prev, int(i), Flight{Orphaned, gen, Ref{}}, int(f.fresh))
	// @ OpenAt(prev, int(i), Flight{Orphaned, gen, Ref{}}, Places)
	// @ fold f.Mem()
	return true
}

// @ preserves acc(f.Mem(), 1/4)
// @ requires  0 <= i && i < Places
// @ ensures   ok == InUse(f.View().Places[int(i)])
// @ ensures   ok ==> 0 <= id && int(id) % Places == int(i) && Names(f.View(), id)
// @ ensures   !ok ==> id == 0
// @ decreases

// At answers the id of the call at place i. It fails when there is none. Precondition: i < Places.
func (f *Flights) At(i uint32) (id uint32, ok bool) {
	// @ unfold acc(f.Mem(), 1/4)
	// @ defer fold acc(f.Mem(), 1/4)
	p := f.places[i]
	if p.State != Flying && p.State != Orphaned {
		return 0, false
	}
	return p.Gen*Places + i, true
}

// @ preserves acc(f.Mem(), 1/4)
// @ ensures   int(n) == f.View().Open
// @ decreases

// Open answers the number of calls in flight.
func (f *Flights) Open() (n uint32) {
	// @ unfold acc(f.Mem(), 1/4)
	// @ defer fold acc(f.Mem(), 1/4)
	return f.open
}

// @ preserves acc(f.Mem(), 1/4)
// @ ensures   int(n) == Room(f.View())
// @ decreases

// Room answers how many more calls can be in flight. A retired place is no room.
func (f *Flights) Room() (n uint32) {
	// @ unfold acc(f.Mem(), 1/4)
	// @ defer fold acc(f.Mem(), 1/4)
	return f.spares + (Places - f.fresh)
}
