// Package panics has, for each kind of panic, a harness that cannot panic and a twin that can. The line "want" above each
// says what the model checker must report.
package panics

import "warrant/verify/prove"

// want: panic UNREACHABLE, cover SATISFIED
func ProofExplicit() {
	x := prove.Any[uint8]()
	prove.Assume(x < 10)
	prove.Cover(x == 9)
	if x > 20 {
		panic("too large")
	}
	if x >= 10 {
		panic("never")
	}
}

// want: panic FAILURE
func ProofExplicitTwin() {
	x := prove.Any[uint8]()
	if x == 77 {
		panic("seventy-seven")
	}
}

type node struct {
	next  *node
	value int
}

func pick(which bool) *node {
	if which {
		return &node{value: 3}
	}
	return nil
}

// want: nil-dereference SUCCESS
func ProofNilDereference() {
	n := pick(prove.Any[bool]())
	if n != nil {
		prove.Assert(n.value == 3)
	}
}

// want: nil-dereference FAILURE
func ProofNilDereferenceTwin() {
	n := pick(prove.Any[bool]())
	prove.Assert(n.value == 3)
}

// want: nil-dereference FAILURE
func ProofNilStoreTwin() {
	n := pick(prove.Any[bool]())
	*n = node{}
}

// want: index SUCCESS
func ProofIndex() {
	var a [5]int
	a[prove.Any[uint8]()%5] = 1
}

// want: index FAILURE
func ProofIndexTwin() {
	var a [5]int
	a[prove.Any[uint8]()%6] = 1
}

// want: index FAILURE
func ProofIndexNegativeTwin() {
	s := make([]int, 4)
	i := prove.Any[int8]()
	prove.Assume(i < 4)
	s[i] = 1
}

// want: index FAILURE
func ProofIndexStringTwin() {
	s := "abc"
	prove.Assert(s[prove.Any[uint8]()%4] >= 'a')
}

// want: index SUCCESS, assertion SUCCESS
func ProofIndexString() {
	s := "abc"
	prove.Assert(s[prove.Any[uint8]()%3] >= 'a')
}

// want: slice-bounds SUCCESS, assertion SUCCESS
func ProofSlice() {
	s := prove.AnySlice[byte](6)
	low, high := prove.Any[uint8](), prove.Any[uint8]()
	prove.Assume(low <= high && int(high) <= len(s))
	prove.Assert(len(s[low:high]) == int(high-low))
}

// want: slice-bounds FAILURE
func ProofSliceTwin() {
	s := prove.AnySlice[byte](6)
	low, high := prove.Any[uint8](), prove.Any[uint8]()
	prove.Assume(int(high) <= len(s))
	_ = s[low:high]
}

// want: slice-bounds FAILURE
func ProofSliceMaxTwin() {
	var a [6]byte
	most := prove.Any[uint8]()
	prove.Assume(most <= 7)
	_ = a[1:1:most]
}

// want: slice-bounds FAILURE
func ProofSliceStringTwin() {
	s := prove.AnyString(4)
	_ = s[1:]
}

// want: slice-to-array SUCCESS, assertion SUCCESS
func ProofSliceToArray() {
	s := prove.AnySlice[byte](6)
	if len(s) >= 4 {
		a := [4]byte(s)
		prove.Assert(a[3] == s[3])
	}
}

// want: slice-to-array FAILURE
func ProofSliceToArrayTwin() {
	s := prove.AnySlice[byte](6)
	a := [4]byte(s)
	prove.Assert(a[3] == s[3])
}

func box(n uint8) any {
	if n < 100 {
		return n
	}
	return "text"
}

// want: type-assertion SUCCESS
func ProofTypeAssertion() {
	x := prove.Any[uint8]()
	prove.Assume(x < 100)
	prove.Assert(box(x).(uint8) == x)
}

// want: type-assertion FAILURE
func ProofTypeAssertionTwin() {
	x := prove.Any[uint8]()
	prove.Assert(box(x).(uint8) == x)
}

// want: division SUCCESS, assertion SUCCESS
func ProofDivision() {
	x, y := prove.Any[int8](), prove.Any[int8]()
	prove.Assume(y != 0)
	prove.Assert(x/y*y+x%y == x)
}

// want: division FAILURE
func ProofDivisionTwin() {
	x, y := prove.Any[int8](), prove.Any[int8]()
	_ = x / y
}

// want: division FAILURE
func ProofRemainderTwin() {
	x, y := prove.Any[uint16](), prove.Any[uint16]()
	_ = x % y
}

// want: shift SUCCESS
func ProofShift() {
	n := prove.Any[int8]()
	prove.Assume(n >= 0)
	prove.Assert(n < 8 || uint8(255)<<n == 0)
}

// want: shift FAILURE
func ProofShiftTwin() {
	n := prove.Any[int8]()
	prove.Assume(n < 100)
	_ = uint8(255) >> n
}

func anyOf(which bool) any {
	if which {
		return []int{1}
	}
	return 1
}

// want: uncomparable SUCCESS
func ProofUncomparable() {
	which := prove.Any[bool]()
	x := anyOf(which)
	prove.Assert(which || x == any(1))
}

