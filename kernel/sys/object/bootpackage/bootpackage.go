// Package bootpackage is the kernel object BootPackage: the boot manifest, read-only.
//
// It may not interpret the manifest.
package bootpackage

import (
	"warrant/kernel/limits"
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Overhead is how many bytes of a result message are not data: segment table, root pointer, list pointer, and padding to a word.
const Overhead = 32

// Most is the greatest number of bytes that one readManifest answers.
const Most = limits.ScratchBytes - Overhead

// Call answers what a call on BootPackage does, given the manifest. Results are built in buffer.
func Call(method uint16, params *wire.Message, manifest []byte, buffer []byte) (f object.Effect) {
	c, e := capos.DecodeBootPackage(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	var b wire.Builder
	b.Start(buffer)
	switch c.Method {
	case capos.BootPackageMethodManifestSize:
		capos.NewBootPackageManifestSizeResults(&b).SetSize(uint64(len(manifest)))
		return object.Built(&b)
	case capos.BootPackageMethodReadManifest:
		offset := c.ReadManifest().Offset()
		size := uint64(len(manifest))
		if offset > size {
			return object.Refused(object.OutOfRange)
		}
		n := uint64(c.ReadManifest().MaxBytes())
		if n > size-offset {
			n = size - offset
		}
		if n > Most {
			n = Most
		}
		capos.NewBootPackageReadManifestResults(&b).SetData(manifest[offset : offset+n])
		return object.Built(&b)
	}
	return object.Refused(object.NoSuchMethod)
}
