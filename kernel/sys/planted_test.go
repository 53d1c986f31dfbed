package sys

import (
	"encoding/json"
	"flag"
	"fmt"
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
	name string
	change
}{
	{"a ledger that leaks", change{"kernel/sys/close.go", "k.notifications[at].Close()\n\t// @ k.touchNote(at)\n\tk.procs[p].Objects.Give(1)", "k.notifications[at].Close()"}},
	{"a generation that is not compared", change{"kernel/core/captable/captable.go",
		"return t.slots[i].State == Live && t.slots[i].Gen == uint32(id)/Slots", "return t.slots[i].State == Live"}},
	{"a rollback that is forgotten", change{"kernel/sys/withdraw.go", "\ttransfer.Restore(&k.procs[r.Process], &k.travels[r.Process][r.Place])\n", ""}},
	{"an exit that forgets a queue", change{"kernel/sys/endpoint.go", "\tk.endpoints[at].RemoveCall(ref)\n", ""}},
	{"a view that outlives its revocation", change{"kernel/sys/share.go", "\tk.unmapEverywhere(o, true)\n", ""}},
	{"a completion that is posted twice", change{"kernel/sys/reply.go", "k.post(p, userData, abi.Delivered, 0)\n",
		"k.post(p, userData, abi.Delivered, 0)\n\tk.post(p, userData, abi.Delivered, 0)\n"}},
	{"a grant that is not paid for", change{"kernel/sys/spawn.go", "\tk.donate(p, q.Budget)\n", ""}},
	{"an owner that moves without its price", change{"kernel/sys/owner.go",
		"\tk.ownEndpoint(to, at)\n\t// @ PassingStill(old(k.Epoch()), sent, k.Epoch())\n\tk.payOver(from, to, 0)\n", "\tk.ownEndpoint(to, at)\n"}},
	{"a result for the wrong process", change{"kernel/sys/notify.go", "k.answer(p, c, f.Part.Count, f.Part.Count, 0) {",
		"k.answer((p+1)%limits.Processes, c, f.Part.Count, f.Part.Count, 0) {"}},
	{"a walk that is remembered too long", change{"kernel/core/aspace/walk.go", "\ts.entries = [kept]Entry{}\n", ""}},
	{"an alarm that nobody looks at", change{"kernel/sys/wake.go", "k.due.Add(place, due)\n\tk.steady = false", "k.due.Add(place, due)"}},
	{"an answer for the wrong process", change{"kernel/sys/reply.go", "k.post(caller.Process, c.UserData, code, uint16(caps))",
		"k.post((caller.Process+1)%limits.Processes, c.UserData, code, uint16(caps))"}},
	{"a capability for the wrong table", change{"kernel/sys/carry.go", "transfer.Put(&k.procs[to]", "transfer.Put(&k.procs[from]"}},
	{"a new object for who did not ask", change{"kernel/sys/complete.go", "k.procs[p].Grant(h)", "k.procs[0].Grant(h)"}},
	{"an object that is not paid for", change{"kernel/sys/endpoint.go", "at == limits.Endpoints || !k.procs[p].Objects.Take(1)", "at == limits.Endpoints"}},
	{"a revoked facet that still calls", change{"kernel/sys/message.go", "k.endpoints[at].HasFacet(facet, h.Epoch)", "k.endpoints[at].Live"}},
	{"a revoked view that still maps", change{"kernel/sys/unpark.go", "return o.Shows(h.Epoch)", "return o.Live"}},
	{"an endpoint that comes back", change{"kernel/core/endpoint/endpoint.go", "\te.Generation = e.Generation + 1\n", ""}},
	{"a frame that is mapped and free", change{"kernel/sys/share.go", "\tk.unmapEverywhere(o, false)\n", ""}},
}

// change makes a file of the repository another one, at the one place that reads like find.
type change struct{ file, find, replace string }

// in answers a text with the change. It fails when the place is not there once; without a place to find, what replaces it is put in front.
func (c change) in(text string) (string, error) {
	if n := strings.Count(text, c.find); c.find != "" && n != 1 {
		return "", fmt.Errorf("%s has %q %d times, must have it once", c.file, c.find, n)
	}
	return strings.Replace(text, c.find, c.replace, 1), nil
}

// TestPlantedFit finds the place of each planted bug, as few of them are planted in each run.
func TestPlantedFit(t *testing.T) {
	for _, tt := range planted {
		text, err := os.ReadFile(filepath.Join("../..", tt.change.file))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tt.change.in(string(text)); err != nil || tt.change.find == "" {
			t.Errorf("%s: %q: %v", tt.name, tt.change.find, err)
		}
	}
}

// attackChanged runs TestAttack on a copy of the kernel with changes, with arguments of go test, and answers what it says.
func attackChanged(t *testing.T, changes []change, arguments ...string) (out []byte, err error) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	texts, copies := map[string]string{}, map[string]string{}
	for _, c := range changes {
		file := filepath.Join(root, c.file)
		if _, ok := texts[file]; !ok {
			b, err := os.ReadFile(file)
			if err != nil && c.find != "" {
				t.Fatal(err)
			}
			texts[file], copies[file] = string(b), filepath.Join(dir, fmt.Sprintf("%d.go", len(copies)))
		}
		text, err := c.in(texts[file])
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = text
	}
	for file, text := range texts {
		if err := os.WriteFile(copies[file], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	replace, err := json.Marshal(map[string]map[string]string{"Replace": copies})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, replace, 0o644); err != nil {
		t.Fatal(err)
	}
	return exec.Command("go", append([]string{"test", "-vet=off", "-overlay", overlay, "-run", "^TestAttack$", "."}, arguments...)...).CombinedOutput()
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
			start := time.Now()
			out, err := attackChanged(t, []change{tt.change}, "-attack.operations", "300000")
			seed := operations.FindString(string(out))
			if err == nil || seed == "" {
				t.Fatalf("the attacker does not find it: %v\n%s", err, out)
			}
			t.Logf("found on the machine of %s, after %s", seed, time.Since(start).Round(time.Second))
		})
	}
}
