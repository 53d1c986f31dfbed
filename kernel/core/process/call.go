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

// Reply is where the completion of a call goes: the submission's user data and its result buffer.
type Reply struct {
	UserData  uint64
	Result    abi.VirtAddr
	ResultLen uint32
}

// Asked is what a call asks of the endpoint that is to receive it.
type Asked struct {
	Interface uint64
	Params    abi.VirtAddr
	ParamsLen uint32
	Method    uint16
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
	place = p.place()
	// @ ghost calls := seq(p.calls)
	p.calls[place] = c
	// @ assert seq(p.calls) == calls[int(place) = c]
	// @ OpenAt(calls, int(place), c, limits.OutstandingCalls)
	return place, true
}

// @ preserves p.Mem()
// @ ensures   ok == (old(p.View()).CallsUsed < old(p.View()).CallsMost)
// @ ensures   ok ==> 0 <= place && place < limits.OutstandingCalls && old(p.View()).Calls[int(place)].Awaits == Nothing
// @ ensures   ok ==> p.View() === WithCall(old(p.View()), int(place), AsReceive(r, target), 1)
// @ ensures   !ok ==> place == 0 && p.View() === old(p.View())
// @ decreases

// OweReceive is Owe for a call that waits for a message of the endpoint target.
func (p *Process) OweReceive(r Reply, target uint32) (place uint32, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if !p.owed.Take(1) {
		return 0, false
	}
	place = p.place()
	// @ ghost calls := seq(p.calls)
	p.calls[place] = Call{}
	p.calls[place].Awaits = Message
	p.calls[place].UserData = r.UserData
	p.calls[place].Result = r.Result
	p.calls[place].ResultLen = r.ResultLen
	p.calls[place].Target = target
	// @ assert seq(p.calls) == calls[int(place) = AsReceive(r, target)]
	// @ OpenAt(calls, int(place), AsReceive(r, target), limits.OutstandingCalls)
	return place, true
}

// @ preserves p.Mem()
// @ ensures   ok == (old(p.View()).CallsUsed < old(p.View()).CallsMost)
// @ ensures   ok ==> 0 <= place && place < limits.OutstandingCalls && old(p.View()).Calls[int(place)].Awaits == Nothing
// @ ensures   ok ==> p.View() === WithCall(old(p.View()), int(place), AsAsked(r, a, target, facet), 1)
// @ ensures   !ok ==> place == 0 && p.View() === old(p.View())
// @ decreases

// OweCall is Owe for a call that the endpoint target is to receive, through one of its facets.
func (p *Process) OweCall(r Reply, a Asked, target, facet uint32) (place uint32, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if !p.owed.Take(1) {
		return 0, false
	}
	place = p.place()
	// @ ghost calls := seq(p.calls)
	p.calls[place].Awaits = Receiver
	p.calls[place].UserData = r.UserData
	p.calls[place].Result = r.Result
	p.calls[place].ResultLen = r.ResultLen
	p.calls[place].Target = target
	p.calls[place].Interface = a.Interface
	p.calls[place].Params = a.Params
	p.calls[place].ParamsLen = a.ParamsLen
	p.calls[place].Method = a.Method
	p.calls[place].Facet = facet
	p.calls[place].Number = 0
	// @ assert seq(p.calls) == calls[int(place) = AsAsked(r, a, target, facet)]
	// @ OpenAt(calls, int(place), AsAsked(r, a, target, facet), limits.OutstandingCalls)
	return place, true
}

// @ preserves acc(&p.calls, 1/2) && acc(&p.spot, 1/2) && 0 <= p.spot && p.spot < limits.OutstandingCalls
// @ requires  Open(seq(p.calls), limits.OutstandingCalls) < limits.OutstandingCalls
// @ ensures   0 <= place && place < limits.OutstandingCalls && p.calls[place].Awaits == Nothing
// @ decreases

// place answers a free place for a call: the one that was free last, if that is free still. Precondition: there is one.
func (p *Process) place() (place uint32) {
	place = p.spot
	if p.calls[place].Awaits != Nothing {
		place = p.vacant()
	}
	return place
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

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   r == ReplyOf(p.View().Calls[int(place)]) && (p.View().Calls[int(place)].Awaits == Nothing ==> r.ResultLen == 0)
// @ decreases

// ReplyAt answers where the completion of the call at place goes. Precondition: place < limits.OutstandingCalls.
func (p *Process) ReplyAt(place uint32) (r Reply) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return Reply{UserData: p.calls[place].UserData, Result: p.calls[place].Result, ResultLen: p.calls[place].ResultLen}
}

// @ preserves acc(p.Mem(), 1/2)
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   m == AskedOf(p.View().Calls[int(place)])
// @ decreases

// AskedAt answers what the call at place asks. Precondition: place < limits.OutstandingCalls.
func (p *Process) AskedAt(place uint32) (m Asked) {
	// @ unfold acc(p.Mem(), 1/2)
	// @ defer fold acc(p.Mem(), 1/2)
	return Asked{
		Interface: p.calls[place].Interface, Params: p.calls[place].Params, ParamsLen: p.calls[place].ParamsLen, Method: p.calls[place].Method,
	}
}

// @ preserves p.Mem()
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   ok == (old(p.View()).Calls[int(place)].Awaits != Nothing)
// @ ensures   ok ==> r == ReplyOf(old(p.View()).Calls[int(place)])
// @ ensures   ok ==> p.View() === WithCall(old(p.View()), int(place), Call{}, -1)
// @ ensures   !ok ==> p.View() === old(p.View())
// @ decreases

// Settle forgets the call at place, and answers where its completion goes. It fails when there is none. Precondition: place <
// limits.OutstandingCalls.
func (p *Process) Settle(place uint32) (r Reply, ok bool) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if p.calls[place].Awaits == Nothing {
		return Reply{}, false
	}
	r = Reply{UserData: p.calls[place].UserData, Result: p.calls[place].Result, ResultLen: p.calls[place].ResultLen}
	// @ ghost calls := seq(p.calls)
	p.calls[place] = Call{}
	p.spot = place
	// @ assert seq(p.calls) == calls[int(place) = Call{}]
	// @ OpenAt(calls, int(place), Call{}, limits.OutstandingCalls)
	// @ OpenSome(calls, int(place), limits.OutstandingCalls)
	p.owed.Give(1)
	return r, true
}

// @ preserves p.Mem()
// @ requires  0 <= place && place < limits.OutstandingCalls
// @ ensures   old(p.View()).Calls[int(place)].Awaits != Nothing ==>
// @ 	p.View() === WithCall(old(p.View()), int(place), AsReceived(old(p.View()).Calls[int(place)], number), 0)
// @ ensures   old(p.View()).Calls[int(place)].Awaits == Nothing ==> p.View() === old(p.View())
// @ decreases

// Received makes the call at place wait for its return: its endpoint has received it as number. A free place stays free. Precondition:
// place < limits.OutstandingCalls.
func (p *Process) Received(place, number uint32) {
	// @ unfold p.Mem()
	// @ defer fold p.Mem()
	if p.calls[place].Awaits == Nothing {
		return
	}
	// @ ghost calls := seq(p.calls)
	p.calls[place].Awaits = Return
	p.calls[place].Number = number
	// @ assert seq(p.calls) == calls[int(place) = AsReceived(calls[int(place)], number)]
	// @ OpenAt(calls, int(place), AsReceived(calls[int(place)], number), limits.OutstandingCalls)
}
