// +gobra

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

// @ import "warrant/lib/little"

// Overhead is how many bytes of a result message are not data: segment table, root pointer, list pointer, and padding to a word.
const Overhead = 32

// Most is the greatest number of bytes that one readManifest answers.
const Most = limits.ScratchBytes - Overhead

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params)) && acc(manifest, 1/2) && acc(buffer)
// @ requires  0 <= method && len(buffer) <= wire.MaxBuild
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.BootPackageMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse || f.Act == object.Answer
// @ ensures   f.Act == object.Refuse && method < capos.BootPackageMethods ==>
// @ 	f == object.Refused(object.Malformed) || f == object.Refused(object.OutOfRange) || f == object.Refused(object.Unbuilt)
// @ ensures   f == object.Refused(object.Unbuilt) ==> len(buffer) < limits.ScratchBytes
// @ ensures   f.Act == object.Answer && method == uint16(capos.BootPackageMethodManifestSize) ==>
// @ 	object.Answers(f, buffer, 24) && little.At64(buffer, 16) == uint64(len(manifest))
// @ ensures   f.Act == object.Answer && method == uint16(capos.BootPackageMethodReadManifest) ==> Reads(f, buffer, manifest,
// @ 	c.At().Number64(params, capos.BootPackageReadManifestParamsOffsetAt), c.At().Number32(params, capos.BootPackageReadManifestParamsMaxBytesAt))
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && limits.ScratchBytes <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Call answers what a call on BootPackage does, whose parameters c has opened, given the manifest. Results are built in buffer.
func Call(method uint16, c *wire.Cursor, params []byte, manifest []byte, buffer []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.BootPackageMethods, c, params)
	if !ok {
		return f
	}
	size := uint64(len(manifest))
	if capos.BootPackageMethod(method) == capos.BootPackageMethodManifestSize {
		return told(size, buffer)
	}
	offset := c.Uint64(params, capos.BootPackageReadManifestParamsOffsetAt)
	if offset > size {
		return object.Refused(object.OutOfRange)
	}
	n := uint64(c.Uint32(params, capos.BootPackageReadManifestParamsMaxBytesAt))
	if n > size-offset {
		n = size - offset
	}
	if n > Most {
		n = Most
	}
	return read(manifest, offset, n, buffer)
}

// @ preserves acc(buffer)
// @ requires  0 <= size && len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24) && (24 <= len(buffer) ==> little.At64(buffer, 16) == size)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// told builds the results of asking for the manifest's length.
func told(size uint64, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.BootPackageManifestSizeResultsDataWords, capos.BootPackageManifestSizeResultsPointers)
	d.PutUint64(buffer, capos.BootPackageManifestSizeResultsSizeAt, size)
	return object.Built(&d, buffer)
}

// @ preserves acc(buffer) && acc(manifest, 1/4)
// @ requires  0 <= offset && 0 <= n && offset + n <= uint64(len(manifest)) && n <= Most && len(buffer) <= wire.MaxBuild
// @ ensures   object.Answers(f, buffer, 24 + wire.Padded(int(n)))
// @ ensures   f.Act == object.Answer ==> forall k int :: { buffer[k] } 24 <= k && k < 24 + int(n) ==> buffer[k] == manifest[int(offset)+k-24]
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 + wire.Padded(int(n)) <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// read builds the results of reading n bytes of the manifest from offset on.
func read(manifest []byte, offset uint64, n uint64, buffer []byte) (f object.Effect) {
	var d /*@@@*/ wire.Draft
	d.Start(buffer, capos.BootPackageReadManifestResultsDataWords, capos.BootPackageReadManifestResultsPointers)
	d.Data(buffer, capos.BootPackageReadManifestResultsDataAt, manifest[int(offset):int(offset+n)])
	return object.Built(&d, buffer)
}
