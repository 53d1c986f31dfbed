// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/lograte"
	"warrant/kernel/core/process"
	// @ "warrant/kernel/limits"
)

// @ preserves k.Mem()
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// text adds s to the console.
func (k *Kernel) text(s string) {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.console.Text(s)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportName adds process p's number and name to the console.
func (k *Kernel) reportName(p uint32) {
	number := k.id(p)
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.console.Text("process ")
	k.console.Decimal(number)
	k.console.Byte(' ')
	k.console.Bytes(k.procs[p].Name.Bytes[:k.procs[p].Name.Length])
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// opening adds to the console what every line about process p starts with, then text.
func (k *Kernel) opening(p uint32, text string) {
	k.text("kernel: ")
	k.reportName(p)
	k.text(text)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportFault records on the console why the kernel ends process p.
func (k *Kernel) reportFault(p uint32, s process.Status) {
	k.opening(p, " ended: ")
	// @ ghost told := k.State()
	// @ unfold k.Mem()
	k.console.Text(vectorName(s.Event.Vector))
	k.console.Text(" (vector ")
	k.console.Decimal(uint64(s.Event.Vector))
	k.console.Text(", error ")
	k.console.Hex(s.Event.ErrorCode)
	k.console.Text(") at ")
	k.console.Hex(s.Instruction)
	k.console.Text(", address ")
	k.console.Hex(s.Event.Address)
	k.console.Byte('\n')
	// @ fold k.Mem()
	// @ assert k.State() === told
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportKilled records on the console that process p ends with the system.
func (k *Kernel) reportKilled(p uint32) {
	k.opening(p, " ended: init has ended\n")
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ requires  0 <= killer && killer < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportKilledBy records on the console that process p ends because process killer said so.
func (k *Kernel) reportKilledBy(p, killer uint32) {
	k.opening(p, " ended: killed by ")
	k.reportName(killer)
	k.text("\n")
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportRefused records on the console that a submission of process p was refused with code.
func (k *Kernel) reportRefused(p uint32, code abi.Code) {
	k.opening(p, ": submission refused: code ")
	// @ ghost told := k.State()
	// @ unfold k.Mem()
	k.console.Signed(int64(code))
	k.console.Byte('\n')
	// @ fold k.Mem()
	// @ assert k.State() === told
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   ToldNone(old(k.State()), k.State(), int(p))
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportPending records on the console the submissions of process p that were refused and not recorded one by one, if there are any.
func (k *Kernel) reportPending(p uint32) {
	// @ unfold k.Mem()
	nothing := k.procs[p].Refused.Pending() == 0
	// @ fold k.Mem()
	if nothing {
		return
	}
	k.opening(p, ": submissions refused: ")
	first := true
	// @ ghost earlier := k.State()
	// @ invariant k.Mem() && 0 <= i && i <= lograte.Codes && ToldNone(earlier, k.State(), int(p))
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases lograte.Codes - i
	for i := uint32(0); i < lograte.Codes; i++ {
		// @ ghost now := k.State()
		// @ unfold k.Mem()
		n := k.procs[p].Refused.Summarise(i)
		if n > 0 {
			if !first {
				k.console.Text(", ")
			}
			first = false
			k.console.Text("code ")
			k.console.Signed(-int64(i) - 1)
			k.console.Byte(' ')
			k.console.Decimal(n)
			k.console.Text(" times")
		}
		// @ fold k.Mem()
		// @ assert ToldNone(now, k.State(), int(p))
	}
	k.text("\n")
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportUnsettled records on the console that a ledger of process p did not come back to zero.
func (k *Kernel) reportUnsettled(p uint32) {
	k.opening(p, " ended with units in a ledger\n")
}

// @ preserves k.Mem()
// @ ensures   k.State() === old(k.State())
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// reportHalt records on the console how init ended and what is free.
func (k *Kernel) reportHalt() {
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	k.console.Text("kernel: halt: init ")
	switch k.rootStatus.End {
	case process.Exited:
		k.console.Text("exited with code ")
		k.console.Signed(k.rootStatus.Code)
	default:
		k.console.Text("ended by a fault")
	}
	k.console.Text("; free frames ")
	k.console.Decimal(uint64(k.frames.Available()))
	k.console.Text(", at boot ")
	k.console.Decimal(uint64(k.idle))
	k.console.Byte('\n')
}

// @ ensures len(name) > 0
// @ decreases

// vectorName answers the name of an exception. Intel SDM volume 3A, table 6-1.
func vectorName(v uint32) (name string) {
	switch v {
	case 0:
		return "divide error"
	case 1:
		return "debug exception"
	case 3:
		return "breakpoint"
	case 4:
		return "overflow"
	case 5:
		return "bound range exceeded"
	case 6:
		return "invalid opcode"
	case 7:
		return "device not available"
	case 10:
		return "invalid TSS"
	case 11:
		return "segment not present"
	case 12:
		return "stack fault"
	case 13:
		return "general protection"
	case 14:
		return "page fault"
	case 16:
		return "x87 floating-point error"
	case 17:
		return "alignment check"
	case 19:
		return "SIMD floating-point exception"
	}
	return "exception"
}
