// Spawnabuse asks ProcessSpawner for everything that it must refuse, and checks that each refusal leaves all as it was. Then it starts
// children and uses up what it may have. It needs "console", "processSpawner", and two capabilities of the interface Timer: "timer", and
// "spare", which it gives away. The manifest must have the binaries "nocaps" and "text", which is no executable.
//
// Invariant: CAP-4 CAP-6 CAP-7 TX-1 TX-2
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
)

// abuse is what the groups of checks share.
type abuse struct {
	program.Checks
	spawner client.ProcessSpawner
	timer   client.Timer
	spare   abi.CapID
}

// child is the program that is started: it ends by itself, with code 0.
const child = "nocaps"

// tooLong is a name of one byte more than a name may have.
const tooLong = "0123456789012345678901234567890123456789012345678"

func main() {
	a := abuse{
		Checks:  program.Check(program.Speak("spawnabuse")),
		spawner: program.Spawner(),
		timer:   program.Timer(),
		spare:   rt.Need("spare", capos.TimerID),
	}
	a.Attack("spawning with names that are none")
	a.names()
	a.Attack("spawning what is no executable")
	a.images()
	a.Attack("granting what cannot be granted")
	a.grants()
	a.Attack("a handle given away, and waited at twice")
	a.handles()
	a.Attack("using what was given to a child")
	a.moves()
	a.Attack("more children than there can be")
	a.exhaust()
	a.Finish()
}

// refuses counts one check: that a spawn is refused with an exception of the given type.
func (a *abuse) refuses(name, binary string, grants []client.CapGrant, want capos.ExceptionType, what string) {
	_, status := a.spawner.Spawn(name, binary, grants)
	a.That(status.Code == abi.CodeException && status.Err == 0 && status.Type == want, what)
}

// start starts a child and answers its handle, which names nothing when that fails.
func (a *abuse) start(grants []client.CapGrant, what string) (handle client.ProcessHandle) {
	index, status := a.spawner.Spawn("child", child, grants)
	c, iface, ok := status.Cap(int(index))
	a.That(status.OK() && ok && iface == capos.ProcessHandleID && status.Caps() == 1, what)
	return client.NewProcessHandle(rt.Main(), c)
}

// names abuses the names of processes and binaries.
func (a *abuse) names() {
	invalid := capos.ExceptionTypeInvalidArgument
	a.refuses("child", "no such binary", nil, invalid, "a binary that does not exist is refused")
	a.refuses("child", child+"x", nil, invalid, "a binary whose name only begins well is refused")
	a.refuses("child", "", nil, invalid, "no binary is refused")
	a.refuses("", child, nil, invalid, "no name is refused")
	a.refuses(tooLong, child, nil, invalid, "a name that is too long is refused")
	a.refuses("child", tooLong, nil, invalid, "a binary's name that is too long is refused")
}

// images asks for a binary that is no program, often enough that a frame that stayed behind each time would be missed.
func (a *abuse) images() {
	for n := 0; n < 100; n++ {
		a.refuses("child", "text", nil, capos.ExceptionTypeFailed, "a binary that is no executable is refused")
	}
}

// list holds the grants of a spawn: one more than there can be.
var list [limits.Grants + 1]client.CapGrant

// grant is a list of n grants of the timer, each under a name of its own.
func (a *abuse) grant(n int) []client.CapGrant {
	const names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for i := 0; i < n; i++ {
		g := &list[i]
		g.Name = names[i : i+1]
		g.Cap = uint32(a.timer.Cap)
		g.Interface = capos.TimerID
		g.Mode = capos.TransferModeCopy
	}
	return list[:n]
}

// grants abuses grants.
func (a *abuse) grants() {
	invalid := capos.ExceptionTypeInvalidArgument
	g := a.grant(1)
	g[0].Cap = 0xffffffff
	a.refuses("child", child, g, invalid, "a grant of nothing is refused")
	g = a.grant(1)
	g[0].Interface = capos.ConsoleID
	a.refuses("child", child, g, invalid, "a grant as another interface is refused")
	g = a.grant(1)
	g[0].Name = ""
	a.refuses("child", child, g, invalid, "a grant without a name is refused")
	g = a.grant(1)
	g[0].Name = tooLong
	a.refuses("child", child, g, invalid, "a grant with a name that is too long is refused")
	g = a.grant(2)
	g[1].Name = g[0].Name
	a.refuses("child", child, g, invalid, "two grants with one name are refused")
	a.refuses("child", child, a.grant(limits.Grants+1), invalid, "one grant too many is refused")

	// A capability that would be moved stays when the spawn is refused for another reason.
	for twice := 0; twice < 2; twice++ {
		g = a.grant(2)
		g[0].Cap, g[0].Mode = uint32(a.spare), capos.TransferModeMove
		g[1].Cap = uint32(a.spare)
		if twice == 1 {
			g[1].Mode = capos.TransferModeMove
		}
		a.refuses("child", child, g, invalid, "granting what is moved away is refused")
	}
	g = a.grant(2)
	g[0].Cap, g[0].Mode = uint32(a.spare), capos.TransferModeMove
	g[1].Cap = 0xffffffff
	a.refuses("child", child, g, invalid, "a grant of nothing behind a good one is refused")
	g = a.grant(1)
	g[0].Cap, g[0].Mode = uint32(a.spare), capos.TransferModeMove
	a.refuses("child", "no such binary", g, invalid, "a good grant to a binary that does not exist is refused")
	a.answers(a.spare, abi.CodeOK, "a capability that was not moved after all")
}

// answers counts one check: that a call of now of capability c ends with the given code.
func (a *abuse) answers(c abi.CapID, want abi.Code, what string) {
	timer := client.NewTimer(rt.Main(), c)
	_, status := timer.Now()
	a.Code(status.Code, want, what)
}
