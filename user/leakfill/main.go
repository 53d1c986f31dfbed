// Leakfill writes a pattern to all memory and all registers that it has, keeps them so for many turns of the processor, and ends. What
// of it another process can see is a leak: leakcheck looks. It needs "console".
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/little"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/probe"
)

// spins is how long it keeps its registers full: far longer than one process may run at a stretch.
const spins = 20000000

// pattern is the content of every eight bytes of memory, the seed of the registers, and GS base, which has to be canonical.
const pattern = 0x5ec2e75ec2e7

// margin is how much of the stack it leaves alone: its own frame and what it calls.
const margin = 1024

// image stands for the program's data.
var image [65536]byte

func main() {
	voice := program.Speak("leakfill")
	voice.Say("fills its memory and its registers")
	var here [8]byte
	stack := probe.Memory(abi.StackBase, int(rt.AddressOf(here[:])-abi.StackBase)-margin)
	fill(image[:])
	fill(stack)
	probe.Fill(pattern)
	fill(rt.Main().Page()[:])
	probe.FillSelectors()
	probe.SetGSBase(pattern)
	probe.Flood(spins)
}

// fill writes the pattern over b, whose length is a multiple of 8 or a little more.
func fill(b []byte) {
	for i := 0; i+8 <= len(b); i += 8 {
		little.PutUint64(b, i, pattern)
	}
}
