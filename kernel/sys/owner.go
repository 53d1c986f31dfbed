// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// @ preserves k.Mem()
// @ requires  0 <= from && from < limits.Processes && 0 <= to && to < limits.Processes && 0 <= id && id <= 4294967295 && Reached(k.Epoch(), from) && Reached(k.Epoch(), to)
// @ requires  k.Epoch().Step.Passes.Kind == kind && k.Epoch().Step.Passes.Index == index
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// rehome does what a capability that has moved from one process to another needs: its mappings end where it was, and whoever owns an object
// pays for it. id is what it was known by; kind and index say which object it is of. Invariants: LG-2, TH-7.
func (k *Kernel) rehome(from uint32, id abi.CapID, to, kind, index uint32) {
	switch kind {
	case object.MemoryView, object.MemoryReader:
		k.unmapHeld(from, id)
	case object.Endpoint:
		k.rehomeEndpoint(from, to, index%limits.Endpoints)
	case object.Notification:
		k.rehomeNotification(from, to, index%limits.Notifications)
	case object.MemoryObject:
		k.unmapHeld(from, id)
		k.rehomeMemory(from, to, index%limits.MemoryObjects)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= from && from < limits.Processes && 0 <= to && to < limits.Processes && Reached(k.Epoch(), from) && Reached(k.Epoch(), to)
// @ requires  0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// rehomeEndpoint makes process to the owner of an endpoint that process from owned; nobody waits to receive there any more. Invariant: LG-2.
func (k *Kernel) rehomeEndpoint(from, to, at uint32) {
	if from != to {
		k.sendAway(at)
	}
	// @ ghost sent := k.Epoch()
	k.ownEndpoint(to, at)
	// @ PassingStill(old(k.Epoch()), sent, k.Epoch())
	k.payOver(from, to, 0)
}

// @ preserves k.Mem()
// @ requires  0 <= to && to < limits.Processes && 0 <= at && at < limits.Endpoints && MayEnd(k.Epoch().Step, int(at))
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// ownEndpoint makes process to the owner of an endpoint.
func (k *Kernel) ownEndpoint(to, at uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.endpoints[at].SetOwner(to)
	// @ k.touchEnd(at)
}

// @ preserves k.Mem()
// @ requires  0 <= from && from < limits.Processes && 0 <= to && to < limits.Processes && Reached(k.Epoch(), from) && Reached(k.Epoch(), to)
// @ requires  0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at))
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// rehomeNotification makes process to the owner of a notification that process from owned; nobody waits there any more. Invariant: LG-2.
func (k *Kernel) rehomeNotification(from, to, at uint32) {
	if from != to {
		k.abandon(at)
	}
	// @ ghost sent := k.Epoch()
	k.ownNotification(to, at)
	// @ PassingStill(old(k.Epoch()), sent, k.Epoch())
	k.payOver(from, to, 0)
}

// @ preserves k.Mem()
// @ requires  0 <= to && to < limits.Processes && 0 <= at && at < limits.Notifications && MayNote(k.Epoch().Step, int(at))
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// ownNotification makes process to the owner of a notification.
func (k *Kernel) ownNotification(to, at uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.notifications[at].SetOwner(to)
	// @ k.touchNote(at)
}

// @ preserves k.Mem()
// @ requires  0 <= from && from < limits.Processes && 0 <= to && to < limits.Processes && Reached(k.Epoch(), from) && Reached(k.Epoch(), to)
// @ requires  0 <= o && o < limits.MemoryObjects && MayObject(k.Epoch().Step, int(o))
// @ ensures   Passing(old(k.Epoch()), k.Epoch())
// @ decreases

// rehomeMemory makes process to the owner of a memory object that process from owned. Invariant: LG-2.
func (k *Kernel) rehomeMemory(from, to, o uint32) {
	// @ unfold k.Mem()
	k.objects[o].SetOwner(to)
	// @ k.touchObject(o)
	pages := k.objects[o].Pages()
	// @ fold k.Mem()
	// @ assert Passing(old(k.Epoch()), k.Epoch())
	k.payOver(from, to, pages)
}

// @ preserves k.Mem()
// @ requires  0 <= from && from < limits.Processes && 0 <= to && to < limits.Processes && Reached(k.Epoch(), from) && Reached(k.Epoch(), to)
// @ requires  0 <= pages
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// payOver makes process to pay for an object with that many frames, for which process from paid. Invariant: LG-2.
func (k *Kernel) payOver(from, to, pages uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.procs[from].Objects.Give(1)
	k.procs[to].Objects.Take(1)
	k.procs[from].Frames.Give(pages)
	k.procs[to].Frames.Take(pages)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= id && id <= 4294967295 && Reached(k.Epoch(), p)
// @ requires  k.Epoch().Step.Ends == int(p) || k.Epoch().Step.Named === h
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// forsake does what the object that h named needs when p has given up h, which it knew by id. Invariants: LG-3, TH-7.
func (k *Kernel) forsake(p uint32, id abi.CapID, h captable.Hold) {
	switch h.Kind {
	case object.ProcessHandle:
		k.unhandle(h)
		// @ assert Later(old(k.Epoch()), k.Epoch())
	case object.Endpoint:
		k.closeEndpoint(p, h.Index%limits.Endpoints)
		// @ assert Later(old(k.Epoch()), k.Epoch())
	case object.Notification:
		k.closeNotification(p, h.Index%limits.Notifications)
		// @ assert Later(old(k.Epoch()), k.Epoch())
	case object.MemoryObject:
		k.closeMemory(p, h.Index%limits.MemoryObjects)
		// @ assert Later(old(k.Epoch()), k.Epoch())
	case object.MemoryView, object.MemoryReader:
		k.unmapHeld(p, id)
		// @ assert Later(old(k.Epoch()), k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  IsEnding(k.Epoch().Step) || (k.Epoch().Step.Named === h && h.Kind == object.ProcessHandle)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unhandle notes that nobody holds the handle h any more.
func (k *Kernel) unhandle(h captable.Hold) {
	at := h.Index % limits.Processes
	// @ unfold k.Mem()
	child := &k.procs[at]
	same := child.Generation == h.Epoch
	if same {
		// @ k.reachHeld(at)
		child.Handled = false
	}
	gone := same && !child.Live()
	// @ fold k.Mem()
	// @ ghost age := k.Epoch()
	// @ assert Later(old(k.Epoch()), age) && (gone ==> Reached(age, at))
	if gone {
		k.vacate(at)
	}
	// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
}
