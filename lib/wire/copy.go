// +gobra

package wire

//gosure:reason "Go's copy, which only the heap encoding knows: -backend heap proves it"
// @ trusted
// @ preserves acc(to) && acc(from, 1/2)
// @ ensures   forall k int :: { to[k] } 0 <= k && k < len(to) ==> to[k] == (k < len(from) ? from[k] : old(to[k]))
// @ decreases

// copyBytes copies from to the beginning of to, as far as both reach.
func copyBytes(to []byte, from []byte) {
	copy(to, from)
}

//gosure:reason "Go's copy from a text, of which the proofs know the length only"
// @ trusted
// @ preserves acc(to)
// @ ensures   forall k int :: { to[k] } len(from) <= k && k < len(to) ==> to[k] == old(to[k])
// @ decreases

// copyText copies the bytes of a text to the beginning of to, as far as both reach.
func copyText(to []byte, from string) {
	copy(to, from)
}
