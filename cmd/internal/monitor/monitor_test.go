package monitor

import (
	"bytes"
	"strings"
	"testing"
)

const printed = `init: 1 service to start
monitor: {"snapshot":1,"nanoseconds":2188564,"freeFrames":63148,"totalFrames":63565}
monitor: {"process":0,"id":0,"name":"init","state":"waiting","session":1,"payer":0,"frames":[1273,63565],"virtual":[0,4096],"slots":[1,64],"calls":[2,16],"objects":[4,32],"processes":[5,31],"invalid":7,"overflows":0,"recoveries":0}
monitor: {"hold":0,"of":0,"state":1,"interface":"Console","kind":1,"index":0,"origin":0}
hello: hello from ring 3
monitor: speaks for itself
monitor: {"process":3,"id":35,"name":"room","state":"ended","session":2,"payer":0,"frames":[1,128],"virtual":[0,4096],"slots":[0,64],"calls":[0,16],"objects":[1,1],"processes":[0,0],"invalid":0,"overflows":0,"recoveries":0,"killed":4}
monitor: {"endpoint":1,"owner":3,"waiting":4,"receivers":0,"inFlight":2,"facets":1}
monitor: {"end":1}
monitor: {"snapshot":2,"nanoseconds":3000000,"freeFrames":1,"totalFrames":2}
`

// read feeds a console in pieces of the given size.
func read(t *testing.T, console string, size int) (r *Reader, rest string, err error) {
	t.Helper()
	var out bytes.Buffer
	r = &Reader{Console: &out}
	for len(console) > 0 {
		n := min(size, len(console))
		if _, err := r.Write([]byte(console[:n])); err != nil {
			t.Fatal(err)
		}
		console = console[n:]
	}
	err = r.Close()
	return r, out.String(), err
}

func TestReader(t *testing.T) {
	for _, size := range []int{1, 7, len(printed)} {
		r, rest, err := read(t, printed+"no end", size)
		if err != nil {
			t.Fatal(err)
		}
		if want := "init: 1 service to start\nhello: hello from ring 3\nmonitor: speaks for itself\nno end"; rest != want {
			t.Errorf("passed on: %q, want %q", rest, want)
		}
		s := r.Last()
		if s == nil || s.Number != 1 || len(s.Processes) != 2 || len(s.Endpoints) != 1 {
			t.Fatalf("the newest complete snapshot is %+v", s)
		}
		if p := s.Processes[0]; p.Name != "init" || p.Frames != (Use{1273, 63565}) || p.Invalid != 7 || len(p.Holds) != 1 || p.Holds[0].Interface != "Console" {
			t.Errorf("init is %+v", p)
		}
		if p := s.Processes[1]; p.Killed == nil || *p.Killed != 4 || p.Exited != nil {
			t.Errorf("room is %+v", p)
		}
	}
}

func TestBrokenLines(t *testing.T) {
	for name, console := range map[string]string{
		"no JSON":                    "monitor: {\"snapshot\":}\n",
		"outside a snapshot":         "monitor: {\"end\":1}\n",
		"a capability of nobody":     "monitor: {\"snapshot\":1}\nmonitor: {\"hold\":0,\"of\":9}\n",
		"something else":             "monitor: {\"snapshot\":1}\nmonitor: {\"what\":0}\n",
		"a process that is a number": "monitor: {\"snapshot\":1}\nmonitor: {\"process\":\"x\"}\n",
		"half an endpoint":           "monitor: {\"snapshot\":1}\nmonitor: {\"endpoint\":1\n",
	} {
		if _, _, err := read(t, console, 10); err == nil || !strings.Contains(err.Error(), "the monitor's line") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTable(t *testing.T) {
	r, _, _ := read(t, printed, 100)
	var out bytes.Buffer
	if err := r.Last().Table(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"snapshot 1 at 2.188 ms, 63148 of 63565 frames free", "killed by 4", "1273/63565", "1/64: 1 0 0 0", "room"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, &out)
		}
	}
}
