package program

import (
	"warrant/kernel/abi"
	"warrant/user/rt"
	"warrant/user/text"
)

// Checks counts what held and what did not, and says on a voice what did not.
type Checks struct {
	voice         *Voice
	passed, total uint64

	attack              string // the attack that is under way; "" for none
	firstPassed, before uint64 // passed and total when it began
}

// Check is the empty count of the program that speaks with v.
func Check(v *Voice) Checks { return Checks{voice: v} }

// That counts one check, which held if ok; what says what should be so.
func (c *Checks) That(ok bool, what string) {
	c.total++
	if ok {
		c.passed++
		return
	}
	var line text.Line
	c.voice.Write(line.String("failed: ").String(what))
}

// Code counts one check of a completion's or a system call's code.
func (c *Checks) Code(got, want abi.Code, what string) {
	c.total++
	if got == want {
		c.passed++
		return
	}
	var line text.Line
	c.voice.Write(line.String("failed: ").String(what).String(": code ").Signed(int64(got)).String(", want ").Signed(int64(want)))
}

// Number counts one check of a number.
func (c *Checks) Number(got, want uint64, what string) {
	c.total++
	if got == want {
		c.passed++
		return
	}
	var line text.Line
	c.voice.Write(line.String("failed: ").String(what).String(": ").Unsigned(got).String(", want ").Unsigned(want))
}

// Attack begins an attack: the checks up to the next one, or up to Finish, are about it. When it is over, a line says whether it was
// withstood. what names it, and stays unchanged.
func (c *Checks) Attack(what string) {
	c.concludes()
	c.attack = what
	c.firstPassed, c.before = c.passed, c.total
}

// concludes reports the attack that is under way.
func (c *Checks) concludes() {
	if len(c.attack) == 0 {
		return
	}
	var line text.Line
	passed, total := c.passed-c.firstPassed, c.total-c.before
	if passed == total && total != 0 {
		line.String("withstood: ").String(c.attack).String(", ").Unsigned(total).String(" checks")
	} else {
		line.String("NOT WITHSTOOD: ").String(c.attack).String(", ").Unsigned(passed).String(" of ").Unsigned(total).String(" checks")
	}
	c.voice.Write(&line)
}

// Passed says whether all checks so far held.
func (c *Checks) Passed() bool { return c.passed == c.total }

// Finish says how many checks held and ends the process: with 0 when all did, else with 1.
func (c *Checks) Finish() {
	c.concludes()
	var line text.Line
	c.voice.Write(line.Unsigned(c.passed).String(" of ").Unsigned(c.total).String(" checks passed"))
	if c.passed != c.total || c.total == 0 {
		rt.Exit(1)
	}
	rt.Exit(0)
}
