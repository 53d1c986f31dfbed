// Entryabuse starts a process for everything that package abuse has against the border to ring 0, and checks that each of them ends as it
// has to: the one that tries with the right exception or not at all, and never anybody else. It needs "console" and "processSpawner". The
// manifest must have the binary "entryabuse-one".
package main

import (
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/rt/abuse"
)

// Each set bit of a case's number is a grant whose name is the bit's letter: names are strings, and nothing here makes strings.
const letters = "abcdefghijklmnop"

// list holds the grants of a child: the Console under its own name, and letters.
var list [1 + len(letters)]client.CapGrant

func main() {
	voice := program.Speak("entryabuse")
	checks := program.Check(voice)
	spawner := program.Spawner()
	for n := uint64(0); n < abuse.Count; n++ {
		c := abuse.Number(n)
		index, status := spawner.Spawn("one", "entryabuse-one", grants(uint32(voice.Console.Cap), n))
		id, iface, ok := status.Cap(int(index))
		if !status.OK() || !ok || iface != capos.ProcessHandleID {
			checks.That(false, "a child starts")
			continue
		}
		handle := client.NewProcessHandle(rt.Main(), id)
		ended, status := handle.Wait()
		checks.That(status.OK() && asExpected(&c, ended), c.Name)
		rt.Main().Release(id)
	}
	checks.Finish()
}

// grants are the grants for the child with number n.
func grants(console uint32, n uint64) []client.CapGrant {
	count := 0
	add := func(name string) {
		list[count].Name = name
		list[count].Cap = console
		list[count].Interface = capos.ConsoleID
		list[count].Mode = capos.TransferModeCopy
		count++
	}
	add("console")
	for bit := 0; bit < len(letters); bit++ {
		if n>>bit&1 != 0 {
			add(letters[bit : bit+1])
		}
	}
	return list[:count]
}

// asExpected says whether a child that tried c has ended as it has to.
func asExpected(c *abuse.Case, ended capos.ProcessStatusReader) bool {
	switch ended.Which() {
	case capos.ProcessStatusWhichExited:
		return c.Vector == abuse.Survives && ended.Exited() == 0
	case capos.ProcessStatusWhichFaulted:
		fault, _ := ended.Faulted()
		return c.Allows(uint32(fault.Vector()), fault.ErrorCode())
	}
	return false
}
