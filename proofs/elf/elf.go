// Package elf has the bounded proofs of lib/elf: any file of a few bytes, and what is accepted of it.
//
// Only gosure prove runs these functions. The package may not be imported.
package elf

import (
	"warrant/kernel/abi"
	"warrant/lib/elf"
	"warrant/verify/prove"
)

// FileBytes is the length of the files of these proofs: the file header and two program headers.
const FileBytes = 64 + 2*56

// AnyBytes is the greatest length of the files of which nothing is assumed: the file header and one program header.
const AnyBytes = 64 + 56

// ProofTotal: any short file has an answer, and a file that is refused maps nothing. Invariant: PA-1.
func ProofTotal() {
	file := prove.AnySlice[byte](AnyBytes)
	image, e := elf.Parse(file)
	prove.Cover(e == elf.OK)
	prove.Cover(e == elf.HeadersOutside)
	prove.Assert(e == elf.OK || image == elf.Image{})
	prove.Assert(e != elf.OK || image.Count == 1)
}

// ProofTotalTwin claims that no file is a program.
func ProofTotalTwin() {
	_, e := elf.Parse(prove.AnySlice[byte](AnyBytes))
	prove.Assert(e != elf.OK)
}

// ProofAccepted: what is accepted of a file with its two program headers behind the file header is W^X, without overlap, inside the
// user image range and inside the file, with its entry point in an executable segment. Invariant: PA-2.
func ProofAccepted() {
	file := prove.Any[[FileBytes]byte]()
	file[32], file[33], file[34], file[35], file[36], file[37], file[38], file[39] = 64, 0, 0, 0, 0, 0, 0, 0
	file[56], file[57] = 2, 0
	image, e := elf.Parse(file[:])
	if e != elf.OK {
		prove.Assert(image == elf.Image{})
		return
	}
	prove.Cover(image.Count == 2)
	prove.Assert(image.Count >= 1 && image.Count <= 2)
	entered := false
	for k := range uint32(2) {
		s := image.Segments[k]
		if k >= image.Count {
			prove.Assert(s == elf.Segment{})
			continue
		}
		prove.Assert(!(s.Write && s.Execute), "W^X")
		prove.Assert(s.FileSize <= s.MemSize && s.MemSize > 0 && s.FileOffset <= FileBytes && s.FileSize <= FileBytes-s.FileOffset, "inside the file")
		prove.Assert(s.Address >= abi.ImageBase && s.Address <= abi.ImageTop && s.MemSize <= uint64(abi.ImageTop-s.Address), "inside the range")
		entered = entered || s.Execute && image.Entry >= s.Address && uint64(image.Entry-s.Address) < s.MemSize
	}
	prove.Assert(entered, "the entry point")
	if image.Count == 2 {
		end := uint64(image.Segments[0].Address) + image.Segments[0].MemSize
		prove.Assert(uint64(image.Segments[1].Address)>>12 > (end-1)>>12, "no page in common")
	}
}

// ProofAcceptedTwin claims that the entry point is always the start of a segment.
func ProofAcceptedTwin() {
	file := prove.Any[[FileBytes]byte]()
	file[32], file[33], file[34], file[35], file[36], file[37], file[38], file[39] = 64, 0, 0, 0, 0, 0, 0, 0
	file[56], file[57] = 1, 0
	image, e := elf.Parse(file[:])
	prove.Assert(e != elf.OK || image.Entry == image.Segments[0].Address)
}
