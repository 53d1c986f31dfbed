package fuzz

import (
	"bytes"

	"warrant/kernel/limits"
	"warrant/lib/manifest"
	"warrant/lib/name"
)

// Manifest gives the input to every reader of boot manifests, and checks what they promise: what the kernel accepts it can start, and a
// graph without problems can be started in the order that it gives. Invariant: PA-1.
func Manifest(data []byte) int {
	var b manifest.Boot
	r := manifest.Check(data, &b)
	if r.Kind == manifest.Accepted {
		bootable(data, &b)
	}
	sameBinary(data, name.Of("init"))
	var g manifest.Graph
	var p manifest.Problems
	manifest.Plan(data[:min(len(data), limits.ManifestMetadata)], &g, &p)
	must(p.Count == min(p.Total, manifest.ProblemList), "%d of %d problems are listed", p.Count, p.Total)
	for _, problem := range p.List[:p.Count] {
		must(problem.Kind >= manifest.Unreadable && problem.Kind <= manifest.BadExpectation, "problem %+v", problem)
		must(problem.Service == manifest.None || problem.Service < manifest.Services, "problem %+v", problem)
		g.Subject(problem)
	}
	if !p.Incomplete && len(data) <= limits.ManifestMetadata {
		sameGraph(data, &g)
	}
	if p.Total == 0 {
		startable(&g)
	}
	return accepted(r.Kind == manifest.Accepted || p.Total == 0)
}

// bootable checks what the kernel takes from an accepted manifest.
func bootable(data []byte, b *manifest.Boot) {
	must(b.Binaries > 0 && b.Binaries <= limits.Binaries && b.Init < b.Binaries, "init is binary %d of %d", b.Init, b.Binaries)
	must(b.GrantCount <= limits.Grants && b.Quantum >= manifest.MinimumQuantum, "%d grants, quantum %d", b.GrantCount, b.Quantum)
	for i := range b.Binaries {
		image, ok := manifest.Program(data, i)
		must(ok && len(image) > 0 && bytes.Contains(data, image), "binary %d has %d bytes, %v", i, len(image), ok)
	}
	_, ok := manifest.Program(data, b.Binaries)
	must(!ok, "there is a binary behind the last one")
	for i, g := range b.Grants[:b.GrantCount] {
		must(g.Name.Length > 0 && int(g.Name.Length) <= len(g.Name.Bytes), "grant %d is %+v", i, g)
		for _, other := range b.Grants[:i] {
			must(other.Name != g.Name, "two grants are called %q", g.Name.Text())
		}
	}
	_, found := manifest.Find(data, name.Name{})
	must(!found, "there is a binary without a name")
}

// startable checks a graph that has no problem: every name is known and used once, and the order starts each service behind its needs.
func startable(g *manifest.Graph) {
	must(g.ServiceCount <= manifest.Services && g.OrderCount == g.ServiceCount, "%d of %d services are in order", g.OrderCount, g.ServiceCount)
	at := map[uint32]int{}
	for i, s := range g.Order[:g.OrderCount] {
		_, twice := at[s]
		must(s < g.ServiceCount && !twice, "place %d of the order has service %d", i, s)
		at[s] = i
	}
	names := map[name.Name]bool{}
	binaries := map[name.Name]bool{}
	for _, b := range g.Binaries[:g.BinaryCount] {
		binaries[b] = true
	}
	grant, need := uint32(0), uint32(0)
	for i := range g.ServiceCount {
		s := g.Services[i]
		must(s.Name.Length > 0 && !names[s.Name] && binaries[s.Binary], "service %d is %q, of %q", i, s.Name.Text(), s.Binary.Text())
		names[s.Name] = true
		must(s.FirstGrant == grant && s.FirstNeed == need, "service %d has grants from %d, needs from %d", i, s.FirstGrant, s.FirstNeed)
		grant += s.GrantCount
		need += s.NeedCount
		must(grant <= g.GrantCount && need <= g.NeedCount, "service %d has %d grants, %d needs", i, s.GrantCount, s.NeedCount)
		own := map[name.Name]bool{}
		for _, c := range g.Grants[s.FirstGrant:grant] {
			must(c.Name.Length > 0 && !own[c.Name] && c.Cap < g.CapCount && g.Caps[c.Cap] == c.Source, "service %d has grant %+v", i, c)
			own[c.Name] = true
		}
		for _, n := range g.Needs[s.FirstNeed:need] {
			must(n.Service < g.ServiceCount && g.Services[n.Service].Name == n.Name && at[n.Service] < at[i], "service %d needs %+v", i, n)
		}
	}
	must(grant == g.GrantCount && need == g.NeedCount, "grants or needs without a service")
	moved(g)
}

// moved checks that nothing is granted after it was moved away, in the order.
func moved(g *manifest.Graph) {
	gone := map[uint32]bool{}
	for _, i := range g.Order[:g.OrderCount] {
		s := g.Services[i]
		for _, c := range g.Grants[s.FirstGrant : s.FirstGrant+s.GrantCount] {
			must(!gone[c.Cap], "service %d is granted %q, which is gone", i, c.Source.Text())
			gone[c.Cap] = c.Move
		}
	}
}
