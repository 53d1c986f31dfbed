// +gobra

package elf

// Err says which rule a file breaks; OK says that it breaks none.
type Err uint8

// The rules, in the order in which Parse checks them.
const (
	// OK says that the file is a program.
	OK Err = 0
	// TooShort is a file that ends before its file header does.
	TooShort Err = 1
	// NotELF is a file that does not start with the magic number.
	NotELF Err = 2
	// NotClass64 is an ELF file of another class than ELFCLASS64, another byte order than ELFDATA2LSB or another version than 1.
	NotClass64 Err = 3
	// NotSystemV is a file for another operating system's ABI, or of a version of it.
	NotSystemV Err = 4
	// NotExecutable is a file of another type than ET_EXEC: relocatable, shared, position-independent or a core dump.
	NotExecutable Err = 5
	// NotAMD64 is a file for another machine than EM_X86_64, or with processor flags.
	NotAMD64 Err = 6
	// BadHeaderSize is a file header or program header of another size than ELF64 has.
	BadHeaderSize Err = 7
	// NoHeaders is a file without a program header.
	NoHeaders Err = 8
	// TooManyHeaders is a file with more than Headers program headers.
	TooManyHeaders Err = 9
	// HeadersOutside is a program header table that does not lie within the file.
	HeadersOutside Err = 10
	// Dynamic is a file that needs a dynamic linker: it has PT_INTERP or PT_DYNAMIC.
	Dynamic Err = 11
	// ThreadLocal is a file with PT_TLS: a program's thread-local storage is its own run-time's affair.
	ThreadLocal Err = 12
	// FileLargerThanMemory is a segment with more bytes in the file than in memory.
	FileLargerThanMemory Err = 13
	// SegmentOutsideFile is a segment whose bytes do not lie within the file.
	SegmentOutsideFile Err = 14
	// SegmentOutsideImage is a segment that does not lie between abi.ImageBase and abi.ImageTop.
	SegmentOutsideImage Err = 15
	// Misaligned is a segment whose address and file offset differ modulo abi.PageSize.
	Misaligned Err = 16
	// BadFlags is a segment that is not readable, or has flags that are not PF_R, PF_W and PF_X.
	BadFlags Err = 17
	// WriteExecute is a segment that is both writable and executable.
	WriteExecute Err = 18
	// Overlap is a segment that shares a page with one before it, or lies below one before it.
	Overlap Err = 19
	// TooManySegments is a file with more than limits.Segments loadable segments.
	TooManySegments Err = 20
	// NoSegments is a file without a loadable segment.
	NoSegments Err = 21
	// EntryNotExecutable is an entry point outside every executable segment.
	EntryNotExecutable Err = 22
)

// @ ensures 0 < len(text) && len(text) <= 128
// @ decreases

// String answers the rule in words.
func (e Err) String() (text string) {
	switch e {
	case OK:
		return "an executable that can be loaded"
	case TooShort:
		return "the file ends within the ELF header"
	case NotELF:
		return "not an ELF file"
	case NotClass64:
		return "not a 64-bit little-endian ELF file of version 1"
	case NotSystemV:
		return "not for the System V ABI"
	case NotExecutable:
		return "not a statically linked executable (ET_EXEC)"
	case NotAMD64:
		return "not for x86-64"
	case BadHeaderSize:
		return "a header of the wrong size"
	case NoHeaders:
		return "no program header"
	case TooManyHeaders:
		return "too many program headers"
	case HeadersOutside:
		return "program headers outside the file"
	case Dynamic:
		return "needs a dynamic linker"
	case ThreadLocal:
		return "has a thread-local storage segment"
	case FileLargerThanMemory:
		return "a segment is larger in the file than in memory"
	case SegmentOutsideFile:
		return "a segment lies outside the file"
	case SegmentOutsideImage:
		return "a segment lies outside the addresses of a program image"
	case Misaligned:
		return "a segment's address and file offset differ modulo the page size"
	case BadFlags:
		return "a segment is not readable, or has unknown flags"
	case WriteExecute:
		return "a segment is both writable and executable"
	case Overlap:
		return "segments share a page or are not in ascending order"
	case TooManySegments:
		return "too many loadable segments"
	case NoSegments:
		return "no loadable segment"
	case EntryNotExecutable:
		return "the entry point is not in an executable segment"
	}
	return "unknown rule"
}
