// +gobra

// Package transfer moves and copies capabilities between two processes, as one transaction: Check and Reserve when the message is
// submitted, then either Restore, or Take and Put when it is delivered. Nothing after Reserve fails but a copy whose original was given up.
//
// Each step changes one process, so sender and receiver may be the same. It may not know what a message is or how it is delivered.
package transfer

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
)

// Descriptor is one capability of the sender that is to travel.
type Descriptor struct {
	Cap  abi.CapID
	Move bool
}

// List is the capabilities that travel with one message: Items[0..Count), Count <= abi.TransferMost.
type List struct {
	Items [abi.TransferMost]Descriptor
	Count uint32
}

// Holds is what travels: as many as the list has items.
type Holds [abi.TransferMost]captable.Hold

// IDs is what the receiver knows the capabilities by.
type IDs [abi.TransferMost]abi.CapID

// @ preserves acc(p.Mem(), 3/4) && acc(l, 1/2)
// @ preserves 0 <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
// @ ensures   ok == Sendable(p.View().Caps, seq(l.Items), int(l.Count))
// @ decreases

// Check says that p can send what l names: each item is a live capability that may travel that way, and none is named twice.
// Invariants: CAP-5, CAP-6.
func Check(p *process.Process, l *List) (ok bool) {
	// @ invariant acc(p.Mem(), 3/4) && acc(l, 1/2) && 0 <= i && i <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
	// @ invariant p.View() === old(p.View()) && Sendable(p.View().Caps, seq(l.Items), int(i))
	// @ decreases l.Count - i
	for i := uint32(0); i < l.Count; i++ {
		if !Travels(p, l.Items[i]) || named(l, i) {
			return false
		}
	}
	return true
}

// @ preserves acc(p.Mem(), 2/3)
// @ requires  0 <= d.Cap && d.Cap <= 4294967295
// @ ensures   ok == CanTravel(p.View().Caps, d)
// @ decreases

// Travels says that d names a live capability of p that may travel as d says.
func Travels(p *process.Process, d Descriptor) (ok bool) {
	w, ok := p.Travel(d.Cap)
	return ok && (w == captable.Copies || (w == captable.Moves && d.Move))
}

// @ preserves acc(l, 1/4)
// @ requires  0 <= i && i < l.Count && l.Count <= abi.TransferMost
// @ ensures   ok == Twice(seq(l.Items), int(i))
// @ decreases

// named says that an item before i names the same capability as item i.
func named(l *List, i uint32) (ok bool) {
	// @ invariant acc(l, 1/4) && 0 <= j && j <= i && i < l.Count && l.Count <= abi.TransferMost
	// @ invariant forall k int :: { seq(l.Items)[k] } 0 <= k && k < int(j) ==> seq(l.Items)[k].Cap != seq(l.Items)[int(i)].Cap
	// @ decreases i - j
	for j := uint32(0); j < i; j++ {
		if l.Items[j].Cap == l.Items[i].Cap {
			// @ assert seq(l.Items)[int(j)].Cap == seq(l.Items)[int(i)].Cap
			return true
		}
	}
	return false
}

// @ preserves p.Mem() && acc(l, 1/2)
// @ preserves 0 <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
// @ ensures   p.View().Caps === Held(old(p.View()).Caps, seq(l.Items), int(l.Count))
// @ ensures   captable.Room(p.View().Caps) == captable.Room(old(p.View()).Caps)
// @ ensures   process.SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps) && captable.Still(old(p.View()).Caps, p.View().Caps)
// @ decreases

// Reserve takes what l moves out of p's use. Precondition: Check answered true, and p has not changed since. Invariant: CAP-5.
func Reserve(p *process.Process, l *List) {
	// @ invariant p.Mem() && acc(l, 1/2) && 0 <= i && i <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
	// @ invariant p.View().Caps === Held(old(p.View()).Caps, seq(l.Items), int(i))
	// @ invariant captable.Room(p.View().Caps) == captable.Room(old(p.View()).Caps)
	// @ invariant process.SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed
	// @ invariant captable.Later(old(p.View()).Caps, p.View().Caps) && captable.Still(old(p.View()).Caps, p.View().Caps)
	// @ decreases l.Count - i
	for i := uint32(0); i < l.Count; i++ {
		if l.Items[i].Move {
			p.Reserve(l.Items[i].Cap)
		}
	}
}

// @ preserves p.Mem() && acc(l, 1/2)
// @ preserves 0 <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
// @ ensures   p.View().Caps === Back(old(p.View()).Caps, seq(l.Items), int(l.Count))
// @ ensures   process.SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps) && captable.Still(old(p.View()).Caps, p.View().Caps)
// @ decreases

// Restore gives p back what Reserve took out of use. Invariant: TX-2.
func Restore(p *process.Process, l *List) {
	// @ invariant p.Mem() && acc(l, 1/2) && 0 <= i && i <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
	// @ invariant p.View().Caps === Back(old(p.View()).Caps, seq(l.Items), int(i))
	// @ invariant process.SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed
	// @ invariant captable.Later(old(p.View()).Caps, p.View().Caps) && captable.Still(old(p.View()).Caps, p.View().Caps)
	// @ decreases l.Count - i
	for i := uint32(0); i < l.Count; i++ {
		if l.Items[i].Move {
			p.Restore(l.Items[i].Cap)
		}
	}
}

// @ preserves acc(p.Mem(), 3/4) && acc(l, 1/2)
// @ preserves 0 <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
// @ ensures   ok == Copyable(p.View().Caps, seq(l.Items), int(l.Count))
// @ decreases

