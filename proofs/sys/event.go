package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/trap"
	"warrant/kernel/sys"
	"warrant/kernel/sys/object"
	"warrant/verify/prove"
)

// actor is the process that runs, and peer the other one, which is also the one that the kernel started.
const (
	actor = 1
	peer  = 0
)

// give lets the actor hold a capability of a kind in its first slot, and answers its id. Slots differ in nothing but their numbers, and the
// harnesses of package captable look up any.
func give(k *kernel, kind, index uint32) abi.CapID {
	s := &k.procs[actor].caps.slots[0]
	s.State = captable.Live
	s.Hold.Kind, s.Hold.Index, s.Hold.Travel = kind, index, travelOf(kind)
	if kind != object.Facet {
		s.Hold.Interface = object.Interface(kind)
	}
	return abi.CapID(s.Gen * captable.Slots)
}

// emptyMessages lets every call that waits for its receiver have no parameters, so that where the records of its capabilities stand is known.
func emptyMessages(k *kernel) {
	for p := range k.procs {
		for i := range k.procs[p].calls {
			k.procs[p].calls[i].ParamsLen = 0
		}
	}
}

// submit answers the kernel after the actor has entered it with submission e.
func submit(before *kernel, e sqe.Entry) (after kernel) {
	standIn()
	submitted = e
	k := prove.Reshape[sys.Kernel](*before)
	k.Handle(actor, trap.Event{Kind: trap.Syscall}, prove.Any[uint64]())
	return prove.Reshape[kernel](k)
}
