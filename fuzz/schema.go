package fuzz

import (
	"bytes"

	"capnproto.org/go/capnp/v3"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/manifest"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// The places of the pointers of specs/capos.capnp: each structure's pointers count from 0 in the order of their numbers.
const (
	manifestInit, manifestServices, manifestBinaries                = 0, 1, 3
	initCaps                                                        = 1
	serviceName, serviceBinary, serviceGrants, serviceNeeds         = 0, 1, 2, 3
	serviceExpect, serviceBudget, binaryData                        = 4, 5, 1
	grantName, grantSource, capName, binaryName, needService uint16 = 0, 1, 0, 0, 0
)

// sameGraph reads the manifest again with capnproto.org/go/capnp/v3 and compares all names, grants and dependencies with a graph that was
// read without a problem of reading.
func sameGraph(data []byte, g *manifest.Graph) {
	their, err := capnp.Unmarshal(data)
	if err != nil {
		var m wire.Message
		must(m.Open(data) != wire.OK, "only capnp/v3 refuses the manifest: %v", err)
		return // the beginning of a manifest, which is all that init reads
	}
	their.TraverseLimit = 1 << 62
	p, err := their.Root()
	must(err == nil, "only capnp/v3 refuses the root: %v", err)
	root := p.Struct()
	must(root.Uint32(0) == abi.ManifestVersion, "version %d", root.Uint32(0))

	binaries := list(root, manifestBinaries)
	must(int(g.BinaryCount) == binaries.Len(), "%d binaries, theirs %d", g.BinaryCount, binaries.Len())
	for i := range binaries.Len() {
		sameName(g.Binaries[i], binaries.Struct(i), binaryName)
	}
	start, err := root.Ptr(manifestInit)
	must(err == nil, "only capnp/v3 refuses init: %v", err)
	caps := list(start.Struct(), initCaps)
	must(int(g.CapCount) == caps.Len(), "%d capabilities, theirs %d", g.CapCount, caps.Len())
	for i := range caps.Len() {
		sameName(g.Caps[i], caps.Struct(i), capName)
	}
	services := list(root, manifestServices)
	must(int(g.ServiceCount) == services.Len(), "%d services, theirs %d", g.ServiceCount, services.Len())
	for i := range services.Len() {
		s, theirs := g.Services[i], services.Struct(i)
		sameName(s.Name, theirs, serviceName)
		sameName(s.Binary, theirs, serviceBinary)
		sameEnd(s, theirs)
		sameBudget(s.Budget, theirs)
		grants := list(theirs, serviceGrants)
		must(int(s.GrantCount) == grants.Len(), "%d grants, theirs %d", s.GrantCount, grants.Len())
		for k := range grants.Len() {
			mine := g.Grants[int(s.FirstGrant)+k]
			sameName(mine.Name, grants.Struct(k), grantName)
			sameName(mine.Source, grants.Struct(k), grantSource)
			must(mine.Move == (grants.Struct(k).Uint16(0) == 1), "grant %d moves: %v", k, mine.Move)
		}
		needs := list(theirs, serviceNeeds)
		must(int(s.NeedCount) == needs.Len(), "%d needs, theirs %d", s.NeedCount, needs.Len())
		for k := range needs.Len() {
			mine := g.Needs[int(s.FirstNeed)+k]
			sameName(mine.Name, needs.Struct(k), needService)
			must(mine.Finished == (needs.Struct(k).Uint16(0) == 1), "need %d waits for the end: %v", k, mine.Finished)
		}
	}
}

// sameEnd compares how a service is expected to end: a union of an exit code, an exception vector and nothing. An expectation that the
// schema or the processor does not have is noted as a problem, and then nothing is expected.
func sameEnd(mine manifest.Service, theirs capnp.Struct) {
	p, err := theirs.Ptr(serviceExpect)
	must(err == nil, "only capnp/v3 refuses an expectation: %v", err)
	s := p.Struct()
	want := manifest.Expect{}
	switch s.Uint16(8) {
	case 0:
		want.Value = int64(s.Uint64(0))
	case 1:
		want = manifest.Expect{End: manifest.Faults, Value: int64(s.Uint8(0))}
	case 2:
		want.End = manifest.Killed
	}
	must(mine.Expect == want, "the expectation is %+v, want %+v", mine.Expect, want)
}

// budgetDefaults are those of the schema, which stores a field as the difference to its default.
var budgetDefaults = [6]uint32{limits.DefaultFramePages, limits.DefaultVirtualPages, limits.DefaultProcesses, limits.DefaultObjects, limits.CapSlots, limits.OutstandingCalls}

// sameBudget compares what a service may use.
func sameBudget(mine manifest.Budget, theirs capnp.Struct) {
	p, err := theirs.Ptr(serviceBudget)
	must(err == nil, "only capnp/v3 refuses a budget: %v", err)
	for i, v := range []uint32{mine.FramePages, mine.VirtualPages, mine.Processes, mine.Objects, mine.CapSlots, mine.Calls} {
		want := p.Struct().Uint32(capnp.DataOffset(4*i)) ^ budgetDefaults[i]
		must(v == want, "field %d of a budget is %d, want %d", i, v, want)
	}
}

// sameBinary compares where the binary with a name is, and its contents. Both readers of one binary work on what Check may refuse.
func sameBinary(data []byte, wanted name.Name) {
	index, found := manifest.Find(data, wanted)
	image, ok := manifest.Program(data, index)
	must(found || index == 0, "nothing is found at %d", index)
	must(ok || image == nil, "no program of %d bytes", len(image))
	if !found && !ok {
		return
	}
	their, err := capnp.Unmarshal(data)
	must(err == nil, "only capnp/v3 refuses the manifest: %v", err)
	their.TraverseLimit = 1 << 62
	p, err := their.Root()
	must(err == nil, "only capnp/v3 refuses the root: %v", err)
	binaries := list(p.Struct(), manifestBinaries)
	for i := 0; found && i <= int(index); i++ {
		p, err := binaries.Struct(i).Ptr(binaryName)
		must(err == nil, "only capnp/v3 refuses a name: %v", err)
		must((string(p.TextBytes()) == string(wanted.Text())) == (i == int(index)), "binary %d is found, binary %d is %q", index, i, p.TextBytes())
	}
	if ok {
		p, err := binaries.Struct(int(index)).Ptr(binaryData)
		must(err == nil && bytes.Equal(p.Data(), image), "the program of %d bytes is %d to capnp/v3, %v", len(image), len(p.Data()), err)
	}
}

// list answers a list of structures as capnp/v3 reads it.
func list(s capnp.Struct, field uint16) capnp.List {
	p, err := s.Ptr(field)
	must(err == nil, "only capnp/v3 refuses a list: %v", err)
	return p.List()
}

// sameName compares a name with a text; a text that is too short or too long for a name is none.
func sameName(mine name.Name, s capnp.Struct, field uint16) {
	p, err := s.Ptr(field)
	must(err == nil, "only capnp/v3 refuses a name: %v", err)
	text := p.TextBytes()
	if len(text) > abi.NameMax {
		text = nil
	}
	must(string(mine.Text()) == string(text), "the name %q is %q to capnp/v3", mine.Text(), text)
}
