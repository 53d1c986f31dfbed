// Package logic has the connectives in which the harnesses of proofs/ state invariants.
//
// They evaluate all their arguments, unlike && and ||, so that a statement about a thousand cells is one formula and not a thousand
// paths. It may hold no statement about the system itself.
package logic

// All says that every part holds.
func All(parts ...bool) bool {
	ok := true
	for _, part := range parts {
		ok = ok && part
	}
	return ok
}

// Any says that some part holds.
func Any(parts ...bool) bool {
	some := false
	for _, part := range parts {
		some = some || part
	}
	return some
}

// Implies says that b holds wherever a does.
func Implies(a, b bool) bool { return !a || b }

// Count answers how many parts hold.
func Count(parts []bool) uint32 {
	n := uint32(0)
	for _, part := range parts {
		if part {
			n++
		}
	}
	return n
}
