package main

import (
	"warrant/kernel/limits"
	"warrant/user/program"
	"warrant/user/rt"
)

// chunk is how much of the manifest is read at once, in bytes: a result message has 24 bytes more, rounded up to words.
const chunk = limits.ScratchBytes - 32

// metadata is the beginning of the manifest.
var metadata [limits.ManifestMetadata]byte

// readMetadata answers the beginning of the manifest, up to limits.ManifestMetadata bytes. It ends the process when that cannot be read.
func readMetadata() []byte {
	boot := program.BootPackage()
	size, status := boot.ManifestSize()
	if !status.OK() {
		rt.Fail("the size of the boot manifest cannot be read")
	}
	if size > limits.ManifestMetadata {
		size = limits.ManifestMetadata
	}
	at := uint64(0)
	for at < size {
		want := size - at
		if want > chunk {
			want = chunk
		}
		data, status := boot.ReadManifest(at, uint32(want))
		if !status.OK() || len(data) == 0 || uint64(len(data)) > want {
			rt.Fail("the boot manifest cannot be read")
		}
		copy(metadata[at:], data)
		at += uint64(len(data))
	}
	return metadata[:size]
}
