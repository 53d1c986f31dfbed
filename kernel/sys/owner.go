// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/captable"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// @ preserves k.Mem()
// @ requires  0 <= from && from < limits.Processes && 0 <= to && to < limits.Processes && 0 <= id && id <= 4294967295
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
		at := index % limits.Endpoints
		if from != to {
			k.sendAway(at)
		}
		// @ unfold k.Mem()
		k.endpoints[at].SetOwner(to)
		// @ k.touchEnd(at)
		// @ fold k.Mem()
		// @ assert Passing(old(k.Epoch()), k.Epoch())
		// @ unfold k.Mem()
		k.procs[from].Objects.Give(1)
		k.procs[to].Objects.Take(1)
		// @ fold k.Mem()
		// @ assert Passing(old(k.Epoch()), k.Epoch())
	case object.Notification:
		at := index % limits.Notifications
		if from != to {
			k.abandon(at)
		}
		// @ unfold k.Mem()
		k.notifications[at].SetOwner(to)
		// @ k.touchNote(at)
		// @ fold k.Mem()
		// @ assert Passing(old(k.Epoch()), k.Epoch())
		// @ unfold k.Mem()
		k.procs[from].Objects.Give(1)
		k.procs[to].Objects.Take(1)
		// @ fold k.Mem()
		// @ assert Passing(old(k.Epoch()), k.Epoch())
	case object.MemoryObject:
		k.unmapHeld(from, id)
		o := index % limits.MemoryObjects
		// @ unfold k.Mem()
		k.objects[o].SetOwner(to)
		// @ k.touchObject(o)
		// @ fold k.Mem()
		// @ assert Passing(old(k.Epoch()), k.Epoch())
		// @ unfold k.Mem()
		k.procs[from].Objects.Give(1)
		k.procs[to].Objects.Take(1)
		k.procs[from].Frames.Give(k.objects[o].Pages())
		k.procs[to].Frames.Take(k.objects[o].Pages())
		// @ fold k.Mem()
		// @ assert Passing(old(k.Epoch()), k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && 0 <= id && id <= 4294967295
// @ requires  k.Epoch().Step.Ends || k.Epoch().Step.Named === h
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// forsake does what the object that h named needs when p has given up h, which it knew by id. Invariants: LG-3, TH-7.
func (k *Kernel) forsake(p uint32, id abi.CapID, h captable.Hold) {
	switch h.Kind {
	case object.ProcessHandle:
		k.unhandle(h)
	case object.Endpoint:
		k.closeEndpoint(p, h.Index%limits.Endpoints)
	case object.Notification:
		k.closeNotification(p, h.Index%limits.Notifications)
	case object.MemoryObject:
		k.closeMemory(p, h.Index%limits.MemoryObjects)
	case object.MemoryView, object.MemoryReader:
		k.unmapHeld(p, id)
	}
}

// @ preserves k.Mem()
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unhandle notes that nobody holds the handle h any more.
func (k *Kernel) unhandle(h captable.Hold) {
	at := h.Index % limits.Processes
	// @ unfold k.Mem()
	child := &k.procs[at]
	same := child.Generation == h.Epoch
	if same {
		child.Handled = false
	}
	gone := same && !child.Live()
	// @ fold k.Mem()
	// @ ghost age := k.Epoch()
	// @ assert age === old(k.Epoch())
	// @ assert Later(age, k.Epoch())
	if gone {
		k.vacate(at)
	}
	// @ assert Later(age, k.Epoch())
}
