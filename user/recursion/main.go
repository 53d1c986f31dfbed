// Recursion calls itself without end. The check at the start of every function sends it to the runtime, which is not there: it expects to
// end with abi.ExitPanic and a line on "console".
package main

import "warrant/user/program"

func main() {
	voice := program.Speak("recursion")
	voice.Say("calls itself without end")
	if descend(1) != 0 {
		voice.Survived()
	}
}

// descend comes back only when the depth wraps, which it never does.
func descend(depth uint64) uint64 {
	if depth == 0 {
		return 0
	}
	var frame [64]uint64
	for i := range frame {
		frame[i] = depth
	}
	return descend(depth+1) + frame[depth%uint64(len(frame))]
}
