# The interfaces of Warrant: what a capability can be asked to do, and what the boot manifest says.
#
# Field order and ordinals are ABI. Kernel objects and services answer the same messages; a message in a user buffer is a
# standard Cap'n Proto stream (segment table, then segments). Capabilities never travel inside a message: they travel beside
# it (kernel/abi, transfer descriptors and transfer-result records).
@0xb1a1f0c8d0e3a7c5;

using Go = import "/go.capnp";
$Go.package("capos");
$Go.import("warrant/cmd/internal/capos");

# --- Errors -----------------------------------------------------------------------------------------------------------

enum ExceptionType {
  # Why a capability did not carry out a call. The first four are Cap'n Proto's own.
  failed @0;
  overloaded @1;
  disconnected @2;
  unimplemented @3;
  invalidArgument @4;
}

struct CapException {
  # What the result buffer holds when the completion's code is "application exception".
  type @0 :ExceptionType;
  reason @1 :Text;          # for people; carries no address, no secret, nothing of another process
}

# --- Kernel objects ---------------------------------------------------------------------------------------------------

interface Console @0xe31c0f1f6a2b4d10 {
  # The machine's serial console, output only.
  write @0 (data :Data) -> ();            # at most limits.ConsoleBytes bytes a call
  writeLine @1 (text :Text) -> ();        # the text and a line feed, not torn by other writers
}

interface BootPackage @0xd0b6f7c1a9e85f21 {
  # The boot manifest, read-only.
  manifestSize @0 () -> (size :UInt64);                                        # bytes
  readManifest @1 (offset :UInt64, maxBytes :UInt32) -> (data :Data);         # shorter than maxBytes at the end
}

enum TransferMode {
  copy @0;                  # the sender keeps its capability
  move @1;                  # the sender's capability is gone afterwards
}

struct CapGrant {
  # One capability that a parent gives to a child.
  name @0 :Text;            # under which the child finds it in its CapSet
  cap @1 :UInt32;           # id in the parent's table
  interface @2 :UInt64;     # must be the capability's interface id
  mode @3 :TransferMode;
}

interface ProcessSpawner @0x9a50a3a5b5d7e632 {
  # Starts processes from the binaries of the boot manifest.
  spawn @0 (name :Text, binaryName :Text, grants :List(CapGrant)) -> (handleIndex :UInt16);
  # handleIndex is the index of the transfer-result record that holds the child's ProcessHandle.
}

struct FaultRecord {
  # Why the kernel ended a process.
  vector @0 :UInt8;         # exception vector, Intel SDM volume 3A, table 6-1
  errorCode @1 :UInt64;     # as the CPU pushed it; 0 where the vector has none
  instruction @2 :UInt64;   # RIP
  address @3 :UInt64;       # CR2 for a page fault, else 0
}

struct ProcessStatus {
  # How a process ended.
  union {
    exited @0 :Int64;               # its own exit code
    faulted @1 :FaultRecord;        # ended by the kernel for a fault
    killed @2 :Void;                # ended by the system, through no act of its own
    failedToStart @3 :Text;         # never ran, and why
  }
}

interface ProcessHandle @0xf2c4be17d8a09b43 {
  # A child, as its parent sees it. Not transferable.
  wait @0 () -> (status :ProcessStatus);   # completes when the child has ended; one waiter at a time
}

interface Timer @0x8e7d23b1c60f5a54 {
  # The monotonic clock.
  now @0 () -> (nanoseconds :UInt64);                # since the kernel's entry
  sleep @1 (nanoseconds :UInt64) -> (nanoseconds :UInt64);   # completes not before that many ns; answers the time
}

interface SystemInfo @0xc5f9e1d2837b6a65 {
  # What the machine and the kernel are, read-only.
  info @0 () -> (
    kernel :Text,             # "warrant"
    abiVersion :UInt32,       # abi.Version
    processLimit :UInt32,     # processes that can live at once
    processes :UInt32,        # that live now
    totalFrames :UInt64,      # 4 KiB page frames that the kernel hands out
    freeFrames :UInt64,
    tscHertz :UInt64          # measured at boot
  );
}

# --- The boot manifest ------------------------------------------------------------------------------------------------

enum KernelSource {
  # A kernel object that the manifest may grant to init. One row per interface above that the kernel can mint.
  console @0;
  bootPackage @1;
  processSpawner @2;
  timer @3;
  systemInfo @4;
}

struct Binary {
  name @0 :Text;
  data @1 :Data;            # an ELF64 image; stored after all other parts of the manifest
}

struct KernelGrant {
  name @0 :Text;            # in init's CapSet
  source @1 :KernelSource;
}

struct InitConfig {
  binary @0 :Text;
  caps @1 :List(KernelGrant);
}

struct ServiceGrant {
  name @0 :Text;            # in the service's CapSet
  source @1 :Text;          # name in init's CapSet
  mode @2 :TransferMode;
}

enum DependencyCondition {
  started @0;               # the other service has been started
  finished @1;              # the other service has ended
}

struct Dependency {
  service @0 :Text;
  condition @1 :DependencyCondition;
}

struct ExpectedStatus {
  # How init expects a service to end; anything else makes the graph's report, and the boot, fail.
  union {
    exit @0 :Int64;         # this exit code
    fault @1 :UInt8;        # a fault with this vector
  }
}

struct Service {
  name @0 :Text;
  binary @1 :Text;
  grants @2 :List(ServiceGrant);
  needs @3 :List(Dependency);
  expect @4 :ExpectedStatus;
}

struct SystemConfig {
  quantumNanoseconds @0 :UInt64 = 10000000;    # a process runs at most this long before the next one's turn
}

struct SystemManifest {
  # The one boot module. The kernel uses init, binaries and config; init uses services.
  version @0 :UInt32;       # abi.ManifestVersion
  init @1 :InitConfig;
  services @2 :List(Service);
  config @3 :SystemConfig;
  binaries @4 :List(Binary);
}
