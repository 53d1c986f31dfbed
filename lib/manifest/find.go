package manifest

import (
	"warrant/lib/capos"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// Find answers the index of the binary with a name. found is false when there is none, and when module is not a manifest.
func Find(module []byte, wanted name.Name) (index uint32, found bool) {
	var m wire.Message
	root, e := open(&m, module)
	if e != wire.OK {
		return 0, false
	}
	list, e := root.Binaries()
	if e != wire.OK {
		return 0, false
	}
	return find(list, wanted)
}

// Program answers the contents of a binary, in place. ok is false when there is no such binary, and when module is not a manifest.
func Program(module []byte, index uint32) (image []byte, ok bool) {
	var m wire.Message
	root, e := open(&m, module)
	if e != wire.OK {
		return nil, false
	}
	list, e := root.Binaries()
	if e != wire.OK || index >= list.Len() {
		return nil, false
	}
	image, e = list.At(index).Data()
	return image, e == wire.OK
}

// find answers the index of the first binary with a name.
func find(list capos.BinaryListReader, wanted name.Name) (index uint32, found bool) {
	for i := uint32(0); i < list.Len(); i++ {
		text, e := list.At(i).Name()
		if e != wire.OK {
			return 0, false
		}
		n, ok := name.New(text)
		if ok && n == wanted {
			return i, true
		}
	}
	return 0, false
}
