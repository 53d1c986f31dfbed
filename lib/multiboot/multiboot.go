// +gobra

// Package multiboot reads what a multiboot2 boot loader tells the kernel: the boot information, a list of tags.
//
// It reads a byte slice that somebody else found in memory, and answers values. It is total: every input has an answer, and none makes
// it fail at run time. The layout is that of the Multiboot2 Specification, version 2.0, section 3.
package multiboot

import "warrant/lib/little"

const (
	// HeaderSize is the size of the part of the boot information that tells its length, in bytes.
	HeaderSize = 8
	// MemoryRAM is the type of a memory map entry that is usable memory.
	MemoryRAM = 1

	tagEnd    = 0
	tagModule = 3
	tagMemory = 6
	tagHeader = 8
	entrySize = 24
)

// Kind says what an Item is.
type Kind uint32

// The kinds of item.
const (
	// None is no item: the end of the list, or nothing that this package knows at this place.
	None Kind = iota
	// Module is a boot module.
	Module
	// Memory is an entry of the memory map.
	Memory
)

// Item is a range of physical memory that the boot loader tells of.
type Item struct {
	Kind          Kind
	Start, Length uint64
	// Type is that of the memory map; 0 for a module.
	Type uint32
}

// Cursor is a place in the boot information. The zero value is its beginning.
type Cursor struct {
	tag   int // offset of the current tag, 0 at the beginning
	entry int // number of the entry within it
}

// @ preserves acc(b, 1/16)
// @ ensures   ok == (len(b) >= HeaderSize)
// @ ensures   n == (ok ? little.At32(b, 0) : 0)
// @ decreases

// Size answers the length of the boot information that begins with b, in bytes. It is not ok if b is too short to tell.
func Size(b []byte) (n uint32, ok bool) {
	if len(b) < HeaderSize {
		return 0, false
	}
	return little.Uint32(b, 0), true
}

// @ preserves acc(b, 1/16)
// @ requires  c.Valid()
// @ ensures   behind.Valid()
// @ ensures   item.Kind == None ==> item == Item{}
// @ ensures   item.Kind != None ==> ok && behind.Follows(c) && IsTag(b, behind.tag)
// @ ensures   item.Kind == Module ==> IsModule(b, behind.tag) && behind.entry == 1 && item == ModuleAt(b, behind.tag)
// @ ensures   item.Kind == Memory ==> HasEntry(b, behind.tag, behind.entry-1) && item == EntryAt(b, behind.tag, behind.entry-1)
// @ ensures   Offers(b, c.At(), c.entry) ==> item.Kind != None && behind.tag == c.At() && behind.entry == c.entry + 1
// @ ensures   item.Kind == None || item.Kind == Module || item.Kind == Memory
// @ ensures   !ok ==> item.Kind == None && Broken(b, behind.tag)
// @ ensures   item.Kind == None && ok ==> IsTag(b, behind.tag) && little.At32(b, behind.tag) == tagEnd
// @ decreases

// Next answers the next module or memory map entry behind c, and the place behind it. At the end, and where the list is malformed, the
// item's kind is None; ok tells the two apart.
func Next(b []byte, c Cursor) (item Item, behind Cursor, ok bool) {
	at, entry := c.tag, c.entry
	if at == 0 {
		at = HeaderSize
	}
	size := len(b)
	// @ invariant acc(b, 1/16) && c.Valid() && 0 < at && 0 <= entry && size == len(b)
	// @ invariant (at == c.At() && entry == c.entry) || (at > c.At() && entry == 0 && !Offers(b, c.At(), c.entry))
	// @ decreases size - at
	for at < size && size-at >= tagHeader {
		kind := little.Uint32(b, at)
		length := int(little.Uint32(b, at+4))
		if length < tagHeader || length > size-at {
			return Item{}, Cursor{tag: at}, false
		}
		if kind == tagEnd {
			return Item{}, Cursor{tag: at}, true
		}
		if kind == tagModule && entry == 0 {
			if length < tagHeader+8 || little.Uint32(b, at+12) < little.Uint32(b, at+8) {
				return Item{}, Cursor{tag: at}, false
			}
			start := uint64(little.Uint32(b, at+8))
			return Item{Kind: Module, Start: start, Length: uint64(little.Uint32(b, at+12)) - start}, Cursor{tag: at, entry: 1}, true
		}
		if kind == tagMemory {
			if length < tagHeader+8 {
				return Item{}, Cursor{tag: at}, false
			}
			step := int(little.Uint32(b, at+8))
			if step < entrySize {
				return Item{}, Cursor{tag: at}, false
			}
			last := length - tagHeader - 8 - entrySize // where the last entry may start, from the first
			// @ Product(entry, last, step)
			if last >= 0 && entry <= last/step {
				from := at + tagHeader + 8 + entry*step
				item = Item{Kind: Memory, Start: little.Uint64(b, from), Length: little.Uint64(b, from+8), Type: little.Uint32(b, from+16)}
				return item, Cursor{tag: at, entry: entry + 1}, true
			}
		}
		padded := (length + 7) / 8 * 8
		if padded > size-at {
			return Item{}, Cursor{tag: size}, false
		}
		at += padded
		entry = 0
	}
	return Item{}, Cursor{tag: at}, false
}
