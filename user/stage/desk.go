package stage

import (
	"warrant/kernel/abi"
	"warrant/user/rt"
)

// DeskPlaces is how many numbers a Desk knows.
const DeskPlaces = 64

// Desk hands in submissions under numbers below DeskPlaces, and hands out their completions by number, in whatever order they come. A
// number can be used again once its completion has been handed out.
type Desk struct {
	done [DeskPlaces]rt.Completion
	have [DeskPlaces]bool
}

// Submit hands e in under a number, and lets the kernel carry it out. The ring has to have room.
func (d *Desk) Submit(number uint64, e rt.Entry) {
	e.UserData = number
	if !rt.Main().Submit(&e) {
		rt.Fail("the ring has no room")
	}
	d.collect(0, abi.TimeoutPoll)
}

// Poll answers the completion of a number, if it is there.
func (d *Desk) Poll(number uint64) (c rt.Completion, ok bool) {
	d.collect(0, abi.TimeoutPoll)
	return d.take(number)
}

// Wait waits for the completion of a number.
func (d *Desk) Wait(number uint64) (c rt.Completion) {
	for {
		c, ok := d.take(number)
		if ok {
			return c
		}
		d.collect(1, abi.TimeoutForever)
	}
}

// Do hands in e under a number and waits for its completion.
func (d *Desk) Do(number uint64, e rt.Entry) (c rt.Completion) {
	d.Submit(number, e)
	return d.Wait(number)
}

// take hands out a completion that has come.
func (d *Desk) take(number uint64) (c rt.Completion, ok bool) {
	if !d.have[number] {
		return rt.Completion{}, false
	}
	d.have[number] = false
	return d.done[number], true
}

// collect enters the kernel, unless completions are there already, and takes all.
func (d *Desk) collect(minComplete uint32, timeout uint64) {
	ring := rt.Main()
	c, ok := ring.Take()
	if !ok || minComplete == 0 {
		if ok {
			d.keep(c)
		}
		if _, code := ring.Enter(minComplete, timeout); code != abi.CodeOK {
			rt.Fail("the kernel cannot be entered")
		}
		c, ok = ring.Take()
	}
	for ok {
		d.keep(c)
		c, ok = ring.Take()
	}
}

// keep puts a completion where its number is.
func (d *Desk) keep(c rt.Completion) {
	if c.UserData >= DeskPlaces || d.have[c.UserData] {
		rt.Fail("a completion of nothing")
	}
	d.done[c.UserData] = c
	d.have[c.UserData] = true
}
