package elf

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"math"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

const (
	flagX = uint32(elf.PF_X)
	flagW = uint32(elf.PF_W)
	flagR = uint32(elf.PF_R)
)

// file is an ELF file that a row of a table may spoil before it is written.
type file struct {
	header   elf.Header64
	segments []elf.Prog64
	size     int
}

// small answers a file that Parse accepts: a code segment of one page and a data segment with zeros behind its bytes.
func small() *file {
	f := &file{
		header: elf.Header64{
			Ident:   [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
			Type:    uint16(elf.ET_EXEC),
			Machine: uint16(elf.EM_X86_64),
			Version: uint32(elf.EV_CURRENT),
			Entry:   uint64(abi.ImageBase) + 0x10,
			Phoff:   64, Ehsize: 64, Phentsize: 56,
		},
		size: 0x3000,
	}
	f.load(flagR|flagX, 0x1000, uint64(abi.ImageBase), 0x1000, 0x1000)
	f.load(flagR|flagW, 0x2008, uint64(abi.ImageBase)+0x1008, 0x100, 0x800)
	return f
}

// load adds a loadable segment.
func (f *file) load(flags uint32, offset, address, inFile, inMemory uint64) {
	f.segments = append(f.segments, elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: flags, Off: offset, Vaddr: address, Filesz: inFile, Memsz: inMemory})
	f.header.Phnum = uint16(len(f.segments))
}

// other adds a segment of another type.
func (f *file) other(kind elf.ProgType) {
	f.segments = append(f.segments, elf.Prog64{Type: uint32(kind)})
	f.header.Phnum = uint16(len(f.segments))
}

// bytes writes the file: headers first, zeros up to size.
func (f *file) bytes() []byte {
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, &f.header); err != nil {
		panic(err) // a struct of fixed size always has an encoding
	}
	if err := binary.Write(&b, binary.LittleEndian, f.segments); err != nil {
		panic(err)
	}
	out := make([]byte, f.size)
	copy(out, b.Bytes())
	return out
}

// TestMostSegments demands that the entry is looked for in all of the most segments, and nowhere behind them.
func TestMostSegments(t *testing.T) {
	f := small()
	f.segments = nil
	for n := range uint64(limits.Segments) {
		flags := flagR | flagW
		if n == limits.Segments-1 {
			flags = flagR | flagX
		}
		f.load(flags, 0x1000, uint64(abi.ImageBase)+n*uint64(abi.PageSize), 1, 1)
	}
	f.header.Entry = f.segments[limits.Segments-1].Vaddr
	if i, e := Parse(f.bytes()); e != OK || i.Count != limits.Segments {
		t.Errorf("%d segments, %s", i.Count, e)
	}
	f.header.Entry++
	if _, e := Parse(f.bytes()); e != EntryNotExecutable {
		t.Errorf("entry behind the last segment: %s", e)
	}
}

