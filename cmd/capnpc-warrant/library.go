package main

import (
	"fmt"
	"path/filepath"
)

// wirePath is the import path of the library below the generated code.
const wirePath = "warrant/lib/wire"

// emitLibrary returns the files of the folder of readers, builders and dispatch, by name.
func emitLibrary(u *unit, o options) (map[string][]byte, error) {
	files := map[string]*printer{}
	open := func(stem string) (*printer, error) {
		name := stem + ".go"
		if files[name] != nil {
			return nil, fmt.Errorf("two declarations want the file %s", name)
		}
		files[name] = &printer{pkg: filepath.Base(o.library), source: u.source, imports: []string{wirePath}}
		return files[name], nil
	}
	for _, e := range u.enums {
		p, err := open(fileName(e.name))
		if err != nil {
			return nil, err
		}
		emitEnum(p, e)
	}
	for _, s := range u.structs {
		p, err := open(fileName(s.name))
		if err != nil {
			return nil, err
		}
		emitStruct(p, s)
	}
	for _, f := range u.interfaces {
		p, err := open(fileName(f.name))
		if err != nil {
			return nil, err
		}
		emitInterface(p, f)
		for _, m := range f.methods {
			if !m.ownParams && !m.ownResults {
				continue
			}
			p, err := open(fileName(f.name) + "_" + fileName(m.name))
			if err != nil {
				return nil, err
			}
			if m.ownParams {
				emitStruct(p, m.params)
			}
			if m.ownResults {
				emitStruct(p, m.results)
			}
		}
	}
	p, err := open("interfaces")
	if err != nil {
		return nil, err
	}
	emitInterfaceNames(p, u)
	return finish(files)
}

// finish formats files.
func finish(files map[string]*printer) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, p := range files {
		text, err := p.file()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = text
	}
	return out, nil
}

// emitStruct writes everything for a structure and its groups.
func emitStruct(p *printer, s *structure) {
	emitReader(p, s, false)
	emitBuilder(p, s, false)
	emitLayout(p, s, false)
}
