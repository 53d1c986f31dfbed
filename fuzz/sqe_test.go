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

// Every well-formed entry is accepted, and every one with a bit too many is refused with the documented code: each opcode, each bit of each
// field, on entries that have nothing, everything or anything that the opcode allows. Invariants: RING-10, RING-11.
func TestEveryBit(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 64))
	good, bad := 0, 0
	for op, allowed := range meaningful {
		for round := range 200 {
			var entry [64]byte
			little.PutUint16(entry[:], op)
			if round > 0 {
				random(r, &entry, allowed)
			}
			if round == 1 {
				for _, s := range allowed {
					for i := s.from; i < s.to; i++ {
						entry[i] = 0xff
					}
				}
			}
			if ruled(entry) != 0 {
				t.Fatalf("%x is well-formed and refused", entry)
			}
			good++
			for _, s := range spans {
				for bit := 8 * s.from; bit < 8*s.to; bit++ {
					changed := entry
					changed[bit/8] ^= 1 << (bit % 8)
					if got := ruled(changed); (got == 0) != has(allowed, s) || got != 0 && got != -1 {
						t.Fatalf("opcode %d with bit %d of the entry changed: %d", op, bit, got)
					}
					bad++
				}
			}
		}
	}
	t.Logf("%d well-formed entries, %d with one bit changed", good, bad)
}

// Every value of the opcode, and every value of each field of two bytes.
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
	for op := range uint16(10) {
		for _, s := range []span{flags, method, transfers} {
			for v := range 1 << 16 {
				var entry [64]byte
				little.PutUint16(entry[:], op)
				little.PutUint16(entry[s.from:], uint16(v))
				ruled(entry)
			}
		}
	}
}

// Sampled values of the wide fields, one at a time.
func TestWideFields(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 64))
	for op := range uint16(10) {
		for _, s := range spans {
			for range 3000 {
				var entry [64]byte
				little.PutUint16(entry[:], op)
				random(r, &entry, []span{s})
				ruled(entry)
			}
		}
	}
}
