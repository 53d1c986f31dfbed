package fuzz

import (
	"bytes"

	"capnproto.org/go/capnp/v3"

	"warrant/lib/wire"
)

// record is what a structure, or an element of a list, must hold when it is read.
type record struct {
	data     []byte
	pointers []any // nil, *record, *rows, string for a text, or []byte
}

// rows is what a list must hold: count elements, of which those that were written are in at, or in bits when it is a list of bits.
type rows struct {
	count          uint32
	data, pointers int // bytes and pointers of an element
	one            bool
	at             map[uint32]*record
	bits           map[uint32]bool
}

// element answers the record of an element.
func (l *rows) element(i uint32) *record {
	if l.at[i] == nil {
		l.at[i] = &record{data: make([]byte, l.data), pointers: make([]any, l.pointers)}
	}
	return l.at[i]
}

// structure and sequence are builders beside what they must have built.
type structure struct {
	s wire.StructBuilder
	r *record
}

type sequence struct {
	l wire.ListBuilder
	r *rows
}

// maker takes steps of building out of an input. It keeps what the message must hold, how many words it takes, and the first error.
type maker struct {
	steps      []byte
	b          wire.Builder
	words      uint64 // of the message
	size       uint64 // of the buffer, in words
	err        wire.Err
	root       *record
	structures []structure
	lists      []sequence
}

// next takes a number of n bytes out of the steps; 0 when there are none.
func (m *maker) next(n int) (v uint64) {
	for i := range min(n, len(m.steps)) {
		v += uint64(m.steps[i]) << (8 * i)
	}
	m.steps = m.steps[min(n, len(m.steps)):]
	return v
}

// count takes a small number, or one of 32 bits.
func (m *maker) count() uint32 {
	if v := m.next(1); v < 250 {
		return uint32(v % 20)
	}
	return uint32(m.next(4))
}

func (m *maker) fail(e wire.Err) {
	if m.err == wire.OK {
		m.err = e
	}
}

// allocate counts words; !ok when there are not so many left, or after an error.
func (m *maker) allocate(words uint64) (ok bool) {
	if m.err != wire.OK || words > m.size-m.words {
		m.fail(wire.ErrFull)
		return false
	}
	m.words += words
	return true
}

// pointer lets a field of r lead to v, which takes that many words, if both are possible.
func (m *maker) pointer(r *record, field uint32, v any, words uint64) (ok bool) {
	if uint64(field) >= uint64(len(r.pointers)) {
		m.fail(wire.ErrField)
		return false
	}
	if ok = m.allocate(words); ok {
		r.pointers[field] = v
	}
	return ok
}

// put writes n bytes of v into the data of r.
func (m *maker) put(r *record, at uint32, v uint64, n int) {
	if uint64(at)+uint64(n) > uint64(len(r.data)) {
		m.fail(wire.ErrField)
		return
	}
	for i := range n {
		r.data[int(at)+i] = byte(v >> (8 * i))
	}
}

// bit writes a bit of the data of r.
func (m *maker) bit(r *record, bit uint32, on bool) {
	if uint64(bit/8) >= uint64(len(r.data)) {
		m.fail(wire.ErrField)
		return
	}
	r.data[bit/8] &^= 1 << (bit % 8)
	if on {
		r.data[bit/8] |= 1 << (bit % 8)
	}
}

// built takes all steps into a buffer that was full of filler, and answers what is the message; nil when it cannot be built.
func (m *maker) built(filler byte) (message []byte) {
	length := int(m.next(2)) % 2048
	memory := bytes.Repeat([]byte{filler}, length+64)
	m.size = uint64(length) / wire.WordBytes
	m.b.Start(memory[:length])
	m.allocate(2)
	m.begin()
	for len(m.steps) > 0 {
		if kind := m.next(1); kind >= 128 && len(m.lists) > 0 {
			m.elementStep(m.lists[m.next(1)%uint64(len(m.lists))])
		} else {
			m.step(kind%16, m.structures[m.next(1)%uint64(len(m.structures))])
		}
	}
	n, e := m.b.Finish()
	return m.ended(memory, filler, n, e)
}

// ended checks how a message ends, and that the memory behind it is as it was, and answers the message.
func (m *maker) ended(memory []byte, filler byte, n int, e wire.Err) (message []byte) {
	must(e == m.err && (e == wire.OK || n == 0), "the message ends with %v, want %v", e, m.err)
	for i := m.words * wire.WordBytes; i < uint64(len(memory)); i++ {
		must(memory[i] == filler, "byte %d is behind the %d words of the message, and changed", i, m.words)
	}
	if e != wire.OK {
		return nil
	}
	must(uint64(n) == m.words*wire.WordBytes, "%d bytes for %d words", n, m.words)
	return memory[:n]
}

