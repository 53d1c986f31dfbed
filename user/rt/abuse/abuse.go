// Package abuse is everything that a process can try at the border to ring 0 by a single instruction or two: each case is a function, and
// says how it has to end. It may be imported by the programs below user/entryabuse only.
//
// A case that returns has left all as it was: the processor allows it, and the kernel has given back what it found.
package abuse

import "warrant/kernel/abi"

// Survives is the Vector of a case that returns.
const Survives = 256

// Case is one thing to try.
type Case struct {
	// Name says what is tried.
	Name string
	// Vector is the exception that ends the process; Survives if none does.
	Vector uint32
	// Error is the exception's error code. Intel SDM volume 3A, section 6.13.
	Error uint64
	act   func()
	// also is another exception that may end the process: processors of other makers, or QEMU's emulator, differ from Intel's manual.
	// Vector 0 stands for none.
	also outcome
}

// outcome is an exception and its error code.
type outcome struct {
	vector uint32
	code   uint64
}

// Allows says that an exception with an error code is the right end of the case.
func (c *Case) Allows(vector uint32, code uint64) bool {
	return vector == c.Vector && code == c.Error || c.also.vector != 0 && vector == c.also.vector && code == c.also.code
}

// Try does what the case says. If the case is to return, failed is empty or says what the kernel has changed.
func (c *Case) Try() (failed string) {
	failure = ""
	c.act()
	return failure
}

// Count is the number of cases: those of the tables, and INT n for each n.
const Count = uint64(len(cases)+len(single)) + interrupts

// interrupts is the number of operands of INT.
const interrupts = 256

// Number answers case number n; n < Count.
func Number(n uint64) (c Case) {
	if n < uint64(len(cases)) {
		return cases[n]
	}
	n -= uint64(len(cases))
	if n < uint64(len(single)) {
		c = single[n]
		next, c.act = n, nextInstruction
		return c
	}
	n -= uint64(len(single))
	// The error code counts entries by eight; QEMU 7.2 counts them by sixteen.
	c = Case{Name: "INT n", Vector: protection, Error: n*8 + inTable, act: nextInterrupt, also: outcome{protection, n*16 + inTable}}
	next = n
	if n == breakpoint {
		c.Vector, c.Error, c.also = breakpoint, 0, outcome{}
	}
	return c
}

// Vectors. Intel SDM volume 3A, table 6-1.
const (
	debug      = 1
	breakpoint = 3
	opcode     = 6
	protection = 13
	page       = 14
)

// Parts of error codes. Intel SDM volume 3A, sections 6.13 and 4.7.
const (
	inTable = 2  // the selector is an index into the interrupt descriptor table
	inUser  = 4  // a page fault of ring 3
	inFetch = 16 // of an instruction fetch
)

// failure is what the newest case found to be changed.
var failure string

// next is the operand of the two functions below: a function value cannot hold it.
var next uint64

// nextInstruction executes the instruction in slot next.
func nextInstruction() { instruction(next) }

// nextInterrupt executes INT with the operand next.
func nextInterrupt() { interrupt(next) }

