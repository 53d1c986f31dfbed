package rt

import "warrant/kernel/abi"

// stackMargin is how much of the stack, in bytes, compiled code leaves to functions that do not check it, rt.trap's among them. The
// linker bounds a chain of such functions by 800 bytes.
const stackMargin = abi.PageSize

// Constants that assembly takes from go_asm.h.
const (
	stackLimit  = abi.StackBase + stackMargin
	stackTop    = abi.StackTop
	sysCapEnter = abi.SysCapEnter
	sysExit     = abi.SysExit
	exitPanic   = abi.ExitPanic
)

// goroutine is the head of the structure that compiled code expects behind its g pointer: of it, only the two stack guards are used,
// by the check at the start of each function. Offsets as in runtime.g of go1.26.
type goroutine struct {
	stackLow, stackHigh uint64
	stackGuard0         uint64 // Go functions
	stackGuard1         uint64 // functions of the system stack
	rest                [480]byte
}

// g0 is the only goroutine of a process.
var g0 goroutine

// threadLocal is the process's thread-local storage: compiled code finds the address of g0 in the eight bytes below the FS base.
var threadLocal [threadLocalSize / 8]uint64

// threadLocalSize is the size of the thread-local storage, in bytes.
const threadLocalSize = 8

// trapped says that trap has been entered before.
var trapped bool

// What the kernel passed to the first instruction. start fills them in, nothing changes them afterwards.
var (
	ringPage   *Page
	processID  uint64
	capSetPage *Page
)

// start is the first instruction of every program.
//
// entry: RDI = address of the ring page, RSI = process id, RDX = address of the CapSet page, RSP = abi.StackTop, interrupts on,
// ring 3, x87 and SSE state as kernel/abi says.
// exit: none, the process ends.
// clobbers: everything.
func start()

// trap ends the process after a run-time panic. The image tool puts a jump to it, and a push before the jump, at the start of every
// function of the Go runtime that must not run.
//
// entry: 0(RSP) = the cause.Cause, 8(RSP) = the address behind the call; the stack may be used up.
// exit: none, the process ends with abi.ExitPanic.
// clobbers: everything; the stack is started anew.
func trap()

// run is where start leaves assembly.
func run() {
	mainRing.Init(ringPage, enterKernel)
	programMain()
	Exit(0)
}

// ProcessID is the id that the kernel gave to this process: a number for messages, no authority.
func ProcessID() uint64 { return processID }
