package sys

import (
	"regexp"
	"strings"
	"testing"
)

// reached is where each word of whom_spec.gobra is said, with what stands before it or behind it: the evidence that it is given is what it says.
var reached = map[string]map[string][]string{
	"reachCall": {
		"close.go":    {"reachCall(at, k.endpoints[at].View())\n\t\tc, ok := k.endpoints[at].PopCall()\n"},
		"endpoint.go": {"reachCall(at, k.endpoints[at].View())\n\tc, ok := k.endpoints[at].PopCall()\n"},
		"message.go":  {"reachCall(at, k.endpoints[at].View())\n\t\t// @ k.reachReceiver(at, k.endpoints[at].View())\n\t\t// @ fold k.Mem()\n"},
	},
	"reachReceiver": {
		"endpoint.go": {"reachReceiver(at, k.endpoints[at].View())\n\t\tr, ok := k.endpoints[at].PopReceiver()\n"},
		"message.go":  {"reachReceiver(at, k.endpoints[at].View())\n\t\t// @ fold k.Mem()\n"},
	},
	"reachFlight": {
		"close.go": {"c, orphan, _ := k.endpoints[at].InFlight(id)\n\t// @ k.reachFlight(at, k.endpoints[at].View().Flights.Places[int(i)])\n"},
		"reply.go": {"was := k.endpoints[at].View()\n\t// @ k.reachFlight(at, was.Flights.Places[int(id)%endpoint.Places])\n\tk.endpoints[at].Finish(id)\n"},
	},
	"reachWaiter": {"notify.go": {
		"\tcount := k.notifications[at].Count()\n\tif !waits || count == 0 {\n\t\t// @ fold k.Mem()\n\t\treturn\n\t}\n\t// @ k.reachWaiter(at, k.notifications[at].View())\n",
		"\tif !waits {\n\t\t// @ fold k.Mem()\n\t\treturn\n\t}\n\t// @ k.reachWaiter(at, k.notifications[at].View())\n",
	}},
	"reachParked": {
		"share.go":  {"reachParked(o, k.objects[o].View(), 0)\n\t\tq, place, ok := k.objects[o].FirstParked()\n"},
		"unpark.go": {"reachParked(o, k.objects[o].View(), memobj.FirstAt(k.objects[o].View().Parked, offset))\n\t\tq, place, waits := k.objects[o].Unpark(offset)\n"},
	},
	"reachParker": {"view.go": {
		"\t\tc := k.procs[q].Owed(i)\n\t\there := c.Awaits == process.Wake && c.Target == o\n\t\tif here {\n\t\t\t// @ k.reachParker(o, q, c)\n",
	}},
	"reachMapper": {"share.go": {
		"\t\t\ta := k.procs[p].Areas.At(i)\n\t\t\t// @ fold k.Mem()\n\t\t\t// @ ghost known := k.Epoch()\n\t\t\t// @ assert Later(old(k.Epoch()), known)\n" +
			"\t\t\tif a.Kind == area.Object && a.Object == o && (a.View || !views) {\n\t\t\t\t// @ unfold k.Mem()\n\t\t\t\t// @ k.reachMapper(o, p, a)\n",
	}},
	"reachHeld": {
		"act.go":   {"reachHeld(at)\n\t\tk.procs[at].Waiter = process.Waiter{Present: true, Process: p, Call: place}\n"},
		"owner.go": {"\tif same {\n\t\t// @ k.reachHeld(at)\n\t\tchild.Handled = false\n"},
	},
	"reachPayer": {"budget.go": {
		"\tpayer := k.procs[p].Payer\n\t// @ k.reachPayer(p, payer)\n\t// @ fold k.Mem()\n",
		"\tpayer := k.procs[p].Payer\n\tif payer != p && k.procs[payer].Live() {\n\t\t// @ k.reachPayer(p, payer)\n",
	}},
	"reachHeir":    {"budget.go": {"\t\t\t// @ k.reachHeir(p, k.procs[c].Payer, c)\n"}},
	"reachMourner": {"cancel.go": {"// @ k.reachMourner(p, w)\n\tk.procs[p].Waiter = process.Waiter{}\n"}},
	"reachAwaited": {"cancel.go": {"\tcase process.Exit:\n\t\t// @ k.reachAwaited(c)\n"}},
	"reachDue":     {"expire.go": {"\t\t\t// @ k.reachDue(place)\n\t\t\tk.due.Remove(place)\n"}},
	"reachNext":    {"turn.go": {"\t// @ k.reachNext()\n\tp.Fresh = false\n"}},
	"reachVacant":  {"spawn.go": {"// @ k.reachVacant(child, k.procs[child].State)\n\tk.procs[child].Open(q.Name, q.Budget)\n"}},
	"boots":        {"boot.go": {"\tk.idle = k.frames.Available()\n\t// @ k.boots()\n"}},
}

// TestWhoReaches looks for what could make it mean something else that a process was reached: each word says so where it is given what it
// speaks of, as that is there, and nowhere else; and each writes one thing. Invariant: TH-3
func TestWhoReaches(t *testing.T) {
	written := regexp.MustCompile(`k\.(touched|step|watch|source|offered)(\.\w+)? *(=[^=]|\+\+|--|\+=|-=)`)
	for name, source := range sources(t) {
		saidThere(t, name, source, reached)
		if name != "whom_spec.gobra" {
			continue
		}
		if n := len(written.FindAllString(source, -1)); n != len(reached) {
			t.Errorf("%s writes what is noted %d times, not %d", name, n, len(reached))
		}
		for word := range reached {
			if n := strings.Count(source, ") "+word+"("); n != 1 {
				t.Errorf("%s has %d words %s", name, n, word)
			}
		}
	}
}
