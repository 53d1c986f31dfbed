package fuzz

import (
	"capnproto.org/go/capnp/v3"

	"warrant/kernel/abi"
	"warrant/lib/manifest"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// The places of the pointers of specs/capos.capnp: each structure's pointers count from 0 in the order of their numbers.
const (
	manifestInit, manifestServices, manifestBinaries                = 0, 1, 3
	initCaps                                                        = 1
	serviceName, serviceBinary, serviceGrants, serviceNeeds         = 0, 1, 2, 3
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
