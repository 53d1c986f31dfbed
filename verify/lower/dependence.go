package lower

import (
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"warrant/verify/annot"
)

// Outlines tell what a proof about a member of a package can depend on: all text of the package and of the packages of the module that it imports,
// but for the bodies of functions that are not pure. Nothing reads those but the proof about the function itself, and those about functions
// that it calls and that call it.
type Outlines struct {
	loader   *Loader
	files    map[string]*visible
	texts    map[string][]string // the lines of each file
	packages map[string]string   // what a package says to those that import it, by path
}

// visible is one file without the bodies of its functions.
type visible struct {
	// lines are the numbers of the lines that are left, from 1.
	lines []int
}

// Outlines reads the outlines of all packages of the loader.
func (l *Loader) Outlines() (*Outlines, error) {
	o := &Outlines{loader: l, files: map[string]*visible{}, texts: map[string][]string{}, packages: map[string]string{}}
	for _, p := range l.Order {
		var b strings.Builder
		fmt.Fprintf(&b, "package %s\n", p.Path)
		for _, f := range p.Files {
			text, err := l.text(filepath.Join(l.root, filepath.FromSlash(f.Name)), f.Name)
			if err != nil {
				return nil, err
			}
			lines := strings.Split(string(text), "\n")
			o.texts[f.Name] = lines
			inside := make([]bool, len(lines)+2)
			for _, d := range f.Funcs {
				if d.Body == nil || d.Spec.Pure {
					continue
				}
				for line := d.Body.At().Line + 1; line < d.Body.End.Line; line++ {
					inside[line] = true
				}
			}
			file := &visible{}
			fmt.Fprintf(&b, "file %s\n", f.Name)
			for i, line := range lines {
				if !inside[i+1] {
					file.lines = append(file.lines, i+1)
					fmt.Fprintf(&b, "=%s\n", line)
				} else if !inside[i] {
					b.WriteString("a body\n")
				}
			}
			o.files[f.Name] = file
		}
		o.packages[p.Path] = b.String()
	}
	return o, nil
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

// WriteOutline writes what all members of a package depend on. Outside its imports that is whether global variables are assigned somewhere.
func (o *Outlines) WriteOutline(w hash.Hash, p *Package, assigned []string) {
	for _, q := range o.imported(p) {
		io.WriteString(w, o.packages[q.Path])
	}
	for _, name := range assigned {
		fmt.Fprintf(w, "assigned %s\n", name)
	}
}

// WriteTexts writes the whole text of a package and of what it imports; it answers false when the package imports others than the module's.
func (o *Outlines) WriteTexts(w hash.Hash, p *Package) (own bool) {
	own = true
	for _, q := range o.imported(p) {
		for _, f := range q.Files {
			fmt.Fprintf(w, "file %s %d\n%s\n", f.Name, len(o.texts[f.Name]), strings.Join(o.texts[f.Name], "\n"))
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
		for _, f := range p.Files {
			fmt.Fprintf(w, "file %s %d\n%s\n", f.Name, len(o.texts[f.Name]), strings.Join(o.texts[f.Name], "\n"))
		}
	}
}

// Assigned lists the global variables that some function may change.
func (o *Outlines) Assigned() (list []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
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

// Unit is a set of functions of a package that may call each other in a circle, or one function or predicate by itself.
type Unit struct {
	// Titles are the members.
	Titles []string
	// Text is what they say that is not part of the outline.
	Text string
}

// word is a name in Go or in an annotation.
var word = regexp.MustCompile(`[\pL_][\pL_\pN]*`)

// Units divides a package. Who calls whom is judged by names alone, so that a circle of calls is always within one unit.
func (o *Outlines) Units(p *Package) []Unit {
	var titles, texts []string
	byName := map[string][]int{}
	var uses []map[string]bool
	for _, f := range p.Files {
		for _, d := range f.Predicates {
			title := d.Name
			if d.Recv != nil {
				title = "(" + annot.String(d.Recv.Type) + ")." + d.Name
			}
			titles, texts, uses = append(titles, title), append(texts, ""), append(uses, nil)
		}
		for _, d := range f.Funcs {
			fn := &Function{Package: p, File: f, Decl: d}
			text := ""
			used := map[string]bool{}
			if d.Body != nil && !d.Spec.Pure {
				lines := o.texts[f.Name]
				text = strings.Join(lines[d.SpecFrom.Line-1:d.Body.End.Line], "\n")
				for _, name := range word.FindAllString(text, -1) {
					used[name] = true
				}
				byName[d.Name] = append(byName[d.Name], len(titles))
			}
			titles, texts, uses = append(titles, fn.Title()), append(texts, text), append(uses, used)
		}
	}
	to := make([][]int, len(titles))
	for i, used := range uses {
		for name := range used {
			to[i] = append(to[i], byName[name]...)
		}
	}
	var units []Unit
	for _, members := range components(to) {
		u := Unit{}
		for _, i := range members {
			u.Titles = append(u.Titles, titles[i])
			u.Text += titles[i] + "\n" + texts[i] + "\n"
		}
		units = append(units, u)
	}
	return units
}

// components are the strongly connected components of a graph, each with its nodes in order.
func components(to [][]int) (list [][]int) {
	index, low := make([]int, len(to)), make([]int, len(to))
	on := make([]bool, len(to))
	var stack []int
	next := 1
	var visit func(int)
	visit = func(v int) {
		index[v], low[v] = next, next
		next++
		stack, on[v] = append(stack, v), true
		for _, w := range to[v] {
			if index[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if on[w] {
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		at := slices.Index(stack, v)
		members := slices.Clone(stack[at:])
		for _, w := range members {
			on[w] = false
		}
		stack = stack[:at]
		slices.Sort(members)
		list = append(list, members)
	}
	for v := range to {
		if index[v] == 0 {
			visit(v)
		}
	}
	return list
}

// Fixed is a line of a file by a line of its outline, so that it is found again when bodies above it become longer or shorter.
func (o *Outlines) Fixed(file string, line int) (anchor, below int, ok bool) {
	f := o.files[file]
	if f == nil || line < 1 {
		return 0, 0, false
	}
	at, found := slices.BinarySearch(f.lines, line)
	if !found {
		at--
	}
	if at < 0 {
		return 0, 0, false
	}
	return at, line - f.lines[at], true
}

// Line is the line that Fixed answered for.
func (o *Outlines) Line(file string, anchor, below int) (line int, ok bool) {
	f := o.files[file]
	if f == nil || anchor < 0 || anchor >= len(f.lines) {
		return 0, false
	}
	return f.lines[anchor] + below, true
}

// Module is what a proof depends on beside the packages: the module's own file.
func (o *Outlines) Module() (string, error) {
	text, err := os.ReadFile(filepath.Join(o.loader.root, "go.mod"))
	return string(text), err
}
