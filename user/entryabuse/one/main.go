// One tries the one thing that its grants say: each grant but "console" is a letter, and stands for a bit of the number of a case of package
// abuse. It ends with 0 if the case returns and has left all as it was, with 1 if not.
package main

import (
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/abuse"
)

func main() {
	n := uint64(0)
	set := rt.Granted()
	for i := 0; i < set.Len(); i++ {
		if name, _, _ := set.Entry(i); len(name) == 1 {
			n |= 1 << (name[0] - 'a')
		}
	}
	voice := program.Speak("entryabuse-one")
	if n >= abuse.Count {
		rt.Fail("no such case")
	}
	c := abuse.Number(n)
	if failed := c.Try(); failed != "" {
		voice.Say(failed)
		rt.Exit(1)
	}
	if c.Vector != abuse.Survives {
		voice.Survived()
	}
}
