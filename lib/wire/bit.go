// +gobra

package wire

// @ import "warrant/specs/machine"

// @ preserves acc(b)
// @ requires  0 <= at && 0 <= n && n < 8
// @ ensures   forall k int :: { b[k] } 0 <= k && k < len(b) && k != int(at) ==> b[k] == old(b[k])
// @ ensures   at < uint64(len(b)) ==> (Halved(uint64(b[int(at)]), int(n)) % 2 == 1) == v
// @ decreases

// setBit writes bit number n, 0 <= n < 8, of the byte at a position.
func setBit(b []byte, at uint64, n uint64, v bool) {
	if at >= uint64(len(b)) {
		return
	}
	weight := uint64(1)
	// @ invariant 0 <= i && i <= n && n < 8 && weight == Weight(int(i)) && 1 <= weight && weight <= 128
	// @ decreases n - i
	for i := uint64(0); i < n; i++ {
		// @ Eighths(0, int(i+1))
		weight = weight * 2
	}
	octet := uint64(b[int(at)])
	// @ machine.Byte(b[int(at)])
	// @ ghost if Halved(octet, int(n)) % 2 == 0 {
	// @ 	Raised(octet, int(n))
	// @ } else {
	// @ 	Lowered(octet, int(n))
	// @ }
	switch was := bitOf(octet, n); {
	case v && !was:
		b[int(at)] = byte(octet + weight)
	case was && !v:
		b[int(at)] = byte(octet - weight)
	}
}
