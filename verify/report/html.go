package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"warrant/verify/obligation"
)

var (
	//go:embed page.html.tmpl
	pageText string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string

	pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
		"style":  func() template.CSS { return template.CSS(pageStyle) },
		"script": func() template.JS { return template.JS(pageScript) },
		"code":   func(file string, line int) string { return fmt.Sprintf("#code/%s:%d", file, line) },
		"bounds": func(r *Report, c *Cite) string { return r.Bounds.BoundsText(c.Entry) },
		"roles":  func() []Role { return Roles },
		"cells":  func(i *Invariant, r Role) []*Cite { return i.Cells[r] },
		"hold":   hold,
		"sum":    summary,
	}).Parse(pageText))
)

// demand is an obligation as the script of the page reads it; its names are short because there are thousands.
type demand struct {
	File        int    `json:"f"`
	Line        int    `json:"l"`
	Function    string `json:"fn"`
	Kind        string `json:"k"`
	Expression  string `json:"e,omitempty"`
	Class       string `json:"c"`
	Verdict     string `json:"v"`
	Bound       string `json:"b,omitempty"`
	Engine      string `json:"g,omitempty"`
	Description string `json:"d,omitempty"`
	Detail      string `json:"t,omitempty"`
	// Second says that the function is proved for all inputs anyway, so that this weaker proof is only a second opinion.
	Second bool `json:"s,omitempty"`
}

// place is a function as the script of the page reads it.
type place struct {
	File     int    `json:"f"`
	Line     int    `json:"l"`
	Title    string `json:"n"`
	Contract string `json:"c,omitempty"`
	Verdict  string `json:"v"`
}

// data is what the script of the page reads.
type data struct {
	Files     []Source `json:"files"`
	Demands   []demand `json:"demands"`
	Functions []place  `json:"functions"`
}

// view is what the template reads.
type view struct {
	*Report
	Data  data
	Count map[string]int
	// Classes are the proof classes from strongest to weakest.
	Classes []classView
	// Ledgered are the classes with the numbers of places of the panic ledger; empty without one.
	Ledgered []classView
	// Functions and Demands are totals of the proved packages.
	Functions, Demands, Gaps, HarnessCount, TwinCount int
}

// classView is a proof class with its word for people.
type classView struct {
	Class obligation.Class
	// Key is the class as a name of CSS, Sign its mark for those who do not see the colour.
	Key, Sign, Text string
	Count           int
}

// classViews are the classes in the order of their strength.
func classViews() []classView {
	return []classView{
		{obligation.Proved, "proved", "●", "for all inputs, by the deductive verifier", 0},
		{obligation.ProvedBitVector, "bits", "◆", "for all inputs, by a query over machine words", 0},
		{obligation.Local, "local", "◉", "for all inputs, by intervals and guards inside the function", 0},
		{obligation.Bounded, "bounded", "▲", "for all inputs within stated bounds, by the model checker", 0},
		{obligation.CompilerProved, "compiler", "■", "the Go compiler removed the check", 0},
		{obligation.Assumed, "assumed", "?", "believed, for a stated reason", 0},
		{obligation.Waived, "waived", "!", "a person answers for it", 0},
		{obligation.Unproven, "unproven", "✗", "nothing is known, or it fails", 0},
	}
}

