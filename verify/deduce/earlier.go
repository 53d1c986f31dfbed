package deduce

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"regexp"
	"runtime"
	"slices"

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
	members  []*known
	of       map[member]*known
}

// known is a member of a target package, with what is kept of it.
type known struct {
	member
	key string
	// calls says that what is kept names the calls of the member, whether its proof may be used or not.
	calls bool
	// found says that its proof may be used.
	found bool
	kept
}

// kept is what is kept of a member: its name and its key, so that what stands in the wrong file is not believed.
type kept struct {
	Key         string
	Path, Title string
	// Functions are its proofs, at least one. Those of a pure function of Go are two.
	Functions []keptFunction
	// Counted is how many functions the table counts for it.
	Counted int
	// Calls are the calls of a function that is not pure; nil for other members.
	Calls *lower.Calls
}

// keptFunction is a proved Function. The lines of its obligations are relative to lines of the outline.
type keptFunction struct {
	Backend     string
	Obligations []keptObligation
}

// keptObligation is an obligation that holds.
type keptObligation struct {
	obligation.Obligation
	Anchor, Below int
}

// keptNames are the variables that are assigned, or none for the fact that a package compiles; with the key.
type keptNames struct {
	Key   string
	Names []string
}

// earlier answers the results of earlier runs, or nil where the options ask for more or for other things than verdicts.
func (e *engine) earlier() *earlier {
	o := e.options
	if e.cache == nil || o.Portable || o.Skip != nil || o.Dump != "" || o.Jar != "" || len(o.Overlay) > 0 || (o.Backend != "auto" && o.Backend != "smt") {
		return nil
	}
	settings := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%v\x00%s %s %s\x00", e.cache.tool, e.solver.Key(), viper.JarHash, o.Backend, o.Unbounded, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return &earlier{cache: e.cache, settings: settings, of: map[member]*known{}}
}

// open looks up what is known of the target packages. It answers what keeps them from being Go programs.
func (k *earlier) open(l *lower.Loader, targets []*lower.Package) ([]lower.Problem, error) {
	if k == nil {
		return l.CheckGo(targets), nil
	}
	k.outlines = l.Outlines()
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
		may := map[string][]string{}
		for _, m := range k.outlines.Members(p) {
			h := k.hash("member")
			fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s", before, p.Path, m.Title, m.Text)
			n := &known{member: member{Path: p.Path, Title: m.Title}, key: name(h)}
			n.found = k.cache.read(n.key, &n.kept) && n.sound(m.Calls)
			n.calls = n.found && m.Calls
			switch {
			case n.calls:
				may[m.Title] = n.Calls.To
			case m.Calls:
				may[m.Title] = m.Named
			}
			k.members = append(k.members, n)
			k.of[n.member] = n
		}
		for title, back := range lower.Circular(may) {
			n := k.of[member{Path: p.Path, Title: title}]
			if n.calls && slices.ContainsFunc(back, func(g string) bool { return !slices.Contains(n.Calls.Falls, g) }) {
				n.found = false // it may be in a circle now, and was not asked whether its measure falls there
			}
		}
	}
	return k.checkGo(l, targets), nil
}

// sound says that what was read of the cache is a whole proof of the member.
func (n *known) sound(calls bool) bool {
	if n.kept.Key != n.key || n.kept.Path != n.member.Path || n.kept.Title != n.member.Title || len(n.Functions) == 0 || (n.Calls != nil) != calls {
		return false
	}
	for _, f := range n.Functions {
		if len(f.Obligations) == 0 || slices.ContainsFunc(f.Obligations, func(o keptObligation) bool { return !holds(o.Verdict) }) {
			return false
		}
	}
	return true
}

// holds says that a verdict can be kept.
func holds(v obligation.Verdict) bool { return v == obligation.Success || v == obligation.Satisfied }

// calls are the calls of those members that need not be lowered to know them.
func (k *earlier) calls() map[member]lower.Calls {
	if k == nil {
		return nil
	}
	list := map[member]lower.Calls{}
	for _, n := range k.members {
		if n.calls {
			list[n.member] = *n.Calls
		}
	}
	return list
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
	var kept keptNames
	if k.cache.read(key, &kept) && kept.Key == key {
		return kept.Names, nil
	}
	if list, err = k.outlines.Assigned(); err == nil {
		k.cache.put(key, keptNames{Key: key, Names: list})
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
			var kept keptNames
			if k.cache.read(keys[p], &kept) && kept.Key == keys[p] {
				continue
			}
		}
		unknown = append(unknown, p)
	}
	for _, p := range unknown {
		found := l.CheckGo([]*lower.Package{p})
		problems = append(problems, found...)
		if key := keys[p]; key != "" && len(found) == 0 {
			k.cache.put(key, keptNames{Key: key})
		}
	}
	return problems
}

// has says that nothing needs to be done for a member.
func (k *earlier) has(path, title string) bool {
	if k == nil {
		return false
	}
	u := k.of[member{Path: path, Title: title}]
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
	for _, n := range k.members {
		p := packages[n.member.Path]
		if !n.found || p == nil || filter != nil && !filter.MatchString(n.member.Title) {
			continue
		}
		for _, f := range n.Functions {
			list = append(list, k.restore(n.member, f))
		}
		p.Functions += n.Counted
	}
	return list
}

// restore makes a Function of what is kept, with the lines as they are now.
func (k *earlier) restore(m member, f keptFunction) *Function {
	out := &Function{Package: m.Path, Title: m.Title, Backend: f.Backend, Cached: true, Kept: true}
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
		unusable[member{Path: t.Package, Title: t.Function}] = true
	}
	broken := map[string]bool{}
	for _, p := range r.Problems {
		broken[p.Package] = true
	}
	made := map[member][]*Function{}
	for _, f := range r.Functions {
		made[member{Path: f.Package, Title: f.Title}] = append(made[member{Path: f.Package, Title: f.Title}], f)
	}
	for _, n := range k.members {
		m := n.member
		if n.found || broken[m.Path] || unusable[m] || len(made[m]) == 0 {
			continue
		}
		out, whole := kept{Key: n.key, Path: m.Path, Title: m.Title, Counted: res.Counted[m]}, true
		if calls, ok := res.Calls[m]; ok {
			out.Calls = &calls
		}
		for _, f := range made[m] {
			one, ok := k.store(f)
			whole = whole && ok
			out.Functions = append(out.Functions, one)
		}
		if whole {
			k.cache.put(n.key, out)
		}
	}
}

// store makes of a Function what is kept; it answers false when the function is not proved, or has more to say.
func (k *earlier) store(f *Function) (out keptFunction, ok bool) {
	out = keptFunction{Backend: f.Backend}
	if f.Err != nil || len(f.Obligations) == 0 {
		return out, false
	}
	for _, o := range f.Obligations {
		kept := keptObligation{Obligation: o}
		kept.ID.Ordinal = 0
		if !holds(o.Verdict) || o.Detail != "" {
			return out, false
		}
		if kept.Anchor, kept.Below, ok = k.outlines.Fixed(o.Place.File, o.Place.Line); !ok {
			return out, false
		}
		out.Obligations = append(out.Obligations, kept)
	}
	return out, true
}
