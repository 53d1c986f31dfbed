package abuse

import "warrant/kernel/abi"

// Flags. Intel SDM volume 1, section 3.4.3.
const (
	flagTrap        = 1 << 8
	flagInterrupt   = 1 << 9
	flagDirection   = 1 << 10
	flagPrivilege   = 3 << 12
	flagNested      = 1 << 14
	flagVirtual     = 1 << 17
	flagAlignment   = 1 << 18
	flagID          = 1 << 21
	flagsArithmetic = 1<<0 | 1<<2 | 1<<4 | 1<<6 | 1<<7 | 1<<11
)

// Selectors of ring 3, and an address that the kernel has mapped for itself.
const (
	selectorData = 0x1b
	selectorCode = 0x23
	directMapped = 0xffff_ffff_8020_0000
	sysCapEnter  = abi.SysCapEnter
)

// cli is the slot of CLI.
const cli = 0

// same notes that something has changed, unless got is want.
func same(got, want uint64, what string) {
	if got != want && failure == "" {
		failure = what
	}
}

// call makes a system call with flags set.
func call(flags uint64) {
	const kept = flagDirection | flagAlignment | flagNested | flagID | flagsArithmetic
	after, rip := callWithFlags(flags)
	same(after&flags, flags&kept, "flags have changed")
	same(after&(flagInterrupt|flagPrivilege|flagVirtual), flagInterrupt, "a flag of the system's has changed")
	same(rip, 0, "RCX is not the address behind SYSCALL")
}

// callOnStack makes a system call with a stack pointer that nobody can use.
func callOnStack(pointer uint64) {
	same(callWithStack(pointer), pointer, "the stack pointer has changed")
}

// callWithBases makes a system call with segment bases that belong to the kernel.
func callWithBases(base uint64) {
	fs, gs := callBetweenBases(base)
	same(fs, base, "the FS base has changed")
	same(gs, base, "the GS base has changed")
}

// callWithSelectors makes a system call with a selector in DS, ES, FS and GS. It sets FS and GS bases to zero, or to what the segment says.
func callWithSelectors(selector uint64) {
	got := callBetweenSelectors(selector)
	same(got, selector*0x0001_0001_0001_0001, "a selector has changed")
}

// privilegeByFlags sets the I/O privilege level and clears the interrupt flag by POPF, which ignores both in ring 3, then tries them.
func privilegeByFlags() {
	same(popFlags(flagPrivilege)&(flagInterrupt|flagPrivilege), flagInterrupt, "POPF sets more than it may")
	if failure == "" {
		instruction(cli)
	}
}

// privilegeByReturn is privilegeByFlags with IRET.
func privilegeByReturn() {
	same(interruptReturn(selectorCode, selectorData, flagPrivilege|2, 0)&(flagInterrupt|flagPrivilege), flagInterrupt, "IRET sets more than it may")
	if failure == "" {
		instruction(cli)
	}
}
