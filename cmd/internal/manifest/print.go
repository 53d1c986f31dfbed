package manifest

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"capnproto.org/go/capnp/v3"

	"warrant/cmd/internal/capos"
	"warrant/kernel/limits"
	"warrant/lib/elf"
	"warrant/lib/manifest"
)

// Print writes a manifest for people: what it says, in the order in which init carries it out, and what the kernel or init would refuse.
// It fails when message is not a manifest at all.
func Print(w io.Writer, message []byte) error {
	m, err := capnp.Unmarshal(message)
	if err != nil {
		return fmt.Errorf("not a Cap'n Proto message: %w", err)
	}
	m.ResetReadLimit(uint64(len(message))*2 + 1<<20)
	root, err := capos.ReadRootSystemManifest(m)
	if err != nil {
		return fmt.Errorf("not a manifest: %w", err)
	}
	var graph manifest.Graph
	var found manifest.Problems
	manifest.Plan(message[:min(len(message), limits.ManifestMetadata)], &graph, &found)
	p := &printer{}
	p.line("manifest of version %d, %d bytes", root.Version(), len(message))
	p.init(root)
	p.services(&graph)
	p.binaries(root)
	p.verdicts(message, &graph, &found)
	if p.err != nil {
		return fmt.Errorf("reading the manifest: %w", p.err)
	}
	_, err = io.WriteString(w, p.out.String())
	return err
}

// printer collects the text, and the first error of reading.
type printer struct {
	out strings.Builder
	err error
}

// line adds a line.
func (p *printer) line(format string, args ...any) {
	fmt.Fprintf(&p.out, format+"\n", args...)
}

// keep answers v, and keeps the first error.
func keep[T any](p *printer) func(v T, err error) T {
	return func(v T, err error) T {
		if p.err == nil {
			p.err = err
		}
		return v
	}
}

// init prints what the kernel starts.
func (p *printer) init(root capos.SystemManifest) {
	config := keep[capos.SystemConfig](p)(root.Config())
	init := keep[capos.InitConfig](p)(root.Init())
	p.line("init: binary %s, time slice %d ns", keep[string](p)(init.Binary()), config.QuantumNanoseconds())
	caps := keep[capos.KernelGrant_List](p)(init.Caps())
	for n := range caps.Len() {
		p.line("  %-20s is the kernel's %s", keep[string](p)(caps.At(n).Name()), caps.At(n).Source())
	}
}

// services prints what init starts, in that order.
func (p *printer) services(g *manifest.Graph) {
	for k, i := range g.Order[:g.ServiceCount] {
		s := g.Services[i]
		end := fmt.Sprintf("exits with %d", s.Expect.Value)
		switch s.Expect.End {
		case manifest.Faults:
			end = fmt.Sprintf("faults with vector %d", s.Expect.Value)
		case manifest.Killed:
			end = "is killed"
		}
		p.line("service %d, %s: binary %s, %s", k+1, s.Name.Text(), s.Binary.Text(), end)
		b := s.Budget
		p.line("  may use %d page frames, %d pages of addresses, %d processes, %d objects, %d capabilities, %d calls",
			b.FramePages, b.VirtualPages, b.Processes, b.Objects, b.CapSlots, b.Calls)
		for _, n := range g.Needs[s.FirstNeed : s.FirstNeed+s.NeedCount] {
			condition := "started"
			if n.Finished {
				condition = "finished"
			}
			p.line("  waits until %s has %s", n.Name.Text(), condition)
		}
		for _, grant := range g.Grants[s.FirstGrant : s.FirstGrant+s.GrantCount] {
			how := "a copy of"
			if grant.Move {
				how = "moved from"
			}
			p.line("  %-20s is %s init's %s", grant.Name.Text(), how, grant.Source.Text())
		}
	}
}

// binaries prints the programs that the manifest carries.
func (p *printer) binaries(root capos.SystemManifest) {
	list := keep[capos.Binary_List](p)(root.Binaries())
	for n := range list.Len() {
		data := keep[[]byte](p)(list.At(n).Data())
		image, e := elf.Parse(data)
		what := e.String()
		if e == elf.OK {
			what = fmt.Sprintf("%d segments, entry %#x", image.Count, uint64(image.Entry))
		}
		p.line("binary %s: %d bytes, %s, SHA-256 %.8x...", keep[string](p)(list.At(n).Name()), len(data), what, sha256.Sum256(data))
	}
}

// verdicts prints what the kernel and init would refuse.
func (p *printer) verdicts(message []byte, g *manifest.Graph, found *manifest.Problems) {
	var boot manifest.Boot
	if r := manifest.Check(message, &boot); r.Kind != manifest.Accepted {
		p.line("the kernel refuses it: %s", r.Kind)
	}
	for _, problem := range found.List[:found.Count] {
		text := problem.Kind.String()
		if problem.Service < g.ServiceCount {
			text = fmt.Sprintf("service %s %s", g.Services[problem.Service].Name.Text(), text)
		}
		if subject := g.Subject(problem); subject.Length > 0 {
			text += ": " + string(subject.Text())
		}
		p.line("init refuses it: %s", text)
	}
}
