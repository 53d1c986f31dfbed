package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The text that each bug replaces stands once in its file, so that a parser that changes does not lose its bugs unnoticed.
func TestPlaces(t *testing.T) {
	for _, b := range bugs {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", b.file))
		if err != nil {
			t.Error(err)
		} else if n := strings.Count(string(text), b.old); n != 1 || b.old == b.new {
			t.Errorf("%s: %s has %d places that read %q", b.name, b.file, n, b.old)
		}
	}
}
