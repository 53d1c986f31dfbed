package manifest

import (
	"testing"

	"warrant/kernel/limits"
	"warrant/lib/name"
)

// FuzzManifest looks for bytes that make a reader panic, or for which two readers do not agree. Invariant: PA-1
func FuzzManifest(f *testing.F) {
	whole := small().bytes(f)
	f.Add(whole)
	f.Add(whole[:128])
	f.Fuzz(func(t *testing.T, module []byte) {
		var b Boot
		var g Graph
		var p Problems
		r := Check(module, &b)
		Plan(module[:min(len(module), limits.ManifestMetadata)], &g, &p)
		Find(module, name.Of("init"))
		if r.Kind == Accepted {
			if _, ok := Program(module, b.Init); !ok {
				t.Error("init's binary is accepted and not there")
			}
			if b.Binaries > limits.Binaries || b.GrantCount > limits.Grants || b.Init >= b.Binaries {
				t.Errorf("accepted: %d binaries, %d grants, init is %d", b.Binaries, b.GrantCount, b.Init)
			}
		}
		if p.Total == 0 && g.OrderCount != g.ServiceCount {
			t.Errorf("no problem, but %d of %d services are in order", g.OrderCount, g.ServiceCount)
		}
		for _, problem := range p.List[:p.Count] {
			g.Subject(problem)
		}
	})
}
