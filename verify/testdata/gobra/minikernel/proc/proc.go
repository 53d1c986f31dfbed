// +gobra

// Package proc is a process: its capabilities, the ledger that pays for them, and its count of calls and completions.
package proc

import (
	"samples/minikernel/captable"
	"samples/minikernel/ledger"
)

// LastCount is the greatest count of calls or completions.
const LastCount = 4294967295

// Proc is one process.
type Proc struct {
	caps   captable.Table
	led    ledger.Ledger
	out    uint32
	posted uint32
}

// @ preserves p.Mem()
// @ ensures   p.View() === old(p.View())
// @ ensures   ok == captable.Names(p.View().Caps, id)
// @ ensures   ok ==> obj == p.View().Caps[int(id) % captable.Slots].Obj
// @ decreases

// Lookup answers the object that id names.
func (p *Proc) Lookup(id uint32) (obj uint32, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	return p.caps.Lookup(id)
}

// @ preserves p.Mem()
// @ ensures   ok ==> 0 <= id && Granted(old(p.View()), p.View(), int(id) % captable.Slots, obj)
// @ ensures   ok ==> captable.Names(p.View().Caps, id)
// @ ensures   !ok ==> p.View() === old(p.View())
// @ decreases

// Grant charges the ledger, then stores obj.
func (p *Proc) Grant(obj uint32) (id uint32, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if !p.led.Take() {
		return 0, false
	}
	id, ok = p.caps.Insert(obj)
	if !ok {
		p.led.Give()
		return 0, false
	}
	return id, true
}

// @ preserves p.Mem()
// @ ensures   ok == captable.Names(old(p.View()).Caps, id)
// @ ensures   ok ==> obj == old(p.View()).Caps[int(id) % captable.Slots].Obj
// @ ensures   ok ==> p.View() === Dropped(old(p.View()), int(id) % captable.Slots)
// @ ensures   !ok ==> p.View() === old(p.View())
// @ decreases

// Drop releases a capability and the ledger's unit for it.
func (p *Proc) Drop(id uint32) (obj uint32, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	obj, ok = p.caps.Release(id)
	if !ok {
		return 0, false
	}
	p.led.Give()
	return obj, true
}

// @ requires  p.Mem() && p.View().Out < LastCount
// @ ensures   p.Mem()
// @ ensures   p.View() === Counted(old(p.View()), 1, 0)
// @ decreases

// Owe records an accepted call without completion.
func (p *Proc) Owe() {
	// @ unfold p.Mem()
	p.out++
	// @ fold p.Mem()
}

// @ requires  p.Mem() && p.View().Posted < LastCount
// @ ensures   p.Mem()
// @ ensures   p.View() === Counted(old(p.View()), 0, 1)
// @ decreases

// Post posts a completion for what was done at once.
func (p *Proc) Post() {
	// @ unfold p.Mem()
	p.posted++
	// @ fold p.Mem()
}

// @ requires p.Mem() && p.View().Out > 0 && p.View().Posted < LastCount
// @ ensures  p.Mem()
// @ ensures  p.View() === Counted(old(p.View()), -1, 1)
// @ decreases

// Complete posts the completion of a call that was recorded by Owe.
func (p *Proc) Complete() {
	// @ unfold p.Mem()
	p.out--
	p.posted++
	// @ fold p.Mem()
}

// @ preserves p.Mem()
// @ ensures   p.View() === Ended(old(p.View()))
// @ decreases

// End gives up all that the process has.
func (p *Proc) End() {
	// @ unfold p.Mem()
	p.caps.Clear()
	p.led.Reset()
	p.out = 0
	p.posted = 0
	// @ fold p.Mem()
}
