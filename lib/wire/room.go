// +gobra

package wire

import "warrant/lib/little"

// The message begins with a segment table of one word and the root pointer.
const (
	tableBytes = WordBytes
	rootAt     = tableBytes
)

// room is how far a message has grown in its buffer, and the first thing that went wrong.
type room struct {
	used uint64 // bytes of the message so far
	err  Err    // the first error
}

// @ preserves acc(a)
// @ ensures   a.used == old(a.used) && a.err == (old(a.err) == OK ? e : old(a.err))
// @ decreases

// fail keeps the first error of the message.
func (a *room) fail(e Err) {
	if a.err == OK {
		a.err = e
	}
}

// @ preserves acc(a) && acc(b) && a.Right(len(b))
// @ requires  0 <= words
// @ ensures   ok == (old(a.err) == OK && int(old(a.used)) + 8*int(words) <= len(b))
// @ ensures   ok ==> at == old(a.used) && int(a.used) == int(at) + 8*int(words) && a.err == OK
// @ ensures   ok ==> forall k int :: { b[k] } int(at) <= k && k < int(a.used) ==> b[k] == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (k < int(old(a.used)) || int(a.used) <= k) ==> b[k] == old(b[k])
// @ ensures   !ok ==> at == 0 && a.used == old(a.used) && a.err == (old(a.err) == OK ? ErrFull : old(a.err))
// @ decreases

// allocate takes that many words, zeroed; !ok means that there is no room or that something failed before.
func (a *room) allocate(b []byte, words uint64) (at uint64, ok bool) {
	if a.err != OK {
		return 0, false
	}
	free := (uint64(len(b)) - a.used) / WordBytes
	if words > free {
		a.fail(ErrFull)
		return 0, false
	}
	at = a.used
	end := at + words*WordBytes
	clearBytes(b, int(at), int(end))
	a.used = end
	return at, true
}

// @ preserves acc(b)
// @ requires  0 <= at && at <= end && end <= len(b)
// @ ensures   forall k int :: { b[k] } at <= k && k < end ==> b[k] == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (k < at || end <= k) ==> b[k] == old(b[k])
// @ decreases

// clearBytes makes b[at:end] zero. The compiler knows the loop and clears by words.
func clearBytes(b []byte, at int, end int) {
	w := b[at:end]
	// @ assert forall k int :: { &w[k] } 0 <= k && k < len(w) ==> &w[k] == &b[at+k]
	// @ invariant acc(b) && w === b[at:end] && len(w) == end - at && 0 <= at && at <= end && end <= len(b) && 0 <= i0 && i0 <= len(w)
	// @ invariant forall k int :: { b[k] } at <= k && k < at + i0 ==> b[k] == 0
	// @ invariant forall k int :: { b[k] } 0 <= k && k < len(b) && (k < at || at + i0 <= k) ==> b[k] == old(b[k])
	// @ decreases len(w) - i0
	for i := range w /*@ with i0 @*/ {
		// @ assert &w[i] == &b[at+i]
		w[i] = 0
	}
}

// @ preserves acc(b)
// @ requires  0 <= at && at + 8 <= len(b) && 0 <= lower && lower <= 4294967295 && 0 <= upper && upper <= 4294967295
// @ ensures   little.At32(b, at) == lower && little.At32(b, at+4) == upper
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (k < at || at + 8 <= k) ==> b[k] == old(b[k])
// @ decreases

