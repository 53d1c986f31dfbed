// +gobra

package process

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

// Awaits says what a call waits for.
type Awaits uint8

// What a call can wait for.
const (
	// Nothing: the place is free.
	Nothing Awaits = iota
	// Time: a deadline.
	Time
	// Exit: the end of the process Target.
	Exit
	// Message: a call on the endpoint Target, which the process has asked to receive.
	Message
	// Receiver: the endpoint Target is to receive this call.
	Receiver
	// Return: the endpoint Target has received this call as Number.
	Return
	// Signal: a signal of the notification Target.
	Signal
	// Wake: an OpUnpark at the memory object Target.
	Wake
)

// Call is an accepted call whose completion is still to come.
type Call struct {
	Awaits    Awaits
	UserData  uint64
	Result    abi.VirtAddr
	ResultLen uint32
	// Target is the object that the call waits for.
	Target uint32
	// What the endpoint receives, while Awaits is Receiver.
	Interface uint64
	Params    abi.VirtAddr
	ParamsLen uint32
	Method    uint16
	// Facet is the client facet that was called, while Awaits is Receiver or Return.
	Facet uint32
	// Number is the call's id at the endpoint, while Awaits is Return.
	Number uint32
}

// @ preserves p.Mem()
// @ requires  c.Awaits != Nothing
// @ ensures   ok == (old(p.View()).CallsUsed < old(p.View()).CallsMost)
// @ ensures   ok ==> 0 <= place && place < limits.OutstandingCalls && old(p.View()).Calls[int(place)].Awaits == Nothing
// @ ensures   ok ==> p.View() === WithCall(old(p.View()), int(place), c, 1)
// @ ensures   !ok ==> place == 0 && p.View() === old(p.View())
// @ decreases

// Owe records c and answers its place. It fails, and changes nothing, when p has too many calls that are not complete.
func (p *Process) Owe(c Call) (place uint32, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if !p.owed.Take(1) {
		return 0, false
	}
	place = p.spot
	if p.calls[place].Awaits != Nothing {
		place = p.vacant()
	}
	// @ ghost calls := seq(p.calls)
	p.calls[place] = c
	// @ assert seq(p.calls) == calls[int(place) = c]
	// @ OpenAt(calls, int(place), c, limits.OutstandingCalls)
	return place, true
}

// @ preserves acc(&p.calls, 1/2)
// @ ensures   0 <= place && place <= limits.OutstandingCalls
// @ ensures   place < limits.OutstandingCalls ==> p.calls[place].Awaits == Nothing
// @ ensures   place == limits.OutstandingCalls ==> Open(seq(p.calls), limits.OutstandingCalls) == limits.OutstandingCalls
// @ decreases

// vacant answers the first free place for a call, or limits.OutstandingCalls when there is none.
func (p *Process) vacant() (place uint32) {
	// @ invariant acc(&p.calls, 1/2) && 0 <= place && place <= limits.OutstandingCalls
	// @ invariant Open(seq(p.calls), int(place)) == int(place)
	// @ decreases limits.OutstandingCalls - place
	for place = 0; place < limits.OutstandingCalls; place++ {
		if p.calls[place].Awaits == Nothing {
			return place
		}
	}
	return place
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   c == p.View().Calls[int(place)] && (c.Awaits == Nothing ==> c.ResultLen == 0)
// @ decreases

// Owed answers the call at place. Precondition: place < limits.OutstandingCalls.
func (p *Process) Owed(place uint32) (c Call) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return p.calls[place]
}

// @ preserves p.Mem()
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   ok == (old(p.View()).Calls[int(place)].Awaits != Nothing)
// @ ensures   ok ==> c == old(p.View()).Calls[int(place)] && p.View() === WithCall(old(p.View()), int(place), Call{}, -1)
// @ ensures   !ok ==> p.View() === old(p.View())
// @ decreases

// Settle forgets the call at place, and answers it. It fails when there is none. Precondition: place < limits.OutstandingCalls.
func (p *Process) Settle(place uint32) (c Call, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	c = p.calls[place]
	if c.Awaits == Nothing {
		return Call{}, false
	}
	// @ ghost calls := seq(p.calls)
	p.calls[place] = Call{}
	p.spot = place
	// @ assert seq(p.calls) == calls[int(place) = Call{}]
	// @ OpenAt(calls, int(place), Call{}, limits.OutstandingCalls)
	// @ OpenSome(calls, int(place), limits.OutstandingCalls)
	p.owed.Give(1)
	return c, true
}

// @ preserves p.Mem()
// @ requires  0 <= place && place < limits.OutstandingCalls && c.Awaits != Nothing
// @ ensures   old(p.View()).Calls[int(place)].Awaits != Nothing ==> p.View() === WithCall(old(p.View()), int(place), c, 0)
// @ ensures   old(p.View()).Calls[int(place)].Awaits == Nothing ==> p.View() === old(p.View())
// @ decreases

// Amend makes c of the call at place, which waits for something else now; a free place stays free. Preconditions: place <
// limits.OutstandingCalls; c awaits something.
func (p *Process) Amend(place uint32, c Call) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if p.calls[place].Awaits == Nothing {
		return
	}
	// @ ghost calls := seq(p.calls)
	p.calls[place] = c
	// @ assert seq(p.calls) == calls[int(place) = c]
	// @ OpenAt(calls, int(place), c, limits.OutstandingCalls)
}
