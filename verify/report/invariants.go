package report

import (
	"regexp"
	"strings"
)

// InvariantsName is the page that states the invariants, relative to the module's root.
const InvariantsName = "specs/invariants.md"

var (
	sectionHead = regexp.MustCompile(`^#+ (.*)$`)
	// statement is the beginning of an invariant in an item of a list: at its start, or behind the end of a sentence.
	statement = regexp.MustCompile(`(^|\. )([A-Z]{2,5}-\d+) `)
)

// parseInvariants reads the invariants from the items of a page's lists. One item may state several, each in a sentence of its own.
func parseInvariants(page string) (list []*Invariant) {
	section, item := "", ""
	flush := func() {
		starts := statement.FindAllStringSubmatchIndex(item, -1)
		for n, at := range starts {
			end := len(item)
			if n+1 < len(starts) {
				end = starts[n+1][0] + 1
			}
			list = append(list, &Invariant{ID: item[at[4]:at[5]], Text: strings.TrimSpace(item[at[1]:end]), Section: section, Cells: map[Role][]*Cite{}})
		}
		item = ""
	}
	for line := range strings.Lines(page) {
		line = strings.TrimRight(line, "\n")
		head := sectionHead.FindStringSubmatch(line)
		switch {
		case head != nil:
			flush()
			section = head[1]
		case strings.HasPrefix(line, "- "):
			flush()
			item = strings.TrimPrefix(line, "- ")
		case item != "" && strings.HasPrefix(line, "  "):
			item += " " + strings.TrimSpace(line)
		default:
			flush()
		}
	}
	flush()
	return list
}
