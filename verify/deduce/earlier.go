package deduce

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"regexp"
	"runtime"

	"warrant/verify/lower"
	"warrant/verify/obligation"
	"warrant/verify/viper"
)

// earlier are the results of runs before this one, by the texts that they were made from, so that nothing needs to be lowered whose proof would be
// the same: those of a function, of all that its proof can depend on (see lower.Outlines), the solver's version and options, and this program.
// Only what was proved whole is kept, without anything trusted. A nil earlier knows nothing.
type earlier struct {
	cache    *cache
	settings string
	outlines *lower.Outlines
	units    []*unit
	of       map[member]*unit
}

// unit is a set of functions that are proved together or not at all, with what is kept of them.
type unit struct {
	path   string
	titles []string
	key    string
	found  bool
	keptUnit
}

// keptUnit is what is kept of a unit.
type keptUnit struct {
	Functions []keptFunction
	// Counted is how many functions the table counts for it.
	Counted int
}

// keptFunction is a proved Function. The lines of its obligations are relative to lines of the outline.
type keptFunction struct {
	Title, Backend string
	Obligations    []keptObligation
}

// keptObligation is an obligation that holds.
type keptObligation struct {
	obligation.Obligation
	Anchor, Below int
}

// earlier answers the results of earlier runs, or nil where the options ask for more or for other things than verdicts.
func (e *engine) earlier() *earlier {
	o := e.options
	if e.cache == nil || o.Skip != nil || o.Dump != "" || o.Jar != "" || len(o.Overlay) > 0 || (o.Backend != "auto" && o.Backend != "smt") {
		return nil
	}
	settings := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%v\x00%s %s %s\x00", e.cache.tool, e.solver.Key(), viper.JarHash, o.Backend, o.Unbounded, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return &earlier{cache: e.cache, settings: settings, of: map[member]*unit{}}
}

// open looks up what is known of the target packages. It answers what keeps them from being Go programs.
func (k *earlier) open(l *lower.Loader, targets []*lower.Package) ([]lower.Problem, error) {
	if k == nil {
		return l.CheckGo(targets), nil
	}
	var err error
	if k.outlines, err = l.Outlines(); err != nil {
		return nil, err
	}
	module, err := k.outlines.Module()
	if err != nil {
		return nil, err
	}
	k.settings += module + "\x00"
	assigned, err := k.assigned()
	if err != nil {
		return nil, err
	}
	for _, p := range targets {
		base := k.hash("outline")
		k.outlines.WriteOutline(base, p, assigned)
		before := name(base)
		for _, u := range k.outlines.Units(p) {
			h := k.hash("unit")
			fmt.Fprintf(h, "%s\x00%s\x00%s", before, p.Path, u.Text)
			n := &unit{path: p.Path, titles: u.Titles, key: name(h)}
			n.found = k.cache.read(n.key, &n.keptUnit)
			k.units = append(k.units, n)
			for _, title := range u.Titles {
				k.of[member{p.Path, title}] = n
			}
		}
	}
	return k.checkGo(l, targets), nil
}

// hash starts a hash of texts for one purpose.
func (k *earlier) hash(purpose string) hash.Hash {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00", purpose, k.settings)
	return h
}

