package fuzz

import (
	"math/rand/v2"
	"testing"
)

// random fills a field, if it is one of those.
func random(r *rand.Rand, entry *[64]byte, list []span) {
	for _, s := range list {
		for i := s.from; i < s.to; i++ {
			entry[i] = byte(r.Uint32())
		}
	}
}

// wellFormed answers an entry of an opcode: with nothing in round 0, everything in round 1 and then anything that it allows.
func wellFormed(r *rand.Rand, op uint16, round int) (entry [64]byte) {
	if round > 0 {
		random(r, &entry, meaningful[op])
	}
	for _, s := range meaningful[op] {
		for i := s.from; i < s.to && round == 1; i++ {
			entry[i] = 0xff
		}
	}
	little.PutUint16(entry[:], op)
	reshape(op, &entry)
	return entry
}

// Every well-formed entry is accepted, and with any bit of any field changed it is accepted or refused with the documented code: each
// opcode, on entries that have nothing, everything or anything that the opcode allows. Invariants: RING-10, RING-11.
func TestEveryBit(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 64))
	for op, allowed := range meaningful {
		good, bad := 0, 0
		for round := range 200 {
			entry := wellFormed(r, op, round)
			if ruled(entry) != 0 {
				t.Fatalf("%x is well-formed and refused", entry)
			}
			for _, s := range spans {
				for bit := 8 * s.from; bit < 8*s.to; bit++ {
					changed := entry
					changed[bit/8] ^= 1 << (bit % 8)
					got := ruled(changed)
					if got == 0 {
						good++
					} else {
						bad++
					}
					if got == 0 && !has(allowed, s) || got != 0 && got != -1 {
						t.Fatalf("opcode %d with bit %d of the entry changed: %d", op, bit, got)
					}
				}
			}
		}
		if want := bits(allowed) * 200; good > want || good == 0 || good+bad != 200*(512-16) {
			t.Errorf("opcode %d: %d changed entries are accepted, %d refused; fields with a meaning have %d bits", op, good, bad, want)
		}
	}
}

// bits counts the bits of fields.
func bits(list []span) (n int) {
	for _, s := range list {
		n += 8 * (s.to - s.from)
	}
	return n
}

// The documentation's words on each opcode as rows: the code of an entry with nothing but those fields.
func TestBoundaries(t *testing.T) {
	for _, tt := range []struct {
		what   string
		op     uint16
		fields map[span]uint64
		want   int
	}{
		{"opcode 0", 0, nil, -1},
		{"first opcode", 1, nil, 0},
		{"last opcode", 8, nil, 0},
		{"behind the last opcode", 9, nil, -1},
		{"greatest opcode", 0xffff, nil, -1},
		{"reserved", 6, nil, -5},
		{"reserved with a field", 6, map[span]uint64{callID: 1}, -5},
		{"user data", 1, map[span]uint64{userData: 1<<64 - 1}, 0},
		{"NOP of a capability", 1, map[span]uint64{capID: 1}, -1},
		{"CALL with the most transfers", 2, map[span]uint64{transfers: 4, transfer: 1}, 0},
		{"CALL with one too many", 2, map[span]uint64{transfers: 5, transfer: 1}, -1},
		{"CALL with transfers at address 0", 2, map[span]uint64{transfers: 1}, 0},
		{"CALL without transfers, but their address", 2, map[span]uint64{transfer: 1}, -1},
		{"CALL with the flag", 2, map[span]uint64{flags: 1}, -1},
		{"CALL with a call id", 2, map[span]uint64{callID: 1}, -1},
		{"RECV with a result buffer", 3, map[span]uint64{capID: 1, result: 1, resultLen: 1}, 0},
		{"RECV with parameters", 3, map[span]uint64{paramsLen: 1}, -1},
		{"RECV with transfers", 3, map[span]uint64{transfers: 1}, -1},
		{"RETURN of an exception", 4, map[span]uint64{flags: 1, callID: 1<<32 - 1}, 0},
		{"RETURN with the next flag", 4, map[span]uint64{flags: 2}, -1},
		{"RETURN with the last flag", 4, map[span]uint64{flags: 1 << 15}, -1},
		{"RETURN with the most transfers", 4, map[span]uint64{transfers: 4}, 0},
		{"RETURN with one too many", 4, map[span]uint64{transfers: 5}, -1},
		{"RETURN with a result buffer", 4, map[span]uint64{result: 1}, -1},
		{"RELEASE of a capability", 5, map[span]uint64{capID: 1<<32 - 1}, 0},
		{"RELEASE with a method", 5, map[span]uint64{method: 1}, -1},
		{"PARK at the last word", 7, map[span]uint64{params: 1<<64 - 4, iface: 1<<64 - 1, paramsLen: 1<<32 - 1}, 0},
		{"PARK between words", 7, map[span]uint64{params: 3}, -1},
		{"PARK with a method", 7, map[span]uint64{method: 1}, -1},
		{"UNPARK at the second word", 8, map[span]uint64{params: 4, paramsLen: 1}, 0},
		{"UNPARK between words", 8, map[span]uint64{params: 2}, -1},
		{"UNPARK with a timeout", 8, map[span]uint64{iface: 1}, -1},
	} {
		var entry [64]byte
		little.PutUint16(entry[:], tt.op)
		for s, v := range tt.fields {
			var w [8]byte
			little.PutUint64(w[:], v)
			copy(entry[s.from:s.to], w[:])
		}
		if got := ruled(entry); int(got) != tt.want {
			t.Errorf("%s: %d, want %d", tt.what, got, tt.want)
		}
	}
}

// Every value of the opcode, and every value of each field of two bytes and of each byte of the others, on entries that are otherwise well-formed.
// Invariants: RING-10, RING-11.
func TestEveryShort(t *testing.T) {
	for op := range 1 << 16 {
		for _, rest := range []byte{0, 0xff} {
			var entry [64]byte
			for i := range entry {
				entry[i] = rest
			}
			little.PutUint16(entry[:], uint16(op))
			ruled(entry)
		}
	}
	r := rand.New(rand.NewPCG(7, 64))
	for op := range uint16(10) {
		for round := range 3 {
			whole := wellFormed(r, op, round)
			for op := range 1 << 16 {
				entry := whole
				little.PutUint16(entry[:], uint16(op))
				ruled(entry)
			}
			for _, s := range []span{flags, method, transfers} {
				for v := range 1 << 16 {
					entry := whole
					little.PutUint16(entry[s.from:], uint16(v))
					ruled(entry)
				}
			}
			for at := range whole {
				for v := range 1 << 8 {
					entry := whole
					entry[at] = byte(v)
					ruled(entry)
				}
			}
		}
	}
}

// Sampled values of the wide fields, one at a time, on entries that are otherwise well-formed. Invariants: RING-10, RING-11.
func TestWideFields(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 64))
	for op := range uint16(10) {
		for round := range 3 {
			whole := wellFormed(r, op, round)
			for _, s := range spans {
				for range 3000 {
					entry := whole
					random(r, &entry, []span{s})
					ruled(entry)
				}
			}
		}
	}
}
