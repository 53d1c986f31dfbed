package supply

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// phrase tells a licence by words that only its text has. The first that matches counts.
type phrase struct {
	text    string
	licence string
}

var (
	phrases = []phrase{
		{"apache license", "Apache-2.0"},
		{"mozilla public license", "MPL-2.0"},
		{"gnu general public license", "GPL"},
		{"permission is hereby granted, free of charge", "MIT"},
		{"this is free and unencumbered software released into the public domain", "Unlicense"},
		{"neither the name", "BSD-3-Clause"},
		{"redistribution and use in source and binary forms", "BSD-2-Clause"},
	}
	licenceFile = regexp.MustCompile(`(?i)^((un)?licen[cs]e|copying)(\.(md|txt))?$`)
	blank       = regexp.MustCompile(`\s+`)
)

// licenceOf names the licence whose text lies in a module's folder, or says that it knows none.
func licenceOf(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", fmt.Errorf("supply: %w", err)
	}
	for _, entry := range entries {
		if !licenceFile.MatchString(entry.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return "", fmt.Errorf("supply: %w", err)
		}
		text := strings.ToLower(blank.ReplaceAllString(string(content), " "))
		// The first phrase in the text counts: some modules append the licences of what they copied.
		first, at := "unknown", len(text)
		for _, p := range phrases {
			if i := strings.Index(text, p.text); i >= 0 && i < at {
				if p.licence == "BSD-2-Clause" && strings.Contains(text, "neither the name") {
					continue
				}
				first, at = p.licence, i
			}
		}
		return first, nil
	}
	return "none", nil
}
