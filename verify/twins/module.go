package twins

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"warrant/verify/deduce"
	"warrant/verify/lower"
)

// Module is a copy of one package with the packages that it imports, as a module of its own.
type Module struct {
	// Package is the package's folder below Root.
	Package string
	// Root is the folder of the copy.
	Root string
	// files are the package's Go files with their sources, and the home of each function.
	files map[string]string
	home  map[string]string
	// Functions are the package's functions whose contracts are proved, sorted.
	Functions []string
}

// Copy copies the package in folder pkg of the module at root into the empty folder to.
func Copy(root, pkg, to string) (*Module, error) {
	loader, err := lower.NewLoader(root)
	if err != nil {
		return nil, err
	}
	paths, err := loader.Match(root, "./"+pkg)
	if err != nil {
		return nil, err
	}
	if _, err := loader.Load(paths[0]); err != nil {
		return nil, err
	}
	m := &Module{Package: pkg, Root: to, files: map[string]string{}, home: map[string]string{}}
	if err := m.add(loader.Root(), "go.mod"); err != nil {
		return nil, err
	}
	for _, p := range loader.Order {
		for _, f := range p.Files {
			if err := m.add(loader.Root(), f.Name); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(m.Functions)
	return m, nil
}

// add copies one file, and enters the functions of the package's own Go files.
func (m *Module) add(root, name string) error {
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		return err
	}
	if err := m.write(name, string(text)); err != nil {
		return err
	}
	if filepath.ToSlash(filepath.Dir(name)) != m.Package || !strings.HasSuffix(name, ".go") {
		return nil
	}
	m.files[name] = string(text)
	list, err := Functions(name, string(text))
	if err != nil {
		return err
	}
	for _, f := range list {
		m.home[f.Title] = name
		if f.Contract && !f.Trusted {
			m.Functions = append(m.Functions, f.Title)
		}
	}
	return nil
}

// write puts a file into the copy.
func (m *Module) write(name, text string) error {
	path := filepath.Join(m.Root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// Verify verifies the package as it is. The options' folder and patterns are the copy's.
func (m *Module) Verify(ctx context.Context, o deduce.Options) (*deduce.Report, error) {
	o.Dir, o.Patterns = m.Root, []string{"./" + m.Package}
	return deduce.Run(ctx, o, nil)
}

// Edit changes the source of the file that holds a function, until the function that it answers is called.
func (m *Module) Edit(function string, change func(name, source string) (string, error)) (undo func() error, err error) {
	name, ok := m.home[function]
	if !ok {
		return nil, fmt.Errorf("%s: no function %s", m.Package, function)
	}
	edited, err := change(name, m.files[name])
	if err != nil {
		return nil, err
	}
	if err := m.write(name, edited); err != nil {
		return nil, err
	}
	return func() error { return m.write(name, m.files[name]) }, nil
}
