// +gobra

package sys

import (
	// @ "warrant/kernel/core/lograte"
	// @ "warrant/kernel/limits"
	"warrant/kernel/abi"
	"warrant/kernel/core/ring"
)

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= userData && -2147483648 <= code && code <= 2147483647 && 0 <= caps
// @ decreases

// post posts one completion to p, and ends p's wait if that was the last one it waited for. Invariants: RING-4, RING-7.
func (k *Kernel) post(p uint32, userData uint64, code abi.Code, caps uint16) {
	// @ unfold k.Mem()
	k.procs[p].Ring.Post(&k.ram, ring.Completion{UserData: userData, Code: code, CapCount: caps})
	// @ fold k.Mem()
	k.wake(p)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= userData && -lograte.Codes <= code && code < 0
// @ decreases

// reject completes a submission of p that is not carried out, and counts it. Invariant: RING-11.
//
//go:noinline
func (k *Kernel) reject(p uint32, userData uint64, code abi.Code) {
	k.post(p, userData, code, 0)
	// @ unfold k.Mem()
	m := &k.procs[p].Refused
	if m.Due(k.now) {
		m.Pay(k.now)
		// @ fold k.Mem()
		k.reportPending(p)
		// @ unfold k.Mem()
	}
	told := m.Count(code, k.now)
	// @ fold k.Mem()
	if told {
		k.reportRefused(p, code)
	}
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= userData && 0 <= n && n <= limits.ScratchBytes && 0 <= caps && caps <= abi.TransferMost && 0 <= id
// @ decreases

// postMessage posts the completion of a RECV of p: a message of n bytes, with caps records behind it, of the call with the given id.
func (k *Kernel) postMessage(p uint32, userData uint64, n, caps, id uint32) {
	// @ unfold k.Mem()
	k.procs[p].Ring.Post(&k.ram, ring.Completion{UserData: userData, Code: abi.Code(n), CapCount: uint16(caps), CallID: id})
	// @ fold k.Mem()
	k.wake(p)
}
