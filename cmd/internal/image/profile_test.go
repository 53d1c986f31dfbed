package image

import (
	"go/types"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestProfile: calls within the kernel are hot, also those within what is inlined; those of packages that are not are not; and the same
// sources give the same profile.
func TestProfile(t *testing.T) {
	file, err := profile(root, kernelPackage)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for edge, want := range map[string]bool{
		"warrant/kernel/core/ring.(*Ring).Take\nwarrant/kernel/core/memory.(*RAM).Line\n":       true,
		"main.serve\nwarrant/kernel/sys.(*Kernel).Syscall\n":                                    true,
		"warrant/kernel/sys.(*Kernel).drain\nwarrant/kernel/core/sqe.(*Entry).Decode\n":         true, // by way of Take
		"warrant/kernel/core/aspace.slot\nwarrant/kernel/core/memory.Frame.Address\n":           true,
		"warrant/kernel/sys.(*Kernel).reportHalt\nwarrant/kernel/core/console.(*Buffer).Text\n": false,
		"main.serve\nwarrant/kernel/arch/amd64.Run\n":                                           true,
	} {
		if strings.Contains(text, "\n"+edge) != want {
			t.Errorf("the profile has %q: %v, want %v", edge, !want, want)
		}
	}
	again, err := profile(root, kernelPackage)
	if err != nil || again != file {
		t.Errorf("a second profile is %s, %v; the first was %s", again, err, file)
	}
	if _, err := profile(root, "./nowhere"); err == nil {
		t.Error("a package that is not there has a profile")
	}
}

// TestLinkName: a function, and methods of a type and of its pointer.
func TestLinkName(t *testing.T) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedDeps | packages.NeedImports, Dir: root,
		Env: environment("amd64")}, modulePath+"/kernel/core/aspace")
	if err != nil || len(loaded) != 1 {
		t.Fatal(loaded, err)
	}
	lookup := func(name string) *types.Func {
		of, method, ok := strings.Cut(name, ".")
		if !ok {
			return loaded[0].Types.Scope().Lookup(name).(*types.Func)
		}
		o, _, _ := types.LookupFieldOrMethod(types.NewPointer(loaded[0].Types.Scope().Lookup(of).Type()), true, loaded[0].Types, method)
		return o.(*types.Func)
	}
	for name, want := range map[string]string{
		"slot":          "warrant/kernel/core/aspace.slot",
		"Space.Walk":    "warrant/kernel/core/aspace.(*Space).Walk",
		"Entry.Present": "warrant/kernel/core/aspace.Entry.Present",
	} {
		if got := linkName(lookup(name)); got != want {
			t.Errorf("%s is linked as %s, want %s", name, got, want)
		}
	}
}
