package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/console"
	"warrant/kernel/core/deadline"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/ledger"
	"warrant/kernel/core/lograte"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/sqe"
	"warrant/kernel/core/userbuf"
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/little"
	"warrant/verify/prove"
)

// anyHalf and anyWord stand in for reads of the machine's memory, which the processes and the devices write at any moment.
func anyHalf(_ *memory.RAM, _ memory.Frame, _ memory.PhysAddr) uint32 { return prove.Any[uint32]() }

func anyWord(_ *memory.RAM, _ memory.PhysAddr) uint64 { return prove.Any[uint64]() }

func anyLine(_ *memory.RAM, _ memory.Frame, _ memory.PhysAddr) (w0, w1, w2, w3, w4, w5, w6, w7 uint64) {
	return 0, 0, 0, 0, 0, 0, 0, 0
}

// submitted is the submission that the process has made: any of an opcode that the harness chooses.
var submitted sqe.Entry

// decode stands in for the reading of a submission out of eight words of shared memory, whatever they are: proofs/sqe and proofs/ring have
// shown that it is a copy of what the words say.
func decode(e *sqe.Entry, w0, w1, w2, w3, w4, w5, w6, w7 uint64) { *e = submitted }

// setHalf, setWord, zero and write stand in for writes to the machine's memory, of which nothing is remembered.
func setHalf(_ *memory.RAM, _ memory.Frame, _ memory.PhysAddr, _ uint32) {}

func setWord(_ *memory.RAM, _ memory.PhysAddr, _ uint64) {}

func publish(_ *memory.RAM, _ memory.Frame, _ memory.PhysAddr, _, _, _, _ uint64, _ memory.PhysAddr, _ uint32) {
}

func zero(_ *memory.RAM, _ memory.Frame) {}

func write(_ *memory.RAM, _ memory.PhysAddr, _ []byte) {}

// copyIn, copyOut and reachable stand in for package userbuf: whatever the process's tables say, but for what is longer than a buffer may be. The
// bytes that come in are drawn where they are read, by anyLittle.
func copyIn(_ *memory.RAM, _ *aspace.Space, b []byte, _ abi.VirtAddr) bool {
	return prove.Any[bool]() && len(b) <= userbuf.Most
}

func copyOut(_ *memory.RAM, _ *aspace.Space, _ abi.VirtAddr, b []byte) bool {
	return prove.Any[bool]() && len(b) <= userbuf.Most
}

func reachable(_ *memory.RAM, _ *aspace.Space, _ abi.VirtAddr, n uint32) bool {
	return prove.Any[bool]() && n <= userbuf.Most
}

// sent and sentMode are the capability that the transfer descriptor of the submission names, and its mode, if sending; else they are any.
var (
	sent, sentMode uint32
	sending        bool
)

// anyLittle stands in for the reading of a number that a process has written.
func anyLittle(_ []byte, at int) uint32 {
	if sending && at == abi.DescriptorCap {
		return sent
	}
	if sending && at == abi.DescriptorMode {
		return sentMode
	}
	return prove.Any[uint32]()
}

func putLittle32(_ []byte, _ int, _ uint32) {}

func putLittle64(_ []byte, _ int, _ uint64) {}

// destroy stands in for aspace.Space.Destroy by its contract: every frame of the owner comes back, with its unit.
func destroy(s *aspace.Space, _ *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger) {
	owner := prove.Reshape[space](*s).owner
	for f := memory.Frame(1); f < limits.Frames; f++ {
		if frames.Give(f, owner) {
			charge.Give(1)
		}
	}
	*s = aspace.Space{}
}

// unmapRun stands in for aspace.Space.UnmapRun by its contract: of each page at most one frame of the owner comes back, with its unit, and never
// the root.
func unmapRun(s *aspace.Space, _ *memory.RAM, frames *frame.Allocator, charge *ledger.Ledger, _ abi.VirtAddr, n uint32) {
	at := prove.Reshape[space](*s)
	for i := uint32(0); i < n; i++ {
		f := anyFrame()
		if f != at.root && frames.Give(f, at.owner) {
			charge.Give(1)
		}
	}
}