// TestParse has a row per rule and per boundary of a rule. Invariant: PA-1, PA-2
func TestParse(t *testing.T) {
	const base, top, page = uint64(abi.ImageBase), uint64(abi.ImageTop), uint64(abi.PageSize)
	tests := map[string]struct {
		spoil func(f *file)
		want  Err
	}{
		"as it is":                         {func(f *file) {}, OK},
		"no byte":                          {func(f *file) { f.size = 0 }, TooShort},
		"one byte short of a header":       {func(f *file) { f.size = 63 }, TooShort},
		"a header and no more":             {func(f *file) { f.size = 64 }, HeadersOutside},
		"magic number":                     {func(f *file) { f.header.Ident[0] = 0x7e }, NotELF},
		"magic number's last byte":         {func(f *file) { f.header.Ident[3] = 'f' }, NotELF},
		"32 bits":                          {func(f *file) { f.header.Ident[elf.EI_CLASS] = byte(elf.ELFCLASS32) }, NotClass64},
		"big-endian":                       {func(f *file) { f.header.Ident[elf.EI_DATA] = byte(elf.ELFDATA2MSB) }, NotClass64},
		"identification version":           {func(f *file) { f.header.Ident[elf.EI_VERSION] = 0 }, NotClass64},
		"header version":                   {func(f *file) { f.header.Version = 2 }, NotClass64},
		"FreeBSD":                          {func(f *file) { f.header.Ident[elf.EI_OSABI] = byte(elf.ELFOSABI_FREEBSD) }, NotSystemV},
		"ABI version":                      {func(f *file) { f.header.Ident[elf.EI_ABIVERSION] = 1 }, NotSystemV},
		"relocatable":                      {func(f *file) { f.header.Type = uint16(elf.ET_REL) }, NotExecutable},
		"position-independent":             {func(f *file) { f.header.Type = uint16(elf.ET_DYN) }, NotExecutable},
		"core dump":                        {func(f *file) { f.header.Type = uint16(elf.ET_CORE) }, NotExecutable},
		"arm64":                            {func(f *file) { f.header.Machine = uint16(elf.EM_AARCH64) }, NotAMD64},
		"processor flags":                  {func(f *file) { f.header.Flags = 1 }, NotAMD64},
		"size of the file header":          {func(f *file) { f.header.Ehsize = 65 }, BadHeaderSize},
		"size of a program header":         {func(f *file) { f.header.Phentsize = 32 }, BadHeaderSize},
		"no program header":                {func(f *file) { f.header.Phnum = 0 }, NoHeaders},
		"as many program headers as may":   {func(f *file) { f.header.Phnum = Headers }, OK},
		"one program header too many":      {func(f *file) { f.header.Phnum = Headers + 1 }, TooManyHeaders},
		"extended number of headers":       {func(f *file) { f.header.Phnum = 0xffff }, TooManyHeaders},
		"table ends with the file":         {func(f *file) { f.header.Phoff = 0x3000 - 2*56 }, NoSegments},
		"table one byte outside":           {func(f *file) { f.header.Phoff = 0x3000 - 2*56 + 1 }, HeadersOutside},
		"table starts at the end":          {func(f *file) { f.header.Phoff = 0x3000 }, HeadersOutside},
		"table starts behind the end":      {func(f *file) { f.header.Phoff = 0x3001 }, HeadersOutside},
		"table wraps":                      {func(f *file) { f.header.Phoff = math.MaxUint64 - 55 }, HeadersOutside},
		"PT_INTERP":                        {func(f *file) { f.other(elf.PT_INTERP) }, Dynamic},
		"PT_DYNAMIC":                       {func(f *file) { f.other(elf.PT_DYNAMIC) }, Dynamic},
		"PT_TLS":                           {func(f *file) { f.other(elf.PT_TLS) }, ThreadLocal},
		"PT_NULL, PT_NOTE, PT_GNU_STACK":   {func(f *file) { f.other(elf.PT_NULL); f.other(elf.PT_NOTE); f.other(elf.PT_GNU_STACK) }, OK},
		"more bytes in the file":           {func(f *file) { f.segments[0].Filesz = 0x1001 }, FileLargerThanMemory},
		"more bytes in the file, empty":    {func(f *file) { f.segments[0].Memsz = 0 }, FileLargerThanMemory},
		"bytes end with the file":          {func(f *file) { f.segments[1].Filesz = 0x800; f.size = 0x2808 }, OK},
		"bytes end behind the file":        {func(f *file) { f.segments[1].Filesz = 0x800; f.size = 0x2807 }, SegmentOutsideFile},
		"bytes start behind the file":      {func(f *file) { f.segments[1].Off = 0x4008 }, SegmentOutsideFile},
		"offset wraps":                     {func(f *file) { f.segments[1].Off = math.MaxUint64 - 0xff }, SegmentOutsideFile},
		"sizes wrap":                       {func(f *file) { f.segments[1].Filesz, f.segments[1].Memsz = math.MaxUint64, math.MaxUint64 }, SegmentOutsideFile},
		"no bytes in the file, at its end": {func(f *file) { f.segments[1].Filesz, f.segments[1].Off = 0, 0x3008-page; f.size = 0x2008 }, OK},
		"starts below":                     {func(f *file) { f.segments[0].Vaddr = base - 1 }, SegmentOutsideImage},
		"starts at 0":                      {func(f *file) { f.segments[0].Vaddr = 0 }, SegmentOutsideImage},
		"ends at the top":                  {func(f *file) { f.segments[1].Vaddr = top - page + 8; f.segments[1].Memsz = page - 8 }, OK},
		"ends above the top":               {func(f *file) { f.segments[1].Vaddr = top - page + 8; f.segments[1].Memsz = page - 7 }, SegmentOutsideImage},
		"starts at the top":                {func(f *file) { f.segments[1].Vaddr = top + 8 }, SegmentOutsideImage},
		"kernel half":                      {func(f *file) { f.segments[1].Vaddr = 0xffffffff80000008 }, SegmentOutsideImage},
		"memory wraps":                     {func(f *file) { f.segments[1].Memsz = math.MaxUint64 - base }, SegmentOutsideImage},
		"offset differs by one":            {func(f *file) { f.segments[1].Off++ }, Misaligned},
		"offset differs by a page":         {func(f *file) { f.segments[1].Off -= page }, OK},
		"not readable":                     {func(f *file) { f.segments[0].Flags = flagX }, BadFlags},
		"no access":                        {func(f *file) { f.segments[1].Flags = 0 }, BadFlags},
		"unknown flag alone":               {func(f *file) { f.segments[1].Flags = 8 }, BadFlags},
		"unknown flag":                     {func(f *file) { f.segments[1].Flags = flagR | 8 }, BadFlags},
		"operating system's flag":          {func(f *file) { f.segments[1].Flags = flagR | 1<<31 }, BadFlags},
		"read-only data":                   {func(f *file) { f.segments[1].Flags = flagR }, OK},
		"write and execute":                {func(f *file) { f.segments[0].Flags = flagR | flagW | flagX }, WriteExecute},
		"same page":                        {func(f *file) { f.segments[1].Vaddr = base + 8 }, Overlap},
		"last byte of the page before":     {func(f *file) { f.segments[0].Memsz = 0x1001 }, Overlap},
		"descending":                       {func(f *file) { f.segments[0].Vaddr = base + 0x2000; f.header.Entry = base + 0x2000 }, Overlap},
		"zero bytes in memory":             {func(f *file) { f.load(flagR, 0, base, 0, 0) }, OK},
		"as many segments as may":          {func(f *file) { f.fill(limits.Segments) }, OK},
		"one segment too many":             {func(f *file) { f.fill(limits.Segments + 1) }, TooManySegments},
		"no loadable segment":              {func(f *file) { f.segments[0].Type, f.segments[1].Type = uint32(elf.PT_NOTE), uint32(elf.PT_NOTE) }, NoSegments},
		"only empty segments":              {func(f *file) { f.segments = nil; f.load(flagR|flagX, 0, base, 0, 0) }, NoSegments},
		"entry at the first byte":          {func(f *file) { f.header.Entry = base }, OK},
		"entry at the last byte":           {func(f *file) { f.header.Entry = base + 0xfff }, OK},
		"entry behind the last byte":       {func(f *file) { f.header.Entry = base + 0x1000 }, EntryNotExecutable},
		"entry before the first byte":      {func(f *file) { f.header.Entry = base - 1 }, EntryNotExecutable},
		"entry in data":                    {func(f *file) { f.header.Entry = base + 0x1008 }, EntryNotExecutable},
		"entry in the kernel":              {func(f *file) { f.header.Entry = 0xffffffff80100000 }, EntryNotExecutable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := small()
			test.spoil(f)
			b := f.bytes()
			i, e := Parse(b)
			if e != test.want {
				t.Errorf("Parse answers %d (%s), want %d (%s)", e, e, test.want, test.want)
			}
			if e != OK && i != (Image{}) {
				t.Errorf("refused with a part of an image: %+v", i)
			}
			if e == OK {
				mappable(t, b, i)
			}
		})
	}
}

