package sys

import (
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// canDonate says that process p's own budget holds one more process with budget b.
func (k *Kernel) canDonate(p uint32, b process.Budget) (x object.Exception) {
	if !b.Fits() || b.Processes >= limits.Processes || b.Objects > limits.Objects || b.Frames > limits.Frames {
		return object.BadBudget
	}
	proc := &k.procs[p]
	if b.Processes+1 > proc.Children.Limit()-proc.Children.Used() || !k.affords(p, uint64(b.Objects), uint64(b.Frames)) {
		return object.OverBudget
	}
	return object.None
}

// donate takes the budget b of a new child out of process p's. Precondition: canDonate. Invariant: LG-2.
func (k *Kernel) donate(p uint32, b process.Budget) {
	k.procs[p].Frames.Take(b.Frames)
	k.procs[p].Objects.Take(b.Objects)
	k.procs[p].Children.Take(b.Processes + 1)
}

// reclaim gives the budget of process child back to process p, but for the child's own place.
func (k *Kernel) reclaim(p, child uint32) {
	k.procs[p].Frames.Give(k.procs[child].Frames.Limit())
	k.procs[p].Objects.Give(k.procs[child].Objects.Limit())
	k.procs[p].Children.Give(k.procs[child].Children.Limit())
}

// inherit makes the payer of process p, which ends, the payer of its children; who had none leaves them without one. The payer has what the
// children need: it paid for p, out of whose budget they came. Invariants: LG-2, LG-3.
func (k *Kernel) inherit(p uint32) {
	payer := k.procs[p].Payer
	var frames, objects, places uint32
	for c := uint32(0); c < limits.Processes && k.procs[p].Children.Used() > 0; c++ {
		child := &k.procs[c]
		if c != p && child.Live() && child.Payer == p {
			frames = frames + child.Frames.Limit()
			objects = objects + child.Objects.Limit()
			places = places + child.Children.Limit() + 1
			k.reclaim(p, c)
			k.procs[p].Children.Give(1)
			child.Payer = payer
			if payer == p {
				child.Payer = c
			}
		}
	}
	if payer != p {
		k.reclaim(payer, p)
		k.procs[payer].Frames.Take(frames)
		k.procs[payer].Objects.Take(objects)
		k.procs[payer].Children.Take(places)
	}
}

// vacate makes the place of process p, which has ended and whose handle nobody holds, free for another, and gives it back to its payer.
func (k *Kernel) vacate(p uint32) {
	payer := k.procs[p].Payer
	if payer != p && k.procs[payer].Live() {
		k.procs[payer].Children.Give(1)
	}
	k.procs[p].Vacate()
}
