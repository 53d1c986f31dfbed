package wire

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"capnproto.org/go/capnp/v3"
)

// randomSource is a source of random numbers that is the same in each run.
func randomSource(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 0x77617272616e74))
}

// arena is memory for capnp/v3 in n segments of at most that many words, so small that objects land in other segments than their
// pointers.
func arena(r *rand.Rand, n, words int) *capnp.MultiSegmentArena {
	segments := make([][]byte, n)
	for i := range segments {
		segments[i] = make([]byte, 0, 8*(1+r.IntN(words)))
	}
	return capnp.MultiSegment(segments)
}

// theirs writes a node with capnp/v3 into memory of that shape; nil when it does not fit.
func theirs(n *node, a capnp.Arena) []byte {
	message, segment, err := capnp.NewMessage(a)
	if err != nil {
		return nil
	}
	root, err := capnp.NewRootStruct(segment, sizeOf(len(n.data), len(n.pointers)))
	if err != nil {
		return nil
	}
	if err := n.buildWith(root); err != nil {
		return nil
	}
	out, err := message.Marshal()
	if err != nil {
		return nil
	}
	return out
}

// TestReadTheirs reads what capnp/v3 writes, from one segment and from many.
func TestReadTheirs(t *testing.T) {
	read, many := 0, 0
	for seed := range uint64(3000) {
		r := randomSource(seed)
		n := randomNode(r, 4)
		for _, a := range []capnp.Arena{capnp.SingleSegment(nil), arena(r, MaxSegments, 20), arena(r, 4, 60), arena(r, 2, 200)} {
			in := theirs(n, a)
			if in == nil {
				continue
			}
			var m Message
			if e := m.Open(in); e != OK || m.Size() != uint64(len(in)) {
				t.Fatalf("seed %d: %v, size %d of %d", seed, e, m.Size(), len(in))
			}
			s, e := m.Root()
			if e != OK {
				t.Fatalf("seed %d: root: %v", seed, e)
			}
			if err := n.check(s); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			read++
			if m.table.segments > 1 {
				many++
			}
		}
	}
	if read < 3000 || many < 1000 {
		t.Errorf("only %d messages were read, %d of them of several segments", read, many)
	}
}

