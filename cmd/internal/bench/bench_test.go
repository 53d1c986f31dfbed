package bench

import (
	"bytes"
	"encoding/xml"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const console = `init: 1 service to start
bench: empty cap_enter: 518
bench: NOP, batch 16, each: 543
bench: empty cap_enter [queued calls 12]: 520
bench: all done
init: bench                     exit 0                            as expected
`

func TestRead(t *testing.T) {
	all, err := Read(strings.NewReader(console))
	want := []Figure{
		{Name: "empty cap_enter", Instructions: 518}, {Name: "NOP, batch 16, each", Instructions: 543},
		{Name: "empty cap_enter", With: "queued calls", More: 12, Instructions: 520},
	}
	if err != nil || !slices.Equal(all, want) {
		t.Errorf("read %v, %v; want %v", all, err, want)
	}
	for _, line := range []string{"bench: x: 99999999999999999999", "bench: x [processes 99999999999999999999]: 1"} {
		if _, err := Read(strings.NewReader(line + "\n")); err == nil {
			t.Errorf("a number of more than 64 bits is accepted: %s", line)
		}
	}
}

func TestJoin(t *testing.T) {
	more := Figure{Name: "a", With: "processes", More: 3, Instructions: 101}
	figures := []Figure{{Name: "a", Instructions: 100}, {Name: "b", Instructions: 7}, more}
	for _, tt := range []struct {
		name    string
		targets []Target
		before  []Figure
		fails   string
	}{
		{"nothing to compare with", nil, nil, ""},
		{"a target", []Target{{Name: "a", Must: 5}}, []Figure{{Name: "b", Instructions: 7}, more}, ""},
		{"a target that nothing measures", []Target{{Name: "c"}}, nil, "has a target"},
		{"a figure that is gone", nil, []Figure{{Name: "c", Instructions: 1}}, "measured before"},
		{"a setting that is gone", nil, []Figure{{Name: "a", With: "processes", More: 4, Instructions: 1}}, "measured before"},
		{"a target of a setting", []Target{{Name: "a [processes 3]"}}, nil, "has a target"},
	} {
		_, err := Join(figures, tt.targets, tt.before)
		if (err != nil) != (tt.fails != "") || err != nil && !strings.Contains(err.Error(), tt.fails) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.fails)
		}
	}
}

// The verdicts at their boundaries.
func TestVerdicts(t *testing.T) {
	for _, tt := range []struct {
		now, before, must, goal uint64
		want                    string
	}{
		{100, 0, 0, 0, ""}, {100, 0, 100, 50, "met"}, {101, 0, 100, 50, "missed"}, {50, 0, 100, 50, "goal"},
		{105, 100, 200, 0, "met"}, {106, 100, 200, 0, "SLOWER"}, {94, 100, 200, 0, "met"},
	} {
		var b bytes.Buffer
		row := Row{Figure{Name: "x", Instructions: tt.now}, Target{Must: tt.must, Goal: tt.goal}, tt.before}
		if err := Table(&b, []Row{row}); err != nil {
			t.Fatal(err)
		}
		line := strings.Split(b.String(), "\n")[1]
		for _, word := range []string{"met", "missed", "goal", "SLOWER"} {
			if strings.Contains(line, word) != (word == tt.want) {
				t.Errorf("%+v is shown as %q, want %q", tt, line, tt.want)
			}
		}
	}
}

func TestFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f.json")
	if all, err := Load(file); err != nil || all != nil {
		t.Errorf("no file: %v, %v", all, err)
	}
	want := []Figure{{Name: "a", Instructions: 1}, {Name: "b", With: "processes", More: 8, Instructions: 2}}
	if err := Save(file, want); err != nil {
		t.Fatal(err)
	}
	if all, err := Load(file); err != nil || !slices.Equal(all, want) {
		t.Errorf("loaded %v, %v", all, err)
	}
}

// rows are what the drawings are tested with.
var rows = []Row{
	{Figure: Figure{Name: "a < b & c", Instructions: 10}},
	{Figure: Figure{Name: "none"}, Target: Target{Must: 3}},
	{Figure: Figure{Name: "a < b & c", With: "things & more", More: 4, Instructions: 10}},
	{Figure: Figure{Name: "a < b & c", With: "things & more", More: 8, Instructions: 1000}},
}

// words returns what a drawing says, which must be XML.
func words(t *testing.T, draw func(io.Writer, []Row) error) (text, drawing string) {
	t.Helper()
	var b bytes.Buffer
	if err := draw(&b, rows); err != nil {
		t.Fatal(err)
	}
	drawing = b.String()
	d := xml.NewDecoder(&b)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return text, drawing
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.CharData); ok {
			text += string(c)
		}
	}
}

// The chart has the name of each operation once, whatever the name is.
func TestChart(t *testing.T) {
	text, _ := words(t, Chart)
	if strings.Count(text, "a < b & c") != 1 || !strings.Contains(text, "none") {
		t.Errorf("the chart says %q", text)
	}
}

// The drawing of growth names what there is more of and each operation that was measured with it; a line that is not level rises.
func TestGrowth(t *testing.T) {
	text, drawing := words(t, Growth)
	if !strings.Contains(text, "0 to 8 more things & more") || strings.Count(text, "a < b & c") != 1 || strings.Contains(text, "none") {
		t.Errorf("the drawing says %q", text)
	}
	if !strings.Contains(drawing, `points="10,400 100,400 190,280"`) {
		t.Errorf("the line is wrong: %s", drawing)
	}
}

// The table of growth shows by how much, with the sign, and a regression.
func TestGrowthTable(t *testing.T) {
	var b bytes.Buffer
	table := append(slices.Clone(rows), Row{Figure: Figure{Name: "none", With: "things & more", More: 4, Instructions: 106}, Before: 100})
	if err := Table(&b, table); err != nil {
		t.Fatal(err)
	}
	_, growth, _ := strings.Cut(b.String(), "\n\n")
	for _, want := range []string{"4 things & more", "8 things & more", "+0", "+990", "+106 SLOWER"} {
		if !strings.Contains(growth, want) {
			t.Errorf("%q is not in the table:\n%s", want, growth)
		}
	}
}

// The committed targets name committed figures.
func TestCommitted(t *testing.T) {
	targets, err := LoadTargets("../../../docs/bench/targets.toml")
	if err != nil {
		t.Fatal(err)
	}
	figures, err := Load("../../../docs/bench/figures.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Join(figures, targets, nil); err != nil || len(targets) == 0 {
		t.Errorf("%d targets: %v", len(targets), err)
	}
}
