// Package basic holds harnesses of the model checker's own tests: the comment above each says what must come out.
package basic

import "warrant/verify/prove"

func abs(x int8) int8 {
	if x < 0 {
		return -x
	}
	return x
}

// ProofAbs fails: -(-128) is -128.
//
// want: assertion FAILURE
func ProofAbs() {
	x := prove.Any[int8]()
	y := abs(x)
	prove.Assert(y >= 0)
}

// ProofAbsFixed passes.
//
// want: assertion SUCCESS, cover SATISFIED
func ProofAbsFixed() {
	x := prove.Any[int8]()
	prove.Assume(x != -128)
	y := abs(x)
	prove.Cover(x < 0)
	prove.Assert(y >= 0)
}

func search(a []int8, x int8) int {
	lo, hi := 0, len(a)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if a[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// ProofSearch passes.
//
// want: index SUCCESS, unwinding SUCCESS, assertion SUCCESS
func ProofSearch() {
	a := prove.AnySlice[int8](7)
	for i := 1; i < len(a); i++ {
		prove.Assume(a[i-1] <= a[i])
	}
	x := prove.Any[int8]()
	i := search(a, x)
	prove.Cover(i == 3)
	prove.Assert(i == len(a) || a[i] >= x)
	prove.Assert(i == 0 || a[i-1] < x)
}
