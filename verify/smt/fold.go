package smt

// The fold functions give the value of an operation on words of width bits, with the conventions of SMT-LIB.

func foldUdiv(x, y uint64, width int) uint64 {
	if y == 0 {
		return wordMask(width)
	}
	return x / y
}

func foldUrem(x, y uint64) uint64 {
	if y == 0 {
		return x
	}
	return x % y
}

func foldSdiv(x, y uint64, width int) uint64 {
	a, c := signed(x, width), signed(y, width)
	switch {
	case c == 0 && a < 0:
		return 1
	case c == 0:
		return wordMask(width)
	case c == -1:
		return uint64(-a) & wordMask(width)
	}
	return uint64(a/c) & wordMask(width)
}

func foldSrem(x, y uint64, width int) uint64 {
	a, c := signed(x, width), signed(y, width)
	switch c {
	case 0:
		return x
	case -1:
		return 0
	}
	return uint64(a%c) & wordMask(width)
}

func foldShift(op Op, x, y uint64, width int) uint64 {
	if y >= uint64(width) {
		y = uint64(width)
	}
	switch op {
	case OpBvShl:
		return x << y & wordMask(width)
	case OpBvLshr:
		return x >> y
	}
	return uint64(signed(x, width)>>y) & wordMask(width)
}
