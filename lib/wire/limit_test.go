package wire

import "testing"

// chain is a message in which each structure leads to the next, n structures in all.
func chain(n int) (b []byte) {
	return one(append(times(n-1, structPointer(0, 0, 1)), structPointer(0, 0, 1), 0)...)
}

// TestDepth follows chains of structures to their end.
func TestDepth(t *testing.T) {
	for _, test := range []struct {
		n    int
		want Err
	}{{1, OK}, {MaxDepth - 1, OK}, {MaxDepth, OK}, {MaxDepth + 1, ErrDepth}, {MaxDepth + 100, ErrDepth}} {
		var m Message
		m.Open(chain(test.n))
		s, e := m.Root()
		for i := 1; i < test.n && e == OK; i++ {
			s, e = s.Struct(0)
		}
		if e != test.want {
			t.Errorf("%d structures: %v, want %v", test.n, e, test.want)
		}
	}
}

// TestDepthOfLeaves puts each kind of leaf as deep as may be, and one deeper.
func TestDepthOfLeaves(t *testing.T) {
	leaves := map[string]struct {
		pointer uint64
		follow  func(Struct) Err
	}{
		"structure": {structPointer(-1, 0, 0), func(s Struct) Err { _, e := s.Struct(0); return e }},
		"text":      {listPointer(0, sizeByte, 1), func(s Struct) Err { _, e := s.Text(0); return e }},
		"data":      {listPointer(0, sizeByte, 1), func(s Struct) Err { _, e := s.Data(0); return e }},
		"numbers":   {listPointer(0, sizeEight, 1), func(s Struct) Err { _, e := s.List(0, 8, 0); return e }},
		"bits":      {listPointer(0, sizeBit, 1), func(s Struct) Err { _, e := s.BoolList(0); return e }},
	}
	for name, leaf := range leaves {
		for depth, want := range map[int]Err{MaxDepth - 1: OK, MaxDepth: ErrDepth} {
			var m Message
			m.Open(one(append(times(depth, structPointer(0, 0, 1)), leaf.pointer, 0)...))
			s, e := m.Root()
			for i := 1; i < depth && e == OK; i++ {
				s, e = s.Struct(0)
			}
			if e != OK {
				t.Fatal(name, depth, e)
			}
			if e := leaf.follow(s); e != want {
				t.Errorf("%s behind %d structures: %v, want %v", name, depth, e, want)
			}
		}
	}
}

// TestLoop follows a structure that leads to itself: the depth ends it.
func TestLoop(t *testing.T) {
	var m Message
	m.Open(one(structPointer(-1, 0, 1)))
	s, e := m.Root()
	steps := 0
	for e == OK {
		s, e = s.Struct(0)
		steps++
	}
	if e != ErrDepth || steps != MaxDepth {
		t.Errorf("%v after %d steps", e, steps)
	}
}

// TestTraversal reads the same object again and again: the traversal limit ends it, at the word that the package's text says.
func TestTraversal(t *testing.T) {
	tests := []struct {
		name   string
		words  []uint64 // behind the root structure of one pointer
		cost   uint64   // of following that pointer
		follow func(Struct) Err
	}{
		{"structure", []uint64{structPointer(0, 2, 1), 0, 0, 0}, 4, func(s Struct) Err { _, e := s.Struct(0); return e }},
		{"empty structure", []uint64{structPointer(-1, 0, 0)}, 1, func(s Struct) Err { _, e := s.Struct(0); return e }},
		{"text", []uint64{listPointer(0, sizeByte, 9), 0, 0}, 3, func(s Struct) Err { _, e := s.Text(0); return e }},
		{"voids", []uint64{listPointer(0, sizeVoid, 9)}, 10, func(s Struct) Err { _, e := s.List(0, 0, 0); return e }},
		{"bits", []uint64{listPointer(0, sizeBit, 65), 0, 0}, 3, func(s Struct) Err { _, e := s.BoolList(0); return e }},
		{"fours", []uint64{listPointer(0, sizeFour, 3), 0, 0}, 3, func(s Struct) Err { _, e := s.List(0, 4, 0); return e }},
		{"structures", []uint64{listPointer(0, sizeComposite, 2), tag(2, 1, 0), 0, 0}, 3, func(s Struct) Err { _, e := s.List(0, 0, 0); return e }},
		{"empty structures", []uint64{listPointer(0, sizeComposite, 0), tag(9, 0, 0)}, 10, func(s Struct) Err { _, e := s.List(0, 0, 0); return e }},
	}
	for _, test := range tests {
		words := append([]uint64{structPointer(0, 0, 1)}, test.words...)
		var m Message
		m.Open(one(words...))
		s, e := m.Root()
		if e != OK {
			t.Fatal(test.name, e)
		}
		limit := uint64(TraversalFactor*len(words)+TraversalBase) - 2 // the root costs its pointer and one more
		count := uint64(0)
		for test.follow(s) == OK {
			count++
		}
		if e := test.follow(s); e != ErrTraversal || count != limit/test.cost {
			t.Errorf("%s: %v after %d times, want %d", test.name, e, count, limit/test.cost)
		}
		if e := m.Open(one(words...)); e != OK {
			t.Error(e)
		}
		if s, _ := m.Root(); test.follow(s) != OK {
			t.Errorf("%s: opening the message again does not renew the limit", test.name)
		}
	}
}

// TestTraversalOfPrefix opens a message of which only the beginning is there: the limit is that of the words that are.
func TestTraversalOfPrefix(t *testing.T) {
	whole := one(append([]uint64{structPointer(0, 0, 1), listPointer(0, sizeByte, 9)}, times(1000, 0)...)...)
	for n, words := range map[int]uint64{len(whole): 1002, 8 + 8*4: 4, 8 + 8*5 + 7: 5} {
		var m Message
		m.OpenPrefix(whole[:n])
		if want := TraversalFactor*words + TraversalBase; m.limit.left != want {
			t.Errorf("%d bytes: the limit is %d words, want %d", n, m.limit.left, want)
		}
	}
}

// TestPrefix opens every prefix of a message: what lies in it reads as in the whole, the rest is absent.
func TestPrefix(t *testing.T) {
	whole := stream(
		[]uint64{structPointer(0, 1, 3), 42, far(1, 0), listPointer(2, sizeEight, 1), structPointer(2, 1, 0), 0, 43, 44},
		[]uint64{listPointer(0, sizeByte, 4), ascii("abc")},
	)
	const table = 16
	for n := 0; n <= len(whole); n++ {
		var m Message
		in := append([]byte{}, whole[:n]...) // a copy: a read behind it would fault
		e := m.OpenPrefix(in[:n:n])
		if want := n >= table; (e == OK) != want {
			t.Fatalf("%d bytes: %v", n, e)
		}
		if e != OK {
			continue
		}
		present := func(name string, end int, e Err, ok bool) {
			if n < end && e != ErrAbsent || n >= end && (e != OK || !ok) {
				t.Errorf("%d bytes: %s: %v, value right: %v", n, name, e, ok)
			}
		}
		root, e := m.Root()
		present("root", table+40, e, root.Uint64(0) == 42)
		if e != OK {
			continue
		}
		text, e := root.Text(0)
		present("text", table+80, e, string(text) == "abc")
		l, e := root.List(1, 8, 0)
		present("list", table+56, e, l.Uint64(0) == 43)
		s, e := root.Struct(2)
		present("structure", table+64, e, s.Uint64(0) == 44)
	}
}
