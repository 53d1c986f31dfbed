package manifest

import (
	"warrant/lib/capos"
	"warrant/lib/manifest"
	"warrant/lib/name"
	"warrant/verify/prove"
)

// module answers a manifest of two binaries, one capability for init and no service, with any names, and the names of the binaries and of
// init's binary.
func module() (bytes []byte, first, second, init string) {
	var d draft
	first, second, init = letter(letters), letter(letters), letter(letters)
	d.start(first, second)
	config := d.root.NewInit()
	config.SetBinary(init)
	config.NewCaps(1).At(0).SetSource(capos.KernelSource(prove.Any[uint16]()))
	return d.finish(), first, second, init
}

// ProofCheck: the kernel accepts the names of binaries when they differ and init's is one of them, refuses a capability without a name, and says
// which rule is broken. Invariant: PA-1.
func ProofCheck() {
	bytes, first, second, init := module()
	var b manifest.Boot
	r := manifest.Check(bytes, &b)
	prove.Cover(r.Kind == manifest.BadCapName && b.Init == 1)
	switch {
	case first == second:
		prove.Assert(r == manifest.Refusal{Kind: manifest.RepeatedBinary, Index: 1})
	case init != first && init != second:
		prove.Assert(r == manifest.Refusal{Kind: manifest.NoInit})
	default:
		prove.Assert(r.Kind == manifest.BadCapName && b.Binaries == 2)
		prove.Assert((b.Init == 0) == (init == first) && b.Init < 2, "init's binary")
	}
}

// ProofCheckTwin claims that init's binary is the first.
func ProofCheckTwin() {
	bytes, _, _, _ := module()
	var b manifest.Boot
	manifest.Check(bytes, &b)
	prove.Assert(b.Init == 0)
}

// ProofFind: a binary is found by its name, the first of those with the name, and nothing else is. Invariant: PA-1.
func ProofFind() {
	bytes, first, second, wanted := module()
	n, ok := name.New([]byte(wanted))
	index, found := manifest.Find(bytes, n)
	prove.Cover(found && index == 1)
	prove.Assert(ok && found == (wanted == first || wanted == second))
	prove.Assert(!found || (index == 0) == (wanted == first))
}

// ProofFindTwin claims that every name is found.
func ProofFindTwin() {
	bytes, _, _, wanted := module()
	n, _ := name.New([]byte(wanted))
	_, found := manifest.Find(bytes, n)
	prove.Assert(found)
}
