package manifest

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/name"
	"warrant/lib/wire"
)

// Plan reads the service graph from the beginning of a manifest, orders it, and notes everything that is wrong with it; p.Total == 0 says
// that nothing is. metadata is the first limits.ManifestMetadata bytes of the manifest, or all of a shorter one. g and p start as zero
// values.
func Plan(metadata []byte, g *Graph, p *Problems) {
	var m wire.Message
	e := m.OpenPrefix(metadata)
	if e != wire.OK {
		p.add(Unreadable, None, uint32(e), None)
		return
	}
	e = read(&m, g, p)
	if e != wire.OK {
		p.add(Unreadable, None, uint32(e), None)
	}
	if p.Incomplete {
		return // what was not read would give problems that are not there
	}
	checkServices(g, p)
	checkGrants(g, p)
	checkNeeds(g, p)
	sort(g)
	checkCycles(g, p)
	checkMoves(g, p)
}

// read fills g from a manifest. A manifest that is too large is noted in p.
func read(m *wire.Message, g *Graph, p *Problems) (e wire.Err) {
	root, e := capos.ReadSystemManifest(m)
	if e != wire.OK {
		return e
	}
	if root.Version() != abi.ManifestVersion {
		p.add(WrongVersion, None, root.Version(), None)
		return wire.OK
	}
	e = readBinaries(root, g, p)
	if e != wire.OK {
		return e
	}
	e = readCaps(root, g, p)
	if e != wire.OK {
		return e
	}
	services, e := root.Services()
	if e != wire.OK {
		return e
	}
	if services.Len() > Services {
		p.add(TooManyServices, None, services.Len(), None)
		return wire.OK
	}
	for i := uint32(0); i < services.Len(); i++ {
		e = readService(services.At(i), g, p)
		if e != wire.OK {
			return e
		}
	}
	return wire.OK
}

// readBinaries takes the names of the binaries.
func readBinaries(root capos.SystemManifestReader, g *Graph, p *Problems) (e wire.Err) {
	list, e := root.Binaries()
	if e != wire.OK {
		return e
	}
	if list.Len() > limits.Binaries {
		p.add(TooManyBinaries, None, list.Len(), None)
		return wire.OK
	}
	for i := uint32(0); i < list.Len(); i++ {
		text, e := list.At(i).Name()
		if e != wire.OK {
			return e
		}
		g.Binaries[i], _ = name.New(text) // the kernel has refused bad names
		g.BinaryCount = i + 1
	}
	return wire.OK
}

// readCaps takes the names of init's capabilities.
func readCaps(root capos.SystemManifestReader, g *Graph, p *Problems) (e wire.Err) {
	config, e := root.Init()
	if e != wire.OK {
		return e
	}
	list, e := config.Caps()
	if e != wire.OK {
		return e
	}
	if list.Len() > limits.Grants {
		p.add(TooManyCaps, None, list.Len(), None)
		return wire.OK
	}
	for i := uint32(0); i < list.Len(); i++ {
		text, e := list.At(i).Name()
		if e != wire.OK {
			return e
		}
		g.Caps[i], _ = name.New(text) // the kernel has refused bad names
		g.CapCount = i + 1
	}
	return wire.OK
}

// readService adds a service to g. Precondition: g.ServiceCount < Services.
func readService(r capos.ServiceReader, g *Graph, p *Problems) (e wire.Err) {
	i := g.ServiceCount
	text, e := r.Name()
	if e != wire.OK {
		return e
	}
	own, ok := name.New(text)
	if !ok {
		p.add(BadServiceName, i, None, None)
	}
	text, e = r.Binary()
	if e != wire.OK {
		return e
	}
	binary, _ := name.New(text) // no binary has a bad name: MissingBinary
	expected, e := r.Expect()
	if e != wire.OK {
		return e
	}
	s := Service{Name: own, Binary: binary, FirstGrant: g.GrantCount, FirstNeed: g.NeedCount}
	s.Expect, ok = expectation(expected)
	if !ok {
		p.add(BadExpectation, i, None, None)
	}
	budget, e := r.Budget()
	if e != wire.OK {
		return e
	}
	s.Budget = budgetOf(budget)
	e = readGrants(r, i, g, p)
	if e != wire.OK {
		return e
	}
	e = readNeeds(r, i, g, p)
	if e != wire.OK {
		return e
	}
	s.GrantCount = g.GrantCount - s.FirstGrant
	s.NeedCount = g.NeedCount - s.FirstNeed
	g.Services[i] = s
	g.ServiceCount = i + 1
	return wire.OK
}

// expectation takes how a service ends when all is well.
func expectation(r capos.ExpectedStatusReader) (x Expect, ok bool) {
	switch r.Which() {
	case capos.ExpectedStatusWhichExit:
		return Expect{Value: r.Exit()}, true
	case capos.ExpectedStatusWhichFault:
		return Expect{End: Faults, Value: int64(r.Fault())}, r.Fault() < vectors
	case capos.ExpectedStatusWhichKilled:
		return Expect{End: Killed}, true
	}
	return Expect{}, false
}

// budgetOf takes what a service may use.
func budgetOf(r capos.BudgetReader) (b Budget) {
	return Budget{
		FramePages: r.FramePages(), VirtualPages: r.VirtualPages(), Processes: r.Processes(),
		Objects: r.Objects(), CapSlots: r.CapSlots(), Calls: r.Calls(),
	}
}

// vectors is the number of exception vectors. Intel SDM volume 3A, section 6.2.
const vectors = 32

// readGrants adds the grants of service i to g.
func readGrants(r capos.ServiceReader, i uint32, g *Graph, p *Problems) (e wire.Err) {
	list, e := r.Grants()
	if e != wire.OK {
		return e
	}
	if list.Len() > limits.Grants || list.Len() > GraphGrants-g.GrantCount {
		p.add(TooManyGrants, i, None, None)
		return wire.OK
	}
	for k := uint32(0); k < list.Len(); k++ {
		text, e := list.At(k).Name()
		if e != wire.OK {
			return e
		}
		own, ok := name.New(text)
		if !ok {
			p.add(BadGrantName, i, g.GrantCount, None)
		}
		text, e = list.At(k).Source()
		if e != wire.OK {
			return e
		}
		source, _ := name.New(text) // init has no capability with a bad name: UnknownSource
		g.Grants[g.GrantCount] = Grant{Name: own, Source: source, Cap: None, Move: list.At(k).Mode() == capos.TransferModeMove}
		g.GrantCount = g.GrantCount + 1
	}
	return wire.OK
}

// readNeeds adds the dependencies of service i to g.
func readNeeds(r capos.ServiceReader, i uint32, g *Graph, p *Problems) (e wire.Err) {
	list, e := r.Needs()
	if e != wire.OK {
		return e
	}
	if list.Len() > GraphNeeds-g.NeedCount {
		p.add(TooManyNeeds, i, None, None)
		return wire.OK
	}
	for k := uint32(0); k < list.Len(); k++ {
		text, e := list.At(k).Service()
		if e != wire.OK {
			return e
		}
		other, _ := name.New(text) // no service has a bad name: UnknownNeed
		finished := list.At(k).Condition() == capos.DependencyConditionFinished
		g.Needs[g.NeedCount] = Need{Name: other, Service: None, Finished: finished}
		g.NeedCount = g.NeedCount + 1
	}
	return wire.OK
}
