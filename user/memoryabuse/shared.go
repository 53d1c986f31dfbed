package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
	"warrant/user/stage"
)

// objects maps a memory object in ways that it may not be mapped.
func (a *abuse) objects() {
	a.Attack("mappings of a memory object that do not fit")
	object := client.NewMemoryObject(rt.Main(), stage.Object(4))
	readWrite := capos.ProtectionReadWrite
	ranges := [5]struct{ first, pages uint32 }{{0, 0}, {0, 5}, {4, 1}, {3, 2}, {0xffffffff, 2}}
	for i := range ranges {
		_, status := object.Map(ranges[i].first, ranges[i].pages, readWrite, 0)
		a.refused(status, "pages that the object does not have")
	}
	for _, address := range [4]uint64{bottom - page, bottom + 1, top - 3*page, 1 << 63} {
		_, status := object.Map(0, 4, readWrite, address)
		a.refused(status, "a mapping at a bad address")
	}
	one, status := object.Map(0, 4, readWrite, 0)
	a.That(status.OK(), "the object can be mapped")
	two, status := object.Map(2, 2, capos.ProtectionRead, 0)
	a.That(status.OK(), "twice")
	_, status = object.Map(0, 4, readWrite, one)
	a.refused(status, "not where it is already")
	rt.PageAt(abi.VirtAddr(one+2*page)).Store32(0, 77)
	a.Number(uint64(rt.PageAt(abi.VirtAddr(two)).Load32(0)), 77, "what is written here and read there")
	a.refused(a.memory.Unmap(one), "VirtualMemory cannot unmap an object's mapping")
	a.refused(a.memory.Decommit(one, 1), "nor take its pages")
	a.refused(a.memory.Protect(two, 1, readWrite), "nor change its protection")
	a.refused(object.Unmap(one+page), "the object cannot be unmapped from its middle")
	a.refused(object.Protect(one+page, readWrite), "nor protected from its middle")
	other := client.NewMemoryObject(rt.Main(), stage.Object(1))
	a.refused(other.Unmap(one), "another object cannot unmap it")
	rt.Main().Release(other.Cap)
	a.That(object.Unmap(two).OK() && object.Unmap(one).OK(), "it can be unmapped where it starts")
	a.refused(object.Unmap(one), "not twice")
	rt.Main().Release(object.Cap)
}

// leftovers looks for what was in memory objects before.
func (a *abuse) leftovers() {
	a.Attack("contents of memory objects that were given up")
	const pages = 8
	for round := uint32(1); round <= 8; round++ {
		object := client.NewMemoryObject(rt.Main(), stage.Object(pages))
		at, status := object.Map(0, pages, capos.ProtectionReadWrite, 0)
		if !status.OK() {
			a.That(false, "the object can be mapped")
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
		a.That(clean, "its pages are zero when they come")
		a.Code(rt.Main().Release(object.Cap), abi.CodeOK, "it can be given up")
	}
}

// views asks more of a view than it allows.
func (a *abuse) views() {
	a.Attack("a view that can only be read")
	object := stage.Object(1)
	reader := client.NewMemoryView(rt.Main(), stage.View(object, false))
	_, status := reader.Map(0, 1, capos.ProtectionReadWrite, 0)
	a.refused(status, "it cannot be mapped writable")
	_, status = reader.Map(0, 1, capos.ProtectionReadExecute, 0)
	a.refused(status, "nor executable")
	at, status := reader.Map(0, 1, capos.ProtectionRead, 0)
	a.That(status.OK(), "it can be mapped for reading")
	a.refused(reader.Protect(at, capos.ProtectionReadWrite), "and not be made writable then")
	owner := client.NewMemoryObject(rt.Main(), reader.Cap)
	_, status = owner.View(true)
	a.Code(status.Code, abi.CodeInvokeFailed, "it makes no views")
	rt.Main().Release(reader.Cap)
	rt.Main().Release(object)
}

// rights has other processes do to a shared page what they may not.
func (a *abuse) rights() {
	a.Attack("writing to, and executing, memory that can only be read")
	object := stage.Object(1)
	view := stage.View(object, false)
	for _, part := range [2]string{"pokes", "runs"} {
		grants.Reset().Copy("view", view, capos.MemoryViewID).Copy(part, a.timer.Cap, capos.TimerID).Copy("reader", a.timer.Cap, capos.TimerID)
		child := stage.Start(&a.spawner, part, "peer", &grants, stage.Small())
		a.That(stage.Wait(child) == stage.Fault(pageFault), "it ends by a page fault")
	}
	rt.Main().Release(view)
	rt.Main().Release(object)
}

// pageFault is the vector of a page fault.
const pageFault = 14

// while is how long another process gets to map and use what it was given, in nanoseconds.
const while = 5000000

// revocation takes memory away from a process that reads it.
func (a *abuse) revocation() {
	a.Attack("memory whose views are revoked")
	object := client.NewMemoryObject(rt.Main(), stage.Object(1))
	view := stage.View(object.Cap, false)
	child := a.reader(view)
	a.That(object.Revoke().OK(), "the views are revoked")
	a.That(stage.Wait(child) == stage.Fault(pageFault), "who reads through one ends by a page fault")
	mine := client.NewMemoryView(rt.Main(), view)
	_, status := mine.Map(0, 1, capos.ProtectionRead, 0)
	a.That(status.Type == capos.ExceptionTypeDisconnected, "a revoked view cannot be mapped")
	_, status = mine.Info()
	a.That(status.Type == capos.ExceptionTypeDisconnected, "nor asked")
	rt.Main().Release(view)
	view = stage.View(object.Cap, false)
	mine = client.NewMemoryView(rt.Main(), view)
	_, status = mine.Info()
	a.That(status.OK(), "a view that is made after that works")

	a.Attack("a memory object that is given up while others have it mapped")
	child = a.reader(view)
	a.Code(rt.Main().Release(object.Cap), abi.CodeOK, "the object is given up")
	a.That(stage.Wait(child) == stage.Fault(pageFault), "who reads it ends by a page fault")
	_, status = mine.Info()
	a.That(status.Type == capos.ExceptionTypeDisconnected, "its views are dead")
	rt.Main().Release(view)
}

// reader starts a process that reads through a view for ever, and lets it come to that.
func (a *abuse) reader(view abi.CapID) (child abi.CapID) {
	grants.Reset().Copy("view", view, capos.MemoryViewID).Copy("reader", a.timer.Cap, capos.TimerID)
	child = stage.Start(&a.spawner, "reader", "peer", &grants, stage.Small())
	a.timer.Sleep(while)
	return child
}
