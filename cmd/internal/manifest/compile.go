package manifest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"warrant/kernel/limits"
	"warrant/lib/elf"
	"warrant/lib/manifest"
	"warrant/lib/wire"
)

// Options says what Compile reads.
type Options struct {
	// Sources are the files of the source, at least one. They are unified: a second one can add to the first.
	Sources []string
	// Build is the folder of what has been built; the program user/hello is the file user/hello.elf in it.
	Build string
	// Unchecked leaves out every check that init and the kernel make again: for manifests that show what they do then.
	Unchecked bool
}

// Read answers what sources say, without the programs that they name. The error is Problems when something in them is wrong.
func Read(sources []string) (*System, error) {
	s, err := evaluate(sources)
	if err != nil {
		return nil, err
	}
	return s.system()
}

// Compile answers the manifest that a source describes. The error is Problems when something in the source is wrong.
func Compile(o Options) ([]byte, error) {
	s, err := evaluate(o.Sources)
	if err != nil {
		return nil, err
	}
	system, err := s.system()
	if err != nil {
		return nil, err
	}
	images, err := s.images(system, o)
	if err != nil {
		return nil, err
	}
	message, metadata, err := encode(system, images)
	if err != nil {
		return nil, err
	}
	if metadata > limits.ManifestMetadata {
		return nil, fmt.Errorf("%s: the manifest has %d bytes besides the programs' contents; %d fit (limits.ManifestMetadata)",
			o.Sources[0], metadata, limits.ManifestMetadata)
	}
	if o.Unchecked {
		return message, nil
	}
	return message, errors.Join(s.askKernel(system, message), s.askInit(system, message[:metadata]))
}

// images reads the programs of a system.
func (s *source) images(system *System, o Options) ([][]byte, error) {
	var all Problems
	images := make([][]byte, len(system.Binaries))
	for n, b := range system.Binaries {
		place := s.place("binaries", b.Name)
		path := filepath.Join(o.Build, filepath.FromSlash(b.Program)+".elf")
		if b.File != "" {
			path, place = filepath.Join(s.folder(), filepath.FromSlash(b.File)), s.place("binaries", b.Name, "file")
		}
		image, err := os.ReadFile(path)
		switch {
		case err != nil && b.File == "" && errors.Is(err, os.ErrNotExist):
			all = append(all, &Problem{place, fmt.Sprintf("program %s is not built: there is no %s; `make image` builds it", b.Program, path)})
		case err != nil:
			all = append(all, &Problem{place, fmt.Sprintf("binary %s: %v", b.Name, err)})
		case !o.Unchecked:
			if _, e := elf.Parse(image); e != elf.OK {
				all = append(all, &Problem{place, fmt.Sprintf("binary %s: %s: %s", b.Name, path, e)})
			}
		}
		images[n] = image
	}
	return images, all.sorted()
}

// askKernel reports why the kernel would refuse a message.
func (s *source) askKernel(system *System, message []byte) error {
	var boot manifest.Boot
	refusal := manifest.Check(message, &boot)
	text := "the kernel would refuse it: " + refusal.Kind.String()
	switch refusal.Kind {
	case manifest.Accepted:
		return nil
	case manifest.NoInit:
		return Problems{{s.place("init", "binary"), fmt.Sprintf("%s: %s", text, system.Init.Binary)}}
	case manifest.BadBinaryName, manifest.RepeatedBinary, manifest.EmptyBinary:
		return Problems{{s.place("binaries", system.Binaries[refusal.Index].Name), text}}
	case manifest.BadCapName, manifest.RepeatedCap, manifest.UnknownKernelSource:
		return Problems{{s.place("init", "caps", system.Init.Caps[refusal.Index].Name), text}}
	}
	return Problems{{s.place("init"), text}}
}

// askInit reports everything for which init would refuse a message.
func (s *source) askInit(system *System, metadata []byte) error {
	var graph manifest.Graph
	var found manifest.Problems
	manifest.Plan(metadata, &graph, &found)
	var all Problems
	for _, p := range found.List[:found.Count] {
		all = append(all, s.translate(system, &graph, p))
	}
	if found.Total > found.Count {
		all = append(all, &Problem{s.place("services"), fmt.Sprintf("and %d more problems", found.Total-found.Count)})
	}
	return all.sorted()
}

// translate puts a problem of the graph to where the source says what is wrong.
func (s *source) translate(system *System, graph *manifest.Graph, p manifest.Problem) *Problem {
	if p.Service == manifest.None {
		text := p.Kind.String()
		if p.Kind == manifest.Unreadable {
			text += ": " + wire.Err(p.Item).String()
		}
		return &Problem{s.place("services"), text}
	}
	service := system.Services[p.Service]
	at := []string{"services", service.Label}
	switch p.Kind {
	case manifest.MissingBinary:
		at = append(at, "binary")
	case manifest.DuplicateService, manifest.BadServiceName:
		at = append(at, "name")
	case manifest.DuplicateGrant, manifest.UnknownSource, manifest.TakesInits, manifest.AlreadyMoved, manifest.BadGrantName:
		at = append(at, "grants", service.Grants[p.Item-graph.Services[p.Service].FirstGrant].Label)
	case manifest.UnknownNeed, manifest.NeedsItself, manifest.Cycle:
		at = append(at, "needs", service.Needs[p.Item-graph.Services[p.Service].FirstNeed].Service)
	}
	text := fmt.Sprintf("service %s %s", service.Name, p.Kind)
	if subject := graph.Subject(p); subject.Length > 0 {
		text += fmt.Sprintf(": %s", subject.Text())
	}
	return &Problem{s.place(at...), text}
}

// CompileToTemporary is Compile into a temporary file, which the caller removes.
func CompileToTemporary(o Options) (path string, err error) {
	message, err := Compile(o)
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp("", "warrant-*.manifest")
	if err != nil {
		return "", err
	}
	_, err = file.Write(message)
	return file.Name(), errors.Join(err, file.Close())
}
