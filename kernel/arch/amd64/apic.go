package amd64

// Registers of the local APIC, by offset. SDM volume 3A, table 11-1.
const (
	apicPriority = 0x80
	apicEOI      = 0xb0
	apicSpurious = 0xf0
	apicTimer    = 0x320
	apicThermal  = 0x330
	apicCounters = 0x340
	apicLine0    = 0x350
	apicLine1    = 0x360
	apicError    = 0x370
	apicInitial  = 0x380
	apicCurrent  = 0x390
	apicDivide   = 0x3e0

	apicMasked  = 1 << 16
	apicEnabled = 1 << 8
	apicNMI     = 4 << 8
	divideBy1   = 11
	apicMost    = 0xffffffff
)

// armed is a time by which the APIC timer will have fired; never if it is not running.
var armed = never

const never = ^uint64(0)

// apicAddress answers the physical address of the local APIC's registers.
func apicAddress() (address uint64) {
	return rdmsr(msrAPICBase) & 0xffffff000
}

// installAPIC turns the local APIC on with nothing but its timer, one-shot, and NMI.
func installAPIC() {
	wrmsr(msrAPICBase, rdmsr(msrAPICBase)|1<<11)
	store32(apicPage+apicSpurious, apicEnabled|vectorSpurious)
	store32(apicPage+apicPriority, 0)
	store32(apicPage+apicThermal, apicMasked)
	store32(apicPage+apicCounters, apicMasked)
	store32(apicPage+apicLine0, apicMasked)
	store32(apicPage+apicLine1, apicNMI)
	store32(apicPage+apicError, apicMasked)
	store32(apicPage+apicDivide, divideBy1)
	store32(apicPage+apicTimer, vectorTimer)
	store32(apicPage+apicInitial, 0)
}

// acknowledge tells the APIC that its interrupt has been taken, and that the timer stands.
func acknowledge() {
	store32(apicPage+apicEOI, 0)
	armed = never
}

// arm makes the timer fire at deadline or before. Callers leave a timer alone that will fire earlier: writing the device costs more than
// finding, when it fires, that it was early.
func arm(deadline uint64) {
	now := Now()
	ticks := uint64(1)
	if deadline > now {
		// A wait that is longer than the counter's range ends early, as above. Below 2^40 ns nothing overflows in scale.
		wait := deadline - now
		if wait > 1<<40 {
			wait = 1 << 40
		}
		ticks = scale(wait, apicFactor) + 1
		if ticks > apicMost {
			ticks = apicMost
		}
	}
	store32(apicPage+apicInitial, uint32(ticks))
	armed = deadline
}
