package monitor

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Prefix is what the monitor's lines begin with.
const Prefix = "monitor: "

// Reader takes what a machine prints, passes on what is not the monitor's, and collects snapshots.
type Reader struct {
	// Console receives every other line.
	Console io.Writer
	// Show is called with each complete snapshot; nil for not at all.
	Show func(*Snapshot)

	line    bytes.Buffer // a line that has no end yet
	open    *Snapshot    // a snapshot that has no end yet
	last    *Snapshot    // the newest complete one
	problem error        // the first line that could not be read
}

// Write takes bytes of the console, in pieces of any size.
func (r *Reader) Write(b []byte) (n int, err error) {
	for _, c := range b {
		r.line.WriteByte(c)
		if c != '\n' {
			continue
		}
		if err := r.take(r.line.Bytes()); err != nil {
			return 0, err
		}
		r.line.Reset()
	}
	return len(b), nil
}

// Close takes a last line without an end. The error is the first line of the monitor that could not be read.
func (r *Reader) Close() error {
	err := r.take(r.line.Bytes())
	r.line.Reset()
	return errors.Join(r.problem, err)
}

// Last is the newest complete snapshot; nil when there is none.
func (r *Reader) Last() *Snapshot { return r.last }

// take takes one line.
func (r *Reader) take(line []byte) error {
	record, mine := bytes.CutPrefix(line, []byte(Prefix+"{"))
	if !mine {
		_, err := r.Console.Write(line)
		return err
	}
	if err := r.record(append([]byte("{"), record...)); err != nil && r.problem == nil {
		r.problem = fmt.Errorf("the monitor's line %q: %w", bytes.TrimSpace(line), err)
	}
	return nil
}

// record reads one line of the monitor. What it is about says the field that it begins with.
func (r *Reader) record(text []byte) error {
	if bytes.HasPrefix(text, []byte(`{"snapshot"`)) {
		r.open = &Snapshot{}
		return json.Unmarshal(text, r.open)
	}
	if r.open == nil {
		return errors.New("it belongs to no snapshot")
	}
	switch {
	case bytes.HasPrefix(text, []byte(`{"process"`)):
		p := &Process{Holds: []Hold{}}
		if err := json.Unmarshal(text, p); err != nil {
			return err
		}
		r.open.Processes = append(r.open.Processes, p)
	case bytes.HasPrefix(text, []byte(`{"hold"`)):
		var h struct {
			Of uint32 `json:"of"`
			Hold
		}
		if err := json.Unmarshal(text, &h); err != nil {
			return err
		}
		return r.open.add(h.Of, h.Hold)
	case bytes.HasPrefix(text, []byte(`{"endpoint"`)):
		var e Endpoint
		if err := json.Unmarshal(text, &e); err != nil {
			return err
		}
		r.open.Endpoints = append(r.open.Endpoints, e)
	case bytes.HasPrefix(text, []byte(`{"end"`)):
		r.last, r.open = r.open, nil
		if r.Show != nil {
			r.Show(r.last)
		}
	default:
		return errors.New("it begins with nothing known")
	}
	return nil
}

// add adds a capability to the process at a place.
func (s *Snapshot) add(place uint32, h Hold) error {
	for _, p := range s.Processes {
		if p.Place == place {
			p.Holds = append(p.Holds, h)
			return nil
		}
	}
	return fmt.Errorf("there is no process at place %d", place)
}
