package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"warrant/fuzz"
)

// The files that say how often the parsers were executed, beside the record.
var (
	countsPage   = filepath.Join("..", "docs", "fuzzing.md")
	measuredFile = filepath.Join("..", "docs", "proofs", "measured.toml")
)

// count is what the record has of a target.
type count struct {
	target         fuzz.Target
	code           string // of its parser, now
	guided, direct uint64 // executions of that code
	older          uint64 // of other code
	commit         string // of the last run of that code
}

// counts adds the record up.
func counts(list []recorded, now map[string]string) (all []count) {
	for _, t := range fuzz.Targets() {
		c := count{target: t, code: now[t.Package]}
		for _, r := range list {
			switch {
			case r.target != t.Name:
			case r.code != c.code:
				c.older += r.guided + r.direct
			default:
				c.guided += r.guided
				c.direct += r.direct
				c.commit = r.commit
			}
		}
		all = append(all, c)
	}
	return all
}

// The lines between which the table of the page is.
const countsBegin, countsEnd = "<!-- counts: make fuzz-counts -->\n", "<!-- end of counts -->\n"

// table is the page's table.
func table(all []count) string {
	var b strings.Builder
	b.WriteString("\n| target | parser | its code | executions of that code | of these guided | of older code |\n|---|---|---|---|---|---|\n")
	var now, guided, older uint64
	for _, c := range all {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s |\n", c.target.Name, strings.TrimPrefix(c.target.Package, "warrant/"), c.code,
			grouped(c.guided+c.direct), grouped(c.guided), grouped(c.older))
		now, guided, older = now+c.guided+c.direct, guided+c.guided, older+c.older
	}
	fmt.Fprintf(&b, "| all | | | %s | %s | %s |\n\n", grouped(now), grouped(guided), grouped(older))
	return b.String()
}

// grouped writes a number with a space before each three digits.
func grouped(n uint64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s %03d", grouped(n/1000), n%1000)
}

// withTable answers the page with its table replaced.
func withTable(page string, all []count) (string, error) {
	before, rest, begun := strings.Cut(page, countsBegin)
	_, after, ended := strings.Cut(rest, countsEnd)
	if !begun || !ended {
		return "", fmt.Errorf("%s has no place for the counts, between %q and %q", countsPage, countsBegin, countsEnd)
	}
	return before + countsBegin + table(all) + countsEnd + after, nil
}

// withFuzz answers measured.toml with its entries of fuzzing replaced; a target of which no execution counts has none.
func withFuzz(measured string, all []count) string {
	var head, tail []string
	for _, block := range strings.Split(strings.TrimRight(measured, "\n"), "\n\n") {
		switch {
		case strings.HasPrefix(block, "[[fuzz]]"):
		case strings.HasPrefix(block, "["):
			tail = append(tail, block)
		default:
			head = append(head, block)
		}
	}
	for _, c := range all {
		if n := c.guided + c.direct; n > 0 {
			head = append(head, fmt.Sprintf("[[fuzz]]\ntarget = %q\nexecutions = %d\ncrashes = 0\ncommit = %q", c.target.Name, n, c.commit))
		}
	}
	return strings.Join(append(head, tail...), "\n\n") + "\n"
}

// files answers both files, as they are and as they ought to be.
func files() (old, right map[string]string, err error) {
	now, err := codes()
	if err != nil {
		return nil, nil, err
	}
	list, err := readRecord(recordName)
	if err != nil {
		return nil, nil, err
	}
	all := counts(list, now)
	page, err := os.ReadFile(countsPage)
	if err != nil {
		return nil, nil, err
	}
	measured, err := os.ReadFile(measuredFile)
	if err != nil {
		return nil, nil, err
	}
	rightPage, err := withTable(string(page), all)
	if err != nil {
		return nil, nil, err
	}
	return map[string]string{countsPage: string(page), measuredFile: string(measured)},
		map[string]string{countsPage: rightPage, measuredFile: withFuzz(string(measured), all)}, nil
}

// writeCounts writes both files.
func writeCounts() error {
	old, right, err := files()
	if err != nil {
		return err
	}
	for file, text := range right {
		if text == old[file] {
			continue
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: written; make report takes over what docs/proofs says\n", file)
	}
	return nil
}
