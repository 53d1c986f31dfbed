// Package corpus reads and writes inputs in the forms of the fuzzers: native Go's text files, and the plain files of dvyukov/go-fuzz and
// of libFuzzer. The committed corpora are in the first form, one folder for each target, so that go test runs them.
package corpus

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// head is the first line of a native corpus file.
const head = "go test fuzz v1"

// Encode answers a native corpus file that holds data.
func Encode(data []byte) []byte {
	return fmt.Appendf(nil, "%s\n[]byte(%q)\n", head, data)
}

// Decode answers the data of a native corpus file with one byte slice. The error says what is wrong with the file.
func Decode(file []byte) ([]byte, error) {
	first, rest, _ := strings.Cut(string(file), "\n")
	if first != head {
		return nil, fmt.Errorf("the first line is %q, not %q", first, head)
	}
	literal := strings.TrimSpace(rest)
	literal, ok := strings.CutPrefix(literal, "[]byte(")
	literal, closed := strings.CutSuffix(literal, ")")
	if !ok || !closed {
		return nil, errors.New("the second line is not []byte(\"...\")")
	}
	data, err := strconv.Unquote(literal)
	if err != nil {
		return nil, fmt.Errorf("the second line is no string of Go: %w", err)
	}
	return []byte(data), nil
}

// Native reads every file of a folder of native corpus files, in order of their names; none when there is no such folder.
func Native(folder string) ([][]byte, error) {
	return read(folder, Decode)
}

// Plain reads every file of a folder as it is, in order of their names; none when there is no such folder.
func Plain(folder string) ([][]byte, error) {
	return read(folder, func(file []byte) ([]byte, error) { return file, nil })
}

func read(folder string, decode func([]byte) ([]byte, error)) (list [][]byte, err error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		name := filepath.Join(folder, e.Name())
		file, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		data, err := decode(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, data)
	}
	return list, nil
}

// Name is what a file with that data is called: the beginning of its SHA-256, so that one input is one file.
func Name(data []byte) string {
	return fmt.Sprintf("%x", sha256.Sum256(data))[:16]
}

// WriteNative writes data into a folder as a native corpus file and answers its name; the folder is made.
func WriteNative(folder string, data []byte) (string, error) {
	return write(folder, data, Encode(data))
}

// WritePlain writes data into a folder as it is and answers the file's name; the folder is made.
func WritePlain(folder string, data []byte) (string, error) {
	return write(folder, data, data)
}

func write(folder string, data, file []byte) (string, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	name := filepath.Join(folder, Name(data))
	return name, os.WriteFile(name, file, 0o644)
}
