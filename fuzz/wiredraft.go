package fuzz

import (
	"bytes"

	"warrant/lib/wire"
)

// drafts takes the same steps with a wire.Draft, as far as it has them.
func drafts(data []byte) {
	m := maker{steps: data}
	message := m.drafted(0xa5)
	again := maker{steps: data}
	must(bytes.Equal(again.drafted(0x5a), message), "the draft holds what the buffer held")
	if message != nil {
		read(message, m.root)
	}
}

// drafted is built for a draft, which is always at the structure that was allocated last.
func (m *maker) drafted(filler byte) (message []byte) {
	length := int(m.next(2)) % 2048
	memory := bytes.Repeat([]byte{filler}, length+64)
	buffer := memory[:length]
	m.size = uint64(length) / wire.WordBytes
	data, pointers := m.next(1)%4, m.next(1)%5
	var d wire.Draft
	d.Start(buffer, uint16(data), uint16(pointers))
	m.allocate(2)
	if m.root = (&record{}); m.allocate(data + pointers) {
		m.root = &record{data: make([]byte, 8*data), pointers: make([]any, pointers)}
	}
	at := m.root
	for len(m.steps) > 0 {
		at = m.draftStep(&d, buffer, at)
	}
	n, e := d.Finish(buffer)
	return m.ended(memory, filler, n, e)
}

// draftStep writes into the structure that d is at, and answers the one that it is at then.
func (m *maker) draftStep(d *wire.Draft, buffer []byte, r *record) *record {
	kind, at := m.next(1)%10, m.count()
	switch kind {
	case 0, 1, 2, 3:
		v := m.next(1 << kind)
		m.put(r, at, v, 1<<kind)
		switch kind {
		case 0:
			d.PutUint8(buffer, at, uint8(v))
		case 1:
			d.PutUint16(buffer, at, uint16(v))
		case 2:
			d.PutUint32(buffer, at, uint32(v))
		case 3:
			d.PutUint64(buffer, at, v)
		}
	case 4:
		bit, on := at*8+uint32(m.next(1)%8), m.next(1)%2 == 0
		d.PutBool(buffer, bit, on)
		m.bit(r, bit, on)
	case 5, 6:
		text := string(m.bytes(int(m.next(1) % 20)))
		m.pointer(r, at%8, text, uint64(len(text)+8)/8)
		if kind == 5 {
			d.String(buffer, at%8, text)
		} else {
			d.Text(buffer, at%8, []byte(text))
		}
	case 7:
		blob := m.bytes(int(m.next(1) % 20))
		m.pointer(r, at%8, blob, uint64(len(blob)+7)/8)
		d.Data(buffer, at%8, blob)
	default:
		data, pointers := m.next(1)%4, m.next(1)%4
		inner := &record{data: make([]byte, 8*data), pointers: make([]any, pointers)}
		if !m.pointer(r, at%8, inner, data+pointers) {
			inner = &record{}
		}
		d.Struct(buffer, at%8, uint16(data), uint16(pointers))
		return inner
	}
	return r
}
