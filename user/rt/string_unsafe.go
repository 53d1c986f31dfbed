package rt

import "unsafe"

// String is the text whose bytes are b, not a copy: it changes when b does. It is for handing bytes to something that takes a text and
// does not keep it, as the clients of package client do.
func String(b []byte) (text string) {
	return unsafe.String(unsafe.SliceData(b), len(b))
}
