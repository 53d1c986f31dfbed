package main

import "strings"

// title turns a name of the schema into an exported Go name.
func title(label string) string {
	return strings.ToUpper(label[:1]) + label[1:]
}

// article puts the indefinite article before a type's name.
func article(name string) string {
	if strings.ContainsAny(name[:1], "AEIOU") {
		return "an " + name
	}
	return "a " + name
}

// reserved are names that a parameter of a generated function may not have: words of Go, of the annotation language, and names that the
// generated bodies use themselves.
var reserved = words(`
	break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select
	struct switch type var bool byte copy error false int len nil string true uint8 uint16 uint32 uint64 int8 int16 int32 int64
	as atomic before by contra dup elem exists fold forall get ghost in let low match mset none old opaque option outline pred preserves
	proof pure rel requires reveal seq set share some subset union unfold with invariant ensures decreases trusted domain
	abi buffer caps capos code client e i length message n p r results rt s t v wire`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// argument turns a name of the schema into the name of a function's parameter.
func argument(label string) string {
	if reserved[label] {
		return label + "Value"
	}
	return label
}

// fileName turns a Go name into the stem of a file's name.
func fileName(name string) string {
	return strings.ToLower(name)
}
