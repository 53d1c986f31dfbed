package panics

import (
	"fmt"
	"go/ast"
	"regexp"

	"warrant/verify/obligation"
)

// Waiver is the acceptance of a site without a proof.
type Waiver struct {
	// Reason says why the site may stay, and Owner who answers for it.
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	// Kind restricts the waiver to sites of one kind; empty means all.
	Kind obligation.Kind `json:"kind,omitempty"`
	// used tells that a site needs it.
	used bool
	at   obligation.Place
}

// waiverForm is what stands behind `//gosure:waive`: an optional kind, the owner, and the reason in quotes.
var waiverForm = regexp.MustCompile(`^//gosure:waive(?: kind=([a-z-]+))? owner=(\S+) "([^"]{3,})"\s*$`)

// waivers finds the directives of a module, by file and by the lines that they are for: their own and the next.
func (m *Module) waivers() (map[string]map[int]*Waiver, error) {
	result := map[string]map[int]*Waiver{}
	for _, file := range m.files {
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if err := m.waiver(comment, result); err != nil {
					return nil, err
				}
			}
		}
	}
	return result, nil
}

var waiverStart = regexp.MustCompile(`^//gosure:waive\b`)

func (m *Module) waiver(comment *ast.Comment, result map[string]map[int]*Waiver) error {
	if !waiverStart.MatchString(comment.Text) {
		return nil
	}
	place := m.place(comment.Pos())
	match := waiverForm.FindStringSubmatch(comment.Text)
	if match == nil {
		return fmt.Errorf(`%s: a waiver is written //gosure:waive [kind=KIND] owner=NAME "reason"`, place)
	}
	w := &Waiver{Kind: obligation.Kind(match[1]), Owner: match[2], Reason: match[3], at: place}
	if result[place.File] == nil {
		result[place.File] = map[int]*Waiver{}
	}
	result[place.File][place.Line], result[place.File][place.Line+1] = w, w
	return nil
}

// Waive applies the waivers in the source to the sites that nothing else proves. It comes after all engines. A waiver that no site needs
// is an error, so that none outlives its reason.
func (a *Audit) Waive() error {
	waivers, err := a.Module.waivers()
	if err != nil {
		return err
	}
	reached := map[string]bool{}
	for _, s := range a.Sites {
		reached[s.Place.File] = true
		w := waivers[s.Place.File][s.Place.Line]
		if w == nil || w.Kind != "" && w.Kind != s.ID.Kind || s.Class != obligation.Unproven {
			continue
		}
		w.used = true
		s.Waiver = w
		s.accept(obligation.Waived, obligation.Undetermined, "waiver", w.Owner+": "+w.Reason)
	}
	for file, lines := range waivers {
		for _, w := range lines {
			if !w.used && reached[file] {
				return fmt.Errorf("%s: the waiver is not needed: no unproven site is on its line or the next", w.at)
			}
		}
	}
	return nil
}
