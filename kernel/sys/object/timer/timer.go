// Package timer is the kernel object Timer: the monotonic clock.
//
// It may not know who waits: that a sleep ends is package sys's business, which then asks Woken for the results.
package timer

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// Call answers what a call on Timer does at time now, in ns since the kernel's entry. Results are built in buffer.
func Call(method uint16, params *wire.Message, now uint64, buffer []byte) (f object.Effect) {
	c, e := capos.DecodeTimer(method, params)
	if e != wire.OK {
		return object.Undecodable(e)
	}
	switch c.Method {
	case capos.TimerMethodNow:
		var b wire.Builder
		b.Start(buffer)
		capos.NewTimerNowResults(&b).SetNanoseconds(now)
		return object.Built(&b)
	case capos.TimerMethodSleep:
		return object.Effect{Act: object.Sleep, Nanoseconds: c.Sleep().Nanoseconds()}
	}
	return object.Refused(object.NoSuchMethod)
}

// Woken builds the results of a sleep that ends at time now, in ns since the kernel's entry, and answers their length in bytes.
func Woken(now uint64, buffer []byte) (f object.Effect) {
	var b wire.Builder
	b.Start(buffer)
	capos.NewTimerSleepResults(&b).SetNanoseconds(now)
	return object.Built(&b)
}
