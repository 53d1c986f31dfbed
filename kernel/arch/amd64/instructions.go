package amd64

// outb writes value to an I/O port.
//
// entry: Go
// exit: Go
// clobbers: RAX, RDX
func outb(port uint16, value uint8)

// outl writes value to an I/O port.
//
// entry: Go
// exit: Go
// clobbers: RAX, RDX
func outl(port uint16, value uint32)

// inb reads an I/O port.
//
// entry: Go
// exit: Go
// clobbers: RAX, RDX
func inb(port uint16) (value uint8)

// rdmsr reads a model-specific register; a register that does not exist ends the machine.
//
// entry: Go
// exit: Go
// clobbers: RAX, RCX, RDX
func rdmsr(register uint32) (value uint64)

// wrmsr writes a model-specific register.
//
// entry: Go
// exit: Go
// clobbers: RAX, RCX, RDX
func wrmsr(register uint32, value uint64)

// cpuid asks the processor what it is.
//
// entry: Go
// exit: Go
// clobbers: RAX, RBX, RCX, RDX
func cpuid(leaf, subleaf uint32) (eax, ebx, ecx, edx uint32)

// rdtsc reads the time-stamp counter.
//
// entry: Go
// exit: Go
// clobbers: RAX, RDX
func rdtsc() (ticks uint64)

// scale answers ticks*factor/2^32 with a 128-bit product; the result is taken modulo 2^64.
//
// entry: Go
// exit: Go
// clobbers: RAX, RDX
func scale(ticks, factor uint64) (result uint64)

// setCR3 changes the address space; translations of pages that are not global are forgotten.
//
// entry: Go
// exit: Go
// clobbers: RAX
func setCR3(root uint64)

// setCR4 changes the processor's extensions.
//
// entry: Go
// exit: Go
// clobbers: RAX
func setCR4(value uint64)

// loadSegments loads the descriptor table, the data and stack segments and the task register.
//
// entry: Go
// exit: Go
// clobbers: RAX, RCX
func loadSegments(table, limit uint64)

// loadInterrupts loads the interrupt descriptor table.
//
// entry: Go
// exit: Go
// clobbers: RAX, RCX
func loadInterrupts(table, limit uint64)

// load32 reads a device register at a virtual address, once.
//
// entry: Go
// exit: Go
// clobbers: RAX
func load32(address uint64) (value uint32)

// store32 writes a device register at a virtual address, once.
//
// entry: Go
// exit: Go
// clobbers: RAX, RCX
func store32(address uint64, value uint32)

// sleep waits for an interrupt with interrupts on, the one place where they are in ring 0. STI holds them off for one more instruction,
// so an interrupt that is already waiting ends the HLT.
//
// entry: Go, interrupts off
// exit: Go, interrupts off
// clobbers: nothing
func sleep()

// vectorsAddress answers where vectors stands.
//
// entry: Go
// exit: Go
// clobbers: RAX
func vectorsAddress() (address uint64)

// spuriousAddress answers where spurious stands.
//
// entry: Go
// exit: Go
// clobbers: RAX
func spuriousAddress() (address uint64)

// syscallAddress answers where syscall stands.
//
// entry: Go
// exit: Go
// clobbers: RAX
func syscallAddress() (address uint64)
