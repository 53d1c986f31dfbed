package repotest

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestRepository runs every check on the tree that this package is in.
func TestRepository(t *testing.T) {
	problems, err := Check(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Error(problem)
	}
}

// small is a tree without a problem.
func small() fstest.MapFS {
	return fstest.MapFS{
		"README.md": file("# Small\n\n" +
			"| folder | holds |\n|---|---|\n" +
			"| `docs/` | The book. |\n" +
			"| `kernel/` | Ring 0, see `kernel/core/`. |\n| `specs/` | The rules. |\n\n" +
			"Run `make all`, see [the book](docs/README.md#the-book).\n\n```\n$ make all   # everything\nmake: done\n```\n"),
		"Makefile":              file("all: deps\n"),
		"docs/README.md":        file("# The book\n\n| page | tells |\n|---|---|\n| [design](design.md) | why |\n\n![a](drawings/a.svg)\n"),
		"specs/invariants.md":   file("## Table\n- CAP-1 an id answers. CAP-2 once.\n- CAP-3 and never again.\n"),
		"docs/drawings/a.dot":   file("digraph {}\n"),
		"docs/drawings/a.svg":   file("<svg/>\n<!-- made from a.dot, SHA-256 " + digest("digraph {}\n") + ", by make drawings -->\n"),
		"docs/run.txt":          file("one\ntwo <1> <2>\nthree\nfour\n"),
		"docs/design.md":        file("Call `table.Insert`, `Table.Lookup()` or `fmt.Println` in `kernel/core/table.go` or `table.go`; `*_test.go`.\n"),
		"kernel/core/table.go":  file("// Package table is explained in docs/design.md.\npackage table\n\n// Table is one.\ntype Table struct{ used int }\n\nfunc Insert() {}\n\nfunc (t *Table) Lookup() {}\n"),
		"kernel/core/t_test.go": file("package table\n\nconst lost = `docs/lost.md`\n"),
	}
}

// file is a file with a content.
func file(content string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(content)}
}

