package image

import (
	"fmt"
	"os"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
)

const (
	userRuntime = modulePath + "/user/rt."
	userEntry   = userRuntime + "start"
	userTrap    = userRuntime + "trap"
)

// User links the program of user space whose package is at path, ./user/hello say, into a file for ProcessSpawner.
func User(r Request, path string) (report Report, err error) {
	work, err := os.MkdirTemp("", "warrant-image-")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(work)
	where := "a freestanding program"
	program, err := r.program(work, path, userEntry, fmt.Sprintf("%#x", uint64(abi.ImageBase)), where)
	if err != nil {
		return Report{}, err
	}
	trap, err := program.symbol(userTrap)
	if err != nil {
		return Report{}, err
	}
	segments, err := program.finish(&report, where, trap, limits.Segments)
	if err != nil {
		return Report{}, err
	}
	if last := segments[len(segments)-1]; last.Address+last.Size > uint64(abi.ImageTop) {
		return Report{}, fmt.Errorf("%s ends at %#x, above %#x", path, last.Address+last.Size, uint64(abi.ImageTop))
	}
	program.fill(segments)
	report.Segments = segments
	file := writeELF(program.entry, segments, nil, nil)
	report.FileSize = len(file)
	return report, os.WriteFile(r.Output, file, 0o644)
}
