// Package medium makes the boot medium: one ISO 9660 image that a BIOS and a UEFI firmware start, from a CD or from a disk.
//
// It holds two copies of Debian's GRUB with the same script, which loads the kernel by multiboot2 and the boot manifest as its one
// module. GRUB, mtools and xorriso do the work; the package says what goes where. No loader is downloaded. Output depends on the kernel,
// the manifest and the versions of these tools, on nothing else: every date and number that a tool would draw is fixed.
package medium
