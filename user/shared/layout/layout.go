// Package layout says what is where in the page that producer and consumer share.
//
// It holds constants only.
package layout

// Offsets in the page, in bytes.
const (
	// Filled is the number of batches that have been put in by parking; a uint32.
	Filled = 0
	// Emptied is the number of batches that have been taken by parking; a uint32.
	Emptied = 64
	// First is the first of Slots numbers; uint32 each.
	First = 128
)

// Slots is how many numbers a batch has.
const Slots = 32

// Batches is how many batches there are each way.
const Batches = 100

// Sum is the sum of all numbers of a way: they count up from 1.
const Sum = Slots * Batches * (Slots*Batches + 1) / 2
