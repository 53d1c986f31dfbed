package image

import (
	"debug/elf"
	"debug/gosym"
	"fmt"
	"sort"
	"strings"
)

// Rights of memory, with the values of an ELF program header.
const (
	executable = uint32(elf.PF_X)
	writable   = uint32(elf.PF_W)
	readable   = uint32(elf.PF_R)
)

// piece is the part of a section from one symbol to the next: the smallest unit that is kept or dropped.
type piece struct {
	name    string
	start   uint64
	end     uint64
	rights  uint32
	content []byte // nil if all bytes are zero; shared with the program, so that it can be patched
	live    bool
	// used is how much of a live piece is kept, from its start.
	used uint64
}

// Program is a linked ELF file, as the toolchain wrote it.
type Program struct {
	entry  uint64
	pieces []piece // ascending
	names  map[string]uint64
	lines  *gosym.Table
}

// Open reads the linked file at path, with its symbols and its line table.
func Open(path string) (p *Program, err error) {
	file, err := elf.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	symbols, err := file.Symbols()
	if err != nil {
		return nil, fmt.Errorf("%s: symbols: %w", path, err)
	}
	// Names at one address: a function's own comes before the linker's marks, which have no size.
	sort.SliceStable(symbols, func(i, j int) bool {
		a, b := symbols[i], symbols[j]
		if a.Value != b.Value {
			return a.Value < b.Value
		}
		return a.Size > b.Size
	})
	p = &Program{entry: file.Entry, names: make(map[string]uint64)}
	for _, s := range symbols {
		if _, known := p.names[s.Name]; !known {
			p.names[s.Name] = s.Value
		}
	}
	for index, section := range file.Sections {
		if section.Flags&elf.SHF_ALLOC == 0 || section.Size == 0 {
			continue
		}
		rights := readable
		if section.Flags&elf.SHF_EXECINSTR != 0 {
			rights |= executable
		} else if section.Flags&elf.SHF_WRITE != 0 {
			rights |= writable
		}
		var content []byte
		if section.Type != elf.SHT_NOBITS {
			if content, err = section.Data(); err != nil {
				return nil, fmt.Errorf("%s: section %s: %w", path, section.Name, err)
			}
		}
		p.cut(section, content, rights, symbols, elf.SectionIndex(index))
		if section.Name == ".gopclntab" {
			if p.lines, err = gosym.NewTable(nil, gosym.NewLineTable(content, file.Section(".text").Addr)); err != nil {
				return nil, fmt.Errorf("%s: line table: %w", path, err)
			}
		}
	}
	sort.Slice(p.pieces, func(i, j int) bool { return p.pieces[i].start < p.pieces[j].start })
	return p, nil
}

// functionValues is the linker's symbol for the values of all functions that are used as such: an address each.
const functionValues = "go:funcdesc"

// cut adds the pieces of a section.
func (p *Program) cut(section *elf.Section, content []byte, rights uint32, symbols []elf.Symbol, index elf.SectionIndex) {
	end := section.Addr + section.Size
	add := func(name string, start, stop uint64) {
		if start == stop {
			return
		}
		step := stop - start
		if name == functionValues {
			step = 8
		}
		for ; start < stop; start += step {
			part := piece{name: name, start: start, end: min(start+step, stop), rights: rights}
			if content != nil {
				part.content = content[start-section.Addr : part.end-section.Addr]
			}
			p.pieces = append(p.pieces, part)
		}
	}
	name, start := "", section.Addr
	for _, s := range symbols {
		if s.Section != index || s.Value < start || s.Value >= end {
			continue
		}
		if s.Value > start {
			add(name, start, s.Value)
			name, start = "", s.Value
		}
		if name == "" { // the first of several names at one address
			name = s.Name
		}
	}
	add(name, start, end)
}

// find answers the number of the piece that holds address, or -1.
func (p *Program) find(address uint64) int {
	n := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].end > address })
	if n < len(p.pieces) && p.pieces[n].start <= address {
		return n
	}
	return -1
}

// symbol answers the address of a function or variable; an assembly function is found by the name that Go code uses for it.
func (p *Program) symbol(name string) (address uint64, err error) {
	for _, variant := range []string{name + ".abi0", name} {
		if address, known := p.names[variant]; known {
			return address, nil
		}
	}
	return 0, fmt.Errorf("the linked program has no symbol %s", name)
}

// Position answers the place in the source of the instruction at pc, as path:line below the module's root.
func (p *Program) Position(pc uint64) string {
	file, line, _ := p.lines.PCToLine(pc)
	return fmt.Sprintf("%s:%d", strings.TrimPrefix(file, modulePath+"/"), line)
}

// Function answers the name of the function that holds pc, and "no function" if none does.
func (p *Program) Function(pc uint64) string {
	if f := p.lines.PCToFunc(pc); f != nil {
		return f.Name
	}
	return "no function"
}

// bytes answers n bytes of content from address. They can be written to.
func (p *Program) bytes(address, n uint64) ([]byte, error) {
	at := p.find(address)
	if at < 0 || p.pieces[at].content == nil || address+n > p.pieces[at].end {
		return nil, fmt.Errorf("the linked program has no content at %#x", address)
	}
	from := address - p.pieces[at].start
	return p.pieces[at].content[from : from+n], nil
}
