// +gobra

// Package ring masks a position; the postcondition is about bits.
package ring

// @ requires 0 <= head
// @ ensures  0 <= i && i < 16
// @ decreases
func Index(head uint32) (i uint32) {
	return head & 15
}
