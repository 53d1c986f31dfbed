package report

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"warrant/verify/bounds"
	"warrant/verify/deduce"
	"warrant/verify/lower"
	"warrant/verify/obligation"
	"warrant/verify/panics"
)

// The files that people write for the report, relative to the module's root. A module need not have them.
const (
	// MeasuredName holds recorded scores: they come from runs that take long, on a named commit.
	MeasuredName = "docs/proofs/measured.toml"
	// LedgerName is the panic ledger, which gosure panics writes.
	LedgerName = "kernel/panics.ledger"
	// CaveatsName holds what the proofs do not say.
	CaveatsName = "specs/caveats.toml"
)

// Collect joins a run of the verifier with what the files of its module say.
func Collect(root string, run *deduce.Report) (*Report, error) {
	loader, err := lower.NewLoader(root)
	if err != nil {
		return nil, err
	}
	r := &Report{Module: loader.Module(), Bounds: &bounds.File{}}
	if r.Packages, err = contracts(loader, run); err != nil {
		return nil, err
	}
	for _, t := range run.Trusts {
		r.Trusts = append(r.Trusts, Trust{Package: t.Package, Function: t.Function, What: t.What, Reason: t.Reason})
	}
	slices.SortFunc(r.Trusts, func(a, b Trust) int {
		return strings.Compare(a.Package+"\t"+a.Function+"\t"+a.What, b.Package+"\t"+b.Function+"\t"+b.What)
	})
	boundsFile := filepath.Join(loader.Root(), bounds.FileName)
	if _, err := os.Stat(boundsFile); err == nil {
		if r.Bounds, err = bounds.Load(boundsFile); err != nil {
			return nil, err
		}
	}
	fsys := os.DirFS(loader.Root())
	if err := r.readFiles(fsys); err != nil {
		return nil, err
	}
	if err := r.readInvariants(fsys); err != nil {
		return nil, err
	}
	return r, r.readSources(fsys)
}

// readFiles reads the committed scores and caveats.
func (r *Report) readFiles(fsys fs.FS) error {
	var measured struct {
		Mutation []Mutation `toml:"mutation"`
		Fuzz     []Fuzz     `toml:"fuzz"`
	}
	var caveats struct {
		Caveat []Caveat `toml:"caveat"`
	}
	if err := errors.Join(readTOML(fsys, MeasuredName, &measured), readTOML(fsys, CaveatsName, &caveats), r.readLedger(fsys)); err != nil {
		return err
	}
	r.Mutations, r.Fuzz, r.Caveats = measured.Mutation, measured.Fuzz, caveats.Caveat
	for _, m := range r.Mutations {
		if m.Package == "" || m.Judge == "" || m.Commit == "" {
			r.problem("%s: a mutation score needs package, judge and commit", MeasuredName)
		}
	}
	for _, f := range r.Fuzz {
		if f.Target == "" || f.Executions == 0 || f.Commit == "" {
			r.problem("%s: a fuzz total needs target, executions and commit", MeasuredName)
		}
	}
	for _, c := range r.Caveats {
		if c.Subject == "" || c.Text == "" || c.Instead == "" {
			r.problem("%s: a caveat needs subject, text and instead", CaveatsName)
		}
	}
	return nil
}

// readLedger counts the places of the panic ledger by their class.
func (r *Report) readLedger(fsys fs.FS) error {
	text, err := fs.ReadFile(fsys, LedgerName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	ledger, err := panics.ReadLedger(bytes.NewReader(text), LedgerName)
	if err != nil {
		return err
	}
	r.Ledger = map[obligation.Class]int{}
	for _, line := range ledger {
		r.Ledger[line.Class] += line.Count
	}
	return nil
}

// readTOML decodes a file strictly; a file that is not there leaves the value as it is.
func readTOML(fsys fs.FS, name string, into any) error {
	text, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (r *Report) problem(format string, arguments ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, arguments...))
}

