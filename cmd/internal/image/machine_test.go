package image

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warrant/cmd/internal/qemu"
)

// TestMachines starts the kernel without a boot module on machines of many kinds. Where it can run it comes as far as the message that the
// module is missing: page tables, descriptor tables, clock and allocator stand by then. Elsewhere it says what the processor lacks.
func TestMachines(t *testing.T) {
	kernel := filepath.Join(t.TempDir(), "kernel.elf")
	if _, err := Kernel(Request{Root: root, Output: kernel}); err != nil {
		t.Fatal(err)
	}
	const noModule = "one boot module is needed, the boot manifest; the boot loader passed 0"
	tests := map[string]struct {
		options qemu.Options
		status  qemu.Status
		message string
	}{
		"no 64-bit mode":        {qemu.Options{CPU: "max,-lm"}, qemu.Processor, "the processor has no 64-bit mode"},
		"32-bit":                {qemu.Options{CPU: "pentium3"}, qemu.Processor, "the processor has no 64-bit mode"},
		"no NX":                 {qemu.Options{CPU: "max,-nx"}, qemu.Processor, "the processor has no NX"},
		"no SSE2":               {qemu.Options{CPU: "max,-sse2"}, qemu.Processor, "the processor has no FXSR or SSE2"},
		"no FXSR":               {qemu.Options{CPU: "max,-fxsr"}, qemu.Processor, "the processor has no FXSR or SSE2"},
		"no SYSCALL":            {qemu.Options{CPU: "max,-syscall"}, qemu.Processor, "the processor has no SYSCALL"},
		"no FSGSBASE":           {qemu.Options{CPU: "max,-fsgsbase"}, qemu.Processor, "the processor has no FSGSBASE"},
		"no leaf 7":             {qemu.Options{CPU: "max,level=6"}, qemu.Processor, "the processor has no FSGSBASE"},
		"no APIC":               {qemu.Options{CPU: "max,-apic"}, qemu.Processor, "the processor has no local APIC"},
		"no global pages":       {qemu.Options{CPU: "max,-pge"}, qemu.Processor, "the processor has no global pages (PGE)"},
		"no time-stamp counter": {qemu.Options{CPU: "max,-tsc"}, qemu.Processor, "the processor has no time-stamp counter"},
		"an old enough one":     {qemu.Options{CPU: "IvyBridge"}, qemu.BootRefused, noModule},
		"AMD":                   {qemu.Options{CPU: "EPYC"}, qemu.BootRefused, noModule},
		"no hardening":          {qemu.Options{CPU: "max,-smep,-smap,-umip,-mce"}, qemu.BootRefused, noModule},
		"pc":                    {qemu.Options{Machine: "pc"}, qemu.BootRefused, noModule},
		"microvm":               {qemu.Options{Machine: "microvm"}, qemu.BootRefused, noModule},
		"8 MiB":                 {qemu.Options{Memory: 8}, qemu.BootRefused, "the memory map has no usable memory above the kernel"},
		"16 MiB":                {qemu.Options{Memory: 16}, qemu.BootRefused, noModule},
		"64 MiB":                {qemu.Options{Memory: 64}, qemu.BootRefused, noModule},
		"65 MiB":                {qemu.Options{Memory: 65}, qemu.BootRefused, noModule},
		"1 GiB":                 {qemu.Options{Memory: 1024}, qemu.BootRefused, noModule},
		"1 GiB and a bit":       {qemu.Options{Memory: 1025}, qemu.BootRefused, noModule},
		"3 GiB":                 {qemu.Options{Memory: 3072}, qemu.BootRefused, noModule},
		"4 GiB":                 {qemu.Options{Memory: 4096}, qemu.BootRefused, noModule},
		"4 GiB, pc":             {qemu.Options{Memory: 4096, Machine: "pc"}, qemu.BootRefused, noModule},
		"6 GiB":                 {qemu.Options{Memory: 6144}, qemu.BootRefused, noModule},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var console bytes.Buffer
			o := test.options
			o.Kernel, o.Timeout, o.Console = kernel, time.Minute, &console
			if o.Machine == "" {
				o.Machine = "q35"
			}
			if o.Memory == 0 {
				o.Memory = 64
			}
			status, err := qemu.Run(t.Context(), o)
			if status == qemu.Missing {
				t.Skip(err)
			}
			if want := "kernel: halt: " + test.message; status != test.status || strings.TrimSpace(console.String()) != want {
				t.Errorf("%s (%v), %q; want %s, %q", status, err, console.String(), test.status, want)
			}
		})
	}
}
