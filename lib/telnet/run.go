// +gobra

package telnet

// @ requires  f.Mem() && acc(dst) && acc(src, 1/2) && len(src) <= len(dst)
// @ ensures   f.Mem() && acc(dst) && acc(src, 1/2)
// @ ensures   0 <= n && n <= len(src)
// @ decreases

// Run leaves the user's data of src in dst, drops all else, and answers how many bytes that are. It writes dst[:n] only.
// Precondition: dst is at least as long as src; the two may not overlap. Invariant: TN-2.
func (f *Filter) Run(dst, src []byte) (n int) {
	// @ invariant f.Mem() && acc(dst) && acc(src, 1/2)
	// @ invariant 0 <= n && n <= i && i <= len(src) && len(src) <= len(dst)
	// @ decreases len(src) - i
	for i := 0; i < len(src); i++ {
		e := f.Step(src[i])
		if e.Kind == Data {
			dst[n] = e.Byte
			n = n + 1
		}
	}
	return n
}
