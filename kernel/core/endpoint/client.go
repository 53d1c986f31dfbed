// +gobra

package endpoint

import "warrant/kernel/limits"

// LastNumber is the last number of a client.
const LastNumber = 18446744073709551615

// Guest is one session as the owner of an endpoint knows it.
type Guest struct {
	// Serial is the session's number in package session.
	Serial uint64
	// Number is what the owner sees, 0 for no session.
	Number uint64
}

// Clients gives each session that calls at an endpoint one number. A number says nothing of the session, and none is given twice. The zero
// value knows no session.
type Clients struct {
	guests [limits.Processes]Guest
	given  uint64
}

// @ preserves c.Mem()
// @ ensures   Nobody(c.View()) && c.View().Given == old(c.View()).Given
// @ decreases

// Forget makes c know no session. Numbers that were given do not come back.
func (c *Clients) Forget() {
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	c.guests = [limits.Processes]Guest{}
}

// @ preserves c.Mem()
// @ requires  0 <= place && place < limits.Processes && 0 <= serial
// @ ensures   ok == (Known(old(c.View()), int(place), serial) || old(c.View()).Given < LastNumber)
// @ ensures   ok == Known(c.View(), int(place), serial)
// @ ensures   number == (ok ? c.View().Guests[int(place)].Number : 0)
// @ ensures   !ok || Known(old(c.View()), int(place), serial) ==> c.View() === old(c.View())
// @ ensures   ok && !Known(old(c.View()), int(place), serial) ==> c.View() === Welcomed(old(c.View()), int(place), serial)
// @ decreases

// Number answers the number of a session by its place and its serial number: the same as before, or the next one. It fails, and changes
// nothing, when all numbers are given. Precondition: place < limits.Processes.
func (c *Clients) Number(place uint32, serial uint64) (number uint64, ok bool) {
	// @ unfold c.Mem()
	// @ defer fold c.Mem()
	g := c.guests[place]
	if g.Number != 0 && g.Serial == serial {
		return g.Number, true
	}
	if c.given == LastNumber {
		return 0, false
	}
	// @ ghost prev := seq(c.guests)
	c.given = c.given + 1
	c.guests[place] = Guest{Serial: serial, Number: c.given}
	// @ assert seq(c.guests) == prev[int(place) = Guest{serial, c.given}]
	return c.given, true
}
