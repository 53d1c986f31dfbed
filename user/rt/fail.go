package rt

import (
	"warrant/kernel/abi"
	"warrant/kernel/arch/cause"
	"warrant/lib/capos"
	"warrant/lib/wire"
	"warrant/user/text"
)

// Fail says on the process's Console why it cannot go on, and ends it with abi.ExitPanic. Nothing is written when the process has no
// Console in its CapSet. It does not return.
func Fail(reason string) { FailNamed(reason, "") }

// FailNamed is Fail with a reason of two parts, the second of them what it is about.
func FailNamed(reason, about string) {
	var line text.Line
	lastWords(line.String("panic: ").String(reason).String(about).Bytes())
	Exit(abi.ExitPanic)
}

// reportPanic is where trap leaves assembly: pc is the address behind the call that the compiler had put there for the worst case.
func reportPanic(why cause.Cause, pc uint64) {
	var line text.Line
	lastWords(line.String("panic: ").String(why.String()).String(" at ").Hex(pc).Bytes())
	Exit(abi.ExitPanic)
}

// lastWords writes a line to the first Console of the CapSet. It does not look at the outcome: there is nobody to tell.
func lastWords(line []byte) {
	set := Granted()
	n := set.Len()
	for i := 0; i < n; i++ {
		_, c, iface := set.Entry(i)
		if iface == capos.ConsoleID {
			var message wire.Builder
			message.Start(mainRing.Params())
			capos.NewConsoleWriteLineParams(&message).SetTextBytes(line)
			length, _ := message.Finish()
			mainRing.Call(c, capos.ConsoleID, uint16(capos.ConsoleMethodWriteLine), mainRing.Params()[:length], mainRing.Results())
			return
		}
	}
}
