package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"warrant/fuzz"
	"warrant/fuzz/corpus"
)

// committed is the folder of a target's committed corpus.
func committed(name string) string { return filepath.Join("testdata", "fuzz", "Fuzz"+name) }

// dictionary is the file of a target's dictionary.
func dictionary(name string) string {
	return filepath.Join("dictionaries", strings.ToLower(name)+".dict")
}

// find answers the target with a name.
func find(name string) (fuzz.Target, error) {
	var names []string
	for _, t := range fuzz.Targets() {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return fuzz.Target{}, fmt.Errorf("no target %q: %s", name, strings.Join(names, ", "))
}

func list() error {
	for _, t := range fuzz.Targets() {
		inputs, err := corpus.Native(committed(t.Name))
		if err != nil {
			return err
		}
		fmt.Printf("%-16s %-28s %5d inputs\n", t.Name, t.Package, len(inputs))
	}
	return nil
}

// keep makes crash files regression inputs. The name of a crash file's folder is its target.
func keep(files []string) error {
	if len(files) == 0 {
		return fmt.Errorf("keep: which files?")
	}
	for _, file := range files {
		t, err := find(filepath.Base(filepath.Dir(file)))
		if err != nil {
			return fmt.Errorf("%s: the folder names no target: %w", file, err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		kept, err := corpus.WriteNative(committed(t.Name), data)
		if err != nil {
			return err
		}
		fmt.Printf("%s: go test -run 'Fuzz%s/%s' runs it\n", kept, t.Name, filepath.Base(kept))
	}
	return nil
}

// export writes a committed corpus as plain files.
func export(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("export: a target and a folder are wanted")
	}
	return convert(args[0], func(t fuzz.Target) ([][]byte, error) { return corpus.Native(committed(t.Name)) },
		func(t fuzz.Target, data []byte) (string, error) { return corpus.WritePlain(args[1], data) })
}

// take takes plain files into a committed corpus.
func take(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("import: a target and a folder are wanted")
	}
	return convert(args[0], func(fuzz.Target) ([][]byte, error) { return corpus.Plain(args[1]) },
		func(t fuzz.Target, data []byte) (string, error) { return corpus.WriteNative(committed(t.Name), data) })
}

func convert(name string, read func(fuzz.Target) ([][]byte, error), write func(fuzz.Target, []byte) (string, error)) error {
	t, err := find(name)
	if err != nil {
		return err
	}
	inputs, err := read(t)
	if err != nil {
		return err
	}
	if len(inputs) == 0 {
		return fmt.Errorf("%s: nothing to convert", name)
	}
	for _, data := range inputs {
		if _, err := write(t, data); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %d inputs\n", name, len(inputs))
	return nil
}
