package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/muesli/termenv"

	"warrant/verify/obligation"
	"warrant/verify/panics"
)

// classOrder is the order of the table's columns.
var classOrder = []obligation.Class{obligation.Proved, obligation.ProvedBitVector, obligation.Local, obligation.Bounded, obligation.CompilerProved,
	obligation.Assumed, obligation.Waived, obligation.Unproven}

// printSites lists sites as a compiler lists errors, and the table of classes.
func printSites(audit *panics.Audit, c *panicsCommand) {
	out := termenv.NewOutput(os.Stdout)
	open, fatal := c.split(audit.Sites)
	listed := open
	if c.All {
		listed = audit.Sites
	}
	for _, s := range listed {
		if s.Class != obligation.Unproven && !c.All {
			continue
		}
		class := string(s.Class)
		if s.Class == obligation.Unproven {
			class = out.String(class).Foreground(termenv.ANSIRed).Bold().String()
		}
		fmt.Printf("%s: %s %s: %s%s\n", s.Place, class, s.ID.Kind, s.ID.Expression, why(s))
	}
	if c.Quiet {
		return
	}
	if len(fatal) > 0 {
		fmt.Printf("\nreached from untrusted entries\n")
	}
	printTable(open)
	if len(fatal) > 0 {
		fmt.Printf("\nreached from %s only, where a panic stops the program before input is taken\n", strings.Join(c.Fatal, ", "))
		printTable(fatal)
	}
	fmt.Printf("\n%d functions reached from %s; %d not reached", audit.Functions, entries(audit), audit.Unreachable)
	if audit.Generic > 0 {
		fmt.Printf("; %d generic functions without instances, not looked at", audit.Generic)
	}
	unproven := 0
	for _, s := range open {
		if s.Class == obligation.Unproven {
			unproven++
		}
	}
	fmt.Printf("\n%d sites, %d UNPROVEN\n", len(open), unproven)
}

// why says in a few words what is missing.
func why(s *panics.Site) string {
	if s.Class != obligation.Unproven {
		if s.Bound == "" {
			return ""
		}
		return " (" + s.Bound + ")"
	}
	if len(s.Said) == 0 {
		return ""
	}
	return " (" + s.Said[0].Text + ")"
}

func entries(audit *panics.Audit) string {
	var labels []string
	for _, e := range audit.Entries {
		for _, label := range e.Labels {
			if !slices.Contains(labels, label) {
				labels = append(labels, label)
			}
		}
	}
	slices.Sort(labels)
	return fmt.Sprintf("%d entries (%s)", len(audit.Entries), strings.Join(labels, ", "))
}

// printTable prints how many sites of each kind have which class.
func printTable(sites []*panics.Site) {
	counts := map[obligation.Kind]map[obligation.Class]int{}
	total := map[obligation.Class]int{}
	var kinds []obligation.Kind
	for _, s := range sites {
		if counts[s.ID.Kind] == nil {
			counts[s.ID.Kind] = map[obligation.Class]int{}
			kinds = append(kinds, s.ID.Kind)
		}
		counts[s.ID.Kind][s.Class]++
		total[s.Class]++
	}
	slices.Sort(kinds)
	table := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', tabwriter.AlignRight)
	row := func(name string, count map[obligation.Class]int) {
		sum := 0
		fmt.Fprintf(table, "%s\t", name)
		for _, class := range classOrder {
			fmt.Fprintf(table, "%d\t", count[class])
			sum += count[class]
		}
		fmt.Fprintf(table, "%d\t\n", sum)
	}
	fmt.Fprint(table, "kind\t")
	for _, class := range classOrder {
		fmt.Fprintf(table, "%s\t", class)
	}
	fmt.Fprint(table, "sites\t\n")
	for _, kind := range kinds {
		row(string(kind), counts[kind])
	}
	row("all", total)
	_ = table.Flush()
}
