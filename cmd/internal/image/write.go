package image

import (
	"bytes"
	"debug/elf"
	"encoding/binary"

	"warrant/kernel/abi"
)

const (
	fileHeaderSize    = 64
	programHeaderSize = 56

	// noteType is the type of the ELF note, by owner Xen, that holds the entry for PVH: XEN_ELFNOTE_PHYS32_ENTRY of Xen's elfnote.h.
	noteType = 18

	multibootMagic = 0xe85250d6
	// multibootAlign asks the loader to put modules at page boundaries; Multiboot2 Specification 3.1.14.
	multibootAlign = 6
)

// writeELF answers an ELF64 executable with nothing but a header, program headers and the segments' content. A note, if not empty,
// becomes a segment of its own; preamble stands behind the program headers, at a multiple of 8, within no segment.
func writeELF(entry uint64, segments []Segment, note, preamble []byte) []byte {
	headers := len(segments)
	if note != nil {
		headers++
	}
	var table, body bytes.Buffer
	offset := fileHeaderSize + headers*programHeaderSize
	put := func(content []byte, align int) (at uint64) {
		for (offset+body.Len())%align != 0 {
			body.WriteByte(0)
		}
		at = uint64(offset + body.Len())
		body.Write(content)
		return at
	}
	put(preamble, 8)
	header := func(h elf.Prog64) {
		_ = binary.Write(&table, binary.LittleEndian, h) // a bytes.Buffer takes everything
	}
	if note != nil {
		at := put(note, 4)
		header(elf.Prog64{Type: uint32(elf.PT_NOTE), Flags: readable, Off: at, Filesz: uint64(len(note)), Memsz: uint64(len(note)), Align: 4})
	}
	for _, s := range segments {
		at := put(s.Content, abi.PageSize)
		header(elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: s.Rights, Off: at, Vaddr: s.Address, Paddr: s.Physical,
			Filesz: uint64(len(s.Content)), Memsz: s.Size, Align: abi.PageSize})
	}
	var file bytes.Buffer
	_ = binary.Write(&file, binary.LittleEndian, elf.Header64{
		Ident:     [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:      uint16(elf.ET_EXEC),
		Machine:   uint16(elf.EM_X86_64),
		Version:   uint32(elf.EV_CURRENT),
		Entry:     entry,
		Phoff:     fileHeaderSize,
		Ehsize:    fileHeaderSize,
		Phentsize: programHeaderSize,
		Phnum:     uint16(headers),
	})
	file.Write(table.Bytes())
	file.Write(body.Bytes())
	return file.Bytes()
}

// entryNote answers the ELF note that tells PVH loaders where the 32-bit entry is.
func entryNote(entry uint64) []byte {
	var b []byte
	b = binary.LittleEndian.AppendUint32(b, 4) // length of the owner's name
	b = binary.LittleEndian.AppendUint32(b, 8) // length of the value
	b = binary.LittleEndian.AppendUint32(b, noteType)
	b = append(b, "Xen\x00"...)
	return binary.LittleEndian.AppendUint64(b, entry)
}

// multibootHeader answers the header by which a multiboot2 loader knows the kernel; such a loader takes entry and segments from the ELF
// headers. Multiboot2 Specification 3.1.
func multibootHeader() []byte {
	tags := []uint16{multibootAlign, 0, 8, 0, 0, 0, 8, 0} // each: type, flags, size (32 bits); the last ends the list
	length := uint32(16 + 2*len(tags))
	var b []byte
	for _, word := range []uint32{multibootMagic, 0, length, -(multibootMagic + length)} {
		b = binary.LittleEndian.AppendUint32(b, word)
	}
	for _, half := range tags {
		b = binary.LittleEndian.AppendUint16(b, half)
	}
	return b
}
