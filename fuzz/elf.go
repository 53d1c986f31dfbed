package fuzz

import (
	"bytes"
	stdelf "debug/elf"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/elf"
)

// header is an ELF64 program header (System V ABI, generic part, chapter 5).
type header struct {
	kind, flags                       uint32
	offset, address, inFile, inMemory uint64
}

// programHeaders answers the program headers of a file for x86-64 that can be executed as it is; !ok for every other file.
func programHeaders(file []byte) (list []header, ok bool) {
	if len(file) < 64 || !bytes.Equal(file[:9], []byte("\x7fELF\x02\x01\x01\x00\x00")) {
		return nil, false
	}
	kind, machine, version, flags := little.Uint16(file[16:]), little.Uint16(file[18:]), little.Uint32(file[20:]), little.Uint32(file[48:])
	if kind != 2 || machine != 62 || version != 1 || flags != 0 || little.Uint16(file[52:]) != 64 || little.Uint16(file[54:]) != 56 {
		return nil, false
	}
	at, n := little.Uint64(file[32:]), uint64(little.Uint16(file[56:]))
	if n < 1 || n > 64 || at > uint64(len(file)) || uint64(len(file))-at < n*56 {
		return nil, false
	}
	for ; n > 0; n-- {
		h := file[at:]
		list = append(list, header{little.Uint32(h), little.Uint32(h[4:]), little.Uint64(h[8:]), little.Uint64(h[16:]), little.Uint64(h[32:]), little.Uint64(h[40:])})
		at += 56
	}
	return list, true
}

// loadable answers what the program headers want mapped, if all rules allow it: every loadable segment lies in the file and between
// ImageBase and ImageTop, is readable, never writable and executable, at the same place in its page as in the file, and on pages of its
// own behind those of the one before it; nothing is dynamic or thread-local; the entry point is in an executable one.
func loadable(file []byte) (segments []elf.Segment, ok bool) {
	list, ok := programHeaders(file)
	if !ok {
		return nil, false
	}
	const page = 4096
	free := uint64(0) // first page that no segment has
	entry, entryFound := little.Uint64(file[24:]), false
	for _, h := range list {
		if h.kind == 2 || h.kind == 3 || h.kind == 7 {
			return nil, false
		}
		if h.kind != 1 {
			continue
		}
		if h.inFile > h.inMemory {
			return nil, false
		}
		if h.inMemory == 0 {
			continue
		}
		end, over := h.address+h.inMemory, h.address+h.inMemory < h.address
		fileEnd, fileOver := h.offset+h.inFile, h.offset+h.inFile < h.offset
		if over || fileOver || fileEnd > uint64(len(file)) || h.address < 0x200000 || end > 0x1000000 || h.address&(page-1) != h.offset&(page-1) ||
			h.flags&^7 != 0 || h.flags&4 == 0 || h.flags&3 == 3 || h.address/page < free {
			return nil, false
		}
		free = (end-1)/page + 1
		segments = append(segments, elf.Segment{Address: abi.VirtAddr(h.address), FileOffset: h.offset, FileSize: h.inFile, MemSize: h.inMemory,
			Write: h.flags&2 != 0, Execute: h.flags&1 != 0})
		if h.flags&1 != 0 && entry >= h.address && entry < end {
			entryFound = true
		}
	}
	return segments, len(segments) > 0 && len(segments) <= limits.Segments && entryFound
}

// ELF parses the input and compares the verdict and the segments with loadable; what is accepted must be accepted by the standard
// library's debug/elf too, with the same segments, and every page must have one protection. Invariants: PA-1, PA-2.
func ELF(data []byte) int {
	image, e := elf.Parse(data)
	want, ok := loadable(data)
	must((e == elf.OK) == ok, "the verdict is %q, want acceptance %v", e, ok)
	if e != elf.OK {
		must(image == elf.Image{}, "refused, with %+v", image)
		return 0
	}
	must(int(image.Count) == len(want) && uint64(image.Entry) == little.Uint64(data[24:]), "%d segments, entry %#x", image.Count, uint64(image.Entry))
	owner := map[uint64]int{}
	for i, s := range want {
		must(image.Segments[i] == s, "segment %d is %+v, want %+v", i, image.Segments[i], s)
		for p := uint64(s.Address) / 4096; p <= (uint64(s.Address)+s.MemSize-1)/4096; p++ {
			_, taken := owner[p]
			must(!taken, "page %#x belongs to two segments", p)
			owner[p] = i
		}
	}
	standard(data, want)
	return 1
}

// standard lets debug/elf read an accepted file, without the section headers, which the parser does not look at. A table of program
// headers that begins within the file header would change with them.
func standard(data []byte, want []elf.Segment) {
	if little.Uint64(data[32:]) < 64 {
		return
	}
	headers := bytes.Clone(data)
	clear(headers[40:48])
	clear(headers[58:64])
	f, err := stdelf.NewFile(bytes.NewReader(headers))
	if err != nil && strange(data) {
		return
	}
	must(err == nil, "debug/elf refuses it: %v", err)
	i := 0
	for _, p := range f.Progs {
		if p.Type != stdelf.PT_LOAD || p.Memsz == 0 {
			continue
		}
		s := want[i]
		must(p.Vaddr == uint64(s.Address) && p.Off == s.FileOffset && p.Filesz == s.FileSize && p.Memsz == s.MemSize &&
			(p.Flags&stdelf.PF_W != 0) == s.Write && (p.Flags&stdelf.PF_X != 0) == s.Execute, "debug/elf reads segment %d as %+v", i, p.ProgHeader)
		i++
	}
	must(i == len(want), "debug/elf sees %d segments", i)
}

// strange reports whether a program header that is not to be mapped has an offset or a size of 2^63 or more. The parser passes over such
// headers, since nothing of them is used (System V ABI, chapter 5: types that a loader does not know are ignored); debug/elf checks the
// numbers of all.
func strange(data []byte) bool {
	list, _ := programHeaders(data)
	for _, h := range list {
		if (h.kind != 1 || h.inMemory == 0) && (h.offset >= 1<<63 || h.inFile >= 1<<63 || h.inMemory >= 1<<63) {
			return true
		}
	}
	return false
}
