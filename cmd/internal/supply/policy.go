package supply

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pelletier/go-toml/v2"
)

// PolicyName is the file of the policy, relative to the root.
const PolicyName = "dependencies.toml"

// Policy says what may be used, where, and why.
type Policy struct {
	// Licences are those that are accepted, by their SPDX names.
	Licences  []string `toml:"licences"`
	Toolchain struct {
		// Go is the version that go.mod names, such as go1.26.8.
		Go     string `toml:"go"`
		Reason string `toml:"reason"`
	} `toml:"toolchain"`
	Modules []Module `toml:"module"`
	Debian  []Debian `toml:"debian"`
	PyPI    []PyPI   `toml:"pypi"`
}

// Module is a Go module. Its version and sums are in go.mod and go.sum.
type Module struct {
	Path    string `toml:"path"`
	Licence string `toml:"licence"`
	// Importers are the folders whose packages may import it; empty for a tool.
	Importers []string `toml:"importers"`
	Reason    string   `toml:"reason"`
	// NeededBy is the module that requires it, for one that nothing here imports.
	NeededBy string `toml:"needed_by"`
}

// Debian is a package of the distribution.
type Debian struct {
	Package string `toml:"package"`
	// Version is the one that the project was last checked with.
	Version string `toml:"version"`
	Reason  string `toml:"reason"`
}

// PyPI is a wheel, pinned by its hash, and the file that is taken out of it.
type PyPI struct {
	Package      string `toml:"package"`
	Version      string `toml:"version"`
	Licence      string `toml:"licence"`
	WheelSHA256  string `toml:"wheel_sha256"`
	InsideSHA256 string `toml:"inside_sha256"`
	// Script is the file that fetches it.
	Script string `toml:"script"`
	Reason string `toml:"reason"`
}

// Load reads the policy of the tree at root. Unknown keys are errors.
func Load(root string) (*Policy, error) {
	text, err := os.ReadFile(filepath.Join(root, PolicyName))
	if err != nil {
		return nil, fmt.Errorf("supply: %w", err)
	}
	policy := &Policy{}
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(policy); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return nil, fmt.Errorf("supply: %s: unknown keys:\n%s", PolicyName, strict.String())
		}
		return nil, fmt.Errorf("supply: %s: %w", PolicyName, err)
	}
	return policy, nil
}

// module finds the entry of a module.
func (p *Policy) module(path string) *Module {
	for i := range p.Modules {
		if p.Modules[i].Path == path {
			return &p.Modules[i]
		}
	}
	return nil
}
