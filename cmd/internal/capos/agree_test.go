package capos_test

import (
	"bytes"
	"testing"

	"capnproto.org/go/capnp/v3"

	host "warrant/cmd/internal/capos"
	"warrant/lib/capos"
	"warrant/lib/wire"
)

// must stops at an error of capnp/v3.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// good unwraps a value that package wire must be able to read.
func good[T any](t *testing.T) func(T, wire.Err) T {
	return func(v T, e wire.Err) T {
		t.Helper()
		if e != wire.OK {
			t.Error(e)
		}
		return v
	}
}

// manifest writes a manifest with the host bindings, into one segment or into several.
func manifest(t *testing.T, arena capnp.Arena, image []byte) []byte {
	t.Helper()
	message, segment, err := capnp.NewMessage(arena)
	if err != nil {
		t.Fatal(err)
	}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	m := must[host.SystemManifest](t)(host.NewRootSystemManifest(segment))
	m.SetVersion(1)
	init := must[host.InitConfig](t)(m.NewInit())
	check(init.SetBinary("init"))
	caps := must[host.KernelGrant_List](t)(init.NewCaps(2))
	check(caps.At(0).SetName("console"))
	check(caps.At(1).SetName("clock"))
	caps.At(1).SetSource(host.KernelSource_timer)
	services := must[host.Service_List](t)(m.NewServices(2))
	for i, name := range []string{"first", "second"} {
		check(services.At(i).SetName(name))
		check(services.At(i).SetBinary("hello"))
	}
	grants := must[host.ServiceGrant_List](t)(services.At(1).NewGrants(1))
	check(grants.At(0).SetName("out"))
	check(grants.At(0).SetSource("console"))
	grants.At(0).SetMode(host.TransferMode_move)
	needs := must[host.Dependency_List](t)(services.At(1).NewNeeds(1))
	check(needs.At(0).SetService("first"))
	needs.At(0).SetCondition(host.DependencyCondition_finished)
	must[host.ExpectedStatus](t)(services.At(0).NewExpect()).SetExit(-3)
	must[host.ExpectedStatus](t)(services.At(1).NewExpect()).SetFault(14)
	must[host.SystemConfig](t)(m.NewConfig())
	binaries := must[host.Binary_List](t)(m.NewBinaries(1))
	check(binaries.At(0).SetName("hello"))
	check(binaries.At(0).SetData(image))
	return must[[]byte](t)(message.Marshal())
}

// TestReadManifest reads with lib/capos what the host tools write: whole, and only its beginning as init does.
func TestReadManifest(t *testing.T) {
	image := bytes.Repeat([]byte("\x7fELF"), 20000)
	small := make([][]byte, wire.MaxSegments)
	for i := range small {
		small[i] = make([]byte, 0, 8*(10+i))
	}
	small[wire.MaxSegments-1] = make([]byte, 0, 100000)
	for name, arena := range map[string]capnp.Arena{"one segment": capnp.SingleSegment(nil), "many segments": capnp.MultiSegment(small)} {
		in := manifest(t, arena, image)
		for _, prefix := range []bool{false, true} {
			var message wire.Message
			if prefix {
				good[int](t)(0, message.OpenPrefix(in[:len(in)-len(image)]))
			} else {
				good[int](t)(0, message.Open(in))
			}
			m := good[capos.SystemManifestReader](t)(capos.ReadSystemManifest(&message))
			text := func(b []byte, e wire.Err) string { t.Helper(); return string(good[[]byte](t)(b, e)) }
			equal := func(what string, got, want any) {
				t.Helper()
				if got != want {
					t.Errorf("%s, prefix %v: %s is %v, want %v", name, prefix, what, got, want)
				}
			}
			equal("version", m.Version(), uint32(1))
			init := good[capos.InitConfigReader](t)(m.Init())
			equal("init", text(init.Binary()), "init")
			caps := good[capos.KernelGrantListReader](t)(init.Caps())
			equal("caps", caps.Len(), uint32(2))
			equal("cap", text(caps.At(1).Name()), "clock")
			equal("source", caps.At(1).Source(), capos.KernelSourceTimer)
			services := good[capos.ServiceListReader](t)(m.Services())
			equal("services", services.Len(), uint32(2))
			second := services.At(1)
			equal("service", text(second.Name()), "second")
			grant := good[capos.ServiceGrantListReader](t)(second.Grants()).At(0)
			equal("grant", text(grant.Source()), "console")
			equal("mode", grant.Mode(), capos.TransferModeMove)
			need := good[capos.DependencyListReader](t)(second.Needs()).At(0)
			equal("need", text(need.Service()), "first")
			equal("condition", need.Condition(), capos.DependencyConditionFinished)
			exit := good[capos.ExpectedStatusReader](t)(services.At(0).Expect())
			equal("exit", exit.Exit(), int64(-3))
			fault := good[capos.ExpectedStatusReader](t)(second.Expect())
			equal("fault", fault.Fault(), uint8(14))
			equal("exit beside fault", fault.Exit(), int64(0))
			config := good[capos.SystemConfigReader](t)(m.Config())
			equal("quantum", config.QuantumNanoseconds(), uint64(10000000))
			binary := good[capos.BinaryListReader](t)(m.Binaries()).At(0)
			equal("binary", text(binary.Name()), "hello")
			data, e := binary.Data()
			if prefix {
				equal("data", e, wire.ErrAbsent)
			} else {
				equal("data", bytes.Equal(data, image) && e == wire.OK, true)
			}
		}
	}
}

