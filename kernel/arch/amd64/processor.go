package amd64

import "warrant/kernel/abi"

// Bits of CR4. SDM volume 3A, section 2.5.
const (
	cr4PAE        = 1 << 5
	cr4MCE        = 1 << 6
	cr4PGE        = 1 << 7
	cr4FXSR       = 1 << 9
	cr4Exceptions = 1 << 10
	cr4UMIP       = 1 << 11
	cr4FSGSBASE   = 1 << 16
	cr4SMEP       = 1 << 20
	cr4SMAP       = 1 << 21
)

// Model-specific registers. SDM volume 4, table 2-2.
const (
	msrAPICBase = 0x1b
	msrEFER     = 0xc0000080
	msrStar     = 0xc0000081
	msrLongStar = 0xc0000082
	msrMask     = 0xc0000084
	msrFSBase   = 0xc0000100
)

// extensions is the value of CR4 that the kernel runs with, but for PGE, which the final page tables turn on.
var extensions uint64

// checkProcessor halts with a message if the processor lacks what the kernel needs, and decides the extensions to use. The stub has
// checked what 64-bit Go code needs. Features that only harden the kernel are used where they are.
func checkProcessor() {
	most, _, _, _ := cpuid(0, 0)
	_, _, _, features := cpuid(1, 0)
	_, _, _, extended := cpuid(0x80000001, 0)
	_, structured, more, _ := uint32(0), uint32(0), uint32(0), uint32(0)
	if most >= 7 {
		_, structured, more, _ = cpuid(7, 0)
	}
	require(features&(1<<4) != 0, "the processor has no time-stamp counter")
	require(features&(1<<9) != 0, "the processor has no local APIC")
	require(features&(1<<13) != 0, "the processor has no global pages (PGE)")
	require(extended&(1<<11) != 0, "the processor has no SYSCALL")
	require(structured&(1<<0) != 0, "the processor has no FSGSBASE")
	extensions = cr4PAE | cr4FXSR | cr4Exceptions | cr4FSGSBASE
	if features&(1<<7) != 0 {
		extensions |= cr4MCE
	}
	if structured&(1<<7) != 0 {
		extensions |= cr4SMEP
	}
	if structured&(1<<20) != 0 {
		extensions |= cr4SMAP
	}
	if more&(1<<2) != 0 {
		extensions |= cr4UMIP
	}
}

func require(present bool, message string) {
	if !present {
		Refuse(message, abi.HaltProcessor)
	}
}

// installSyscall makes SYSCALL and SYSRET work. SDM volume 3A, section 5.8.8.
func installSyscall() {
	const scePresent = 1
	wrmsr(msrEFER, rdmsr(msrEFER)|scePresent)
	wrmsr(msrStar, selectorKernelCode<<32|(selectorUserData-8)<<48)
	wrmsr(msrLongStar, syscallAddress())
	wrmsr(msrMask, flagsSyscall)
}

// start is the first Go function: it makes exceptions safe, then runs package boot.
func start() {
	installSerial()
	installSegments()
	installInterrupts()
	maskPIC()
	checkProcessor()
	setCR4(extensions)
	installSyscall()
	prepareAreas()
	runBoot()
	Refuse("boot returned", abi.HaltPanic)
}
