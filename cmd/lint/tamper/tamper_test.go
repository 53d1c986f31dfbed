package tamper

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the repository.
const root = "../../.."

// clone copies every file of the repository that git knows or would take.
func clone(t *testing.T) string {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, name := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			continue // in git's list, and deleted
		}
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, content, info.Mode()); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// run runs a command in a folder, and answers what it printed and whether it succeeded.
func run(t *testing.T, folder, gosure, command string) (string, bool) {
	t.Helper()
	cmd := exec.Command("bash", "-c", command)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOSURE="+gosure, "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// The commands of the steps, on one package where the step takes all: the message is the same.
const (
	reportCheck   = `"$GOSURE" report --check ./kernel/core/ledger`
	boundsCheck   = `"$GOSURE" bounds check --static ./proofs/ledger`
	generateCheck = `scripts/generate.sh --check`
	vet           = `go vet ./cmd/gosure`
	supply        = `go test -count=1 -run TestRepository ./cmd/internal/supply`
)

// TestNothingCanBeTakenAway deletes one thing a row.
func TestNothingCanBeTakenAway(t *testing.T) {
	folder := clone(t)
	gosure := filepath.Join(t.TempDir(), "gosure")
	if out, ok := run(t, folder, "", "go build -o '"+gosure+"' ./cmd/gosure"); !ok {
		t.Fatal(out)
	}
	// The pages of this one package are what the first row compares with.
	if out, ok := run(t, folder, gosure, `"$GOSURE" report ./kernel/core/ledger || true; "$GOSURE" bounds report`); !ok {
		t.Fatal(out)
	}
	for _, test := range []struct {
		name string
		file string
		// gone is a regular expression for what is deleted; the whole file when empty.
		gone string
		step string
		want string
	}{
		{"a clause of a contract", "kernel/core/ledger/ledger.go", `(?m)^// @ ensures   ok == \(int\(n\).*\n`, reportCheck,
			"report: docs/proofs/contracts.md is not what the sources say; run: make report\n"},
		{"a whole contract", "kernel/core/ledger/ledger.go", `(?m)^// @ (?:requires l\.Mem\(\)|ensures  l\.).*\n`, reportCheck,
			"  - ensures  l.Mem() && l.InUse() == 0 && l.Most() == int(limit)\n"},
		{"the claim of an invariant", "kernel/core/ledger/ledger.go", ` Invariant: LG-1, used <= limit\.`, reportCheck,
			"report: docs/proofs/matrix.md is not what the sources say; run: make report\n"},
		{"a generated page", "docs/proofs/contracts.md", "", reportCheck, "report: docs/proofs/contracts.md is not what the sources say; run: make report\n"},
		{"a bound", "harness-bounds.toml", `function = "ProofTake"\n(?s:.*?)(unwind = 1)\n`, boundsCheck,
			"docs/proofs/harnesses.md: is not what gosure bounds report writes\n"},
		{"the entry of a harness", "harness-bounds.toml", `(?s)(\[\[harness\]\]\npackage = "warrant/proofs/ledger"\nfunction = "ProofTake"\n.*?\n\n)`, boundsCheck,
			"warrant/proofs/ledger.ProofTake: proofs/ledger/ledger.go:"},
		{"a harness", "proofs/ledger/ledger.go", `(?s)(// ProofTake: .*?\n}\n)`, boundsCheck,
			"warrant/proofs/ledger.ProofTake: the entry has no harness in the sources\n"},
		{"a generated source", "user/client/timer.go", "", generateCheck, "generate: user/client/timer.go is not what specs/capos.capnp says; run: make generate\n"},
		{"the sum of a module", "go.sum", `(?m)^github.com/alecthomas/kong v\S+ h1:.*\n`, vet, "missing go.sum entry"},
		{"the sum of a module, by name", "go.sum", `(?m)^github.com/google/uuid v\S+ h1:.*\n`, supply, "go.sum: no checksum of github.com/google/uuid"},
		{"the hash of the wheel", "scripts/get-viper.sh", `(?m)^readonly wheel_hash=.*\n`, supply, "scripts/get-viper.sh does not check the SHA-256"},
		{"the entry of a dependency", "dependencies.toml", `(?s)(\[\[module\]\]\npath = "github.com/muesli/termenv"\n.*?\n\n)`, supply,
			"go.mod: github.com/muesli/termenv has no entry in dependencies.toml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, _ := run(t, folder, gosure, test.step)
			if strings.Contains(before, test.want) {
				t.Fatalf("nothing is deleted yet, and %q says:\n%s", test.step, before)
			}
			file := filepath.Join(folder, test.file)
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := os.WriteFile(file, content, 0o755); err != nil {
					t.Error(err)
				}
			}()
			remove(t, file, string(content), test.gone)
			after, ok := run(t, folder, gosure, test.step)
			if ok || !strings.Contains(after, test.want) {
				t.Errorf("%q succeeded: %v; it does not say %q:\n%s", test.step, ok, test.want, after)
			}
		})
	}
}

// remove deletes the first match of an expression, or of its group, from a file; or the file.
func remove(t *testing.T, file, content, gone string) {
	t.Helper()
	if gone == "" {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		return
	}
	at := regexp.MustCompile(gone).FindStringSubmatchIndex(content)
	if at == nil {
		t.Fatalf("%s has nothing that %s matches", file, gone)
	}
	from, to := at[len(at)-2], at[len(at)-1]
	if err := os.WriteFile(file, []byte(content[:from]+content[to:]), 0o644); err != nil {
		t.Fatal(err)
	}
}
