// Fpu keeps values in every register across preemption and system calls, and computes in floating point next to another process that does
// the same with other values. It needs "console".
package main

import (
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/probe"
)

// It holds its registers for rounds times spins, together far longer than one process may run at a stretch.
const (
	rounds = 8
	spins  = 2000000
)

func main() {
	voice := program.Speak("fpu")
	checks := program.Check(voice)
	seed := rt.ProcessID() * rounds
	checks.Number(probe.GSBase(), 0, "GS base at the start")
	probe.SetGSBase(seed)
	for i := uint64(0); i < rounds; i++ {
		probe.Fill(seed + i)
		probe.Hold(spins)
		checks.Number(uint64(probe.Differences()), 0, "registers changed by preemption")
		probe.HoldAcrossCall()
		checks.Number(uint64(probe.DifferencesAcrossCall()), 0, "registers changed by a system call")
		checks.That(harmonic(terms) == want, "a sum of fractions is what it is everywhere")
	}
	checks.Number(probe.GSBase(), seed, "GS base changed by preemption")
	checks.Number(probe.Flags()&probe.FlagsKept, probe.FlagsKept, "flags across a system call")
	checks.Finish()
}

// terms is how far harmonic goes.
const terms = 100000

// want is harmonic(terms), to the bit: IEEE 754 leaves no choice.
const want = 0x1.82e27a22f3f7cp+03

// harmonic is the sum of 1/i for i from 1 to n.
func harmonic(n int) (sum float64) {
	for i := 1; i <= n; i++ {
		sum += 1 / float64(i)
	}
	return sum
}
