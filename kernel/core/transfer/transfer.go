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

// Check says that p can send what l names: each item is a live capability that may travel that way, and none is named twice.
// Invariants: CAP-5, CAP-6.
func Check(p *process.Process, l *List) (ok bool) {
	for i := uint32(0); i < l.Count; i++ {
		if !Travels(p, l.Items[i]) || named(l, i) {
			return false
		}
	}
	return true
}

// Travels says that d names a live capability of p that may travel as d says.
func Travels(p *process.Process, d Descriptor) (ok bool) {
	h, ok := p.Lookup(d.Cap)
	return ok && (h.Travel == captable.Copies || (h.Travel == captable.Moves && d.Move))
}

// named says that an item before i names the same capability as item i.
func named(l *List, i uint32) (ok bool) {
	for j := uint32(0); j < i; j++ {
		if l.Items[j].Cap == l.Items[i].Cap {
			return true
		}
	}
	return false
}

// Reserve takes what l moves out of p's use. Precondition: Check answered true, and p has not changed since. Invariant: CAP-5.
func Reserve(p *process.Process, l *List) {
	for i := uint32(0); i < l.Count; i++ {
		if l.Items[i].Move {
			p.Reserve(l.Items[i].Cap)
		}
	}
}

// Restore gives p back what Reserve took out of use. Invariant: TX-2.
func Restore(p *process.Process, l *List) {
	for i := uint32(0); i < l.Count; i++ {
		if l.Items[i].Move {
			p.Restore(l.Items[i].Cap)
		}
	}
}

// Ready says that all that l copies is still there: Take does not fail. What it moves is, because nobody but this transaction can use it.
func Ready(p *process.Process, l *List) (ok bool) {
	for i := uint32(0); i < l.Count; i++ {
		if !l.Items[i].Move && !Travels(p, l.Items[i]) {
			return false
		}
	}
	return true
}

// Take answers what l names, as the receiver will hold it, and takes what it moves out of p. Preconditions: Reserve; Ready. Invariant: TX-1.
func Take(p *process.Process, l *List, holds *Holds) {
	for i := uint32(0); i < l.Count; i++ {
		holds[i] = TakeOne(p, l.Items[i])
	}
}

// TakeOne answers what d names, as the receiver will hold it, and takes it out of p if d moves it.
func TakeOne(p *process.Process, d Descriptor) (h captable.Hold) {
	if d.Move {
		h, _ = p.Commit(d.Cap)
	} else {
		h, _ = p.Lookup(d.Cap)
	}
	h.Origin = captable.FromTransfer
	return h
}

// Put gives p the first n of holds, and answers their ids. Preconditions: p.CanGrant(n); n <= abi.TransferMost. Invariants: CAP-7, TX-3.
func Put(p *process.Process, holds *Holds, n uint32, ids *IDs) {
	for i := uint32(0); i < n; i++ {
		id, _ := p.Grant(holds[i])
		ids[i] = id
	}
}
