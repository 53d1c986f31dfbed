// Bench counts the instructions of what a process does most, by the time-stamp counter: under QEMU's -icount shift=0 that advances by one for
// each instruction, so that figures repeat exactly. Elsewhere it counts ticks. It needs "console".
package main

import (
	"warrant/kernel/abi"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/probe"
	"warrant/user/text"
)

// rounds is how often each thing is done; the fewest instructions count, since a timer tick may come between.
const rounds = 64

func main() {
	voice := program.Speak("bench")
	report(voice, "reading the counter twice", measure(nothing), 1)
	empty := measure(enter)
	report(voice, "empty cap_enter", empty, 1)
	report(voice, "NOP, batch 1, each", measure(func() { nops(1) }), 1)
	report(voice, "NOP, batch 16, each", measure(func() { nops(16) }), 16)
}

// measure answers the fewest ticks that do took, without those of reading the counter.
func measure(do func()) (least uint64) {
	least = ^uint64(0)
	for i := 0; i < rounds; i++ {
		start := probe.Ticks()
		do()
		if n := probe.Ticks() - start; n < least {
			least = n
		}
	}
	return least
}

func nothing() {}

// enter makes a system call that does nothing.
func enter() { rt.SystemCall(abi.SysCapEnter, 0, abi.TimeoutPoll) }

// nops submits n entries that do nothing, enters the kernel once and takes their completions.
func nops(n int) {
	ring := rt.Main()
	e := rt.Entry{Opcode: abi.OpNop}
	for i := 0; i < n; i++ {
		ring.Submit(&e)
	}
	ring.Enter(uint32(n), abi.TimeoutForever)
	for i := 0; i < n; i++ {
		ring.Take()
	}
}

// report writes one figure: total ticks for a number of operations.
func report(voice *program.Voice, what string, total, operations uint64) {
	var line text.Line
	voice.Write(line.String(what).String(": ").Unsigned(total / operations))
}
