// Memoryabuse does to its address space, and to memory that it shares, what it may not do, and checks that each act has exactly the consequence
// that specs/capos.capnp states. It needs "console", "timer", "objectMaker", "frameAllocator", "virtualMemory" and
// "processSpawner". The manifest must have the binary "peer".
//
// Invariant: AS-1 FR-1 FR-2 CAP-8 LG-2 TH-7 UB-2 UB-3
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/probe"
	"warrant/user/stage"
)

// abuse is what the groups of checks share.
type abuse struct {
	program.Checks
	timer   client.Timer
	memory  client.VirtualMemory
	spawner client.ProcessSpawner
}

// grants are those of a child.
var grants stage.Grants

// page is abi.PageSize as an address.
const page = uint64(abi.PageSize)

// The ends of where a process may map.
const (
	bottom = uint64(abi.MapBase)
	top    = uint64(abi.MapTop)
)

func main() {
	a := abuse{
		Checks:  program.Check(program.Speak("memoryabuse")),
		timer:   program.Timer(),
		memory:  program.Memory(),
		spawner: program.Spawner(),
	}
	a.ranges()
	a.states()
	a.buffers()
	a.contents()
	a.objects()
	a.leftovers()
	a.views()
	a.rights()
	a.revocation()
	a.parked()
	a.movedAway()
	a.Finish()
}

// refused counts one check: that a call ends with the exception invalidArgument.
func (a *abuse) refused(status client.Status, what string) {
	a.That(status.Code == abi.CodeException && status.Type == capos.ExceptionTypeInvalidArgument, what)
}

// ranges asks for addresses that nobody may have.
func (a *abuse) ranges() {
	a.Attack("addresses outside the window, inside a page, in use, or that wrap")
	mine, status := a.memory.Reserve(4, 0)
	a.That(status.OK() && mine >= bottom && mine+4*page <= top && mine%page == 0, "pages can be reserved")
	ranges := [13]struct {
		address uint64
		pages   uint32
	}{
		{0, 0}, {bottom, 0}, {bottom - page, 1}, {bottom - page, 2}, {bottom + 1, 1}, {top, 1}, {top - page, 2}, {mine, 4}, {mine + 3*page, 1},
		{uint64(abi.RingAddr), 1}, {uint64(abi.StackBase), 1}, {1 << 63, 1}, {^uint64(0) - page + 1, 1},
	}
	for i := range ranges {
		_, status = a.memory.Reserve(ranges[i].pages, ranges[i].address)
		a.refused(status, "RESERVE of a bad range")
		_, status = a.memory.Map(ranges[i].pages, capos.ProtectionReadWrite, ranges[i].address)
		a.refused(status, "MAP of a bad range")
	}
	_, status = a.memory.Reserve(0xffffffff, 0)
	a.That(status.Code == abi.CodeException, "RESERVE of more pages than there are")
	_, status = a.memory.Map(1, 3, 0)
	a.refused(status, "a protection that does not exist")
	a.That(a.memory.Unmap(mine).OK(), "the reservation can be given back")
}

