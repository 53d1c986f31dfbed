package image

import (
	"strings"

	"warrant/kernel/arch/cause"
)

// verdict is what may be done with a function that is not the program's own.
type verdict int

const (
	// refused functions may not be called: calling one is an error in the source.
	refused verdict = iota
	// kept functions work without the runtime and stay as they are.
	kept
	// trapped functions are only called when something has gone wrong: they become a jump to the trap entry.
	trapped
)

// rule says what to do with a function and why.
type rule struct {
	verdict verdict
	cause   cause.Cause // if trapped
	why     string      // if refused
}

// leaves are the functions that stay: they use registers, their arguments and constants only. The processor features that some of them
// ask for are variables of the runtime that stay zero, so they use SSE2.
var leaves = []string{
	"runtime.memmove", "runtime.memclrNoHeapPointers", "runtime.memequal", "runtime.memequal_varlen", "memeqbody",
	"runtime.memequal0", "runtime.memequal8", "runtime.memequal16", "runtime.memequal32", "runtime.memequal64", "runtime.memequal128",
	"runtime.strequal", "runtime.cmpstring", "cmpbody", "runtime.duffcopy", "runtime.duffzero", "runtime.decoderune",
}

// failures are the functions that compiled code calls when a run-time check has failed. A write barrier is behind a test of
// runtime.writeBarrier, which stays zero: no collector ever turns it on. An interface method table may name them too.
var failures = map[string]cause.Cause{
	"panicBounds": cause.Bounds, "panicSliceConvert": cause.Conversion,
	"panicdivide": cause.Divide, "panicoverflow": cause.Divide, "panicshift": cause.Shift,
	"panicdottypeE": cause.Conversion, "panicdottypeI": cause.Conversion, "panicnildottype": cause.Conversion,
	"panicmem": cause.Nil, "panicmemAddr": cause.Nil, "panicwrap": cause.Nil, "sigpanic": cause.Nil,
	"panicunsafeslicelen": cause.Bounds, "panicunsafeslicenilptr": cause.Nil, "panicunsafestringlen": cause.Bounds,
	"panicunsafestringnilptr": cause.Nil,
	"gopanic":                 cause.Explicit, "throw": cause.Explicit, "fatal": cause.Explicit, "goPanicValue": cause.Explicit,
	"morestack": cause.Stack, "morestack_noctxt": cause.Stack, "morestackc": cause.Stack,
	"wbZero": cause.Barrier, "wbMove": cause.Barrier,
}

// reasons say why functions are refused, by the beginning of their name; the longest that fits counts.
var reasons = map[string]string{
	"runtime.newobject":           "a variable escapes to the heap",
	"runtime.mallocgc":            "memory is allocated",
	"runtime.makeslice":           "make allocates a slice",
	"runtime.growslice":           "append allocates",
	"runtime.concatstring":        "string concatenation allocates",
	"runtime.concatbyte":          "string concatenation allocates",
	"runtime.slicebytetostring":   "a conversion to string allocates",
	"runtime.slicerunetostring":   "a conversion to string allocates",
	"runtime.intstring":           "a conversion to string allocates",
	"runtime.stringtoslice":       "a conversion from string allocates",
	"runtime.convT":               "a conversion to an interface allocates",
	"runtime.map":                 "maps allocate",
	"runtime.makemap":             "maps allocate",
	"runtime.rand":                "maps allocate and need random numbers",
	"internal/runtime/maps.":      "maps allocate",
	"runtime.makechan":            "channels allocate and need the scheduler",
	"runtime.chan":                "channels need the scheduler",
	"runtime.closechan":           "channels need the scheduler",
	"runtime.select":              "channels need the scheduler",
	"runtime.block":               "select needs the scheduler",
	"runtime.newproc":             "goroutines need the scheduler",
	"runtime.deferproc":           "defer needs the runtime's panic handling",
	"runtime.deferreturn":         "defer needs the runtime's panic handling",
	"runtime.deferrangefunc":      "defer needs the runtime's panic handling",
	"runtime.gorecover":           "recover needs the runtime's panic handling",
	"runtime.typedmemmove":        "pointers are copied by way of the collector's write barrier",
	"runtime.typedmemclr":         "pointers are cleared by way of the collector's write barrier",
	"runtime.typedslicecopy":      "a slice of pointers is copied by way of the collector's write barrier",
	"runtime.memclrHasPointers":   "pointers are cleared by way of the collector's write barrier",
	"runtime.typeAssert":          "an assertion to an interface type fills a cache on the heap",
	"runtime.assertE2I":           "an assertion to an interface type fills a cache on the heap",
	"runtime.interfaceSwitch":     "a switch over interface types fills a cache on the heap",
	"runtime.efaceeq":             "comparing interfaces calls through type descriptors",
	"runtime.ifaceeq":             "comparing interfaces calls through type descriptors",
	"runtime.print":               "print writes to the standard error stream of a host",
	"runtime.memhash":             "hashing needs a random seed",
	"runtime.strhash":             "hashing needs a random seed",
	"runtime.panicrangestate":     "range over a function needs the runtime's panic handling",
	"internal/runtime/atomic.":    "atomic operations on this type are not compiled in line",
	"runtime.unsafeslicecheckptr": "pointer checking is turned on",
}

// judge answers the rule for a function that is not the program's own. ABI is no part of a name.
func judge(name string) rule {
	name = strings.TrimSuffix(name, ".abi0")
	for _, leaf := range leaves {
		if name == leaf {
			return rule{verdict: kept}
		}
	}
	short := strings.TrimPrefix(name, "runtime.")
	if c, known := failures[short]; known {
		return rule{verdict: trapped, cause: c}
	}
	if strings.HasPrefix(short, "gcWriteBarrier") {
		return rule{verdict: trapped, cause: cause.Barrier}
	}
	best, why := "", "no rule knows this function"
	for prefix, reason := range reasons {
		if strings.HasPrefix(name, prefix) && len(prefix) > len(best) {
			best, why = prefix, reason
		}
	}
	return rule{verdict: refused, why: why}
}

// own says whether a function belongs to the program: to a package of this module, or made by the compiler for a type.
func own(name string) bool {
	return strings.HasPrefix(name, modulePath+"/") || strings.HasPrefix(name, "main.") || comparison(name)
}

// comparison says whether the compiler made a function to compare two values of a type.
func comparison(name string) bool {
	return strings.HasPrefix(name, "type:.eq.")
}
