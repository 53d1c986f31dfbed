package image

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// modulePath is the path of this module.
const modulePath = "warrant"

// link builds the package at path (./kernel/boot, say) of the module in folder root into the file output. entry is the symbol that is the
// root of the linker's dead-code elimination, and text the address of the code; with an empty entry the program is linked as an
// ordinary one. overlay and profile, if not empty, are files as `go help build` and function profile describe them. Nothing of the
// caller's environment but the toolchain and its caches has a part in the result.
func link(root, path, arch, output, entry, text, overlay, profile string) error {
	flags := "-buildid="
	if entry != "" {
		flags += " -T " + text + " -E " + entry
	}
	output, err := filepath.Abs(output) // the toolchain runs in root
	if err != nil {
		return err
	}
	arguments := []string{"build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags=" + flags, "-o", output}
	if overlay != "" {
		arguments = append(arguments, "-overlay", overlay)
	}
	if profile != "" {
		arguments = append(arguments, "-gcflags="+modulePath+"/...=-pgoprofile="+profile)
	}
	command := exec.Command("go", append(arguments, path)...)
	command.Dir = root
	command.Env = environment(arch)
	var message bytes.Buffer
	command.Stderr = &message
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s does not build: %w\n%s", path, err, strings.TrimSpace(message.String()))
	}
	return nil
}

// environment answers the environment of the toolchain for an architecture: the caller's without what would change the result.
func environment(arch string) (settings []string) {
	for _, setting := range os.Environ() {
		name, _, _ := strings.Cut(setting, "=")
		switch name {
		case "GOFLAGS", "GOOS", "GOARCH", "CGO_ENABLED", "GOAMD64", "GO386", "GOEXPERIMENT", "GOWORK", "GOFIPS140", "GODEBUG":
		default:
			settings = append(settings, setting)
		}
	}
	return append(settings, "GOFLAGS=", "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0", "GOAMD64=v1", "GO386=sse2",
		"GOEXPERIMENT=", "GOWORK=off", "GOFIPS140=off")
}
