package main

import (
	"warrant/kernel/abi"
	"warrant/lib/manifest"
	"warrant/lib/wire"
	"warrant/user/rt"
	"warrant/user/text"
)

// Columns of the final report.
const (
	endColumn     = abi.NameMax/2 + 2
	verdictColumn = endColumn + 34
)

// report prints how every service ended, and ends the process.
func report() {
	for i := uint32(0); i < graph.ServiceCount; i++ {
		var line text.Line
		line.Printable(graph.Services[i].Name.Text()).Byte(' ').Pad(endColumn)
		addOutcome(&line, services.outcomes[i])
		line.Byte(' ').Pad(verdictColumn)
		if services.expected(i) {
			line.String("as expected")
		} else {
			line.String("expected ")
			addExpectation(&line, graph.Services[i].Expect)
		}
		voice.Write(&line)
	}
	good := services.expectedCount()
	var line text.Line
	voice.Write(addCount(&line, uint64(graph.ServiceCount), "service").String(", ").Unsigned(uint64(good)).String(" as expected"))
	if good != graph.ServiceCount {
		rt.Exit(1)
	}
	rt.Exit(0)
}

// addCount adds a number of things, in the plural where it belongs.
func addCount(line *text.Line, count uint64, thing string) *text.Line {
	line.Unsigned(count).Byte(' ').String(thing)
	if count != 1 {
		line.Byte('s')
	}
	return line
}

// addOutcome adds how a service ended.
func addOutcome(line *text.Line, o outcome) {
	switch o.how {
	case exited:
		line.String("exit ").Signed(o.value)
	case faulted:
		addFault(line, o.value)
	case killed:
		line.String("killed")
	case unstarted:
		line.String("could not be started")
	case unneeded:
		line.String("not started")
	default:
		line.String("unknown")
	}
}

// addExpectation adds how a service should have ended.
func addExpectation(line *text.Line, e manifest.Expect) {
	switch e.End {
	case manifest.Faults:
		addFault(line, e.Value)
	case manifest.Killed:
		line.String("killed")
	default:
		line.String("exit ").Signed(e.Value)
	}
}

// addFault adds a vector and its name, Intel SDM volume 3A, table 6-1.
func addFault(line *text.Line, vector int64) {
	line.String("fault ").Signed(vector)
	switch vector {
	case 0:
		line.String(" (divide error)")
	case 1:
		line.String(" (debug exception)")
	case 3:
		line.String(" (breakpoint)")
	case 6:
		line.String(" (invalid opcode)")
	case 13:
		line.String(" (general protection)")
	case 14:
		line.String(" (page fault)")
	case 16:
		line.String(" (x87 exception)")
	}
}

// reportProblems prints what is wrong with the graph.
func reportProblems() {
	for n := uint32(0); n < problems.Count; n++ {
		p := problems.List[n]
		var line text.Line
		line.String("manifest: ")
		if p.Service != manifest.None && p.Service < graph.ServiceCount {
			addService(&line, p.Service)
		}
		line.String(p.Kind.String())
		addSubject(&line, p)
		voice.Write(&line)
	}
	if problems.Total > problems.Count {
		var line text.Line
		voice.Write(line.String("manifest: and ").Unsigned(uint64(problems.Total - problems.Count)).String(" more"))
	}
}

// addService adds which service a problem is about: its name, or its place in the manifest when it has none.
func addService(line *text.Line, i uint32) {
	line.String("service ")
	if name := &graph.Services[i].Name; name.Length != 0 {
		line.Printable(name.Text())
	} else {
		line.String("number ").Unsigned(uint64(i) + 1)
	}
	line.Byte(' ')
}

// addSubject adds what the phrase of a problem ends with.
func addSubject(line *text.Line, p manifest.Problem) {
	switch p.Kind {
	case manifest.Unreadable:
		line.String(": ").String(wire.Err(p.Item).String())
	case manifest.WrongVersion, manifest.TooManyBinaries, manifest.TooManyCaps, manifest.TooManyServices:
		line.String(": ").Unsigned(uint64(p.Item))
	default:
		if subject := graph.Subject(p); subject.Length != 0 {
			line.String(": ").Printable(subject.Text())
		}
	}
}

// reportAbsent prints the grants whose source init does not hold although the manifest says so, and answers their number.
func reportAbsent() (n uint64) {
	for i := uint32(0); i < graph.ServiceCount; i++ {
		service := &graph.Services[i]
		for k := service.FirstGrant; k < service.FirstGrant+service.GrantCount; k++ {
			grant := &graph.Grants[k]
			if _, _, ok := rt.Granted().Named(rt.String(grant.Source.Text())); ok || grant.Cap == manifest.None {
				continue
			}
			var line text.Line
			line.String("manifest: ")
			addService(&line, i)
			voice.Write(line.String("is granted a capability that the kernel did not give init: ").Printable(grant.Source.Text()))
			n++
		}
	}
	return n
}
