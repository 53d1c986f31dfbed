package manifest

import (
	"warrant/lib/capos"
	"warrant/lib/manifest"
	"warrant/lib/name"
	"warrant/proofs/logic"
	"warrant/verify/prove"
)

// givers, capsOf and grantsOf are the size of the graphs of grants.
const (
	givers   = 2
	capsOf   = 2
	grantsOf = 2
)

// generous answers the graph of two services, each with two grants of any name, source and mode; the second may need the first. Init has two
// capabilities of any name, and a binary of each service may be there or not.
func generous() (manifest.Graph, manifest.Problems) {
	var d draft
	d.start("x", letter(letters))
	init := d.root.NewInit()
	init.SetBinary("x")
	caps := init.NewCaps(capsOf)
	for i := uint32(0); i < capsOf; i++ {
		caps.At(i).SetName(letter(letters))
	}
	list := d.root.NewServices(givers)
	for i := uint32(0); i < givers; i++ {
		list.At(i).SetName(string([]byte{'s' + byte(i)}))
		list.At(i).SetBinary(letter(letters))
		grants := list.At(i).NewGrants(grantsOf)
		for n := uint32(0); n < grantsOf; n++ {
			grants.At(n).SetName(letter(letters))
			grants.At(n).SetSource(letter(letters))
			grants.At(n).SetMode(capos.TransferMode(prove.Any[uint16]() % 2))
		}
	}
	list.At(1).NewNeeds(1).At(0).SetService(string([]byte{'r' + prove.Any[uint8]()%2}))
	return d.plan()
}

// held answers the first capability of init with a name, or None.
func held(g *manifest.Graph, n name.Name) uint32 {
	for i := uint32(0); i < capsOf; i++ {
		if g.Caps[i] == n {
			return i
		}
	}
	return manifest.None
}

// ProofGrants: what is noted of binaries, of the names of grants and of their sources is so, and what is so is noted. Invariant: PA-1.
func ProofGrants() {
	g, p := generous()
	prove.Cover(p.Total == 0)
	for i := uint32(0); i < givers; i++ {
		prove.Assert(noted(&p, manifest.MissingBinary, i, manifest.None) == (g.Services[i].Binary != g.Binaries[1]), "binaries")
		for n := i * grantsOf; n < (i+1)*grantsOf; n++ {
			same := n%grantsOf == 1 && g.Grants[n].Name == g.Grants[n-n%grantsOf].Name
			prove.Assert(noted(&p, manifest.DuplicateGrant, i, n) == same, "names")
			prove.Assert(g.Grants[n].Cap == held(&g, g.Grants[n].Source), "the capability")
			prove.Assert(noted(&p, manifest.UnknownSource, i, n) == (g.Grants[n].Cap == manifest.None), "sources")
		}
	}
}

// ProofGrantsTwin claims that services of one binary have nothing wrong with them.
func ProofGrantsTwin() {
	g, p := generous()
	prove.Assert(g.Services[0].Binary != g.Services[1].Binary || p.Total == 0)
}

// ProofMoves: where nothing is noted, init can give every grant, whichever service starts first among those that need not wait: no
// capability is gone by then. Invariant: PA-1.
func ProofMoves() {
	g, p := generous()
	waits := g.Needs[0].Service == 0
	prove.Cover(p.Total == 0 && g.Grants[0].Move)
	prove.Cover(p.Total == 0 && g.Grants[3].Move && g.Grants[0].Cap == g.Grants[3].Cap)
	secondFirst := logic.All(prove.Any[bool](), !waits)
	var gone [capsOf]bool
	for turn := uint32(0); turn < givers; turn++ {
		first := turn * grantsOf
		if secondFirst {
			first = (1 - turn) * grantsOf
		}
		for n := first; n < first+grantsOf; n++ {
			for c := uint32(0); c < capsOf; c++ {
				here := g.Grants[n].Cap == c
				prove.Assert(!(p.Total == 0 && here && gone[c]), "init still has it")
				gone[c] = logic.Any(gone[c], logic.All(here, g.Grants[n].Move))
			}
		}
	}
}

// ProofMovesTwin claims that a graph in which nothing is wrong moves nothing.
func ProofMovesTwin() {
	g, p := generous()
	prove.Assert(p.Total > 0 || !g.Grants[0].Move)
}
