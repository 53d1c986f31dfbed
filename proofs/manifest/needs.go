package manifest

import (
	"warrant/lib/manifest"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// services and needsOf are the size of the graphs of dependencies.
const (
	services = 3
	needsOf  = 2
)

// needy answers the graph of three services, each with any name and two needs, of which one may be of nobody.
func needy() (manifest.Graph, manifest.Problems) {
	var d draft
	d.start("x", "y")
	d.root.NewInit().SetBinary("x")
	list := d.root.NewServices(services)
	for i := uint32(0); i < services; i++ {
		list.At(i).SetName(letter(letters))
		list.At(i).SetBinary("y")
		needs := list.At(i).NewNeeds(needsOf)
		for n := uint32(0); n < needsOf; n++ {
			needs.At(n).SetService(letter(letters + 1))
		}
	}
	return d.plan()
}

// relation says which service needs which.
type relation [services][services]bool

// needed answers the relation of a graph: by way of others as well, if closed.
func needed(g *manifest.Graph, closed bool) (r relation) {
	for i := uint32(0); i < services; i++ {
		for n := uint32(0); n < needsOf; n++ {
			on := called(g, g.Needs[i*needsOf+n].Name, services)
			for j := uint32(0); j < services; j++ {
				r[i][j] = logic.Any(r[i][j], on == j)
			}
		}
	}
	if closed {
		for via := range r {
			for i := range r {
				for j := range r {
					r[i][j] = logic.Any(r[i][j], logic.All(r[i][via], r[via][j]))
				}
			}
		}
	}
	return r
}

// ProofOrder: every service is in the order once; before those that start comes all that they need; and all start unless some service
// waits for itself. Invariant: PA-1.
func ProofOrder() {
	g, _ := needy()
	direct, reached := needed(&g, false), needed(&g, true)
	prove.Cover(g.OrderCount == services && g.Order[0] == 2 && g.Order[1] == 0)
	prove.Cover(g.OrderCount == 1)
	var place [services]uint32
	for i := uint32(0); i < services; i++ {
		times := 0
		for k := uint32(0); k < services; k++ {
			if g.Order[k] == i {
				times++
				place[i] = k
			}
		}
		prove.Assert(times == 1, "once in the order")
	}
	circular := false
	for i := range direct {
		circular = logic.Any(circular, reached[i][i])
		for j := range direct {
			prove.Assert(logic.Implies(logic.All(place[i] < g.OrderCount, direct[i][j]), place[j] < place[i]), "behind what it needs")
		}
	}
	prove.Assert(circular == (g.OrderCount < services), "all start unless there is a cycle")
}

// ProofOrderTwin claims that all services start.
func ProofOrderTwin() {
	g, _ := needy()
	prove.Assert(g.OrderCount == services)
}

// ProofNeeds: what is noted of names and needs is so, and what is so is noted: services with the name of another, needs of nobody, of the
// service itself, and of itself by way of others. Invariant: PA-1.
func ProofNeeds() {
	g, p := needy()
	prove.Cover(g.OrderCount == services && p.Total == 2)
	prove.Cover(noted(&p, manifest.Cycle, 2, manifest.None))
	reached := needed(&g, true)
	for i := uint32(0); i < services; i++ {
		prove.Assert(noted(&p, manifest.DuplicateService, i, manifest.None) == (called(&g, g.Services[i].Name, i) != manifest.None), "names")
		around := false
		for n := i * needsOf; n < (i+1)*needsOf; n++ {
			on := called(&g, g.Needs[n].Name, services)
			prove.Assert(g.Needs[n].Service == on, "the service that is needed")
			prove.Assert(noted(&p, manifest.UnknownNeed, i, n) == (on == manifest.None), "needs of nobody")
			prove.Assert(noted(&p, manifest.NeedsItself, i, n) == (on == i), "needs of itself")
			for j := uint32(0); j < services; j++ {
				around = logic.Any(around, logic.All(on == j, j != i, reached[j][i]))
			}
		}
		prove.Assert(noted(&p, manifest.Cycle, i, manifest.None) == around, "cycles")
	}
}

// ProofNeedsTwin claims that a graph whose services all start has nothing wrong with it.
func ProofNeedsTwin() {
	g, p := needy()
	prove.Assert(g.OrderCount < services || p.Total == 0)
}
