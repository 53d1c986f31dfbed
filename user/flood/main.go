// Flood hands in ten thousand submissions that are refused, of several kinds: the kernel reports some of them one by one, counts the others,
// and loses none. It needs "console".
//
// Invariant: RING-7 RING-8 RING-11
package main

import (
	"warrant/kernel/abi"
	"warrant/user/program"
	"warrant/user/rt"
)

// floods is how many submissions there are, and batch how many are handed in at once.
const (
	floods = 10000
	batch  = 16
)

func main() {
	checks := program.Check(program.Speak("flood"))
	checks.Attack("ten thousand submissions that are refused")
	ring := rt.Main()
	var refused [10]uint64
	for n := 0; n < floods; n += batch {
		for i := 0; i < batch; i++ {
			e := bad(n + i)
			ring.Submit(&e)
		}
		ring.Enter(batch, abi.TimeoutForever)
		for i := 0; i < batch; i++ {
			c, ok := ring.Take()
			if ok && c.Result < 0 && -c.Result < abi.Code(len(refused)) {
				refused[-c.Result]++
			}
		}
	}
	checks.Number(refused[1], floods/10, "malformed entries")
	checks.Number(refused[2], floods/10, "bad parameters")
	checks.Number(refused[3], floods/10, "bad results")
	checks.Number(refused[4], floods*6/10, "capabilities that are none")
	checks.Number(refused[5], floods/10, "reserved opcodes")
	checks.Code(ring.Nop(), abi.CodeOK, "NOP after all that")
	checks.Finish()
}

// bad is submission number n.
func bad(n int) (e rt.Entry) {
	console, iface, _ := rt.Granted().Named("console")
	switch n % 10 {
	case 0:
		return rt.Entry{Opcode: 0xffff}
	case 1:
		return rt.Entry{Opcode: abi.OpCall, Cap: console, Interface: iface, Params: 0x1000, ParamsLen: 8}
	case 2:
		return rt.Entry{Opcode: abi.OpCall, Cap: console, Interface: iface, Result: 0x1000, ResultLen: 8}
	case 3:
		return rt.Entry{Opcode: abi.OpFinish}
	}
	return rt.Entry{Opcode: abi.OpRelease, Cap: 0xffffffff}
}
