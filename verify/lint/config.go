package lint

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Config says what the rules apply to. Every path in it is a slash-separated path below the module's root.
type Config struct {
	// Module is the module path, the first part of every import path of the tree.
	Module string `toml:"module"`
	// Layers are the layers of the tree; a package belongs to the one with the longest matching path.
	Layers []Layer `toml:"layer"`
	// Unsafe are the fences around package unsafe.
	Unsafe []Fence `toml:"unsafe"`
	// Assembly are the folders that may hold .s files.
	Assembly []string `toml:"assembly"`
	// Length is the limit on the lines of a file.
	Length Length `toml:"length"`
	// Generated are the endings of file names that only generators use.
	Generated []string `toml:"generated"`
	// Directives are the known //go: and //gosure: directives and annotation keywords.
	Directives Directives `toml:"directives"`
	// Provable is the code that must stay inside the language that the official Gobra reads.
	Provable Provable `toml:"provable"`
}

// Layer is a set of packages with the same permissions.
type Layer struct {
	// Path is the folder of the layer.
	Path string `toml:"path"`
	// Imports are the folders that its packages may import from, itself included where that is meant.
	Imports []string `toml:"imports"`
	// Tests are the folders that its tests may import from as well.
	Tests []string `toml:"tests"`
	// Host says that the layer runs on a host: it may use the standard library and other modules. Tests always may.
	Host bool `toml:"host"`
}

// Fence keeps package unsafe inside some folders of a part of the tree.
type Fence struct {
	// Path is the part of the tree; the longest matching one counts.
	Path string `toml:"path"`
	// Only are the folders where *_unsafe.go files may be.
	Only []string `toml:"only"`
}

// Length is the limit on the lines of a file.
type Length struct {
	// Limit is the greatest number of lines.
	Limit int `toml:"limit"`
	// Exceptions are the files that may be longer.
	Exceptions []Exception `toml:"exception"`
}

// Provable is the code that must stay inside the language that the official Gobra reads.
type Provable struct {
	// Folders hold that code.
	Folders []string `toml:"folders"`
	// Exceptions are the files in them that need not.
	Exceptions []Exception `toml:"exception"`
}

// Exception frees one file from a rule.
type Exception struct {
	// File is the path of the file.
	File string `toml:"file"`
	// Reason says why, for a reader who would rather split the file.
	Reason string `toml:"reason"`
}

// Directives are the spellings that exist.
type Directives struct {
	// Go are the names after //go: that the tree may use.
	Go []string `toml:"go"`
	// Gosure are the names after //gosure: that exist.
	Gosure []string `toml:"gosure"`
	// Annotation are the words that an annotation line may start with.
	Annotation []string `toml:"annotation"`
}

// ParseConfig reads a configuration in TOML. Unknown keys, a missing module or limit, and an exception without a reason are errors.
func ParseConfig(data []byte) (*Config, error) {
	c := &Config{}
	decoder := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := decoder.Decode(c); err != nil {
		if strict, ok := err.(*toml.StrictMissingError); ok {
			return nil, fmt.Errorf("lint configuration: unknown key\n%s", strict.String())
		}
		return nil, fmt.Errorf("lint configuration: %w", err)
	}
	if c.Module == "" {
		return nil, fmt.Errorf("lint configuration: module is missing")
	}
	if c.Length.Limit <= 0 {
		return nil, fmt.Errorf("lint configuration: length.limit is %d, must be positive", c.Length.Limit)
	}
	for _, e := range slices.Concat(c.Length.Exceptions, c.Provable.Exceptions) {
		if strings.TrimSpace(e.Reason) == "" {
			return nil, fmt.Errorf("lint configuration: the exception for %q has no reason", e.File)
		}
	}
	return c, nil
}

// excepts reports whether one of the exceptions is for a file.
func excepts(exceptions []Exception, file string) bool {
	return slices.ContainsFunc(exceptions, func(e Exception) bool { return e.File == file })
}

// within reports whether path is folder or lies below it.
func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/") || folder == "."
}

// withinAny reports whether path lies in one of the folders.
func withinAny(path string, folders []string) bool {
	for _, folder := range folders {
		if within(path, folder) {
			return true
		}
	}
	return false
}

// layer returns the layer of a folder of the tree.
func (c *Config) layer(path string) (layer Layer, ok bool) {
	for _, l := range c.Layers {
		if within(path, l.Path) && (!ok || len(l.Path) > len(layer.Path)) {
			layer, ok = l, true
		}
	}
	return layer, ok
}
