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
	for i := uint32(0); err == aspace.OK && i < abi.StackPages; i++ {
		_, err = k.page(p, abi.StackBase+abi.VirtAddr(i)*abi.PageSize, aspace.ReadWrite)
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

// loadSegment maps the pages of segment s into p's space and copies its bytes from the image.
func (k *Kernel) loadSegment(p uint32, s elf.Segment, image []byte) (err aspace.Err) {
	access := aspace.Read
	if s.Write {
		access = aspace.ReadWrite
	} else if s.Execute {
		access = aspace.ReadExecute
	}
	done := uint64(0)
	for done < s.MemSize {
		va := s.Address + abi.VirtAddr(done)
		inside := uint64(va) % abi.PageSize
		f, err := k.page(p, va-abi.VirtAddr(inside), access)
		if err != aspace.OK {
			return err
		}
		step := uint64(abi.PageSize) - inside
		if done < s.FileSize {
			n := s.FileSize - done
			if n > step {
				n = step
			}
			from := s.FileOffset + done
			if from > uint64(len(image)) || n > uint64(len(image))-from {
				return aspace.BadAddress // elf.Parse has seen to it that this is not so
			}
			k.ram.Write(f.Address()+memory.PhysAddr(inside), image[from:from+n])
		}
		done = done + step
	}
	return aspace.OK
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
