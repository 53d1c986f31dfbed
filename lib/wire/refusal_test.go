package wire

import (
	"fmt"
	"testing"
)

// opened is a table and a limit of that message.
func opened(t *testing.T, in []byte) (tab table, l limit) {
	t.Helper()
	words, e := tab.read(in, true)
	if e != OK {
		t.Fatal(e)
	}
	l.reset(words)
	return tab, l
}

// TestRefusedTable asks for what a segment table does not give: with the error comes zero.
func TestRefusedTable(t *testing.T) {
	for name, in := range map[string][]byte{
		"short":         make([]byte, 7),
		"many segments": stream(append([][]uint64{{0}}, make([][]uint64, MaxSegments)...)...),
		"table cut":     stream([]uint64{0}, nil)[:15],
		"segment cut":   one(1, 2)[:23],
	} {
		var tab table
		if words, e := tab.read(in, true); e == OK || words != 0 {
			t.Errorf("%s: %d words, %v", name, words, e)
		}
	}
	in := one(1, 2)
	tab, _ := opened(t, in)
	for _, test := range []struct {
		have, segment, word, count uint64
		want                       Err
		at                         uint64
	}{
		{24, 0, 0, 2, OK, 8}, {24, 0, 2, 0, OK, 24}, {24, 1, 0, 0, ErrSegment, 0}, {24, 0, 3, 0, ErrBounds, 0}, {24, 0, 1, 2, ErrBounds, 0},
		{23, 0, 0, 2, ErrAbsent, 0}, {23, 0, 0, 1, OK, 8}, {15, 0, 1, 0, ErrAbsent, 0},
	} {
		if at, e := tab.locate(test.have, test.segment, test.word, test.count); e != test.want || at != test.at {
			t.Errorf("%+v: %d, %v", test, at, e)
		}
	}
}

// TestDisplace adds distances at the boundaries of 30 bits.
func TestDisplace(t *testing.T) {
	for _, test := range []struct {
		base, field, to uint64
		ok              bool
	}{
		{5, 0, 5, true}, {5, 1<<29 - 1, 5 + 1<<29 - 1, true}, {5, 1 << 29, 0, false}, {1<<29 - 1, 1 << 29, 0, false}, {1 << 29, 1 << 29, 0, true},
		{1<<29 + 7, 1 << 29, 7, true}, {5, 1<<30 - 5, 0, true}, {5, 1<<30 - 6, 0, false}, {5, 1<<30 - 1, 4, true},
	} {
		if to, ok := displace(test.base, test.field); to != test.to || ok != test.ok {
			t.Errorf("%d and %#x are %d, %v, want %d, %v", test.base, test.field, to, ok, test.to, test.ok)
		}
	}
}

