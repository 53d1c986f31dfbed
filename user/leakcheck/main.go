// Leakcheck looks at everything that it has been given before it does anything with it: registers, stack, data, ring page, CapSet page. All
// of it must be as kernel/abi says, whatever ran before it or runs beside it. It needs "console".
//
// Invariant: FR-2
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/little"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/probe"
)

// image stands for the program's data: nothing writes to it.
var image [65536]byte

// margin is how much of the stack it does not look at: its own frame and what has been called.
const margin = 2048

// initialFlags is RFLAGS at the first instruction: interrupts on, and the bit that is always set. Intel SDM volume 1, 3.4.3.
const initialFlags = 0x202

func main() {
	// Look first: speaking changes stack and ring page.
	var here [8]byte
	stack := used(probe.Memory(abi.StackBase, int(rt.AddressOf(here[:])-abi.StackBase)-margin))
	ring := used(rt.Main().Page()[:])
	data := used(image[:])
	behind := abi.CapSetEntries + rt.Granted().Len()*abi.CapSetEntrySize
	capSet := used(probe.Memory(abi.CapSetAddr, abi.PageSize)[behind:])

	checks := program.Check(program.Speak("leakcheck"))
	checks.Number(stack, 0, "bytes of the stack that are not zero")
	checks.Number(ring, 0, "bytes of the ring page that are not zero")
	checks.Number(data, 0, "bytes of the data that are not zero")
	checks.Number(capSet, 0, "bytes behind the entries of the CapSet page that are not zero")
	registers(&checks)
	checks.Finish()
}

// registers checks what was in the registers at the first instruction.
func registers(checks *program.Checks) {
	first := rt.First()
	checks.Number(first.RDI, uint64(abi.RingAddr), "RDI")
	checks.Number(first.RSI, rt.ProcessID(), "RSI")
	checks.Number(first.RDX, uint64(abi.CapSetAddr), "RDX")
	checks.Number(first.RSP, uint64(abi.StackTop), "RSP")
	checks.Number(first.RFLAGS, initialFlags, "RFLAGS")
	checks.Number(first.FSBase|first.GSBase, 0, "FS base and GS base")
	checks.Number(uint64(first.DS|first.ES|first.FS|first.GS), 0, "DS, ES, FS and GS")
	checks.Number(first.RAX|first.RBX|first.RCX|first.RBP, 0, "RAX, RBX, RCX and RBP together")
	checks.Number(first.R8|first.R9|first.R10|first.R11, 0, "R8 to R11 together")
	checks.Number(first.R12|first.R13|first.R14|first.R15, 0, "R12 to R15 together")

	// The state after FNINIT with MXCSR 0x1f80, as FXSAVE64 stores it. What follows the SSE registers is not stored.
	checks.Number(uint64(little.Uint16(first.Float[:], probe.ControlWord)), 0x37f, "x87 control word")
	checks.Number(uint64(little.Uint32(first.Float[:], probe.MXCSR)), 0x1f80, "MXCSR")
	checks.Number(used(first.Float[probe.ControlWord+2:probe.MXCSR]), 0, "bytes of x87 status, tags and pointers that are not zero")
	checks.Number(used(first.Float[probe.FloatData:probe.FloatEnd]), 0, "bytes of x87 and SSE registers that are not zero")
}

// used is the number of bytes of b that are not zero.
func used(b []byte) (n uint64) {
	for i := 0; i < len(b); i++ {
		if b[i] != 0 {
			n++
		}
	}
	return n
}