// TestTheyRead lets capnp/v3 read what this package writes.
func TestTheyRead(t *testing.T) {
	buffer := make([]byte, 1<<20)
	agreed := 0
	for seed := range uint64(3000) {
		n := randomNode(randomSource(seed), 4)
		for i := range buffer[:4096] {
			buffer[i] = 0xa5
		}
		var b Builder
		b.Start(buffer)
		n.build(b.Root(uint16(len(n.data)), uint16(len(n.pointers))))
		length, e := b.Finish()
		if e != OK {
			t.Fatalf("seed %d: %v", seed, e)
		}
		c := newComparison()
		c.message(buffer[:length], buffer[:length])
		if len(c.disagree) != 0 || len(c.stricter) != 0 {
			t.Fatalf("seed %d: %v %v", seed, c.disagree, c.stricter)
		}
		agreed += c.objects
		var m Message
		m.Open(buffer[:length])
		s, e := m.Root()
		if e != OK {
			t.Fatal(e)
		}
		if err := n.check(s); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	if agreed < 10000 {
		t.Errorf("only %d objects were compared", agreed)
	}
}

// mutate damages a message in one of the ways that matter to the format.
func mutate(r *rand.Rand, in []byte) (out []byte) {
	out = append([]byte{}, in...)
	for range 1 + r.IntN(3) {
		if len(out) < 16 {
			return out
		}
		word := out[r.IntN(len(out)/8)*8:][:8]
		switch r.IntN(20) {
		case 0:
			out[r.IntN(len(out))] ^= 1 << r.IntN(8)
		case 1:
			out = out[:r.IntN(len(out))]
		case 2:
			out[r.IntN(4)] = byte(r.IntN(20))
		case 3:
			binary.LittleEndian.PutUint32(out[4:], uint32(len(out)/8+r.IntN(4)-2))
		case 4:
			copy(word, out[r.IntN(len(out)/8)*8:][:8])
		default:
			binary.LittleEndian.PutUint64(word, randomPointer(r, len(out)/8))
		}
	}
	return out
}

// randomPointer makes a pointer of any kind with fields near the boundaries of a message of that many words.
func randomPointer(r *rand.Rand, words int) (w uint64) {
	near := func() uint64 { return uint64(r.IntN(words+2)) - uint64(r.IntN(3)) }
	small := func() uint64 { return uint64(r.IntN(4)) }
	switch r.IntN(9) {
	case 0:
		return structPointer(int64(near())-int64(r.IntN(words+1)), small(), small())
	case 1:
		return listPointer(int64(near())-int64(r.IntN(words+1)), uint64(r.IntN(8)), near()&(1<<29-1))
	case 2:
		return far(small(), near()&(1<<29-1))
	case 3:
		return doubleFar(small(), near()&(1<<29-1))
	case 4:
		return tag(near()&(1<<30-1), small(), small())
	case 5:
		return structPointer(0, uint64(r.IntN(65536)), uint64(r.IntN(65536)))
	case 6:
		return listPointer(0, uint64(r.IntN(8)), uint64(r.IntN(1<<29)))
	case 7:
		return 3 | uint64(r.Uint32())<<32
	}
	return r.Uint64()
}

// TestMutations damages good messages: neither reader may panic or read outside, and where both accept, they agree.
func TestMutations(t *testing.T) {
	rounds := uint64(40000)
	if testing.Short() {
		rounds = 4000
	}
	total := newComparison()
	accepted := 0
	for seed := range rounds {
		r := randomSource(seed)
		n := &node{}
		fill(r, n, 2, 4, 3)
		in := theirs(n, arena(r, 1+r.IntN(MaxSegments), 60))
		if in == nil {
			in = theirs(n, capnp.SingleSegment(nil))
		}
		in = mutate(r, in)
		c := newComparison()
		c.message(in[:len(in):len(in)], in)
		if len(c.disagree) != 0 {
			t.Fatalf("seed %d: %v\n%x", seed, c.disagree, in)
		}
		for e, count := range c.stricter {
			total.stricter[e] += count
		}
		total.objects += c.objects
		if c.objects > 1 {
			accepted++
		}
	}
	t.Logf("%d objects compared in %d readable messages; only we refuse: %v", total.objects, accepted, total.stricter)
	if accepted < int(rounds)*2/5 {
		t.Errorf("only %d of %d messages were readable: the damage is too great to compare anything", accepted, rounds)
	}
	for _, e := range []Err{ErrList, ErrFar, ErrCapability} {
		if total.stricter[e] == 0 {
			t.Errorf("no message led to %q", e)
		}
	}
}

// TestComparisonSaysNo gives the two readers different messages: the comparison must notice.
func TestComparisonSaysNo(t *testing.T) {
	good := one(structPointer(0, 1, 1), 5, listPointer(0, sizeByte, 4), ascii("abc"))
	tests := []struct {
		name string
		bad  []byte
	}{
		{"another number", one(structPointer(0, 1, 1), 6, listPointer(0, sizeByte, 4), ascii("abc"))},
		{"another text", one(structPointer(0, 1, 1), 5, listPointer(0, sizeByte, 4), ascii("abd"))},
		{"shorter data", one(structPointer(0, 1, 1), 5, listPointer(0, sizeByte, 3), ascii("abc"))},
		{"null", one(0, 5, listPointer(0, sizeByte, 4), ascii("abc"))},
		{"fewer fields", one(structPointer(1, 0, 1), 5, listPointer(0, sizeByte, 4), ascii("abc"))},
		{"another kind", one(structPointer(0, 1, 1), 5, structPointer(0, 1, 0), ascii("abc"))},
		{"refused", one(structPointer(0, 1, 1), 5, listPointer(1, sizeByte, 4), ascii("abc"))},
		{"refused as a whole", good[:15]},
	}
	for _, test := range tests {
		for _, pair := range [][2][]byte{{good, test.bad}, {test.bad, good}} {
			c := newComparison()
			c.message(pair[0], pair[1])
			if len(c.disagree) == 0 {
				t.Errorf("%s: not noticed", test.name)
			}
		}
	}
	c := newComparison()
	if c.message(good, good); len(c.disagree) != 0 {
		t.Errorf("a message differs from itself: %v", c.disagree)
	}
	// A node that is not the message's must not pass for it.
	var m Message
	m.Open(good)
	s, _ := m.Root()
	for name, n := range map[string]*node{
		"data":    {data: []uint64{6}, pointers: []value{text("abc")}},
		"text":    {data: []uint64{5}, pointers: []value{text("abd")}},
		"missing": {data: []uint64{5}, pointers: []value{nil}},
		"more":    {data: []uint64{5, 1}, pointers: []value{text("abc")}},
	} {
		if n.check(s) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}
