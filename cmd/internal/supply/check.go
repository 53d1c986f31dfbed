package supply

import (
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// moduleFiles are the folders of the tree's own modules.
var moduleFiles = []string{".", "fuzz"}

// checker compares one tree with its policy.
type checker struct {
	root     string
	policy   *Policy
	problems []string
	// versions are the versions that the tree's modules require.
	versions map[string]string
	// own are the paths of the tree's own modules.
	own []string
}

// Check says where the tree and its policy differ.
func Check(root string) ([]string, error) {
	policy, err := Load(root)
	if err != nil {
		return nil, err
	}
	c := &checker{root: root, policy: policy, versions: map[string]string{}}
	for _, step := range []func() error{c.entries, c.modules, c.imports, c.licences, c.scripts, c.workflows} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c.problems, nil
}

func (c *checker) say(format string, arguments ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, arguments...))
}

func (c *checker) read(name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(c.root, name))
	return string(text), err
}

// entries demands that each entry is whole and stands once.
func (c *checker) entries() error {
	seen := map[string]bool{}
	for _, m := range c.policy.Modules {
		if seen[m.Path] {
			c.say("%s: %s stands twice", PolicyName, m.Path)
		}
		seen[m.Path] = true
		switch {
		case !slices.Contains(c.policy.Licences, m.Licence):
			c.say("%s: %s has licence %q, which is not accepted", PolicyName, m.Path, m.Licence)
		case m.NeededBy == "" && m.Reason == "":
			c.say("%s: %s has neither a reason nor needed_by", PolicyName, m.Path)
		case m.NeededBy != "" && len(m.Importers) > 0:
			c.say("%s: %s is needed by %s and has importers here as well", PolicyName, m.Path, m.NeededBy)
		case m.NeededBy != "" && c.policy.module(m.NeededBy) == nil:
			c.say("%s: %s is needed by %s, which has no entry", PolicyName, m.Path, m.NeededBy)
		}
	}
	return nil
}

// modules compares the entries with go.mod, and demands both sums of each module in go.sum.
func (c *checker) modules() error {
	for _, folder := range moduleFiles {
		name := path.Join(folder, "go.mod")
		text, err := c.read(name)
		if err != nil {
			return err
		}
		file, err := modfile.Parse(name, []byte(text), nil)
		if err != nil {
			return err
		}
		c.own = append(c.own, file.Module.Mod.Path)
		if file.Toolchain == nil || file.Toolchain.Name != c.policy.Toolchain.Go {
			c.say("%s: the toolchain is not %s, as %s says", name, c.policy.Toolchain.Go, PolicyName)
		}
		for _, r := range file.Replace {
			if !strings.HasPrefix(r.New.Path, ".") {
				c.say("%s: %s is replaced by %s: a replacement escapes the policy", name, r.Old.Path, r.New.Path)
			}
		}
		sums, err := c.read(path.Join(folder, "go.sum"))
		if err != nil {
			return err
		}
		for _, r := range file.Require {
			if slices.Contains(c.own, r.Mod.Path) {
				continue
			}
			c.versions[r.Mod.Path] = r.Mod.Version
			if c.policy.module(r.Mod.Path) == nil {
				c.say("%s: %s has no entry in %s", name, r.Mod.Path, PolicyName)
			}
			for _, what := range []string{" h1:", "/go.mod h1:"} {
				if !strings.Contains(sums, "\n"+r.Mod.Path+" "+r.Mod.Version+what) && !strings.HasPrefix(sums, r.Mod.Path+" "+r.Mod.Version+what) {
					c.say("%s: no checksum of %s %s%s", path.Join(folder, "go.sum"), r.Mod.Path, r.Mod.Version, strings.TrimSuffix(what, " h1:"))
				}
			}
		}
	}
	for _, m := range c.policy.Modules {
		if c.versions[m.Path] == "" {
			c.say("%s: %s is required by no go.mod", PolicyName, m.Path)
		}
	}
	return nil
}

// imports demands that each package which imports a module stands in a folder that its entry names, and that each such folder needs it.
func (c *checker) imports() error {
	used := map[string]bool{}
	err := filepath.WalkDir(c.root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(c.root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if entry.IsDir() {
			base := path.Base(relative)
			if relative != "." && (strings.HasPrefix(base, ".") || base == "testdata" || relative == "build") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(relative) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
				continue // the standard library, or the tree itself
			}
			c.imported(relative, imported, used)
		}
		return nil
	})
	for _, m := range c.policy.Modules {
		for _, folder := range m.Importers {
			if !used[m.Path+" "+folder] {
				c.say("%s: %s imports %s nowhere: take it off the entry", PolicyName, folder, m.Path)
			}
		}
	}
	return err
}

