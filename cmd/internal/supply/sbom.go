package supply

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/CycloneDX/cyclonedx-go"
)

// WriteBOM lists, in the CycloneDX format, what the images and the tools of the tree at root are made from. It depends on the tree alone: no
// time and no random number is in it. The images hold this module and what stays of Go's runtime; everything else has scope "excluded".
func WriteBOM(root string, w io.Writer) error {
	policy, err := Load(root)
	if err != nil {
		return err
	}
	c := &checker{root: root, policy: policy, versions: map[string]string{}}
	if err := c.modules(); err != nil {
		return err
	}
	sums, err := readSums(root)
	if err != nil {
		return err
	}
	sources, err := SourceDigest(root)
	if err != nil {
		return err
	}
	bom := cyclonedx.NewBOM()
	bom.Metadata = &cyclonedx.Metadata{Component: &cyclonedx.Component{
		BOMRef: "warrant", Type: cyclonedx.ComponentTypeOS, Name: c.own[0], Description: "the kernel and the programs of user space",
		Licenses: licence("Apache-2.0"), Hashes: &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: sources}},
		Properties: &[]cyclonedx.Property{{Name: "hash", Value: "of the sources, as warrant provenance computes it"}},
	}}
	compiler := strings.TrimPrefix(policy.Toolchain.Go, "go")
	list := []cyclonedx.Component{{
		BOMRef: "go", Type: cyclonedx.ComponentTypePlatform, Name: "go", Version: compiler, Licenses: licence("BSD-3-Clause"),
		PackageURL: "pkg:golang/std@" + compiler, Scope: cyclonedx.ScopeRequired, Description: policy.Toolchain.Reason,
	}}
	for _, m := range policy.Modules {
		version := c.versions[m.Path]
		description := m.Reason
		if description == "" {
			description = "needed by " + m.NeededBy
		}
		list = append(list, cyclonedx.Component{
			BOMRef: m.Path, Type: cyclonedx.ComponentTypeLibrary, Name: m.Path, Version: version, Licenses: licence(m.Licence), Scope: cyclonedx.ScopeExcluded,
			PackageURL: "pkg:golang/" + m.Path + "@" + version, Description: description,
			Properties: &[]cyclonedx.Property{{Name: "go.sum", Value: sums[m.Path+" "+version]}},
		})
	}
	for _, d := range policy.Debian {
		list = append(list, cyclonedx.Component{
			BOMRef: "debian/" + d.Package, Type: cyclonedx.ComponentTypeApplication, Name: d.Package, Version: d.Version, Scope: cyclonedx.ScopeExcluded,
			PackageURL: "pkg:deb/debian/" + d.Package + "@" + d.Version, Description: d.Reason,
		})
	}
	for _, p := range policy.PyPI {
		list = append(list, cyclonedx.Component{
			BOMRef: "pypi/" + p.Package, Type: cyclonedx.ComponentTypeApplication, Name: p.Package, Version: p.Version, Scope: cyclonedx.ScopeExcluded,
			PackageURL: "pkg:pypi/" + p.Package + "@" + p.Version, Licenses: licence(p.Licence), Description: p.Reason,
			Hashes: &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: p.WheelSHA256}},
		})
	}
	bom.Components = &list
	encoder := cyclonedx.NewBOMEncoder(w, cyclonedx.BOMFileFormatJSON)
	if err := encoder.SetPretty(true).SetEscapeHTML(false).Encode(bom); err != nil {
		return fmt.Errorf("supply: %w", err)
	}
	return nil
}

func licence(id string) *cyclonedx.Licenses {
	return &cyclonedx.Licenses{{License: &cyclonedx.License{ID: id}}}
}

// readSums reads the sums of whole modules from the tree's go.sum files, by path and version.
func readSums(root string) (map[string]string, error) {
	sums := map[string]string{}
	for _, folder := range moduleFiles {
		text, err := os.ReadFile(filepath.Join(root, folder, "go.sum"))
		if err != nil {
			return nil, fmt.Errorf("supply: %w", err)
		}
		for line := range strings.Lines(string(text)) {
			if fields := strings.Fields(line); len(fields) == 3 && !strings.HasSuffix(fields[1], "/go.mod") {
				sums[fields[0]+" "+fields[1]] = fields[2]
			}
		}
	}
	return sums, nil
}
