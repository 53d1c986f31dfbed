package amd64

// outb writes value to an I/O port.
// Entry, exit: Go. Clobbers RAX, RDX.
func outb(port uint16, value uint8)

// outl writes value to an I/O port.
// Entry, exit: Go. Clobbers RAX, RDX.
func outl(port uint16, value uint32)

// inb reads an I/O port.
// Entry, exit: Go. Clobbers RAX, RDX.
func inb(port uint16) (value uint8)

// rdmsr reads a model-specific register; a register that does not exist ends the machine.
// Entry, exit: Go. Clobbers RAX, RCX, RDX.
func rdmsr(register uint32) (value uint64)

// wrmsr writes a model-specific register.
// Entry, exit: Go. Clobbers RAX, RCX, RDX.
func wrmsr(register uint32, value uint64)

// cpuid asks the processor what it is.
// Entry, exit: Go. Clobbers RAX, RBX, RCX, RDX.
func cpuid(leaf, subleaf uint32) (eax, ebx, ecx, edx uint32)

// rdtsc reads the time-stamp counter.
// Entry, exit: Go. Clobbers RAX, RDX.
func rdtsc() (ticks uint64)

// scale answers ticks*factor/2^32 with a 128-bit product; the result is taken modulo 2^64.
// Entry, exit: Go. Clobbers RAX, RDX.
func scale(ticks, factor uint64) (result uint64)

// setCR3 changes the address space; translations of pages that are not global are forgotten.
// Entry, exit: Go. Clobbers RAX.
func setCR3(root uint64)

// setCR4 changes the processor's extensions.
// Entry, exit: Go. Clobbers RAX.
func setCR4(value uint64)

// loadSegments loads the descriptor table, the data and stack segments and the task register.
// Entry, exit: Go. Clobbers RAX, RCX.
func loadSegments(table, limit uint64)

// loadInterrupts loads the interrupt descriptor table.
// Entry, exit: Go. Clobbers RAX, RCX.
func loadInterrupts(table, limit uint64)

// load32 reads a device register at a virtual address, once.
// Entry, exit: Go. Clobbers RAX.
func load32(address uint64) (value uint32)

// store32 writes a device register at a virtual address, once.
// Entry, exit: Go. Clobbers RAX, RCX.
func store32(address uint64, value uint32)

// sleep waits for an interrupt with interrupts on, the one place where they are in ring 0. STI holds them off for one more instruction,
// so an interrupt that is already waiting ends the HLT.
// Entry: Go, interrupts off. Exit: Go, interrupts off. Clobbers nothing.
func sleep()

// vectorsAddress answers where vectors stands.
// Entry, exit: Go. Clobbers RAX.
func vectorsAddress() (address uint64)

// spuriousAddress answers where spurious stands.
// Entry, exit: Go. Clobbers RAX.
func spuriousAddress() (address uint64)

// syscallAddress answers where syscall stands.
// Entry, exit: Go. Clobbers RAX.
func syscallAddress() (address uint64)