// TestCheck changes one file of the small tree a row.
func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name string
		path string
		with func(content string) string
		want string
	}{
		{"as it is", "README.md", func(c string) string { return c }, ""},
		{"folder not listed", "extra/a.go", func(string) string { return "package a\n" }, "README.md: folder extra is in the tree but not listed"},
		{"folder listed twice", "README.md", func(c string) string { return c + "\n| `docs/` | Again. |\n" }, "README.md:16: folder docs is listed twice"},
		{"folder gone", "README.md", func(c string) string { return c + "| `user/` | Ring 3. |\n" }, "README.md:15: folder user is listed but not in the tree"},
		{"folder in two sentences", "README.md", replace("The book.", "The book. And more."), "README.md:5: folder docs is not described by one sentence"},
		{"folder without sentence", "README.md", replace("The book.", "book"), "README.md:5: folder docs is not described by one sentence"},
		{"page not in contents", "docs/new.md", func(string) string { return "New.\n" }, "docs/README.md: page docs/new.md is in the book but not in its table of contents"},
		{"link to no file", "README.md", replace("docs/README.md#", "docs/gone.md#"), "README.md:9: link to docs/gone.md#the-book, which does not exist"},
		{"link to no heading", "README.md", replace("#the-book", "#the-cook"), "README.md:9: link to docs/README.md#the-cook, a heading that does not exist"},
		{"link with code in it", "README.md", replace("[the book](docs/", "[`Table`](docs/gone/"), "README.md:9: link to docs/gone/README.md#the-book, which does not exist"},
		{"code that looks like a link", "README.md", replace("[the book]", "`Reshape[To](from)` [the book]"), ""},
		{"link elsewhere", "README.md", replace("docs/README.md#the-book", "https://example.com/x#y"), ""},
		{"target gone", "README.md", replace("`make all`", "`make more`"), "README.md:9: the Makefile has no target more"},
		{"target gone in a block", "README.md", replace("$ make all", "$ make more"), "README.md:12: the Makefile has no target more"},
		{"make variable", "README.md", replace("`make all`", "`make all KVM=1 -j2`"), ""},
		{"path gone", "docs/design.md", replace("kernel/core/table.go", "kernel/core/cable.go"), "docs/design.md:1: file kernel/core/cable.go does not exist"},
		{"file gone", "docs/design.md", replace("`table.go`", "`cable.go`"), "docs/design.md:1: file cable.go does not exist"},
		{"no file of a pattern", "docs/design.md", replace("*_test.go", "*_best.go"), "docs/design.md:1: file *_best.go does not exist"},
		{"folder gone in a span", "README.md", replace("kernel/core/", "kernel/cure/"), "README.md:6: file kernel/cure/ does not exist"},
		{"other module", "docs/design.md", replace("kernel/core/table.go", "golang.org/x/tools"), ""},
		{"built file", "docs/design.md", replace("kernel/core/table.go", "build/kernel.elf"), ""},
		{"import path", "docs/design.md", replace("kernel/core/table.go", "warrant/kernel/core"), ""},
		{"import path gone", "docs/design.md", replace("kernel/core/table.go", "warrant/kernel/cure"), "docs/design.md:1: file warrant/kernel/cure does not exist"},
		{"function gone", "docs/design.md", replace("table.Insert", "table.Remove"), "docs/design.md:1: identifier table.Remove does not exist: no Remove"},
		{"function of another package", "docs/design.md", replace("table.Insert", "table.Lookup"), "no table.Lookup in the sources"},
		{"method gone", "docs/design.md", replace("Table.Lookup()", "Table.Insert()"), "identifier Table.Insert() does not exist: no Table.Insert"},
		{"type gone", "docs/design.md", replace("Table.Lookup()", "TableView"), "identifier TableView does not exist"},
		{"only in a comment", "docs/design.md", replace("Table.Lookup()", "cap_enter"), "identifier cap_enter does not exist"},
		{"page gone in a comment", "kernel/core/table.go", replace("docs/design.md", "docs/lost.md"), "kernel/core/table.go:1: file docs/lost.md does not exist"},
		{"longer path in a comment", "kernel/core/table.go", replace("docs/design.md", "/opt/docs/lost.md"), ""},
		{"assembly without package", "kernel/arch/a.s", func(string) string { return "" }, "kernel/arch/a.s: assembly in a folder without a Go package"},
		{"assembly for a C compiler", "kernel/core/a.S", func(string) string { return "" }, "kernel/core/a.S: assembly that needs a C compiler"},
		{"assembly with package", "kernel/core/a.s", func(string) string { return "" }, ""},
		{"planned", "docs/design.md", replace("table.go`; `*_test.go`.", "cable.go`. <!-- planned -->"), ""},
		{"planned and there", "docs/design.md", replace("`*_test.go`.", "<!-- planned -->"), "docs/design.md:1: everything on the line exists: remove its <!-- planned -->"},
		{"transcript", "docs/design.md", show("$ run\none\ntwo 0x1 7\nthree\nfour\n"), ""},
		{"transcript with gap", "docs/design.md", show("one\n...\nfour\n"), ""},
		{"transcript with gap at the end", "docs/design.md", show("one\n...\n"), ""},
		{"transcript changed", "docs/design.md", show("one\ntwo 0x1\nthree\nfour\n"), "docs/design.md:4: line is not the next one of docs/run.txt"},
		{"transcript in another order", "docs/design.md", show("one\n...\nthree\n...\ntwo 1 1\n...\n"), "docs/design.md:7: line is not the next one"},
		{"transcript with lines lost", "docs/design.md", show("one\nfour\n"), "docs/design.md:4: line is not the next one"},
		{"transcript cut", "docs/design.md", show("one\n"), "docs/design.md:4: the block ends before docs/run.txt does"},
		{"transcript gone", "docs/design.md", func(string) string { return "```console docs/ran.txt\n```\n" }, "docs/design.md:1: transcript docs/ran.txt does not exist"},
		{"invariants", "docs/design.md", replace("Call", "CAP-1, CAP-2 and CAP-3, UTF-8 and CWE-190. Call"), ""},
		{"invariant that is none", "docs/design.md", replace("Call", "CAP-4. Call"), "docs/design.md:1: invariant CAP-4 is not in specs/invariants.md"},
		{"invariant that is none in a comment", "kernel/core/table.go", replace("explained", "explained by CAP-9"), "kernel/core/table.go:1: invariant CAP-9 is not"},
		{"source of a drawing changed", "docs/drawings/a.dot", replace("{}", "{ a -> b }"), "docs/drawings/a.svg: is not made from a.dot as it is now; run: make drawings"},
		{"drawing without source", "docs/drawings/b.svg", func(string) string { return "<svg/>" }, "docs/drawings/b.svg: has no source beside it"},
		{"source without drawing", "docs/drawings/b.dot", func(string) string { return "digraph {}" }, "docs/drawings/b.dot: is not drawn"},
		{"drawing on no page", "docs/README.md", replace("a.svg", "a.dot"), "docs/drawings/a.svg: is on no page"},
		{"testdata is free", "kernel/core/testdata/x.md", func(string) string { return "`gone.go`\n" }, ""},
		{"hidden is free", ".cache/x.md", func(string) string { return "`gone.go`\n" }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree := small()
			content := ""
			if old := tree[test.path]; old != nil {
				content = string(old.Data)
			}
			tree[test.path] = file(test.with(content))
			problems, err := Check(tree)
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" && len(problems) > 0 || test.want != "" && len(problems) != 1 {
				t.Fatalf("problems are %v, want %q", problems, test.want)
			}
			if test.want != "" && !strings.Contains(problems[0].String(), test.want) {
				t.Fatalf("problem is %q, want %q in it", problems[0], test.want)
			}
		})
	}
}

// show returns a function that puts a block of console output on a page.
func show(lines string) func(string) string {
	return func(content string) string {
		return content + "```console docs/run.txt\n" + lines + "```\n"
	}
}

// replace returns a function that replaces a text, which must be there.
func replace(from, to string) func(string) string {
	return func(content string) string {
		if !strings.Contains(content, from) {
			panic("the small tree has no " + from)
		}
		return strings.Replace(content, from, to, 1)
	}
}
