// +gobra

package wire

// @ import "warrant/lib/little"

// Draft writes one message of one segment, structure by structure. It holds no pointer: each function is given the same buffer again. So
// proofs see plain values; Builder writes the same messages with more comfort. The first thing that goes wrong is kept and returned by Finish.
// It is always at one structure: first the root, and then the one that Struct has allocated last. A buffer is at most MaxBuild bytes long.
type Draft struct {
	room     room
	at       uint64 // position of the data section of the structure; the pointer section follows it
	data     uint32 // bytes
	pointers uint32
}

// @ requires acc(d) && acc(b) && len(b) <= MaxBuild
// @ requires 0 <= data && data <= 65535 && 0 <= pointers && pointers <= 65535
// @ ensures  acc(d) && acc(b) && d.Right(len(b))
// @ ensures  d.Good() == (16 + 8*(int(data) + int(pointers)) <= len(b))
// @ ensures  d.Good() ==> d.Used() == 16 + 8*(int(data) + int(pointers)) && d.IsAt(16, 8*int(data), int(pointers))
// @ ensures  !d.Good() ==> d.IsAt(0, 0, 0) && d.Used() <= 16
// @ ensures  d.Good() ==> little.At32(b, 8) % 4 == 0 && uint64(little.At32(b, 12)) == uint64(data) + 65536*uint64(pointers)
// @ ensures  d.Good() ==> forall k int :: { b[k] } 16 <= k && k < d.Used() ==> b[k] == 0
// @ ensures  forall k int :: { b[k] } 0 <= k && k < len(b) && 16 + 8*(int(data) + int(pointers)) <= k ==> b[k] == old(b[k])
// @ decreases

// Start begins a message in b, which may hold anything, whose root is a structure of that many words of data and pointers, zeroed.
func (d *Draft) Start(b []byte, data uint16, pointers uint16) {
	d.room.start(b)
	at, ok := d.room.root(b, data, pointers)
	d.enter(at, ok, data, pointers)
}

// @ preserves acc(d)
// @ requires  0 <= data && data <= 65535 && 0 <= pointers && pointers <= 65535
// @ ensures   d.room == old(d.room) && d.IsAt(ok ? int(at) : 0, ok ? 8*int(data) : 0, ok ? int(pointers) : 0)
// @ decreases

// enter goes to a structure that was allocated at a position, or to one without fields when it was not.
func (d *Draft) enter(at uint64, ok bool, data uint16, pointers uint16) {
	d.at = 0
	d.data = 0
	d.pointers = 0
	if ok {
		d.at = at
		d.data = uint32(data) * WordBytes
		d.pointers = uint32(pointers)
	}
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == (old(d.Good()) && int(offset) + 1 <= int(d.data))
// @ ensures   d.Good() ==> b[int(d.at)+int(offset)] == v
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset)+1 > int(d.data) || k < int(d.at)+int(offset) || int(d.at)+int(offset)+1 <= k) ==>
// @ 	b[k] == old(b[k])
// @ decreases

// PutUint8 writes a byte at an offset of the data section. A field that the structure does not have is ErrField, here and below.
func (d *Draft) PutUint8(b []byte, offset uint32, v uint8) {
	d.room.putOctet(b, d.at, d.data, offset, v)
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295 && 0 <= v && v <= 65535
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == (old(d.Good()) && int(offset) + 2 <= int(d.data))
// @ ensures   d.Good() ==> little.At16(b, int(d.at)+int(offset)) == v
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset)+2 > int(d.data) || k < int(d.at)+int(offset) || int(d.at)+int(offset)+2 <= k) ==>
// @ 	b[k] == old(b[k])
// @ decreases

// PutUint16 writes a number at an offset of the data section, in bytes.
func (d *Draft) PutUint16(b []byte, offset uint32, v uint16) {
	d.room.put16(b, d.at, d.data, offset, v)
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295 && 0 <= v && v <= 4294967295
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == (old(d.Good()) && int(offset) + 4 <= int(d.data))
// @ ensures   d.Good() ==> little.At32(b, int(d.at)+int(offset)) == v
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset)+4 > int(d.data) || k < int(d.at)+int(offset) || int(d.at)+int(offset)+4 <= k) ==>
// @ 	b[k] == old(b[k])
// @ decreases

