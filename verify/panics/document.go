package panics

import (
	"encoding/json"
	"fmt"
	"io"

	"warrant/verify/obligation"
)

// DocumentSchema is the version of the JSON document; docs/panics.md describes it.
const DocumentSchema = 1

// Document is the JSON document of an audit.
type Document struct {
	Schema int    `json:"schema"`
	Tool   string `json:"tool"`
	// Directed tells that //gosure:entry directives name the entries.
	Directed bool `json:"directed"`
	// Functions counts the functions that the entries reach, and Unreachable the others.
	Functions   int `json:"functions"`
	Unreachable int `json:"unreachable"`
	// Generic counts the generic functions that nothing instantiates, whose instructions are not looked at.
	Generic int `json:"generic"`
	// Counts are the numbers of sites by kind and class.
	Counts map[obligation.Kind]map[obligation.Class]int `json:"counts"`
	Sites  []*Site                                      `json:"sites"`
}

// Document returns the audit as a document.
func (a *Audit) Document() Document {
	d := Document{Schema: DocumentSchema, Tool: "gosure panics", Directed: a.Directed, Functions: a.Functions, Unreachable: a.Unreachable, Generic: a.Generic,
		Counts: map[obligation.Kind]map[obligation.Class]int{}, Sites: a.Sites}
	for _, s := range a.Sites {
		if d.Counts[s.ID.Kind] == nil {
			d.Counts[s.ID.Kind] = map[obligation.Class]int{}
		}
		d.Counts[s.ID.Kind][s.Class]++
	}
	if d.Sites == nil {
		d.Sites = []*Site{}
	}
	return d
}

// WriteJSON writes the document of the audit.
func (a *Audit) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(a.Document()); err != nil {
		return fmt.Errorf("write panic sites: %w", err)
	}
	return nil
}

// Obligations returns the sites as the list that all engines share. What engines said that proved nothing is in the detail.
func (a *Audit) Obligations() []obligation.Obligation {
	list := make([]obligation.Obligation, 0, len(a.Sites))
	for _, s := range a.Sites {
		o := s.Obligation
		for _, opinion := range s.Said {
			if o.Detail != "" {
				o.Detail += "; "
			}
			o.Detail += opinion.Engine + ": " + opinion.Text
		}
		list = append(list, o)
	}
	return list
}
