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
bench: all done
init: bench                     exit 0                            as expected
`

func TestRead(t *testing.T) {
	all, err := Read(strings.NewReader(console))
	if want := []Figure{{"empty cap_enter", 518}, {"NOP, batch 16, each", 543}}; err != nil || !slices.Equal(all, want) {
		t.Errorf("read %v, %v; want %v", all, err, want)
	}
	if _, err := Read(strings.NewReader("bench: x: 99999999999999999999\n")); err == nil {
		t.Error("a figure of more than 64 bits is accepted")
	}
}

func TestJoin(t *testing.T) {
	figures := []Figure{{"a", 100}, {"b", 7}}
	for _, tt := range []struct {
		name    string
		targets []Target
		before  []Figure
		fails   string
	}{
		{"nothing to compare with", nil, nil, ""},
		{"a target", []Target{{Name: "a", Must: 5}}, []Figure{{"b", 7}}, ""},
		{"a target that nothing measures", []Target{{Name: "c"}}, nil, "has a target"},
		{"a figure that is gone", nil, []Figure{{"c", 1}}, "measured before"},
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
		row := Row{Figure{"x", tt.now}, Target{Must: tt.must, Goal: tt.goal}, tt.before}
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
	want := []Figure{{"a", 1}, {"b", 2}}
	if err := Save(file, want); err != nil {
		t.Fatal(err)
	}
	if all, err := Load(file); err != nil || !slices.Equal(all, want) {
		t.Errorf("loaded %v, %v", all, err)
	}
}

// The chart is XML with the name of each row, whatever the name is.
func TestChart(t *testing.T) {
	var b bytes.Buffer
	if err := Chart(&b, []Row{{Figure: Figure{"a < b & c", 10}}, {Figure: Figure{"none", 0}, Target: Target{Must: 3}}}); err != nil {
		t.Fatal(err)
	}
	text := ""
	d := xml.NewDecoder(&b)
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.CharData); ok {
			text += string(c)
		}
	}
	if !strings.Contains(text, "a < b & c") || !strings.Contains(text, "none") {
		t.Errorf("the chart says %q", text)
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