func name(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// assigned lists the global variables that change, which all files together say.
func (k *earlier) assigned() (list []string, err error) {
	h := k.hash("assigned")
	k.outlines.WriteAll(h)
	key := name(h)
	if k.cache.read(key, &list) {
		return list, nil
	}
	if list, err = k.outlines.Assigned(); err == nil {
		k.cache.put(key, list)
	}
	return list, err
}

// checkGo type-checks the packages that did not compile before, word for word the same.
func (k *earlier) checkGo(l *lower.Loader, targets []*lower.Package) (problems []lower.Problem) {
	var unknown []*lower.Package
	keys := map[*lower.Package]string{}
	for _, p := range targets {
		h := k.hash("compiles")
		fmt.Fprintf(h, "%s\x00", p.Path)
		if k.outlines.WriteTexts(h, p) {
			keys[p] = name(h)
			compiles := false
			if k.cache.read(keys[p], &compiles) && compiles {
				continue
			}
		}
		unknown = append(unknown, p)
	}
	for _, p := range unknown {
		found := l.CheckGo([]*lower.Package{p})
		problems = append(problems, found...)
		if key := keys[p]; key != "" && len(found) == 0 {
			k.cache.put(key, true)
		}
	}
	return problems
}

// has says that nothing needs to be done for a member.
func (k *earlier) has(path, title string) bool {
	if k == nil {
		return false
	}
	u := k.of[member{path, title}]
	return u != nil && u.found
}

// functions are the kept results of those that the filter picks, counted in the report's packages. A package that does not compile has none.
func (k *earlier) functions(r *Report, filter *regexp.Regexp) (list []*Function) {
	if k == nil {
		return nil
	}
	packages := map[string]*Package{}
	for _, p := range r.Packages {
		if !p.Broken {
			packages[p.Path] = p
		}
	}
	for _, u := range k.units {
		if p := packages[u.path]; u.found && p != nil {
			picked := false
			for _, f := range u.Functions {
				if filter == nil || filter.MatchString(f.Title) {
					picked = true
					list = append(list, k.restore(u.path, f))
				}
			}
			if picked {
				p.Functions += u.Counted
			}
		}
	}
	return list
}

// restore makes a Function of what is kept, with the lines as they are now.
func (k *earlier) restore(path string, f keptFunction) *Function {
	out := &Function{Package: path, Title: f.Title, Backend: f.Backend, Cached: true, Kept: true}
	for _, o := range f.Obligations {
		now := o.Obligation
		now.Place.Line, _ = k.outlines.Line(now.Place.File, o.Anchor, o.Below)
		out.Obligations = append(out.Obligations, now)
	}
	return out
}

// keep keeps what this run proved.
func (k *earlier) keep(r *Report, res *lower.Result) {
	if k == nil {
		return
	}
	unusable := map[member]bool{}
	for _, t := range r.Trusts {
		unusable[member{t.Package, t.Function}] = true
	}
	broken := map[string]bool{}
	for _, p := range r.Problems {
		broken[p.Package] = true
	}
	made := map[member][]*Function{}
	for _, f := range r.Functions {
		made[member{f.Package, f.Title}] = append(made[member{f.Package, f.Title}], f)
	}
	for _, u := range k.units {
		if u.found || broken[u.path] {
			continue
		}
		kept, whole := keptUnit{}, true
		for _, title := range u.titles {
			m := member{u.path, title}
			whole = whole && !unusable[m] && len(made[m]) > 0
			kept.Counted += res.Counted[[2]string{u.path, title}]
			for _, f := range made[m] {
				one, ok := k.store(f)
				whole = whole && ok
				kept.Functions = append(kept.Functions, one)
			}
		}
		if whole {
			k.cache.put(u.key, kept)
		}
	}
}

// store makes of a Function what is kept; it answers false when the function is not proved, or has more to say.
func (k *earlier) store(f *Function) (out keptFunction, ok bool) {
	out = keptFunction{Title: f.Title, Backend: f.Backend}
	if f.Err != nil || len(f.Obligations) == 0 {
		return out, false
	}
	for _, o := range f.Obligations {
		kept := keptObligation{Obligation: o}
		kept.ID.Ordinal = 0
		if (o.Verdict != obligation.Success && o.Verdict != obligation.Satisfied) || o.Detail != "" {
			return out, false
		}
		if kept.Anchor, kept.Below, ok = k.outlines.Fixed(o.Place.File, o.Place.Line); !ok {
			return out, false
		}
		out.Obligations = append(out.Obligations, kept)
	}
	return out, true
}
