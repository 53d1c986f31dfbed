package wire

// Builder writes one message of one segment into a buffer of the caller's. The first thing that goes wrong is kept and returned by Finish;
// until then what is built on does nothing, so only Finish needs a check. The zero value has no room for anything.
type Builder struct {
	bytes []byte // the buffer; what lies behind what is used is not touched
	room  room
}

// Start begins a message in buffer, which may hold anything; a buffer below 16 bytes makes Finish return ErrFull. Bytes beyond MaxBuild
// are not used.
func (b *Builder) Start(buffer []byte) {
	b.bytes = buffer
	if uint64(len(buffer)) > MaxBuild {
		b.bytes = buffer[0:MaxBuild]
	}
	b.room.start(b.bytes)
}

// Root makes the root a structure of that many words of data and pointers, zeroed. Called again, it replaces the root.
func (b *Builder) Root(data uint16, pointers uint16) (s StructBuilder) {
	at, ok := b.room.root(b.bytes, data, pointers)
	return b.structure(at, ok, data, pointers)
}

// Finish completes the message and returns its length in bytes. It returns the first error of the message instead: ErrFull or ErrField.
// Finish may be called again after more was built.
func (b *Builder) Finish() (n int, e Err) {
	return b.room.finish(b.bytes)
}

// structure answers the builder of a structure that was allocated at a position, or of one without fields when it was not.
func (b *Builder) structure(at uint64, ok bool, data uint16, pointers uint16) (s StructBuilder) {
	if !ok {
		return StructBuilder{b: b}
	}
	return StructBuilder{b: b, at: at, data: uint32(data) * WordBytes, pointers: uint32(pointers)}
}
