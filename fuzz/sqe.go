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

// meaningful says which fields each opcode gives a meaning to (ring.go, opcode.go); the others must be zero. The user data comes back in
// every completion.
var meaningful = map[uint16][]span{
	1: {userData},                                                                                  // NOP
	2: {userData, capID, iface, params, result, paramsLen, resultLen, method, transfers, transfer}, // CALL
	3: {userData, capID, result, resultLen},                                                        // RECV
	4: {userData, capID, flags, params, paramsLen, transfers, callID, transfer},                    // RETURN
	5: {userData, capID},                                                                           // RELEASE
	7: {userData, capID, iface, params, paramsLen},                                                 // PARK: the interface is the timeout, the parameters' address the word's offset
	8: {userData, capID, params, paramsLen},                                                        // UNPARK
}

// reserved opcodes are answered as unsupported, whatever else they say (opcode.go).
var reserved = map[uint16]bool{6: true}

// The values that fields with a meaning may have: the one flag is bit 0, four capabilities travel at most, their descriptors have an
// address only when there are any, and a word of 32 bits is at a multiple of 4.
const (
	flagsMost     = 1
	transfersMost = 4
	wordBytes     = 4
)

// shaped says that the fields which the opcode gives a meaning to have values that they may have.
func shaped(op uint16, entry [64]byte) bool {
	n := little.Uint16(entry[transfers.from:])
	if n > transfersMost || n == 0 && !zero(entry[transfer.from:transfer.to]) || little.Uint16(entry[flags.from:]) > flagsMost {
		return false
	}
	return op != 7 && op != 8 || entry[params.from]%wordBytes == 0
}

// reshape gives the fields values that they may have.
func reshape(op uint16, entry *[64]byte) {
	for _, s := range spans {
		if !has(meaningful[op], s) {
			clear(entry[s.from:s.to])
		}
	}
	little.PutUint16(entry[flags.from:], little.Uint16(entry[flags.from:])%(flagsMost+1))
	n := little.Uint16(entry[transfers.from:]) % (transfersMost + 1)
	little.PutUint16(entry[transfers.from:], n)
	if n == 0 {
		clear(entry[transfer.from:transfer.to])
	}
	if op == 7 || op == 8 {
		entry[params.from] -= entry[params.from] % wordBytes
	}
}

// ruling is the code that the documentation gives an entry (code.go).
func ruling(entry [64]byte) abi.Code {
	op := little.Uint16(entry[:])
	if reserved[op] {
		return -5
	}
	allowed, known := meaningful[op]
	if !known || !shaped(op, entry) {
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
func decode(entry [64]byte) (e sqe.Entry) {
	var w [8]uint64
	for i := range w {
		w[i] = little.Uint64(entry[8*i:])
	}
	e.Decode(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
	return e
}

// ruled compares the verdict on an entry.
func ruled(entry [64]byte) abi.Code {
	want := ruling(entry)
	e := decode(entry)
	got := sqe.Validate(&e)
	must(got == want, "entry %x is answered by %d, want %d", entry, got, want)
	return got
}

// SQE takes the input as an entry; then as a well-formed entry of its opcode, which must be accepted; then that with one byte changed. Invariants: RING-10, RING-11.
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

	if op := little.Uint16(entry[:]); meaningful[op] != nil {
		reshape(op, &entry)
		must(ruled(entry) == 0, "entry %x is refused", entry)
	}
	if len(data) > n+1 {
		entry[data[n]%64] ^= data[n+1]
		ruled(entry)
	}
	return accepted(got == 0)
}
