// +gobra

package sys

import (
	"warrant/kernel/core/process"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= b.Frames && 0 <= b.Virtual && 0 <= b.Processes && 0 <= b.Objects && 0 <= b.Caps && 0 <= b.Calls
// @ ensures   x.Accepted() ==> b.Valid() && b.Processes < limits.Processes
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// canDonate says that process p's own budget holds one more process with budget b.
func (k *Kernel) canDonate(p uint32, b process.Budget) (x object.Exception) {
	if !b.Fits() || b.Processes >= limits.Processes || b.Objects > limits.Objects || b.Frames > limits.Frames {
		return object.BadBudget
	}
	// @ unfold k.Mem()
	places := k.procs[p].Children.Limit() - k.procs[p].Children.Used()
	// @ fold k.Mem()
	if b.Processes+1 > places || !k.affords(p, uint64(b.Objects), uint64(b.Frames)) {
		return object.OverBudget
	}
	return object.None
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= b.Frames && 0 <= b.Objects && 0 <= b.Processes
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// donate takes the budget b of a new child out of process p's. Precondition: canDonate. Invariant: LG-2.
func (k *Kernel) donate(p uint32, b process.Budget) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.procs[p].Frames.Take(b.Frames)
	k.procs[p].Objects.Take(b.Objects)
	k.procs[p].Children.Take(b.Processes)
	k.procs[p].Children.Take(1)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= child && child < limits.Processes
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reclaim gives the budget of process child back to process p, but for the child's own place.
func (k *Kernel) reclaim(p, child uint32) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.procs[p].Frames.Give(k.procs[child].Frames.Limit())
	k.procs[p].Objects.Give(k.procs[child].Objects.Limit())
	k.procs[p].Children.Give(k.procs[child].Children.Limit())
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p) && MayFinish(k.Epoch().Step, int(p))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// inherit makes the payer of process p, which ends, the payer of its children; who had none leaves them without one. The payer has what the
// children need: it paid for p, out of whose budget they came. Invariants: LG-2, LG-3.
func (k *Kernel) inherit(p uint32) {
	// @ unfold k.Mem()
	payer := k.procs[p].Payer
	// @ k.reachPayer(p, payer)
	// @ fold k.Mem()
	// @ assert Later(old(k.Epoch()), k.Epoch())
	if payer != p {
		k.reclaim(payer, p)
	}
	// @ invariant k.Mem() && c <= limits.Processes && Reached(k.Epoch(), payer)
	// @ invariant Later(old(k.Epoch()), k.Epoch())
	// @ decreases limits.Processes - c
	for c := uint32(0); c < limits.Processes; c++ {
		// @ ghost age := k.Epoch()
		// @ unfold k.Mem()
		if k.procs[p].Children.Used() == 0 {
			// @ fold k.Mem()
			return
		}
		paid := c != p && k.procs[c].Live() && k.procs[c].Payer == p
		// @ fold k.Mem()
		// @ assert k.Epoch() === age
		if paid {
			// @ unfold k.Mem()
			// @ k.reachHeir(p, k.procs[c].Payer, c)
			// @ fold k.Mem()
			// @ assert Later(age, k.Epoch())
			k.passOn(p, c, payer)
		}
		// @ LaterAgain(old(k.Epoch()), age, k.Epoch())
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= child && child < limits.Processes
// @ requires  0 <= payer && payer < limits.Processes && Reached(k.Epoch(), p) && Reached(k.Epoch(), child) && Reached(k.Epoch(), payer)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// passOn gives the budget of process child back to p, which ends, and takes it from p's payer, if that is another one.
func (k *Kernel) passOn(p, child, payer uint32) {
	k.reclaim(p, child)
	// @ unfold k.Mem()
	k.procs[p].Children.Give(1)
	k.procs[child].Payer = payer
	if payer == p {
		k.procs[child].Payer = child
	}
	b := process.Budget{
		Frames: k.procs[child].Frames.Limit(), Objects: k.procs[child].Objects.Limit(), Processes: k.procs[child].Children.Limit(),
	}
	// @ fold k.Mem()
	// @ assert k.Epoch() === old(k.Epoch())
	if payer != p {
		k.donate(payer, b)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  MayHandle(k.Epoch().Step, int(p)) || MayFinish(k.Epoch().Step, int(p))
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// vacate makes the place of process p, which has ended and whose handle nobody holds, free for another, and gives it back to its payer.
func (k *Kernel) vacate(p uint32) {
	// @ unfold k.Mem()
	payer := k.procs[p].Payer
	if payer != p && k.procs[payer].Live() {
		// @ k.reachPayer(p, payer)
		k.procs[payer].Children.Give(1)
	}
	k.procs[p].Vacate()
	// @ k.empty(p, k.procs[p].View().Caps)
	// @ fold k.Mem()
	// @ k.lose(p, old(k.Epoch()).Sum)
}
