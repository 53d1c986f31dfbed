package manifest

import (
	"warrant/kernel/limits"
	"warrant/lib/name"
)

// checkServices notes services without a name of their own or without a binary.
func checkServices(g *Graph, p *Problems) {
	for i := uint32(0); i < g.ServiceCount; i++ {
		s := &g.Services[i]
		if first := serviceNamed(g, s.Name); first < i {
			p.add(DuplicateService, i, None, first)
		}
		if !hasBinary(g, s.Binary) {
			p.add(MissingBinary, i, None, None)
		}
	}
}

// checkGrants notes grants with the name of another one or without a source, and finds the sources of the others.
func checkGrants(g *Graph, p *Problems) {
	for i := uint32(0); i < g.ServiceCount; i++ {
		first := g.Services[i].FirstGrant
		end := first + g.Services[i].GrantCount
		for n := first; n < end; n++ {
			if other := grantNamed(g, first, n); other < n {
				p.add(DuplicateGrant, i, n, other)
			}
			grant := g.Grants[n]
			grant.Cap = capNamed(g, grant.Source)
			g.Grants[n] = grant
			if grant.Cap == None {
				p.add(UnknownSource, i, n, None)
			} else if grant.Move && initsOwn(grant.Source) {
				p.add(TakesInits, i, n, None)
			}
		}
	}
}

// checkNeeds notes dependencies on nothing and on the service itself, and finds the services of the others.
func checkNeeds(g *Graph, p *Problems) {
	for i := uint32(0); i < g.ServiceCount; i++ {
		first := g.Services[i].FirstNeed
		end := first + g.Services[i].NeedCount
		for n := first; n < end; n++ {
			need := g.Needs[n]
			need.Service = serviceNamed(g, need.Name)
			g.Needs[n] = need
			if need.Service == None {
				p.add(UnknownNeed, i, n, None)
			} else if need.Service == i {
				p.add(NeedsItself, i, n, None)
			}
		}
	}
}

// checkMoves notes grants of capabilities that are gone when init comes to them: it carries out the grants of services in start order,
// and within a service in the manifest's.
func checkMoves(g *Graph, p *Problems) {
	var holder [limits.Grants]uint32 // for each capability of init, 1 + the service that it was moved to
	for k := uint32(0); k < g.ServiceCount; k++ {
		i := g.Order[k]
		first := g.Services[i].FirstGrant
		end := first + g.Services[i].GrantCount
		for n := first; n < end; n++ {
			from := g.Grants[n].Cap
			if from == None {
				continue
			}
			if holder[from] != 0 {
				p.add(AlreadyMoved, i, n, holder[from]-1)
			} else if g.Grants[n].Move {
				holder[from] = i + 1
			}
		}
	}
}

// serviceNamed answers the first service with a name, or None; nothing has the zero Name.
func serviceNamed(g *Graph, wanted name.Name) (i uint32) {
	for i = 0; i < g.ServiceCount; i++ {
		if wanted.Length > 0 && g.Services[i].Name == wanted {
			return i
		}
	}
	return None
}

// hasBinary reports whether the manifest has a binary with a name; nothing has the zero Name.
func hasBinary(g *Graph, wanted name.Name) (has bool) {
	for i := uint32(0); i < g.BinaryCount; i++ {
		if wanted.Length > 0 && g.Binaries[i] == wanted {
			return true
		}
	}
	return false
}

// capNamed answers the first capability of init with a name, or None; nothing has the zero Name.
func capNamed(g *Graph, wanted name.Name) (i uint32) {
	for i = 0; i < g.CapCount; i++ {
		if wanted.Length > 0 && g.Caps[i] == wanted {
			return i
		}
	}
	return None
}

// grantNamed answers the first grant from first on that has the name of grant n; n itself when there is none before it.
func grantNamed(g *Graph, first, n uint32) (i uint32) {
	for i = first; i < n; i++ {
		if g.Grants[n].Name.Length > 0 && g.Grants[i].Name == g.Grants[n].Name {
			return i
		}
	}
	return n
}

// initsOwn reports whether init cannot do without the capability of a name.
func initsOwn(n name.Name) (own bool) {
	return n == name.Of(ConsoleName) || n == name.Of(BootPackageName) || n == name.Of(ProcessSpawnerName)
}
