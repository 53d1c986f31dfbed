// +gobra

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

// @ preserves acc(image, 1/2)
// @ ensures   (e == OK) == IsProgram(image)
// @ ensures   e == OK ==> i.Mappable(len(image)) && i.Entry == EntryOf(image) && seq(i.Segments)[:int(i.Count)] == AllWanted(image)
// @ ensures   e != OK ==> i == Image{}
// @ decreases

// Parse decides whether image is a program and says what to map. i is the zero Image unless e is OK. The alignment field of a segment
// is not looked at: the segment goes exactly where its address says. Segments of no bytes in memory are passed over. Invariants: PA-1,
// PA-2.
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
	i, e = collect(image, offset, count)
	if e != OK {
		return Image{}, e
	}
	if i.Count == 0 {
		return Image{}, NoSegments
	}
	i.Entry = abi.VirtAddr(little.Uint64(image, atEntry))
	if !executable(i, i.Entry /*@, len(image) @*/) {
		return Image{}, EntryNotExecutable
	}
	return i, OK
}

// @ preserves acc(image, 1/4)
// @ requires  0 <= offset && count <= Headers && offset + count*programHeaderSize <= uint64(len(image))
// @ requires  0 < count
// @ ensures   (e == OK) == (AllRight(image, int(offset), int(count)) && IsLayout(Wanted(image, int(offset), int(count))))
// @ ensures   e == OK ==> i.Apart(len(image)) && seq(i.Segments)[:int(i.Count)] == Wanted(image, int(offset), int(count))
// @ decreases

// collect checks the program header table of count entries at offset and answers what it wants mapped, without an entry point.
// Precondition: count <= Headers, and the table lies within image.
func collect(image []byte, offset uint64, count uint64) (i Image, e Err) {
	// @ invariant acc(image, 1/4) && 0 <= n && n <= count && count <= Headers && offset + count*programHeaderSize <= uint64(len(image))
	// @ invariant i.Apart(len(image)) && AllRight(image, int(offset), int(n))
	// @ invariant seq(i.Segments)[:int(i.Count)] == Wanted(image, int(offset), int(n))
	// @ decreases count - n
	for n := uint64(0); n < count; n++ {
		s, bad := header(image, int(offset+n*programHeaderSize))
		// @ Longer(image, int(offset), int(n)+1, int(count))
		if bad != OK {
			return Image{}, bad
		}
		if s.MemSize != 0 {
			// @ ghost wanted := Wanted(image, int(offset), int(count))
			// @ assert wanted[int(i.Count)] == s
			if i.Count > 0 && !behind(i.Segments[i.Count-1], s) {
				// @ assert wanted[int(i.Count)-1] == seq(i.Segments)[:int(i.Count)][int(i.Count)-1]
				return Image{}, Overlap
			}
			if i.Count >= limits.Segments {
				return Image{}, TooManySegments
			}
			// @ ghost prev := seq(i.Segments)
			i.Segments[i.Count] = s
			i.Count = i.Count + 1
			// @ assert seq(i.Segments) == prev[int(i.Count)-1 = s]
		}
	}
	return i, OK
}

// @ preserves acc(image, 1/4)
// @ ensures   (e == OK) == RightFile(image)
// @ decreases

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

// @ preserves acc(image, 1/8)
// @ requires  0 <= at && at + programHeaderSize <= len(image)
// @ ensures   (e == OK) == RightHeader(image, at)
// @ ensures   e == OK && IsWanted(image, at) ==> s == Described(image, at)
// @ ensures   e != OK || !IsWanted(image, at) ==> s == Segment{}
// @ decreases

// header checks the program header at at. s is what it wants mapped, with a MemSize of 0 when that is nothing.
// Precondition: 0 <= at and at+programHeaderSize <= len(image).
func header(image []byte, at int) (s Segment, e Err) {
	switch little.Uint32(image, at+atSegmentType) {
	case typeDynamic, typeInterp:
		return Segment{}, Dynamic
	case typeTLS:
		return Segment{}, ThreadLocal
	case typeLoad:
		return segment(image, at)
	}
	return Segment{}, OK
}

// @ preserves acc(image, 1/16)
// @ requires  0 <= at && at + programHeaderSize <= len(image)
// @ ensures   (e == OK) == RightSegment(image, at)
// @ ensures   e == OK && Described(image, at).MemSize != 0 ==> s == Described(image, at)
// @ ensures   e != OK || Described(image, at).MemSize == 0 ==> s == Segment{}
// @ decreases

// segment checks the loadable segment that the program header at at describes, on its own. s.MemSize is 0 when there is nothing to
// map. Precondition: as for header.
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
	// From readable alone to all three: the values with the bit for reading and none that the ABI reserves.
	if flags < 4 || flags > 7 {
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

// @ requires 0 <= last.Address && 0 < last.MemSize && uint64(last.Address) + last.MemSize <= uint64(abi.ImageTop) && 0 <= s.Address
// @ ensures  is == (last.LastPage() < s.FirstPage())
// @ decreases

// behind says that s, which header accepted, shares no page with last and lies behind it. Since segments ascend, a look at the last one is
// enough.
func behind(last, s Segment) (is bool) {
	return (last.Address+abi.VirtAddr(last.MemSize)-1)/abi.PageSize < s.Address/abi.PageSize
}

// @ requires i.Apart(n)
// @ ensures  is == i.Executes(a)
// @ decreases

// executable reports whether a lies in an executable segment of i.
func executable(i Image, a abi.VirtAddr /*@, ghost n int @*/) (is bool) {
	// @ invariant 0 <= k && k <= i.Count && i.Apart(n)
	// @ invariant forall j int :: { seq(i.Segments)[j] } 0 <= j && j < int(k) ==> !seq(i.Segments)[j].Executes(a)
	// @ decreases i.Count - k
	for k := uint32(0); k < i.Count; k++ {
		s := i.Segments[k]
		if s.Execute && s.Address <= a && a < s.Address+abi.VirtAddr(s.MemSize) {
			// @ assert seq(i.Segments)[:int(i.Count)][int(k)].Executes(a)
			return true
		}
	}
	return false
}