// putWord stores the two halves of a pointer or a tag. Precondition: 0 <= at and at+8 <= len(b).
func putWord(b []byte, at int, lower uint32, upper uint32) {
	little.PutUint32(b, at, lower)
	little.PutUint32(b, at+4, upper)
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= pointer && pointer % 8 == 0 && pointer + 8 <= a.used
// @ requires  0 <= data && data <= 65535 && 0 <= pointers && pointers <= 65535
// @ ensures   ok == (old(a.err) == OK && int(old(a.used)) + 8*(int(data)+int(pointers)) <= len(b))
// @ ensures   ok ==> at == old(a.used) && a.used == at + 8*(uint64(data)+uint64(pointers)) && a.err == OK
// @ ensures   ok ==> uint64(little.At32(b, int(pointer+4))) == uint64(data) + 65536*uint64(pointers)
// @ ensures   ok ==> little.At32(b, int(pointer)) % 4 == 0
// @ ensures   ok && (data != 0 || pointers != 0) ==> Displaced(int(pointer/8)+1, uint64(little.At32(b, int(pointer)))) == int(at/8)
// @ ensures   ok && data == 0 && pointers == 0 ==> Displaced(int(pointer/8)+1, uint64(little.At32(b, int(pointer)))) == int(pointer/8)
// @ ensures   ok ==> forall k int :: { b[k] } int(at) <= k && k < int(a.used) ==> b[k] == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (!ok || k < int(pointer) || int(pointer)+8 <= k) && (k < int(old(a.used)) || int(a.used) <= k) ==>
// @ 	b[k] == old(b[k])
// @ ensures   !ok ==> at == 0 && a.used == old(a.used) && a.err == (old(a.err) == OK ? ErrFull : old(a.err))
// @ decreases

// object allocates a structure and makes the pointer at a position lead to it.
func (a *room) object(b []byte, pointer uint64, data uint16, pointers uint16) (at uint64, ok bool) {
	at, ok = a.allocate(b, uint64(data)+uint64(pointers))
	if !ok {
		return 0, false
	}
	lower := uint64(4294967292) // distance -1: an object of no words stands at its pointer
	if data != 0 || pointers != 0 {
		lower = distance(pointer, at)
	}
	little.PutUint32(b, int(pointer), uint32(lower))
	little.PutUint32(b, int(pointer+4), uint32(uint64(data)+65536*uint64(pointers)))
	return at, true
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= pointer && pointer % 8 == 0 && pointer + 8 <= a.used
// @ requires  0 <= words && 0 <= size && size <= 7 && 0 <= count && count <= 536870911
// @ ensures   ok == (old(a.err) == OK && int(old(a.used)) + 8*int(words) <= len(b))
// @ ensures   ok ==> at == old(a.used) && a.used == at + 8*words && a.err == OK
// @ ensures   ok ==> uint64(little.At32(b, int(pointer+4))) == size + 8*count
// @ ensures   ok ==> little.At32(b, int(pointer)) % 4 == 1
// @ ensures   ok ==> Displaced(int(pointer/8)+1, uint64(little.At32(b, int(pointer)))) == int(at/8)
// @ ensures   ok ==> forall k int :: { b[k] } int(at) <= k && k < int(a.used) ==> b[k] == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (!ok || k < int(pointer) || int(pointer)+8 <= k) && (k < int(old(a.used)) || int(a.used) <= k) ==>
// @ 	b[k] == old(b[k])
// @ ensures   !ok ==> at == 0 && a.used == old(a.used) && a.err == (old(a.err) == OK ? ErrFull : old(a.err))
// @ decreases

// list allocates that many words and makes the pointer at a position lead to them, as a list of that element size and count.
func (a *room) list(b []byte, pointer uint64, words uint64, size uint64, count uint64) (at uint64, ok bool) {
	at, ok = a.allocate(b, words)
	if !ok {
		return 0, false
	}
	little.PutUint32(b, int(pointer), uint32(distance(pointer, at)+uint64(kindList)))
	little.PutUint32(b, int(pointer+4), uint32(size+8*count))
	return at, true
}

// @ requires 0 <= pointer && pointer % 8 == 0 && at % 8 == 0 && pointer + 8 <= at && at <= MaxBuild
// @ ensures  0 <= lower && lower <= 4294967292 && lower % 4 == 0 && Displaced(int(pointer/8)+1, lower) == int(at/8) && lower/4 < 536870912
// @ decreases

// distance answers the lower half of a structure pointer at one position to an object behind it.
func distance(pointer uint64, at uint64) (lower uint64) {
	return (at - pointer - WordBytes) / WordBytes * 4
}

// @ preserves acc(a)
// @ requires  0 <= data && 0 <= offset && 0 < bytes
// @ ensures   yes == (int(offset) + int(bytes) <= int(data)) && a.used == old(a.used)
// @ ensures   a.err == (!yes && old(a.err) == OK ? ErrField : old(a.err))
// @ decreases

// holds says whether data bytes have that many bytes at an offset; if not, it fails the message.
func (a *room) holds(data uint32, offset uint32, bytes uint32) (yes bool) {
	if data >= bytes && offset <= data-bytes {
		return true
	}
	a.fail(ErrField)
	return false
}

// @ preserves acc(a)
// @ requires  0 <= count && 0 <= bytes
// @ ensures   yes == (int(count) * int(bytes) <= MaxBuild) && a.used == old(a.used)
// @ ensures   a.err == (!yes && old(a.err) == OK ? ErrFull : old(a.err))
// @ decreases

// fits says whether count elements of that many bytes may ever fit; if not, it fails the message.
func (a *room) fits(count uint64, bytes uint64) (yes bool) {
	if bytes == 0 || count <= MaxBuild/bytes {
		// @ Quotient(int(count), MaxBuild, int(bytes))
		return true
	}
	// @ Quotient(int(count), MaxBuild, int(bytes))
	a.fail(ErrFull)
	return false
}

// @ requires acc(a) && acc(b) && len(b) <= MaxBuild
// @ ensures  acc(a) && acc(b) && a.Right(len(b)) && (a.err == OK || a.err == ErrFull)
// @ ensures  (a.err == OK) == (len(b) >= 16) && (a.err == OK ==> a.used == 16) && (a.err != OK ==> a.used == 0)
// @ ensures  forall k int :: { b[k] } 0 <= k && k < len(b) && int(a.used) <= k ==> b[k] == old(b[k])
// @ decreases

// start begins a message with the segment table, of one word, and the root pointer.
func (a *room) start(b []byte) {
	a.used = 0
	a.err = OK
	_, _ = a.allocate(b, 2)
}

// @ preserves acc(a) && acc(b) && a.Right(len(b))
// @ ensures   a.used == old(a.used) && a.err == old(a.err)
// @ ensures   (e == OK) == (a.err == OK && a.used >= 16) && (a.err != OK ==> e == a.err)
// @ ensures   e == OK ==> n == int(a.used) && HasTable(b) && Count(b) == 1 && Total(b) == n
// @ ensures   e != OK ==> n == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (e != OK || 8 <= k) ==> b[k] == old(b[k])
// @ decreases

// finish completes the message and answers its length in bytes, or the first error.
func (a *room) finish(b []byte) (n int, e Err) {
	if a.err != OK {
		return 0, a.err
	}
	if a.used < 2*WordBytes {
		return 0, ErrFull // nothing was started
	}
	putWord(b, 0, 0, uint32(a.used/WordBytes-1))
	// @ assert WordsBefore(b, 0) == 0
	return int(a.used), OK
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= pointer && pointer % 8 == 0 && pointer + 8 <= a.used
// @ requires  0 <= count && 0 <= bytes && bytes <= 8 && 0 <= size && size <= 7
// @ ensures   ok ==> at == old(a.used) && int(count)*int(bytes) <= int(a.used) - int(at) && a.err == OK
// @ ensures   ok ==> little.At32(b, int(pointer)) % 4 == 1 && uint64(little.At32(b, int(pointer+4))) == size + 8*count
// @ ensures   ok ==> Displaced(int(pointer/8)+1, uint64(little.At32(b, int(pointer)))) == int(at/8)
// @ ensures   ok ==> forall k int :: { b[k] } int(at) <= k && k < int(a.used) ==> b[k] == 0
// @ ensures   !ok ==> at == 0 && a.used == old(a.used) && a.err != OK
// @ decreases

// flat allocates a list of count elements of that many bytes and makes the pointer at a position lead to it.
func (a *room) flat(b []byte, pointer uint64, count uint64, bytes uint64, size uint64) (at uint64, ok bool) {
	if !a.fits(count, bytes) || !a.fits(count, 1) {
		return 0, false
	}
	return a.list(b, pointer, (count*bytes+7)/8, size, count)
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= pointer && pointer % 8 == 0 && pointer + 8 <= a.used
// @ requires  0 <= count
// @ ensures   ok ==> at == old(a.used) && int(count) <= 8*(int(a.used) - int(at)) && a.err == OK
// @ ensures   ok ==> little.At32(b, int(pointer)) % 4 == 1 && uint64(little.At32(b, int(pointer+4))) == sizeBit + 8*count
// @ ensures   ok ==> Displaced(int(pointer/8)+1, uint64(little.At32(b, int(pointer)))) == int(at/8)
// @ ensures   ok ==> forall k int :: { b[k] } int(at) <= k && k < int(a.used) ==> b[k] == 0
// @ ensures   !ok ==> at == 0 && a.used == old(a.used) && a.err != OK
// @ decreases

// flags allocates a list of count bits and makes the pointer at a position lead to it.
func (a *room) flags(b []byte, pointer uint64, count uint64) (at uint64, ok bool) {
	if !a.fits(count, 1) {
		return 0, false
	}
	return a.list(b, pointer, (count+63)/64, sizeBit, count)
}

// @ preserves acc(a)
// @ requires  0 <= count && count <= 4294967295 && 0 <= words && words <= 131070
// @ ensures   ok == (count <= MaxBuild && 8*Elements(int(count), int(words)) <= MaxBuild)
// @ ensures   ok ==> int(total) == Elements(int(count), int(words)) && 0 <= total && total <= MaxBuild / 8 && a.err == old(a.err)
// @ ensures   a.used == old(a.used) && (!ok ==> a.err != OK)
// @ decreases

// elements answers how many words count structures of that many words take; !ok says that they can never fit, and fails the message.
func (a *room) elements(count uint64, words uint64) (total uint64, ok bool) {
	if !a.fits(count, 1) {
		return 0, false
	}
	// @ ElementsBound(int(count), int(words))
	total = count * words
	if !a.fits(total, WordBytes) {
		return 0, false
	}
	return total, true
}

// @ preserves acc(a) && acc(b) && a.Right(len(b)) && 0 <= pointer && pointer % 8 == 0 && pointer + 8 <= a.used
// @ requires  0 <= count && count <= 4294967295 && 0 <= data && data <= 65535 && 0 <= pointers && pointers <= 65535
// @ ensures   ok ==> at == old(a.used) + 8 && int(at) + 8*Elements(int(count), int(data)+int(pointers)) == int(a.used) && a.err == OK
// @ ensures   ok ==> little.At32(b, int(pointer)) % 4 == 1
// @ ensures   ok ==> int(little.At32(b, int(pointer+4))) == sizeComposite + 8*Elements(int(count), int(data)+int(pointers))
// @ ensures   ok ==> Displaced(int(pointer/8)+1, uint64(little.At32(b, int(pointer)))) == int(at/8) - 1
// @ ensures   ok ==> uint64(little.At32(b, int(at-8))) == 4*count && uint64(little.At32(b, int(at-4))) == uint64(data) + 65536*uint64(pointers)
// @ ensures   ok ==> forall k int :: { b[k] } int(at) <= k && k < int(a.used) ==> b[k] == 0
// @ ensures   !ok ==> at == 0 && a.used == old(a.used) && a.err != OK
// @ decreases

// composite allocates a list of count structures, with its tag, and makes the pointer at a position lead to it. at is the first element.
func (a *room) composite(b []byte, pointer uint64, count uint64, data uint16, pointers uint16) (at uint64, ok bool) {
	total, ok := a.elements(count, uint64(data)+uint64(pointers))
	if !ok {
		return 0, false
	}
	at, ok = a.list(b, pointer, total+1, sizeComposite, total)
	if !ok {
		return 0, false
	}
	putWord(b, int(at), uint32(4*count), uint32(uint64(data)+65536*uint64(pointers)))
	return at + WordBytes, true
}

// @ preserves acc(a) && acc(b) && a.Right(len(b))
// @ requires  0 <= data && data <= 65535 && 0 <= pointers && pointers <= 65535
// @ ensures   ok == (old(a.err) == OK && old(a.used) >= 16 && int(old(a.used)) + 8*(int(data)+int(pointers)) <= len(b))
// @ ensures   ok ==> rootAt + 8 <= at && at == old(a.used) && a.used == at + 8*(uint64(data)+uint64(pointers)) && a.err == OK
// @ ensures   ok ==> uint64(little.At32(b, rootAt+4)) == uint64(data) + 65536*uint64(pointers) && little.At32(b, rootAt) % 4 == 0
// @ ensures   ok && (data != 0 || pointers != 0) ==> Displaced(rootAt/8+1, uint64(little.At32(b, rootAt))) == int(at/8)
// @ ensures   ok ==> forall k int :: { b[k] } int(at) <= k && k < int(a.used) ==> b[k] == 0
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && (!ok || k < rootAt || rootAt + 8 <= k) && (k < int(old(a.used)) || int(a.used) <= k) ==>
// @ 	b[k] == old(b[k])
// @ ensures   !ok ==> at == 0 && a.used == old(a.used) && a.err != OK
// @ decreases

// root allocates a structure and makes the root pointer lead to it; a message that was not started has no room for it.
func (a *room) root(b []byte, data uint16, pointers uint16) (at uint64, ok bool) {
	if a.used < rootAt+WordBytes {
		a.fail(ErrFull)
		return 0, false
	}
	return a.object(b, rootAt, data, pointers)
}
