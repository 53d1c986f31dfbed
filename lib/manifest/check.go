package manifest

import "warrant/lib/name"

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

// checkMoves notes grants of capabilities that may be gone when init comes to them.
func checkMoves(g *Graph, p *Problems) {
	for i := uint32(0); i < g.ServiceCount; i++ {
		first := g.Services[i].FirstGrant
		end := first + g.Services[i].GrantCount
		for n := first; n < end; n++ {
			if taker := takerOf(g, i, n); taker != None {
				p.add(AlreadyMoved, i, n, taker)
			}
		}
	}
}

// takerOf answers the first service that may have taken away what grant n of service i gives, or None.
func takerOf(g *Graph, i, n uint32) (taker uint32) {
	for taker = 0; taker < g.ServiceCount; taker++ {
		first := g.Services[taker].FirstGrant
		end := first + g.Services[taker].GrantCount
		for m := first; m < end; m++ {
			if takes(g, m) && g.Grants[m].Cap == g.Grants[n].Cap && takenFirst(g, taker, m, i, n) {
				return taker
			}
		}
	}
	return None
}

// takes reports whether grant m is a move that init would carry out.
func takes(g *Graph, m uint32) (does bool) {
	return g.Grants[m].Move && g.Grants[m].Cap != None && !initsOwn(g.Grants[m].Source)
}

// takenFirst reports whether grant m of service taker, a move, may be carried out before grant n of service i. Within a service, grants
// follow the manifest. A service comes behind another one for certain only when it waits for it. Of two moves, the one of the service
// that is later in start order is the wrong one.
func takenFirst(g *Graph, taker, m, i, n uint32) (may bool) {
	if taker == i {
		return m < n
	}
	if g.Grants[n].Move {
		return earlier(g, taker, i)
	}
	return !reaches(g, taker, i)
}

// earlier reports whether service a comes before service b in g.Order. Precondition: a != b, and both are services of g.
func earlier(g *Graph, a, b uint32) (is bool) {
	for k := uint32(0); k < g.ServiceCount; k++ {
		if g.Order[k] == a {
			return true
		}
		if g.Order[k] == b {
			return false
		}
	}
	return false
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
