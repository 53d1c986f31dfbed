package amd64

import "warrant/kernel/abi"

const nanosPerSecond = 1000000000

// Rates outside these bounds mean that the measurement failed. The lowest processor that is 64-bit and the highest that exists lie
// well within.
const (
	leastTSC  = 100000000
	mostTSC   = 20000000000
	leastAPIC = 1000000
	mostAPIC  = 20000000000
)

var (
	// clockStart is the time-stamp counter at time 0.
	clockStart uint64
	// clockFactor is nanoseconds for each tick, times 2^32.
	clockFactor uint64
	// apicFactor is ticks of the APIC timer for each nanosecond, times 2^32.
	apicFactor uint64
)

// Now answers the time since the kernel measured its clock, in nanoseconds. It never goes back, and wraps after 584 years.
//
// entry: Go
// exit: Go
// clobbers: RAX, RDX
func Now() (nanos uint64)

// The programmable interval timer, channel 2, whose gate is at port 0x61. Intel 8254 data sheet.
const (
	pitChannel2 = 0x42
	pitCommand  = 0x43
	pitGate     = 0x61
	// pitReadBack asks for the status of channel 2, and pitOutput is its output in there: high once it has counted to 0. Port 0x61
	// would tell as well, but not every machine has it (QEMU's microvm).
	pitReadBack = 0xe8
	pitOutput   = 0x80
	pitHertz    = 1193182
	// pitTicks is the length of a measurement: 5 ms.
	pitTicks = pitHertz / 200
	// pitAttempts is the number of measurements until one is good enough: reading the counters must take less than one part in
	// pitPrecision of the measurement.
	pitAttempts  = 50
	pitPrecision = 500
)

// sample is one reading of the three counters, and how long it took.
type sample struct {
	pit, tsc, apic, took uint64
}

func takeSample() (s sample) {
	first := rdtsc()
	outb(pitCommand, 0x80) // latch channel 2
	low := inb(pitChannel2)
	high := inb(pitChannel2)
	s.apic = uint64(load32(apicPage + apicCurrent))
	s.tsc = rdtsc()
	s.took = s.tsc - first
	s.pit = uint64(low) | uint64(high)<<8
	return s
}

// measure lets the three counters run for pitTicks and answers how far the time-stamp counter and the APIC timer came in how many
// ticks of the interval timer. It is no good when the interval timer has come to its end, which its output tells, and begun anew: an
// emulator that gets no processor for 55 ms would otherwise measure a multiple of the rate.
func measure() (pit, tsc, apic uint64, good bool) {
	outb(pitGate, inb(pitGate)&^3)
	outb(pitCommand, 0xb0) // channel 2, both bytes, mode 0
	outb(pitChannel2, 0xff)
	outb(pitChannel2, 0xff)
	outb(pitGate, inb(pitGate)&^3|1)
	store32(apicPage+apicInitial, 0xffffffff)
	takeSample() // the counter is loaded at its first tick
	begin := takeSample()
	end := begin
	for i := 0; i < 1000000 && end.pit <= begin.pit && begin.pit-end.pit < pitTicks; i++ {
		end = takeSample()
	}
	outb(pitCommand, pitReadBack)
	ended := inb(pitChannel2)&pitOutput != 0
	store32(apicPage+apicInitial, 0)
	outb(pitGate, inb(pitGate)&^3)
	if ended || end.pit >= begin.pit || begin.pit-end.pit < pitTicks {
		return 0, 0, 0, false
	}
	tsc = end.tsc - begin.tsc
	slack := tsc / pitPrecision
	return begin.pit - end.pit, tsc, begin.apic - end.apic, begin.took < slack && end.took < slack
}

// CalibrateClock measures the rates of the time-stamp counter and of the APIC timer against the interval timer and starts the clock.
// It answers the former, in hertz. It halts with a message if the interval timer does not run or a rate is not plausible.
func CalibrateClock() (hertz uint64) {
	for i := 0; i < pitAttempts; i++ {
		pit, tsc, apic, good := measure()
		if !good {
			continue
		}
		hertz = tsc * pitHertz / pit
		apicHertz := apic * pitHertz / pit
		if hertz < leastTSC || hertz > mostTSC {
			Refuse("the time-stamp counter has no plausible rate", abi.HaltProcessor)
		}
		if apicHertz < leastAPIC || apicHertz > mostAPIC {
			Refuse("the APIC timer has no plausible rate", abi.HaltProcessor)
		}
		clockFactor = ratio(nanosPerSecond, hertz)
		apicFactor = ratio(apicHertz, nanosPerSecond)
		clockStart = rdtsc()
		return hertz
	}
	Refuse("the interval timer (8254, channel 2) does not run or cannot be read fast enough", abi.HaltProcessor)
	return 0
}

// ratio answers a*2^32/b, rounded down; a and b are below 2^35, so nothing is lost: the quotient is below 2^64 and each step's
// remainder, shifted by 16, is below 2^51.
func ratio(a, b uint64) (r uint64) {
	whole, rest := a/b, a%b
	rest <<= 16
	first := rest / b
	rest = rest % b << 16
	return whole<<32 | first<<16 | rest/b
}
