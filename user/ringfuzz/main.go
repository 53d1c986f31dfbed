// Ringfuzz hands in thousands of entries that are partly right and partly random, of every opcode and for every kind of capability, and checks
// that the kernel completes none of them twice and never runs out of patience. Then it ends, with whatever is on its way. The same seed gives
// the same entries. It asks the Echo "seed" for its seed, and needs "console", "timer", "systemInfo", "bootPackage", "objectMaker",
// "frameAllocator" and "virtualMemory".
//
// Invariant: RING-4 RING-7 RING-8 TH-1 LG-3
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/lib/little"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/stage"
)

// It hands in batches times batch entries.
const (
	batches = 320
	batch   = 8
)

// enough is how many results, and how many errors, there must be for the run to mean anything.
const enough = batches / 4

// fuzz is the state of a run.
type fuzz struct {
	program.Checks
	random  source
	ring    *rt.Ring
	targets [targetCount]target
	owned   [6]abi.CapID // capabilities that the run stands on, and does not give up

	owner  abi.CapID // an endpoint
	facet  abi.CapID // its client's side
	object abi.CapID // a memory object
	view   abi.CapID // a view of it
	callID uint32    // the newest call that was received

	pending [abi.CQEntries]uint64 // user data of the entries that have not completed; 0 for none
	newest  uint64                // user data of the newest entry
	strays  uint64                // completions of nothing that was pending
	refused uint64                // entries that the ring did not take
	good    uint64                // completions with a result
	bad     uint64                // completions with an error code
}

// target is a capability that is called. The console is none: it would print.
type target struct {
	cap     abi.CapID
	iface   uint64
	methods uint64
}

// targetCount is the number of capabilities that are called.
const targetCount = 11

func main() {
	voice := program.Speak("ringfuzz")
	f := fuzz{Checks: program.Check(voice), random: source{seed: seed()}, ring: rt.Main()}
	f.owner = stage.Endpoint()
	f.facet, _ = stage.Facet(f.owner, capos.EchoID)
	notification := stage.Notification()
	f.object = stage.Object(2)
	f.view = stage.View(f.object, true)
	f.owned = [6]abi.CapID{f.owner, f.object, notification, f.facet, f.view, voice.Console.Cap}
	f.targets = [targetCount]target{
		{rt.Need("timer", capos.TimerID), capos.TimerID, 2},
		{rt.Need("systemInfo", capos.SystemInfoID), capos.SystemInfoID, 1},
		{rt.Need("bootPackage", capos.BootPackageID), capos.BootPackageID, 2},
		{rt.Need("objectMaker", capos.ObjectMakerID), capos.ObjectMakerID, 2},
		{rt.Need("frameAllocator", capos.FrameAllocatorID), capos.FrameAllocatorID, 2},
		{rt.Need("virtualMemory", capos.VirtualMemoryID), capos.VirtualMemoryID, 6},
		{f.owner, capos.EndpointID, 3},
		{notification, capos.NotificationID, 3},
		{f.object, capos.MemoryObjectID, 6},
		{f.view, capos.MemoryViewID, 4},
		{f.facet, capos.EchoID, 1},
	}
	for i := 0; i < batches; i++ {
		f.disturb()
		for j := 0; j < batch; j++ {
			f.submit()
		}
		f.enter()
	}
	f.Number(f.newest, batches*batch, "entries handed in")
	f.Number(f.refused, 0, "entries that found no room")
	f.Number(f.strays, 0, "completions of nothing")
	f.Number(uint64(f.ring.Overflows()), 0, "completions that found no room")
	f.That(f.count() <= limits.OutstandingCalls, "nothing is left but calls that wait")
	f.That(f.good > enough && f.bad > enough, "there are both many results and many errors")
	f.Code(f.ring.Nop(), abi.CodeOK, "NOP after all that")
	if !f.Passed() {
		rt.Exit(1)
	}
}

// seed asks for the seed.
func seed() (seed uint64) {
	echo := client.NewEcho(rt.Main(), rt.Need("seed", capos.EchoID))
	data, status := echo.Echo(nil)
	if !status.OK() || len(data) != 8 {
		rt.Fail("no seed comes")
	}
	return 0x1d872b41 + little.Uint64(data, 0)*0x9e3779b97f4a7c15
}

// submit hands in one entry.
func (f *fuzz) submit() {
	f.newest++
	e := f.entry()
	e.UserData = f.newest
	if !f.ring.Submit(&e) {
		f.refused++
		return
	}
	for i := range f.pending {
		if f.pending[i] == 0 {
			f.pending[i] = e.UserData
			return
		}
	}
}

// enter enters the kernel and strikes off what has completed.
func (f *fuzz) enter() {
	_, code := f.ring.Enter(0, abi.TimeoutPoll)
	if code != abi.CodeOK {
		f.Code(code, abi.CodeOK, "entering the kernel")
	}
	for {
		c, ok := f.ring.Take()
		if !ok {
			return
		}
		if !f.strike(c.UserData) {
			f.strays++
		}
		if c.CallID != 0 {
			f.callID = c.CallID
		}
		if c.Result < 0 {
			f.bad++
		} else {
			f.good++
		}
	}
}

// strike strikes off a pending entry.
func (f *fuzz) strike(userData uint64) (ok bool) {
	for i := range f.pending {
		if f.pending[i] == userData && userData != 0 {
			f.pending[i] = 0
			return true
		}
	}
	return false
}

// count is the number of pending entries.
func (f *fuzz) count() (n int) {
	for i := range f.pending {
		if f.pending[i] != 0 {
			n++
		}
	}
	return n
}

// disturb overwrites words of the ring page that are the kernel's, and enters once with a position that makes no sense.
func (f *fuzz) disturb() {
	page := f.ring.Page()
	head, tail := page.Load32(abi.RingSQHead), page.Load32(abi.RingSQTail)
	page.Store32(abi.RingSQTail, tail+abi.SQEntries+1+uint32(f.random.below(1<<20)))
	f.ring.Enter(0, abi.TimeoutPoll)
	page.Store32(abi.RingSQTail, tail)
	page.Store32(abi.RingSQHead, head)
	unused := abi.RingRecoveries + 4 + 4*uint32(f.random.below((abi.RingSQ-abi.RingRecoveries-4)/4))
	page.Store32(unused, uint32(f.random.next()))
}
