package drive

import (
	"fmt"
	"runtime"
	"strings"
)

// Crash is an input on which a target panicked.
type Crash struct {
	// Input is as short as it could be made.
	Input []byte
	// Place is the function and line of the panic that is nearest to it and in the parser or the target; crashes with the same place
	// count as one.
	Place string
	// Reason is the panic's value.
	Reason string
}

// try runs a target on an input; nil when it does not panic.
func try(run func([]byte) int, input []byte) (crash *Crash) {
	defer func() {
		if v := recover(); v != nil {
			crash = &Crash{Place: place(), Reason: fmt.Sprint(v)}
		}
	}()
	run(input)
	return nil
}

// place answers where the panic that is being recovered came from: the function and line nearest to it in Warrant, helpers of the targets
// left out.
func place() string {
	pc := make([]uintptr, 64)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	for {
		f, more := frames.Next()
		name := strings.TrimPrefix(f.Function, "warrant/")
		if name != f.Function && !strings.HasPrefix(name, "fuzz/drive.") && name != "fuzz.must" {
			return fmt.Sprintf("%s:%d", name, f.Line)
		}
		if !more {
			return "outside Warrant"
		}
	}
}

// shorten makes a crash's input shorter as long as the target panics at the same place.
func shorten(run func([]byte) int, c *Crash) {
	for size := max(1, len(c.Input)/2); size > 0; size /= 2 {
		for at := 0; at+size <= len(c.Input); {
			shorter := append(append([]byte{}, c.Input[:at]...), c.Input[at+size:]...)
			if got := try(run, shorter); got != nil && got.Place == c.Place {
				c.Input, c.Reason = shorter, got.Reason
			} else {
				at += size
			}
		}
	}
}
