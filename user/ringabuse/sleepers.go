package main

import (
	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
)

// sleeps are the result buffers of the sleeps that are on their way: one more than there can be.
var sleeps [limits.OutstandingCalls + 1][128]byte

// pause is how long a sleeper sleeps, in nanoseconds: long enough for all to be handed in before the first is over.
const pause = 50000000

// sleepers has one call more on its way than a process may have. The last one is refused at once, all others complete.
func (a *abuse) sleepers() {
	n, _ := client.EncodeTimerSleep(a.ring.Params(), pause)
	for i := range sleeps {
		e := rt.CallEntry(a.timer, capos.TimerID, uint16(capos.TimerMethodSleep), a.ring.Params()[:n], sleeps[i][:], uint64(i))
		if !a.ring.Submit(&e) {
			a.ring.Enter(0, abi.TimeoutPoll)
			a.That(a.ring.Submit(&e), "a sleep can be submitted")
		}
	}
	completed, refused := 0, 0
	for completed+refused < len(sleeps) {
		if _, code := a.ring.Enter(1, abi.TimeoutForever); code != abi.CodeOK {
			break
		}
		for {
			c, ok := a.ring.Take()
			if !ok {
				break
			}
			switch c.Result {
			case abi.CodeException:
				refused++
				a.Number(c.UserData, limits.OutstandingCalls, "the sleep that is refused")
			default:
				completed++
				a.Code(c.Result, abi.CodeOK+timeBytes, "a sleep")
			}
		}
	}
	a.Number(uint64(refused), 1, "sleeps that are refused")
	a.Number(uint64(completed), limits.OutstandingCalls, "sleeps that complete")
}