// begin makes a root, the first one or another.
func (m *maker) begin() {
	data, pointers := m.next(1)%4, m.next(1)%5
	s := m.b.Root(uint16(data), uint16(pointers))
	r := &record{}
	if m.allocate(data + pointers) {
		r = &record{data: make([]byte, 8*data), pointers: make([]any, pointers)}
		m.root = r
	}
	m.structures = append(m.structures, structure{s, r})
}

// step writes into a structure.
func (m *maker) step(kind uint64, to structure) {
	s, r := to.s, to.r
	at := m.count()
	switch kind {
	case 0, 1, 2, 3:
		v := m.next(1 << kind)
		m.put(r, at, v, 1<<kind)
		switch kind {
		case 0:
			s.SetUint8(at, uint8(v))
		case 1:
			s.SetUint16(at, uint16(v))
		case 2:
			s.SetUint32(at, uint32(v))
		case 3:
			s.SetUint64(at, v)
		}
	case 4:
		bit, on := at*8+uint32(m.next(1)%8), m.next(1)%2 == 0
		s.SetBool(bit, on)
		m.bit(r, bit, on)
	case 5, 6:
		m.text(to, at%8, kind == 5)
	case 7, 8:
		m.blob(to, at%8, kind == 7)
	case 9, 10:
		data, pointers := m.next(1)%4, m.next(1)%4
		inner := &record{data: make([]byte, 8*data), pointers: make([]any, pointers)}
		if !m.pointer(r, at%8, inner, data+pointers) {
			inner = &record{}
		}
		m.structures = append(m.structures, structure{s.NewStruct(at%8, uint16(data), uint16(pointers)), inner})
	case 15:
		m.begin()
	default:
		m.listStep(kind, to, at%8)
	}
}

// text sets a text out of the steps.
func (m *maker) text(to structure, field uint32, whole bool) {
	text := string(m.bytes(int(m.next(1) % 20)))
	m.pointer(to.r, field, text, uint64(len(text)+8)/8)
	if whole {
		to.s.SetText(field, text)
	} else {
		to.s.SetTextBytes(field, []byte(text))
	}
}

// blob sets data out of the steps, or allocates it and fills it.
func (m *maker) blob(to structure, field uint32, whole bool) {
	size := m.next(1)
	if size == 255 { // of a negative size
		to.s.NewData(field, -1)
		m.fail(wire.ErrField)
		return
	}
	blob := m.bytes(int(size % 20))
	ok := m.pointer(to.r, field, blob, uint64(len(blob)+7)/8)
	if whole {
		to.s.SetData(field, blob)
		return
	}
	room := to.s.NewData(field, len(blob))
	must(len(room) == len(blob) && cap(room) == len(blob) || !ok && room == nil, "%d bytes for %d of data", len(room), len(blob))
	must(zero(room), "new data is %x", room)
	copy(room, blob)
}

// bytes takes n bytes out of the steps, or as many as there are.
func (m *maker) bytes(n int) []byte {
	n = min(n, len(m.steps))
	b := bytes.Clone(m.steps[:n])
	m.steps = m.steps[n:]
	return b
}

// listStep allocates a list.
func (m *maker) listStep(kind uint64, to structure, field uint32) {
	count := m.count()
	r := &rows{count: count, at: map[uint32]*record{}, bits: map[uint32]bool{}}
	var l wire.ListBuilder
	words := uint64(0)
	switch kind {
	case 11: // numbers, of a size that may not exist
		r.data = int(m.next(1) % 9)
		l = to.s.NewNumberList(field, count, uint32(r.data))
		if r.data != 1 && r.data != 2 && r.data != 4 && r.data != 8 {
			m.fail(wire.ErrField)
		}
		words = (uint64(count)*uint64(r.data) + 7) / 8
	case 12:
		r.one = true
		l = to.s.NewBoolList(field, count)
		words = (uint64(count) + 63) / 64
	case 13:
		r.pointers = 1
		l = to.s.NewPointerList(field, count)
		words = uint64(count)
	default:
		data, pointers := m.next(1)%3, m.next(1)%3
		r.data, r.pointers = int(8*data), int(pointers)
		l = to.s.NewStructList(field, count, uint16(data), uint16(pointers))
		words = uint64(count)*(data+pointers) + 1
	}
	if count > wire.MaxBuild {
		words = 1 << 40 // even of nothing there may not be so many
	}
	if !m.pointer(to.r, field, r, words) {
		r.count = 0
	}
	must(l.Len() == r.count, "a new list has %d elements, want %d", l.Len(), r.count)
	m.lists = append(m.lists, sequence{l, r})
}

