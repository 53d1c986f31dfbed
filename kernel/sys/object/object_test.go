package object

import (
	"slices"
	"testing"

	"warrant/lib/capos"
	"warrant/lib/elf"
	"warrant/lib/wire"
)

// Each kind has an interface of its own, nothing has none.
func TestInterface(t *testing.T) {
	seen := map[uint64]uint32{}
	for kind := Console; kind <= Monitor; kind++ {
		if kind == Facet {
			continue // has the interface of the service behind it
		}
		id := Interface(kind)
		if kind == SessionSpawner && id == Interface(ProcessSpawner) || kind == MemoryReader && id == Interface(MemoryView) {
			continue // a narrower or wider object of one interface
		}
		if other, twice := seen[id]; twice || id == 0 || capos.InterfaceName(id) == "unknown" {
			t.Errorf("kind %d has interface %#x, like kind %d", kind, id, other)
		}
		seen[id] = kind
	}
	for _, kind := range []uint32{Nothing, Facet, Monitor + 1, ^uint32(0)} {
		if id := Interface(kind); id != 0 {
			t.Errorf("kind %d has interface %#x", kind, id)
		}
	}
}

// Each source of the manifest is an object whose interface has the source's name; no source makes a process handle.
func TestFromSource(t *testing.T) {
	names := map[string]string{"console": "Console", "bootPackage": "BootPackage", "processSpawner": "ProcessSpawner", "timer": "Timer",
		"systemInfo": "SystemInfo", "sessionSpawner": "ProcessSpawner", "objectMaker": "ObjectMaker", "frameAllocator": "FrameAllocator",
		"virtualMemory": "VirtualMemory", "monitor": "Monitor"}
	for s := capos.KernelSource(0); s < 100; s++ {
		kind := FromSource(s)
		if want := names[s.String()]; want == "" && kind != Nothing || want != "" && capos.InterfaceName(Interface(kind)) != want {
			t.Errorf("source %s makes kind %d", s, kind)
		}
		switch kind {
		case ProcessHandle, Endpoint, Facet, Notification, Signal, MemoryObject, MemoryView, MemoryReader:
			t.Errorf("source %s makes something that belongs to one process: kind %d", s, kind)
		}
	}
}

// every is all exceptions.
var every = []Exception{NoSuchMethod, Malformed, Unbuilt, TooManyCalls, TooLong, ConsoleFull, OutOfRange, NoSuchBinary, BadName, DuplicateName,
	TooManyGrants, BadGrant, NotTransferable, MovedTwice, TableFull, TooManyProcesses, OutOfMemory, AlreadyWaiting, Gone, Disconnected, QueueFull,
	TooManyFacets, NoSuchFacet, OverBudget, BadBudget, BadRange, NotMapped, ReadOnly, TooManyAreas, NoSuchPlace, UsedUp}

// Every exception can be built in the room that Build may use, and reads as what it is.
func TestExceptions(t *testing.T) {
	all := slices.Clone(every)
	for e := elf.OK + 1; e < 255; e++ {
		all = append(all, BadImage(e))
	}
	for _, x := range all {
		buffer := make([]byte, 256)
		n := x.Build(buffer)
		var m wire.Message
		if n == 0 || m.Open(buffer[:n]) != wire.OK {
			t.Errorf("%+v does not fit into 256 bytes: %d", x, n)
			continue
		}
		got, _ := capos.ReadCapException(&m)
		reason, e := got.Reason()
		if e != wire.OK || string(reason) != x.Reason() || x.Reason() == "" || got.Type() != x.Type() || x.Accepted() {
			t.Errorf("%+v reads as %s: %q", x, got.Type(), reason)
		}
	}
	if !None.Accepted() {
		t.Error("no exception is one")
	}
}

// No two exceptions say the same, so a transcript tells which one it was.
func TestReasonsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range every {
		if seen[x.Reason()] {
			t.Errorf("two exceptions say %q", x.Reason())
		}
		seen[x.Reason()] = true
	}
}

// TestDecode demands an exception for a method that there is not, and for parameters without a root.
func TestDecode(t *testing.T) {
	good := make([]byte, 16)
	Empty(good)
	for _, test := range []struct {
		name   string
		params []byte
		method uint16
		want   Exception
	}{
		{"a method", good, 1, None},
		{"no such method", good, 2, NoSuchMethod},
		{"no such method, no root", []byte{0, 0, 0, 0, 0, 0, 0, 0}, 2, NoSuchMethod},
		{"no root", []byte{0, 0, 0, 0, 0, 0, 0, 0}, 1, Malformed},
		{"a list as root", []byte{0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, 0, Malformed},
	} {
		var c wire.Cursor
		if e := c.Open(test.params); e != wire.OK {
			t.Fatalf("%s: %s", test.name, e)
		}
		f, ok := Decode(test.method, 2, &c, test.params)
		if ok != (test.want == None) || f.How.Exception != test.want {
			t.Errorf("%s: %+v %v", test.name, f, ok)
		}
	}
}

// A draft that failed is an exception, never a message.
func TestBuilt(t *testing.T) {
	var d wire.Draft
	buffer := make([]byte, 16)
	d.Start(buffer, 5, 5)
	if f := Built(&d, buffer); f.Act != Refuse || f.How.Exception != Unbuilt {
		t.Errorf("%+v", f)
	}
	if f := Empty(make([]byte, 64)); f.Act != Answer || f.Part.Count != 16 {
		t.Errorf("no results are %+v", f)
	}
}
