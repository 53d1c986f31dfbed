// +gobra

package wire

//gosure:reason "Go's copy, which only the heap encoding knows: -backend heap proves it"
// @ trusted
// @ preserves acc(to) && acc(from, 1/16)
// @ ensures   forall k int :: { to[k] } 0 <= k && k < len(to) ==> to[k] == (k < len(from) ? from[k] : old(to[k]))
// @ decreases

// copyBytes copies from to the beginning of to, as far as both reach.
func copyBytes(to []byte, from []byte) {
	copy(to, from)
}

// @ preserves acc(to)
// @ ensures   forall k int :: { to[k] } 0 <= k && k < len(to) ==> to[k] == (k < len(from) ? from[k] : old(to[k]))
// @ decreases

// copyText copies the bytes of a text to the beginning of to, as far as both reach.
func copyText(to []byte, from string) {
	// @ invariant acc(to) && 0 <= i && i <= len(to) && i <= len(from)
	// @ invariant forall k int :: { to[k] } 0 <= k && k < len(to) ==> to[k] == (k < i ? from[k] : old(to[k]))
	// @ decreases len(to) - i
	for i := 0; i < len(to) && i < len(from); i++ {
		to[i] = from[i]
	}
}
