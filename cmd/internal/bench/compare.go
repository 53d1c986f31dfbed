package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Row is one line of the table: a figure beside its target and the committed figure.
type Row struct {
	Figure
	Target Target
	Before uint64 // 0 when nothing was committed
}

// Missed says that the operation costs more than it must.
func (r Row) Missed() bool { return r.Target.Must != 0 && r.Instructions > r.Target.Must }

// allowed is by how many hundredths a figure may grow.
const allowed = 5

// Regressed says that the operation costs more than five hundredths more than it did.
func (r Row) Regressed() bool { return r.Before != 0 && r.Instructions*100 > r.Before*(100+allowed) }

// Join puts figures beside their targets and what was committed. Every target must have its figure, and every committed figure must still be
// measured, so that nothing disappears unseen.
func Join(all []Figure, targets []Target, before []Figure) (rows []Row, err error) {
	target, old := map[string]Target{}, map[string]uint64{}
	for _, t := range targets {
		target[t.Name] = t
	}
	for _, f := range before {
		old[f.Name] = f.Instructions
	}
	for _, f := range all {
		rows = append(rows, Row{f, target[f.Name], old[f.Name]})
		delete(target, f.Name)
		delete(old, f.Name)
	}
	for name := range target {
		return nil, fmt.Errorf("nothing measured %q, which has a target", name)
	}
	for name := range old {
		return nil, fmt.Errorf("nothing measured %q, which was measured before", name)
	}
	return rows, nil
}

// Table writes rows as text.
func Table(w io.Writer, rows []Row) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "instructions\tmust\tgoal\tLinux\tseL4\tbefore\t \toperation\t")
	for _, r := range rows {
		verdict := ""
		switch {
		case r.Regressed():
			verdict = "SLOWER"
		case r.Missed():
			verdict = "missed"
		case r.Target.Goal != 0 && r.Instructions <= r.Target.Goal:
			verdict = "goal"
		case r.Target.Must != 0:
			verdict = "met"
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", r.Instructions, number(r.Target.Must), number(r.Target.Goal), number(r.Target.Linux),
			number(r.Target.SeL4), number(r.Before), verdict, r.Name)
	}
	return t.Flush()
}

// number answers n, or nothing for 0.
func number(n uint64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
