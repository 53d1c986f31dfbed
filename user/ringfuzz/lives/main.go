// Lives starts ringfuzz again and again, each time with another seed, and checks that each comes to its end. The same seeds come on every run.
// With a capability "long" there are as many lives as a million submissions take, else a tenth of that. It needs "console", "timer",
// "systemInfo", "bootPackage", "objectMaker", "frameAllocator", "virtualMemory" and "processSpawner".
//
// Invariant: RING-4 RING-7 RING-8 TH-1 TH-5 LG-3
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/lib/wire"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
	"warrant/user/text"
)

// Lives, each of perLife submissions.
const (
	perLife    = 2560
	shortLives = 40
	longLives  = 400
)

// State of the process: too large for its stack.
var (
	grants stage.Grants
	server rt.Server
)

func main() {
	voice := program.Speak("lives")
	checks := program.Check(voice)
	lives := uint64(shortLives)
	if _, _, long := rt.Granted().Named("long"); long {
		lives = longLives
	}
	checks.Attack("a random attacker")
	spawner := program.Spawner()
	good := uint64(0)
	for life := uint64(1); life <= lives; life++ {
		server.Open(rt.Main(), stage.Endpoint())
		facet, _ := stage.Facet(server.Endpoint, capos.EchoID)
		grants.Reset().Copy("seed", facet, capos.EchoID)
		pass("console", capos.ConsoleID)
		pass("timer", capos.TimerID)
		pass("systemInfo", capos.SystemInfoID)
		pass("bootPackage", capos.BootPackageID)
		pass("objectMaker", capos.ObjectMakerID)
		pass("frameAllocator", capos.FrameAllocatorID)
		pass("virtualMemory", capos.VirtualMemoryID)
		b := stage.Small().Owning(limits.Objects / 2)
		b.Frames = 512
		child := stage.Start(&spawner, "ringfuzz", "ringfuzz", &grants, b)
		sow(life)
		end := stage.Wait(child)
		if end == stage.Exit(0) {
			good++
		} else {
			var line text.Line
			voice.Write(line.String("failed: seed ").Unsigned(life).String(" ended with ").Signed(end.Value))
		}
		rt.Main().Release(facet)
		rt.Main().Release(server.Endpoint)
	}
	checks.Number(good, lives, "lives that came to their end")
	var line text.Line
	voice.Write(line.Unsigned(lives * perLife).String(" submissions of a random attacker"))
	checks.Finish()
}

// pass grants the child what this process has under a name.
func pass(name string, iface uint64) { grants.Copy(name, rt.Need(name, iface), iface) }

// sow answers the child's first call with its seed.
func sow(seed uint64) {
	call, code := server.Receive()
	if code != abi.CodeOK {
		rt.Fail("no child asks for its seed")
	}
	var bytes [8]byte
	little.PutUint64(bytes[:], 0, seed)
	var b wire.Builder
	b.Start(server.Results())
	capos.NewEchoEchoResults(&b).SetData(bytes[:])
	n, _ := b.Finish()
	server.Return(call.CallID, n)
}
