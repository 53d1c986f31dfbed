package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/trap"
	"warrant/kernel/sys/object"
	"warrant/lib/elf"
	"warrant/lib/name"
)

// load builds the address space of the starting process p from an ELF image, and its registers for the first instruction. On failure
// p's space is as far as it came: the caller unloads it.
func (k *Kernel) load(p uint32, image []byte) (x object.Exception) {
	proc := &k.procs[p]
	e, code := elf.Parse(image)
	if code != elf.OK {
		return object.BadImage(code)
	}
	err := proc.Space.Create(&k.ram, &k.frames, &proc.Frames, frame.OwnerOf(p), k.info.KernelRoot)
	for i := uint32(0); err == aspace.OK && i < e.Count; i++ {
		err = k.loadSegment(p, e.Segments[i], image)
	}
	if err == aspace.OK {
		err = k.pages(p, abi.StackBase, abi.StackPages, aspace.ReadWrite, nil)
	}
	if err == aspace.OK {
		var f memory.Frame
		f, err = k.page(p, abi.RingAddr, aspace.ReadWrite)
		proc.Ring.Attach(f)
	}
	if err == aspace.OK {
		proc.CapSet, err = k.page(p, abi.CapSetAddr, aspace.Read)
	}
	if err != aspace.OK {
		return object.OutOfMemory
	}
	k.ram.SetWord(proc.CapSet.Address()+abi.CapSetMagicOffset, abi.CapSetMagic)
	proc.Registers = trap.Registers{
		RIP: uint64(e.Entry), RSP: uint64(abi.StackTop), RFLAGS: initialFlags,
		RDI: uint64(abi.RingAddr), RSI: k.id(p), RDX: uint64(abi.CapSetAddr),
	}
	return object.None
}

// initialFlags is RFLAGS at the first instruction: interrupts enabled, and bit 1, which is always set. Intel SDM volume 1, section 3.4.3.
const initialFlags = 0x202

// loadSegment maps the pages of segment s into p's space, with its bytes of the image and zeros around them.
func (k *Kernel) loadSegment(p uint32, s elf.Segment, image []byte) (err aspace.Err) {
	access := aspace.Read
	if s.Write {
		access = aspace.ReadWrite
	} else if s.Execute {
		access = aspace.ReadExecute
	}
	size := uint64(len(image))
	if s.FileOffset > size || s.FileSize > size-s.FileOffset {
		return aspace.BadAddress // elf.Parse has seen to it that this is not so
	}
	content := image[s.FileOffset : s.FileOffset+s.FileSize]
	inside := uint64(s.Address) % abi.PageSize
	if inside == 0 {
		return k.pages(p, s.Address, pagesOf(s.MemSize), access, content)
	}
	f, err := k.page(p, s.Address-abi.VirtAddr(inside), access)
	if err != aspace.OK {
		return err
	}
	head := abi.PageSize - inside
	if uint64(len(content)) <= head {
		k.ram.Write(f.Address()+memory.PhysAddr(inside), content)
		content = nil
	} else {
		k.ram.Write(f.Address()+memory.PhysAddr(inside), content[:head])
		content = content[head:]
	}
	if s.MemSize <= head {
		return aspace.OK
	}
	return k.pages(p, s.Address+abi.VirtAddr(head), pagesOf(s.MemSize-head), access, content)
}

// pagesOf answers how many pages n bytes of an image need from the start of a page on.
func pagesOf(n uint64) (pages uint32) {
	return uint32((n + abi.PageSize - 1) / abi.PageSize)
}

// pages maps n fresh pages of process p from va on, which hold content and zeros behind it.
func (k *Kernel) pages(p uint32, va abi.VirtAddr, n uint32, a aspace.Access, content []byte) (err aspace.Err) {
	proc := &k.procs[p]
	_, err = proc.Space.MapRun(&k.ram, &k.frames, &proc.Frames, va, n, a, content)
	return err
}

// page maps a fresh zeroed page of process p at va.
func (k *Kernel) page(p uint32, va abi.VirtAddr, a aspace.Access) (f memory.Frame, err aspace.Err) {
	proc := &k.procs[p]
	return proc.Space.Map(&k.ram, &k.frames, &proc.Frames, va, a)
}

// unload takes back what load did, and makes the place vacant.
func (k *Kernel) unload(p uint32) {
	proc := &k.procs[p]
	proc.Space.Destroy(&k.ram, &k.frames, &proc.Frames)
	proc.Vacate()
}

// addToCapSet writes entry i of process p's CapSet page. Precondition: i < abi.CapSetMax; name is not empty.
func (k *Kernel) addToCapSet(p, i uint32, n *name.Name, id abi.CapID, iface uint64) {
	page := k.procs[p].CapSet.Address()
	at := page + abi.CapSetEntries + memory.PhysAddr(i)*abi.CapSetEntrySize
	k.ram.SetWord(at+abi.EntryInterface, iface)
	k.ram.SetHalf(at+abi.EntryCap, uint32(id))
	k.ram.SetHalf(at+abi.EntryNameLength, n.Length)
	k.ram.Write(at+abi.EntryName, n.Text())
	k.ram.SetHalf(page+abi.CapSetCount, i+1)
}
