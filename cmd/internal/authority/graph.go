package authority

import (
	"fmt"

	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/monitor"
	"warrant/kernel/limits"
	"warrant/lib/capos"
)

// Graph is processes with their capabilities, and the objects that those reach.
type Graph struct {
	// Title says what the picture shows.
	Title string
	// Processes are in the order in which they are drawn.
	Processes []*Process
	// Objects are the names of what is reached, each once, in the order in which they were first named.
	Objects []string
}

// Process is a process and what it holds.
type Process struct {
	Name string
	// Note stands behind the name.
	Note string
	Caps []Cap
}

// Cap is a capability.
type Cap struct {
	// Label is what the process calls it, or what it can do with it.
	Label string
	// Object is an index into Graph.Objects; -1 when the capability reaches a process.
	Object int
	// Process is an index into Graph.Processes, when Object is -1; -1 when that process is not in the picture.
	Process int
}

// object answers the index of an object, which it adds when it is new.
func (g *Graph) object(name string) int {
	for n, known := range g.Objects {
		if known == name {
			return n
		}
	}
	g.Objects = append(g.Objects, name)
	return len(g.Objects) - 1
}

// reach adds a capability that reaches an object.
func (g *Graph) reach(p *Process, label, object string) {
	p.Caps = append(p.Caps, Cap{Label: label, Object: g.object(object), Process: -1})
}

// FromManifest is the graph of a manifest at the moment when all services have been started. A capability that init moves is with the service
// that gets it last.
func FromManifest(title string, s *manifest.System) *Graph {
	g := &Graph{Title: title}
	source := map[string]string{}
	moved := map[string]bool{}
	for _, c := range s.Init.Caps {
		source[c.Name] = c.Source
	}
	for _, service := range s.Services {
		for _, grant := range service.Grants {
			moved[grant.Source] = moved[grant.Source] || grant.Move
		}
	}
	init := &Process{Name: "init", Note: "starts all others"}
	g.Processes = append(g.Processes, init)
	for _, c := range s.Init.Caps {
		if !moved[c.Name] {
			g.reach(init, c.Name, c.Source)
		}
	}
	for _, service := range s.Services {
		p := &Process{Name: service.Name}
		if service.Binary != service.Name {
			p.Note = "runs " + service.Binary
		}
		g.Processes = append(g.Processes, p)
		for _, grant := range service.Grants {
			label := grant.Name
			if grant.Move {
				label += " (moved)"
			}
			g.reach(p, label, source[grant.Source])
		}
	}
	return g
}

// FromSnapshot is the graph of a running system.
func FromSnapshot(title string, s *monitor.Snapshot) *Graph {
	g := &Graph{Title: title}
	at := map[uint32]int{}
	for _, p := range s.Processes {
		if p.State != capos.ProcessStateEnded.String() {
			at[p.Place] = len(g.Processes)
			g.Processes = append(g.Processes, &Process{Name: p.Name, Note: fmt.Sprintf("id %d, session %d", p.ID, p.Session)})
		}
	}
	for _, p := range s.Processes {
		index, alive := at[p.Place]
		if !alive {
			continue
		}
		for _, h := range p.Holds {
			g.hold(g.Processes[index], h, at)
		}
	}
	return g
}

// hold adds a capability that the monitor has seen; at has the index of each process by its place.
func (g *Graph) hold(p *Process, h monitor.Hold, at map[uint32]int) {
	const onTheWay = 2
	mark := ""
	if h.State == onTheWay {
		mark = " (on the way)"
	}
	label, object := h.Interface+mark, fmt.Sprintf("%s of the kernel", h.Interface)
	switch capos.ObjectKind(h.Kind) {
	case capos.ObjectKindProcessHandle:
		target, alive := at[h.Index]
		if !alive {
			target = -1
		}
		p.Caps = append(p.Caps, Cap{Label: "handle of a process" + mark, Object: -1, Process: target})
		return
	case capos.ObjectKindSessionSpawner:
		object = "session spawner of the kernel"
	case capos.ObjectKindEndpoint:
		label, object = "serves"+mark, fmt.Sprintf("endpoint %d", h.Index)
	case capos.ObjectKindFacet:
		label, object = "calls "+h.Interface+mark, fmt.Sprintf("endpoint %d", h.Index/limits.Facets)
	case capos.ObjectKindNotification:
		label, object = "waits"+mark, fmt.Sprintf("notification %d", h.Index)
	case capos.ObjectKindSignal:
		label, object = "signals"+mark, fmt.Sprintf("notification %d", h.Index)
	case capos.ObjectKindMemoryObject:
		label, object = "owns"+mark, fmt.Sprintf("memory object %d", h.Index)
	case capos.ObjectKindMemoryView:
		label, object = "reads and writes"+mark, fmt.Sprintf("memory object %d", h.Index)
	case capos.ObjectKindMemoryReader:
		label, object = "reads"+mark, fmt.Sprintf("memory object %d", h.Index)
	}
	g.reach(p, label, object)
}