// TestRefusedPointers follows pointers that lead nowhere or not to what is wanted: with the error, or with null, comes zero.
func TestRefusedPointers(t *testing.T) {
	for _, test := range []struct {
		name    string
		pointer uint64
		depth   uint32
		left    uint64 // of the traversal limit
		bytes   Err    // asked for as bytes
		object  Err    // asked for as a structure
	}{
		{"null", 0, 5, 99, OK, OK},
		{"outside", listPointer(9, sizeByte, 1), 5, 99, ErrBounds, ErrKind},
		{"structure outside", structPointer(9, 1, 0), 5, 99, ErrKind, ErrBounds},
		{"of other elements", listPointer(0, sizeTwo, 1), 5, 99, ErrKind, ErrKind},
		{"capability", 3, 5, 99, ErrCapability, ErrCapability},
		{"too deep", listPointer(0, sizeByte, 1), 0, 99, ErrDepth, ErrKind},
		{"structure too deep", structPointer(0, 1, 0), 0, 99, ErrKind, ErrDepth},
		{"too costly", listPointer(0, sizeByte, 1), 5, 1, ErrTraversal, ErrKind},
		{"structure too costly", structPointer(0, 1, 0), 5, 1, ErrKind, ErrTraversal},
	} {
		in := one(test.pointer, 0xff)
		tab, _ := opened(t, in)
		l := limit{left: test.left}
		isNull := test.name == "null"
		at, n, null, e := tab.bytesAt(&l, in, 0, 0, test.depth)
		if at != 0 || n != 0 || e != test.bytes || e == OK && null != isNull || test.bytes == ErrKind && test.pointer%4 == 1 && null {
			t.Errorf("%s: as bytes %d, %d, %v, %v", test.name, at, n, null, e)
		}
		l.left = test.left
		x, null, e := tab.structAt(&l, in, 0, 0, test.depth)
		if x != (extent{}) || null != isNull || e != test.object {
			t.Errorf("%s: as a structure %+v, %v, %v", test.name, x, null, e)
		}
		l.left = test.left
		at8 := extent{at: 8, pointers: 1, depth: test.depth}
		for field, want := range map[uint32]Err{0: test.bytes, 1: OK} {
			from, to, e := tab.dataOf(&l, in, &at8, field)
			if from != 0 || to != 0 || e != want {
				t.Errorf("%s: data of field %d is %d, %d, %v", test.name, field, from, to, e)
			}
			from, to, e = tab.textOf(&l, in, &at8, field)
			if from != 0 || to != 0 || e != want {
				t.Errorf("%s: text of field %d is %d, %d, %v", test.name, field, from, to, e)
			}
		}
	}
	in := one(listPointer(0, sizeByte, 1), 0xff)
	tab, l := opened(t, in)
	if from, to, e := tab.textOf(&l, in, &extent{at: 8, pointers: 1, depth: 5}, 0); from != 0 || to != 0 || e != ErrText {
		t.Errorf("a text without its zero is %d, %d, %v", from, to, e)
	}
	for name, in := range map[string][]byte{"no message": nil, "no words": one()} {
		var tab table
		tab.read(in, true)
		if x, null, e := tab.root(&l, in); x != (extent{}) || null || e == OK {
			t.Errorf("%s: the root is %+v, %v, %v", name, x, null, e)
		}
	}
}

// TestRefusedRoom asks for more than there is room for, and for anything after an error: nothing is allocated, and zero comes back.
func TestRefusedRoom(t *testing.T) {
	for _, before := range []Err{OK, ErrField} {
		for name, allocate := range map[string]func(a *room, b []byte) (uint64, bool){
			"words":              func(a *room, b []byte) (uint64, bool) { return a.allocate(b, 7) },
			"a structure":        func(a *room, b []byte) (uint64, bool) { return a.object(b, 8, 7, 0) },
			"a list":             func(a *room, b []byte) (uint64, bool) { return a.list(b, 8, 7, sizeEight, 7) },
			"numbers":            func(a *room, b []byte) (uint64, bool) { return a.flat(b, 8, 7, 8, sizeEight) },
			"too many numbers":   func(a *room, b []byte) (uint64, bool) { return a.flat(b, 8, MaxBuild/8+1, 8, sizeEight) },
			"too many voids":     func(a *room, b []byte) (uint64, bool) { return a.flat(b, 8, MaxBuild+1, 0, sizeVoid) },
			"bits":               func(a *room, b []byte) (uint64, bool) { return a.flags(b, 8, 6*64+1) },
			"too many bits":      func(a *room, b []byte) (uint64, bool) { return a.flags(b, 8, MaxBuild+1) },
			"structures":         func(a *room, b []byte) (uint64, bool) { return a.composite(b, 8, 3, 2, 0) },
			"too many":           func(a *room, b []byte) (uint64, bool) { return a.composite(b, 8, MaxBuild+1, 0, 0) },
			"too many words":     func(a *room, b []byte) (uint64, bool) { return a.composite(b, 8, MaxBuild/8+1, 1, 0) },
			"a root":             func(a *room, b []byte) (uint64, bool) { return a.root(b, 7, 0) },
			"elements":           func(a *room, _ []byte) (uint64, bool) { return a.elements(MaxBuild+1, 0) },
			"words of elements":  func(a *room, _ []byte) (uint64, bool) { return a.elements(MaxBuild/8+1, 1) },
			"what never can fit": func(a *room, _ []byte) (uint64, bool) { return 0, a.fits(MaxBuild+1, 1) },
		} {
			b := make([]byte, 64) // six words behind the table and the root pointer
			var a room
			a.start(b)
			a.err = before
			at, ok := allocate(&a, b)
			if at != 0 || ok || a.used != 16 || a.err != map[Err]Err{OK: ErrFull, ErrField: ErrField}[before] {
				t.Errorf("%s: %d, %v, %d bytes used, %v", name, at, ok, a.used, a.err)
			}
		}
	}
	var a room
	if at, ok := a.root(nil, 0, 0); at != 0 || ok || a.err != ErrFull {
		t.Errorf("a message that was not started has a root at %d, %v", at, ok)
	}
}

