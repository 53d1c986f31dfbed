// +gobra

package sys

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/aspace"
	"warrant/kernel/core/frame"
	"warrant/kernel/core/memory"
	"warrant/kernel/core/trap"
	// @ "warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/elf"
	"warrant/lib/name"
)

// @ preserves k.Mem() && acc(image, 1/2)
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// load builds the address space of the starting process p from an ELF image, and its registers for the first instruction. On failure
// p's space is as far as it came: the caller unloads it.
func (k *Kernel) load(p uint32, image []byte) (x object.Exception) {
	e, code := elf.Parse(image)
	if code != elf.OK {
		return object.BadImage(code)
	}
	err := k.begin(p)
	// @ invariant k.Mem() && acc(image, 1/2) && i <= e.Count && e.Mappable(len(image))
	// @ invariant k.Epoch() === old(k.Epoch())
	// @ decreases e.Count - i
	for i := uint32(0); err == aspace.OK && i < e.Count; i++ {
		// @ assert seq(e.Segments)[int(i)].Mappable(len(image))
		err = k.loadSegment(p, e.Segments[i], image)
	}
	if err == aspace.OK {
		err = k.pages(p, abi.StackBase, abi.StackPages, aspace.ReadWrite, image[:0])
	}
	// @ assert k.Epoch() === old(k.Epoch())
	if err == aspace.OK {
		err = k.addRing(p)
	}
	// @ assert k.Epoch() === old(k.Epoch())
	if err == aspace.OK {
		err = k.addCapSet(p)
	}
	// @ assert k.Epoch() === old(k.Epoch())
	if err != aspace.OK {
		return object.OutOfMemory
	}
	number := k.id(p)
	// @ assert k.Epoch() === old(k.Epoch())
	// @ ghost age := k.Epoch()
	// @ unfold k.Mem()
	k.procs[p].Registers = trap.Registers{
		RIP: uint64(e.Entry), RSP: uint64(abi.StackTop), RFLAGS: initialFlags,
		RDI: uint64(abi.RingAddr), RSI: number, RDX: uint64(abi.CapSetAddr),
	}
	// @ fold k.Mem()
	// @ assert k.Epoch().Sum == age.Sum
	// @ assert k.Epoch() === age
	return object.None
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// begin makes an empty address space for process p.
func (k *Kernel) begin(p uint32) (err aspace.Err) {
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	err = proc.Space.Create(&k.ram, &k.frames, &proc.Frames, frame.OwnerOf(p), k.info.KernelRoot)
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	// @ fold k.Mem()
	return err
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// addRing maps process p's ring page.
func (k *Kernel) addRing(p uint32) (err aspace.Err) {
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	f, err := proc.Space.Map(&k.ram, &k.frames, &proc.Frames, abi.RingAddr, aspace.ReadWrite)
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc.Ring.Attach(f)
	// @ fold k.Mem()
	return err
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// addCapSet maps process p's CapSet page, with no entries.
func (k *Kernel) addCapSet(p uint32) (err aspace.Err) {
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	f, err := proc.Space.Map(&k.ram, &k.frames, &proc.Frames, abi.CapSetAddr, aspace.Read)
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc.CapSet = f
	if err == aspace.OK {
		k.ram.SetWord(f.Address()+abi.CapSetMagicOffset, abi.CapSetMagic)
	}
	// @ fold k.Mem()
	return err
}

// initialFlags is RFLAGS at the first instruction: interrupts enabled, and bit 1, which is always set. Intel SDM volume 1, section 3.4.3.
const initialFlags = 0x202

// @ preserves k.Mem() && acc(image, 1/2)
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= s.FileOffset && 0 <= s.FileSize && abi.ImageBase <= s.Address && uint64(s.Address) + s.MemSize <= uint64(abi.ImageTop)
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

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
	from, to := s.FileOffset, s.FileOffset+s.FileSize
	inside := uint64(s.Address) % abi.PageSize
	if inside == 0 {
		return k.pages(p, s.Address, pagesOf(s.MemSize), access, image[from:to])
	}
	head := abi.PageSize - inside
	middle := to
	if s.FileSize > head {
		middle = from + head
	}
	err = k.firstPage(p, s.Address, access, image[from:middle])
	if err != aspace.OK || s.MemSize <= head {
		return err
	}
	return k.pages(p, s.Address+abi.VirtAddr(head), pagesOf(s.MemSize-head), access, image[middle:to])
}

// @ preserves k.Mem() && acc(content, 1/2)
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= va && va <= abi.ImageTop && uint64(va) % abi.PageSize + uint64(len(content)) <= abi.PageSize
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// firstPage maps a fresh page of process p at the page of va, which holds content from va on and zeros around it.
func (k *Kernel) firstPage(p uint32, va abi.VirtAddr, a aspace.Access, content []byte) (err aspace.Err) {
	inside := va % abi.PageSize
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	f, err := proc.Space.Map(&k.ram, &k.frames, &proc.Frames, va-inside, a)
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	if err == aspace.OK {
		k.ram.Write(f.Address()+memory.PhysAddr(inside), content)
	}
	// @ fold k.Mem()
	return err
}

// @ requires 0 <= n && n <= uint64(abi.ImageTop)
// @ ensures  int(pages) == (int(n) + abi.PageSize - 1) / abi.PageSize
// @ decreases

// pagesOf answers how many pages n bytes of an image need from the start of a page on.
func pagesOf(n uint64) (pages uint32) {
	return uint32((n + abi.PageSize - 1) / abi.PageSize)
}

// @ preserves k.Mem() && acc(content, 1/2)
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= va && 0 <= n
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// pages maps n fresh pages of process p from va on, which hold content and zeros behind it.
func (k *Kernel) pages(p uint32, va abi.VirtAddr, n uint32, a aspace.Access, content []byte) (err aspace.Err) {
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	_, err = proc.Space.MapRun(&k.ram, &k.frames, &proc.Frames, va, n, a, content)
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	// @ fold k.Mem()
	return err
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ ensures   Later(old(k.Epoch()), k.Epoch())
// @ decreases

// unload takes back what load did, and makes the place vacant.
func (k *Kernel) unload(p uint32) {
	// @ unfold k.Mem()
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc := &k.procs[p]
	proc.Space.Destroy(&k.ram, &k.frames, &proc.Frames)
	// @ reveal Backed(k.frames.View(), k.ram.Size())
	proc.Vacate()
	// @ k.empty(p, proc.View().Caps)
	// @ fold k.Mem()
	// @ k.lose(p, old(k.Epoch()).Sum)
}

// @ preserves k.Mem()
// @ requires  0 <= p && p < limits.Processes && Reached(k.Epoch(), p)
// @ requires  0 <= i && i < abi.CapSetMax && n.WellFormed() && 0 <= id && id <= 4294967295 && 0 <= iface
// @ ensures   k.Epoch() === old(k.Epoch())
// @ decreases

// addToCapSet writes entry i of process p's CapSet page. Precondition: i < abi.CapSetMax; the name is not empty.
func (k *Kernel) addToCapSet(p, i uint32, n name.Name, id abi.CapID, iface uint64) {
	text /*@@@*/ := n
	// @ unfold k.Mem()
	// @ defer fold k.Mem()
	page := k.procs[p].CapSet
	entry := abi.CapSetEntries + memory.PhysAddr(i)*abi.CapSetEntrySize
	k.ram.SetWord(page.Address()+entry+abi.EntryInterface, iface)
	k.ram.SetHalf(page, entry+abi.EntryCap, uint32(id))
	k.ram.SetHalf(page, entry+abi.EntryNameLength, text.Length)
	k.ram.Write(page.Address()+entry+abi.EntryName, text.Bytes[:text.Length])
	k.ram.SetHalf(page, abi.CapSetCount, i+1)
}
