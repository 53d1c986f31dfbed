// +gobra

// Package memobj is one memory object: the page frames that it has, and who waits at one of its words.
//
// It may not map, clear or count frames, and it may not read the words. Whoever parks a call takes it out before the call ends.
package memobj

import (
	"warrant/kernel/core/memory"
	"warrant/kernel/limits"
)

// LastEpoch is the last generation of an object, and the last epoch of its views.
const LastEpoch = 4294967295

// Object is one memory object. The zero value was never open.
type Object struct {
	// Live is true between Open and Close.
	Live bool
	// Retired is true when the object will not be opened any more.
	Retired bool
	// Owner is the place of the process that the object's memory is counted for.
	Owner uint32
	// Generation is the epoch of the owner capability. It only grows.
	Generation uint32
	// Views is the epoch of the views. It only grows.
	Views  uint32
	count  uint32
	frames [limits.ObjectPages]memory.Frame
	parked Queue
}

// Open makes a fresh live object without memory. Precondition: Usable.
func (o *Object) Open(owner uint32) {
	o.Live = true
	o.Owner = owner
}

// Close ends the object and its views, for ever. Preconditions: Live; no frames; nothing is parked. Invariant: CAP-8.
func (o *Object) Close() {
	o.Live = false
	if o.Generation == LastEpoch || o.Views == LastEpoch {
		o.Retired = true
		return
	}
	o.Generation = o.Generation + 1
	o.Views = o.Views + 1
}

// Usable says that the object can be opened.
func (o *Object) Usable() (ok bool) {
	return !o.Live && !o.Retired
}

// RevokeViews ends all views, for ever. It fails, and changes nothing, when there is no next epoch. Invariant: CAP-8.
func (o *Object) RevokeViews() (ok bool) {
	if o.Views == LastEpoch {
		return false
	}
	o.Views = o.Views + 1
	return true
}

// Add gives the object one page more, at its end. It fails, and changes nothing, when it has limits.ObjectPages.
func (o *Object) Add(f memory.Frame) (ok bool) {
	if o.count == limits.ObjectPages {
		return false
	}
	o.frames[o.count] = f
	o.count = o.count + 1
	return true
}

// RemoveLast takes the last page away and answers its frame. It fails when there is none.
func (o *Object) RemoveLast() (f memory.Frame, ok bool) {
	if o.count == 0 {
		return memory.NoFrame, false
	}
	o.count = o.count - 1
	f = o.frames[o.count]
	o.frames[o.count] = memory.NoFrame
	return f, true
}

// Pages answers the number of pages.
func (o *Object) Pages() (n uint32) {
	return o.count
}

// Frame answers the frame of page i. Precondition: i < Pages.
func (o *Object) Frame(i uint32) (f memory.Frame) {
	return o.frames[i]
}

// Park lets a call wait at the word at an offset, in bytes, behind all others. It fails, and changes nothing, when limits.Parked calls wait at
// the object.
func (o *Object) Park(process, place uint32, offset uint64) (ok bool) {
	return o.parked.Push(Waiter{Process: process, Place: place, Offset: offset})
}

// Unpark takes the call that waits longest at an offset. It fails when none does.
func (o *Object) Unpark(offset uint64) (process, place uint32, ok bool) {
	w, ok := o.parked.Take(offset)
	return w.Process, w.Place, ok
}

// Unparked takes a call out that waits no longer. It fails when it does not wait.
func (o *Object) Unparked(process, place uint32) (ok bool) {
	return o.parked.Remove(process, place)
}

// FirstParked answers the call that waits longest at any offset. It fails when none waits.
func (o *Object) FirstParked() (process, place uint32, ok bool) {
	w, ok := o.parked.First()
	return w.Process, w.Place, ok
}
