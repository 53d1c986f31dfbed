package manifest

import (
	"bytes"
	"testing"

	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// system is a manifest that a row of a table may spoil before it is written.
type system struct {
	version  uint32
	quantum  uint64
	init     string
	caps     []capability
	services []service
	binaries []binary
}

type capability struct {
	name   string
	source capos.KernelSource
}

type service struct {
	name, binary string
	grants       []grant
	needs        []need
	fault        uint8 // 0: exits with 0
	killed       bool
	budget       *Budget // nil: left out
}

type grant struct {
	name, source string
	move         bool
}

type need struct {
	name     string
	finished bool
}

type binary struct {
	name string
	data []byte
}

// small answers a manifest that both the kernel and init accept: c needs a, and b is on its own.
func small() *system {
	return &system{
		version: abi.ManifestVersion,
		quantum: 10000000,
		init:    "init",
		caps: []capability{
			{ConsoleName, capos.KernelSourceConsole}, {BootPackageName, capos.KernelSourceBootPackage},
			{ProcessSpawnerName, capos.KernelSourceProcessSpawner}, {"timer", capos.KernelSourceTimer},
		},
		services: []service{
			{name: "c", binary: "hello", grants: []grant{{"out", ConsoleName, false}, {"timer", "timer", false}}, needs: []need{{"a", true}}},
			{name: "b", binary: "clock", fault: 14},
			{name: "a", binary: "hello", grants: []grant{{"console", ConsoleName, false}}},
		},
		binaries: []binary{{"init", []byte("1")}, {"hello", []byte("22")}, {"clock", bytes.Repeat([]byte("3"), 999)}},
	}
}

// bytes writes the manifest, contents of binaries last.
func (s *system) bytes(t testing.TB) []byte {
	t.Helper()
	buffer := make([]byte, 1<<20)
	var b wire.Builder
	b.Start(buffer)
	root := capos.NewSystemManifest(&b)
	root.SetVersion(s.version)
	config := root.NewConfig()
	config.SetQuantumNanoseconds(s.quantum)
	init := root.NewInit()
	init.SetBinary(s.init)
	caps := init.NewCaps(uint32(len(s.caps)))
	for n, c := range s.caps {
		caps.At(uint32(n)).SetName(c.name)
		caps.At(uint32(n)).SetSource(c.source)
	}
	services := root.NewServices(uint32(len(s.services)))
	for n, v := range s.services {
		v.write(services.At(uint32(n)))
	}
	binaries := root.NewBinaries(uint32(len(s.binaries)))
	for n, v := range s.binaries {
		binaries.At(uint32(n)).SetName(v.name)
	}
	for n, v := range s.binaries {
		binaries.At(uint32(n)).SetData(v.data)
	}
	n, e := b.Finish()
	if e != wire.OK {
		t.Fatalf("building the manifest: %s", e)
	}
	return buffer[:n]
}

// write writes the service into its place.
func (v service) write(out capos.ServiceBuilder) {
	out.SetName(v.name)
	out.SetBinary(v.binary)
	grants := out.NewGrants(uint32(len(v.grants)))
	for n, g := range v.grants {
		grants.At(uint32(n)).SetName(g.name)
		grants.At(uint32(n)).SetSource(g.source)
		if g.move {
			grants.At(uint32(n)).SetMode(capos.TransferModeMove)
		}
	}
	needs := out.NewNeeds(uint32(len(v.needs)))
	for n, d := range v.needs {
		needs.At(uint32(n)).SetService(d.name)
		if d.finished {
			needs.At(uint32(n)).SetCondition(capos.DependencyConditionFinished)
		}
	}
	if v.fault != 0 {
		out.NewExpect().SetFault(v.fault)
	}
	if v.killed {
		out.NewExpect().SetKilled()
	}
	if v.budget != nil {
		b := out.NewBudget()
		b.SetFramePages(v.budget.FramePages)
		b.SetVirtualPages(v.budget.VirtualPages)
		b.SetProcesses(v.budget.Processes)
		b.SetObjects(v.budget.Objects)
		b.SetCapSlots(v.budget.CapSlots)
		b.SetCalls(v.budget.Calls)
	}
}
