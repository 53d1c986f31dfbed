package sys

import (
	"fmt"

	"warrant/kernel/core/captable"
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// life is one life of a place where something is that a capability, or a number of a process's, names: it has an epoch of its own.
type life struct {
	epoch         uint64
	live, retired bool
}

// eachLife hands on the life of every place of the kernel, in the same order each time.
func eachLife(k *Kernel, see func(kind string, index, inner int, l life)) {
	for i := range k.endpoints {
		e := &k.endpoints[i]
		see("endpoint", i, 0, life{uint64(e.Generation), e.Live, e.Retired})
		for n := range limits.Facets {
			f := e.FacetAt(uint32(n))
			see("facet", i, n, life{uint64(f.Epoch), f.Live, f.Retired})
		}
	}
	for i := range k.notifications {
		n := &k.notifications[i]
		see("notification", i, 0, life{uint64(n.Generation), n.Live, n.Retired})
	}
	for i := range k.objects {
		o := &k.objects[i]
		see("memory object", i, 0, life{uint64(o.Generation), o.Live, o.Retired})
	}
	for p := range k.procs {
		for n := range captable.Slots {
			s := k.procs[p].SlotAt(uint32(n))
			held := s.State == captable.Live || s.State == captable.Reserved
			ended := s.State == captable.Retired || k.procs[p].State == process.Retired
			see("slot", p, n, life{uint64(k.procs[p].Generation)<<32 | uint64(s.Gen), held, ended})
		}
	}
}

// checkEpochs: what has ended since the last check never comes back, because its place is at a later epoch. Theorem: TH-7. Invariants: CAP-3, CAP-8
func (c *checker) checkEpochs(k *Kernel, _ []byte) (err error) {
	n := 0
	eachLife(k, func(kind string, index, inner int, is life) {
		if n == len(c.lives) {
			c.lives = append(c.lives, is)
		}
		was := c.lives[n]
		if !is.retired && (is.epoch < was.epoch || was.live && !is.live && is.epoch == was.epoch) {
			err = fmt.Errorf("%s %d.%d was %+v and is %+v: what it was can come back", kind, index, inner, was, is)
		}
		c.lives[n] = is
		n++
	})
	return err
}

// checkRevoked: no call waits for its receiver by a facet that is revoked. Theorem: TH-7. Invariant: CAP-8
func checkRevoked(k *Kernel, _ []byte) error {
	for p := range k.procs {
		for i := range uint32(limits.OutstandingCalls) {
			c := k.procs[p].Owed(i)
			if c.Awaits == process.Receiver && !k.endpoints[c.Target].FacetAt(c.Facet).Live {
				return fmt.Errorf("call %d of process %d waits by facet %d of endpoint %d, which is revoked", i, p, c.Facet, c.Target)
			}
		}
	}
	return nil
}

// shown says that a hold of a memory object, or of a view of it, is not revoked.
func shown(k *Kernel, h captable.Hold) bool {
	o := &k.objects[h.Index]
	if h.Kind == object.MemoryObject {
		return o.Live && o.Generation == h.Epoch
	}
	return o.Live && o.Views == h.Epoch && (h.Kind == object.MemoryView || h.Kind == object.MemoryReader)
}
