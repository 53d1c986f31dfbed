package qemu

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"warrant/kernel/abi"
)

// TestTranslate has a row per exit status of QEMU that means something, and its neighbours.
func TestTranslate(t *testing.T) {
	for code, want := range map[int]Status{
		0: Reset, 1: Broken, 2: Broken, 64: Broken, 255: Broken,
		2*int(abi.HaltClean) + 1: Clean, 2*int(abi.HaltClean) + 2: Broken, 2*int(abi.HaltClean) - 1: Broken,
		2*int(abi.HaltInitFailed) + 1: InitFailed, 2*int(abi.HaltBootRefused) + 1: BootRefused,
		2*int(abi.HaltPanic) + 1: KernelPanic, 2*int(abi.HaltException) + 1: KernelException,
		2*int(abi.HaltAccounting) + 1: Accounting, 2*int(abi.HaltProcessor) + 1: Processor,
		2*int(abi.HaltProcessor) + 3: Broken,
	} {
		if got := translate(code); got != want {
			t.Errorf("exit status %d: %s, want %s", code, got, want)
		}
	}
}

// TestNames demands that each status has a name and words of its own.
func TestNames(t *testing.T) {
	for s, words := range statuses {
		if got, ok := Named(words.name); !ok || got != s || s.Name() == "" || s.String() == "" {
			t.Errorf("status %d is called %q", s, words.name)
		}
	}
	if _, ok := Named("well"); ok {
		t.Error("there is a status of any name")
	}
}

// fake puts a shell script in QEMU's place.
func fake(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, Binary), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

// TestRun checks the status of runs of a script in QEMU's place.
func TestRun(t *testing.T) {
	tests := map[string]struct {
		script  string
		want    Status
		console string
		err     string
	}{
		"clean":        {"echo hello; exit 65", Clean, "hello\n", ""},
		"init failed":  {"exit 67", InitFailed, "", ""},
		"triple fault": {"echo half; exit 0", Reset, "half\n", "reset"},
		"bad option":   {"echo unknown option >&2; exit 1", Broken, "", "unknown option"},
		"killed":       {"kill -9 $$", Broken, "", "killed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fake(t, test.script)
			var console strings.Builder
			got, err := Run(t.Context(), Options{Machine: "q35", Memory: 64, Console: &console, Timeout: time.Minute})
			if got != test.want || console.String() != test.console {
				t.Errorf("%s, console %q; want %s, %q", got, console.String(), test.want, test.console)
			}
			if (err != nil) != (test.err != "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestLimits demands that a machine that does not halt ends with the time limit or the context, with all that it started.
func TestLimits(t *testing.T) {
	fake(t, "sleep 1000 & echo $!; wait")
	t.Run("timeout", func(t *testing.T) {
		var console strings.Builder
		got, err := Run(t.Context(), Options{Console: &console, Timeout: 2 * time.Second})
		if got != TimedOut || err == nil {
			t.Errorf("%s, %v", got, err)
		}
		if _, err := os.Stat("/proc/" + strings.TrimSpace(console.String()) + "/fd/1"); console.Len() == 0 || err == nil {
			t.Errorf("process %q is left", console.String())
		}
	})
	t.Run("interrupt", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		first := writer(func() { cancel() })
		if got, err := Run(ctx, Options{Console: first, Timeout: time.Minute}); got != Interrupted || err == nil {
			t.Errorf("%s, %v", got, err)
		}
	})
}

// writer calls a function for each write.
type writer func()

// Write calls the function.
func (w writer) Write(b []byte) (int, error) {
	w()
	return len(b), nil
}

// TestMissing demands that the package to install is named.
func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	got, err := Run(t.Context(), Options{})
	if got != Missing || err == nil || !strings.Contains(err.Error(), "apt-get install qemu-system-x86") {
		t.Errorf("%s, %v", got, err)
	}
}

// TestArguments checks what each option adds to the command line.
func TestArguments(t *testing.T) {
	base := Options{Kernel: "k.elf", Machine: "q35", Memory: 128}
	tests := map[string]struct {
		change func(o *Options)
		want   []string
	}{
		"kernel alone": {func(o *Options) {}, []string{"-kernel", "k.elf"}},
		"module":       {func(o *Options) { o.Module = "m" }, []string{"-initrd", "m"}},
		"machine":      {func(o *Options) { o.Machine = "pc" }, []string{"-machine", "pc,accel=tcg"}},
		"kvm":          {func(o *Options) { o.KVM = true }, []string{"-machine", "q35,accel=kvm", "-cpu", "host"}},
		"cpu":          {func(o *Options) { o.CPU = "qemu64" }, []string{"-cpu", "qemu64"}},
		"memory":       {func(o *Options) {}, []string{"-m", "128M"}},
		"icount":       {func(o *Options) { o.ICount = true }, []string{"-icount", "shift=0,sleep=off"}},
		"trace":        {func(o *Options) { o.Trace = "t" }, []string{"-D", "t"}},
		"monitor":      {func(o *Options) { o.Monitor = "m.sock" }, []string{"-monitor", "unix:m.sock,server=on,wait=off"}},
		"gdb":          {func(o *Options) { o.GDB = 1234 }, []string{"-gdb", "tcp:127.0.0.1:1234", "-S"}},
		"iso":          {func(o *Options) { o.ISO = "a,b.iso" }, []string{"-drive", "format=raw,media=cdrom,readonly=on,file=a,,b.iso"}},
		"disk":         {func(o *Options) { o.ISO, o.Disk = "i", true }, []string{"-drive", "format=raw,media=disk,snapshot=on,file=i"}},
		"uefi":         {func(o *Options) { o.ISO, o.UEFI = "i", true }, []string{"-bios", Firmware}},
	}
	for name, test := range tests {
		o := base
		test.change(&o)
		got := Arguments(o)
		at := slices.Index(got, test.want[0])
		if at < 0 || at+len(test.want) > len(got) || !slices.Equal(got[at:at+len(test.want)], test.want) {
			t.Errorf("%s: %q lacks %q", name, got, test.want)
		}
		if (o.ISO != "") == slices.Contains(got, "-kernel") {
			t.Errorf("%s: both or neither of medium and kernel in %q", name, got)
		}
	}
}

// TestFlagsExist demands that the installed QEMU takes the flags: it starts a machine from an empty medium and ends at the time limit.
func TestFlagsExist(t *testing.T) {
	if _, err := exec.LookPath(Binary); err != nil {
		t.Skip("QEMU is not installed")
	}
	medium := filepath.Join(t.TempDir(), "empty.iso")
	if err := os.WriteFile(medium, make([]byte, 2048), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, machine := range []string{"q35", "pc"} {
		got, err := Run(t.Context(), Options{
			ISO: medium, Machine: machine, Memory: 64, ICount: true, Timeout: 2 * time.Second, Console: &strings.Builder{},
		})
		if got != TimedOut {
			t.Errorf("%s: %s, %v", machine, got, err)
		}
	}
}