// elementStep writes an element of a list.
func (m *maker) elementStep(to sequence) {
	i, kind := m.count(), m.next(1)%16
	if kind == 14 {
		on := m.next(1)%2 == 0
		to.l.SetBool(i, on)
		if i >= to.r.count || !to.r.one {
			m.fail(wire.ErrField)
			return
		}
		to.r.bits[i] = on
		return
	}
	r := &record{}
	if i >= to.r.count || to.r.one {
		m.fail(wire.ErrField)
	} else {
		r = to.r.element(i)
	}
	if kind == 15 || kind > 8 {
		m.structures = append(m.structures, structure{to.l.Struct(i), r})
		return
	}
	v := m.next(8)
	value := m.bytes(int(v % 16))
	switch kind {
	case 0:
		m.put(r, 0, v, 1)
		to.l.SetUint8(i, uint8(v))
	case 1:
		m.put(r, 0, v, 2)
		to.l.SetUint16(i, uint16(v))
	case 2:
		m.put(r, 0, v, 4)
		to.l.SetUint32(i, uint32(v))
	case 3:
		m.put(r, 0, v, 8)
		to.l.SetUint64(i, v)
	case 4, 5:
		m.pointer(r, 0, string(value), uint64(len(value)+8)/8)
		if kind == 4 {
			to.l.SetText(i, string(value))
		} else {
			to.l.SetTextBytes(i, value)
		}
	default:
		m.pointer(r, 0, value, uint64(len(value)+7)/8)
		to.l.SetData(i, value)
	}
}

// WireBuild takes the input as steps of building a message, in a buffer that may be too short for it: every error is the one that the
// package's text promises, nothing outside the message changes, no byte of it comes from what the buffer held before, and
// capnproto.org/go/capnp/v3 and the package's own reader read what was written, object by object.
func WireBuild(data []byte) int {
	m := maker{steps: data}
	message := m.built(0xa5)
	again := maker{steps: data}
	must(bytes.Equal(again.built(0x5a), message), "the message holds what the buffer held")
	drafts(data)
	if message == nil {
		return 0
	}
	read(message, m.root)
	return 1
}

// read lets capnproto.org/go/capnp/v3 and the package's own reader read a message.
func read(message []byte, root *record) {
	their, err := capnp.Unmarshal(message)
	must(err == nil, "capnp/v3 refuses the message: %v", err)
	their.TraverseLimit = 1 << 62
	their.DepthLimit = 1 << 20
	p, err := their.Root()
	must(err == nil && p.IsValid(), "capnp/v3 refuses the root: %v", err)
	holds(p.Struct(), root)

	var own wire.Message
	must(own.Open(message) == wire.OK && own.Size() == uint64(len(message)), "the message of %d bytes has %d", len(message), own.Size())
	s, e := own.Root()
	c := comparison{left: 300}
	c.structure(s, e, p, err)
}

// holds compares a structure, as capnp/v3 reads it, with what it must hold.
func holds(s capnp.Struct, r *record) {
	size := s.Size()
	must(int(size.DataSize) == len(r.data) && int(size.PointerCount) == len(r.pointers), "a structure of %d bytes and %d pointers, want %d and %d",
		size.DataSize, size.PointerCount, len(r.data), len(r.pointers))
	for i, b := range r.data {
		must(s.Uint8(capnp.DataOffset(i)) == b, "byte %d is %#x, want %#x", i, s.Uint8(capnp.DataOffset(i)), b)
	}
	for i, want := range r.pointers {
		p, err := s.Ptr(uint16(i))
		must(err == nil, "capnp/v3 refuses pointer %d: %v", i, err)
		switch want := want.(type) {
		case nil:
			must(!p.IsValid(), "pointer %d leads somewhere", i)
		case *record:
			must(p.Struct().IsValid(), "pointer %d leads to no structure", i)
			holds(p.Struct(), want)
		case string:
			must(p.IsValid() && string(p.TextBytes()) == want, "text %d is %q, want %q", i, p.TextBytes(), want)
		case []byte:
			must(p.IsValid() && bytes.Equal(p.Data(), want), "data %d is %q, want %q", i, p.Data(), want)
		case *rows:
			must(p.List().IsValid() && p.List().Len() == int(want.count), "list %d has %d elements, want %d", i, p.List().Len(), want.count)
			holdsRows(p.List(), want)
		}
	}
}

// holdsRows compares the elements that were written, and the first and the last one.
func holdsRows(l capnp.List, r *rows) {
	if r.count == 0 {
		return
	}
	if r.one {
		for i := range min(r.count, 200) {
			must(capnp.BitList(l).At(int(i)) == r.bits[i], "bit %d is %v", i, !r.bits[i])
		}
		return
	}
	for _, i := range []uint32{0, r.count - 1} {
		r.element(i)
	}
	for i, want := range r.at {
		holds(l.Struct(int(i)), want)
	}
}
