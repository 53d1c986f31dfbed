package panics

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"warrant/verify/obligation"
)

// A ledger is a text file that records the weakest class of the sites that agree in package, function, kind and expression, and how
// many there are. It is a ratchet: what was proved stays proved, and nothing unproven comes in. Its lines hold no line numbers, so moving
// code changes nothing.

// ledgerKey is what a line of a ledger is about.
type ledgerKey struct {
	pkg, function string
	kind          obligation.Kind
	expression    string
}

// LedgerLine is one line of a ledger.
type LedgerLine struct {
	key   ledgerKey
	Class obligation.Class
	Count int
}

// Ledger is a ledger in memory.
type Ledger map[ledgerKey]LedgerLine

const ledgerHeader = `# The panic ledger: the weakest class of each place that can panic. gosure panics -update-ledger writes it; docs/panics.md explains it.
# class, number of sites, kind, package, function and expression, between tabs.
`

// Ledger returns the ledger of an audit.
func (a *Audit) Ledger() Ledger {
	ledger := Ledger{}
	for _, s := range a.Sites {
		key := ledgerKey{s.ID.Package, s.ID.Function, s.ID.Kind, s.ID.Expression}
		line, known := ledger[key]
		if !known || line.Class.StrongerThan(s.Class) {
			line.Class = s.Class
		}
		line.key, line.Count = key, line.Count+1
		ledger[key] = line
	}
	return ledger
}

func (l Ledger) lines() []LedgerLine {
	list := make([]LedgerLine, 0, len(l))
	for _, line := range l {
		list = append(list, line)
	}
	slices.SortFunc(list, func(a, b LedgerLine) int {
		return cmp.Or(strings.Compare(a.key.pkg, b.key.pkg), strings.Compare(a.key.function, b.key.function),
			strings.Compare(string(a.key.kind), string(b.key.kind)), strings.Compare(a.key.expression, b.key.expression))
	})
	return list
}

// Write writes the ledger, sorted.
func (l Ledger) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, ledgerHeader)
	for _, line := range l.lines() {
		fmt.Fprintf(out, "%s\t%d\t%s\t%s\t%s\t%s\n", line.Class, line.Count, line.key.kind, line.key.pkg, line.key.function, line.key.expression)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	return nil
}

// ReadLedger reads what Write wrote.
func ReadLedger(r io.Reader, name string) (Ledger, error) {
	ledger := Ledger{}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<20)
	for number := 1; scanner.Scan(); number++ {
		text := scanner.Text()
		if text == "" || text[0] == '#' {
			continue
		}
		fields := strings.Split(text, "\t")
		if len(fields) != 6 {
			return nil, fmt.Errorf("%s:%d: %d fields, want 6 between tabs", name, number, len(fields))
		}
		count, err := strconv.Atoi(fields[1])
		if err != nil || count < 1 {
			return nil, fmt.Errorf("%s:%d: %q is no number of sites", name, number, fields[1])
		}
		key := ledgerKey{fields[3], fields[4], obligation.Kind(fields[2]), fields[5]}
		if _, twice := ledger[key]; twice {
			return nil, fmt.Errorf("%s:%d: the same sites twice", name, number)
		}
		ledger[key] = LedgerLine{key: key, Class: obligation.Class(fields[0]), Count: count}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return ledger, nil
}

// HasUnproven tells whether the ledger records an unproven site.
func (l Ledger) HasUnproven() bool {
	for _, line := range l {
		if line.Class == obligation.Unproven {
			return true
		}
	}
	return false
}

// Change is a difference between a ledger and what an audit finds.
type Change struct {
	// Was and Is are the classes before and now; empty for sites that are new, or gone.
	Was, Is obligation.Class
	Where   string
	// Worse tells that the change breaks the ratchet.
	Worse bool
}

// String says the change in one line.
func (c Change) String() string {
	switch {
	case c.Was == "":
		return fmt.Sprintf("%s: new, %s", c.Where, c.Is)
	case c.Is == "":
		return fmt.Sprintf("%s: gone, was %s", c.Where, c.Was)
	}
	return fmt.Sprintf("%s: %s, was %s", c.Where, c.Is, c.Was)
}

// Compare returns what changed since the ledger was written: new sites that are waived or unproven, and sites whose class is weaker, are
// worse.
func (l Ledger) Compare(a *Audit) (list []Change) {
	now := a.Ledger()
	place := map[ledgerKey]obligation.Place{}
	for _, s := range slices.Backward(a.Sites) {
		key := ledgerKey{s.ID.Package, s.ID.Function, s.ID.Kind, s.ID.Expression}
		if s.Class == now[key].Class {
			place[key] = s.Place
		}
	}
	for _, line := range now.lines() {
		old, known := l[line.key]
		change := Change{Is: line.Class, Where: fmt.Sprintf("%s: %s in %s: %s", place[line.key], line.key.kind, line.key.function, line.key.expression)}
		if known {
			change.Was = old.Class
		}
		weak := line.Class == obligation.Unproven || line.Class == obligation.Waived
		switch {
		case !known:
			change.Worse = weak
		case old.Class == line.Class && old.Count == line.Count:
			continue
		case old.Class == line.Class:
			change.Worse = weak && line.Count > old.Count
		default:
			change.Worse = old.Class.StrongerThan(line.Class)
		}
		list = append(list, change)
	}
	for _, line := range l.lines() {
		if _, there := now[line.key]; !there {
			list = append(list, Change{Was: line.Class, Where: fmt.Sprintf("%s.%s: %s: %s", line.key.pkg, line.key.function, line.key.kind, line.key.expression)})
		}
	}
	return list
}