// TestTheyReadOurs reads with the host bindings what lib/capos builds.
func TestTheyReadOurs(t *testing.T) {
	buffer := make([]byte, 4096)
	build := func(make func(*wire.Builder)) *capnp.Message {
		t.Helper()
		var b wire.Builder
		b.Start(buffer)
		make(&b)
		n, e := b.Finish()
		if e != wire.OK {
			t.Fatal(e)
		}
		return must[*capnp.Message](t)(capnp.Unmarshal(append([]byte{}, buffer[:n]...)))
	}
	wait := must[host.ProcessHandle_wait_Results](t)(host.ReadRootProcessHandle_wait_Results(build(func(b *wire.Builder) {
		fault := capos.NewProcessHandleWaitResults(b).NewStatus().NewFaulted()
		fault.SetVector(14)
		fault.SetErrorCode(6)
		fault.SetInstruction(0x200123)
		fault.SetAddress(0xffffffff80000000)
	})))
	fault := must[host.FaultRecord](t)(must[host.ProcessStatus](t)(wait.Status()).Faulted())
	if fault.Vector() != 14 || fault.ErrorCode() != 6 || fault.Instruction() != 0x200123 || fault.Address() != 0xffffffff80000000 {
		t.Error(fault)
	}
	spawn := must[host.ProcessSpawner_spawn_Params](t)(host.ReadRootProcessSpawner_spawn_Params(build(func(b *wire.Builder) {
		p := capos.NewProcessSpawnerSpawnParams(b)
		p.SetBinaryNameBytes([]byte("hello"))
		grants := p.NewGrants(2)
		grants.At(1).SetName("timer")
		grants.At(1).SetCap(77)
		grants.At(1).SetInterface(capos.TimerID)
		grants.At(1).SetMode(capos.TransferModeMove)
	})))
	grants := must[host.CapGrant_List](t)(spawn.Grants())
	name, _ := grants.At(1).Name()
	binary, _ := spawn.BinaryName()
	if grants.Len() != 2 || name != "timer" || binary != "hello" || grants.At(1).Cap() != 77 ||
		grants.At(1).Interface() != host.Timer_TypeID || grants.At(1).Mode() != host.TransferMode_move || spawn.HasName() {
		t.Error(spawn, name, binary)
	}
	exception := must[host.CapException](t)(host.ReadRootCapException(must[*capnp.Message](t)(capnp.Unmarshal(func() []byte {
		n, e := capos.PutCapException(buffer, capos.ExceptionTypeInvalidArgument, "no such binary")
		if e != wire.OK {
			t.Fatal(e)
		}
		return append([]byte{}, buffer[:n]...)
	}()))))
	if reason, err := exception.Reason(); err != nil || reason != "no such binary" || exception.Type() != host.ExceptionType_invalidArgument {
		t.Error(exception, err)
	}
}

// TestExceptions puts exceptions into buffers of every length around their own, and maps every error to a type.
func TestExceptions(t *testing.T) {
	n, e := capos.PutCapException(make([]byte, 256), capos.ExceptionTypeFailed, "reason")
	if e != wire.OK || n != 40 {
		t.Fatal(n, e)
	}
	for length := range 64 {
		got, e := capos.PutCapException(make([]byte, length), capos.ExceptionTypeFailed, "reason")
		if (e == wire.OK) != (length >= n) || e != wire.OK && (e != wire.ErrFull || got != 0) {
			t.Errorf("%d bytes: %d, %v", length, got, e)
		}
	}
	for e := wire.OK + 1; e <= wire.ErrMethod; e++ {
		want := capos.ExceptionTypeInvalidArgument
		switch e {
		case wire.ErrMethod:
			want = capos.ExceptionTypeUnimplemented
		case wire.ErrFull, wire.ErrField:
			want = capos.ExceptionTypeFailed
		}
		if got := capos.ExceptionOf(e); got != want {
			t.Errorf("%v is answered by %v, want %v", e, got, want)
		}
	}
}
