package sys

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var attackPlanted = flag.Bool("attack.planted", false, "TestPlanted plants every bug, not only the first (minutes)")

// planted are bugs that the attacker must find. Each row changes the one place in a file that reads like that.
var planted = []struct {
	name, file, find, replace string
}{
	{"a ledger that leaks", "kernel/sys/close.go", "k.notifications[at].Close()\n\tk.procs[p].Objects.Give(1)", "k.notifications[at].Close()"},
	{"a generation that is not compared", "kernel/core/captable/captable.go",
		"if t.slots[i].State != Live || t.slots[i].Gen != uint32(id)/Slots {\n\t\treturn Hold{}, false", "if t.slots[i].State != Live {\n\t\treturn Hold{}, false"},
	{"a rollback that is forgotten", "kernel/sys/withdraw.go", "\ttransfer.Restore(&k.procs[r.Process], &k.travels[r.Process][r.Place])\n", ""},
	{"an exit that forgets a queue", "kernel/sys/endpoint.go", "\t\tk.endpoints[at].RemoveCall(ref)\n", ""},
	{"a view that outlives its revocation", "kernel/sys/share.go", "\tk.unmapEverywhere(o, true)\n", ""},
	{"a completion that is posted twice", "kernel/sys/reply.go", "k.post(p, userData, abi.Delivered, 0)\n",
		"k.post(p, userData, abi.Delivered, 0)\n\tk.post(p, userData, abi.Delivered, 0)\n"},
	{"a grant that is not paid for", "kernel/sys/spawn.go", "\tk.donate(p, q.Budget)\n", ""},
	{"an owner that moves without its price", "kernel/sys/owner.go",
		"k.endpoints[at].SetOwner(to)\n\t\tk.procs[from].Objects.Give(1)\n\t\tk.procs[to].Objects.Take(1)", "k.endpoints[at].SetOwner(to)"},
	{"a result for the wrong process", "kernel/sys/notify.go", "k.answer(p, replyTo(c), f.Length, f.Length, 0) {",
		"k.answer((p+1)%limits.Processes, replyTo(c), f.Length, f.Length, 0) {"},
	{"a walk that is remembered too long", "kernel/core/aspace/walk.go", "\ts.entries = [kept]Entry{}\n", ""},
	{"an alarm that nobody looks at", "kernel/sys/wake.go", "k.due.Add(place, due)\n\tk.steady = false", "k.due.Add(place, due)"},
	{"an answer for the wrong process", "kernel/sys/reply.go", "k.post(caller.Process, c.UserData, code, uint16(caps))",
		"k.post((caller.Process+1)%limits.Processes, c.UserData, code, uint16(caps))"},
	{"a capability for the wrong table", "kernel/sys/carry.go", "transfer.Put(&k.procs[to]", "transfer.Put(&k.procs[from]"},
	{"a new object for who did not ask", "kernel/sys/complete.go", "k.procs[p].Grant(h)", "k.procs[0].Grant(h)"},
	{"an object that is not paid for", "kernel/sys/endpoint.go", "at == limits.Endpoints || !k.procs[p].Objects.Take(1)", "at == limits.Endpoints"},
	{"a revoked facet that still calls", "kernel/sys/message.go", "!k.endpoints[at].HasFacet(facet, h.Epoch)", "!k.endpoints[at].Live"},
	{"a revoked view that still maps", "kernel/sys/unpark.go", "return o.Shows(h.Epoch)", "return o.Live"},
	{"an endpoint that comes back", "kernel/core/endpoint/endpoint.go", "\te.Generation = e.Generation + 1\n", ""},
	{"a frame that is mapped and free", "kernel/sys/share.go", "\tk.unmapEverywhere(o, false)\n", ""},
}

var operations = regexp.MustCompile(`seed=\d+`)

// TestPlanted plants bugs in a copy of the kernel and lets the attacker loose on it: it must say no.
func TestPlanted(t *testing.T) {
	rows := planted
	if !*attackPlanted {
		rows = rows[:1]
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			root, err := filepath.Abs("../..")
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(root, tt.file)
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Count(string(b), tt.find) != 1 {
				t.Fatalf("%s has %q %d times, must have it once", tt.file, tt.find, strings.Count(string(b), tt.find))
			}
			dir := t.TempDir()
			copied, overlay := filepath.Join(dir, "planted.go"), filepath.Join(dir, "overlay.json")
			replace, err := json.Marshal(map[string]map[string]string{"Replace": {file: copied}})
			if err != nil {
				t.Fatal(err)
			}
			for name, data := range map[string][]byte{copied: []byte(strings.Replace(string(b), tt.find, tt.replace, 1)), overlay: replace} {
				if err := os.WriteFile(name, data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			start := time.Now()
			out, err := exec.Command("go", "test", "-vet=off", "-overlay", overlay, "-run", "^TestAttack$", ".", "-attack.operations", "300000").CombinedOutput()
			seed := operations.FindString(string(out))
			if err == nil || seed == "" {
				t.Fatalf("the attacker does not find it: %v\n%s", err, out)
			}
			t.Logf("found on the machine of %s, after %s", seed, time.Since(start).Round(time.Second))
		})
	}
}