// takeFrame and giveFrame stand in for frame.Allocator by its contract: any free frame is taken, and only its owner's is given back. The
// list of free frames, which proofs/frame has checked, is left out.
func takeFrame(a *frame.Allocator, o frame.Owner) (memory.Frame, bool) {
	s := prove.Reshape[allocator](*a)
	if s.count == 0 {
		return memory.NoFrame, false
	}
	f := memory.Frame(prove.Any[uint32]())
	prove.Assume(f < limits.Frames)
	prove.Assume(s.owner[f] == frame.Free)
	s.owner[f] = o
	s.count--
	*a = prove.Reshape[frame.Allocator](s)
	return f, true
}

func giveFrame(a *frame.Allocator, f memory.Frame, o frame.Owner) bool {
	s := prove.Reshape[allocator](*a)
	if f >= limits.Frames || o == frame.Free || o == frame.Unmanaged {
		return false
	}
	if s.owner[f] != o {
		return false
	}
	s.owner[f] = frame.Free
	s.count++
	*a = prove.Reshape[frame.Allocator](s)
	return true
}

// silent stands in for what reports on the console.
func silentText(_ *console.Buffer, _ string) {}

func silentBytes(_ *console.Buffer, _ []byte) {}

func silentByte(_ *console.Buffer, _ byte) {}

func silentNumber(_ *console.Buffer, _ uint64) {}

func silentSigned(_ *console.Buffer, _ int64) {}

// due, count, pay and summarise stand in for package lograte: whatever the rate of reports is.
func due(_ *lograte.Meter, _ uint64) bool { return prove.Any[bool]() }

func count(_ *lograte.Meter, _ abi.Code, _ uint64) bool { return prove.Any[bool]() }

func pay(_ *lograte.Meter, _ uint64) {}

func pending(_ *lograte.Meter) uint64 { return 0 }

// exceptionLength stands in for the building of an exception, whose length alone matters.
func exceptionLength(_ object.Exception, _ []byte) uint32 { return uint32(prove.Any[uint8]()) }

// standIn exchanges the machine and everything else that the theorems do not speak of.
func standIn() {
	prove.Stub((*memory.RAM).Half, anyHalf)
	prove.Stub((*memory.RAM).Word, anyWord)
	prove.Stub((*memory.RAM).SetHalf, setHalf)
	prove.Stub((*memory.RAM).SetWord, setWord)
	prove.Stub((*memory.RAM).Zero, zero)
	prove.Stub((*memory.RAM).Write, write)
	prove.Stub(userbuf.CopyIn, copyIn)
	prove.Stub(userbuf.CopyOut, copyOut)
	prove.Stub(userbuf.Readable, reachable)
	prove.Stub(userbuf.Writable, reachable)
	prove.Stub(little.Uint32, anyLittle)
	prove.Stub(little.PutUint32, putLittle32)
	prove.Stub(little.PutUint64, putLittle64)
	prove.Stub((*frame.Allocator).Take, takeFrame)
	prove.Stub((*frame.Allocator).Give, giveFrame)
	prove.Stub((*aspace.Space).Destroy, destroy)
	prove.Stub((*aspace.Space).UnmapRun, unmapRun)
	prove.Stub((*console.Buffer).Text, silentText)
	prove.Stub((*console.Buffer).Bytes, silentBytes)
	prove.Stub((*console.Buffer).Byte, silentByte)
	prove.Stub((*console.Buffer).Decimal, silentNumber)
	prove.Stub((*console.Buffer).Hex, silentNumber)
	prove.Stub((*console.Buffer).Signed, silentSigned)
	prove.Stub((*lograte.Meter).Due, due)
	prove.Stub((*lograte.Meter).Count, count)
	prove.Stub((*lograte.Meter).Pay, pay)
	prove.Stub((*lograte.Meter).Pending, pending)
	prove.Stub((*deadline.Heap).Add, addDeadline)
	prove.Stub((*deadline.Heap).Remove, removeDeadline)
	prove.Stub((*deadline.Heap).First, firstDeadline)
	prove.Stub((*sqe.Entry).Decode, decode)
	prove.Stub((*memory.RAM).Line, anyLine)
	prove.Stub((*memory.RAM).Publish, publish)
	prove.Stub(object.Exception.Build, exceptionLength)
}