// imported judges one import.
func (c *checker) imported(file, imported string, used map[string]bool) {
	var owner *Module
	for i := range c.policy.Modules {
		m := &c.policy.Modules[i]
		if (imported == m.Path || strings.HasPrefix(imported, m.Path+"/")) && (owner == nil || len(m.Path) > len(owner.Path)) {
			owner = m
		}
	}
	if owner == nil {
		c.say("%s: imports %s, which %s does not have", file, imported, PolicyName)
		return
	}
	for _, folder := range owner.Importers {
		if strings.HasPrefix(file, folder+"/") {
			used[owner.Path+" "+folder] = true
			return
		}
	}
	c.say("%s: imports %s, which %s allows in %v only", file, imported, PolicyName, owner.Importers)
}

// licences compares each entry with the text in the module cache. A module that the go command did not need yet has none there.
func (c *checker) licences() error {
	cache := os.Getenv("GOMODCACHE")
	if cache == "" {
		cache = filepath.Join(filepath.SplitList(build.Default.GOPATH)[0], "pkg", "mod")
	}
	for _, m := range c.policy.Modules {
		escapedPath, err := module.EscapePath(m.Path)
		if err != nil {
			return err
		}
		version := c.versions[m.Path]
		if version == "" {
			continue
		}
		escapedVersion, err := module.EscapeVersion(version)
		if err != nil {
			return err
		}
		folder := filepath.Join(cache, filepath.FromSlash(escapedPath)+"@"+escapedVersion)
		if _, err := os.Stat(folder); err != nil {
			continue
		}
		if found, err := licenceOf(folder); err != nil {
			return err
		} else if found != m.Licence {
			c.say("%s: %s has licence %s, its own text is %s", PolicyName, m.Path, m.Licence, found)
		}
	}
	return nil
}

var (
	debianRow = regexp.MustCompile(`(?m)^(\S+) +(\S+) +[a-z ]+$`)
	sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)
	uses      = regexp.MustCompile(`(?m)^\s*-?\s*uses:\s*(\S+)`)
	byCommit  = regexp.MustCompile(`@[0-9a-f]{40}$`)
)

// scripts compares the Debian and PyPI entries with the scripts that install them.
func (c *checker) scripts() error {
	deps, err := c.read("scripts/deps.sh")
	if err != nil {
		return err
	}
	table, _, _ := strings.Cut(deps[strings.Index(deps, "<<'TABLE'\n")+len("<<'TABLE'\n"):], "\nTABLE")
	installed := map[string]bool{}
	for _, match := range debianRow.FindAllStringSubmatch(table, -1) {
		installed[match[2]] = true
	}
	known := map[string]bool{}
	for _, d := range c.policy.Debian {
		known[d.Package] = true
		if d.Version == "" || d.Reason == "" {
			c.say("%s: Debian package %s needs a version and a reason", PolicyName, d.Package)
		}
		if !installed[d.Package] {
			c.say("%s: Debian package %s is not in the table of scripts/deps.sh", PolicyName, d.Package)
		}
	}
	for name := range installed {
		if !known[name] {
			c.say("scripts/deps.sh: Debian package %s has no entry in %s", name, PolicyName)
		}
	}
	for _, p := range c.policy.PyPI {
		script, err := c.read(p.Script)
		if err != nil {
			return err
		}
		for _, hash := range []string{p.WheelSHA256, p.InsideSHA256} {
			if !sha256Hex.MatchString(hash) || !strings.Contains(script, hash) {
				c.say("%s: %s does not check the SHA-256 %q of %s", PolicyName, p.Script, hash, p.Package)
			}
		}
		if !strings.Contains(script, p.Package+"=="+p.Version) || !strings.Contains(script, "--require-hashes") {
			c.say("%s: %s does not fetch %s==%s with --require-hashes", PolicyName, p.Script, p.Package, p.Version)
		}
	}
	return nil
}

// workflows refuses third-party actions that are not pinned by a commit.
func (c *checker) workflows() error {
	names, err := filepath.Glob(filepath.Join(c.root, ".github", "workflows", "*.yml"))
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, match := range uses.FindAllStringSubmatch(string(text), -1) {
			if !byCommit.MatchString(match[1]) {
				c.say(".github/workflows/%s: the action %s is not pinned by a commit", filepath.Base(name), match[1])
			}
		}
	}
	return nil
}
