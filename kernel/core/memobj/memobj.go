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

// @ preserves o.Mem()
// @ requires  !o.View().Live && !o.View().Retired
// @ ensures   o.View() === Opened(old(o.View()), owner)
// @ ensures   Later(old(o.View()), o.View())
// @ decreases

// Open makes a fresh live object without memory. Precondition: Usable.
func (o *Object) Open(owner uint32) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	o.Live = true
	o.Owner = owner
}

// @ preserves o.Mem()
// @ requires  len(o.View().Frames) == 0 && len(o.View().Parked) == 0
// @ ensures   o.View() === Closed(old(o.View()))
// @ ensures   Later(old(o.View()), o.View())
// @ decreases

// Close ends the object and its views, for ever. Preconditions: no frames; nothing is parked. Invariant: CAP-8.
func (o *Object) Close() {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	o.Live = false
	if o.Generation == LastEpoch || o.Views == LastEpoch {
		o.Retired = true
		return
	}
	o.Generation = o.Generation + 1
	o.Views = o.Views + 1
}

// @ preserves acc(o.Mem(), 1/2)
// @ ensures   ok == (!o.View().Live && !o.View().Retired)
// @ decreases

// Usable says that the object can be opened.
func (o *Object) Usable() (ok bool) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	return !o.Live && !o.Retired
}

// @ preserves acc(o.Mem(), 1/2)
// @ ensures   ok == (o.View().Live && o.View().Generation == epoch)
// @ decreases

// Owns says that the object is live and that its owner capability has the given epoch. Invariant: CAP-8.
func (o *Object) Owns(epoch uint32) (ok bool) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	return o.Live && o.Generation == epoch
}

// @ preserves acc(o.Mem(), 1/2)
// @ ensures   ok == (o.View().Live && o.View().Views == epoch)
// @ decreases

// Shows says that the object is live and that its views have the given epoch. Invariant: CAP-8.
func (o *Object) Shows(epoch uint32) (ok bool) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	return o.Live && o.Views == epoch
}

// @ preserves o.Mem()
// @ ensures   o.View() === WithOwner(old(o.View()), owner)
// @ decreases

// SetOwner says whose process holds the owner capability from now on.
func (o *Object) SetOwner(owner uint32) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	o.Owner = owner
}

// @ preserves acc(o.Mem(), 1/2)
// @ ensures   epoch == o.View().Generation
// @ decreases

// Epoch answers the epoch of the owner capability.
func (o *Object) Epoch() (epoch uint32) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	return o.Generation
}

// @ preserves acc(o.Mem(), 1/2)
// @ ensures   epoch == o.View().Views
// @ decreases

// ViewEpoch answers the epoch of the views.
func (o *Object) ViewEpoch() (epoch uint32) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	return o.Views
}

// @ preserves o.Mem()
// @ ensures   ok == (old(o.View()).Views < LastEpoch)
// @ ensures   o.View() === (ok ? WithViews(old(o.View()), old(o.View()).Views + 1) : old(o.View()))
// @ ensures   Later(old(o.View()), o.View())
// @ decreases

// RevokeViews ends all views, for ever. It fails, and changes nothing, when there is no next epoch. Invariant: CAP-8.
func (o *Object) RevokeViews() (ok bool) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	if o.Views == LastEpoch {
		return false
	}
	o.Views = o.Views + 1
	return true
}

// @ preserves o.Mem()
// @ ensures   ok == (old(o.View()).Live && len(old(o.View()).Frames) < limits.ObjectPages)
// @ ensures   o.View() === (ok ? WithFrames(old(o.View()), old(o.View()).Frames ++ seq[memory.Frame]{f}) : old(o.View()))
// @ decreases

// Add gives the object one page more, at its end. It fails, and changes nothing, when it is not live or has limits.ObjectPages.
func (o *Object) Add(f memory.Frame) (ok bool) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	if !o.Live || o.count == limits.ObjectPages {
		return false
	}
	// @ ghost was, prev := seq(o.frames)[:int(o.count)], seq(o.frames)
	o.frames[o.count] = f
	// @ assert seq(o.frames) == prev[int(o.count) = f]
	o.count = o.count + 1
	// @ assert seq(o.frames)[:int(o.count)] == was ++ seq[memory.Frame]{f}
	return true
}

