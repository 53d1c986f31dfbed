package smoke

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"

	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/medium"
	"warrant/cmd/internal/qemu"
)

// Suite is how cases are run.
type Suite struct {
	// Build is the folder of kernels, media and programs.
	Build string
	// Logs is the folder for what the machines print, one file for each case.
	Logs string
	// Update writes the expected transcripts instead of comparing them. How a run ends is compared all the same.
	Update bool
	// Machine runs a machine; qemu.Run outside tests.
	Machine func(ctx context.Context, o qemu.Options) (qemu.Status, error)
}

// Run runs one case. The error says what is not as expected, and where the full log is; nil says that all is.
func (s *Suite) Run(ctx context.Context, c *Case) (err error) {
	work, err := os.MkdirTemp("", "warrant-smoke-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	options, err := s.options(c, work)
	if err != nil {
		return err
	}
	var console bytes.Buffer
	options.Console = &console
	status, failure := s.Machine(ctx, options)
	if status == qemu.Missing || status == qemu.Interrupted {
		return failure
	}
	log := filepath.Join(s.Logs, c.Name+".log")
	if err := os.WriteFile(log, console.Bytes(), 0o644); err != nil {
		return err
	}
	if status.Name() != c.Status {
		err = fmt.Errorf("the machine ended with %s (%s), not with %s", status.Name(), reason(failure, status), c.Status)
	}
	err = errors.Join(err, s.compare(c, console.String(), err != nil))
	if err != nil {
		return fmt.Errorf("%w\nfull log: %s", err, log)
	}
	return nil
}

// reason answers why a run ended: the error of the run, or else the meaning of its status.
func reason(failure error, status qemu.Status) string {
	if failure != nil {
		return failure.Error()
	}
	return status.String()
}

// compare compares a console with the expected transcript, or writes that.
func (s *Suite) compare(c *Case, console string, failed bool) error {
	got := c.normalise(console)
	if s.Update && !failed {
		return os.WriteFile(c.transcript(), []byte(got), 0o644)
	}
	want, err := os.ReadFile(c.transcript())
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no %s: `warrant smoke -update -run '^%s$'` writes it", c.transcript(), c.Name)
	}
	if err != nil {
		return err
	}
	if string(want) != got {
		return fmt.Errorf("the transcript differs\n%s", diff.Diff(c.transcript(), want, "printed", []byte(got)))
	}
	return nil
}

// options says which machine a case wants, and makes its files in folder work.
func (s *Suite) options(c *Case, work string) (o qemu.Options, err error) {
	o = qemu.Options{Machine: c.Machine, Memory: c.Memory, CPU: c.CPU, ICount: c.ICount, Timeout: c.limit(), UEFI: c.Medium == "uefi"}
	o.Kernel = filepath.Join(s.Build, c.Kernel)
	if _, err = os.Stat(o.Kernel); err != nil || len(c.Manifest) == 0 {
		return o, err
	}
	module, err := manifest.Compile(manifest.Options{Sources: c.Manifest, Build: s.Build, Unchecked: c.Unchecked})
	if err != nil {
		return o, err
	}
	module, err = c.damage(module)
	if err != nil {
		return o, err
	}
	o.Module = filepath.Join(work, "system.manifest")
	if err := os.WriteFile(o.Module, module, 0o644); err != nil || c.Medium == "" {
		return o, err
	}
	o.ISO = filepath.Join(work, "medium.iso")
	return o, medium.Write(medium.Request{Kernel: o.Kernel, Manifest: o.Module, Modules: c.Modules, Output: o.ISO, GRUB: medium.GRUB})
}
