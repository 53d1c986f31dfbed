// Package scale has harnesses that only an encoding with the right shape decides: large arrays, conditions that part and meet, and
// indices that assumptions bound.
package scale

import "warrant/verify/prove"

const cells = 1 << 18

// store is an arena with a list of its free cells.
type store struct {
	owner [cells]uint8
	free  [cells]uint32
	count uint32
}

func (s *store) take(by uint8) (cell uint32, ok bool) {
	if s.count == 0 {
		return 0, false
	}
	s.count--
	cell = s.free[s.count]
	s.owner[cell] = by
	return cell, true
}

func (s *store) give(cell uint32) {
	s.owner[cell] = 0
	s.free[s.count] = cell
	s.count++
}

// want: assertion SUCCESS, index SUCCESS, cover SATISFIED
func ProofLargeArrays() {
	s, k := prove.Any[store](), prove.Any[uint32]()%cells
	prove.Assume(s.count < cells && (s.count == 0 || s.free[s.count-1] < cells))
	before := s.owner[k]
	cell, ok := s.take(7)
	prove.Cover(ok && cell == cells-1)
	prove.Assert(s.owner[k] == before || ok && k == cell && s.owner[k] == 7)
	if ok {
		s.give(cell)
		prove.Assert(s.owner[cell] == 0 && s.free[s.count-1] == cell)
	}
}

// want: assertion FAILURE
func ProofLargeArraysTwin() {
	s, k := prove.Any[store](), prove.Any[uint32]()%cells
	prove.Assume(s.count > 0 && s.count < cells && s.free[s.count-1] < cells && s.owner[k] == 3)
	s.take(7)
	prove.Assert(s.owner[k] == 3)
}

// want: index FAILURE
func ProofLargeIndexTwin() {
	s := prove.Any[store]()
	prove.Assume(s.count < cells)
	s.take(7)
}

// want: assertion SUCCESS
func ProofLargeZero() {
	var s, other store
	i, j := prove.Any[uint32]()%cells, prove.Any[uint32]()%cells
	s.owner[i] = 1
	if prove.Any[bool]() {
		other = s
		other.owner[j] = 2
	}
	prove.Assert(s.owner[j] == 0 || i == j)
	prove.Assert(other.owner[j] == 2 || other.owner[j] == 0)
	part := s.owner[i : i+1 : i+1]
	prove.Assert(part[0] == 1)
}

// want: assertion FAILURE
func ProofLargeZeroTwin() {
	var s store
	if prove.Any[bool]() {
		s.owner[prove.Any[uint32]()%cells] = 1
	}
	prove.Assert(s.owner[prove.Any[uint32]()%cells] == 0)
}

// want: unwinding SUCCESS, assertion SUCCESS
func ProofJoins() {
	x, n, bad := prove.Any[[64]uint8](), prove.Any[uint32](), false
	ok := true
	for i := uint32(0); i < 64; i++ {
		ok = ok && x[i] != 3 && (i >= n || x[i] > 2 && x[i] != 9 && x[i] != 17 && x[i] != 21)
		bad = bad || x[i] == 3
	}
	prove.Assert(!ok || !bad)
}

// want: assertion FAILURE
func ProofJoinsTwin() {
	x, n := prove.Any[[64]uint8](), prove.Any[uint32]()
	ok := true
	for i := uint32(0); i < 64; i++ {
		ok = ok && x[i] != 3 && (i >= n || x[i] > 2)
	}
	prove.Assert(!ok || x[40] > 2)
}

// want: assertion SUCCESS, index SUCCESS
func ProofBoundedIndex() {
	var list [8000]uint32
	hole, child := prove.Any[uint32](), prove.Any[int]()
	prove.Assume(hole >= 3 && hole < 6)
	prove.Assume(child >= 0 && child <= 4)
	for step := range uint32(40) {
		list[hole-1] = step
		list[child+10] = step
		prove.Assert(list[hole-1] == step && list[hole] == 0)
	}
}

// want: assertion FAILURE
func ProofBoundedIndexTwin() {
	var list [8000]uint32
	hole := prove.Any[uint32]()
	prove.Assume(hole >= 3 && hole < 6)
	list[hole-1] = 1
	prove.Assert(list[2]+list[3] == 1)
}

type hidden struct {
	count uint16
	list  [3]uint8
}

type mirror struct {
	total uint16
	cells [3]uint8
}

// want: assertion SUCCESS
func ProofReshape() {
	m := prove.Any[mirror]()
	h := prove.Reshape[hidden](m)
	h.list[1] = 5
	prove.Assert(prove.Reshape[mirror](h) == mirror{m.total, [3]uint8{m.cells[0], 5, m.cells[2]}})
}

// want: assertion FAILURE
func ProofReshapeTwin() {
	h := prove.Reshape[hidden](prove.Any[mirror]())
	prove.Assert(h.count != 515 || h.list[2] != 9)
}

// want: unsupported FAILURE
func ProofReshapeKindTwin() {
	prove.Reshape[struct{ a int16 }](struct{ a uint16 }{prove.Any[uint16]()})
}