// states asks for what does not fit what is there.
func (a *abuse) states() {
	a.Attack("pages that are not reserved, not committed, or of two reservations")
	first, _ := a.memory.Reserve(2, bottom+0x100000)
	second, status := a.memory.Reserve(2, bottom+0x100000+2*page)
	a.That(status.OK() && second == first+2*page, "two reservations lie side by side")
	readWrite := capos.ProtectionReadWrite
	a.refused(a.memory.Commit(first+page, 2, readWrite), "COMMIT of pages of two reservations")
	a.refused(a.memory.Commit(second+page, 2, readWrite), "COMMIT beyond a reservation")
	a.refused(a.memory.Commit(first, 0, readWrite), "COMMIT of no pages")
	a.refused(a.memory.Commit(first+8, 1, readWrite), "COMMIT inside a page")
	a.refused(a.memory.Commit(first, 0xffffffff, readWrite), "COMMIT of a range that is too long")
	a.That(a.memory.Decommit(first, 1).OK(), "DECOMMIT of what is not committed changes nothing")
	a.refused(a.memory.Decommit(first+8, 1), "DECOMMIT inside a page")
	a.refused(a.memory.Protect(first, 1, readWrite), "PROTECT of what is not committed")
	a.That(a.memory.Commit(first, 1, readWrite).OK(), "one page can be committed")
	a.refused(a.memory.Commit(first, 2, readWrite), "COMMIT of pages of which one is committed")
	a.refused(a.memory.Protect(first, 2, readWrite), "PROTECT of pages of which one is not committed")
	a.refused(a.memory.Unmap(first+page), "UNMAP inside a reservation")
	a.refused(a.memory.Unmap(0), "UNMAP of nothing")
	a.refused(a.memory.Unmap(uint64(abi.RingAddr)), "UNMAP of the ring page")
	a.refused(a.memory.Protect(uint64(abi.CapSetAddr), 1, readWrite), "PROTECT of the CapSet page")
	a.refused(a.memory.Decommit(uint64(abi.StackBase), 1), "DECOMMIT of the stack")
	a.That(a.memory.Unmap(first).OK() && a.memory.Unmap(second).OK(), "both can be given back")
	a.refused(a.memory.Unmap(first), "UNMAP twice")
}

// buffers hands the kernel buffers in pages that come and go.
func (a *abuse) buffers() {
	a.Attack("kernel buffers in pages that were given back or made read-only")
	at, status := a.memory.Map(2, capos.ProtectionReadWrite, 0)
	a.That(status.OK(), "pages can be mapped")
	buffer := rt.PageAt(abi.VirtAddr(at))
	n, _ := client.EncodeTimerNow(buffer[:])
	ring := rt.Main()
	call := func(params []byte, want abi.Code, what string) {
		_, _, code := ring.Call(a.timer.Cap, capos.TimerID, uint16(capos.TimerMethodNow), params, buffer[256:512])
		a.Code(code, want, what)
	}
	call(buffer[:n], abi.CodeOK, "a buffer in a mapped page")
	a.That(a.memory.Protect(at, 1, capos.ProtectionRead).OK(), "the page can be made read-only")
	call(buffer[:n], abi.CodeInvalidResult, "results to a page that was made read-only")
	a.That(a.memory.Protect(at, 1, capos.ProtectionReadWrite).OK(), "the page can be made writable")
	call(buffer[:n], abi.CodeOK, "a buffer in the page again")
	a.That(a.memory.Decommit(at, 1).OK(), "the page can be given back")
	call(buffer[:n], abi.CodeInvalidParams, "parameters in a page that was given back")
	a.That(a.memory.Unmap(at).OK(), "the reservation can be given back")
	call(buffer[:n], abi.CodeInvalidParams, "parameters in a reservation that was given back")
}

// contents looks for what was in pages before.
func (a *abuse) contents() {
	a.Attack("contents of pages that were given back")
	const pages = 16
	for round := uint32(1); round <= 8; round++ {
		at, status := a.memory.Map(pages, capos.ProtectionReadWrite, 0)
		if !status.OK() {
			a.That(false, "pages can be mapped")
			return
		}
		clean := true
		for p := uint64(0); p < pages; p++ {
			here := rt.PageAt(abi.VirtAddr(at + p*page))
			for word := uint32(0); word < abi.PageSize; word += 8 {
				clean = clean && here.Load64(word) == 0
				here.Store64(word, uint64(round)*0x0101010101010101)
			}
		}
		a.That(clean, "pages are zero when they come")
		a.That(a.memory.Unmap(at).OK(), "they can be given back")
	}
	at, _ := a.memory.Map(1, capos.ProtectionReadWrite, 0)
	probeCode := rt.PageAt(abi.VirtAddr(at))
	probeCode[0] = 0xc3 // RET
	a.That(a.memory.Protect(at, 1, capos.ProtectionReadExecute).OK(), "a page can be made executable")
	probe.Call(abi.VirtAddr(at))
	a.That(a.memory.Unmap(at).OK(), "and given back")
}
