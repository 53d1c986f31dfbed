package manifest

import (
	"cuelang.org/go/cue"

	"warrant/lib/manifest"
)

// System is what a source says, before the programs are read.
type System struct {
	Init     Init
	Binaries []Binary
	Services []Service
	// Quantum is in nanoseconds.
	Quantum uint64
}

// Init is the process that the kernel starts.
type Init struct {
	Binary string
	Caps   []Cap
}

// Cap is a capability of init: a name and the enumerant of KernelSource.
type Cap struct {
	Name, Source string
}

// Binary is a program that the manifest carries.
type Binary struct {
	Name string
	// Program is the folder of the program below the root of the repository.
	Program string
	// File, when not empty, is taken in place of a program; it starts at the folder of the source.
	File string
}

// Service is a process that init starts.
type Service struct {
	// Label is what the source calls the service; it is Name unless the source says otherwise.
	Label  string
	Name   string
	Binary string
	Grants []Grant
	Needs  []Need
	Expect manifest.Expect
	Budget manifest.Budget
}

// Grant is a capability that init gives to a service.
type Grant struct {
	// Label is what the source calls the grant.
	Label, Name, Source string
	// Move says that init gives its capability away.
	Move bool
}

// Need is a service that another one waits for.
type Need struct {
	Service string
	// Finished says that it has to have ended; otherwise that it has to have been started.
	Finished bool
}

// system takes the values out of an evaluated source. The schema has made sure that they are there and of their type, so that a failure
// of the accessors below is a defect of the schema, which TestSchema finds.
func (s *source) system() (*System, error) {
	var all Problems
	out := &System{}
	init := field(s.value, "init")
	out.Init.Binary = text(init, "binary")
	each(field(init, "caps"), func(name string, v cue.Value) {
		kind, _ := v.String()
		out.Init.Caps = append(out.Init.Caps, Cap{Name: name, Source: kind})
	})
	each(field(s.value, "binaries"), func(name string, v cue.Value) {
		out.Binaries = append(out.Binaries, Binary{Name: name, Program: text(v, "program"), File: text(v, "file")})
	})
	each(field(s.value, "services"), func(label string, v cue.Value) {
		expect, ok := expectation(field(v, "expect"))
		if !ok {
			all = append(all, &Problem{s.place("services", label, "expect"), "a service ends by exit, by fault or by being killed, not by two of them"})
		}
		out.Services = append(out.Services, Service{
			Label: label, Name: text(v, "name"), Binary: text(v, "binary"),
			Grants: grants(field(v, "grants")), Needs: needs(field(v, "needs")), Expect: expect, Budget: budget(field(v, "budget")),
		})
	})
	out.Quantum, _ = field(field(s.value, "config"), "quantumNanoseconds").Uint64()
	return out, all.sorted()
}

// grants takes the grants of a service.
func grants(v cue.Value) (out []Grant) {
	each(v, func(label string, g cue.Value) {
		out = append(out, Grant{Label: label, Name: text(g, "name"), Source: text(g, "source"), Move: text(g, "mode") == "move"})
	})
	return out
}

// needs takes the dependencies of a service.
func needs(v cue.Value) (out []Need) {
	each(v, func(name string, c cue.Value) {
		condition, _ := c.String()
		out = append(out, Need{Service: name, Finished: condition == "finished"})
	})
	return out
}

// expectation takes how a service is expected to end; ok is false when the source says two things.
func expectation(v cue.Value) (out manifest.Expect, ok bool) {
	exit, fault, killed := field(v, "exit"), field(v, "fault"), field(v, "killed")
	switch {
	case killed.Exists():
		return manifest.Expect{End: manifest.Killed}, !exit.Exists() && !fault.Exists()
	case fault.Exists():
		vector, _ := fault.Int64()
		return manifest.Expect{End: manifest.Faults, Value: vector}, !exit.Exists()
	case exit.Exists():
		out.Value, _ = exit.Int64()
	}
	return out, true
}

// budget takes what a service may use.
func budget(v cue.Value) manifest.Budget {
	number := func(name string) uint32 {
		n, _ := field(v, name).Uint64()
		return uint32(n)
	}
	return manifest.Budget{
		FramePages: number("framePages"), VirtualPages: number("virtualPages"), Processes: number("processes"),
		Objects: number("objects"), CapSlots: number("capSlots"), Calls: number("calls"),
	}
}

// field answers a field of a struct, or a value that does not exist.
func field(v cue.Value, name string) cue.Value {
	return v.LookupPath(cue.MakePath(cue.Str(name)))
}

// text answers a field that is a string, or "" when it is not there.
func text(v cue.Value, name string) string {
	out, _ := field(v, name).String()
	return out
}

// each calls f for every field of a struct, in the order of the source.
func each(v cue.Value, f func(label string, v cue.Value)) {
	fields, err := v.Fields()
	if err != nil {
		return
	}
	for fields.Next() {
		f(fields.Selector().Unquoted(), fields.Value())
	}
}