// TestExactRoom allocates what fits exactly, and counts what is left.
func TestExactRoom(t *testing.T) {
	for _, test := range []struct {
		name     string
		words    uint64
		allocate func(a *room, b []byte) (uint64, bool)
	}{
		{"no numbers", 0, func(a *room, b []byte) (uint64, bool) { return a.flat(b, 8, 0, 8, sizeEight) }},
		{"eight bytes", 1, func(a *room, b []byte) (uint64, bool) { return a.flat(b, 8, 8, 1, sizeByte) }},
		{"nine bytes", 2, func(a *room, b []byte) (uint64, bool) { return a.flat(b, 8, 9, 1, sizeByte) }},
		{"a word of bits", 1, func(a *room, b []byte) (uint64, bool) { return a.flags(b, 8, 64) }},
		{"a word of bits and one", 2, func(a *room, b []byte) (uint64, bool) { return a.flags(b, 8, 65) }},
		{"structures", 5, func(a *room, b []byte) (uint64, bool) { return a.composite(b, 8, 2, 1, 1) }},
		{"most voids", 0, func(a *room, b []byte) (uint64, bool) { return a.flat(b, 8, MaxBuild, 0, sizeVoid) }},
		{"most empty structures", 1, func(a *room, b []byte) (uint64, bool) { return a.composite(b, 8, MaxBuild, 0, 0) }},
	} {
		for free := range uint64(7) {
			b := make([]byte, 16+8*free)
			var a room
			a.start(b)
			at, ok := test.allocate(&a, b)
			if ok != (free >= test.words) || ok && a.used != 16+8*test.words || ok && at < 16 {
				t.Errorf("%s in %d words: %d, %v, %d bytes used", test.name, free, at, ok, a.used)
			}
		}
	}
}

// TestMostBits allocates as many bits as a message may have: 32 MiB of them.
func TestMostBits(t *testing.T) {
	b := make([]byte, 16+MaxBuild/8)
	var a room
	a.start(b)
	if at, ok := a.flags(b, 8, MaxBuild); !ok || at != 16 || a.used != uint64(len(b)) {
		t.Errorf("%d, %v, %d bytes used", at, ok, a.used)
	}
}

// TestExactData makes data fill the buffer to its last byte, and data of no bytes, which is there and empty.
func TestExactData(t *testing.T) {
	b := make([]byte, 24+16)
	var builder Builder
	builder.Start(b)
	root := builder.Root(0, 1)
	if data := root.NewData(0, 16); len(data) != 16 {
		t.Errorf("%d bytes, want the last 16", len(data))
	}
	if data := root.NewData(0, 0); data == nil || len(data) != 0 {
		t.Errorf("no bytes are %v", data)
	}
	n, e := builder.Finish()
	var m Message
	m.Open(b[:n])
	s, _ := m.Root()
	if data, e2 := s.Data(0); e != OK || e2 != OK || data == nil || len(data) != 0 {
		t.Errorf("no bytes are read as %v, %v, %v", data, e, e2)
	}
}

// TestPointerElements asks an element of a list of pointers for a second pointer, when it is written and when it is read.
func TestPointerElements(t *testing.T) {
	b := make([]byte, 256)
	var builder Builder
	builder.Start(b)
	l := builder.Root(0, 1).NewPointerList(0, 3)
	l.SetText(0, "a")
	if l.Len() != 3 {
		t.Errorf("%d elements", l.Len())
	}
	l.Struct(0).SetText(1, "b")
	if _, e := builder.Finish(); e != ErrField {
		t.Errorf("an element has a second pointer, %v", e)
	}
}

