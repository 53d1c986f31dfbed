package wire

import (
	"math/rand/v2"
	"testing"

	"capnproto.org/go/capnp/v3"
)

// seeds are good messages and one of each kind of far pointer.
func seeds() (list [][]byte) {
	for seed := range uint64(20) {
		r := randomSource(seed)
		n := randomNode(r, 3)
		for _, a := range []capnp.Arena{capnp.SingleSegment(nil), arena(r, MaxSegments, 20)} {
			if in := theirs(n, a); in != nil {
				list = append(list, in)
			}
		}
	}
	return append(list,
		chain(MaxDepth+1),
		one(far(0, 0)),
		one(structPointer(-1, 0, 1)),
		one(structPointer(0, 0, 1), listPointer(0, sizeComposite, 1), tag(1<<29-1, 65535, 65535), 0),
		stream([]uint64{structPointer(0, 0, 1), doubleFar(1, 0)}, []uint64{far(2, 1), listPointer(0, sizeComposite, 1)}, []uint64{0, tag(1, 1, 0), 7}),
	)
}

// FuzzRead reads any bytes as a message in every way, and compares with capnp/v3.
func FuzzRead(f *testing.F) {
	for _, in := range seeds() {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var v visitor
		v.message(in[:len(in):len(in)])
		c := newComparison()
		c.message(in, in)
		if len(c.disagree) != 0 {
			t.Error(c.disagree)
		}
	})
}

// FuzzBuild builds a random structure into a buffer of any length: all of it can be read back, or the buffer is full.
func FuzzBuild(f *testing.F) {
	f.Add(uint64(1), uint16(64))
	f.Add(uint64(2), uint16(65535))
	f.Fuzz(func(t *testing.T, seed uint64, length uint16) {
		n := randomNode(rand.New(rand.NewPCG(seed, 0)), 4)
		var b Builder
		b.Start(make([]byte, length))
		n.build(b.Root(uint16(len(n.data)), uint16(len(n.pointers))))
		size, e := b.Finish()
		if e == ErrFull {
			return
		}
		var m Message
		if e != OK || m.Open(b.bytes[:size]) != OK {
			t.Fatal(e)
		}
		s, e := m.Root()
		if e != OK {
			t.Fatal(e)
		}
		if err := n.check(s); err != nil {
			t.Fatal(err)
		}
	})
}

// TestTotal reads damaged messages cut at every length.
func TestTotal(t *testing.T) {
	messages := 0
	for seed := range uint64(300) {
		r := randomSource(seed)
		n := &node{}
		fill(r, n, 2, 4, 3)
		in := theirs(n, arena(r, 1+r.IntN(MaxSegments), 40))
		if in == nil {
			continue
		}
		in = mutate(r, in)
		for cut := 0; cut <= len(in) && cut < 400; cut += 1 + cut%13 {
			var v visitor
			v.message(append([]byte{}, in[:cut]...)[:cut:cut])
			if v.objects > 0 {
				messages++
			}
		}
	}
	if messages < 1000 {
		t.Errorf("only %d messages could be read at all", messages)
	}
}