// @ preserves o.Mem()
// @ ensures   ok == (len(old(o.View()).Frames) > 0)
// @ ensures   ok ==> f == old(o.View()).Frames[len(old(o.View()).Frames)-1]
// @ ensures   ok ==> o.View() === WithFrames(old(o.View()), old(o.View()).Frames[:len(old(o.View()).Frames)-1])
// @ ensures   !ok ==> f == memory.NoFrame && o.View() === old(o.View())
// @ decreases

// RemoveLast takes the last page away and answers its frame. It fails when there is none.
func (o *Object) RemoveLast() (f memory.Frame, ok bool) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	if o.count == 0 {
		return memory.NoFrame, false
	}
	// @ ghost was := seq(o.frames)[:int(o.count)]
	o.count = o.count - 1
	// @ assert seq(o.frames)[:int(o.count)] == was[:int(o.count)]
	return o.frames[o.count], true
}

// @ preserves acc(o.Mem(), 1/2)
// @ ensures   int(n) == len(o.View().Frames)
// @ decreases

// Pages answers the number of pages.
func (o *Object) Pages() (n uint32) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	return o.count
}

// @ preserves acc(o.Mem(), 1/2)
// @ requires  0 <= i && int(i) < len(o.View().Frames)
// @ ensures   int(i) < len(o.View().Frames) && f == o.View().Frames[int(i)]
// @ decreases

// Frame answers the frame of page i. Precondition: i < Pages.
func (o *Object) Frame(i uint32) (f memory.Frame) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	return o.frames[i]
}

// @ preserves o.Mem()
// @ requires  o.View().Live
// @ ensures   ok == (len(old(o.View()).Parked) < limits.Parked)
// @ ensures   ok ==> o.View() === WithParked(old(o.View()), old(o.View()).Parked ++ seq[Waiter]{Waiter{process, place, offset}})
// @ ensures   !ok ==> o.View() === old(o.View())
// @ decreases

// Park lets a call wait at the word at an offset, in bytes, behind all others. It fails, and changes nothing, when limits.Parked calls wait at
// the object.
func (o *Object) Park(process, place uint32, offset uint64) (ok bool) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	return o.parked.Push(Waiter{Process: process, Place: place, Offset: offset})
}

// @ preserves o.Mem()
// @ ensures   ok == (FirstAt(old(o.View()).Parked, offset) < len(old(o.View()).Parked))
// @ ensures   ok ==> Is(old(o.View()).Parked[FirstAt(old(o.View()).Parked, offset)], process, place)
// @ ensures   !ok ==> process == 0 && place == 0
// @ ensures   o.View() === WithParked(old(o.View()), Without(old(o.View()).Parked, FirstAt(old(o.View()).Parked, offset)))
// @ decreases

// Unpark takes the call that waits longest at an offset. It fails when none does.
func (o *Object) Unpark(offset uint64) (process, place uint32, ok bool) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	w, ok := o.parked.Take(offset)
	return w.Process, w.Place, ok
}

// @ preserves o.Mem()
// @ ensures   ok == (FirstOf(old(o.View()).Parked, process, place) < len(old(o.View()).Parked))
// @ ensures   o.View() === WithParked(old(o.View()), Without(old(o.View()).Parked, FirstOf(old(o.View()).Parked, process, place)))
// @ decreases

// Unparked takes a call out that waits no longer. It fails when it does not wait.
func (o *Object) Unparked(process, place uint32) (ok bool) {
	// @ unfold o.Mem()
	// @ defer fold o.Mem()
	return o.parked.Remove(process, place)
}

// @ preserves acc(o.Mem(), 1/2)
// @ ensures   ok == (len(o.View().Parked) > 0)
// @ ensures   ok ==> Is(o.View().Parked[0], process, place)
// @ ensures   !ok ==> process == 0 && place == 0
// @ decreases

// FirstParked answers the call that waits longest at any offset. It fails when none waits.
func (o *Object) FirstParked() (process, place uint32, ok bool) {
	// @ unfold acc(o.Mem(), 1/2)
	// @ defer fold acc(o.Mem(), 1/2)
	w, ok := o.parked.First()
	return w.Process, w.Place, ok
}
