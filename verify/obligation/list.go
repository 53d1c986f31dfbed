package obligation

import (
	"encoding/json"
	"fmt"
	"io"
)

// SchemaVersion is the version of the JSON document that WriteJSON produces. It grows with each incompatible change.
const SchemaVersion = 1

// List is the JSON document of a run: which tool said what about which obligations.
type List struct {
	// Schema is SchemaVersion.
	Schema int `json:"schema"`
	// Tool is the command that produced the list, for example "gosure verify".
	Tool string `json:"tool"`
	// Obligations are in the order of Compare.
	Obligations []Obligation `json:"obligations"`
}

// WriteJSON writes list as an indented JSON document, with the obligations sorted.
func WriteJSON(w io.Writer, tool string, obligations []Obligation) error {
	sorted := append([]Obligation{}, obligations...)
	Sort(sorted)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(List{Schema: SchemaVersion, Tool: tool, Obligations: sorted}); err != nil {
		return fmt.Errorf("write obligation list of %s: %w", tool, err)
	}
	return nil
}

// ReadJSON reads a document that WriteJSON wrote. It refuses another schema version.
func ReadJSON(r io.Reader) (List, error) {
	var list List
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil {
		return List{}, fmt.Errorf("read obligation list: %w", err)
	}
	if list.Schema != SchemaVersion {
		return List{}, fmt.Errorf("read obligation list: schema %d, want %d", list.Schema, SchemaVersion)
	}
	return list, nil
}

// Tally counts verdicts.
func Tally(obligations []Obligation) map[Verdict]int {
	count := make(map[Verdict]int)
	for _, o := range obligations {
		count[o.Verdict]++
	}
	return count
}
