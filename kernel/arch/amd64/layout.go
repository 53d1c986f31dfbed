package amd64

// The kernel's half of every address space.
//
//	0xffff_8000_0000_0000  DirectMap   RAM, at its physical address plus DirectMap; the boot module and the root table read only
//	0xffff_ffff_8000_0000  KernelBase  the kernel's image, at its physical address plus KernelBase
//	0xffff_ffff_c000_0000  apicPage    the registers of the local APIC
const (
	// DirectMap is the virtual address of physical address 0 in the direct map.
	DirectMap uint64 = 0xffff800000000000
	// KernelBase is the virtual address of physical address 0 in the window that the kernel's image is linked for.
	KernelBase uint64 = 0xffffffff80000000
	apicPage   uint64 = 0xffffffffc0000000
)

const (
	pageSize  = 4096
	largePage = 2 << 20
)

// The arena is the part of the image that is laid out by pages: stacks, each between two guard pages that are never mapped, and
// the kernel's page tables.
const (
	stackKernel = iota // all Go code
	stackEntry         // what the processor pushes when it leaves ring 3
	stackDouble        // #DF
	stackNMI           // NMI
	stackCheck         // #MC
	stackDebug         // #DB
	stackPanic         // the record of a halt
	stacks
)

const (
	stackPages  = 16                      // pages of one stack
	stackStride = 1 + stackPages          // pages from one stack to the next, guard included
	tablesPage  = stacks*stackStride + 1  // first page table
	tablePages  = 128                     // page tables
	arenaPages  = tablesPage + tablePages // without the page of slack for alignment
)

// The interrupt stacks of the TSS, by number. SDM volume 3A, section 6.14.5.
const (
	istDouble = 1 + iota
	istNMI
	istCheck
	istDebug
)

// Selectors. SYSCALL and SYSRET fix the order of the descriptors. SDM volume 3A, section 5.8.8.
const (
	selectorKernelCode = 0x08
	selectorKernelData = 0x10
	selectorUserData   = 0x18 | 3
	selectorUserCode   = 0x20 | 3
	selectorTask       = 0x28
)

// Vectors of exceptions, and of interrupts, which are behind the 32 of the former. SDM volume 3A, table 6-1.
const (
	vectorProtection = 13
	vectorPageFault  = 14

	vectorTimer    = 0x20
	vectorPIC      = 0x28 // 16 of the 8259 pair, all masked: only spurious ones can come
	vectorSpurious = 0xff
	// vectorSyscall is no vector of the processor: enter answers it for a SYSCALL.
	vectorSyscall = 0x100
)

// Flags of RFLAGS. SDM volume 1, section 3.4.3.
const (
	flagTrap      = 1 << 8
	flagInterrupt = 1 << 9
	flagDirection = 1 << 10
	flagNested    = 1 << 14
	flagResume    = 1 << 16
	flagAlign     = 1 << 18
	// flagsUser are the flags that a process may set: CF PF AF ZF SF TF DF OF NT RF AC ID. NT means nothing outside ring 0.
	flagsUser = 1<<0 | 1<<2 | 1<<4 | 1<<6 | 1<<7 | flagTrap | flagDirection | 1<<11 | flagNested | flagResume | flagAlign | 1<<21
	// flagsFixed are the flags that every process runs with: IF, and the bit that is always one.
	flagsFixed = flagInterrupt | 1<<1
	// flagsSlow are the flags that SYSRET does not give back as they were.
	flagsSlow = flagTrap | flagResume
	// flagsSyscall are the flags that SYSCALL clears: all that ring 0 must not inherit.
	flagsSyscall = flagTrap | flagInterrupt | flagDirection | 3<<12 | flagNested | flagResume | flagAlign
)