// readInvariants fills the matrix.
func (r *Report) readInvariants(fsys fs.FS) error {
	page, err := fs.ReadFile(fsys, InvariantsName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	r.Invariants = parseInvariants(string(page))
	byID := map[string]*Invariant{}
	for _, i := range r.Invariants {
		if byID[i.ID] != nil {
			r.problem("%s: %s is stated twice", InvariantsName, i.ID)
		}
		byID[i.ID] = i
	}
	found, err := cites(fsys)
	if err != nil {
		return err
	}
	smokes, err := smokesOf(fsys)
	if err != nil {
		return err
	}
	for _, cite := range found {
		if !r.judge(cite, smokes) {
			continue
		}
		for _, id := range cite.IDs {
			if byID[id] == nil {
				r.problem("%s:%d: there is no invariant %s in %s", cite.File, cite.Line, id, InvariantsName)
				continue
			}
			byID[id].Cells[cite.Role] = append(byID[id].Cells[cite.Role], cite)
		}
	}
	r.compareHarnesses(found, byID)
	return nil
}

// judge completes a citation with the verdict on what it stands at. It answers false for what cannot count: a comment in code of ring 0 that
// no contract covers is no contract, and a program that no smoke boots attacks nothing.
func (r *Report) judge(cite *Cite, smokes map[string][]string) bool {
	switch cite.Role {
	case Contract:
		path := r.Module + "/" + cite.Package
		index := slices.IndexFunc(r.Packages, func(p *Package) bool { return p.Path == path })
		if index < 0 {
			return false
		}
		cite.Function = r.Function(path, cite.Name)
		if cite.Function == nil {
			// A type or a constant: what its comment says is kept by the package's predicates.
			cite.Holds = !slices.ContainsFunc(r.Packages[index].Functions, func(f *Function) bool { return f.Failed() > 0 })
			return true
		}
		cite.Holds = cite.Function.Failed() == 0 && len(cite.Function.Obligations) > 0 && !cite.Function.Trusted
		return len(cite.Function.Obligations) > 0 || cite.Function.Contract != ""
	case Harness:
		if !strings.HasPrefix(cite.Name, "Proof") {
			return false // what harnesses share
		}
		cite.Entry, _ = r.Bounds.Find(r.Module+"/"+cite.Package, cite.Name)
		cite.Holds = cite.Entry != nil && cite.Entry.MeasuredSeconds > 0
		return cite.Entry == nil || cite.Entry.Expect == "pass"
	case Smoke:
		cite.Holds = true
		program, isProgram := strings.CutPrefix(cite.Name, "program ")
		if !isProgram {
			cite.Smokes = []string{cite.Name}
			return true
		}
		if len(smokes[program]) == 0 {
			r.problem("%s:%d: no smoke boots the program that names %s", cite.File, cite.Line, strings.Join(cite.IDs, " "))
			return false
		}
		cite.Name, cite.Smokes = program+" in "+strings.Join(smokes[program], ", "), smokes[program]
		return true
	}
	cite.Holds = true
	return true
}

// compareHarnesses demands that the comment of a harness and its entry name the same invariants, and that each has an entry.
func (r *Report) compareHarnesses(found []*Cite, known map[string]*Invariant) {
	cited := map[string][]string{}
	for _, cite := range found {
		if cite.Role == Harness && strings.HasPrefix(cite.Name, "Proof") {
			name := r.Module + "/" + cite.Package + "." + cite.Name
			cited[name] = append(cited[name], cite.IDs...)
			if cite.Entry == nil {
				r.problem("%s:%d: %s names invariants and has no entry in %s", cite.File, cite.Line, cite.Name, bounds.FileName)
			}
		}
	}
	for i := range r.Bounds.Harnesses {
		e := &r.Bounds.Harnesses[i]
		for _, id := range e.Invariants {
			if known[id] == nil {
				r.problem("%s: %s: there is no invariant %s in %s", bounds.FileName, e.Name(), id, InvariantsName)
			}
		}
		if e.Expect != "pass" {
			continue
		}
		have := slices.Sorted(slices.Values(cited[e.Name()]))
		if want := slices.Sorted(slices.Values(e.Invariants)); !slices.Equal(have, want) {
			r.problem("%s: %s states invariants %v, its comment %v", bounds.FileName, e.Name(), want, have)
		}
	}
}

// smokesOf tells for each program of user space which smokes boot it: those whose manifest names it.
func smokesOf(fsys fs.FS) (map[string][]string, error) {
	cases, err := fs.Glob(fsys, "smokes/*.toml")
	if err != nil {
		return nil, err
	}
	smokes := map[string][]string{}
	for _, name := range cases {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var smoke struct {
			Manifest []string `toml:"manifest"`
		}
		if err := toml.Unmarshal(text, &smoke); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, manifest := range smoke.Manifest {
			source, err := fs.ReadFile(fsys, manifest)
			if err != nil {
				continue // a manifest that the case makes, or misses on purpose
			}
			for _, program := range programsOf(string(source)) {
				smokes[program] = append(smokes[program], strings.TrimSuffix(path.Base(name), ".toml"))
			}
		}
	}
	return smokes, nil
}

// readSources reads the files of the proved packages, and of the harnesses.
func (r *Report) readSources(fsys fs.FS) error {
	folders := map[string]bool{}
	for _, p := range r.Packages {
		folders[strings.TrimPrefix(p.Path, r.Module+"/")] = true
	}
	for i := range r.Bounds.Harnesses {
		folders[strings.TrimPrefix(r.Bounds.Harnesses[i].Package, r.Module+"/")] = true
	}
	for folder := range folders {
		entries, err := fs.ReadDir(fsys, folder)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			name := path.Join(folder, entry.Name())
			if entry.IsDir() || strings.HasSuffix(name, "_test.go") || path.Ext(name) != ".go" && path.Ext(name) != ".gobra" {
				continue
			}
			text, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			r.Sources = append(r.Sources, Source{File: name, Text: string(text)})
		}
	}
	slices.SortFunc(r.Sources, func(a, b Source) int { return strings.Compare(a.File, b.File) })
	return nil
}