// TestDepthOfElements follows the pointers of elements of both kinds of lists as deep as may be, and one deeper.
func TestDepthOfElements(t *testing.T) {
	for name, words := range map[string][]uint64{
		"pointers":   {listPointer(0, sizePointer, 1), listPointer(0, sizeByte, 1), 0},
		"structures": {listPointer(0, sizeComposite, 1), tag(1, 0, 1), listPointer(0, sizeByte, 1), 0},
	} {
		for depth, want := range map[int]Err{MaxDepth - 2: OK, MaxDepth - 1: ErrDepth} {
			var m Message
			m.Open(one(append(times(depth, structPointer(0, 0, 1)), words...)...))
			s, e := m.Root()
			for i := 1; i < depth && e == OK; i++ {
				s, e = s.Struct(0)
			}
			l, e2 := s.List(0, 0, 1)
			if e != OK || e2 != OK {
				t.Fatal(name, depth, e, e2)
			}
			if _, e := l.Text(0); e != want {
				t.Errorf("%s behind %d structures: %v, want %v", name, depth, e, want)
			}
		}
	}
}

// TestCosts reads a list of each kind once: the limit goes down by its words, one more, and one for each element that has no bytes.
func TestCosts(t *testing.T) {
	for _, test := range []struct {
		words []uint64
		cost  uint64
	}{
		{[]uint64{listPointer(0, sizeVoid, 9)}, 10},
		{[]uint64{listPointer(0, sizeBit, 65), 0, 0}, 3},
		{[]uint64{listPointer(0, sizeByte, 9), 0, 0}, 3},
		{[]uint64{listPointer(0, sizeTwo, 5), 0, 0}, 3},
		{[]uint64{listPointer(0, sizeFour, 3), 0, 0}, 3},
		{[]uint64{listPointer(0, sizeEight, 2), 0, 0}, 3},
		{[]uint64{listPointer(0, sizePointer, 2), 0, 0}, 3},
		{[]uint64{listPointer(0, sizeComposite, 4), tag(2, 1, 1), 0, 0, 0, 0}, 5},
		{[]uint64{listPointer(0, sizeComposite, 3), tag(3, 1, 0), 0, 0, 0}, 4},
		{[]uint64{listPointer(0, sizeComposite, 2), tag(2, 0, 0), 0, 0}, 5},
		{[]uint64{listPointer(0, sizeComposite, 0), tag(1<<29-1, 0, 0)}, 0},
		{[]uint64{listPointer(0, sizeComposite, 0), tag(1<<29, 0, 0)}, 0},
	} {
		in := one(test.words...)
		tab, l := opened(t, in)
		before := l.left
		_, _, e := tab.listAt(&l, in, 0, 0, 5)
		want := OK
		if test.cost == 0 {
			want = map[uint64]Err{tag(1<<29-1, 0, 0): ErrTraversal, tag(1<<29, 0, 0): ErrList}[test.words[1]]
		}
		if e != want || before-l.left != test.cost {
			t.Errorf("%s costs %d, %v, want %d, %v", fmt.Sprintf("%#x", test.words), before-l.left, e, test.cost, want)
		}
	}
}

// TestPadding reads the bit behind the last one of a list, which is set in the word.
func TestPadding(t *testing.T) {
	r := row{at: 0, count: 3, bits: true}
	for i, want := range []bool{true, true, true, false, false} {
		if r.flag([]byte{0xff}, uint32(i)) != want {
			t.Errorf("bit %d is %v", i, !want)
		}
	}
	r = row{count: 3, step: 8, data: 8}
	for i, want := range []extent{{data: 8}, {at: 8, data: 8}, {at: 16, data: 8}, {}, {}} {
		if got := r.element(uint32(i)); got != want {
			t.Errorf("element %d is %+v, want %+v", i, got, want)
		}
	}
}