// WriteHTML writes the report as one HTML file that needs no network. Sources and demands are data; a script shows them.
func (r *Report) WriteHTML(w io.Writer) error {
	v := view{Report: r, Classes: classViews(), Count: map[string]int{}}
	files := map[string]int{}
	for i, s := range r.Sources {
		files[s.File] = i
	}
	v.Data.Files = r.Sources
	for _, p := range r.Packages {
		for _, f := range p.Functions {
			v.Functions++
			v.Demands += len(f.Obligations)
			if file, ok := files[f.File]; ok {
				v.Data.Functions = append(v.Data.Functions, place{file, f.Line, f.Title, f.Contract, strings.ReplaceAll(f.Verdict(), "\\", "")})
			}
			v.add(files, f.Obligations)
		}
	}
	v.add(files, merge(r.Bounded))
	v.add(files, r.Panics)
	for i := range v.Classes {
		v.Classes[i].Count = v.Count[v.Classes[i].Key]
	}
	if r.Ledger != nil {
		for _, c := range classViews() {
			c.Count = r.Ledger[c.Class]
			v.Ledgered = append(v.Ledgered, c)
		}
	}
	for _, i := range r.Invariants {
		v.Gaps += len(i.Gaps())
	}
	for i := range r.Bounds.Harnesses {
		if r.Bounds.Harnesses[i].Expect == "pass" {
			v.HarnessCount++
		} else {
			v.TwinCount++
		}
	}
	if err := pageTemplate.Execute(w, &v); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// add makes demands of obligations that stand in a shown file.
func (v *view) add(files map[string]int, list []obligation.Obligation) {
	for i := range list {
		o := &list[i]
		file, shown := files[o.Place.File]
		if !shown {
			continue
		}
		class := classOf(o)
		key := v.Classes[len(v.Classes)-1].Key
		if at := slices.IndexFunc(v.Classes, func(c classView) bool { return c.Class == class }); at >= 0 {
			key = v.Classes[at].Key
		}
		v.Count[key]++
		d := demand{File: file, Line: o.Place.Line, Function: o.ID.Function, Kind: string(o.ID.Kind), Expression: o.ID.Expression, Class: key,
			Verdict: string(o.Verdict), Bound: o.Bound, Engine: o.Engine, Detail: o.Detail}
		if !o.Verdict.Holds() || o.ID.Expression == "" {
			d.Description = o.Description
		}
		if f := v.Function(o.ID.Package, o.ID.Function); class == obligation.Bounded && f != nil {
			d.Second = len(f.Obligations) > 0 && f.Failed() == 0 && !f.Trusted
		}
		v.Data.Demands = append(v.Data.Demands, d)
	}
}

// merge makes one obligation of those that several harnesses check; its bound names all of them.
func merge(list []obligation.Obligation) (merged []obligation.Obligation) {
	type key struct {
		place obligation.Place
		kind  obligation.Kind
		text  string
	}
	at := map[key]int{}
	for _, o := range list {
		k := key{o.Place, o.ID.Kind, o.ID.Expression}
		if i, ok := at[k]; ok {
			before := &merged[i]
			if before.Verdict == obligation.Unreachable || !o.Verdict.Holds() {
				before.Verdict = o.Verdict
			}
			if !strings.Contains(before.Bound, o.Bound) {
				before.Bound += "\n" + o.Bound
			}
			continue
		}
		at[k] = len(merged)
		if o.Verdict.Holds() {
			o.Class = obligation.Bounded
		}
		merged = append(merged, o)
	}
	return merged
}

// JSON is the data for the script. The encoder escapes what could end the element that holds it.
func (d data) JSON() (template.JS, error) {
	text, err := json.Marshal(d)
	return template.JS(text), err
}

// hold says that all places hold.
func hold(list []*Cite) bool {
	return !slices.ContainsFunc(list, func(c *Cite) bool { return !c.Holds })
}

// summary answers in a sentence how well an invariant is known.
func summary(i *Invariant) string {
	var parts []string
	contracts, harnesses := i.Cells[Contract], i.Cells[Harness]
	switch {
	case len(contracts) == 0:
		parts = append(parts, "No contract states it.")
	case i.Proved():
		parts = append(parts, fmt.Sprintf("Proved for all inputs: %s, and every function that states it is proved.", count(len(contracts), "contract or predicate states it", "contracts and predicates state it")))
	default:
		parts = append(parts, "Stated by contracts, not all of which are proved.")
	}
	if len(harnesses) > 0 {
		parts = append(parts, fmt.Sprintf("Checked within bounds by %s.", count(len(harnesses), "harness", "harnesses")))
	} else {
		parts = append(parts, "No harness checks it.")
	}
	if n := len(i.Cells[Test]); n > 0 {
		parts = append(parts, fmt.Sprintf("Tested by %s.", count(n, "test", "tests")))
	} else {
		parts = append(parts, "No test names it.")
	}
	smokes := map[string]bool{}
	for _, cite := range i.Cells[Smoke] {
		for _, smoke := range cite.Smokes {
			smokes[smoke] = true
		}
	}
	if len(smokes) > 0 {
		parts = append(parts, fmt.Sprintf("Attacked from ring 3 in %s.", count(len(smokes), "smoke", "smokes")))
	} else {
		parts = append(parts, "No program of ring 3 attacks it.")
	}
	return strings.Join(parts, " ")
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
