// +gobra

// Package userbuf checks ranges and copies bytes.
package userbuf

const UserTop = 0x0000800000000000

type Range struct {
	base uint64
	size uint64
}

// @ ghost
// @ decreases
// @ pure func (r Range) Inv() bool { return 0 <= r.base && 0 <= r.size && r.base + r.size <= UserTop }

// @ requires 0 <= base && 0 <= size
// @ ensures  ok ==> r.Inv() && r.base == base && r.size == size
// @ ensures  ok == (base <= UserTop && size <= UserTop - base)
// @ decreases

// Check makes a Range.
func Check(base, size uint64) (r Range, ok bool) {
	if base > UserTop || size > UserTop-base {
		return Range{}, false
	}
	return Range{base: base, size: size}, true
}

// @ requires  acc(dst)
// @ requires  acc(src, 1/2)
// @ ensures   acc(dst) && acc(src, 1/2)
// @ ensures   0 <= n && n <= len(dst) && n <= len(src) && (n == len(dst) || n == len(src))
// @ ensures   forall i int :: { dst[i] } 0 <= i && i < n ==> dst[i] == src[i]
// @ ensures   forall i int :: { dst[i] } n <= i && i < len(dst) ==> dst[i] == old(dst[i])
// @ decreases

// Copy copies bytes.
func Copy(dst, src []byte) (n int) {
	n = len(dst)
	if len(src) < n {
		n = len(src)
	}
	// @ invariant acc(dst) && acc(src, 1/2)
	// @ invariant 0 <= i && i <= n && n <= len(dst) && n <= len(src)
	// @ invariant forall j int :: { dst[j] } 0 <= j && j < i ==> dst[j] == src[j]
	// @ invariant forall j int :: { dst[j] } i <= j && j < len(dst) ==> dst[j] == old(dst[j])
	// @ decreases n - i
	for i := 0; i < n; i++ {
		dst[i] = src[i]
	}
	return n
}
