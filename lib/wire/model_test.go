package wire

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	"capnproto.org/go/capnp/v3"
)

// node is a structure of a random message as plain Go values: the third party that both implementations are compared with.
type node struct {
	data     []uint64
	pointers []value
}

// value is what a pointer of a node leads to; its type is one of those below, or nil for a null pointer.
type value any

type (
	text    string
	blob    []byte
	bools   []bool
	bytes1  []uint8
	numbers struct {
		bytes int // 2, 4 or 8
		v     []uint64
	}
	texts   []string
	structs struct {
		data, pointers int
		v              []*node
	}
	voids int
)

// randomNode makes a structure of at most that depth.
func randomNode(r *rand.Rand, depth int) (n *node) {
	n = &node{}
	fill(r, n, r.IntN(4), r.IntN(4), depth)
	return n
}

// fill gives a node data and pointers.
func fill(r *rand.Rand, n *node, data, pointers, depth int) {
	for range data {
		n.data = append(n.data, r.Uint64())
	}
	for range pointers {
		n.pointers = append(n.pointers, randomValue(r, depth))
	}
}

func randomValue(r *rand.Rand, depth int) (v value) {
	count := r.IntN(6)
	if r.IntN(10) == 0 {
		count = r.IntN(200)
	}
	raw := make([]byte, count)
	for i := range raw {
		raw[i] = byte(r.Uint32())
	}
	switch kind := r.IntN(10); {
	case kind == 0 && depth > 0:
		return randomNode(r, depth-1)
	case kind == 1 && depth > 0:
		s := structs{data: r.IntN(3), pointers: r.IntN(3)}
		for range r.IntN(5) {
			n := &node{}
			fill(r, n, s.data, s.pointers, depth-1)
			s.v = append(s.v, n)
		}
		return s
	case kind == 2:
		return text(raw)
	case kind == 3:
		return blob(raw)
	case kind == 4:
		b := make(bools, count)
		for i := range b {
			b[i] = r.IntN(2) == 0
		}
		return b
	case kind == 5:
		return bytes1(raw)
	case kind == 6:
		l := numbers{bytes: 2 << r.IntN(3)}
		for range count {
			l.v = append(l.v, r.Uint64()>>(64-8*l.bytes))
		}
		return l
	case kind == 7:
		var l texts
		for i := range count % 5 {
			l = append(l, string(raw[:i]))
		}
		return l
	case kind == 8:
		return voids(count)
	}
	return nil
}

// build writes a node with this package.
func (n *node) build(s StructBuilder) {
	for i, w := range n.data {
		s.SetUint64(uint32(8*i), w)
	}
	for i, v := range n.pointers {
		field := uint32(i)
		switch v := v.(type) {
		case *node:
			v.build(s.NewStruct(field, uint16(len(v.data)), uint16(len(v.pointers))))
		case text:
			if i%2 == 0 {
				s.SetText(field, string(v))
			} else {
				s.SetTextBytes(field, []byte(v))
			}
		case blob:
			s.SetData(field, v)
		case bytes1:
			l := s.NewNumberList(field, uint32(len(v)), 1)
			for i, b := range v {
				l.SetUint8(uint32(i), b)
			}
		case bools:
			l := s.NewBoolList(field, uint32(len(v)))
			for i, b := range v {
				l.SetBool(uint32(i), b)
			}
		case numbers:
			l := s.NewNumberList(field, uint32(len(v.v)), uint32(v.bytes))
			for i, w := range v.v {
				switch v.bytes {
				case 2:
					l.SetUint16(uint32(i), uint16(w))
				case 4:
					l.SetUint32(uint32(i), uint32(w))
				case 8:
					l.SetUint64(uint32(i), w)
				}
			}
		case texts:
			l := s.NewPointerList(field, uint32(len(v)))
			for i, t := range v {
				if i%2 == 0 {
					l.SetText(uint32(i), t)
				} else {
					l.SetTextBytes(uint32(i), []byte(t))
				}
			}
		case structs:
			l := s.NewStructList(field, uint32(len(v.v)), uint16(v.data), uint16(v.pointers))
			for i, n := range v.v {
				n.build(l.Struct(uint32(i)))
			}
		case voids:
			s.NewStructList(field, uint32(v), 0, 0)
		}
	}
}

// check reads a node with this package and says what differs.
func (n *node) check(s Struct) error {
	for i := range max(len(n.data), int(s.place.data/8)) {
		want := uint64(0)
		if i < len(n.data) {
			want = n.data[i]
		}
		if got := s.Uint64(uint32(8 * i)); got != want {
			return fmt.Errorf("data word %d is %#x, want %#x", i, got, want)
		}
	}
	for i, v := range n.pointers {
		if err := checkValue(v, s, uint32(i)); err != nil {
			return fmt.Errorf("pointer %d (%T): %w", i, v, err)
		}
	}
	return nil
}

