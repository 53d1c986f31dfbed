package bench

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"github.com/pelletier/go-toml/v2"
)

// Figure is what one operation costs, in instructions.
type Figure struct {
	Name string `json:"name"`
	// With says what there was more of while it was measured, and More how many; empty and 0 for nothing.
	With         string `json:"with,omitempty"`
	More         uint64 `json:"more,omitempty"`
	Instructions uint64 `json:"instructions"`
}

// Title is the operation with its setting, as user/bench prints it.
func (f Figure) Title() string {
	if f.With == "" {
		return f.Name
	}
	return fmt.Sprintf("%s [%s %d]", f.Name, f.With, f.More)
}

// Target is what is wanted of an operation, and what the same costs elsewhere, in instructions; 0 stands for no figure.
type Target struct {
	Name  string `toml:"name"`
	Must  uint64 `toml:"must"`
	Goal  uint64 `toml:"goal"`
	Linux uint64 `toml:"linux"`
	SeL4  uint64 `toml:"sel4"`
}

var printed = regexp.MustCompile(`^bench: (.+?)(?: \[(.+) (\d+)\])?: (\d+)$`)

// Read finds the figures in what a machine printed, in the order of the lines.
func Read(console io.Reader) (all []Figure, err error) {
	lines := bufio.NewScanner(console)
	for lines.Scan() {
		m := printed.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		f := Figure{Name: m[1], With: m[2]}
		f.Instructions, err = strconv.ParseUint(m[4], 10, 64)
		if err == nil && f.With != "" {
			f.More, err = strconv.ParseUint(m[3], 10, 64)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", lines.Text(), err)
		}
		all = append(all, f)
	}
	return all, lines.Err()
}

// LoadTargets reads the targets from a TOML file.
func LoadTargets(file string) ([]Target, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all struct {
		Targets []Target `toml:"target"`
	}
	if err := toml.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return all.Targets, nil
}

// Load reads figures from a JSON file that Save wrote; there are none when there is no file.
func Load(file string) (all []Figure, err error) {
	b, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return all, nil
}

// Save writes figures to a JSON file.
func Save(file string, all []Figure) error {
	b, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}
