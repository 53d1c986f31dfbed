package qemu

import (
	"fmt"
	"io"
	"strings"
	"time"

	"warrant/kernel/abi"
)

// Binary is the emulator's command.
const Binary = "qemu-system-x86_64"

// Firmware is the UEFI firmware of Debian's package ovmf.
const Firmware = "/usr/share/ovmf/OVMF.fd"

// Options says what to run and on which machine.
type Options struct {
	// Kernel is an ELF file with a PVH entry, started directly. Empty when ISO is given.
	Kernel string
	// Module is the file that is passed to Kernel as its one boot module; empty for none.
	Module string
	// ISO is a boot medium that brings its own kernel and modules.
	ISO string
	// Disk attaches the medium as a disk instead of a CD.
	Disk bool
	// UEFI starts the medium with UEFI firmware instead of a BIOS.
	UEFI bool
	// Machine is QEMU's machine type: q35 or pc.
	Machine string
	// Memory is the size of the machine's memory, in MiB.
	Memory int
	// CPU is QEMU's processor model; empty for all features that the emulator has.
	CPU string
	// KVM runs on the host's processor. It cannot be joined with ICount.
	KVM bool
	// ICount makes the machine's time a count of its instructions, so that a run repeats exactly.
	ICount bool
	// GDB makes the machine wait for a debugger on this TCP port of the local host before its first instruction; 0 for none.
	GDB int
	// Monitor is a Unix socket on which the machine takes the commands of QEMU's monitor; empty for none.
	Monitor string
	// Trace is a file for the blocks of the kernel's and of programs' instructions, as they are translated and executed; empty for none. It
	// slows the machine down a hundred times.
	Trace string
	// Timeout is how long the machine may run; 0 for no limit.
	Timeout time.Duration
	// Console receives what the guest writes to its first serial port, as it comes.
	Console io.Writer
}

// Arguments answers QEMU's command line, the command left out.
func Arguments(o Options) []string {
	accelerator, cpu := "tcg", "max"
	if o.KVM {
		accelerator, cpu = "kvm", "host"
	}
	if o.CPU != "" {
		cpu = o.CPU
	}
	args := []string{
		"-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
		"-machine", o.Machine + ",accel=" + accelerator,
		"-cpu", cpu,
		"-m", fmt.Sprintf("%dM", o.Memory),
		"-device", fmt.Sprintf("isa-debug-exit,iobase=%#x,iosize=0x04", abi.HaltPort),
		"-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
	}
	if o.ISO != "" {
		// The IDE disk wants to be written to; a snapshot keeps what it writes out of the file.
		kind := "media=cdrom,readonly=on"
		if o.Disk {
			kind = "media=disk,snapshot=on"
		}
		args = append(args, "-drive", "format=raw,"+kind+",file="+strings.ReplaceAll(o.ISO, ",", ",,"))
		if o.UEFI {
			args = append(args, "-bios", Firmware)
		}
	} else {
		args = append(args, "-kernel", o.Kernel)
		if o.Module != "" {
			args = append(args, "-initrd", o.Module)
		}
	}
	if o.ICount {
		args = append(args, "-icount", "shift=0,sleep=off")
	}
	if o.Trace != "" {
		// The kernel's text and the programs', not the firmware's.
		const text = "0xffffffff80000000..0xffffffff90000000,0x200000..0x1000000"
		args = append(args, "-d", "exec,nochain,in_asm", "-dfilter", text, "-D", strings.ReplaceAll(o.Trace, ",", ",,"))
	}
	if o.GDB != 0 {
		args = append(args, "-gdb", fmt.Sprintf("tcp:127.0.0.1:%d", o.GDB), "-S")
	}
	if o.Monitor != "" {
		args = append(args, "-monitor", "unix:"+o.Monitor+",server=on,wait=off")
	}
	return args
}
