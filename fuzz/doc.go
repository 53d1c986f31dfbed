// Package fuzz has one target for each parser that reads bytes which neither the kernel nor a service controls.
//
// A target is a function of bytes that returns 1 when the parser accepted something, 0 when it did not, and panics with a Violation when
// the parser did what it may not do, or anything else when the parser itself panicked. The one function serves native Go fuzzing (the
// tests of this package), dvyukov/go-fuzz (its signature is that tool's), and the driver in cmd/fuzz. What a target compares with never
// uses the parser's own code: it is written from the document that the target's comment names, or is somebody else's implementation.
//
// The module is nested so that nothing that fuzzing needs becomes a dependency of Warrant.
package fuzz

import "fmt"

// Violation is a rule that a parser broke, in words.
type Violation string

// Error makes a Violation an error; the text is the rule that was broken.
func (v Violation) Error() string { return string(v) }

// must panics with a Violation unless ok.
func must(ok bool, format string, args ...any) {
	if !ok {
		panic(Violation(fmt.Sprintf(format, args...)))
	}
}

// accepted is what a target returns.
func accepted(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

// Target is a parser's target and what it is called.
type Target struct {
	// Name is the name of the folder of its corpus without the prefix Fuzz, and of its dictionary in small letters.
	Name string
	// Package is the import path of the parser.
	Package string
	// Run is the target.
	Run func(data []byte) int
	// Max is the longest input that a driver needs to make, in bytes.
	Max int
}

// Targets lists all targets.
func Targets() []Target {
	return []Target{
		{"SQE", "warrant/kernel/core/sqe", SQE, 80},
		{"ELF", "warrant/lib/elf", ELF, 1024},
		{"Wire", "warrant/lib/wire", Wire, 1024},
		{"WireBuild", "warrant/lib/wire", WireBuild, 256},
		{"Manifest", "warrant/lib/manifest", Manifest, 4096},
		{"Telnet", "warrant/lib/telnet", Telnet, 128},
		{"TelnetRoundTrip", "warrant/lib/telnet", TelnetRoundTrip, 128},
		{"Negotiation", "warrant/lib/negotiation", Negotiation, 128},
		{"LineDiscipline", "warrant/lib/linedisc", LineDiscipline, 64},
		{"StartInfo", "warrant/lib/pvh", StartInfo, 256},
		{"Multiboot", "warrant/lib/multiboot", Multiboot, 256},
	}
}
