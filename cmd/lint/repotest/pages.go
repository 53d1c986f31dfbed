package repotest

import (
	"go/build"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

var (
	fence     = regexp.MustCompile("^\\s*(```|~~~)")
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	codeSpan  = regexp.MustCompile("`([^`]+)`")
	makeCall  = regexp.MustCompile(`^\$? ?make((?: [a-zA-Z0-9_=./-]+)*)$`)
	target    = regexp.MustCompile(`(?m)^([a-z][a-z0-9-]*):`)
	pathLike  = regexp.MustCompile(`^[\w.*-]+(/[\w.*-]+)*/?$`)
	fileLike  = regexp.MustCompile(`^[\w*-][\w.*-]*\.(md|go|s|toml|sh|cue|capnp|gobra|yml|mod|sum)$`)
	nameLike  = regexp.MustCompile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(\(\))?$`)
	camelCase = regexp.MustCompile(`[a-z0-9][A-Z]|^[A-Z][a-z0-9]+$|_`)
	heading   = regexp.MustCompile(`(?m)^#+ (.*)$`)
	slugLost  = regexp.MustCompile(`[^\w\- ]`)
)

// planned marks a line that names what does not exist yet. It must go when the thing is there.
const planned = "<!-- planned -->"

// Pages checks every Markdown page: links to files and headings, file names, make targets, identifiers in code spans, and make commands in
// code blocks.
func (t *Tree) Pages() (problems []Problem) {
	for _, page := range t.sorted(".md") {
		inBlock := false
		for i, line := range strings.Split(t.files[page], "\n") {
			var texts []string
			switch {
			case fence.MatchString(line):
				inBlock = !inBlock
			case inBlock:
				command, _, _ := strings.Cut(strings.TrimSpace(line), " #")
				texts = add(texts, t.checkMake(strings.TrimSpace(command)))
			default:
				texts = t.checkProse(page, line)
			}
			if strings.Contains(line, planned) {
				if len(texts) > 0 {
					continue
				}
				texts = add(texts, "everything on the line exists: remove its "+planned)
			}
			for _, text := range texts {
				problems = append(problems, Problem{page, i + 1, text})
			}
		}
	}
	return problems
}

// checkProse says what is wrong with the links and code spans of a line.
func (t *Tree) checkProse(page, line string) (texts []string) {
	if match := folderRow.FindStringSubmatch(line); match != nil && page == "README.md" {
		line = match[2] // Layout has checked the folder
	}
	for _, match := range link.FindAllStringSubmatch(codeSpan.ReplaceAllString(line, ""), -1) {
		texts = add(texts, t.checkLink(page, match[1]))
	}
	for _, match := range codeSpan.FindAllStringSubmatch(line, -1) {
		texts = add(texts, t.checkSpan(page, match[1]))
	}
	return texts
}

// add appends a text unless it is empty.
func add(texts []string, text string) []string {
	if text == "" {
		return texts
	}
	return append(texts, text)
}

// checkLink says what is wrong with the target of a link on a page, or "".
func (t *Tree) checkLink(page, to string) string {
	if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
		return ""
	}
	file, anchor, anchored := strings.Cut(to, "#")
	if file == "" {
		file = page
	} else {
		file = path.Join(path.Dir(page), file)
	}
	if !t.paths[file] {
		return "link to " + to + ", which does not exist"
	}
	if !anchored || path.Ext(file) != ".md" {
		return ""
	}
	for _, match := range heading.FindAllStringSubmatch(t.files[file], -1) {
		if slug(match[1]) == anchor {
			return ""
		}
	}
	return "link to " + to + ", a heading that does not exist"
}

// slug is the anchor that code hosts give a heading.
func slug(text string) string {
	return strings.ReplaceAll(slugLost.ReplaceAllString(strings.ToLower(text), ""), " ", "-")
}

// checkSpan says what is wrong with a code span on a page, or "". Spans that are neither a make command, a path nor a name are prose.
func (t *Tree) checkSpan(page, span string) string {
	switch {
	case strings.HasPrefix(span, "make "):
		return t.checkMake(span)
	case fileLike.MatchString(span), pathLike.MatchString(span) && strings.Contains(span, "/"):
		if !t.hasPath(page, span) {
			return "file " + span + " does not exist"
		}
	case nameLike.MatchString(span) && (camelCase.MatchString(span) || strings.Contains(span, ".")):
		if part := t.names.missing(strings.TrimSuffix(span, "()")); part != "" {
			return "identifier " + span + " does not exist: no " + part + " in the sources"
		}
	}
	return ""
}

// checkMake says which target of a make command does not exist, or "".
func (t *Tree) checkMake(command string) string {
	match := makeCall.FindStringSubmatch(command)
	if match == nil {
		return ""
	}
	targets := map[string]bool{}
	for _, m := range target.FindAllStringSubmatch(t.files["Makefile"], -1) {
		targets[m[1]] = true
	}
	for _, argument := range strings.Fields(match[1]) {
		if !strings.Contains(argument, "=") && !strings.HasPrefix(argument, "-") && !targets[argument] {
			return "the Makefile has no target " + argument
		}
	}
	return ""
}

// hasPath reports whether a page may name a path: it exists below the root or beside the page, is an import path of the tree or of another
// module, is something that the build makes, or is a pattern that some file matches.
func (t *Tree) hasPath(page, name string) bool {
	name = strings.TrimSuffix(name, "/")
	first, rest, below := strings.Cut(name, "/")
	switch {
	case t.paths[name], t.paths[path.Join(path.Dir(page), name)], t.paths[path.Join(path.Dir(page), "..", name)]:
		return true
	case below && first == "warrant":
		return t.paths[rest]
	case below && (first == "build" || strings.Contains(first, ".") && !strings.HasPrefix(first, ".") || standardPackages()[name]):
		return true
	}
	for known := range t.paths {
		if whole, _ := path.Match(name, known); whole {
			return true
		}
		if base, _ := path.Match(name, path.Base(known)); base && !below {
			return true
		}
	}
	return false
}

// mention is the path of a file in a comment or a string of a source.
var mention = regexp.MustCompile(`\b(?:kernel|lib|user|specs|proofs|fuzz|verify|cmd|docs|scripts)/[\w./-]*\w\.(?:md|go|s|toml|sh|cue|capnp|gobra)\b`)

// Mentions checks the file names in sources, scripts and configuration. Tests may name files that do not exist.
func (t *Tree) Mentions() (problems []Problem) {
	for _, name := range t.sorted("") {
		if path.Ext(name) == ".md" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for i, line := range strings.Split(t.files[name], "\n") {
			for _, at := range mention.FindAllStringIndex(line, -1) {
				file := line[at[0]:at[1]]
				outside := at[0] > 0 && strings.ContainsAny(line[at[0]-1:at[0]], "/$@.") // the tail of a longer path
				if !outside && !t.hasPath(name, file) {
					problems = append(problems, Problem{name, i + 1, "file " + file + " does not exist"})
				}
			}
		}
	}
	return problems
}

// standardPackages returns the import paths of the standard library and their last elements.
var standardPackages = sync.OnceValue(func() map[string]bool {
	packages := map[string]bool{}
	root := os.DirFS(filepath.Join(build.Default.GOROOT, "src"))
	_ = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error { // a missing GOROOT leaves the set empty
		if err != nil || !entry.IsDir() {
			return nil
		}
		switch path.Base(name) {
		case "internal", "vendor", "testdata", "cmd":
			return fs.SkipDir
		}
		packages[name], packages[path.Base(name)] = true, true
		return nil
	})
	return packages
})
