// Package manifest has the bounded proofs of lib/manifest: manifests of one small shape, in which names, numbers and choices are anything.
//
// The messages are built by lib/wire while the proof runs, so the reader follows constant pointers, and only what a manifest says is
// arbitrary. harness-bounds.toml states the scale: as many services as the graphs here have. The package may not be imported.
package manifest

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/lib/manifest"
	"warrant/lib/name"
	"warrant/lib/wire"
	"warrant/verify/prove"
)

// moduleBytes is the room for a manifest.
const moduleBytes = 1024

// letters is how many names there are; behind them comes one that nothing has.
const letters = 3

// letter answers a name of one letter out of the first n.
func letter(n uint8) string { return string([]byte{'a' + prove.Any[uint8]()%4%n}) }

// draft is a manifest in the making.
type draft struct {
	module [moduleBytes]byte
	b      wire.Builder
	root   capos.SystemManifestBuilder
}

// start begins a manifest with two binaries, whose names are given.
func (d *draft) start(first, second string) {
	d.b.Start(d.module[:])
	d.root = capos.NewSystemManifest(&d.b)
	d.root.SetVersion(abi.ManifestVersion)
	d.root.NewConfig()
	binaries := d.root.NewBinaries(2)
	binaries.At(0).SetName(first)
	binaries.At(1).SetName(second)
	binaries.At(0).SetData([]byte{1})
	binaries.At(1).SetData([]byte{2})
}

// finish answers the message.
func (d *draft) finish() []byte {
	n, e := d.b.Finish()
	prove.Assert(e == wire.OK, "the manifest fits")
	return d.module[:n]
}

// plan answers what manifest.Plan makes of the message.
func (d *draft) plan() (g manifest.Graph, p manifest.Problems) {
	manifest.Plan(d.finish(), &g, &p)
	return g, p
}

// noted says that p has a problem of a kind with service i, and with an item unless that is None.
func noted(p *manifest.Problems, k manifest.Kind, i, item uint32) bool {
	found := false
	for n := uint32(0); n < manifest.ProblemList; n++ {
		of := p.List[n]
		found = found || n < p.Count && of.Kind == k && of.Service == i && (item == manifest.None || of.Item == item)
	}
	return found
}

// called answers the first service of g with a name before service end, or None.
func called(g *manifest.Graph, n name.Name, end uint32) uint32 {
	for i := uint32(0); i < end; i++ {
		if g.Services[i].Name == n {
			return i
		}
	}
	return manifest.None
}
