package fuzz

import (
	"warrant/kernel/abi"
	"warrant/kernel/core/sqe"
)

// span is a field of a submission queue entry: its bytes.
type span struct{ from, to int }

// The fields of a submission queue entry, from the comments of package abi (ring.go).
var (
	flags     = span{2, 4}
	capID     = span{4, 8}
	userData  = span{8, 16}
	iface     = span{16, 24}
	params    = span{24, 32}
	result    = span{32, 40}
	paramsLen = span{40, 44}
	resultLen = span{44, 48}
	method    = span{48, 50}
	transfers = span{50, 52}
	callID    = span{52, 56}
	transfer  = span{56, 64}
)

// spans lists every field but the opcode.
var spans = []span{flags, capID, userData, iface, params, result, paramsLen, resultLen, method, transfers, callID, transfer}

// meaningful says which fields each opcode of this version gives a meaning to (ring.go, opcode.go); the others must be zero. The user
// data comes back in every completion. No flag is defined, no opcode of this version has transfer descriptors or a call id.
var meaningful = map[uint16][]span{
	1: {userData},                                                             // NOP
	2: {userData, capID, iface, params, result, paramsLen, resultLen, method}, // CALL
	5: {userData, capID},                                                      // RELEASE
}

// reserved opcodes are answered as unsupported, whatever else they say (opcode.go).
var reserved = map[uint16]bool{3: true, 4: true, 6: true, 7: true, 8: true}

// ruling is the code that the documentation gives an entry (code.go).
func ruling(entry [64]byte) abi.Code {
	op := little.Uint16(entry[:])
	if reserved[op] {
		return -5
	}
	allowed, known := meaningful[op]
	if !known {
		return -1
	}
	for _, s := range spans {
		if !has(allowed, s) && !zero(entry[s.from:s.to]) {
			return -1
		}
	}
	return 0
}

func has(list []span, s span) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func zero(b []byte) bool {
	for _, x := range b {
		if x != 0 {
			return false
		}
	}
	return true
}

// decode takes an entry as the kernel does, in eight words.
func decode(entry [64]byte) sqe.Entry {
	var w [8]uint64
	for i := range w {
		w[i] = little.Uint64(entry[8*i:])
	}
	return sqe.Decode(w)
}

// ruled compares the verdict on an entry.
func ruled(entry [64]byte) abi.Code {
	want := ruling(entry)
	got := sqe.Validate(decode(entry))
	must(got == want, "entry %x is answered by %d, want %d", entry, got, want)
	return got
}

// SQE takes the input as an entry; then as an entry with all fields zero that its opcode has no use for, which must be accepted; then
// that with one byte changed. Invariants: RING-10, RING-11.
func SQE(data []byte) int {
	var entry [64]byte
	n := copy(entry[:], data)
	got := ruled(entry)

	e := decode(entry)
	must(uint16(e.Opcode) == little.Uint16(entry[:]) && e.Flags == little.Uint16(entry[2:]) && uint32(e.Cap) == little.Uint32(entry[4:]) &&
		e.UserData == little.Uint64(entry[8:]) && e.Interface == little.Uint64(entry[16:]) && uint64(e.Params) == little.Uint64(entry[24:]) &&
		uint64(e.Result) == little.Uint64(entry[32:]) && e.ParamsLen == little.Uint32(entry[40:]) && e.ResultLen == little.Uint32(entry[44:]) &&
		e.Method == little.Uint16(entry[48:]) && e.TransferCount == little.Uint16(entry[50:]) && e.CallID == little.Uint32(entry[52:]) &&
		uint64(e.Transfers) == little.Uint64(entry[56:]), "entry %x is read as %+v", entry, e)

	if allowed, known := meaningful[little.Uint16(entry[:])]; known {
		for _, s := range spans {
			if !has(allowed, s) {
				clear(entry[s.from:s.to])
			}
		}
		must(ruled(entry) == 0, "entry %x is refused", entry)
	}
	if len(data) > n+1 {
		entry[data[n]%64] ^= data[n+1]
		ruled(entry)
	}
	return accepted(got == 0)
}
