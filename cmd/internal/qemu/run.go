package qemu

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Run runs a machine until it ends. err explains a status that the guest did not choose: Missing, Broken, Reset, TimedOut, Interrupted.
func Run(ctx context.Context, o Options) (status Status, err error) {
	path, err := exec.LookPath(Binary)
	if err != nil {
		return Missing, fmt.Errorf("%s is not installed: apt-get install qemu-system-x86", Binary)
	}
	if o.UEFI {
		if _, err := os.Stat(Firmware); err != nil {
			return Missing, fmt.Errorf("no UEFI firmware at %s: apt-get install ovmf", Firmware)
		}
	}
	outer := ctx
	if o.Timeout > 0 {
		limited, cancel := context.WithTimeout(ctx, o.Timeout)
		defer cancel()
		ctx = limited
	}
	var complaints bytes.Buffer
	cmd := exec.CommandContext(ctx, path, Arguments(o)...)
	cmd.Stdout, cmd.Stderr = o.Console, &complaints
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	err = cmd.Run()
	switch {
	case outer.Err() != nil:
		return Interrupted, fmt.Errorf("interrupted: %w", context.Cause(outer))
	case ctx.Err() != nil:
		return TimedOut, fmt.Errorf("the machine did not halt within %v", o.Timeout)
	case cmd.ProcessState == nil || !cmd.ProcessState.Exited():
		return Broken, fmt.Errorf("%s: %w", Binary, err)
	}
	status = translate(cmd.ProcessState.ExitCode())
	switch status {
	case Broken:
		return Broken, fmt.Errorf("%s: exit status %d: %s", Binary, cmd.ProcessState.ExitCode(), strings.TrimSpace(complaints.String()))
	case Reset:
		return Reset, errors.New(Reset.String())
	}
	return status, nil
}
