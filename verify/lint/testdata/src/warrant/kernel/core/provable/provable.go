// Package provable has Go that the official tool cannot read.
package provable

import "warrant/lib/wire2"

// Size is computed by the compiler.
const Size = 1 << 12

// big has underscores.
const big = 1_000 // want `a number with underscores cannot stand in a proved package`

type box[T any] struct{ v T } // want `a generic type`

type embedding struct { // want `an embedded imported type`
	wire2.Part
}

type named struct {
	part wire2.Part
	fold int // want `the identifier fold, a word of the annotation language,`
	cap  int // want `the identifier cap, a word of the annotation language,`
}

type shape interface{} // want `an interface`

func good(x uint32, a *[4]byte) (sum uint32, ok bool) {
	for i := uint32(0); i < 4; i++ {
		sum = (sum + uint32(a[i])) % 256
	}
	for i := range a {
		sum += uint32(i)
	}
	return sum % 16 * Size / 4096, !ok
}

func unnamed() int { // want `a result without a name`
	return 1
}

func generic[T any](x T) {} // want `a generic function`

func bits(x, y uint32, s, t string) {
	x = x & y  // want `a bit operation on variables`
	x = x << 2 // want `a bit operation on variables`
	x |= y     // want `a bit operation on variables`
	x = ^y     // want `a bit operation on variables`
	s = s + t  // want `a concatenation of strings`
	s = "a" + "b"
	_ = 1.5 // want `a floating-point number`
}

func control(n int, s string) {
	f := func() {} // want `a closure`
	defer f()      // want `a deferred call`
	go f()         // want `concurrency`
	for range n {  // want `a range over int`
	}
	for range s { // want `a range over string`
	}
	switch n {
	case 1:
		fallthrough // want `fallthrough`
	default:
		goto end // want `goto`
	}
end:
	var m map[int]int      // want `a map`
	var c chan int         // want `concurrency`
	b := make([]byte, 4)   // want `the built-in function make`
	n = min(n, 4)          // want `the built-in function min`
	seq := len(b) + cap(b) // want `the identifier seq, a word of the annotation language,`
	copy(b, b)
	panic(m) // want `the built-in function panic`
	_, _ = c, seq
}
