package medium

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// tool is a command or a file that making a medium needs, and the package of Debian that has it.
type tool struct {
	name, of string
}

// check demands that everything is there, and names all that is missing.
func (r Request) check() error {
	var packages []string
	for _, need := range []tool{
		{"grub-mkimage", "grub-common"}, {"xorriso", "xorriso"}, {"mformat", "mtools"},
		{filepath.Join(r.GRUB, "i386-pc", "boot_hybrid.img"), "grub-pc-bin"},
		{filepath.Join(r.GRUB, "x86_64-efi", "multiboot2.mod"), "grub-efi-amd64-bin"},
	} {
		missing := func() bool { _, err := exec.LookPath(need.name); return err != nil }
		if strings.Contains(need.name, "/") {
			missing = func() bool { _, err := os.Stat(need.name); return err != nil }
		}
		if missing() && !slices.Contains(packages, need.of) {
			packages = append(packages, need.of)
		}
	}
	if len(packages) > 0 {
		return fmt.Errorf("tools for boot media are missing: apt-get install %s", strings.Join(packages, " "))
	}
	var absent []error
	for _, path := range []string{r.Kernel, r.Manifest} {
		if _, err := os.Stat(path); err != nil {
			absent = append(absent, err)
		}
	}
	return errors.Join(absent...)
}
