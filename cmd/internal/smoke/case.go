package smoke

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"warrant/cmd/internal/qemu"
)

// Case is one way of booting the system, and how it has to end.
type Case struct {
	// Name is the file's name without its ending.
	Name string `toml:"-"`
	// Shows says in a sentence what the case shows.
	Shows string `toml:"shows"`
	// Manifest are the CUE files of the boot module, relative to the repository's root. Empty: no module.
	Manifest []string `toml:"manifest"`
	// Unchecked compiles a manifest that the host's checks would refuse.
	Unchecked bool `toml:"unchecked"`
	// Cut leaves only that many bytes of the module; negative numbers cut that many bytes off its end. 0 cuts nothing.
	Cut int `toml:"cut"`
	// Flip are bits of the module to invert, counted from its start.
	Flip []int `toml:"flip"`
	// Pad is a number of zero bytes to add behind the module.
	Pad int `toml:"pad"`
	// Kernel is the kernel in the build folder.
	Kernel string `toml:"kernel"`
	// Medium is the firmware, bios or uefi, that starts kernel and module from a boot medium. Empty: QEMU starts them itself.
	Medium string `toml:"medium"`
	// Modules is how many times the boot loader of the medium passes the module.
	Modules int `toml:"modules"`
	// Machine is q35 or pc.
	Machine string `toml:"machine"`
	// Memory is in MiB.
	Memory int `toml:"memory"`
	// ICount makes the machine's time a count of its instructions. Only UEFI firmware, which does not get on with that, is without.
	ICount bool `toml:"icount"`
	// CPU is QEMU's processor model; empty for all features that the emulator has.
	CPU string `toml:"cpu"`
	// Timeout is how long the machine may run, in seconds.
	Timeout int `toml:"timeout"`
	// Status is the short name of how the run has to end (package qemu, Status).
	Status string `toml:"status"`
	// From is the text of the first line of the transcript that is compared: what firmware and boot loader print stands before it.
	// Empty: all lines are compared.
	From string `toml:"from"`
	// Keep are numbers, as they are printed, that do not become placeholders.
	Keep []string `toml:"keep"`
	// Vary are regular expressions of further texts that become placeholders, besides long numbers.
	Vary []string `toml:"vary"`
	// Without are regular expressions of lines that are not compared: what is printed so often that nobody would read it.
	Without []string `toml:"without"`
	// Unordered compares the lines without regard to their order.
	Unordered bool `toml:"unordered"`
	// Nightly is a case that takes minutes: it is left out unless it is asked for.
	Nightly bool `toml:"nightly"`

	// folder is where the case's files are.
	folder string
	// vary matches all that becomes placeholders.
	vary *regexp.Regexp
	// without matches the lines that are not compared; nil for none.
	without *regexp.Regexp
}

// Load reads the cases of a folder whose names match, in the order of their names. Every broken case is reported.
func Load(folder string, match *regexp.Regexp) (cases []*Case, err error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.toml"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	var broken []error
	for _, path := range paths {
		if name := strings.TrimSuffix(filepath.Base(path), ".toml"); match.MatchString(name) {
			c, err := read(path, name)
			if err != nil {
				broken = append(broken, fmt.Errorf("%s: %w", path, err))
			}
			cases = append(cases, c)
		}
	}
	return cases, errors.Join(broken...)
}

// read reads one case and fills in what it leaves out.
func read(path, name string) (*Case, error) {
	c := &Case{Name: name, folder: filepath.Dir(path), Kernel: "kernel.elf", Machine: "q35", Memory: 256, Modules: 1, ICount: true, Timeout: 60, Status: qemu.Clean.Name()}
	file, err := os.Open(path)
	if err != nil {
		return c, err
	}
	defer file.Close()
	if err := toml.NewDecoder(file).DisallowUnknownFields().Decode(c); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return c, fmt.Errorf("unknown field\n%s", strict)
		}
		return c, err
	}
	vary, err := regexp.Compile(strings.Join(append(c.Vary, variable), "|"))
	if err != nil {
		return c, fmt.Errorf("vary: %w", err)
	}
	c.vary = vary
	if len(c.Without) > 0 {
		if c.without, err = regexp.Compile(strings.Join(c.Without, "|")); err != nil {
			return c, fmt.Errorf("without: %w", err)
		}
	}
	switch _, known := qemu.Named(c.Status); {
	case c.Shows == "":
		return c, errors.New("shows is missing: say in a sentence what the case shows")
	case !known:
		return c, fmt.Errorf("status %q does not exist", c.Status)
	case c.Medium != "" && c.Medium != "bios" && c.Medium != "uefi":
		return c, fmt.Errorf("medium %q is neither bios nor uefi", c.Medium)
	case c.Medium != "" && len(c.Manifest) == 0:
		return c, errors.New("a medium wants a manifest")
	case c.Modules != 1 && c.Medium == "":
		return c, errors.New("QEMU itself passes one module")
	case c.Timeout <= 0:
		return c, errors.New("timeout is not positive")
	}
	return c, nil
}

// transcript answers the path of the expected transcript.
func (c *Case) transcript() string {
	return filepath.Join(c.folder, c.Name+".txt")
}

// limit answers how long the machine may run.
func (c *Case) limit() time.Duration {
	return time.Duration(c.Timeout) * time.Second
}

// damage changes the bytes of a module as the case says.
func (c *Case) damage(module []byte) ([]byte, error) {
	keep := c.Cut
	if keep < 0 {
		keep += len(module)
	}
	if keep < 0 || keep > len(module) {
		return nil, fmt.Errorf("cut %d does not fit a module of %d bytes", c.Cut, len(module))
	}
	if c.Cut != 0 {
		module = module[:keep]
	}
	for _, bit := range c.Flip {
		if bit < 0 || bit >= 8*len(module) {
			return nil, fmt.Errorf("flip %d does not fit a module of %d bytes", bit, len(module))
		}
		module[bit/8] ^= 1 << (bit % 8)
	}
	return append(module, make([]byte, c.Pad)...), nil
}
