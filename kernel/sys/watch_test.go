package sys

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sources are the texts of the package, code and annotations, by file; its tests are left out.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"*.go", "*.gobra"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(data)
		}
	}
	return texts
}

// TestNothingSaysWhatIsWatched looks for what could make the watched thing less than arbitrary: what is proved of its age is proved of every
// thing only while nothing writes it and no contract says more of it than that it exists.
func TestNothingSaysWhatIsWatched(t *testing.T) {
	const owned = "acc(&k.watch) && acc(&k.account) && acc(&k.touched) && k.watch.Valid()"
	const sourced = "Stems(k.source, (&k.procs[k.watch.Process]).View().Caps.Slots[k.watch.Slot])"
	allowed := map[string][]string{
		"boot_spec.gobra":   {owned},
		"kernel_spec.gobra": {owned, sourced},
		"later_spec.gobra":  nil, // reads it, as half of a permission allows; the next pattern sees to the rest
		"source_spec.gobra": nil,
		"reach_spec.gobra":  nil,
		"whom_spec.gobra":   nil,
	}
	written := regexp.MustCompile(`k\.watch(\.\w+)?\s*(=|\+\+|--|!=|<|>)|&k\.watch`)
	var found int
	for name, source := range sources(t) {
		texts, known := allowed[name]
		for _, text := range texts {
			if strings.Count(source, text) != 1 {
				t.Errorf("%s: %q does not stand there once", name, text)
			}
			source = strings.Replace(source, text, "", 1)
			found++
		}
		source = strings.ReplaceAll(source, "acc(&k.watch, 1/2)", "")
		uses := strings.Count(source, "k.watch") + strings.Count(source, ").Of")
		if uses > 0 && !known {
			t.Errorf("%s: names what is watched", name)
		}
		if known {
			if at := written.FindString(source); at != "" {
				t.Errorf("%s: %q writes or compares what is watched", name, at)
			}
		}
	}
	if found != 3 {
		t.Errorf("the watch is owned or read in %d places, not in Mem twice and in Unbooted", found)
	}
}

// TestWhoCounts looks for what could make the counts mean something else than they say: that a submission was taken, that a completion was
// posted, and that a call was lost with its process, is each said where that happens and nowhere else, and only those words write the counts.
func TestWhoCounts(t *testing.T) {
	said := map[string]map[string]int{
		"tellOne": {"post.go": 2},
		"takeOne": {"handle.go": 1},
		"lose":    {"cancel.go": 1, "budget.go": 1, "load.go": 1, "spawn.go": 1},
	}
	written := regexp.MustCompile(`k\.account(\.\w+)? *(=[^=]|\+\+|--|\+=|-=)`)
	for name, source := range sources(t) {
		for word, files := range said {
			if n := strings.Count(source, "k."+word+"("); n != files[name] {
				t.Errorf("%s says %s %d times, not %d", name, word, n, files[name])
			}
		}
		writes := len(written.FindAllString(source, -1))
		switch name {
		case "later_spec.gobra":
			for field, by := range map[string]string{"Taken": "1", "Told": "1", "Lost": "less"} {
				text := "k.account." + field + " = k.account." + field + " + " + by + "\n"
				if strings.Count(source, text) != 1 {
					t.Errorf("%s does not add to %s once", name, field)
				}
			}
			if writes != len(said) {
				t.Errorf("%s writes the counts %d times, not %d", name, writes, len(said))
			}
		case "kernel_spec.gobra", "boot_spec.gobra":
			if strings.Count(source, "k.account") != 1 {
				t.Errorf("%s does more than own the counts", name)
			}
		default:
			if strings.Contains(source, "k.account") {
				t.Errorf("%s names the counts", name)
			}
		}
	}
}

