// Package ranges has a harness that holds and a twin that does not for each thing that a range statement can range over.
package ranges

import "warrant/verify/prove"

// want: assertion SUCCESS
func ProofInt() {
	n := prove.Any[uint8]() % 6
	total := uint8(0)
	for i := range n {
		total += i
	}
	prove.Assert(n == 0 || total == n*(n-1)/2)
}

// want: assertion FAILURE
func ProofIntTwin() {
	n := prove.Any[int8]() % 6
	rounds := int8(0)
	for range n {
		rounds++
	}
	prove.Assert(rounds == n)
}

// want: assertion SUCCESS
func ProofArray() {
	list := prove.Any[[4]uint8]()
	first := list[0]
	for i, v := range list {
		list[3] = 77
		prove.Assert(i < 3 && v == list[i] || i == 3)
	}
	prove.Assert(list[0] == first && list[3] == 77)
}

// want: assertion FAILURE
func ProofArrayTwin() {
	list := prove.Any[[4]uint8]()
	for i, v := range list {
		list[3] = 77
		prove.Assert(v == list[i])
	}
}

// want: assertion SUCCESS
func ProofArrayPointer() {
	list := prove.Any[[4]uint8]()
	for i, v := range &list {
		if i < 3 {
			list[i+1] = v
		}
	}
	prove.Assert(list[3] == list[0])
}

// want: assertion FAILURE
func ProofArrayPointerTwin() {
	list := prove.Any[[4]uint8]()
	last := list[3]
	for i, v := range &list {
		if i == 3 {
			prove.Assert(v == last)
		}
		list[3] = 1
	}
}

// want: assertion SUCCESS
func ProofSlice() {
	list := prove.AnySlice[int8](4)
	rounds := 0
	for i, v := range list {
		list = append(list, v)
		prove.Assert(list[i] == v)
		rounds++
	}
	prove.Assert(len(list) == 2*rounds)
}

// want: assertion FAILURE
func ProofSliceTwin() {
	list := prove.AnySlice[int8](4)
	for i, v := range list {
		v++
		prove.Assert(list[i] == v)
	}
}

// want: assertion SUCCESS
func ProofString() {
	s := prove.AnyString(3)
	end := 0
	for i, r := range s {
		prove.Assert(i == end)
		end += len(string(r))
		if r == 0xfffd {
			return
		}
	}
	prove.Assert(end == len(s))
}

// want: assertion FAILURE
func ProofStringTwin() {
	s := prove.AnyString(3)
	rounds := 0
	for range s {
		rounds++
	}
	prove.Assert(rounds == len(s))
}

// want: assertion SUCCESS
func ProofMap() {
	m := map[uint8]uint8{}
	for range 3 {
		m[prove.Any[uint8]()] = 1
	}
	total := uint8(0)
	for k, v := range m {
		total += v
		delete(m, k)
	}
	prove.Assert(total >= 1 && total <= 3 && len(m) == 0)
}

// want: assertion FAILURE
func ProofMapTwin() {
	m := map[uint8]uint8{1: 1, 2: 2}
	for k := range m {
		m[k+10] = 0
		break
	}
	prove.Assert(m[11] == 0 && len(m) == 3)
	_, ok := m[11]
	prove.Assert(ok)
}

func upTo(n uint8) func(yield func(uint8) bool) {
	return func(yield func(uint8) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func find(n, wanted uint8) (at uint8, found bool) {
	defer func() { at++ }()
	for i := range upTo(n) {
		if i == wanted {
			return i, true
		}
	}
	return n, false
}

// want: assertion SUCCESS
func ProofFunc() {
	n, wanted := prove.Any[uint8]()%5, prove.Any[uint8]()
	at, found := find(n, wanted)
	prove.Assert(found == (wanted < n) && at == min(n, wanted)+1)
}

// want: assertion FAILURE
func ProofFuncTwin() {
	n, wanted := prove.Any[uint8]()%5, prove.Any[uint8]()
	at, _ := find(n, wanted)
	prove.Assert(at != 3)
}

func stubborn(yield func(int) bool) {
	yield(1)
	yield(2)
}

// want: panic FAILURE
func ProofFuncGoesOnTwin() {
	for i := range stubborn {
		if i == 1 && prove.Any[bool]() {
			break
		}
	}
}

func none(yield func() bool) {
	for range 2 {
		if !yield() {
			return
		}
	}
}

// want: assertion SUCCESS
func ProofFuncWithoutValues() {
	rounds := prove.Any[int8]()
	start := rounds
outer:
	for range none {
		for range none {
			rounds++
			if rounds == start+3 {
				break outer
			}
		}
	}
	prove.Assert(rounds == start+3)
}

// want: assertion FAILURE
func ProofFuncWithoutValuesTwin() {
	rounds := prove.Any[int8]()
	for range none {
		rounds++
	}
	prove.Assert(rounds > 1)
}
