// Package pvh has the bounded proofs of lib/pvh: it reads any bytes without a failure.
//
// Only gosure prove runs these functions. The package may not be imported.
package pvh

import (
	"warrant/lib/pvh"
	"warrant/verify/prove"
)

// Bytes is the greatest length of an input in these proofs: the start info and a few bytes more, two modules and a few bytes more.
const Bytes = 66

// ProofStartInfo: any bytes have an answer, and a start info that is accepted is whole. Invariant: PA-1.
func ProofStartInfo() {
	b := prove.AnySlice[byte](Bytes)
	info, ok := pvh.ReadStartInfo(b)
	prove.Cover(ok && info.Modules > 0)
	prove.Assert(!ok || len(b) >= pvh.StartInfoSize)
	prove.Assert(ok || info == pvh.StartInfo{})
}

// ProofStartInfoTwin claims that no bytes are a start info.
func ProofStartInfoTwin() {
	_, ok := pvh.ReadStartInfo(prove.AnySlice[byte](Bytes))
	prove.Assert(!ok)
}

// ProofEntries: the entry of any number is answered exactly when the list has it. Invariant: PA-1.
func ProofEntries() {
	b, n := prove.AnySlice[byte](Bytes), prove.Any[uint32]()
	_, ok := pvh.ReadModule(b, n)
	prove.Cover(ok && n == 1)
	prove.Assert(ok == (uint64(n)*pvh.ModuleSize+pvh.ModuleSize <= uint64(len(b))))
	_, ok = pvh.ReadMemory(b, n)
	prove.Cover(!ok && n == 0)
	prove.Assert(ok == (uint64(n)*pvh.MemorySize+pvh.MemorySize <= uint64(len(b))))
}

// ProofEntriesTwin claims that there is never a second module.
func ProofEntriesTwin() {
	_, ok := pvh.ReadModule(prove.AnySlice[byte](Bytes), prove.Any[uint32]()|1)
	prove.Assert(!ok)
}