// TestWhoGives looks for what could make the source of what the watched slot holds mean something else than it says: each capability is said
// to come where it enters a table, from the table as it was just before, and only those words write what is noted.
func TestWhoGives(t *testing.T) {
	said := map[string]map[string]string{
		"offer": {
			"carry.go": "\t// @ k.offer(from, k.procs[from].View().Caps, seq(k.list.Items), count)\n\ttransfer.Take(&k.procs[from], &k.list, &k.holds)\n",
			"spawn.go": "\t// @ k.offer(p, k.procs[p].View().Caps, seq[transfer.Descriptor]{d}, 1)\n\th = transfer.TakeOne(&k.procs[p], d)\n",
		},
		"sends": {"message.go": "\t\tk.list.Count = 0\n\t}\n\t// @ k.sends(c.Process, c.Place)\n"},
		"come": {
			"carry.go": "\ttransfer.Put(&k.procs[to], &k.holds, count, &k.ids)\n\t// @ k.come(to, k.procs[to].View().Caps)\n",
			"spawn.go": "\tid, _ = k.procs[child].Grant(h)\n\t// @ k.come(child, k.procs[child].View().Caps)\n",
		},
		"made":    {"complete.go": "\tid, _ := k.procs[p].Grant(h)\n\t// @ k.made(p, k.procs[p].View().Caps)\n"},
		"granted": {"boot.go": "Origin: captable.FromKernel})\n\t// @ k.granted(0, k.procs[0].View().Caps)\n"},
		"name":    {"handle.go": "\t\tproc.Ring.Take(&k.ram, &k.entry)\n\t\t// @ k.takeOne(p)\n\t\t// @ k.name(p, k.procs[p].View().Caps, k.entry.Cap)\n"},
		"empty": {
			"boot.go":   "\t})\n\t// @ k.empty(0, k.procs[0].View().Caps)\n",
			"budget.go": "\tk.procs[p].Vacate()\n\t// @ k.empty(p, k.procs[p].View().Caps)\n",
			"load.go":   "\tproc.Vacate()\n\t// @ k.empty(p, proc.View().Caps)\n",
			"spawn.go":  "\tk.procs[child].Open(q.Name, q.Budget)\n\t// @ k.empty(child, k.procs[child].View().Caps)\n",
		},
	}
	written := regexp.MustCompile(`k\.(source|offered|step)(\.\w+)? *(=[^=]|\+\+|--|\+=|-=)`)
	named := regexp.MustCompile(`k\.(source|offered|step)\b`)
	owned := map[string]int{"kernel_spec.gobra": 4, "boot_spec.gobra": 4, "later_spec.gobra": 3, "carry.go": 2}
	for name, source := range sources(t) {
		if name == "reach_spec.gobra" || name == "whom_spec.gobra" {
			continue // TestWhoTouches and TestWhoReaches look at what they do to the step
		}
		for word, files := range said {
			text, here := files[name]
			if n := strings.Count(source, "k."+word+"("); here && n != 1 || !here && n != 0 {
				t.Errorf("%s says %s %d times", name, word, n)
			}
			if here && strings.Count(source, text) != 1 {
				t.Errorf("%s does not say %s where it happens", name, word)
			}
		}
		writes := len(written.FindAllString(source, -1))
		if name == "source_spec.gobra" {
			if writes != len(said) {
				t.Errorf("%s writes what is noted %d times, not %d", name, writes, len(said))
			}
			continue
		}
		if n := len(named.FindAllString(source, -1)); writes != 0 || n != owned[name] {
			t.Errorf("%s names what is noted %d times, not %d, and writes it %d times", name, n, owned[name], writes)
		}
	}
}

// saidThere compares where a file says each word with where it has to.
func saidThere(t *testing.T, name, source string, said map[string]map[string][]string) {
	t.Helper()
	for word, files := range said {
		if n := strings.Count(source, "k."+word+"("); n != len(files[name]) {
			t.Errorf("%s says %s %d times, not %d", name, word, n, len(files[name]))
		}
		for _, text := range files[name] {
			if strings.Count(source, text) != 1 {
				t.Errorf("%s does not say %s where it happens", name, word)
			}
		}
	}
}

