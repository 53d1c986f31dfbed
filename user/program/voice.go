// Package program is what small programs have in common: a line on the Console under the program's name, a count of checks, and the clients
// of capabilities that they cannot do without.
//
// It may not do anything that a program has not asked for.
package program

import (
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/rt"
	"warrant/user/text"
)

// Voice is a program that speaks on its Console.
type Voice struct {
	// Console is what it speaks on.
	Console client.Console
	name    string
	line    text.Line
}

// voice is the one voice of a process.
var voice Voice

// Speak makes the voice of the program with the given name, on the capability "console". Without that capability the process ends.
func Speak(name string) *Voice {
	// Field by field: copying a whole client to a variable of the package would go through the collector's write barrier.
	voice.Console.Ring = rt.Main()
	voice.Console.Cap = rt.Need("console", capos.ConsoleID)
	voice.name = name
	return &voice
}

// Say writes a line.
func (v *Voice) Say(what string) {
	v.line.Reset().String(v.name).String(": ").String(what)
	v.Console.WriteLine(rt.String(v.line.Bytes()))
}

// Write writes a line.
func (v *Voice) Write(what *text.Line) { v.Say(rt.String(what.Bytes())) }

// Read says that a byte could be read that should not be readable.
func (v *Voice) Read(b byte) {
	var line text.Line
	v.Write(line.String("failed: read ").Hex(uint64(b)))
}

// Survived says that what should have ended the process did not, and ends it with exit code 1.
func (v *Voice) Survived() {
	v.Say("failed: nothing happened")
	rt.Exit(1)
}
