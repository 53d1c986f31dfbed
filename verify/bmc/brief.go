package bmc

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"warrant/verify/smt"
)

const (
	// longestShown is how many characters of a value are shown to people; reports have it whole.
	longestShown = 160
	// longestShownInput is how many characters of an input are shown before it is treated as other values are.
	longestShownInput = 400
	// longestShownList is how many elements of a list of numbers are shown without their places.
	longestShownList = 12
	// mostDifferences is how many places of two variables are listed.
	mostDifferences = 40
)

// change shows that a variable of type typ, which was known or nil, is v: as " = v", or as " ~ " and the parts that have changed.
func (e *engine) change(s state, known, v value, typ types.Type) string {
	if known != nil && isComposite(typ) {
		return " ~ " + shorten(e.brief(s, known, v, typ))
	}
	return " = " + e.show(s, v, typ)
}

// show prints the parts of v that are not zero, and not too many of them.
func (e *engine) show(s state, v value, typ types.Type) string {
	return shorten(e.brief(s, e.zero(typ), v, typ))
}

func shorten(text string) string {
	if letters := []rune(text); len(letters) > longestShown {
		return string(letters[:longestShown-3]) + "..."
	}
	return text
}

// isComposite says that values of typ have parts.
func isComposite(typ types.Type) bool {
	switch typ.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// sameValue says that two values are the same as far as can be seen.
func sameValue(a, b value) bool {
	x, okX := a.(*aggregate)
	y, okY := b.(*aggregate)
	if !okX || !okY || a == b {
		return a == b
	}
	return slices.EqualFunc(x.elems, y.elems, sameValue)
}

// brief prints of v, a value of type typ, what differs from base: fields by name and elements by number. Short lists of numbers are printed whole.
func (e *engine) brief(s state, base, v value, typ types.Type) string {
	if list, ok := v.(*slice); ok && !e.isNil(list.base).IsTrue() {
		elem := typ.Underlying().(*types.Slice).Elem()
		return e.briefList(s, nil, e.sliceElements(s, list), elem)
	}
	whole, ok := v.(*aggregate)
	if !ok {
		return e.format(s, v, typ, longestShownList)
	}
	old, _ := base.(*aggregate)
	switch t := typ.Underlying().(type) {
	case *types.Array:
		var before []value
		if old != nil {
			before = old.elems
		}
		return e.briefList(s, before, whole.elems, t.Elem())
	case *types.Struct:
		var parts []string
		for i := range t.NumFields() {
			if old != nil && sameValue(old.elems[i], whole.elems[i]) {
				continue
			}
			var before value
			if old != nil {
				before = old.elems[i]
			}
			parts = append(parts, t.Field(i).Name()+": "+e.brief(s, before, whole.elems[i], t.Field(i).Type()))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "?"
}

// briefList prints the elements that differ from before, or from zero when that is nil, each behind its number; a list of numbers is printed
// without, as far as it is short.
func (e *engine) briefList(s state, before, elems []value, typ types.Type) string {
	if !isComposite(typ) {
		return "[" + e.formatList(s, elems, typ, longestShownList) + "]"
	}
	zero := e.zero(typ)
	var parts []string
	for i, elem := range elems {
		base := zero
		if before != nil {
			base = before[i]
		}
		if !sameValue(base, elem) {
			parts = append(parts, fmt.Sprintf("%d: %s", i, e.brief(s, base, elem, typ)))
		}
	}
	return "[" + strings.Join(parts, " ") + "]"
}

// differences lists where variables of the harness that follow each other and have one type differ at the end of the execution, such as a
// state before and after an operation.
func (t *tracer) differences(e *engine) (list []string) {
	for i := 1; i < len(t.variables); i++ {
		a, b := t.variables[i-1], t.variables[i]
		if !types.Identical(a.typ, b.typ) || !isComposite(a.typ) || t.last.dead() {
			continue
		}
		x, y := e.content(t.last, a), e.content(t.last, b)
		e.compare(t.last, x, y, a.typ, "", func(path, from, to string) {
			switch {
			case len(list) < mostDifferences:
				list = append(list, fmt.Sprintf("%s, %s: %s: %s -> %s", a.name, b.name, strings.TrimPrefix(path, "."), from, to))
			case len(list) == mostDifferences:
				list = append(list, "...")
			}
		})
	}
	return list
}

// compare calls found for each part without parts of its own in which x and y, values of type typ, differ.
func (e *engine) compare(s state, x, y value, typ types.Type, path string, found func(path, from, to string)) {
	if sameValue(x, y) {
		return
	}
	a, okA := x.(*aggregate)
	b, okB := y.(*aggregate)
	if okA && okB {
		switch t := typ.Underlying().(type) {
		case *types.Array:
			for i := range a.elems {
				e.compare(s, a.elems[i], b.elems[i], t.Elem(), fmt.Sprintf("%s[%d]", path, i), found)
			}
			return
		case *types.Struct:
			for i := range a.elems {
				e.compare(s, a.elems[i], b.elems[i], t.Field(i).Type(), path+"."+t.Field(i).Name(), found)
			}
			return
		}
	}
	from, to := e.format(s, x, typ, longestShownList), e.format(s, y, typ, longestShownList)
	if _, isWord := x.(*smt.Term); isWord || from != to {
		found(path, shorten(from), shorten(to))
	}
}