// TestWhoTouches looks for what could make the counts of changes mean something else than they say: what a step may change is widened only
// where something passes, begins or ends, and it is calm again behind that; that time has come is said only there; only the words write what is
// noted; and what the things look like stays any property, because nothing reveals which.
func TestWhoTouches(t *testing.T) {
	said := map[string]map[string][]string{
		"begins": {
			"handle.go": {"\t\tk.now = now\n\t\t// @ k.begins(int(p))\n", "\tk.now = now\n\t// @ k.begins(int(p))\n\tr := "},
			"next.go":   {"\tk.now = now\n\t// @ k.begins(limits.Processes)\n"},
		},
		"passes": {
			"carry.go": {"\t\t// @ k.passes(k.holds[i])\n"},
			"spawn.go": {"\t// @ k.passes(h)\n\treturn id\n}\n"},
		},
		"furnishes": {"share.go": {"\t// @ k.furnishes(at, k.objects[at].View())\n\t// @ fold k.Mem()\n\tk.furnish(at, pages)\n"}},
		"finishes":  {"end.go": {"\t// @ k.finishes(p)\n\t// @ fold k.Mem()\n\tk.surrender(p)\n"}},
		"calms": {
			"share.go":         {"\tk.furnish(at, pages)\n\t// @ unfold k.Mem()\n\t// @ k.calms()\n"},
			"reach_spec.gobra": {"\tunfold k.Mem()\n\tk.calms()\n\tfold k.Mem()\n"},
		},
		"calmed": {
			"carry.go": {"\t\t// @ CalmAgain(known, k.Epoch())\n\t\t// @ k.calmed()\n"},
			"spawn.go": {"\t// @ ghost moved := k.Epoch()\n\t// @ k.calmed()\n"},
			"end.go":   {"\tk.surrender(p)\n\t// @ assert Later(WithStep(old(k.Epoch()), k.Epoch().Step), k.Epoch())\n\t// @ k.calmed()\n"},
		},
		"opensEnd":    {"endpoint.go": {"\t// @ ghost was := k.endpoints[at].View()\n\tk.endpoints[at].Open(p)\n\t// @ k.opensEnd(at, was)\n"}},
		"opensNote":   {"notify.go": {"\t// @ ghost was := k.notifications[at].View()\n\tk.notifications[at].Open(p)\n\t// @ k.opensNote(at, was)\n"}},
		"opensObject": {"share.go": {"\t// @ ghost was := k.objects[at].View()\n\t\t\tk.objects[at].Open(p)\n\t\t\t// @ k.opensObject(at, was)\n"}},
		"late": {"unpark.go": {"\t// @ ghost was := k.objects[o].View()\n\tk.objects[k.procs[p].Owed(place).Target%limits.MemoryObjects].Unparked(p, place)\n" +
			"\t// @ k.late(o, was, k.objects[o].View(), p, place)\n"}},
	}
	revealed := regexp.MustCompile(`reveal\s+(sys\.)?(End|Note|Object|Proc)Looks`)
	written := regexp.MustCompile(`k\.(touched|step)(\.\w+)? *(=[^=]|\+\+|--|\+=|-=)`)
	owned := map[string]int{"kernel_spec.gobra": 1, "boot_spec.gobra": 1, "later_spec.gobra": 2, "source_spec.gobra": 5}
	for name, source := range sources(t) {
		saidThere(t, name, source, said)
		if at := revealed.FindString(source); at != "" {
			t.Errorf("%s: %q", name, at)
		}
		if name == "reach_spec.gobra" {
			const steps, counts, reached = 5, 7, 2
			if n := len(written.FindAllString(source, -1)); n != steps+counts+reached {
				t.Errorf("%s writes what is noted %d times, not %d", name, n, steps+counts+reached)
			}
			continue
		}
		if name == "whom_spec.gobra" {
			continue // TestWhoReaches looks at what it writes
		}
		if n := strings.Count(source, "k.touched"); n != owned[name] {
			t.Errorf("%s names the counts of changes %d times, not %d", name, n, owned[name])
		}
	}
}
