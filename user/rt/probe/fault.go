package probe

import "warrant/kernel/abi"

// At makes a pointer of any address. Reading or writing through it does what the processor does.
//
// entry: none.
// exit: result = address.
// clobbers: RAX.
func At(address abi.VirtAddr) *byte

// Call calls the code at an address, as a function without arguments.
//
// entry: none.
// exit: if that code returns.
// clobbers: everything that the code does.
func Call(address abi.VirtAddr)

// CodeAddress is the address of an instruction of this program.
//
// entry: none.
// exit: result = an address inside the executable segment.
// clobbers: RAX.
func CodeAddress() abi.VirtAddr

// DataAddress is the address of a byte that the program may write, and which is the instruction RET if it is executed.
//
// entry: none.
// exit: result = an address inside the writable segment.
// clobbers: RAX.
func DataAddress() abi.VirtAddr

// ConstantAddress is the address of a byte that the program may only read.
//
// entry: none.
// exit: result = an address inside the read-only segment.
// clobbers: RAX.
func ConstantAddress() abi.VirtAddr

// Halt executes HLT, which ring 0 alone may.
//
// entry: none.
// exit: only if the processor allows it.
// clobbers: nothing.
func Halt()

// DisableInterrupts executes CLI, which needs an I/O privilege level that no process has.
//
// entry: none.
// exit: only if the processor allows it.
// clobbers: interrupt flag.
func DisableInterrupts()

// LoadPageTable loads zero into CR3, which ring 0 alone may.
//
// entry: none.
// exit: only if the processor allows it.
// clobbers: RAX, the address space.
func LoadPageTable()

// ReadSystemCallEntry reads model-specific register 0xc0000082, the address of the kernel's entry, which ring 0 alone may.
//
// entry: none.
// exit: result = the register's low half, only if the processor allows it.
// clobbers: RAX, RCX, RDX.
func ReadSystemCallEntry() uint64

// WritePort writes zero to an I/O port, which needs an I/O privilege level that no process has.
//
// entry: none.
// exit: only if the processor allows it.
// clobbers: RAX, RDX, the device.
func WritePort(port uint16)

// Interrupt executes INT 0x80, which no gate of the kernel allows a process.
//
// entry: none.
// exit: only if there is such a gate.
// clobbers: whatever the gate's handler does.
func Interrupt()

// Undefined executes UD2.
//
// entry: none.
// exit: none.
// clobbers: nothing.
func Undefined()

// DivideByZero executes DIV with a divisor of zero. Go code would be stopped by the compiler's own check first.
//
// entry: none.
// exit: none.
// clobbers: RAX, RCX, RDX.
func DivideByZero()

// ExhaustStack pushes words without end, and without the check that compiled code makes at the start of each function.
//
// entry: none.
// exit: none.
// clobbers: the stack.
func ExhaustStack()

// Breakpoint executes INT3.
//
// entry: none.
// exit: none.
// clobbers: nothing.
func Breakpoint()

// StepIntoKernel turns on single stepping and makes a system call at the instruction behind a load of SS, which holds the step back
// until the processor is in ring 0 (CVE-2018-8897). A kernel that takes the step for its own stops; one that does not gives the
// process a debug exception after the call at the latest.
//
// entry: none.
// exit: none.
// clobbers: RAX, RCX, RDI, RSI, R11.
func StepIntoKernel()

// BreakFloat unmasks the x87 exceptions and divides by zero. The x87 unit reports that at its next instruction only, so the process can
// take it into system calls: WaitFloat makes it appear.
//
// entry: none.
// exit: an x87 exception is pending.
// clobbers: x87 state, 8 bytes below RSP.
func BreakFloat()

// WaitFloat waits for pending x87 exceptions.
//
// entry: none.
// exit: none if an exception is pending.
// clobbers: nothing.
func WaitFloat()
