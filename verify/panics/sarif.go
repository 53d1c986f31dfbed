package panics

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"warrant/verify/obligation"
)

// The parts of SARIF 2.1.0 (OASIS, 27 March 2020) that a log of this tool uses; names are those of the standard.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool               sarifTool                `json:"tool"`
		OriginalURIBaseIDs map[string]sarifLocation `json:"originalUriBaseIds"`
		ColumnKind         string                   `json:"columnKind"`
		Results            []sarifResult            `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri,omitempty"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string             `json:"id"`
		Name                 string             `json:"name"`
		ShortDescription     sarifMessage       `json:"shortDescription"`
		Help                 sarifMessage       `json:"help"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID              string                `json:"ruleId"`
		RuleIndex           int                   `json:"ruleIndex"`
		Level               string                `json:"level"`
		Kind                string                `json:"kind"`
		Message             sarifMessage          `json:"message"`
		Locations           []sarifResultLocation `json:"locations"`
		PartialFingerprints map[string]string     `json:"partialFingerprints"`
		Suppressions        []sarifSuppression    `json:"suppressions,omitempty"`
		Properties          map[string]string     `json:"properties"`
	}
	sarifResultLocation struct {
		PhysicalLocation sarifPhysical  `json:"physicalLocation"`
		LogicalLocations []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifLocation `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifLocation struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifRoot   = "SRCROOT"
)

// WriteSARIF writes the sites that are unproven or waived as a SARIF 2.1.0 log, for code hosts that show such logs beside the source.
func (a *Audit) WriteSARIF(w io.Writer) error {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "gosure panics", Rules: []sarifRule{}}}, ColumnKind: "utf16CodeUnits", Results: []sarifResult{},
		OriginalURIBaseIDs: map[string]sarifLocation{sarifRoot: {URI: (&url.URL{Scheme: "file", Path: filepath.ToSlash(a.Module.Directory) + "/"}).String()}}}
	var kinds []obligation.Kind
	for _, s := range a.Sites {
		if s.Class != obligation.Unproven && s.Class != obligation.Waived {
			continue
		}
		rule := slices.Index(kinds, s.ID.Kind)
		if rule < 0 {
			rule = len(kinds)
			kinds = append(kinds, s.ID.Kind)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{ID: string(s.ID.Kind), Name: pascal(string(s.ID.Kind)),
				ShortDescription: sarifMessage{"Nothing proves: " + generalDemand(s)}, Help: sarifMessage{suggestion(s)},
				DefaultConfiguration: sarifConfiguration{level(s.ID.Kind)}})
		}
		run.Results = append(run.Results, a.sarifResult(s, rule))
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}); err != nil {
		return fmt.Errorf("write SARIF: %w", err)
	}
	return nil
}

// generalDemand is the demand of a kind, without what belongs to one site.
func generalDemand(s *Site) string {
	switch s.ID.Kind {
	case obligation.TypeAssertion:
		return "the dynamic type is the asserted one"
	case obligation.Conversion:
		return "the value fits the type"
	}
	return s.Description
}

func level(kind obligation.Kind) string {
	if kind == obligation.Conversion {
		return "note"
	}
	return "warning"
}

func (a *Audit) sarifResult(s *Site, rule int) sarifResult {
	text := s.Description + ": nothing proves it"
	if s.ID.Expression != "" {
		text += ", of " + s.ID.Expression
	}
	if len(s.Said) > 0 {
		text += " (" + s.Said[0].Text + ")"
	}
	result := sarifResult{RuleID: string(s.ID.Kind), RuleIndex: rule, Level: level(s.ID.Kind), Kind: "fail", Message: sarifMessage{text + "."},
		Locations: []sarifResultLocation{{
			PhysicalLocation: sarifPhysical{sarifLocation{(&url.URL{Path: s.Place.File}).EscapedPath(), sarifRoot},
				sarifRegion{max(s.Place.Line, 1), max(s.Place.Column, 1)}},
			LogicalLocations: []sarifLogical{{s.ID.Package + "." + s.ID.Function, "function"}},
		}},
		PartialFingerprints: map[string]string{"obligation/v1": s.ID.String()},
		Properties:          map[string]string{"class": string(s.Class), "entries": strings.Join(s.Entries, " ")},
	}
	if s.Waiver != nil {
		result.Suppressions = []sarifSuppression{{"inSource", s.Waiver.Owner + ": " + s.Waiver.Reason}}
	}
	return result
}

// pascal writes a kind as the standard wants names: IndexBounds, without hyphens.
func pascal(kind string) string {
	var b strings.Builder
	for _, word := range strings.Split(kind, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
