// Command capnpc-warrant is a plugin of the Cap'n Proto compiler that writes freestanding Go.
//
// It reads a CodeGeneratorRequest from standard input. For each type of the requested schema it writes readers, builders and kernel-side
// dispatch on package lib/wire into one folder, and typed clients on package user/rt into another:
//
//	capnp compile -I "$STD" -o- specs/capos.capnp | capnpc-warrant -lib lib/capos -client user/client
//
// With -page it also writes the page of the book that tells what the kernel and programs agree on.
//
// Generated files of an earlier run that no longer belong to the schema are removed; other files of the folders are left alone. What
// the system has no use for is refused with the name of the declaration: floating point, capabilities inside messages, generics,
// constants, lists of lists, defaults of pointers.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"capnproto.org/go/capnp/v3"
	"capnproto.org/go/capnp/v3/std/capnp/schema"
)

// options say where the generated code goes. A package has the name of its folder.
type options struct {
	library string // folder of readers, builders and dispatch
	path    string // import path of that folder
	client  string // folder of typed clients
	page    string // file of the page about the ABI; empty for none
	abi     string // folder of the package of numbers that the page tells
	limits  string // folder of the package of limits that the page tells
}

func main() {
	var o options
	flag.StringVar(&o.library, "lib", "lib/capos", "`folder` of readers, builders and dispatch")
	flag.StringVar(&o.path, "import", "warrant/lib/capos", "import `path` of that folder")
	flag.StringVar(&o.client, "client", "user/client", "`folder` of typed clients")
	flag.StringVar(&o.page, "page", "", "`file` of the page about the ABI; none unless given")
	flag.StringVar(&o.abi, "abi", "kernel/abi", "`folder` of the numbers that the page tells")
	flag.StringVar(&o.limits, "limits", "kernel/limits", "`folder` of the limits that the page tells")
	flag.Parse()
	if err := run(os.Stdin, o); err != nil {
		fmt.Fprintln(os.Stderr, "capnpc-warrant:", err)
		os.Exit(1)
	}
}

// run generates both folders from one request.
func run(in io.Reader, o options) error {
	message, err := capnp.NewDecoder(in).Decode()
	if err != nil {
		return fmt.Errorf("reading the request: %w", err)
	}
	request, err := schema.ReadRootCodeGeneratorRequest(message)
	if err != nil {
		return fmt.Errorf("reading the request: %w", err)
	}
	u, err := load(request)
	if err != nil {
		return err
	}
	libraryFiles, err := emitLibrary(u, o)
	if err != nil {
		return fmt.Errorf("%s: %w", u.source, err)
	}
	clientFiles, err := emitClients(u, o)
	if err != nil {
		return fmt.Errorf("%s: %w", u.source, err)
	}
	if err := write(o.library, libraryFiles); err != nil {
		return err
	}
	if err := write(o.client, clientFiles); err != nil || o.page == "" {
		return err
	}
	page, err := emitPage(u, o.abi, o.limits)
	if err != nil {
		return err
	}
	return os.WriteFile(o.page, page, 0o644)
}
