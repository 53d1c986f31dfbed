package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/core/endpoint"
	"warrant/kernel/core/process"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/trap"
	"warrant/kernel/limits"
	"warrant/kernel/sys"
	"warrant/kernel/sys/object"
	"warrant/verify/prove"
)

// actor is the process that runs, and peer the other one, which is also the one that the kernel started.
const (
	actor = 1
	peer  = 0
)

// give lets the actor hold a capability of a kind in its first slot, and answers its id.
func give(k *kernel, kind, index uint32) abi.CapID { return hold(k, actor, kind, index) }

// hold lets process p hold a capability of a kind in its first slot, and answers its id. Slots differ in nothing but their numbers, and the
// harnesses of package captable look up any.
func hold(k *kernel, p, kind, index uint32) abi.CapID {
	s := &k.procs[p].caps.slots[0]
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
	submitted = e
	return handled(before, trap.Event{Kind: trap.Syscall})
}

// handled answers the kernel after an event of the actor.
func handled(before *kernel, e trap.Event) (after kernel) {
	standIn()
	k := prove.Reshape[sys.Kernel](*before)
	k.Handle(actor, e, prove.Any[uint64]())
	return prove.Reshape[kernel](k)
}

// peerReceives lets a RECV of the peer wait at the endpoint, which it owns then, and no call.
func peerReceives(k *kernel) {
	e := &k.endpoints[0]
	e.receivers.head, e.receivers.count, e.calls.count = 0, 1, 0
	e.receivers.places[0] = endpoint.Ref{Process: peer}
	k.procs[peer].calls[0].Awaits, k.procs[peer].calls[0].Target = process.Message, 0
}

// lastEndpoint is the place of an endpoint that moves. At a scale with two it is not the one where the call is made.
const lastEndpoint = limits.Endpoints - 1

// sends lets the actor hold a capability of a kind in its second slot, and a submission of its name that slot in its transfer descriptor, with a
// mode. What moves has its owner, who has paid for it and maps nothing.
func sends(k *kernel, kind, mode uint32) {
	s := &k.procs[actor].caps.slots[1]
	s.State = captable.Live
	s.Hold.Kind, s.Hold.Index, s.Hold.Travel = kind, 0, travelOf(kind)
	if kind == object.Endpoint {
		s.Hold.Index = lastEndpoint
		k.endpoints[lastEndpoint].Live, k.endpoints[lastEndpoint].Owner = true, actor
		k.procs[actor].Objects.used = 1 + upTo(unitsMost-1)
	}
	sent, sentMode, sending = s.Gen*captable.Slots+1, mode, true
	if kind == object.Notification {
		ownNotification(k)
	}
	if kind == object.MemoryObject {
		k.objects[0].Live, k.objects[0].Owner, k.objects[0].count = true, actor, limits.ObjectPages
		k.procs[actor].Objects.used, k.procs[actor].Frames.used = 1+upTo(unitsMost-1), limits.ObjectPages+upTo(unitsMost)
		k.procs[actor].Areas = areas{}
	}
	allSlots(k, actor)
	lastSlot(k, peer)
}

// ownNotification lets the actor own the notification and pay for it.
func ownNotification(k *kernel) {
	k.notifications[0].Live, k.notifications[0].Owner = true, actor
	k.procs[actor].Objects.used = 1 + upTo(unitsMost-1)
}

// allSlots lets process p have used all slots. proofs/captable has shown that any that is free is as good.
func allSlots(k *kernel, p uint32) { k.procs[p].caps.spares, k.procs[p].caps.fresh = 0, captable.Slots }

// lastSlot lets process p have used all slots but the last, which is free or is not.
func lastSlot(k *kernel, p uint32) {
	allSlots(k, p)
	t := &k.procs[p].caps
	if prove.Any[bool]() {
		t.fresh = captable.Slots - 1
		t.slots[captable.Slots-1].State = captable.Free
	}
}
