// +gobra

package object

import (
	"warrant/kernel/core/aspace"
	"warrant/lib/capos"
)

// @ ensures ok == (p <= capos.ProtectionReadExecute) && a == Grants(p)
// @ decreases

// AccessOf answers the access that a protection of the schema asks for. It fails for a protection that the schema does not have.
func AccessOf(p capos.Protection) (a aspace.Access, ok bool) {
	switch p {
	case capos.ProtectionRead:
		return aspace.Read, true
	case capos.ProtectionReadWrite:
		return aspace.ReadWrite, true
	case capos.ProtectionReadExecute:
		return aspace.ReadExecute, true
	}
	return aspace.Read, false
}

// @ ensures f == (p <= capos.ProtectionReadExecute ?
// @ 	Effect{Act: act, How: How{Access: Grants(p)}, Part: Part{First: first, Count: pages}, Value: address} : Refused(Malformed))
// @ decreases

// Ranged is the effect of an act on pages with a protection, or the refusal of a protection that there is not.
func Ranged(act Act, address uint64, first, pages uint32, p capos.Protection) (f Effect) {
	a, ok := AccessOf(p)
	if !ok {
		return Refused(Malformed)
	}
	return Effect{Act: act, How: How{Access: a}, Part: Part{First: first, Count: pages}, Value: address}
}
