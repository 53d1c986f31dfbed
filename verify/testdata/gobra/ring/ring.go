// +gobra

// Package ring counts positions modulo 2^32 without an operation that wraps.
package ring

const SQEntries = 16

// @ requires 0 <= head && uint64(head) < 4294967296 && 0 <= tail && uint64(tail) < 4294967296
// @ ensures  0 <= n && uint64(n) < 4294967296
// @ ensures  tail >= head ==> n == tail - head
// @ ensures  tail < head ==> uint64(n) == uint64(tail) - uint64(head) + 4294967296
// @ decreases

// Pending counts entries, modulo 2^32.
func Pending(head, tail uint32) (n uint32) {
	return uint32((uint64(tail) + 4294967296 - uint64(head)) % 4294967296)
}

// @ requires 0 <= head
// @ ensures  0 <= i && i < SQEntries
// @ decreases

// Index is the slot of a position.
func Index(head uint32) (i uint32) {
	return head % SQEntries
}
