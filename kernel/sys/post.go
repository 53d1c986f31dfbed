// +gobra

package sys

import (
	// @ "warrant/kernel/core/lograte"
	// @ "warrant/kernel/limits"
	"warrant/kernel/abi"
	"warrant/kernel/core/ring"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= userData && -2147483648 <= code && code <= 2147483647 && 0 <= caps
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// post posts one completion to p, and ends p's wait if that was the last one it waited for. Invariants: RING-4, RING-7.
func (k *Kernel) post(p uint32, userData uint64, code abi.Code, caps uint16) {
	// @ unfold k.Mem()
	k.procs[p].Ring.Post(&k.ram, ring.Completion{UserData: userData, Code: code, CapCount: caps})
	// @ k.tellOne(p)
	// @ fold k.Mem()
	k.wake(p)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  -lograte.Codes <= code && code < 0
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// reject completes the submission of p that is in k.entry and is not carried out, and counts it. Invariant: RING-11.
//
//go:noinline
func (k *Kernel) reject(p uint32, code abi.Code) {
	// @ unfold acc(k.Mem(), 1/2)
	userData := k.entry.UserData
	// @ fold acc(k.Mem(), 1/2)
	k.post(p, userData, code, 0)
	// @ assert ToldOne(old(k.State()), k.State(), int(p))
	k.reportDue(p)
	// @ assert ToldOne(old(k.State()), k.State(), int(p))
	if k.tally(p, code) {
		k.reportRefused(p, code)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldNone(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportDue records what was refused to p and not recorded, when p's meter has a token for it again. Invariant: RING-11.
func (k *Kernel) reportDue(p uint32) {
	// @ unfold k.Mem()
	m := &k.procs[p].Refused
	due := m.Due(k.now)
	if due {
		m.Pay(k.now)
	}
	// @ fold k.Mem()
	// @ assert ToldNone(old(k.State()), k.State(), int(p))
	// @ assert k.Epoch() === old(k.Epoch())
	if due {
		k.reportPending(p)
		// @ assert ToldNone(old(k.State()), k.State(), int(p))
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  -lograte.Codes <= code && code < 0
// @ ensures   ToldNone(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// tally counts a submission of p that is refused with code, and says whether it is to be recorded by itself. Invariant: RING-11.
func (k *Kernel) tally(p uint32, code abi.Code) (alone bool) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	return k.procs[p].Refused.Count(code, k.now)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= userData && 0 <= n && n <= limits.ScratchBytes && 0 <= caps && caps <= abi.TransferMost && 0 <= id
// @ ensures   ToldOne(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === Accounted(old(k.Epoch()), int(p))
// @ decreases

// postMessage posts the completion of a RECV of p: a message of n bytes, with caps records behind it, of the call with the given id.
func (k *Kernel) postMessage(p uint32, userData uint64, n, caps, id uint32) {
	// @ unfold k.Mem()
	k.procs[p].Ring.Post(&k.ram, ring.Completion{UserData: userData, Code: abi.Code(n), CapCount: uint16(caps), CallID: id})
	// @ k.tellOne(p)
	// @ fold k.Mem()
	k.wake(p)
}
