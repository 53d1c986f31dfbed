// Hello writes a line. It needs "console".
package main

import "warrant/user/program"

func main() {
	program.Speak("hello").Say("hello from ring 3")
}
