package repotest

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
	"slices"
	"strings"
)

// invariantsPage states the invariants.
const invariantsPage = "specs/invariants.md"

var (
	// stated is the beginning of a statement on that page, as package verify/report reads it.
	stated = regexp.MustCompile(`(?m)(?:^- |\. |^  )([A-Z]{2,5})-(\d+) `)
	ids    = regexp.MustCompile(`\b([A-Z]{2,5})-(\d+)\b`)
)

// IDs checks the ids of invariants in pages, sources and configuration: a family that has invariants, such as CAP, has one of that number. Tests
// may name ones that do not exist.
func (t *Tree) IDs() (problems []Problem) {
	known, families := map[string]bool{}, map[string]bool{}
	for _, match := range stated.FindAllStringSubmatch(t.files[invariantsPage], -1) {
		known[match[1]+"-"+match[2]], families[match[1]] = true, true
	}
	for _, name := range t.sorted("") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for i, line := range strings.Split(t.files[name], "\n") {
			for _, match := range ids.FindAllStringSubmatch(line, -1) {
				if families[match[1]] && !known[match[0]] {
					problems = append(problems, Problem{name, i + 1, "invariant " + match[0] + " is not in " + invariantsPage})
				}
			}
		}
	}
	return problems
}

// digest is the SHA-256 of a text, in hexadecimal.
func digest(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

// drawingsFolder holds drawings with their sources.
const drawingsFolder = "docs/drawings"

// Drawings checks that every drawing is made from the source beside it as it is now, and is shown on a page.
func (t *Tree) Drawings() (problems []Problem) {
	var pages strings.Builder
	for _, page := range t.sorted(".md") {
		pages.WriteString(t.files[page])
	}
	var sources []string
	for _, source := range t.sorted(".dot") {
		if path.Dir(source) != drawingsFolder {
			continue
		}
		drawing := strings.TrimSuffix(source, ".dot") + ".svg"
		sources = append(sources, drawing)
		switch {
		case !t.paths[drawing]:
			problems = append(problems, Problem{source, 0, "is not drawn; run: make drawings"})
		case !strings.Contains(t.files[drawing], "made from "+path.Base(source)+", SHA-256 "+digest(t.files[source])):
			problems = append(problems, Problem{drawing, 0, "is not made from " + path.Base(source) + " as it is now; run: make drawings"})
		case !strings.Contains(pages.String(), path.Base(drawing)+")"):
			problems = append(problems, Problem{drawing, 0, "is on no page"})
		}
	}
	for _, drawing := range t.sorted(".svg") {
		if path.Dir(drawing) == drawingsFolder && !slices.Contains(sources, drawing) {
			problems = append(problems, Problem{drawing, 0, "has no source beside it"})
		}
	}
	return problems
}
