package supply

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// The types of the document: an in-toto statement with a SLSA provenance.
const (
	statementType  = "https://in-toto.io/Statement/v1"
	provenanceType = "https://slsa.dev/provenance/v1"
	buildType      = "warrant image"
)

// Provenance says from which sources, by which toolchain, which images were built.
type Provenance struct {
	Type          string    `json:"_type"`
	Subject       []Subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     struct {
		BuildDefinition struct {
			BuildType          string   `json:"buildType"`
			ExternalParameters struct{} `json:"externalParameters"`
			// ResolvedDependencies are the sources and the toolchain.
			ResolvedDependencies []Dependency `json:"resolvedDependencies"`
		} `json:"buildDefinition"`
		RunDetails struct {
			Builder struct {
				ID      string            `json:"id"`
				Version map[string]string `json:"version,omitempty"`
			} `json:"builder"`
		} `json:"runDetails"`
	} `json:"predicate"`
}

// Subject is an image: kernel.elf, or user/NAME.elf for the program ./user/NAME.
type Subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

// Dependency is something that an image is built from.
type Dependency struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest,omitempty"`
}

// inputs are the folders and files that images are built from.
var inputs = []string{"go.mod", "go.sum", "kernel", "lib", "user"}

// SourceDigest is the SHA-256 of the list of everything that an image is built from: for each file, in the order of the alphabet, its own
// SHA-256, two spaces and its path, as sha256sum prints them.
func SourceDigest(root string) (string, error) {
	var names []string
	for _, input := range inputs {
		err := fs.WalkDir(os.DirFS(root), input, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && entry.Name() == "testdata":
				return fs.SkipDir
			case entry.IsDir(), strings.HasSuffix(name, "_test.go"):
				return nil
			case strings.HasSuffix(name, ".go"), strings.HasSuffix(name, ".s"), path.Dir(name) == ".":
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("supply: %w", err)
		}
	}
	slices.Sort(names)
	all := sha256.New()
	for _, name := range names {
		hash, err := fileDigest(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(all, "%s  %s\n", hash, name)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

// fileDigest is the SHA-256 of a file.
func fileDigest(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("supply: %w", err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("supply: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// Record describes the images below the folder build, which were built from the tree at root.
func Record(root, build string) (*Provenance, error) {
	p := &Provenance{Type: statementType, PredicateType: provenanceType}
	sources, err := SourceDigest(root)
	if err != nil {
		return nil, err
	}
	compiler, err := toolchain(root)
	if err != nil {
		return nil, err
	}
	p.Predicate.BuildDefinition.BuildType = buildType
	p.Predicate.BuildDefinition.ResolvedDependencies = []Dependency{{Name: "sources", Digest: map[string]string{"sha256": sources}}, {Name: compiler}}
	p.Predicate.RunDetails.Builder.ID = buildType
	p.Predicate.RunDetails.Builder.Version = debianVersions(root)
	for _, pattern := range []string{"kernel.elf", "user/*.elf", "user/*/*.elf"} {
		found, err := fs.Glob(os.DirFS(build), pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			hash, err := fileDigest(filepath.Join(build, filepath.FromSlash(name)))
			if err != nil {
				return nil, err
			}
			p.Subject = append(p.Subject, Subject{name, map[string]string{"sha256": hash}})
		}
	}
	if len(p.Subject) == 0 {
		return nil, fmt.Errorf("supply: %s holds no image; run: make image", build)
	}
	return p, nil
}

// toolchain is the version of Go that builds in a folder.
func toolchain(root string) (string, error) {
	command := exec.Command("go", "env", "GOVERSION")
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("supply: go env GOVERSION: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// debianVersions are the versions of the policy's packages on this machine; none where there is no dpkg.
func debianVersions(root string) map[string]string {
	policy, err := Load(root)
	if err != nil {
		return nil
	}
	versions := map[string]string{}
	for _, d := range policy.Debian {
		if out, err := exec.Command("dpkg-query", "-W", "-f", "${Version}", d.Package).Output(); err == nil && len(out) > 0 {
			versions[d.Package] = string(out)
		}
	}
	return versions
}

// Write writes the document.
func (p *Provenance) Write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(p)
}

// ReadProvenance reads a document that Write wrote.
func ReadProvenance(text []byte) (*Provenance, error) {
	p := &Provenance{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(p); err != nil {
		return nil, fmt.Errorf("supply: provenance: %w", err)
	}
	if p.Type != statementType || p.PredicateType != provenanceType || p.Predicate.BuildDefinition.BuildType != buildType || len(p.Subject) == 0 {
		return nil, fmt.Errorf("supply: provenance: not of images that warrant image built")
	}
	return p, nil
}

// Compare says what of a provenance is not so for the tree at root, before anything is built: its sources and its toolchain.
func (p *Provenance) Compare(root string) error {
	for _, d := range p.Predicate.BuildDefinition.ResolvedDependencies {
		if d.Name == "sources" {
			have, err := SourceDigest(root)
			if err != nil {
				return err
			}
			if have != d.Digest["sha256"] {
				return fmt.Errorf("the sources are not those of the provenance: SHA-256 %s, want %s", have, d.Digest["sha256"])
			}
			continue
		}
		have, err := toolchain(root)
		if err != nil {
			return err
		}
		if have != d.Name {
			return fmt.Errorf("the toolchain is %s, the provenance has %s", have, d.Name)
		}
	}
	return nil
}

// Rebuild builds each image of a provenance again and compares it. The function build links the kernel, or the program of user space at a
// path, into a file. It goes on after a difference, and answers every one.
func (p *Provenance) Rebuild(work string, build func(user, output string) error) (differences []string, err error) {
	for _, s := range p.Subject {
		user := ""
		if s.Name != "kernel.elf" {
			user = "./" + strings.TrimSuffix(s.Name, ".elf")
		}
		output := filepath.Join(work, filepath.FromSlash(s.Name))
		if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
			return nil, err
		}
		if err := build(user, output); err != nil {
			return nil, err
		}
		have, err := fileDigest(output)
		if err != nil {
			return nil, err
		}
		if have != s.Digest["sha256"] {
			differences = append(differences, fmt.Sprintf("%s: SHA-256 %s, the provenance has %s", s.Name, have, s.Digest["sha256"]))
		}
	}
	return differences, nil
}