// want: uncomparable FAILURE
func ProofUncomparableTwin() {
	x := anyOf(prove.Any[bool]())
	prove.Assert(x == x)
}

// want: uncomparable FAILURE
func ProofUnhashableTwin() {
	m := map[any]int{}
	m[anyOf(prove.Any[bool]())] = 1
}

// want: nil-map SUCCESS
func ProofNilMap() {
	var m map[int]int
	if prove.Any[bool]() {
		m = map[int]int{}
	}
	if m != nil {
		m[1] = 2
	}
	prove.Assert(len(m) <= 1)
}

// want: nil-map FAILURE
func ProofNilMapTwin() {
	var m map[int]int
	if prove.Any[bool]() {
		m = map[int]int{}
	}
	m[1] = 2
}

// want: make-length SUCCESS
func ProofMakeLength() {
	n := prove.Any[int8]()
	prove.Assume(n >= 0 && n < 20)
	prove.Assert(len(make([]int, n)) == int(n))
}

// want: make-length FAILURE
func ProofMakeLengthTwin() {
	n := prove.Any[int8]()
	prove.Assume(n < 20)
	prove.Assert(len(make([]int, n)) == int(n))
}

func chosen(which bool) func(int) int {
	if which {
		return func(x int) int { return x + 1 }
	}
	return nil
}

// want: nil-function SUCCESS, assertion SUCCESS
func ProofNilFunction() {
	f := chosen(prove.Any[bool]())
	if f != nil {
		prove.Assert(f(1) == 2)
	}
}

// want: nil-function FAILURE
func ProofNilFunctionTwin() {
	prove.Assert(chosen(prove.Any[bool]())(1) == 2)
}

type shape interface{ area() int }

type square int

func (s square) area() int { return int(s) * int(s) }

func shaped(which bool) shape {
	if which {
		return square(3)
	}
	return nil
}

// want: nil-interface SUCCESS
func ProofNilInterface() {
	which := prove.Any[bool]()
	if s := shaped(which); which {
		prove.Assert(s.area() == 9)
	}
}

// want: nil-interface FAILURE
func ProofNilInterfaceTwin() {
	prove.Assert(shaped(prove.Any[bool]()).area() == 9)
}

// want: assertion SUCCESS
func ProofAssertion() {
	x := prove.Any[uint32]()
	prove.Assert(x&(x-1) != 0 || x == 0 || x<<1>>1 == x || x == 1<<31)
}

// want: assertion FAILURE
func ProofAssertionTwin() {
	x := prove.Any[uint32]()
	prove.Assert(x*x != 0x31703d71)
}

// want: unreachable-code UNREACHABLE
func ProofUnreachable() {
	if x := prove.Any[uint8](); x%2 == 0 && x%4 == 1 {
		prove.Unreachable()
	}
}

// want: unreachable-code FAILURE
func ProofUnreachableTwin() {
	if x := prove.Any[uint8](); x%2 == 1 && x%4 == 1 {
		prove.Unreachable()
	}
}

// want: cover UNSATISFIABLE
func ProofCoverTwin() {
	x := prove.Any[uint8]()
	prove.Cover(x%2 == 0 && x%4 == 1)
}

// want: cover UNREACHABLE
func ProofCoverUnreachableTwin() {
	if x := prove.Any[uint8](); x%2 == 0 && x%4 == 1 {
		prove.Cover(true)
	}
}

func count(n uint8) int {
	total := 0
	for n > 0 {
		n &= n - 1
		total++
	}
	return total
}

// want: unwinding SUCCESS, assertion SUCCESS
func ProofUnwinding() {
	prove.Assert(count(prove.Any[uint8]()) <= 8)
}

// want: unwinding FAILURE
func ProofUnwindingTwin() {
	n := prove.Any[uint8]()
	for i := uint8(0); i < n; i++ {
		prove.Assume(n != i+200)
	}
}

func depth(n uint8) int {
	if n == 0 {
		return 0
	}
	return 1 + depth(n>>1)
}

// want: recursion SUCCESS, assertion SUCCESS
func ProofRecursion() {
	prove.Assert(depth(prove.Any[uint8]()) <= 8)
}

func countdown(n uint8) int {
	if n == 0 {
		return 0
	}
	return 1 + countdown(n-1)
}

// want: recursion FAILURE
func ProofRecursionTwin() {
	n := prove.Any[uint8]()
	prove.Assert(countdown(n) == int(n))
}

// want: memory FAILURE
func ProofMemoryTwin() {
	n := prove.Any[uint16]()
	s := make([]byte, n)
	prove.Assert(len(s) == int(n))
}

// want: unsupported FAILURE
func ProofUnsupportedTwin() {
	c := make(chan int, 1)
	c <- 1
}

// want: unsupported SUCCESS, assertion SUCCESS
func ProofUnsupportedNotReached() {
	x := prove.Any[uint8]()
	if x > 255-x && x < 100 {
		go println("never")
	}
	prove.Assert(x>>8 == 0)
}
