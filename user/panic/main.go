// Panic indexes an array out of its range. The compiler's check sends it to the runtime, which is not there: it expects to end with
// abi.ExitPanic and a line on "console".
package main

import (
	"warrant/user/program"
	"warrant/user/rt"
)

// cells is indexed with a number that the compiler cannot know.
var cells [4]uint64

func main() {
	voice := program.Speak("panic")
	voice.Say("indexes an array out of its range")
	cells[rt.ProcessID()+uint64(len(cells))] = 1
	voice.Survived()
}
