// Package name has the bounded proofs of lib/name.
//
// Only gosure prove runs these functions. The package may not be imported.
package name

import (
	"warrant/kernel/abi"
	"warrant/lib/name"
	"warrant/verify/prove"
)

// TextBytes is the greatest length of a text in these proofs: one more than a name can have.
const TextBytes = abi.NameMax + 1

// ProofNew: a text is a name exactly when it is neither empty nor too long, and its bytes are kept, zeros behind them. Invariant: PA-1.
func ProofNew() {
	text := prove.AnySlice[byte](TextBytes)
	n, ok := name.New(text)
	prove.Cover(ok && len(text) == abi.NameMax)
	prove.Cover(!ok && len(text) > 0)
	prove.Assert(ok == (len(text) > 0 && len(text) <= abi.NameMax))
	if !ok {
		prove.Assert(n == name.Name{})
		return
	}
	prove.Assert(n.Length == uint32(len(text)) && len(n.Text()) == len(text))
	k := int(prove.Any[uint8]() % abi.NameMax)
	if k < len(text) {
		prove.Assert(n.Bytes[k] == text[k])
	} else {
		prove.Assert(n.Bytes[k] == 0)
	}
}

// ProofNewTwin claims that every text is a name.
func ProofNewTwin() {
	_, ok := name.New(prove.AnySlice[byte](TextBytes))
	prove.Assert(ok)
}
