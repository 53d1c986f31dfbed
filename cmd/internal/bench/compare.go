package bench

import (
	"errors"
	"fmt"
	"io"
	"slices"
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
		old[f.Title()] = f.Instructions
	}
	for _, f := range all {
		row := Row{Figure: f, Before: old[f.Title()]}
		if f.With == "" {
			row.Target = target[f.Name]
			delete(target, f.Name)
		}
		rows = append(rows, row)
		delete(old, f.Title())
	}
	for name := range target {
		return nil, fmt.Errorf("nothing measured %q, which has a target", name)
	}
	for name := range old {
		return nil, fmt.Errorf("nothing measured %q, which was measured before", name)
	}
	return rows, nil
}

// Table writes rows as text: what operations cost, and how that grows.
func Table(w io.Writer, rows []Row) error {
	return errors.Join(costs(w, rows), growth(w, rows))
}

// costs writes the rows that were measured with nothing more, each beside what it is compared with.
func costs(w io.Writer, rows []Row) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "instructions\tmust\tgoal\tLinux\tseL4\tbefore\t \toperation\t")
	for _, r := range rows {
		if r.With != "" {
			continue
		}
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

// growth writes what the operations cost while there is more of something: by how much more instructions than with nothing more.
func growth(w io.Writer, rows []Row) error {
	base, lines := map[string]uint64{}, []string{}
	cells := map[string]map[string]string{}
	var settings []string
	for _, r := range rows {
		if r.With == "" {
			base[r.Name] = r.Instructions
			continue
		}
		setting := fmt.Sprintf("%d %s", r.More, r.With)
		if !slices.Contains(settings, setting) {
			settings = append(settings, setting)
		}
		if cells[r.Name] == nil {
			cells[r.Name] = map[string]string{}
			lines = append(lines, r.Name)
		}
		cells[r.Name][setting] = fmt.Sprintf("%+d", int64(r.Instructions)-int64(base[r.Name]))
		if r.Regressed() {
			cells[r.Name][setting] += " SLOWER"
		}
	}
	if len(lines) == 0 {
		return nil
	}
	fmt.Fprintln(w, "\nHow many instructions more, with so many more of these:")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, s := range settings {
		fmt.Fprintf(t, "%s\t", s)
	}
	fmt.Fprintln(t, "operation\t")
	for _, name := range lines {
		for _, s := range settings {
			fmt.Fprintf(t, "%s\t", cells[name][s])
		}
		fmt.Fprintf(t, "%s\t\n", name)
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