// PutUint32 writes a number at an offset of the data section, in bytes.
func (d *Draft) PutUint32(b []byte, offset uint32, v uint32) {
	d.room.put32(b, d.at, d.data, offset, v)
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= offset && offset <= 4294967295 && 0 <= v && v <= 18446744073709551615
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == (old(d.Good()) && int(offset) + 8 <= int(d.data))
// @ ensures   d.Good() ==> little.At64(b, int(d.at)+int(offset)) == v
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(offset)+8 > int(d.data) || k < int(d.at)+int(offset) || int(d.at)+int(offset)+8 <= k) ==>
// @ 	b[k] == old(b[k])
// @ decreases

// PutUint64 writes a number at an offset of the data section, in bytes.
func (d *Draft) PutUint64(b []byte, offset uint32, v uint64) {
	d.room.put64(b, d.at, d.data, offset, v)
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= bit && bit <= 4294967295
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == (old(d.Good()) && int(bit/8) + 1 <= int(d.data))
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (int(bit/8) >= int(d.data) || k != int(d.at)+int(bit/8)) ==> b[k] == old(b[k])
// @ decreases

// PutBool writes a bit of the data section, counted from its beginning.
func (d *Draft) PutBool(b []byte, bit uint32, v bool) {
	if d.room.holds(d.data, bit/8, 1) {
		setBit(b, d.at+uint64(bit/8), uint64(bit%8), v)
	}
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= field && field <= 4294967295 && 0 <= data && data <= 65535 && 0 <= pointers && pointers <= 65535
// @ ensures   d.Good() == (old(d.Good()) && field < old(d.pointers) && old(d.Used()) + 8*(int(data) + int(pointers)) <= len(b))
// @ ensures   d.Used() == old(d.Used()) + (d.Good() ? 8*(int(data) + int(pointers)) : 0)
// @ ensures   d.Good() ==> d.IsAt(old(d.Used()), 8*int(data), int(pointers))
// @ ensures   !d.Good() ==> d.IsAt(0, 0, 0)
// @ ensures   d.Good() ==> little.At32(b, old(d.PointerAt(field))) % 4 == 0 &&
// @ 	uint64(little.At32(b, old(d.PointerAt(field))+4)) == uint64(data) + 65536*uint64(pointers)
// @ ensures   d.Good() ==> forall k int :: { b[k] } old(d.Used()) <= k && k < d.Used() ==> b[k] == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && !(old(d.Used()) <= k && k < d.Used()) &&
// @ 	!(d.Good() && old(d.PointerAt(field)) <= k && k < old(d.PointerAt(field)) + 8) ==> b[k] == old(b[k])
// @ decreases

// Struct allocates a structure of that many words of data and pointers for a field of the pointer section, and goes to it.
func (d *Draft) Struct(b []byte, field uint32, data uint16, pointers uint16) {
	if !d.points(field) {
		d.enter(0, false, 0, 0)
		return
	}
	at, ok := d.room.object(b, d.pointerAt(field /*@, len(b) @*/), data, pointers)
	d.enter(at, ok, data, pointers)
}

// @ preserves acc(d) && acc(b) && d.Right(len(b)) && acc(text, 1/8)
// @ requires  0 <= field && field <= 4294967295
// @ ensures   d.Stays(old(*d)) && d.Good() == (old(d.Good()) && field < d.pointers && old(d.Used()) + Padded(len(text)+1) <= len(b))
// @ ensures   d.Used() == old(d.Used()) + (d.Good() ? Padded(len(text)+1) : 0)
// @ ensures   d.Good() ==> forall k int :: { b[k] } old(d.Used()) <= k && k < old(d.Used()) + len(text) ==> b[k] == text[k-old(d.Used())]
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && !d.Touched(k, field, old(d.Used()), d.Used()) ==> b[k] == old(b[k])
// @ decreases

// Text allocates a text for a field of the pointer section. The caller sees to it that it is UTF-8.
func (d *Draft) Text(b []byte, field uint32, text []byte) {
	n := uint64(len(text))
	at, ok := d.octets(b, field, n+1)
	if ok {
		copyBytes(b[int(at):int(at+n)], text)
	}
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= field && field <= 4294967295
// @ ensures   d.Stays(old(*d)) && d.Good() == (old(d.Good()) && field < d.pointers && old(d.Used()) + Padded(len(text)+1) <= len(b))
// @ ensures   d.Used() == old(d.Used()) + (d.Good() ? Padded(len(text)+1) : 0)
// @ ensures   d.Good() ==> forall k int :: { b[k] } old(d.Used()) <= k && k < old(d.Used()) + len(text) ==> b[k] == text[k-old(d.Used())]
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && !d.Touched(k, field, old(d.Used()), d.Used()) ==> b[k] == old(b[k])
// @ decreases

// String is Text of a constant.
func (d *Draft) String(b []byte, field uint32, text string) {
	n := uint64(len(text))
	at, ok := d.octets(b, field, n+1)
	if ok {
		copyText(b[int(at):int(at+n)], text)
	}
}

// @ preserves acc(d) && acc(b) && d.Right(len(b)) && acc(data, 1/8)
// @ requires  0 <= field && field <= 4294967295
// @ ensures   d.Stays(old(*d)) && d.Good() == (old(d.Good()) && field < d.pointers && old(d.Used()) + Padded(len(data)) <= len(b))
// @ ensures   d.Used() == old(d.Used()) + (d.Good() ? Padded(len(data)) : 0)
// @ ensures   d.Good() ==> forall k int :: { b[k] } old(d.Used()) <= k && k < old(d.Used()) + len(data) ==> b[k] == data[k-old(d.Used())]
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && !d.Touched(k, field, old(d.Used()), d.Used()) ==> b[k] == old(b[k])
// @ decreases

// Data allocates a copy of data for a field of the pointer section.
func (d *Draft) Data(b []byte, field uint32, data []byte) {
	n := uint64(len(data))
	at, ok := d.octets(b, field, n)
	if ok {
		copyBytes(b[int(at):int(at+n)], data)
	}
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ requires  0 <= field && field <= 4294967295 && 0 <= count
// @ ensures   d.Stays(old(*d)) && ok == d.Good()
// @ ensures   ok == (old(d.Good()) && field < d.pointers && old(d.Used()) + Padded(int(count)) <= len(b))
// @ ensures   d.Used() == old(d.Used()) + (ok ? Padded(int(count)) : 0) && (ok ==> int(at) == old(d.Used()))
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && !d.Touched(k, field, old(d.Used()), d.Used()) ==> b[k] == old(b[k])
// @ decreases

// octets allocates count bytes, zeroed, for a field of the pointer section.
func (d *Draft) octets(b []byte, field uint32, count uint64) (at uint64, ok bool) {
	if !d.points(field) || !d.room.fits(count, 1) {
		return 0, false
	}
	return d.room.list(b, d.pointerAt(field /*@, len(b) @*/), (count+7)/8, sizeByte, count)
}

// @ preserves acc(d)
// @ requires  0 <= field
// @ ensures   d.Stays(old(*d)) && yes == (field < d.pointers) && d.Good() == (old(d.Good()) && yes) && d.Used() == old(d.Used())
// @ decreases

// points says whether the pointer section has a field; if not, it fails the message.
func (d *Draft) points(field uint32) (yes bool) {
	if field < d.pointers {
		return true
	}
	d.room.fail(ErrField)
	return false
}

// @ preserves acc(d, 1/2) && d.Right(n) && 0 <= n
// @ requires  0 <= field && field < d.pointers
// @ ensures   int(at) == d.PointerAt(field) && 16 <= at + 8 && at % 8 == 0 && int(at) + 8 <= d.Used()
// @ decreases

// pointerAt returns the position of a field of the pointer section, which has it.
func (d *Draft) pointerAt(field uint32 /*@, ghost n int @*/) (at uint64) {
	return d.at + uint64(d.data) + uint64(field)*WordBytes
}

// @ preserves acc(d) && acc(b) && d.Right(len(b))
// @ ensures   d.Stays(old(*d)) && d.Used() == old(d.Used()) && d.Good() == old(d.Good())
// @ ensures   (e == OK) == d.Good() && (e == OK ==> n == d.Used() && 16 <= n && HasTable(b) && Count(b) == 1 && Total(b) == n)
// @ ensures   e != OK ==> n == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (e != OK || 8 <= k) ==> b[k] == old(b[k])
// @ decreases

// Finish completes the message and returns its length in bytes. It returns the first error of the message instead: ErrFull or ErrField.
func (d *Draft) Finish(b []byte) (n int, e Err) {
	return d.room.finish(b)
}
