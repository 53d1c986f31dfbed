package manifest

// sort fills g.Order and g.OrderCount. In each round it takes the first service of the manifest that is not in the order yet and whose needs all are;
// needs of unknown services do not count, since they are noted elsewhere.
func sort(g *Graph) {
	var done [Services]bool
	g.OrderCount = 0
	next := firstReady(g, &done)
	for next != None && g.OrderCount < g.ServiceCount {
		done[next] = true
		g.Order[g.OrderCount] = next
		g.OrderCount = g.OrderCount + 1
		next = firstReady(g, &done)
	}
	at := g.OrderCount
	for i := uint32(0); i < g.ServiceCount && at < g.ServiceCount; i++ {
		if !done[i] {
			g.Order[at] = i
			at = at + 1
		}
	}
}

// firstReady answers the first service that is not done and whose needs all are, or None.
func firstReady(g *Graph, done *[Services]bool) (i uint32) {
	for i = 0; i < g.ServiceCount; i++ {
		if !done[i] && ready(g, done, i) {
			return i
		}
	}
	return None
}

// ready reports whether all known services that service i needs are done.
func ready(g *Graph, done *[Services]bool, i uint32) (is bool) {
	first := g.Services[i].FirstNeed
	end := first + g.Services[i].NeedCount
	for n := first; n < end; n++ {
		on := g.Needs[n].Service
		if on != None && !done[on] {
			return false
		}
	}
	return true
}

// checkCycles notes each service that waits for itself by way of others, with the first dependency that leads back to it. Services that
// merely wait for such services are not noted.
func checkCycles(g *Graph, p *Problems) {
	if g.OrderCount == g.ServiceCount {
		return
	}
	for i := uint32(0); i < g.ServiceCount; i++ {
		first := g.Services[i].FirstNeed
		end := first + g.Services[i].NeedCount
		found := false
		for n := first; n < end && !found; n++ {
			on := g.Needs[n].Service
			if on != None && on != i && reaches(g, on, i) {
				p.add(Cycle, i, n, on)
				found = true
			}
		}
	}
}

// reaches reports whether service from needs service to, directly or by way of others. Each round that goes on marks a service, so there
// are at most Services rounds.
func reaches(g *Graph, from, to uint32) (does bool) {
	var marked [Services]bool
	marked[from] = true
	grown := true
	for round := uint32(0); round < Services && grown; round++ {
		grown = false
		for i := uint32(0); i < g.ServiceCount; i++ {
			if marked[i] && markNeeds(g, &marked, i) {
				grown = true
			}
		}
	}
	return marked[to]
}

// markNeeds marks what service i needs, and reports whether that was new.
func markNeeds(g *Graph, marked *[Services]bool, i uint32) (grown bool) {
	first := g.Services[i].FirstNeed
	end := first + g.Services[i].NeedCount
	for n := first; n < end; n++ {
		on := g.Needs[n].Service
		if on != None && !marked[on] {
			marked[on] = true
			grown = true
		}
	}
	return grown
}
