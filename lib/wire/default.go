package wire

// A field with a default is stored as the exclusive or of its value and the default, so that absent and default look alike. These are
// the package's only bit operations; nothing is decided from their results.

// Default8 converts between a field's value and its stored form, where d is its default in the schema.
func Default8(v uint8, d uint8) (other uint8) {
	return v ^ d
}

// Default16 converts between a field's value and its stored form, where d is its default in the schema.
func Default16(v uint16, d uint16) (other uint16) {
	return v ^ d
}

// Default32 converts between a field's value and its stored form, where d is its default in the schema.
func Default32(v uint32, d uint32) (other uint32) {
	return v ^ d
}

// Default64 converts between a field's value and its stored form, where d is its default in the schema.
func Default64(v uint64, d uint64) (other uint64) {
	return v ^ d
}
