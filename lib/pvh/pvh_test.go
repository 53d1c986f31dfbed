package pvh

import (
	"encoding/binary"
	"testing"
)

// startInfo answers hvm_start_info with these fields, and everything else set to a value that must not matter.
func startInfo(magic, version, modules uint32, list, memory uint64, entries uint32) []byte {
	b := make([]byte, StartInfoSize)
	for i := range b {
		b[i] = 0xee
	}
	put := binary.LittleEndian
	put.PutUint32(b[0:], magic)
	put.PutUint32(b[4:], version)
	put.PutUint32(b[12:], modules)
	put.PutUint64(b[16:], list)
	put.PutUint64(b[40:], memory)
	put.PutUint32(b[48:], entries)
	return b
}

func TestReadStartInfo(t *testing.T) {
	good := startInfo(0x336ec578, 1, 2, 0x1122334455667788, 0xfedcba9876543210, 7)
	want := StartInfo{Modules: 2, ModuleList: 0x1122334455667788, Memory: 7, MemoryMap: 0xfedcba9876543210}
	tests := map[string]struct {
		input []byte
		want  StartInfo
		ok    bool
	}{
		"version 1":      {good, want, true},
		"version 2":      {startInfo(0x336ec578, 2, 2, want.ModuleList, want.MemoryMap, 7), want, true},
		"more behind it": {append(append([]byte{}, good...), 1), want, true},
		"version 0":      {startInfo(0x336ec578, 0, 2, 0, 0, 7), StartInfo{}, false},
		"wrong magic":    {startInfo(0x336ec579, 1, 2, 0, 0, 7), StartInfo{}, false},
		"one byte short": {good[:StartInfoSize-1], StartInfo{}, false},
		"empty":          {nil, StartInfo{}, false},
	}
	for name, test := range tests {
		if got, ok := ReadStartInfo(test.input); got != test.want || ok != test.ok {
			t.Errorf("%s: %+v, %v, want %+v, %v", name, got, ok, test.want, test.ok)
		}
	}
}

func TestLists(t *testing.T) {
	b := make([]byte, 3*ModuleSize)
	for i := range b {
		b[i] = byte(i)
	}
	long := func(at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }
	tests := []struct {
		size, n uint32
		module  bool // an entry of the list of modules is there
		memory  bool // an entry of the memory map is there
	}{
		{96, 0, true, true}, {96, 2, true, true}, {96, 3, false, true}, {96, 4, false, false},
		{32, 0, true, true}, {31, 0, false, true}, {24, 0, false, true}, {23, 0, false, false}, {0, 0, false, false},
		{96, 0xffffffff, false, false},
	}
	for _, test := range tests {
		var module, memory Range
		if test.module {
			module = Range{Start: long(int(test.n) * 32), Length: long(int(test.n)*32 + 8)}
		}
		if test.memory {
			memory = Range{Start: long(int(test.n) * 24), Length: long(int(test.n)*24 + 8), Type: uint32(long(int(test.n)*24 + 16))}
		}
		if got, ok := ReadModule(b[:test.size], test.n); got != module || ok != test.module {
			t.Errorf("module %d of %d bytes: %+v, %v", test.n, test.size, got, ok)
		}
		if got, ok := ReadMemory(b[:test.size], test.n); got != memory || ok != test.memory {
			t.Errorf("memory %d of %d bytes: %+v, %v", test.n, test.size, got, ok)
		}
	}
}
