package image

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	kernelPackage = "./kernel/boot"
	stubPackage   = "./kernel/arch/stub"
	processor     = modulePath + "/kernel/arch/amd64."

	// kernelBase is the virtual address of physical address 0 in the window that the kernel is linked for, amd64.KernelBase.
	kernelBase = 0xffffffff80000000
	// kernelText and stubText are the addresses of the code for the linker: 2 MiB in the kernel's window, as a signed number, and
	// the first megabyte above the firmware's.
	kernelText = "-0x7fe00000"
	stubText   = "0x100000"
	// imageTop is where the kernel must end: some UEFI firmware keeps tables from 8 MiB on.
	imageTop = 0x800000
	// imageSegments is the number of segments that the kernel has room for, amd64.imageSegments.
	imageSegments = 8
)

// imageMark are the first two words of variable image of package amd64, which say that it is the right place.
var imageMark = [2]uint64{0x57_41_52_52_41_4e_54, 0x49_4d_41_47_45}

// stubMark is the value of variable kernelEntry of the stub.
const stubMark = 0x5741_5252

// Report says what an image is made of.
type Report struct {
	// Segments are the parts that are loaded, ascending by physical address.
	Segments []Segment
	// Kept are the functions of the runtime that stay, Retargeted those that became jumps to the trap entry.
	Kept, Retargeted []string
	// FileSize is the size of the image file, in bytes.
	FileSize int
}

// Request says what to link.
type Request struct {
	// Root is the module's folder.
	Root string
	// Output is the image file.
	Output string
	// Symbols is the file that gets the program as the toolchain linked it, with symbols and DWARF for gdb; empty for none.
	Symbols string
	// Overlay is a file for the toolchain's flag of that name, for tests; empty for none.
	Overlay string
}

// Kernel links the kernel with its 32-bit stub into a file that PVH and multiboot2 loaders take.
func Kernel(r Request) (report Report, err error) {
	work, err := os.MkdirTemp("", "warrant-image-")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(work)
	program, err := r.program(work, kernelPackage, processor+"entry", kernelText, "ring 0")
	if err != nil {
		return Report{}, err
	}
	trap, err := program.symbol(processor + "fatal")
	if err != nil {
		return Report{}, err
	}
	segments, err := program.finish(&report, "ring 0", trap, imageSegments)
	if err != nil {
		return Report{}, err
	}
	for i := range segments {
		segments[i].Physical = segments[i].Address - kernelBase
	}
	if last := segments[len(segments)-1]; last.Physical+last.Size > imageTop {
		return Report{}, fmt.Errorf("the kernel ends at physical address %#x, above %#x: its tables are too large", last.Physical+last.Size, imageTop)
	}
	if err := program.describeImage(segments); err != nil {
		return Report{}, err
	}
	program.fill(segments)

	stub, err := r.stub(work, program.entry)
	if err != nil {
		return Report{}, err
	}
	parts, err := layout(stub, imageSegments)
	if err != nil {
		return Report{}, fmt.Errorf("stub: %w", err)
	}
	if last := parts[len(parts)-1]; last.Physical+last.Size > segments[0].Physical {
		return Report{}, fmt.Errorf("the stub ends at %#x, within the kernel", last.Physical+last.Size)
	}
	stub.fill(parts)
	report.Segments = append(parts, segments...)
	pvh, err := stub.symbol("main.entryPVH")
	if err != nil {
		return Report{}, err
	}
	file := writeELF(stub.entry, report.Segments, entryNote(pvh), multibootHeader())
	report.FileSize = len(file)
	return report, os.WriteFile(r.Output, file, 0o644)
}

// program links a package twice: as an ordinary program to look for initialisers, and as a freestanding one, which it answers.
func (r Request) program(work, pkg, entry, text, where string) (*Program, error) {
	hot := ""
	if pkg == kernelPackage && r.Overlay == "" {
		var err error
		if hot, err = profile(r.Root, pkg); err != nil {
			return nil, err
		}
	}
	ordinary := make(chan error, 1)
	go func() {
		output := filepath.Join(work, "ordinary")
		if err := link(r.Root, pkg, "amd64", output, "", "", r.Overlay, hot); err != nil {
			ordinary <- err
			return
		}
		p, err := Open(output)
		if err == nil {
			err = checkInitialisation(p, r, where)
		}
		ordinary <- err
	}()
	output := r.Symbols
	if output == "" {
		output = filepath.Join(work, "freestanding")
	}
	err := link(r.Root, pkg, "amd64", output, entry, text, r.Overlay, hot)
	if failed := <-ordinary; failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, err
	}
	return Open(output)
}

// finish scans and retargets p, and answers its segments, still without content.
func (p *Program) finish(report *Report, where string, trap uint64, limit int) (segments []Segment, err error) {
	causes, keep, err := scan(p, where, trap)
	if err != nil {
		return nil, err
	}
	report.Kept = keep
	if report.Retargeted, err = retarget(p, causes, trap); err != nil {
		return nil, err
	}
	return layout(p, limit)
}

// describeImage tells the kernel which segments it consists of, for its page tables.
func (p *Program) describeImage(segments []Segment) error {
	const words = 3
	at, err := p.symbol(processor + "image")
	if err != nil {
		return err
	}
	b, err := p.bytes(at, imageSegments*words*8)
	if err != nil {
		return err
	}
	if binary.LittleEndian.Uint64(b) != imageMark[0] || binary.LittleEndian.Uint64(b[8:]) != imageMark[1] {
		return fmt.Errorf("variable %simage is not what it was when this tool was written", processor)
	}
	clear(b)
	for i, s := range segments {
		binary.LittleEndian.PutUint64(b[i*words*8:], s.Address)
		binary.LittleEndian.PutUint64(b[i*words*8+8:], s.Address+s.Size)
		binary.LittleEndian.PutUint64(b[i*words*8+16:], uint64(s.Rights))
	}
	return nil
}

// stub links the 32-bit stub, with all symbols of its own package live and nothing else, and tells it where the kernel begins.
func (r Request) stub(work string, entry uint64) (*Program, error) {
	output := filepath.Join(work, "stub")
	if err := link(r.Root, stubPackage, "386", output, "main.entryMultiboot", stubText, "", ""); err != nil {
		return nil, err
	}
	p, err := Open(output)
	if err != nil {
		return nil, err
	}
	for i := range p.pieces {
		if strings.HasPrefix(p.pieces[i].name, "main.") {
			p.pieces[i].live = true
			p.pieces[i].used = p.pieces[i].end - p.pieces[i].start
		}
	}
	at, err := p.symbol("main.kernelEntry")
	if err != nil {
		return nil, err
	}
	b, err := p.bytes(at, 4)
	if err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(b) != stubMark {
		return nil, fmt.Errorf("variable kernelEntry of the stub is not what it was when this tool was written")
	}
	binary.LittleEndian.PutUint32(b, uint32(entry))
	return p, nil
}
