package twins

import (
	"slices"
	"strings"

	"warrant/verify/annot"
)

// uses says which members of a package speak of which: the words of each. It is coarse on purpose. What the verifier asks of a member follows
// from its own text and from what the members say that it names, that they name, and so on; so a member that leads by no chain of words to an
// edited function has the same proof as before.
type uses struct {
	files map[string]*fileUses
}

// fileUses are the members of one file.
type fileUses struct {
	name    string
	members []*member
	// tokens are all words and signs, directives the tool's own comments, in order.
	tokens     []annot.Token
	directives []annot.Directive
}

// member is a function, a predicate, a type, a constant or a specification of variables.
type member struct {
	title string
	// names are what others call it.
	names []string
	// function is nil for anything else.
	function *annot.Func
	// first and end are its tokens' indices. What no end is written of ends where the next begins.
	first, end int
	words      map[string]bool
}

// usesOf reads a package's files, by their names.
func usesOf(sources map[string]string) (*uses, error) {
	u := &uses{files: map[string]*fileUses{}}
	for name, text := range sources {
		f, err := readFile(name, text)
		if err != nil {
			return nil, err
		}
		u.files[name] = f
	}
	return u, nil
}

// readFile reads one file.
func readFile(name, text string) (*fileUses, error) {
	file, err := annot.Parse(name, text)
	if err != nil {
		return nil, err
	}
	tokens, directives, err := annot.Scan(name, text)
	if err != nil {
		return nil, err
	}
	f := &fileUses{name: name, tokens: tokens, directives: directives}
	enter := func(from annot.Pos, m *member) {
		m.first = slices.IndexFunc(tokens, func(t annot.Token) bool { return !before(t.Pos, from) })
		f.members = append(f.members, m)
	}
	for _, d := range file.Funcs {
		enter(d.SpecFrom, &member{title: titleOf(d.Recv, d.Name), names: []string{d.Name}, function: d})
	}
	for _, d := range file.Predicates {
		enter(d.Start, &member{title: titleOf(d.Recv, d.Name), names: []string{d.Name}})
	}
	for _, d := range file.Types {
		enter(d.Start, &member{title: d.Name, names: []string{d.Name}})
	}
	for _, d := range file.Consts {
		enter(d.Start, &member{title: d.Name, names: []string{d.Name}})
	}
	for _, d := range file.Vars {
		enter(d.Start, &member{names: d.Names})
	}
	slices.SortStableFunc(f.members, func(a, b *member) int { return a.first - b.first })
	for i, m := range f.members {
		m.end = len(tokens)
		switch {
		case m.function != nil:
			for m.end > m.first && before(m.function.End, tokens[m.end-1].Pos) {
				m.end--
			}
		case i+1 < len(f.members):
			m.end = f.members[i+1].first
		}
		m.words = map[string]bool{}
		for _, t := range tokens[m.first:m.end] {
			if t.Kind == annot.Identifier {
				m.words[t.Text] = true
			}
		}
	}
	return f, nil
}

// before orders places of one file.
func before(a, b annot.Pos) bool { return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col }

// titleOf is what the verifier calls a function or a predicate.
func titleOf(recv *annot.Field, name string) string {
	if recv == nil {
		return name
	}
	return "(" + annot.String(recv.Type) + ")." + name
}

// function finds a function.
func (f *fileUses) function(title string) *member {
	for _, m := range f.members {
		if m.function != nil && m.title == title {
			return m
		}
	}
	return nil
}

// affected are the titles of the members whose proofs may be others when a file becomes after, in which only a function should differ: nil for
// all. Globals are the names of variables, of which it matters to everybody whether anybody assigns them.
//
// Another member sees of a function that is not pure its contract, and its calls where both are part of a recursion. So an edit of the body
// alone affects the function and those that it calls and that lead back to it; any other edit affects all that lead to it.
func (u *uses) affected(after *fileUses, title string, globals map[string]bool) map[string]bool {
	was := u.files[after.name]
	old, edited := was.function(title), after.function(title)
	if old == nil || edited == nil || !sameTokens(was.tokens[:old.first], after.tokens[:edited.first]) ||
		!sameTokens(was.tokens[old.end:], after.tokens[edited.end:]) || !sameDirectives(was.directives, after.directives) {
		return nil
	}
	for word := range globals {
		if old.words[word] || edited.words[word] {
			return nil
		}
	}
	above := u.closure(old, func(m, of *member) bool { return m.names != nil && names(m, of.names) })
	result := map[string]bool{title: true}
	bodyOnly := was.sameOutside(old, after, edited)
	below := u.closure(old, func(m, of *member) bool { return names(of, m.names) || of == old && names(edited, m.names) })
	for m := range above {
		if m.title != "" && (!bodyOnly || below[m]) {
			result[m.title] = true
		}
	}
	return result
}

// closure are the members that are led to from one by steps.
func (u *uses) closure(from *member, step func(m, of *member) bool) map[*member]bool {
	reached := map[*member]bool{}
	work := []*member{from}
	for len(work) > 0 {
		of := work[len(work)-1]
		work = work[:len(work)-1]
		for _, f := range u.files {
			for _, m := range f.members {
				if !reached[m] && step(m, of) {
					reached[m] = true
					work = append(work, m)
				}
			}
		}
	}
	return reached
}

// names says that a member's text has one of some names.
func names(m *member, of []string) bool {
	return slices.ContainsFunc(of, func(name string) bool { return m.words[name] })
}

// outsideOfBody is what is written of a function in front of its body: empty for one whose body others see, or that has none.
func (f *fileUses) outsideOfBody(m *member) string {
	if m.function.Body == nil || m.function.Spec.Pure {
		return ""
	}
	var text []string
	for _, t := range f.tokens[m.first:m.end] {
		if !before(t.Pos, m.function.Body.Start) {
			break
		}
		text = append(text, t.Text)
	}
	return strings.Join(text, " ")
}

// sameOutside says that a function was edited in its body alone, which others do not see.
func (f *fileUses) sameOutside(old *member, after *fileUses, edited *member) bool {
	return f.outsideOfBody(old) == after.outsideOfBody(edited) && f.outsideOfBody(old) != ""
}

// sameTokens compares words, wherever they stand.
func sameTokens(a, b []annot.Token) bool {
	return slices.EqualFunc(a, b, func(x, y annot.Token) bool { return x.Kind == y.Kind && x.Text == y.Text && x.Ghost == y.Ghost })
}

// sameDirectives compares the tool's own comments, wherever they stand.
func sameDirectives(a, b []annot.Directive) bool {
	return slices.EqualFunc(a, b, func(x, y annot.Directive) bool { return x.Name == y.Name && x.Args == y.Args })
}
