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
	open := func(stem string, proved bool) (*printer, error) {
		name := stem + ".go"
		if files[name] != nil {
			return nil, fmt.Errorf("two declarations want the file %s", name)
		}
		files[name] = &printer{pkg: filepath.Base(o.library), source: u.source, imports: []string{wirePath}, proved: proved}
		return files[name], nil
	}
	// What holds pointers and what is constants only stand in files of their own, since proofs read the latter.
	pair := func(stem string) (code, constants *printer, err error) {
		code, err = open(stem, false)
		if err == nil {
			constants, err = open(stem+"_layout", true)
		}
		return code, constants, err
	}
	for _, e := range u.enums {
		p, err := open(fileName(e.name), true)
		if err != nil {
			return nil, err
		}
		emitEnum(p, e)
	}
	for _, s := range u.structs {
		code, constants, err := pair(fileName(s.name))
		if err != nil {
			return nil, err
		}
		emitStruct(code, constants, s)
	}
	for _, f := range u.interfaces {
		code, constants, err := pair(fileName(f.name))
		if err != nil {
			return nil, err
		}
		emitInterface(code, constants, f)
		for _, m := range f.methods {
			if !m.ownParams && !m.ownResults {
				continue
			}
			code, constants, err := pair(fileName(f.name) + "_" + fileName(m.name))
			if err != nil {
				return nil, err
			}
			if m.ownParams {
				emitStruct(code, constants, m.params)
			}
			if m.ownResults {
				emitStruct(code, constants, m.results)
			}
		}
	}
	p, err := open("interfaces", false)
	if err != nil {
		return nil, err
	}
	emitInterfaceNames(p, u)
	return finish(files)
}

// finish formats files, those that hold nothing left out.
func finish(files map[string]*printer) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, p := range files {
		if p.body.Len() == 0 {
			continue
		}
		text, err := p.file()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = text
	}
	return out, nil
}

// emitStruct writes everything for a structure and its groups.
func emitStruct(code, constants *printer, s *structure) {
	emitReader(code, s, false)
	emitBuilder(code, s, false)
	emitLayout(constants, s, false)
}
