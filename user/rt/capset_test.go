package rt

import (
	"encoding/binary"
	"strings"
	"testing"

	"warrant/kernel/abi"
)

// put writes an entry of a CapSet page.
func put(p *Page, i int, name string, c uint32, iface uint64) {
	b := p[abi.CapSetEntries+i*abi.CapSetEntrySize:]
	binary.LittleEndian.PutUint64(b[abi.EntryInterface:], iface)
	binary.LittleEndian.PutUint32(b[abi.EntryCap:], c)
	binary.LittleEndian.PutUint32(b[abi.EntryNameLength:], uint32(len(name)))
	copy(b[abi.EntryName:abi.EntryName+abi.NameMax], name)
}

// head writes the head of a CapSet page.
func head(p *Page, magic uint64, count uint32) {
	binary.LittleEndian.PutUint64(p[abi.CapSetMagicOffset:], magic)
	binary.LittleEndian.PutUint32(p[abi.CapSetCount:], count)
}

func TestFind(t *testing.T) {
	longest := strings.Repeat("n", abi.NameMax)
	var page Page
	head(&page, abi.CapSetMagic, abi.CapSetMax)
	put(&page, 0, "console", 64, 1)
	put(&page, 1, "timer", 65, 2)
	put(&page, 2, longest, 66, 3)
	put(&page, 3, "timer", 67, 2)
	put(&page, abi.CapSetMax-1, "last", 0xffffffff, 0xffffffffffffffff)
	tests := []struct {
		name  string
		iface uint64
		want  abi.CapID
		found Found
	}{
		{"console", 1, 64, Present},
		{"timer", 2, 65, Present}, // the first of two
		{longest, 3, 66, Present},
		{"last", 0xffffffffffffffff, 0xffffffff, Present},
		{"console", 2, 0, OtherInterface},
		{"consol", 1, 0, Missing},
		{"console2", 1, 0, Missing},
		{longest + "n", 3, 0, Missing},
		{"", 0, 0, Present}, // an entry that the kernel left zero has no name
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, found := CapSetOf(&page).Find(test.name, test.iface)
			if c != test.want || found != test.found {
				t.Errorf("got %d, %d; want %d, %d", c, found, test.want, test.found)
			}
		})
	}
}

func TestCapSetLength(t *testing.T) {
	tests := []struct {
		name  string
		magic uint64
		count uint32
		want  int
	}{
		{"empty", abi.CapSetMagic, 0, 0},
		{"one", abi.CapSetMagic, 1, 1},
		{"full", abi.CapSetMagic, abi.CapSetMax, abi.CapSetMax},
		{"more than fit", abi.CapSetMagic, abi.CapSetMax + 1, abi.CapSetMax},
		{"other magic", abi.CapSetMagic + 1, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var page Page
			head(&page, test.magic, test.count)
			if got := CapSetOf(&page).Len(); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
	if got := CapSetOf(nil).Len(); got != 0 {
		t.Errorf("no page has %d entries", got)
	}
}

func TestNameLengthIsBounded(t *testing.T) {
	var page Page
	head(&page, abi.CapSetMagic, 1)
	put(&page, 0, strings.Repeat("n", abi.NameMax), 1, 1)
	binary.LittleEndian.PutUint32(page[abi.CapSetEntries+abi.EntryNameLength:], 0xffffffff)
	if name, _, _ := CapSetOf(&page).Entry(0); len(name) != abi.NameMax {
		t.Errorf("a name of %d bytes", len(name))
	}
}
