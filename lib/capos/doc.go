// Package capos holds what specs/capos.capnp says, as Go: for each structure a reader and a builder on package wire, for each enumeration
// its values, for each interface its id, its methods' ordinals and the decoding of its calls. All but CapException's helpers is
// generated.
//
// Readers and builders are small values; they are views of a message, never copies. A reader's getters of texts, data, structures and
// lists return a wire.Err besides their value, which is then the zero value. Getters of numbers cannot fail: what the message does not
// have reads as its default. The package may not allocate, check the meaning of a field, or know which object answers a call.
package capos
