// +gobra

// Package timer is the kernel object Timer: the monotonic clock.
//
// It may not know who waits: that a sleep ends is package sys's business, which then asks Woken for the results.
package timer

import (
	"warrant/kernel/sys/object"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// @ preserves acc(c) && acc(params, 1/2) && c.Right(len(params)) && acc(buffer)
// @ requires  0 <= method && 0 <= now && len(buffer) <= wire.MaxBuild
// @ ensures   c.Opened() == old(c.Opened())
// @ ensures   method >= capos.TimerMethods ==> f == object.Refused(object.NoSuchMethod)
// @ ensures   f.Act == object.Refuse || f.Act == object.Answer || f.Act == object.Sleep
// @ ensures   f.Act == object.Refuse && method < capos.TimerMethods ==> f == object.Refused(object.Malformed) || f == object.Refused(object.Unbuilt)
// @ ensures   f.Act == object.Answer ==> method == uint16(capos.TimerMethodNow) && Tells(f, buffer, now)
// @ ensures   f == object.Refused(object.Unbuilt) ==> len(buffer) < 24
// @ ensures   f.Act == object.Sleep ==> method == uint16(capos.TimerMethodSleep) &&
// @ 	f == object.Effect{Act: object.Sleep, Value: c.At().Number64(params, capos.TimerSleepParamsNanosecondsAt)}
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && (f.Act == object.Sleep || 24 <= k) ==> buffer[k] == old(buffer[k])
// @ decreases

// Call answers what a call on Timer does at time now, in ns since the kernel's entry. Results are built in buffer.
func Call(method uint16, c *wire.Cursor, params []byte, now uint64, buffer []byte) (f object.Effect) {
	f, ok := object.Decode(method, capos.TimerMethods, c, params)
	if !ok {
		return f
	}
	if capos.TimerMethod(method) == capos.TimerMethodNow {
		return Woken(now, buffer)
	}
	return object.Effect{Act: object.Sleep, Value: c.Uint64(params, capos.TimerSleepParamsNanosecondsAt)}
}

// @ preserves acc(buffer)
// @ requires  0 <= now && len(buffer) <= wire.MaxBuild
// @ ensures   Tells(f, buffer, now)
// @ ensures   forall k int :: { buffer[k] } 0 <= k && k < len(buffer) && 24 <= k ==> buffer[k] == old(buffer[k])
// @ decreases

// Woken builds the results of a sleep that ends at time now, in ns since the kernel's entry; those of Timer.now look the same.
func Woken(now uint64, buffer []byte) (f object.Effect) {
	return object.Word(buffer, now)
}
