// Package multiboot has the bounded proofs of lib/multiboot: it reads any bytes without a failure, and to an end.
//
// Only gosure prove runs these functions. The package may not be imported.
package multiboot

import (
	"warrant/lib/multiboot"
	"warrant/verify/prove"
)

// Bytes is the greatest length of the boot information in these proofs: its header and two tags of the smallest size, or one with
// content.
const Bytes = 32

// ProofNext: the first item of any bytes lies in them, and the place behind it is another one. Invariant: PA-1.
func ProofNext() {
	b := prove.AnySlice[byte](Bytes)
	item, behind, ok := multiboot.Next(b, multiboot.Cursor{})
	prove.Cover(item.Kind == multiboot.Module)
	prove.Cover(ok && item.Kind == multiboot.None, "the end of the list")
	prove.Assert(item.Kind <= multiboot.Memory)
	prove.Assert(ok || item == multiboot.Item{})
	prove.Assert(item.Kind == multiboot.None || behind != multiboot.Cursor{})
	_, isLong := multiboot.Size(b)
	prove.Assert(isLong == (len(b) >= multiboot.HeaderSize))
}

// ProofNextTwin claims that no bytes are a module.
func ProofNextTwin() {
	item, _, _ := multiboot.Next(prove.AnySlice[byte](Bytes), multiboot.Cursor{})
	prove.Assert(item.Kind != multiboot.Module)
}
