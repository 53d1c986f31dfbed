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
  # handleIndex is the index of the transfer-result record that holds the child's ProcessHandle. The child gets limits' default budget.
  spawnWithin @1 (name :Text, binaryName :Text, grants :List(CapGrant), framePages :UInt32, virtualPages :UInt32,
                  processes :UInt32, objects :UInt32, capSlots :UInt32, calls :UInt32) -> (handleIndex :UInt16);
  # The same with the child's budget: frames, processes and objects are donated out of the caller's own until the child has ended.
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
    killed @2 :UInt64;              # ended by another process, with this id; 0 for the kernel, when init has ended
    failedToStart @3 :Text;         # never ran, and why
  }
}

interface ProcessHandle @0xf2c4be17d8a09b43 {
  # A child, as its parent sees it. Not transferable.
  wait @0 () -> (status :ProcessStatus);   # completes when the child has ended; one waiter at a time
  kill @1 () -> ();                        # ends the child, unless it has ended; everything that it had comes back
}

interface ObjectMaker @0xa7c41d5be2f08391 {
  # Makes the kernel objects through which processes meet. Each made object is paid for by its owner's ledger.
  endpoint @0 () -> (ownerIndex :UInt16);        # transfer-result record of an Endpoint
  notification @1 () -> (ownerIndex :UInt16);    # transfer-result record of a Notification
}

interface Endpoint @0xbb3f60c2a91e7d45 {
  # The owner's side of an endpoint: it receives and returns (opcodes RECV and RETURN). Can be moved, not copied.
  facet @0 (interface :UInt64) -> (facetIndex :UInt16, facet :UInt32);
  # Makes a client facet: a capability of the given interface that can only be called. facet is its number, for revoke.
  revoke @1 (facet :UInt32) -> ();               # every hold of that facet answers disconnected from now on, for ever
  info @2 () -> (waiting :UInt32, receivers :UInt32, inFlight :UInt32, facets :UInt32);
}

interface Notification @0x92d85f1ec0a4b673 {
  # The waiting side of a counter of signals. Can be moved, not copied.
  wait @0 () -> (count :UInt64);                 # completes when a signal has come; takes all that have; one waiter at a time
  signaler @1 () -> (signalIndex :UInt16);       # transfer-result record of a Signal
  revoke @2 () -> ();                            # every Signal made so far answers disconnected
}

interface Signal @0xde16a3970b5cf284 {
  # The signalling side of a Notification.
  signal @0 () -> ();                            # never waits
}

enum Protection {
  # What a process may do with a page. No page is both writable and executable.
  read @0;
  readWrite @1;
  readExecute @2;
}

interface FrameAllocator @0x8c5be70d3f9a1264 {
  # Page frames, as memory objects. No physical address reaches a process.
  allocate @0 (pages :UInt32) -> (objectIndex :UInt16);      # transfer-result record of a MemoryObject of zeroed pages
  info @1 () -> (used :UInt32, limit :UInt32);               # frames of the caller's own ledger
}

interface MemoryObject @0xf08d17b64ec2a359 {
  # The owner's side of some page frames, which its ledger pays for. Can be moved, not copied. Ends with its last owner.
  info @0 () -> (pages :UInt32, mappings :UInt32);
  map @1 (offset :UInt32, pages :UInt32, protection :Protection, address :UInt64) -> (address :UInt64);
  # offset and pages count pages; address 0 lets the kernel choose.
  unmap @2 (address :UInt64) -> ();                          # the mapping that starts there
  protect @3 (address :UInt64, protection :Protection) -> ();
  view @4 (writable :Bool) -> (viewIndex :UInt16);           # transfer-result record of a MemoryView
  revoke @5 () -> ();                                        # every view made so far, and every mapping through it
}

interface MemoryView @0xc2490e8fd57b3a16 {
  # Somebody else's memory object, to map. A read-only view refuses every protection but read.
  info @0 () -> (pages :UInt32, writable :Bool);
  map @1 (offset :UInt32, pages :UInt32, protection :Protection, address :UInt64) -> (address :UInt64);
  unmap @2 (address :UInt64) -> ();
  protect @3 (address :UInt64, protection :Protection) -> ();
}

interface VirtualMemory @0xe9b3c8520fd6174a {
  # The caller's own address space. Addresses are multiples of the page size, between abi.MapBase and abi.MapTop.
  reserve @0 (pages :UInt32, address :UInt64) -> (address :UInt64);    # address 0 lets the kernel choose
  commit @1 (address :UInt64, pages :UInt32, protection :Protection) -> ();    # zeroed pages, all or none; inside one reservation
  decommit @2 (address :UInt64, pages :UInt32) -> ();                  # gives the pages back; the addresses stay reserved
  map @3 (pages :UInt32, protection :Protection, address :UInt64) -> (address :UInt64);    # reserve and commit
  unmap @4 (address :UInt64) -> ();                                    # the whole reservation that starts there
  protect @5 (address :UInt64, pages :UInt32, protection :Protection) -> ();    # pages that are committed
}

