package elf

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/little"
)

// Headers is the greatest number of program headers that a file may have.
const Headers = 64

// Sizes, in bytes, of the ELF64 file header and of a program header.
const (
	fileHeaderSize    = 64
	programHeaderSize = 56
)

// Offsets of the fields of the file header (System V ABI, chapter 4, "ELF Header").
const (
	atMagic             = 0  // uint32, 0x7f 'E' 'L' 'F'
	atClass             = 4  // byte
	atData              = 5  // byte, byte order
	atIdentVersion      = 6  // byte
	atOSABI             = 7  // byte
	atABIVersion        = 8  // byte
	atType              = 16 // uint16
	atMachine           = 18 // uint16
	atVersion           = 20 // uint32
	atEntry             = 24 // uint64
	atHeaderOffset      = 32 // uint64, of the program header table
	atFlags             = 48 // uint32
	atFileHeaderSize    = 52 // uint16
	atProgramHeaderSize = 54 // uint16
	atHeaderCount       = 56 // uint16
)

// Values that the fields of the file header must have.
const (
	magic        = 0x464c457f
	class64      = 2
	littleEndian = 1
	version      = 1
	systemV      = 0
	typeExec     = 2
	machineAMD64 = 62
)

// Offsets of the fields of a program header (chapter 5, "Program Header").
const (
	atSegmentType   = 0  // uint32
	atSegmentFlags  = 4  // uint32
	atSegmentOffset = 8  // uint64
	atSegmentVaddr  = 16 // uint64
	atSegmentFilesz = 32 // uint64
	atSegmentMemsz  = 40 // uint64
)

// Types of segments that Parse looks at; it passes over all others.
const (
	typeLoad    = 1
	typeDynamic = 2
	typeInterp  = 3
	typeTLS     = 7
)

// Parse decides whether image is a program and says what to map. i is the zero Image unless e is OK. The alignment field of a segment
// is not looked at: the segment goes exactly where its address says. Segments of no bytes in memory are passed over.
func Parse(image []byte) (i Image, e Err) {
	e = fileHeader(image)
	if e != OK {
		return Image{}, e
	}
	offset := little.Uint64(image, atHeaderOffset)
	count := uint64(little.Uint16(image, atHeaderCount))
	if count == 0 {
		return Image{}, NoHeaders
	}
	if count > Headers {
		return Image{}, TooManyHeaders
	}
	total := uint64(len(image))
	if offset > total || count*programHeaderSize > total-offset {
		return Image{}, HeadersOutside
	}
	for n := uint64(0); n < count; n++ {
		e = addHeader(&i, image, int(offset+n*programHeaderSize))
		if e != OK {
			return Image{}, e
		}
	}
	if i.Count == 0 {
		return Image{}, NoSegments
	}
	i.Entry = abi.VirtAddr(little.Uint64(image, atEntry))
	if !executable(&i, i.Entry) {
		return Image{}, EntryNotExecutable
	}
	return i, OK
}

// fileHeader checks all of the file header but its program header table and entry point.
func fileHeader(image []byte) (e Err) {
	if len(image) < fileHeaderSize {
		return TooShort
	}
	if little.Uint32(image, atMagic) != magic {
		return NotELF
	}
	if image[atClass] != class64 || image[atData] != littleEndian || image[atIdentVersion] != version ||
		little.Uint32(image, atVersion) != version {
		return NotClass64
	}
	if image[atOSABI] != systemV || image[atABIVersion] != 0 {
		return NotSystemV
	}
	if little.Uint16(image, atType) != typeExec {
		return NotExecutable
	}
	if little.Uint16(image, atMachine) != machineAMD64 || little.Uint32(image, atFlags) != 0 {
		return NotAMD64
	}
	if little.Uint16(image, atFileHeaderSize) != fileHeaderSize || little.Uint16(image, atProgramHeaderSize) != programHeaderSize {
		return BadHeaderSize
	}
	return OK
}

// addHeader adds the program header at at to i when it is a loadable segment; i is unchanged unless e is OK.
// Precondition: 0 <= at and at+programHeaderSize <= len(image).
func addHeader(i *Image, image []byte, at int) (e Err) {
	switch little.Uint32(image, at+atSegmentType) {
	case typeDynamic, typeInterp:
		return Dynamic
	case typeTLS:
		return ThreadLocal
	case typeLoad:
		s, bad := segment(image, at)
		if bad != OK {
			return bad
		}
		if s.MemSize == 0 {
			return OK
		}
		return addSegment(i, s)
	}
	return OK
}

// segment checks the loadable segment that the program header at at describes, on its own. s.MemSize is 0 when there is nothing to
// map. Precondition: as for addHeader.
func segment(image []byte, at int) (s Segment, e Err) {
	flags := little.Uint32(image, at+atSegmentFlags)
	offset := little.Uint64(image, at+atSegmentOffset)
	address := little.Uint64(image, at+atSegmentVaddr)
	inFile := little.Uint64(image, at+atSegmentFilesz)
	inMemory := little.Uint64(image, at+atSegmentMemsz)
	total := uint64(len(image))
	if inFile > inMemory {
		return Segment{}, FileLargerThanMemory
	}
	if inMemory == 0 {
		return Segment{}, OK
	}
	if offset > total || inFile > total-offset {
		return Segment{}, SegmentOutsideFile
	}
	if address < uint64(abi.ImageBase) || address > uint64(abi.ImageTop) || inMemory > uint64(abi.ImageTop)-address {
		return Segment{}, SegmentOutsideImage
	}
	if address%abi.PageSize != offset%abi.PageSize {
		return Segment{}, Misaligned
	}
	if flags >= 8 || flags/4%2 == 0 {
		return Segment{}, BadFlags
	}
	write := flags/2%2 == 1
	execute := flags%2 == 1
	if write && execute {
		return Segment{}, WriteExecute
	}
	return Segment{
		Address:    abi.VirtAddr(address),
		FileOffset: offset,
		FileSize:   inFile,
		MemSize:    inMemory,
		Write:      write,
		Execute:    execute,
	}, OK
}

// addSegment appends s, which segment accepted, to i; i is unchanged unless e is OK. Since i ascends, a look at its last page is enough.
func addSegment(i *Image, s Segment) (e Err) {
	if i.Count > 0 {
		last := i.Segments[i.Count-1]
		if s.Address/abi.PageSize <= (last.Address+abi.VirtAddr(last.MemSize)-1)/abi.PageSize {
			return Overlap
		}
	}
	if i.Count >= limits.Segments {
		return TooManySegments
	}
	i.Segments[i.Count] = s
	i.Count = i.Count + 1
	return OK
}

// executable reports whether a lies in an executable segment of i.
func executable(i *Image, a abi.VirtAddr) (is bool) {
	for n := uint32(0); n < i.Count; n++ {
		s := i.Segments[n]
		if s.Execute && s.Address <= a && a < s.Address+abi.VirtAddr(s.MemSize) {
			return true
		}
	}
	return false
}
