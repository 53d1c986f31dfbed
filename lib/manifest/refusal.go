// +gobra

package manifest

import "warrant/lib/wire"

// RefusalKind is a rule of the kernel that a module breaks; Accepted says that it breaks none.
type RefusalKind uint8

// The rules, in the order in which Check looks at them. What Index of a Refusal is is said in brackets.
const (
	// Accepted says that the kernel can boot with the module.
	Accepted RefusalKind = 0
	// NotReadable is a module that is not a message of the schema, or not all of one. [Detail: why]
	NotReadable RefusalKind = 1
	// TrailingBytes is a module that goes on behind the manifest.
	TrailingBytes RefusalKind = 2
	// NotThisVersion is a manifest of another version than abi.ManifestVersion. [Index: its version]
	NotThisVersion RefusalKind = 3
	// ShortQuantum is a time slice below MinimumQuantum.
	ShortQuantum RefusalKind = 4
	// ManyBinaries is a manifest with more than limits.Binaries binaries. [Index: their number]
	ManyBinaries RefusalKind = 5
	// BadBinaryName is a binary without a name of 1 to abi.NameMax bytes. [Index: the binary]
	BadBinaryName RefusalKind = 6
	// RepeatedBinary is a binary with the name of one before it. [Index: the binary]
	RepeatedBinary RefusalKind = 7
	// EmptyBinary is a binary without contents. [Index: the binary]
	EmptyBinary RefusalKind = 8
	// NoInit is an init whose binary is not in the manifest.
	NoInit RefusalKind = 9
	// ManyCaps is an init with more than limits.Grants capabilities. [Index: their number]
	ManyCaps RefusalKind = 10
	// BadCapName is a capability of init without a name of 1 to abi.NameMax bytes. [Index: the capability]
	BadCapName RefusalKind = 11
	// RepeatedCap is a capability of init with the name of one before it. [Index: the capability]
	RepeatedCap RefusalKind = 12
	// UnknownKernelSource is a capability of init that is no kernel object of this version. [Index: the capability]
	UnknownKernelSource RefusalKind = 13
)

// @ ensures 0 < len(text) && len(text) <= 64
// @ decreases

// String answers the rule in words.
func (k RefusalKind) String() (text string) {
	switch k {
	case Accepted:
		return "a manifest"
	case NotReadable:
		return "the manifest cannot be read"
	case TrailingBytes:
		return "there are bytes behind the manifest"
	case NotThisVersion:
		return "the manifest is of another version"
	case ShortQuantum:
		return "the time slice is too short"
	case ManyBinaries:
		return "the manifest has too many binaries"
	case BadBinaryName:
		return "a binary has no name, or one that is too long"
	case RepeatedBinary:
		return "two binaries have the same name"
	case EmptyBinary:
		return "a binary is empty"
	case NoInit:
		return "init's binary is not in the manifest"
	case ManyCaps:
		return "init is given too many capabilities"
	case BadCapName:
		return "a capability of init has no name, or one that is too long"
	case RepeatedCap:
		return "two capabilities of init have the same name"
	case UnknownKernelSource:
		return "init is given a capability that the kernel does not have"
	}
	return "unknown rule"
}

// Refusal is why the kernel does not boot with a module.
type Refusal struct {
	Kind RefusalKind
	// Index is a number that the rule says, else 0.
	Index uint32
	// Detail is the reader's own reason when Kind is NotReadable, else wire.OK.
	Detail wire.Err
}

// @ ensures is == (r.Kind == NotThisVersion || (ManyBinaries <= r.Kind && r.Kind <= EmptyBinary) || (ManyCaps <= r.Kind && r.Kind <= UnknownKernelSource))
// @ decreases

// Numbered reports whether Index says something that belongs behind the rule.
func (r Refusal) Numbered() (is bool) {
	switch r.Kind {
	case NotThisVersion, ManyBinaries, BadBinaryName, RepeatedBinary, EmptyBinary, ManyCaps, BadCapName, RepeatedCap, UnknownKernelSource:
		return true
	}
	return false
}