enum ProcessState {
  vacant @0;
  starting @1;
  ready @2;
  waiting @3;
  ended @4;
  retired @5;
}

enum ObjectKind {
  # What a capability refers to. kernel/sys/object has the same numbers.
  nothing @0;
  console @1;
  bootPackage @2;
  processSpawner @3;
  processHandle @4;         # Monitor.hold's index is the process's place
  timer @5;
  systemInfo @6;
  sessionSpawner @7;
  objectMaker @8;
  endpoint @9;              # the index is the endpoint's place
  facet @10;                # the index is the endpoint's place times limits.Facets, plus the facet's number
  notification @11;
  signal @12;               # the index is the notification's
  frameAllocator @13;
  memoryObject @14;
  memoryView @15;           # the index is the memory object's
  memoryReader @16;         # a view that may not write
  virtualMemory @17;
  monitor @18;
}

enum CapabilityOrigin {
  # How a process came to a capability. kernel/core/captable has the same numbers.
  kernel @0;                # at boot
  spawn @1;                 # from its parent
  result @2;                # by a call of a kernel object
  transfer @3;              # with a message
}

interface Monitor @0xb85a0d2c7e61f493 {
  # What the kernel knows of processes, capabilities and endpoints. Read-only; places count from 0 and are stable while occupied.
  limits @0 () -> (processes :UInt32, slots :UInt32, endpoints :UInt32, freeFrames :UInt64, totalFrames :UInt64);
  process @1 (place :UInt32) -> (
    state :ProcessState, id :UInt64, name :Text, session :UInt64, payer :UInt32,
    frames :UInt32, framesLimit :UInt32, virtual :UInt32, virtualLimit :UInt32, slots :UInt32, slotsLimit :UInt32,
    calls :UInt32, callsLimit :UInt32, objects :UInt32, objectsLimit :UInt32, processes :UInt32, processesLimit :UInt32,
    invalid :UInt64, overflows :UInt32, recoveries :UInt32, status :ProcessStatus);
  # payer is the place of the process whose budget this one's was donated from; its own place for init.
  hold @2 (place :UInt32, slot :UInt32) -> (state :UInt8, interface :UInt64, kind :UInt32, index :UInt32, origin :UInt8);
  # state is a captable.State, kind an ObjectKind, origin a CapabilityOrigin.
  endpoint @3 (place :UInt32) -> (live :Bool, owner :UInt32, waiting :UInt32, receivers :UInt32, inFlight :UInt32, facets :UInt32);
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

# --- Services of the demonstration programs ---------------------------------------------------------------------------

interface Echo @0xd4f1a83c90be2765 {
  # Answers what it is told.
  echo @0 (data :Data) -> (data :Data);
}

interface Chat @0x9be6042fd7c81a53 {
  # A room in which everybody hears who says what.
  say @0 (claim :UInt64, text :Text) -> (speaker :UInt64);
  # claim is who the caller says it is; the room goes by the number that the kernel gives it, and answers that.
}

# --- The boot manifest ------------------------------------------------------------------------------------------------

enum KernelSource {
  # A kernel object that the manifest may grant to init. One row per interface above that the kernel can mint.
  console @0;
  bootPackage @1;
  processSpawner @2;
  timer @3;
  systemInfo @4;
  sessionSpawner @5;        # a ProcessSpawner whose children each begin a session of their own
  objectMaker @6;
  frameAllocator @7;
  virtualMemory @8;
  monitor @9;
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
    killed @2 :Void;        # ended by another process
  }
}

struct Budget {
  # What a service may use. Frames, processes and objects come out of init's own budget.
  framePages @0 :UInt32 = 128;       # page frames, page tables included
  virtualPages @1 :UInt32 = 4096;    # pages of reserved addresses
  processes @2 :UInt32 = 0;          # descendants that live at once
  objects @3 :UInt32 = 0;            # endpoints, notifications and memory objects together
  capSlots @4 :UInt32 = 64;
  calls @5 :UInt32 = 16;             # accepted calls without completion
}

struct Service {
  name @0 :Text;
  binary @1 :Text;
  grants @2 :List(ServiceGrant);
  needs @3 :List(Dependency);
  expect @4 :ExpectedStatus;
  budget @5 :Budget;
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