// fill makes the file have n loadable segments.
func (f *file) fill(n int) {
	for len(f.segments) < n {
		f.load(flagR, 0, uint64(abi.ImageBase)+uint64(len(f.segments))*abi.PageSize, 0, 1)
	}
}

// mappable states what Parse promises of an accepted file, page by page and without looking at how Parse decides. Invariant: PA-2
func mappable(t *testing.T, b []byte, i Image) {
	t.Helper()
	owner := map[abi.VirtAddr]uint32{}
	entry := false
	if i.Count == 0 || i.Count > limits.Segments {
		t.Fatalf("%d segments", i.Count)
	}
	for n, s := range i.Segments {
		if n >= int(i.Count) {
			if s != (Segment{}) {
				t.Errorf("segment %d behind the last is %+v", n, s)
			}
			continue
		}
		if s.Write && s.Execute {
			t.Errorf("segment %d is writable and executable", n)
		}
		if s.MemSize == 0 || s.FileSize > s.MemSize || len(b) < int(s.FileSize) || s.FileOffset > uint64(len(b)-int(s.FileSize)) {
			t.Errorf("segment %d of sizes %d, %d at offset %d of %d", n, s.FileSize, s.MemSize, s.FileOffset, len(b))
		}
		if (uint64(s.Address)-s.FileOffset)%abi.PageSize != 0 {
			t.Errorf("segment %d at %#x from offset %#x", n, s.Address, s.FileOffset)
		}
		if s.MemSize > uint64(abi.ImageTop-abi.ImageBase) {
			t.Fatalf("segment %d has %d bytes", n, s.MemSize)
		}
		for a := s.Address &^ (abi.PageSize - 1); a < s.Address+abi.VirtAddr(s.MemSize); a += abi.PageSize {
			if a < abi.ImageBase || a >= abi.ImageTop {
				t.Fatalf("segment %d has page %#x", n, a)
			}
			if other, taken := owner[a]; taken {
				t.Fatalf("segments %d and %d share page %#x", other, n, a)
			}
			owner[a] = uint32(n)
		}
		entry = entry || s.Execute && i.Entry-s.Address < abi.VirtAddr(s.MemSize)
	}
	if !entry {
		t.Errorf("entry %#x is in no executable segment", i.Entry)
	}
}

// TestErrStrings demands words of its own for each rule.
func TestErrStrings(t *testing.T) {
	seen := map[string]Err{}
	for e := OK; e <= EntryNotExecutable; e++ {
		if other, taken := seen[e.String()]; taken || e.String() == (EntryNotExecutable+1).String() {
			t.Errorf("%d and %d are both %q", other, e, e)
		}
		seen[e.String()] = e
	}
}
