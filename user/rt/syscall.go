package rt

// enterKernel is the system call cap_enter: it hands the submission queue to the kernel and waits until minComplete completions are in
// the completion queue or timeout nanoseconds have passed; abi.TimeoutPoll and abi.TimeoutForever are special. The result is the
// number of completions in the queue, or a negative abi.Code.
//
// entry: the submission queue is complete up to its tail.
// exit: result in RAX, sign-extended.
// clobbers: RAX, RCX, RDI, RSI, R11; user memory that submissions name.
func enterKernel(minComplete uint32, timeout uint64) int64

// Exit ends the process with the given code. It does not return.
//
// entry: none.
// exit: none.
// clobbers: everything.
func Exit(code int64)

// SystemCall makes an arbitrary system call with two arguments, for programs that test the kernel's answer.
//
// entry: number in RAX, first in RDI, second in RSI.
// exit: result in RAX.
// clobbers: RAX, RCX, RDI, RSI, R11, and what the call itself does.
func SystemCall(number, first, second uint64) int64
