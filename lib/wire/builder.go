package wire

import "warrant/lib/little"

// Builder writes one message of one segment into a buffer of the caller's. The first thing that goes wrong is kept and returned by Finish;
// until then what is built on does nothing, so only Finish needs a check. The zero value has no room for anything.
type Builder struct {
	bytes []byte // the buffer; what lies behind used is not touched
	used  uint64 // bytes of the message so far
	err   Err    // the first error
}

// The message begins with a segment table of one word and the root pointer.
const (
	tableBytes = WordBytes
	rootAt     = tableBytes
)

// Start begins a message in buffer, which may hold anything; a buffer below 16 bytes makes Finish return ErrFull. Bytes beyond MaxBuild
// are not used.
func (b *Builder) Start(buffer []byte) {
	b.bytes = buffer
	b.used = 0
	b.err = OK
	if uint64(len(buffer)) > MaxBuild {
		b.bytes = buffer[0:MaxBuild]
	}
	b.allocate(2)
}

// Root makes the root a structure of that many words of data and pointers, zeroed. Called again, it replaces the root.
func (b *Builder) Root(data uint16, pointers uint16) (s StructBuilder) {
	return b.newStruct(rootAt, data, pointers)
}

// Finish completes the message and returns its length in bytes. It returns the first error of the message instead: ErrFull or ErrField.
// Finish may be called again after more was built.
func (b *Builder) Finish() (n int, e Err) {
	if b.err != OK {
		return 0, b.err
	}
	if b.used < 2*WordBytes {
		return 0, ErrFull // Start was never called
	}
	little.PutUint32(b.bytes, 0, 0)
	little.PutUint32(b.bytes, 4, uint32(b.used/WordBytes-1))
	return int(b.used), OK
}

// fail keeps the first error of the message; b is nil when a zero StructBuilder or ListBuilder fails.
func (b *Builder) fail(e Err) {
	if b != nil && b.err == OK {
		b.err = e
	}
}

// allocate takes that many words, zeroed; !ok means that there is no room or that something failed before.
func (b *Builder) allocate(words uint64) (at uint64, ok bool) {
	if b.err != OK {
		return 0, false
	}
	room := (uint64(len(b.bytes)) - b.used) / WordBytes
	if words > room {
		b.fail(ErrFull)
		return 0, false
	}
	at = b.used
	end := at + words*WordBytes
	clearBytes(b.bytes[int(at):int(end)])
	b.used = end
	return at, true
}

// newStruct allocates a structure and makes the pointer at a position lead to it.
func (b *Builder) newStruct(pointer uint64, data uint16, pointers uint16) (s StructBuilder) {
	at, ok := b.allocate(uint64(data) + uint64(pointers))
	if !ok {
		return StructBuilder{b: b}
	}
	lower := uint64(4294967292) // distance -1: an object of no words stands at its pointer
	if data != 0 || pointers != 0 {
		lower = distance(pointer, at)
	}
	little.PutUint32(b.bytes, int(pointer), uint32(lower))
	little.PutUint32(b.bytes, int(pointer+4), uint32(uint64(data)+65536*uint64(pointers)))
	return StructBuilder{b: b, at: at, data: uint32(data) * WordBytes, pointers: uint32(pointers)}
}

// newList allocates that many words and makes the pointer at a position lead to them, as a list of that element size and count.
func (b *Builder) newList(pointer uint64, words uint64, size uint64, count uint64) (at uint64, ok bool) {
	at, ok = b.allocate(words)
	if !ok {
		return 0, false
	}
	little.PutUint32(b.bytes, int(pointer), uint32(distance(pointer, at)+uint64(kindList)))
	little.PutUint32(b.bytes, int(pointer+4), uint32(size+8*count))
	return at, true
}

// distance returns the lower half of a structure pointer at one position to an object behind it.
func distance(pointer uint64, at uint64) (lower uint64) {
	return (at - pointer - WordBytes) / WordBytes * 4
}
