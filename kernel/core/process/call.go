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
)

// Call is an accepted call whose completion is still to come.
type Call struct {
	Awaits    Awaits
	UserData  uint64
	Result    abi.VirtAddr
	ResultLen uint32
	// Target is the process that the call waits for, when Awaits is Exit.
	Target uint32
}

// Owe records c and answers its place. It fails, and changes nothing, when p has too many calls that are not complete.
func (p *Process) Owe(c Call) (place uint32, ok bool) {
	if !p.owed.Take(1) {
		return 0, false
	}
	for i := uint32(0); i < limits.OutstandingCalls; i++ {
		if p.calls[i].Awaits == Nothing {
			p.calls[i] = c
			return i, true
		}
	}
	p.owed.Give(1)
	return 0, false
}

// Owed answers the call at place. Precondition: place < limits.OutstandingCalls.
func (p *Process) Owed(place uint32) (c Call) {
	return p.calls[place]
}

// Settle forgets the call at place, and answers it. It fails when there is none. Precondition: place < limits.OutstandingCalls.
func (p *Process) Settle(place uint32) (c Call, ok bool) {
	c = p.calls[place]
	if c.Awaits == Nothing {
		return Call{}, false
	}
	p.calls[place] = Call{}
	p.owed.Give(1)
	return c, true
}