// cases are those of more than one instruction.
var cases = [...]Case{
	// System calls in odd states: they return, and what the process had set is as it was.
	{Name: "SYSCALL with the direction flag", Vector: Survives, act: func() { call(flagDirection) }},
	{Name: "SYSCALL with the alignment check flag", Vector: Survives, act: func() { call(flagAlignment) }},
	{Name: "SYSCALL with the nested task flag", Vector: Survives, act: func() { call(flagNested) }},
	{Name: "SYSCALL with all arithmetic flags", Vector: Survives, act: func() { call(flagsArithmetic) }},
	{Name: "SYSCALL with the ID flag", Vector: Survives, act: func() { call(flagID) }},
	{Name: "SYSCALL with a stack pointer that is not canonical", Vector: Survives, act: func() { callOnStack(0x8000_0000_0000_0000) }},
	{Name: "SYSCALL with a stack pointer in the kernel", Vector: Survives, act: func() { callOnStack(0xffff_ffff_8020_0000) }},
	{Name: "SYSCALL with a stack pointer of zero", Vector: Survives, act: func() { callOnStack(0) }},
	{Name: "SYSCALL with FS and GS bases in the kernel", Vector: Survives, act: func() { callWithBases(0xffff_ffff_8020_0000) }},
	{Name: "SYSCALL with the highest FS and GS bases", Vector: Survives, act: func() { callWithBases(0xffff_ffff_ffff_ffff) }},
	{Name: "SYSCALL with selectors of user data", Vector: Survives, act: func() { callWithSelectors(selectorData) }},
	{Name: "SYSCALL with selectors of user code", Vector: Survives, act: func() { callWithSelectors(selectorCode) }},
	{Name: "SYSCALL with null selectors of ring 3", Vector: Survives, act: func() { callWithSelectors(3) }},
	{Name: "SYSCALL with the trap flag", Vector: debug, act: func() { call(flagTrap) }},
	{Name: "trap flag", Vector: debug, act: func() { trap() }},
	{Name: "interrupts and I/O privilege by POPF", Vector: protection, act: privilegeByFlags},
	{Name: "interrupts and I/O privilege by IRET", Vector: protection, act: privilegeByReturn},
	{Name: "virtual-8086 mode by POPF", Vector: Survives, act: func() { call(flagVirtual) }},

	// Addresses at the borders.
	{Name: "jump to the last page below the hole", Vector: page, Error: inUser + inFetch, act: func() { jump(uint64(abi.UserTop)) }},
	{Name: "jump to the last byte below the hole", Vector: page, Error: inUser + inFetch, act: func() { jump(0x7fff_ffff_ffff) }},
	{Name: "jump into the hole", Vector: protection, act: func() { jump(0x8000_0000_0000) }},
	{Name: "jump to the direct map", Vector: page, Error: inUser + inFetch + 1, act: func() { jump(directMapped) }},
	{Name: "jump to the end of the address space", Vector: page, Error: inUser + inFetch, act: func() { jump(0xffff_ffff_ffff_ffff) }},
	{Name: "push to a stack at zero", Vector: page, Error: inUser + 2, act: func() { push(0) }},

	// Selectors.
	{Name: "kernel's data by DS", Vector: protection, Error: 0x10, act: func() { loadData(0x10) }},
	{Name: "kernel's data by DS, asking as ring 3", Vector: protection, Error: 0x10, act: func() { loadData(0x13) }},
	{Name: "task segment by DS", Vector: protection, Error: 0x28, act: func() { loadData(0x28) }},
	{Name: "local table by DS", Vector: protection, Error: 0x1c, act: func() { loadData(0x1f) }},
	{Name: "beyond the table by DS", Vector: protection, Error: 0x38, act: func() { loadData(0x3b) }},
	{Name: "user code by SS", Vector: protection, Error: 0x20, act: func() { loadStack(selectorCode) }},
	{Name: "kernel's data by SS", Vector: protection, Error: 0x10, act: func() { loadStack(0x10) }},
	{Name: "null by SS", Vector: protection, act: func() { loadStack(0) }},
	{Name: "far return to the kernel's code", Vector: protection, Error: 0x08, act: func() { farReturn(0x08) }},
	{Name: "far return to the kernel's code, asking as ring 3", Vector: protection, Error: 0x08, act: func() { farReturn(0x0b) }},
	{Name: "far return to data", Vector: protection, Error: 0x18, act: func() { farReturn(selectorData) }},
	{Name: "far return to the task segment", Vector: protection, Error: 0x28, act: func() { farReturn(0x2b) }},
	{Name: "far return to null", Vector: protection, act: func() { farReturn(0) }},

	// IRET with bad frames.
	{Name: "IRET to the kernel's code", Vector: protection, Error: 0x08, act: func() { interruptReturn(0x08, selectorData, 0x202, 0) }},
	{Name: "IRET to the kernel's code, asking as ring 3", Vector: protection, Error: 0x08, act: func() { interruptReturn(0x0b, selectorData, 0x202, 0) }},
	{Name: "IRET to the kernel's stack segment", Vector: protection, Error: 0x10, act: func() { interruptReturn(selectorCode, 0x10, 0x202, 0) }},
	{Name: "IRET to a code segment in SS", Vector: protection, Error: 0x20, act: func() { interruptReturn(selectorCode, selectorCode, 0x202, 0) }},
	{Name: "IRET into the hole", Vector: protection, act: func() { interruptReturn(selectorCode, selectorData, 0x202, 0x8000_0000_0000) }},
	{Name: "IRET to the kernel", Vector: page, Error: inUser + inFetch + 1, act: func() { interruptReturn(selectorCode, selectorData, 0x202, directMapped) }},
	{Name: "IRET from a nested task", Vector: protection, act: nestedReturn},
	{Name: "IRET with the trap flag", Vector: debug, act: func() { interruptReturn(selectorCode, selectorData, 0x302, 0) }},
	{Name: "IRET as it should be", Vector: Survives, act: func() { interruptReturn(selectorCode, selectorData, 0x202, 0) }},
}
