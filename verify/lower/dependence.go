package lower

import (
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"warrant/verify/annot"
)

// Outlines tell what a proof about a member of a package can depend on: all text of the package and of the packages of the module that it imports,
// but for the bodies of functions that are not pure. Nothing reads those but the proof about the function itself, and who calls whom in a
// circle, see Circular.
type Outlines struct {
	loader *Loader
	// visible are the numbers, from 1, of the lines of each file that are in no such body.
	visible map[string][]int
	// packages is what a package says to those that import it.
	packages map[*Package]string
}

// Outlines reads the outlines of all packages of the loader.
func (l *Loader) Outlines() *Outlines {
	o := &Outlines{loader: l, visible: map[string][]int{}, packages: map[*Package]string{}}
	for _, p := range l.Order {
		var b strings.Builder
		fmt.Fprintf(&b, "package %s\n", p.Path)
		for _, f := range p.Files {
			inside := make([]bool, len(p.lines[f])+2)
			for _, d := range f.Funcs {
				if d.Body == nil || d.Spec.Pure {
					continue
				}
				for line := d.Body.At().Line + 1; line < d.Body.End.Line; line++ {
					inside[line] = true
				}
			}
			fmt.Fprintf(&b, "file %s\n", f.Name)
			for i, line := range p.lines[f] {
				if !inside[i+1] {
					o.visible[f.Name] = append(o.visible[f.Name], i+1)
					fmt.Fprintf(&b, "=%s\n", line)
				} else if !inside[i] {
					b.WriteString("a body\n")
				}
			}
		}
		o.packages[p] = b.String()
	}
	return o
}

// imported are a package and all packages of the module that it imports, in the order of their paths.
func (o *Outlines) imported(p *Package) (list []*Package) {
	seen := map[*Package]bool{}
	var enter func(*Package)
	enter = func(p *Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		list = append(list, p)
		for _, by := range p.imports {
			for _, q := range by {
				enter(q)
			}
		}
	}
	enter(p)
	slices.SortFunc(list, func(a, b *Package) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// WriteOutline writes what all members of a package depend on. Outside its imports that is which names stand for predicates, and which global
// variables are assigned somewhere.
func (o *Outlines) WriteOutline(w hash.Hash, p *Package, assigned []string) {
	for _, q := range o.imported(p) {
		io.WriteString(w, o.packages[q])
	}
	for _, name := range slices.Sorted(maps.Keys(o.loader.predicates())) {
		fmt.Fprintf(w, "predicate %s\n", name)
	}
	for _, name := range assigned {
		fmt.Fprintf(w, "assigned %s\n", name)
	}
}

// WriteTexts writes the whole text of a package and of what it imports; it answers false when the package imports others than the module's.
func (o *Outlines) WriteTexts(w hash.Hash, p *Package) (own bool) {
	own = true
	for _, q := range o.imported(p) {
		o.writeFiles(w, q)
		for _, f := range q.Files {
			for _, im := range f.Imports {
				if _, ours := o.loader.relative(im.Path); !ours && im.Path != "unsafe" {
					own = false
				}
			}
		}
	}
	return own
}

// WriteAll writes the whole text of all packages of the loader.
func (o *Outlines) WriteAll(w hash.Hash) {
	for _, p := range o.loader.Order {
		o.writeFiles(w, p)
	}
}

func (o *Outlines) writeFiles(w hash.Hash, p *Package) {
	for _, f := range p.Files {
		fmt.Fprintf(w, "file %s %d\n%s\n", f.Name, len(p.lines[f]), strings.Join(p.lines[f], "\n"))
	}
}

// Assigned lists the global variables that some function may change.
func (o *Outlines) Assigned() (list []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*annot.Error)
			if !ok {
				panic(r)
			}
			err = e
		}
	}()
	lo := &Lowering{loader: o.loader}
	for _, p := range o.loader.Order {
		for name, s := range p.symbols {
			if s.kind == varSymbol && lo.isAssigned(s) {
				list = append(list, p.Path+"."+name)
			}
		}
	}
	slices.Sort(list)
	return list, nil
}

// Outlined is a member of a package, with what its proof depends on beside the outline.
type Outlined struct {
	Title string
	// Text is a function from its contract to its end; empty for a predicate and a pure function, which the outline holds whole.
	Text string
	// Calls says that Text makes calls. Named are the titles of those that it may call, judged by the names in it alone.
	Calls bool
	Named []string
}

// Members lists the functions and predicates of a package.
func (o *Outlines) Members(p *Package) (list []Outlined) {
	for _, f := range p.Files {
		for _, d := range f.Predicates {
			title := d.Name
			if d.Recv != nil {
				title = "(" + annot.String(d.Recv.Type) + ")." + d.Name
			}
			list = append(list, Outlined{Title: title})
		}
	}
	named := p.named()
	for _, f := range p.declared() {
		m := Outlined{Title: f.Title()}
		if to, ok := named[f]; ok {
			m.Text, m.Calls = f.text(), true
			for _, g := range to {
				m.Named = append(m.Named, g.Title())
			}
		}
		list = append(list, m)
	}
	return list
}

// Circular answers, for each function of a package, which of those that it calls call it again, at once or through others. Titles stand for functions.
func Circular(to map[string][]string) map[string][]string {
	back := map[string][]string{}
	for _, circle := range circles(slices.Sorted(maps.Keys(to)), to) {
		for _, f := range circle {
			for _, g := range to[f] {
				if slices.Contains(circle, g) {
					back[f] = append(back[f], g)
				}
			}
		}
	}
	return back
}

// Fixed is a line of a file by a line of its outline, so that it is found again when bodies above it become longer or shorter.
func (o *Outlines) Fixed(file string, line int) (anchor, below int, ok bool) {
	visible := o.visible[file]
	at, found := slices.BinarySearch(visible, line)
	if !found {
		at--
	}
	if at < 0 {
		return 0, 0, false
	}
	return at, line - visible[at], true
}

// Line is the line that Fixed answered for.
func (o *Outlines) Line(file string, anchor, below int) (line int, ok bool) {
	visible := o.visible[file]
	if anchor < 0 || anchor >= len(visible) {
		return 0, false
	}
	return visible[anchor] + below, true
}

// Module is what a proof depends on beside the packages: the module's own file.
func (o *Outlines) Module() (string, error) {
	text, err := os.ReadFile(filepath.Join(o.loader.root, "go.mod"))
	return string(text), err
}
