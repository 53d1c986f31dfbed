// Monitor writes down what the kernel knows of all processes, again and again, until nobody but init and itself is left: one line of JSON for
// each thing, which `warrant run -monitor` makes a table of, and `warrant graph` a picture. It needs "console", "timer" and "monitor".
//
// Every line starts with "monitor: ". A snapshot starts with a line that has "snapshot", its number, and ends with one that has "end"; between
// them are lines with "process", "hold" and "endpoint". What is in them is said by specs/capos.capnp, interface Monitor.
package main

import (
	"warrant/lib/capos"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/text"
)

// interval is the time between two snapshots, in nanoseconds.
const interval = 20000000

// watch is the state of the process.
type watch struct {
	voice   *program.Voice
	timer   client.Timer
	monitor client.Monitor
	line    record

	processes, slots, endpoints uint32
	living                      uint32 // processes that have not ended, in this snapshot
}

// w is too large for the stack.
var w watch

func main() {
	w.voice = program.Speak("monitor")
	w.timer.Ring = rt.Main()
	w.timer.Cap = rt.Need("timer", capos.TimerID)
	w.monitor.Ring = rt.Main()
	w.monitor.Cap = rt.Need("monitor", capos.MonitorID)
	for n := uint64(1); ; n++ {
		w.snapshot(n)
		if w.living <= 2 {
			return
		}
		w.timer.Sleep(interval)
	}
}

// snapshot writes down everything.
func (w *watch) snapshot(n uint64) {
	now, _ := w.timer.Now()
	limits, status := w.monitor.Limits()
	if !status.OK() {
		rt.Fail("the kernel does not answer")
	}
	w.processes, w.slots, w.endpoints = limits.Processes(), limits.Slots(), limits.Endpoints()
	w.line.begin().number("snapshot", n).number("nanoseconds", now)
	w.line.number("freeFrames", limits.FreeFrames()).number("totalFrames", limits.TotalFrames()).end(w.voice)
	w.living = 0
	for place := uint32(0); place < w.processes; place++ {
		w.process(place)
	}
	for place := uint32(0); place < w.endpoints; place++ {
		w.endpoint(place)
	}
	w.line.begin().number("end", n).end(w.voice)
}

// process writes down one process and what it holds.
func (w *watch) process(place uint32) {
	p, status := w.monitor.Process(place)
	state := p.State()
	if !status.OK() || state == capos.ProcessStateVacant || state == capos.ProcessStateRetired {
		return
	}
	ended := state == capos.ProcessStateEnded
	if !ended {
		w.living++
	}
	name, _ := p.Name()
	l := w.line.begin().number("process", uint64(place)).number("id", p.Id()).text("name", name).text("state", []byte(state.String()))
	l.number("session", p.Session()).number("payer", uint64(p.Payer()))
	l.pair("frames", p.Frames(), p.FramesLimit()).pair("virtual", p.Virtual(), p.VirtualLimit()).pair("slots", p.Slots(), p.SlotsLimit())
	l.pair("calls", p.Calls(), p.CallsLimit()).pair("objects", p.Objects(), p.ObjectsLimit()).pair("processes", p.Processes(), p.ProcessesLimit())
	l.number("invalid", p.Invalid()).number("overflows", uint64(p.Overflows())).number("recoveries", uint64(p.Recoveries()))
	if ended {
		w.ending(p)
	}
	l.end(w.voice)
	if ended {
		return
	}
	for slot := uint32(0); slot < w.slots; slot++ {
		w.hold(place, slot)
	}
}

// ending adds how a process ended.
func (w *watch) ending(p capos.MonitorProcessResultsReader) {
	s, _ := p.Status()
	switch s.Which() {
	case capos.ProcessStatusWhichExited:
		w.line.signed("exited", s.Exited())
	case capos.ProcessStatusWhichFaulted:
		f, _ := s.Faulted()
		w.line.number("faulted", uint64(f.Vector()))
	case capos.ProcessStatusWhichKilled:
		w.line.number("killed", s.Killed())
	}
}

// hold writes down one capability.
func (w *watch) hold(place, slot uint32) {
	h, status := w.monitor.Hold(place, slot)
	const live, reserved = 1, 2 // captable.State
	if !status.OK() || (h.State() != live && h.State() != reserved) {
		return
	}
	l := w.line.begin().number("hold", uint64(slot)).number("of", uint64(place)).number("state", uint64(h.State()))
	l.text("interface", []byte(capos.InterfaceName(h.Interface()))).number("kind", uint64(h.Kind())).number("index", uint64(h.Index()))
	l.number("origin", uint64(h.Origin())).end(w.voice)
}

// endpoint writes down one endpoint.
func (w *watch) endpoint(place uint32) {
	e, status := w.monitor.Endpoint(place)
	if !status.OK() || !e.Live() {
		return
	}
	l := w.line.begin().number("endpoint", uint64(place)).number("owner", uint64(e.Owner())).number("waiting", uint64(e.Waiting()))
	l.number("receivers", uint64(e.Receivers())).number("inFlight", uint64(e.InFlight())).number("facets", uint64(e.Facets())).end(w.voice)
}

// record is a line of JSON under construction.
type record struct {
	line  text.Line
	comma bool
}

// begin makes it empty.
func (r *record) begin() *record {
	r.line.Reset().Byte('{')
	r.comma = false
	return r
}

// key adds the name of a value.
func (r *record) key(name string) *text.Line {
	if r.comma {
		r.line.Byte(',')
	}
	r.comma = true
	return r.line.Byte('"').String(name).String(`":`)
}

// number adds a number.
func (r *record) number(name string, v uint64) *record {
	r.key(name).Unsigned(v)
	return r
}

// signed adds a number that can be negative.
func (r *record) signed(name string, v int64) *record {
	r.key(name).Signed(v)
	return r
}

// pair adds what is used of a limit.
func (r *record) pair(name string, used, limit uint32) *record {
	r.key(name).Byte('[').Unsigned(uint64(used)).Byte(',').Unsigned(uint64(limit)).Byte(']')
	return r
}

// text adds a text, a question mark in place of each byte that would have to be escaped.
func (r *record) text(name string, v []byte) *record {
	l := r.key(name).Byte('"')
	for _, b := range v {
		if b < ' ' || b > '~' || b == '"' || b == '\\' {
			b = '?'
		}
		l.Byte(b)
	}
	l.Byte('"')
	return r
}

// end writes the line.
func (r *record) end(voice *program.Voice) {
	r.line.Byte('}')
	voice.Write(&r.line)
}
