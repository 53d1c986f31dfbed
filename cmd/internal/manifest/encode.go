package manifest

import (
	"errors"
	"fmt"

	"capnproto.org/go/capnp/v3"

	"warrant/cmd/internal/capos"
	"warrant/kernel/abi"
	"warrant/lib/manifest"
)

// encode writes a system and the contents of its binaries as one message of one segment, contents last. metadata is the number of bytes
// before the first byte of contents.
func encode(system *System, images [][]byte) (message []byte, metadata int, err error) {
	m, segment, err := capnp.NewMessage(capnp.SingleSegment(nil))
	if err != nil {
		return nil, 0, fmt.Errorf("starting the message: %w", err)
	}
	root, err := capos.NewRootSystemManifest(segment)
	if err != nil {
		return nil, 0, fmt.Errorf("writing the manifest: %w", err)
	}
	root.SetVersion(abi.ManifestVersion)
	config, err := root.NewConfig()
	if err != nil {
		return nil, 0, fmt.Errorf("writing config: %w", err)
	}
	config.SetQuantumNanoseconds(system.Quantum)
	if err := encodeInit(root, system.Init); err != nil {
		return nil, 0, fmt.Errorf("writing init: %w", err)
	}
	if err := encodeServices(root, system.Services); err != nil {
		return nil, 0, fmt.Errorf("writing services: %w", err)
	}
	binaries, err := root.NewBinaries(int32(len(system.Binaries)))
	if err != nil {
		return nil, 0, fmt.Errorf("writing binaries: %w", err)
	}
	for n, b := range system.Binaries {
		if err := binaries.At(n).SetName(b.Name); err != nil {
			return nil, 0, fmt.Errorf("writing the name of binary %s: %w", b.Name, err)
		}
	}
	before, err := m.Marshal()
	if err != nil {
		return nil, 0, fmt.Errorf("writing the metadata: %w", err)
	}
	for n, image := range images {
		if err := binaries.At(n).SetData(image); err != nil {
			return nil, 0, fmt.Errorf("writing binary %s: %w", system.Binaries[n].Name, err)
		}
	}
	message, err = m.Marshal()
	if err != nil {
		return nil, 0, fmt.Errorf("writing the message: %w", err)
	}
	return message, len(before), nil
}

// encodeInit writes the process that the kernel starts.
func encodeInit(root capos.SystemManifest, init Init) error {
	out, err := root.NewInit()
	if err != nil {
		return err
	}
	if err := out.SetBinary(init.Binary); err != nil {
		return err
	}
	caps, err := out.NewCaps(int32(len(init.Caps)))
	if err != nil {
		return err
	}
	for n, c := range init.Caps {
		source := capos.KernelSourceFromString(c.Source)
		if source.String() != c.Source {
			return fmt.Errorf("capability %s: specs/capos.capnp has no kernel object %q", c.Name, c.Source)
		}
		caps.At(n).SetSource(source)
		if err := caps.At(n).SetName(c.Name); err != nil {
			return err
		}
	}
	return nil
}

// encodeServices writes the processes that init starts.
func encodeServices(root capos.SystemManifest, services []Service) error {
	list, err := root.NewServices(int32(len(services)))
	if err != nil {
		return err
	}
	for n, s := range services {
		if err := encodeService(list.At(n), s); err != nil {
			return fmt.Errorf("service %s: %w", s.Name, err)
		}
	}
	return nil
}

// encodeService writes one service into its place.
func encodeService(out capos.Service, s Service) error {
	grants, err := out.NewGrants(int32(len(s.Grants)))
	if err != nil {
		return err
	}
	for n, g := range s.Grants {
		if g.Move {
			grants.At(n).SetMode(capos.TransferMode_move)
		}
		if err := errors.Join(grants.At(n).SetName(g.Name), grants.At(n).SetSource(g.Source)); err != nil {
			return err
		}
	}
	needs, err := out.NewNeeds(int32(len(s.Needs)))
	if err != nil {
		return err
	}
	for n, need := range s.Needs {
		if need.Finished {
			needs.At(n).SetCondition(capos.DependencyCondition_finished)
		}
		if err := needs.At(n).SetService(need.Service); err != nil {
			return err
		}
	}
	expect, err := out.NewExpect()
	if err != nil {
		return err
	}
	switch s.Expect.End {
	case manifest.Faults:
		expect.SetFault(uint8(s.Expect.Value))
	case manifest.Killed:
		expect.SetKilled()
	default:
		expect.SetExit(s.Expect.Value)
	}
	budget, err := out.NewBudget()
	if err != nil {
		return err
	}
	budget.SetFramePages(s.Budget.FramePages)
	budget.SetVirtualPages(s.Budget.VirtualPages)
	budget.SetProcesses(s.Budget.Processes)
	budget.SetObjects(s.Budget.Objects)
	budget.SetCapSlots(s.Budget.CapSlots)
	budget.SetCalls(s.Budget.Calls)
	return errors.Join(out.SetName(s.Name), out.SetBinary(s.Binary))
}