// Ready says that all that l copies is still there: Take does not fail. What it moves is, because nobody but this transaction can use it.
func Ready(p *process.Process, l *List) (ok bool) {
	// @ invariant acc(p.Mem(), 3/4) && acc(l, 1/2) && 0 <= i && i <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
	// @ invariant p.View() === old(p.View()) && Copyable(p.View().Caps, seq(l.Items), int(i))
	// @ decreases l.Count - i
	for i := uint32(0); i < l.Count; i++ {
		if !l.Items[i].Move && !Travels(p, l.Items[i]) {
			return false
		}
	}
	return true
}

// @ preserves p.Mem() && acc(l, 1/2) && acc(holds)
// @ preserves 0 <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
// @ ensures   process.SameCalls(old(p.View()), p.View()) && Lighter(old(p.View()), p.View())
// @ ensures   forall i int :: { (*holds)[i] } 0 <= i && i < int(l.Count) ==> (*holds)[i].Origin == captable.FromTransfer
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps) && captable.Kept(old(p.View()).Caps, p.View().Caps)
// @ ensures   AreOffered(old(p.View()).Caps, seq(l.Items), int(l.Count), *holds)
// @ decreases

// Take answers what l names, as the receiver will hold it, and takes what it moves out of p. Preconditions: Reserve; Ready. Invariant: TX-1.
func Take(p *process.Process, l *List, holds *Holds) {
	// @ invariant p.Mem() && acc(l, 1/2) && acc(holds) && 0 <= i && i <= l.Count && l.Count <= abi.TransferMost && IDsOf(seq(l.Items))
	// @ invariant process.SameCalls(old(p.View()), p.View()) && Lighter(old(p.View()), p.View())
	// @ invariant forall j int :: { (*holds)[j] } 0 <= j && j < int(i) ==> (*holds)[j].Origin == captable.FromTransfer
	// @ invariant captable.Later(old(p.View()).Caps, p.View().Caps) && captable.Kept(old(p.View()).Caps, p.View().Caps)
	// @ invariant AreOffered(old(p.View()).Caps, seq(l.Items), int(i), *holds)
	// @ decreases l.Count - i
	for i := uint32(0); i < l.Count; i++ {
		(*holds)[i] = TakeOne(p, l.Items[i])
	}
}

// @ preserves p.Mem()
// @ requires  0 <= d.Cap && d.Cap <= 4294967295
// @ ensures   process.SameCalls(old(p.View()), p.View()) && Lighter(old(p.View()), p.View())
// @ ensures   !d.Move ==> p.View() === old(p.View())
// @ ensures   d.Move && captable.Names(old(p.View()).Caps, d.Cap, captable.Reserved) ==>
// @ 	captable.Vacated(old(p.View()).Caps, p.View().Caps, int(d.Cap) % captable.Slots) && p.View().CapsUsed == old(p.View()).CapsUsed - 1
// @ ensures   captable.Names(old(p.View()).Caps, d.Cap, d.Move ? captable.Reserved : captable.Live) ==>
// @ 	h == Carried(old(p.View()).Caps.Slots[int(d.Cap) % captable.Slots].Hold)
// @ ensures   h.Origin == captable.FromTransfer && Had(old(p.View()).Caps, d, h)
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps) && captable.Kept(old(p.View()).Caps, p.View().Caps)
// @ decreases

// TakeOne answers what d names, as the receiver will hold it, and takes it out of p if d moves it. Precondition: what d moves is reserved.
func TakeOne(p *process.Process, d Descriptor) (h captable.Hold) {
	if d.Move {
		h, _ = p.Commit(d.Cap)
	} else {
		h, _ = p.Lookup(d.Cap)
	}
	h.Origin = captable.FromTransfer
	return h
}

// @ preserves p.Mem() && acc(holds, 1/2) && acc(ids)
// @ requires  0 <= n && n <= abi.TransferMost
// @ requires  int(n) <= p.View().CapsMost - p.View().CapsUsed && int(n) <= captable.Room(p.View().Caps)
// @ ensures   process.SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed + int(n)
// @ ensures   forall i int :: { (*ids)[i] } 0 <= i && i < int(n) ==> Given(p.View().Caps, (*ids)[i], (*holds)[i])
// @ ensures   captable.Later(old(p.View()).Caps, p.View().Caps) && Arrived(old(p.View()).Caps, p.View().Caps, *holds, int(n))
// @ decreases

// Put gives p the first n of holds, and answers their ids. Preconditions: p.CanGrant(n); n <= abi.TransferMost. Invariants: CAP-7, TX-3.
func Put(p *process.Process, holds *Holds, n uint32, ids *IDs) {
	// @ invariant p.Mem() && acc(holds, 1/2) && acc(ids) && 0 <= i && i <= n && n <= abi.TransferMost
	// @ invariant process.SameCalls(old(p.View()), p.View()) && p.View().CapsUsed == old(p.View()).CapsUsed + int(i)
	// @ invariant int(n - i) <= p.View().CapsMost - p.View().CapsUsed && int(n - i) <= captable.Room(p.View().Caps)
	// @ invariant forall j int :: { (*ids)[j] } 0 <= j && j < int(i) ==> Given(p.View().Caps, (*ids)[j], (*holds)[j])
	// @ invariant captable.Later(old(p.View()).Caps, p.View().Caps) && Arrived(old(p.View()).Caps, p.View().Caps, *holds, int(i))
	// @ decreases n - i
	for i := uint32(0); i < n; i++ {
		id, _ := p.Grant((*holds)[i])
		(*ids)[i] = id
	}
}
