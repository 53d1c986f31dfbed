package repotest

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	folderRow = regexp.MustCompile("^\\| `([\\w.-]+)/` \\| (.*) \\|$")
	pageRow   = regexp.MustCompile(`^\| \[[^\]]+\]\(([^)#]+)\) \| .*\S.* \|$`)
)

// Layout compares the table of top folders in README.md with the tree: each folder has one row with one sentence, in the order of the
// alphabet or not.
func (t *Tree) Layout() (problems []Problem) {
	listed := map[string]bool{}
	for i, line := range strings.Split(t.files["README.md"], "\n") {
		match := folderRow.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		place := Problem{File: "README.md", Line: i + 1}
		switch {
		case listed[match[1]]:
			place.Text = "folder " + match[1] + " is listed twice"
		case !t.paths[match[1]]:
			place.Text = "folder " + match[1] + " is listed but not in the tree"
		case !strings.HasSuffix(match[2], ".") || strings.Count(match[2], ". ") > 0:
			place.Text = "folder " + match[1] + " is not described by one sentence"
		}
		if place.Text != "" {
			problems = append(problems, place)
		}
		listed[match[1]] = true
	}
	for _, folder := range t.topFolders() {
		if !listed[folder] {
			problems = append(problems, Problem{"README.md", 0, "folder " + folder + " is in the tree but not listed"})
		}
	}
	return problems
}

// topFolders returns the folders at the root that are not hidden.
func (t *Tree) topFolders() (folders []string) {
	seen := map[string]bool{}
	for name := range t.paths {
		first, _, below := strings.Cut(name, "/")
		if below && !seen[first] && !strings.HasPrefix(first, ".") {
			seen[first] = true
			folders = append(folders, first)
		}
	}
	slices.Sort(folders)
	return folders
}

// Contents compares the table in docs/README.md with the pages of the book.
func (t *Tree) Contents() (problems []Problem) {
	const contents = "docs/README.md"
	listed := map[string]bool{contents: true}
	for _, line := range strings.Split(t.files[contents], "\n") {
		if match := pageRow.FindStringSubmatch(line); match != nil {
			listed[path.Join("docs", match[1])] = true
		}
	}
	for _, page := range t.sorted(".md") {
		if strings.HasPrefix(page, "docs/") && !listed[page] {
			problems = append(problems, Problem{contents, 0, "page " + page + " is in the book but not in its table of contents"})
		}
	}
	return problems
}

// Strays finds sources that go build would ignore or need a C compiler for.
func (t *Tree) Strays() (problems []Problem) {
	goFolders := map[string]bool{}
	for _, name := range t.sorted(".go") {
		goFolders[path.Dir(name)] = true
	}
	for _, name := range slices.Concat(t.sorted(".s"), t.sorted(".S"), t.sorted(".sx")) {
		switch {
		case path.Ext(name) != ".s":
			problems = append(problems, Problem{name, 0, "assembly that needs a C compiler"})
		case !goFolders[path.Dir(name)]:
			problems = append(problems, Problem{name, 0, "assembly in a folder without a Go package"})
		}
	}
	return problems
}
