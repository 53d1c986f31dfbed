package report

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"warrant/verify/annot"
	"warrant/verify/deduce"
	"warrant/verify/lower"
)

// contracts lists the functions and predicates of the packages that a run of the verifier looked at, with their texts and verdicts.
func contracts(loader *lower.Loader, run *deduce.Report) (list []*Package, err error) {
	verdicts := map[string]*deduce.Function{}
	for _, f := range run.Functions {
		// A pure function is checked as a definition, and its body as a function: both belong to the one name.
		key := f.Package + "\t" + f.Title
		if before := verdicts[key]; before != nil {
			merged := *before
			merged.Obligations = append(slices.Clone(before.Obligations), f.Obligations...)
			f = &merged
		}
		verdicts[key] = f
	}
	reasons := map[string]string{}
	for _, t := range run.Trusts {
		if t.What == "trusted" {
			reasons[t.Package+"\t"+t.Function] = t.Reason
		}
	}
	for _, p := range run.Packages {
		if !p.Contracts {
			continue
		}
		loaded, err := loader.Load(p.Path)
		if err != nil {
			return nil, err
		}
		one := &Package{Path: p.Path, Unread: p.Unread}
		for _, file := range loaded.Files {
			if !file.Annotated {
				continue
			}
			text, err := os.ReadFile(filepath.Join(loader.Root(), file.Name))
			if err != nil {
				return nil, err
			}
			for _, f := range members(file, strings.Split(string(text), "\n")) {
				f.Package = p.Path
				key := p.Path + "\t" + f.Title
				if v := verdicts[key]; v != nil {
					f.Obligations = v.Obligations
				}
				f.Reason = reasons[key]
				one.Functions = append(one.Functions, f)
			}
		}
		slices.SortStableFunc(one.Functions, func(a, b *Function) int {
			return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		})
		list = append(list, one)
	}
	return list, nil
}

// members lists the functions and predicates of a file with the text of their contracts.
func members(file *annot.File, lines []string) (list []*Function) {
	for _, d := range file.Funcs {
		if d.Name == "_" {
			continue
		}
		f := &Function{Title: memberTitle(d.Recv, d.Name), File: filepath.ToSlash(file.Name), Line: d.Start.Line, Ghost: d.Spec.Ghost, Trusted: d.Spec.Trusted}
		if d.Spec.Ghost && d.Spec.Pure && d.End.Line >= d.Start.Line {
			f.Contract = clean(lines[d.SpecFrom.Line-1 : d.End.Line])
		} else {
			f.Contract = clause(lines[d.SpecFrom.Line-1:d.Start.Line-1], d.Spec.Ghost)
		}
		list = append(list, f)
	}
	for _, d := range file.Predicates {
		end := d.Start.Line
		if d.Body != nil {
			for end < len(lines) && strings.TrimPrefix(strings.TrimPrefix(lines[end-1], "// @ "), "//@ ") != "}" {
				end++
			}
		}
		list = append(list, &Function{Title: memberTitle(d.Recv, d.Name), File: filepath.ToSlash(file.Name), Line: d.Start.Line, Ghost: true,
			Contract: clean(lines[d.Start.Line-1 : end])})
	}
	return list
}

// memberTitle is a member's name as the verifier has it: F, (T).M or (*T).M.
func memberTitle(receiver *annot.Field, name string) string {
	if receiver == nil {
		return name
	}
	return "(" + annot.String(receiver.Type) + ")." + name
}

// clause keeps the annotations of the lines above a function: in a ghost file all but comments are.
func clause(lines []string, ghost bool) string {
	var kept []string
	for _, line := range lines {
		switch trimmed := strings.TrimSpace(line); {
		case strings.HasPrefix(trimmed, "// @"):
			kept = append(kept, strings.TrimPrefix(strings.TrimPrefix(trimmed, "// @"), " "))
		case strings.HasPrefix(trimmed, "//@"):
			kept = append(kept, strings.TrimPrefix(strings.TrimPrefix(trimmed, "//@"), " "))
		case ghost && trimmed != "" && !strings.HasPrefix(trimmed, "//"):
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// clean takes the marks of annotations off a definition.
func clean(lines []string) string {
	kept := make([]string, 0, len(lines))
	for _, line := range lines {
		line = strings.TrimPrefix(strings.TrimPrefix(line, "// @ "), "//@ ")
		kept = append(kept, strings.ReplaceAll(line, "\t", "    "))
	}
	return strings.Join(kept, "\n")
}
