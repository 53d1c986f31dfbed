package manifest

// Program answers the contents of a binary, in place. ok is false when there is no such binary, and when module is not a manifest.
func Program(module []byte, index uint32) (image []byte, ok bool) {
	from, to, ok := Where(module, index)
	if !ok || from > to || to > len(module) {
		return nil, false
	}
	return module[from:to:to], true
}
