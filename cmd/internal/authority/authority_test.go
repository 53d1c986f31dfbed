package authority

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/monitor"
	"warrant/kernel/limits"
	"warrant/lib/capos"
)

// say writes a graph as text: a line for each capability.
func say(g *Graph) string {
	var b strings.Builder
	for _, p := range g.Processes {
		for _, c := range p.Caps {
			target := "nobody"
			if c.Object >= 0 {
				target = g.Objects[c.Object]
			} else if c.Process >= 0 {
				target = g.Processes[c.Process].Name
			}
			fmt.Fprintf(&b, "%s: %s -> %s\n", p.Name, c.Label, target)
		}
	}
	return b.String()
}

func TestFromManifest(t *testing.T) {
	s := &manifest.System{
		Init: manifest.Init{Binary: "init", Caps: []manifest.Cap{{Name: "console", Source: "console"}, {Name: "only", Source: "timer"}, {Name: "clock", Source: "timer"}}},
		Services: []manifest.Service{
			{Name: "a", Binary: "a", Grants: []manifest.Grant{{Name: "out", Source: "console"}, {Name: "timer", Source: "only", Move: true}}},
			{Name: "b", Binary: "a", Grants: []manifest.Grant{{Name: "timer", Source: "clock"}}},
		},
	}
	g := FromManifest("t", s)
	want := "init: console -> console\ninit: clock -> timer\na: out -> console\na: timer (moved) -> timer\nb: timer -> timer\n"
	if got := say(g); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if len(g.Objects) != 2 || g.Processes[2].Note != "runs a" {
		t.Errorf("objects %v, note %q", g.Objects, g.Processes[2].Note)
	}
}

func TestFromSnapshot(t *testing.T) {
	hold := func(kind capos.ObjectKind, iface string, index uint32, state uint8) monitor.Hold {
		return monitor.Hold{Kind: uint16(kind), Interface: iface, Index: index, State: state}
	}
	s := &monitor.Snapshot{Processes: []*monitor.Process{
		{Place: 0, Name: "init", State: "waiting", Holds: []monitor.Hold{
			hold(capos.ObjectKindTimer, "Timer", 0, 1), hold(capos.ObjectKindProcessHandle, "ProcessHandle", 5, 1), hold(capos.ObjectKindProcessHandle, "ProcessHandle", 3, 1),
			hold(capos.ObjectKindSessionSpawner, "ProcessSpawner", 0, 1), hold(capos.ObjectKindFacet, "Chat", 2*limits.Facets+3, 2)}},
		{Place: 3, Name: "gone", State: "ended", Holds: []monitor.Hold{hold(capos.ObjectKindTimer, "Timer", 0, 1)}},
		{Place: 5, Name: "room", State: "ready", Holds: []monitor.Hold{
			hold(capos.ObjectKindEndpoint, "Endpoint", 2, 1), hold(capos.ObjectKindSignal, "Signal", 1, 1), hold(capos.ObjectKindNotification, "Notification", 1, 1),
			hold(capos.ObjectKindMemoryObject, "MemoryObject", 4, 1), hold(capos.ObjectKindMemoryView, "MemoryView", 4, 1), hold(capos.ObjectKindMemoryReader, "MemoryView", 4, 1)}},
	}}
	want := `init: Timer -> Timer of the kernel
init: handle of a process -> room
init: handle of a process -> nobody
init: ProcessSpawner -> session spawner of the kernel
init: calls Chat (on the way) -> endpoint 2
room: serves -> endpoint 2
room: signals -> notification 1
room: waits -> notification 1
room: owns -> memory object 4
room: reads and writes -> memory object 4
room: reads -> memory object 4
`
	if got := say(FromSnapshot("t", s)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// crowd is a graph in which every capability of a process reaches an object of its own.
func crowd(processes, caps int) *Graph {
	g := &Graph{Title: `a "title" <with> & all`}
	for p := range processes {
		one := &Process{Name: fmt.Sprintf("p{%d}", p), Note: "a|b"}
		g.Processes = append(g.Processes, one)
		for c := range caps {
			g.reach(one, fmt.Sprintf("c<%d>", c), fmt.Sprintf("object %d of %d", c, p))
		}
		one.Caps = append(one.Caps, Cap{Label: "handle", Object: -1, Process: 0}, Cap{Label: "handle", Object: -1, Process: -1})
	}
	return g
}

var pill = regexp.MustCompile(`y="(\d+)" width="\d+" height="30" rx`)

// TestSVG demands XML that repeats, that names everything, and in which no two objects overlap or leave the picture.
func TestSVG(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {1, 0}, {1, 1}, {3, 20}, {40, 1}} {
		g := crowd(size[0], size[1])
		var once, twice bytes.Buffer
		if err := errors.Join(g.SVG(&once), g.SVG(&twice)); err != nil || once.String() != twice.String() {
			t.Fatalf("%v: %v, or two pictures of one graph", size, err)
		}
		decoder := xml.NewDecoder(&twice)
		var text strings.Builder
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%v: %v", size, err)
			}
			if data, ok := token.(xml.CharData); ok {
				text.Write(data)
			}
		}
		for _, name := range append([]string{g.Title}, g.Objects...) {
			if !strings.Contains(text.String(), name) {
				t.Errorf("%v: the picture lacks %q", size, name)
			}
		}
		height, _ := strconv.Atoi(regexp.MustCompile(`height="(\d+)"`).FindStringSubmatch(once.String())[1])
		taken := map[int]bool{}
		for _, found := range pill.FindAllStringSubmatch(once.String(), -1) {
			top, _ := strconv.Atoi(found[1])
			for y := top; y < top+pillHeight; y++ {
				if taken[y] || y < 0 || y >= height {
					t.Fatalf("%v: objects overlap, or leave the picture of height %d, at %d", size, height, y)
				}
				taken[y] = true
			}
		}
		if len(taken) != pillHeight*len(g.Objects) {
			t.Errorf("%v: %d pixels of objects, want those of %d", size, len(taken), len(g.Objects))
		}
	}
}

func TestDOT(t *testing.T) {
	var b bytes.Buffer
	if err := crowd(2, 1).DOT(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`label="a \"title\" \<with\> & all"`, `p1 [shape=record, label="p\{1\}\na\|b|<c0> c\<0\>|<c1> handle|<c2> handle"];`,
		"p1:c0 -> o1;", "p1:c1 -> p0 [style=dashed];"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, &b)
		}
	}
	if strings.Contains(b.String(), "c2 ->") {
		t.Error("a capability that reaches nothing has a line")
	}
}
