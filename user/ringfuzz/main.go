// Ringfuzz hands in thousands of entries that are partly right and partly random, and checks that the kernel completes each of them once
// and never runs out of patience. The same numbers come on every run. It needs "console", "timer", "systemInfo" and "bootPackage".
//
// Invariant: RING-4 RING-7 RING-8 TH-1
package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/program"
	"warrant/user/rt"
)

// It hands in batches times batch entries.
const (
	batches = 800
	batch   = 8
)

// enough is how many results, and how many errors, there must be for the run to mean anything.
const enough = batches

// fuzz is the state of a run.
type fuzz struct {
	program.Checks
	random  source
	ring    *rt.Ring
	targets [3]target

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

func main() {
	voice := program.Speak("ringfuzz")
	f := fuzz{Checks: program.Check(voice), random: source{seed: 0x1d872b41}, ring: rt.Main()}
	f.targets = [3]target{
		{rt.Need("timer", capos.TimerID), capos.TimerID, 2},
		{rt.Need("systemInfo", capos.SystemInfoID), capos.SystemInfoID, 1},
		{rt.Need("bootPackage", capos.BootPackageID), capos.BootPackageID, 2},
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
	f.That(f.count() <= limits.OutstandingCalls, "nothing is left but sleeps that have not ended")
	f.That(f.good > enough && f.bad > enough, "there are both many results and many errors")
	f.Code(f.ring.Nop(), abi.CodeOK, "NOP after all that")
	f.Finish()
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
