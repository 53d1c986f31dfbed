package sys

import (
	"encoding/binary"
	"testing"

	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// segment is one loadable part of a program that a test makes up.
type segment struct {
	address abi.VirtAddr
	flags   uint32 // of the System V ABI: 1 execute, 2 write, 4 read
	data    []byte
	memory  uint64 // bytes in memory; 0 for those of data
}

const (
	readExecute = 5
	readWrite   = 6
	readOnly    = 4
)

// program answers an ELF image of the segments, whose entry is the start of the first one.
func program(segments ...segment) []byte {
	const header, entry = 64, 56
	image := make([]byte, abi.PageSize)
	copy(image, "\x7fELF\x02\x01\x01")
	little := binary.LittleEndian
	little.PutUint16(image[16:], 2)  // executable
	little.PutUint16(image[18:], 62) // x86-64
	little.PutUint32(image[20:], 1)
	little.PutUint64(image[24:], uint64(segments[0].address))
	little.PutUint64(image[32:], header)
	little.PutUint16(image[52:], header)
	little.PutUint16(image[54:], entry)
	little.PutUint16(image[56:], uint16(len(segments)))
	for i, s := range segments {
		for (uint64(len(image))-uint64(s.address))%abi.PageSize != 0 {
			image = append(image, 0xcc) // what no page may show
		}
		h := image[header+i*entry:]
		little.PutUint32(h, 1)
		little.PutUint32(h[4:], s.flags)
		little.PutUint64(h[8:], uint64(len(image)))
		little.PutUint64(h[16:], uint64(s.address))
		little.PutUint64(h[32:], uint64(len(s.data)))
		little.PutUint64(h[40:], max(s.memory, uint64(len(s.data))))
		image = append(image, s.data...)
	}
	return append(image, 0xcc)
}

// Addresses of the program that most tests run.
const (
	codeAt  = abi.ImageBase
	constAt = abi.ImageBase + 0x1000
	dataAt  = abi.ImageBase + 0x2010 // not the start of a page
)

// small is a program of a page of code, one of constants and two of data.
func small() []byte {
	return program(
		segment{codeAt, readExecute, []byte("code"), 0},
		segment{constAt, readOnly, []byte("constants"), 0},
		segment{dataAt, readWrite, []byte("data"), abi.PageSize},
	)
}

// grant is a capability of init.
type grant struct {
	name   string
	source capos.KernelSource
}

// file is a binary of a manifest.
type file struct {
	name string
	data []byte
}

// system is a manifest that a test makes up.
type system struct {
	version uint32
	quantum uint64 // ns
	init    string
	caps    []grant
	files   []file
}

// Places of the capabilities that standard grants init: also their ids, since a new table is filled from slot 0.
const (
	consoleCap = iota
	bootCap
	spawnerCap
	timerCap
	infoCap
	standardCaps
)

// standard answers the manifest that most tests boot.
func standard() *system {
	return &system{
		version: abi.ManifestVersion, quantum: 1000000, init: "init",
		caps: []grant{{"console", capos.KernelSourceConsole}, {"boot", capos.KernelSourceBootPackage},
			{"spawner", capos.KernelSourceProcessSpawner}, {"timer", capos.KernelSourceTimer}, {"info", capos.KernelSourceSystemInfo}},
		files: []file{{"init", small()}, {"small", small()}, {"text", []byte("not a program")},
			{"large", program(segment{abi.ImageBase, readExecute, []byte{1}, uint64(abi.ImageTop - abi.ImageBase)})}},
	}
}

// module answers the manifest as the boot loader would pass it.
func (s *system) module(t testing.TB) []byte {
	t.Helper()
	return message(t, 1<<20, func(b *wire.Builder) {
		root := capos.NewSystemManifest(b)
		root.SetVersion(s.version)
		root.NewConfig().SetQuantumNanoseconds(s.quantum)
		init := root.NewInit()
		init.SetBinary(s.init)
		caps := init.NewCaps(uint32(len(s.caps)))
		for i, c := range s.caps {
			caps.At(uint32(i)).SetName(c.name)
			caps.At(uint32(i)).SetSource(c.source)
		}
		files := root.NewBinaries(uint32(len(s.files)))
		for i, f := range s.files {
			files.At(uint32(i)).SetName(f.name)
			files.At(uint32(i)).SetData(f.data)
		}
	})
}

// message answers the message that build builds in room bytes.
func message(t testing.TB, room int, build func(*wire.Builder)) []byte {
	t.Helper()
	buffer := make([]byte, room)
	var b wire.Builder
	b.Start(buffer)
	build(&b)
	n, e := b.Finish()
	if e != wire.OK {
		t.Fatalf("building a message: %s", e)
	}
	return buffer[:n]
}
