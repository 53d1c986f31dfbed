package medium

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// GRUB is the folder in which Debian has GRUB's modules.
const GRUB = "/usr/lib/grub"

// Request says what goes onto a medium.
type Request struct {
	// Kernel is an ELF file with a multiboot2 header.
	Kernel string
	// Manifest is the boot module.
	Manifest string
	// Output is the image file.
	Output string
	// Modules is how many times the manifest is passed to the kernel, which wants it once; 0 means 1.
	Modules int
	// GRUB is the folder of GRUB's modules, GRUB on Debian.
	GRUB string
}

// Where things are on the medium. UEFI Specification 2.10, section 3.5.1.1, names the last.
const (
	kernelPath   = "boot/kernel.elf"
	manifestPath = "boot/system.manifest"
	biosPath     = "boot/bios.img"
	uefiPath     = "boot/uefi.img"
	loaderPath   = "::/EFI/BOOT/BOOTX64.EFI"
)

// script answers what both copies of GRUB do, in the language of GRUB's rescue mode: a command a line. Without a serial port the first two
// fail and GRUB goes on with the screen.
func script(modules int) string {
	return "serial --unit=0 --speed=115200\n" +
		"terminal_output serial\n" +
		"search.file /" + kernelPath + " root\n" +
		"multiboot2 /" + kernelPath + "\n" +
		strings.Repeat("module2 /"+manifestPath+"\n", max(modules, 1)) +
		"boot\n"
}

// The modules that GRUB needs to read the medium and to start the kernel; grub-mkimage adds those that they need.
var modules = []string{"iso9660", "part_msdos", "search_fs_file", "serial", "terminal", "multiboot2", "boot"}

const (
	// volume is the name of the medium and of the file system in it that UEFI reads.
	volume = "WARRANT"
	// serialNumber is that of this file system: eight hexadecimal digits.
	serialNumber = "57415252"
	// loaderSize is the size of this file system as mformat has it, in KiB: a floppy disk's.
	loaderSize = "1440"
)

// date is the date of everything on the medium: the first that all of its file systems can express.
var date = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// Write makes a medium.
func Write(r Request) (err error) {
	if err := r.check(); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "warrant-iso-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	b := builder{work: work, tree: filepath.Join(work, "tree"), grub: r.GRUB}
	if err := os.MkdirAll(filepath.Join(b.tree, "boot"), 0o755); err != nil {
		return err
	}
	b.file("boot.cfg", []byte(script(r.Modules)))
	b.copy(r.Kernel, kernelPath)
	b.copy(r.Manifest, manifestPath)
	b.bios()
	b.uefi()
	b.dates()
	b.image()
	if b.err != nil {
		return b.err
	}
	image, err := os.ReadFile(filepath.Join(work, "medium.iso"))
	if err != nil {
		return err
	}
	return os.WriteFile(r.Output, image, 0o644)
}

// builder makes a medium in a folder of its own, step by step; after the first error nothing happens any more.
type builder struct {
	work, tree, grub string
	err              error
}

// file writes a file of the working folder.
func (b *builder) file(name string, content []byte) {
	if b.err == nil {
		b.err = os.WriteFile(filepath.Join(b.work, name), content, 0o644)
	}
}

// copy copies a file onto the medium.
func (b *builder) copy(from, to string) {
	if b.err != nil {
		return
	}
	content, err := os.ReadFile(from)
	b.err = err
	b.file(filepath.Join("tree", to), content)
}

// run runs a tool in the working folder.
func (b *builder) run(name string, arguments ...string) {
	if b.err != nil {
		return
	}
	command := exec.Command(name, arguments...)
	command.Dir = b.work
	command.Env = append(os.Environ(), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", date.Unix()), "TZ=UTC", "LC_ALL=C", "MTOOLSRC=/dev/null")
	var message bytes.Buffer
	command.Stderr = &message
	if err := command.Run(); err != nil {
		b.err = fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(message.String()))
	}
}

// loader makes a GRUB for a platform, with the script in it.
func (b *builder) loader(platform, output string, more ...string) {
	arguments := []string{"--directory", filepath.Join(b.grub, platform), "--format", platform, "--prefix", "/boot", "--config", "boot.cfg", "--output", output}
	b.run("grub-mkimage", append(append(arguments, modules...), more...)...)
}

// bios makes what a BIOS starts: GRUB's boot sector for CDs, and GRUB. xorriso tells the former where the latter is.
func (b *builder) bios() {
	b.loader("i386-pc", "core.img", "biosdisk")
	if b.err != nil {
		return
	}
	sector, err := os.ReadFile(filepath.Join(b.grub, "i386-pc", "cdboot.img"))
	if err != nil {
		b.err = err
		return
	}
	core, err := os.ReadFile(filepath.Join(b.work, "core.img"))
	b.err = err
	b.file(filepath.Join("tree", biosPath), append(sector, core...))
}

// uefi makes the file system that UEFI reads, with GRUB in it.
func (b *builder) uefi() {
	output := filepath.Join("tree", uefiPath)
	b.loader("x86_64-efi", "loader.efi")
	b.run("mformat", "-C", "-i", output, "-f", loaderSize, "-N", serialNumber, "-v", volume, "::")
	b.run("mmd", "-i", output, "::/EFI", "::/EFI/BOOT")
	b.run("mcopy", "-i", output, "loader.efi", loaderPath)
}

// dates gives all files of the medium the one date.
func (b *builder) dates() {
	if b.err != nil {
		return
	}
	b.err = filepath.WalkDir(b.tree, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, date, date)
	})
}

// image makes the medium: El Torito entries for both kinds of firmware on a CD, a boot sector and a partition for them on a disk.
func (b *builder) image() {
	b.run("xorriso", "-as", "mkisofs", "-quiet", "-o", "medium.iso", "-V", volume, "-r",
		"-b", biosPath, "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table", "--grub2-boot-info",
		"--grub2-mbr", filepath.Join(b.grub, "i386-pc", "boot_hybrid.img"),
		"--efi-boot", uefiPath, "-efi-boot-part", "--efi-boot-image", "--protective-msdos-label",
		"tree")
}
