package multiboot

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tag answers a tag of a type with words of content, and the bytes that fill it up to a multiple of 8.
func tag(kind uint32, content ...uint32) []byte {
	var b []byte
	b = binary.LittleEndian.AppendUint32(b, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(8+4*len(content)))
	for _, word := range content {
		b = binary.LittleEndian.AppendUint32(b, word)
	}
	for len(b)%8 != 0 {
		b = append(b, 0xee)
	}
	return b
}

// information answers boot information with these tags.
func information(tags ...[]byte) []byte {
	b := make([]byte, HeaderSize)
	for _, t := range tags {
		b = append(b, t...)
	}
	binary.LittleEndian.PutUint32(b, uint32(len(b)))
	return b
}

// list answers all items, and whether the list ends as it must. It gives up after 100 of them.
func list(b []byte) (items []Item, ok bool) {
	c := Cursor{}
	for range 100 {
		item, behind, ok := Next(b, c)
		if item.Kind == None {
			return items, ok
		}
		items, c = append(items, item), behind
	}
	return items, false
}

func TestNext(t *testing.T) {
	end := tag(0)
	module := tag(3, 0x1000, 0x1800, 'x')
	one := Item{Kind: Module, Start: 0x1000, Length: 0x800}
	memory := tag(6, 24, 0, 0, 0, 0xa0000, 0, 1, 0, 0x100000, 0, 0x700000, 1, 2, 0)
	low, high := Item{Memory, 0, 0xa0000, 1}, Item{Memory, 0x100000, 0x100000000 + 0x700000, 2}
	wide := tag(6, 32, 0, 0, 0, 0xa0000, 0, 1, 0, 9, 9)
	tests := map[string]struct {
		input []byte
		want  []Item
		ok    bool
	}{
		"nothing":                  {information(end), nil, true},
		"module":                   {information(module, end), []Item{one}, true},
		"two modules":              {information(module, module, end), []Item{one, one}, true},
		"empty module":             {information(tag(3, 5, 5), end), []Item{{Kind: Module, Start: 5}}, true},
		"memory":                   {information(memory, end), []Item{low, high}, true},
		"memory, wide entries":     {information(wide, end), []Item{low}, true},
		"memory without entries":   {information(tag(6, 24, 0), module, end), []Item{one}, true},
		"half an entry":            {information(tag(6, 24, 0, 1, 2, 3), module, end), []Item{one}, true},
		"all, and unknown":         {information(tag(99, 1, 2, 3), memory, tag(1), module, end), []Item{low, high, one}, true},
		"behind the end":           {information(end, module), nil, true},
		"no end":                   {information(module), []Item{one}, false},
		"no tags":                  {information(), nil, false},
		"header cut off":           {information()[:7], nil, false},
		"tag cut off":              {information(module)[:20], nil, false},
		"tag without size":         {information([]byte{1, 0, 0, 0, 7, 0, 0, 0}), nil, false},
		"tag of size 0":            {information([]byte{1, 0, 0, 0, 0, 0, 0, 0}), nil, false},
		"tag too large":            {information([]byte{1, 0, 0, 0, 9, 0, 0, 0}), nil, false},
		"greatest tag":             {information([]byte{1, 0, 0, 0, 255, 255, 255, 255}), nil, false},
		"module too short":         {information(tag(3, 1), end), nil, false},
		"module ends at its start": {information(tag(3, 6, 5), end), nil, false},
		"memory too short":         {information(tag(6, 24), end), nil, false},
		"entry size 0":             {information(tag(6, 0, 0, 1, 2, 3, 4, 5, 6), end), nil, false},
		"entry size 23":            {information(tag(6, 23, 0, 1, 2, 3, 4, 5, 6), end), nil, false},
		"greatest entry size":      {information(tag(6, 0xffffffff, 0, 0, 0, 0xa0000, 0, 1, 0), end), []Item{low}, true},
		"empty":                    {nil, nil, false},
	}
	for name, test := range tests {
		got, ok := list(test.input)
		if diff := cmp.Diff(test.want, got); diff != "" || ok != test.ok {
			t.Errorf("%s: ok %v, want %v; items (-want +got)\n%s", name, ok, test.ok, diff)
		}
	}
}

// TestForeignCursor gives Next places that it has not answered.
func TestForeignCursor(t *testing.T) {
	b := information(tag(6, 24, 0, 0, 0, 0xa0000, 0, 1, 0), tag(0))
	for at := range len(b) + 3 {
		for _, entry := range []int{0, 1, 1000} {
			if item, _, _ := Next(b, Cursor{tag: at, entry: entry}); item.Kind > Memory {
				t.Errorf("item %+v at %d, %d", item, at, entry)
			}
		}
	}
}

func TestSize(t *testing.T) {
	if n, ok := Size([]byte{1, 2, 3, 4, 5, 6, 7, 8}); n != 0x04030201 || !ok {
		t.Errorf("%#x, %v", n, ok)
	}
	if n, ok := Size(make([]byte, HeaderSize-1)); n != 0 || ok {
		t.Errorf("%#x, %v of too few bytes", n, ok)
	}
}

// FuzzNext demands that any input has an end, in fewer steps than it has bytes.
func FuzzNext(f *testing.F) {
	f.Add(information(tag(3, 1, 2), tag(6, 24, 0, 1, 2, 3, 4, 5, 6), tag(0)))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := Cursor{}
		for range len(b) + 1 {
			item, behind, _ := Next(b, c)
			if item.Kind == None {
				return
			}
			c = behind
		}
		t.Error("the list has no end")
	})
}
