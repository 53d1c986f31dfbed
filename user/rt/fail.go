package rt

import (
	"warrant/kernel/abi"
	"warrant/lib/little"
	"warrant/user/text"
)

// The one method that rt calls by itself: writeLine of Console, specs/capos.capnp.
const (
	consoleInterface = 0xe31c0f1f6a2b4d10
	consoleWriteLine = 1
)

// Fail says on the process's Console why it cannot go on, and ends it with abi.ExitPanic. Nothing is written when the process has no
// Console in its CapSet. It does not return.
func Fail(reason string) {
	var line text.Line
	lastWords(line.String("panic: ").String(reason).Bytes())
	Exit(abi.ExitPanic)
}

// reportPanic is where trap leaves assembly: pc is the address behind the call that the compiler had put there for the worst case.
func reportPanic(pc uint64) {
	var line text.Line
	lastWords(line.String("panic: run-time check failed at ").Hex(pc).Bytes())
	Exit(abi.ExitPanic)
}

// lastWords writes a line to the first Console of the CapSet. It does not look at the outcome: there is nobody to tell.
func lastWords(line []byte) {
	set := Granted()
	n := set.Len()
	for i := 0; i < n; i++ {
		_, c, iface := set.Entry(i)
		if iface == consoleInterface {
			params := writeLineParams(mainRing.Params(), line)
			mainRing.Call(c, consoleInterface, consoleWriteLine, params, mainRing.Results())
			return
		}
	}
}

// writeLineParams writes the parameters of writeLine, a structure with one text, into buffer and answers the message: segment table,
// root pointer, list pointer, the text with its final zero byte up to a word (Cap'n Proto encoding specification).
func writeLineParams(buffer, line []byte) []byte {
	const header = 24
	words := (len(line) + 1 + 7) / 8
	size := header + 8*words
	little.PutUint32(buffer, 0, 0)
	little.PutUint32(buffer, 4, uint32(2+words))
	little.PutUint64(buffer, 8, 1<<48)
	little.PutUint64(buffer, 16, 1+2<<32+uint64(len(line)+1)<<35)
	copy(buffer[header:], line)
	for i := header + len(line); i < size; i++ {
		buffer[i] = 0
	}
	return buffer[:size]
}
