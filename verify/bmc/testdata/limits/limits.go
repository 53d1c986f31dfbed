// Package limits has a table whose size is a constant, for tests of scales.
package limits

import "warrant/verify/prove"

// Places is the size of a table, which a scale makes smaller.
const Places = 40000

// None has no value of its own, so no scale can give it another.
const (
	_ = iota
	None
)

// table is larger than the model checker holds, unless it is scaled.
var table [Places]uint8

// ProofTable: every place of the table can be found.
func ProofTable() {
	x := prove.Any[uint8]()
	table[Places-1] = x
	found := 0
	for i := range table {
		if table[i] == x {
			found++
		}
	}
	prove.Cover(found == 1)
	prove.Assert(found >= 1 && found <= Places)
}

// ProofTableTwin claims that the table has no more than one place.
func ProofTableTwin() {
	x := prove.Any[uint8]()
	table[Places-1] = x
	prove.Assert(table[0] == x)
}
