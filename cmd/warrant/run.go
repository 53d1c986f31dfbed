package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"warrant/cmd/internal/command"
	"warrant/cmd/internal/manifest"
	"warrant/cmd/internal/qemu"
)

// gdbPort is the TCP port on which `warrant run --gdb` waits, gdb's customary one.
const gdbPort = 1234

// What is run unless something else is said, compiled and as source.
const (
	defaultManifest = "build/system.manifest"
	defaultSource   = "manifests/system.cue"
)

// runCommand is `warrant run`.
type runCommand struct {
	Manifest string        `default:"build/system.manifest" placeholder:"FILE" help:"Boot manifest (${default}), or its CUE source."`
	Kernel   string        `default:"build/kernel.elf" placeholder:"FILE" help:"Kernel (${default})."`
	ISO      bool          `name:"iso" help:"Boot the medium that make iso builds, which has its own kernel and manifest."`
	Medium   string        `default:"build/warrant.iso" placeholder:"FILE" help:"That medium (${default})."`
	UEFI     bool          `name:"uefi" help:"Boot the medium with UEFI firmware instead of a BIOS."`
	Machine  string        `default:"q35" enum:"q35,pc" help:"QEMU's machine: q35 or pc."`
	Memory   int           `default:"256" placeholder:"MIB" help:"Memory of the machine (${default})."`
	ICount   bool          `name:"icount" help:"Let the machine's time be a count of its instructions: every run is the same."`
	KVM      bool          `name:"kvm" help:"Run on the host's own processor."`
	GDB      bool          `name:"gdb" help:"Wait for gdb before the first instruction; no time limit unless --timeout is given."`
	Timeout  time.Duration `placeholder:"DURATION" help:"How long the machine may run (60s)."`
	Monitor  bool          `help:"Add the monitor to the manifest, which then has to be CUE source (manifests/system.cue unless given), and show its table."`
	JSON     string        `name:"monitor-json" placeholder:"FILE" help:"The same, and write the newest snapshot to a file as JSON."`
	Log      string        `placeholder:"FILE" help:"Write the console to a file as well."`
}

// Help documents the exit status.
func (c *runCommand) Help() string {
	text := "Exit status:\n\n"
	for status := qemu.Clean; status <= qemu.Interrupted; status++ {
		if name := status.Name(); name != "" {
			text += fmt.Sprintf("  %3d  %s\n", int(status), status)
		}
	}
	return text + "    1  the tool itself failed\n"
}

// Run runs the machine and passes on how it ended.
func (c *runCommand) Run(ctx context.Context) (err error) {
	options, cleanup, err := c.options()
	if err != nil {
		return err
	}
	defer cleanup()
	var last tail
	options.Console = io.MultiWriter(os.Stdout, &last)
	if c.Log != "" {
		log, err := os.Create(c.Log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, log.Close()) }()
		options.Console = io.MultiWriter(options.Console, log)
	}
	watch := c.watch(options.Console)
	if watch != nil {
		options.Console = watch
		defer func() { err = errors.Join(err, c.conclude(watch)) }()
	}
	if c.GDB {
		fmt.Fprintf(os.Stderr, "waiting for gdb: gdb -ex 'set substitute-path warrant .' -ex 'target remote :%d' %s\n", gdbPort, symbols(c.Kernel))
	}
	status, err := qemu.Run(ctx, options)
	if place := halted(status, last.kept, symbols(c.Kernel)); place != "" {
		fmt.Fprintf(os.Stderr, "warrant run: the kernel halted at %s\n", place)
	}
	if err == nil && status != qemu.Clean {
		err = errors.New(status.String())
	}
	if err != nil {
		return command.Exit{Status: int(status), Err: err}
	}
	return nil
}

// symbols answers the file that `warrant image` puts the symbols of a kernel into.
func symbols(kernel string) string {
	return kernel[:len(kernel)-len(filepath.Ext(kernel))] + ".sym"
}

// options makes sure that everything that the machine needs is there. cleanup removes what was made for this run only.
func (c *runCommand) options() (o qemu.Options, cleanup func(), err error) {
	o = qemu.Options{Machine: c.Machine, Memory: c.Memory, ICount: c.ICount, KVM: c.KVM, UEFI: c.UEFI, Timeout: c.Timeout}
	if c.ICount && c.KVM {
		return o, nil, errors.New("--icount and --kvm exclude each other")
	}
	if c.GDB {
		o.GDB = gdbPort
	} else if c.Timeout == 0 {
		o.Timeout = time.Minute
	}
	if c.ISO || c.UEFI {
		o.ISO = c.Medium
		return o, func() {}, exists(c.Medium, "iso")
	}
	sources := []string{c.Manifest}
	if c.Monitor || c.JSON != "" {
		if sources[0] == defaultManifest {
			sources[0] = defaultSource
		}
		if filepath.Ext(sources[0]) != ".cue" {
			return o, nil, fmt.Errorf("the monitor can only be added to CUE source, not to %s", sources[0])
		}
		sources = append(sources, monitorSource)
	}
	o.Kernel, o.Module = c.Kernel, sources[0]
	if err := errors.Join(exists(c.Kernel, "image"), exists(sources[0], "image")); err != nil {
		return o, nil, err
	}
	if filepath.Ext(sources[0]) != ".cue" {
		return o, func() {}, nil
	}
	o.Module, err = manifest.CompileToTemporary(manifest.Options{Sources: sources, Build: filepath.Dir(c.Kernel)})
	return o, func() { os.Remove(o.Module) }, err
}

// exists demands that a file is there, and otherwise names the target of make that builds it.
func exists(path, target string) error {
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no %s: `make %s` builds it", path, target)
	}
	return err
}
