// Nocaps is granted nothing. It checks that nothing is what it has, and tells by its exit code alone: 0, or the number of the first check
// that did not hold.
package main

import (
	"warrant/kernel/abi"
	"warrant/lib/capos"
	"warrant/user/rt"
)

// Codes of the checks.
const (
	someGrant = 1 + iota
	someName
	someCapability
	otherCode
	noNop
)

// guesses is how many ids it tries: every slot in several generations.
const guesses = 8 * abi.CapSlots

func main() {
	if rt.Granted().Len() != 0 {
		rt.Exit(someGrant)
	}
	if _, found := rt.Granted().Find("console", capos.ConsoleID); found != rt.Missing {
		rt.Exit(someName)
	}
	ring := rt.Main()
	for id := abi.CapID(0); id < guesses; id++ {
		_, _, code := ring.Call(id, capos.ConsoleID, 0, nil, ring.Results())
		refused(code)
		refused(ring.Release(id))
	}
	_, _, code := ring.Call(0xffffffff, capos.ConsoleID, 0, nil, ring.Results())
	refused(code)
	// What needs no capability works.
	if ring.Nop() != abi.CodeOK {
		rt.Exit(noNop)
	}
}

// refused ends the process unless code says that a capability id names nothing.
func refused(code abi.Code) {
	switch {
	case code >= 0:
		rt.Exit(someCapability)
	case code != abi.CodeInvokeFailed:
		rt.Exit(otherCode)
	}
}
