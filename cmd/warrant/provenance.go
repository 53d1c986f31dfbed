package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"warrant/cmd/internal/image"
	"warrant/cmd/internal/supply"
)

// provenanceCommand is `warrant provenance`.
type provenanceCommand struct {
	Output string `short:"o" default:"build/provenance.json" help:"File to write."`
	Build  string `default:"build" type:"existingdir" help:"Folder with the images."`
	Root   string `default:"." type:"existingdir" help:"The module's folder."`
	SBOM   string `name:"sbom" help:"Also write the list of parts, in the CycloneDX format, to this file." placeholder:"FILE"`
}

// Run records from what the images of a folder were built.
func (c *provenanceCommand) Run() error {
	record, err := supply.Record(c.Root, c.Build)
	if err != nil {
		return err
	}
	if err := writeWith(c.Output, record.Write); err != nil {
		return err
	}
	fmt.Printf("%s: %d images\n", c.Output, len(record.Subject))
	if c.SBOM == "" {
		return nil
	}
	if err := writeWith(c.SBOM, func(w io.Writer) error { return supply.WriteBOM(c.Root, w) }); err != nil {
		return err
	}
	fmt.Println(c.SBOM)
	return nil
}

// writeWith writes what a function writes to a file.
func writeWith(name string, write func(io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	return os.WriteFile(name, content.Bytes(), 0o644)
}

// verify builds images again and compares them with a provenance, or with an image.
func (c *imageCommand) verify() error {
	given, err := os.ReadFile(c.Verify)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "warrant-verify-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if bytes.HasPrefix(given, []byte("\x7fELF")) {
		output := filepath.Join(work, "again.elf")
		if err := c.link(c.User, output); err != nil {
			return err
		}
		again, err := os.ReadFile(output)
		if err != nil {
			return err
		}
		if at := firstDifference(given, again); at >= 0 {
			return fmt.Errorf("%s is not what these sources give: byte %d differs (%d bytes, built again %d)", c.Verify, at, len(given), len(again))
		}
		fmt.Printf("%s: built again, the same %d bytes\n", c.Verify, len(given))
		return nil
	}
	record, err := supply.ReadProvenance(given)
	if err != nil {
		return err
	}
	if err := record.Compare(c.Root); err != nil {
		return err
	}
	differences, err := record.Rebuild(work, c.link)
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return errors.New("built again, and not the same:\n" + strings.Join(differences, "\n"))
	}
	fmt.Printf("%s: %d images built again, all the same bits\n", c.Verify, len(record.Subject))
	return nil
}

// link links the kernel, or a program of user space, into a file.
func (c *imageCommand) link(user, output string) error {
	request := image.Request{Root: c.Root, Output: output}
	var err error
	if user == "" {
		_, err = image.Kernel(request)
	} else {
		_, err = image.User(request, user)
	}
	return err
}

// firstDifference is the index of the first byte in which two files differ, or -1.
func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}
