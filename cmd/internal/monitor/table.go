package monitor

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"warrant/lib/capos"
)

// Table writes a snapshot for people: a row for each process with its ledgers, where its capabilities came from and what it did wrong, and a
// row for each endpoint with its queues.
func (s *Snapshot) Table(w io.Writer) error {
	fmt.Fprintf(w, "snapshot %d at %d.%03d ms, %d of %d frames free\n", s.Number, s.Nanoseconds/1e6, s.Nanoseconds/1e3%1e3, s.FreeFrames, s.TotalFrames)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "id\tprocess\tstate\tsession\tpaid by\tframes\taddresses\tcalls\tobjects\tchildren\tcapabilities: kernel spawn result transfer\trefused\tlost")
	for _, p := range s.Processes {
		fmt.Fprintf(t, "%d\t%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\n", p.ID, p.Name, p.condition(), p.Session, s.payer(p),
			p.Frames, p.Virtual, p.Calls, p.Objects, p.Children, p.origins(), p.Invalid, p.Overflows)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if len(s.Endpoints) == 0 {
		return nil
	}
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "endpoint\towner\twaiting\treceivers\tin flight\tfacets")
	for _, e := range s.Endpoints {
		fmt.Fprintf(t, "%d\t%s\t%d\t%d\t%d\t%d\n", e.Place, s.name(e.Owner), e.Waiting, e.Receivers, e.InFlight, e.Facets)
	}
	return t.Flush()
}

// String answers "used/limit".
func (u Use) String() string { return fmt.Sprintf("%d/%d", u[0], u[1]) }

// condition is a process's state, or how it ended.
func (p *Process) condition() string {
	switch {
	case p.Exited != nil:
		return fmt.Sprintf("exit %d", *p.Exited)
	case p.Faulted != nil:
		return fmt.Sprintf("fault %d", *p.Faulted)
	case p.Killed != nil:
		return fmt.Sprintf("killed by %d", *p.Killed)
	}
	return p.State
}

// origins counts a process's capabilities by where they came from.
func (p *Process) origins() string {
	var count [capos.CapabilityOriginTransfer + 1]int
	for _, h := range p.Holds {
		if int(h.Origin) < len(count) {
			count[h.Origin]++
		}
	}
	return fmt.Sprintf("%s: %d %d %d %d", p.Slots, count[0], count[1], count[2], count[3])
}

// payer is the name of the process out of whose budget p's came.
func (s *Snapshot) payer(p *Process) string {
	if p.Payer == p.Place {
		return "-"
	}
	return s.name(p.Payer)
}

// name is the name of the process at a place.
func (s *Snapshot) name(place uint32) string {
	for _, p := range s.Processes {
		if p.Place == place {
			return strings.TrimSpace(p.Name)
		}
	}
	return fmt.Sprintf("place %d", place)
}