func checkValue(v value, s Struct, field uint32) error {
	switch v := v.(type) {
	case nil:
		if t, e := s.Struct(field); e != OK || t != (Struct{}) {
			return fmt.Errorf("got %v, %v, want null", t, e)
		}
	case *node:
		t, e := s.Struct(field)
		if e != OK {
			return fmt.Errorf("got %v", e)
		}
		return v.check(t)
	case text:
		if got, e := s.Text(field); e != OK || string(got) != string(v) {
			return fmt.Errorf("got %q, %v, want %q", got, e, v)
		}
	case blob:
		if got, e := s.Data(field); e != OK || !bytes.Equal(got, v) {
			return fmt.Errorf("got %x, %v, want %x", got, e, []byte(v))
		}
	case bools:
		l, e := s.BoolList(field)
		if e != OK || int(l.Len()) != len(v) {
			return fmt.Errorf("%d elements, %v, want %d", l.Len(), e, len(v))
		}
		for i, b := range v {
			if l.Bool(uint32(i)) != b {
				return fmt.Errorf("element %d is not %v", i, b)
			}
		}
	case bytes1:
		return checkNumbers(s, field, 1, len(v), func(i int) uint64 { return uint64(v[i]) })
	case numbers:
		return checkNumbers(s, field, v.bytes, len(v.v), func(i int) uint64 { return v.v[i] })
	case texts:
		l, e := s.List(field, 0, 1)
		if e != OK || int(l.Len()) != len(v) {
			return fmt.Errorf("%d elements, %v, want %d", l.Len(), e, len(v))
		}
		for i, t := range v {
			if got, e := l.Text(uint32(i)); e != OK || string(got) != t {
				return fmt.Errorf("element %d is %q, %v, want %q", i, got, e, t)
			}
		}
	case structs:
		l, e := s.List(field, 0, 0)
		if e != OK || int(l.Len()) != len(v.v) {
			return fmt.Errorf("%d elements, %v, want %d", l.Len(), e, len(v.v))
		}
		for i, n := range v.v {
			if err := n.check(l.Struct(uint32(i))); err != nil {
				return fmt.Errorf("element %d: %w", i, err)
			}
		}
	case voids:
		if l, e := s.List(field, 0, 0); e != OK || int(l.Len()) != int(v) {
			return fmt.Errorf("%d elements, %v, want %d", l.Len(), e, v)
		}
	}
	return nil
}

func checkNumbers(s Struct, field uint32, size, count int, want func(int) uint64) error {
	l, e := s.List(field, uint32(size), 0)
	if e != OK || int(l.Len()) != count {
		return fmt.Errorf("%d elements, %v, want %d", l.Len(), e, count)
	}
	for i := range count {
		at := uint32(i)
		got := map[int]uint64{1: uint64(l.Uint8(at)), 2: uint64(l.Uint16(at)), 4: uint64(l.Uint32(at)), 8: l.Uint64(at)}[size]
		if got != want(i) {
			return fmt.Errorf("element %d is %#x, want %#x", i, got, want(i))
		}
	}
	return nil
}

// buildWith writes a node with capnp/v3, as the structure s.
func (n *node) buildWith(s capnp.Struct) error {
	for i, w := range n.data {
		s.SetUint64(capnp.DataOffset(8*i), w)
	}
	for i, v := range n.pointers {
		p, err := pointerWith(v, s.Segment())
		if err != nil {
			return err
		}
		if err := s.SetPtr(uint16(i), p); err != nil {
			return err
		}
	}
	return nil
}

func sizeOf(data, pointers int) capnp.ObjectSize {
	return capnp.ObjectSize{DataSize: capnp.Size(8 * data), PointerCount: uint16(pointers)}
}

// pointerWith allocates a value with capnp/v3.
func pointerWith(v value, seg *capnp.Segment) (p capnp.Ptr, err error) {
	switch v := v.(type) {
	case *node:
		s, err := capnp.NewStruct(seg, sizeOf(len(v.data), len(v.pointers)))
		if err != nil {
			return p, err
		}
		return s.ToPtr(), v.buildWith(s)
	case text:
		t, err := capnp.NewText(seg, string(v))
		return t.ToPtr(), err
	case blob:
		d, err := capnp.NewData(seg, v)
		return d.ToPtr(), err
	case bools:
		l, err := capnp.NewBitList(seg, int32(len(v)))
		for i := 0; i < len(v) && err == nil; i++ {
			l.Set(i, v[i])
		}
		return l.ToPtr(), err
	case bytes1:
		l, err := capnp.NewUInt8List(seg, int32(len(v)))
		for i := 0; i < len(v) && err == nil; i++ {
			l.Set(i, v[i])
		}
		return l.ToPtr(), err
	case numbers:
		return numbersWith(v, seg)
	case texts:
		l, err := capnp.NewTextList(seg, int32(len(v)))
		for i := 0; i < len(v) && err == nil; i++ {
			var t capnp.UInt8List
			if t, err = capnp.NewText(seg, v[i]); err == nil {
				err = capnp.PointerList(l).Set(i, t.ToPtr())
			}
		}
		return l.ToPtr(), err
	case structs:
		l, err := capnp.NewCompositeList(seg, sizeOf(v.data, v.pointers), int32(len(v.v)))
		for i := 0; i < len(v.v) && err == nil; i++ {
			err = v.v[i].buildWith(l.Struct(i))
		}
		return l.ToPtr(), err
	case voids:
		return capnp.NewVoidList(seg, int32(v)).ToPtr(), nil
	}
	return p, nil
}

func numbersWith(v numbers, seg *capnp.Segment) (p capnp.Ptr, err error) {
	n := int32(len(v.v))
	switch v.bytes {
	case 2:
		l, err := capnp.NewUInt16List(seg, n)
		for i := 0; i < len(v.v) && err == nil; i++ {
			l.Set(i, uint16(v.v[i]))
		}
		return l.ToPtr(), err
	case 4:
		l, err := capnp.NewUInt32List(seg, n)
		for i := 0; i < len(v.v) && err == nil; i++ {
			l.Set(i, uint32(v.v[i]))
		}
		return l.ToPtr(), err
	}
	l, err := capnp.NewUInt64List(seg, n)
	for i := 0; i < len(v.v) && err == nil; i++ {
		l.Set(i, v.v[i])
	}
	return l.ToPtr(), err
}
