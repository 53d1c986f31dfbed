// +gobra

package manifest

import "warrant/lib/name"

// Kind is a rule that a service graph breaks.
type Kind uint8

// The rules; after those up to TooManyNeeds, a part of the graph has not been read. What Service, Item and Other of a Problem are is said in brackets; where nothing is said, they are None.
const (
	// Unreadable is a manifest that is not a message of the schema, or whose metadata is not within limits.ManifestMetadata bytes.
	// [Item: the wire.Err]
	Unreadable Kind = 1
	// WrongVersion is a manifest of another version than abi.ManifestVersion. [Item: its version]
	WrongVersion Kind = 2
	// TooManyBinaries is a manifest with more than limits.Binaries binaries. [Item: their number]
	TooManyBinaries Kind = 3
	// TooManyCaps is an init with more than limits.Grants capabilities. [Item: their number]
	TooManyCaps Kind = 4
	// TooManyServices is a graph of more than Services services. [Item: their number]
	TooManyServices Kind = 5
	// TooManyGrants is a service with more than limits.Grants grants, or with which there are more than GraphGrants. [Service]
	TooManyGrants Kind = 6
	// TooManyNeeds is a service with which there are more than GraphNeeds dependencies. [Service]
	TooManyNeeds Kind = 7
	// BadServiceName is a service without a name of 1 to abi.NameMax bytes. [Service]
	BadServiceName Kind = 8
	// BadGrantName is a grant without a name of 1 to abi.NameMax bytes. [Service; Item: the grant]
	BadGrantName Kind = 9
	// DuplicateService is a service with the name of one before it. [Service; Other: the one before it]
	DuplicateService Kind = 10
	// MissingBinary is a service whose binary is not in the manifest. [Service]
	MissingBinary Kind = 11
	// DuplicateGrant is a grant with the name of another one of the same service. [Service; Item: the grant; Other: the grant before it]
	DuplicateGrant Kind = 12
	// UnknownSource is a grant of a capability that init does not have. [Service; Item: the grant]
	UnknownSource Kind = 13
	// TakesInits is a grant that moves a capability which init itself needs. [Service; Item: the grant]
	TakesInits Kind = 14
	// AlreadyMoved is a grant of a capability that another grant may have moved away by then. [Service; Item: the grant; Other: the
	// service of that other grant]
	AlreadyMoved Kind = 15
	// UnknownNeed is a dependency on a service that does not exist. [Service; Item: the dependency]
	UnknownNeed Kind = 16
	// NeedsItself is a service that depends on itself. [Service; Item: the dependency]
	NeedsItself Kind = 17
	// Cycle is a service that waits for itself by way of others. [Service; Item: the dependency that leads back to it; Other: the service
	// it names]
	Cycle Kind = 18
	// BadExpectation is a service whose expected end is neither an exit code nor a vector below 32. [Service]
	BadExpectation Kind = 19
)

// @ ensures 0 < len(text) && len(text) <= 80
// @ decreases

// String answers the rule as a phrase that speaks of the service; Graph.Subject answers the name that belongs behind it.
func (k Kind) String() (text string) {
	switch k {
	case Unreadable:
		return "the manifest cannot be read"
	case WrongVersion:
		return "the manifest is of another version"
	case TooManyBinaries:
		return "the manifest has too many binaries"
	case TooManyCaps:
		return "init is given too many capabilities"
	case TooManyServices:
		return "the manifest has too many services"
	case TooManyGrants:
		return "has too many grants"
	case TooManyNeeds:
		return "needs too many services"
	case BadServiceName:
		return "has no name, or one that is too long"
	case BadGrantName:
		return "has a grant without a name, or with one that is too long, of the capability"
	case DuplicateService:
		return "has the name of a service before it"
	case MissingBinary:
		return "wants a binary that is not in the manifest"
	case DuplicateGrant:
		return "has two grants with the name"
	case UnknownSource:
		return "is granted a capability that init does not have"
	case TakesInits:
		return "would take away the capability that init itself needs"
	case AlreadyMoved:
		return "is granted a capability that may already have been moved away"
	case UnknownNeed:
		return "needs a service that does not exist"
	case NeedsItself:
		return "needs itself"
	case Cycle:
		return "waits for itself, by way of"
	case BadExpectation:
		return "is expected to end in a way that does not exist"
	}
	return "unknown rule"
}

// Problem is one way in which a graph breaks a rule.
type Problem struct {
	Kind Kind
	// Service is an index of Graph.Services, or None.
	Service uint32
	// Item is an index of Graph.Grants or Graph.Needs, or None.
	Item uint32
	// Other is a second index, of the kind that the rule says, or None.
	Other uint32
}

// Problems is everything that is wrong with a graph, in the order of the rules.
type Problems struct {
	// List has the first Count problems.
	List  [ProblemList]Problem
	Count uint32
	// Total is the number of problems, those beyond the list included.
	Total uint32
	// Incomplete says that a part of the graph was not read, so that there may be more problems.
	Incomplete bool
}

// @ preserves acc(p) && p.Count <= ProblemList
// @ requires  p.Total < 4294967295
// @ ensures   p.Total == old(p.Total) + 1 && p.Count == (old(p.Count) < ProblemList ? old(p.Count) + 1 : old(p.Count))
// @ ensures   p.Incomplete == (old(p.Incomplete) || k <= TooManyNeeds)
// @ ensures   old(p.Count) < ProblemList ==> seq(p.List) == old(seq(p.List))[int(old(p.Count)) = Problem{k, service, item, other}]
// @ ensures   old(p.Count) == ProblemList ==> seq(p.List) == old(seq(p.List))
// @ decreases

// add notes a problem. Total stays below 2^32: Plan adds a bounded number.
func (p *Problems) add(k Kind, service, item, other uint32) {
	p.Total = p.Total + 1
	if k <= TooManyNeeds {
		p.Incomplete = true
	}
	if p.Count < ProblemList {
		p.List[p.Count] = Problem{Kind: k, Service: service, Item: item, Other: other}
		p.Count = p.Count + 1
	}
}

// @ preserves acc(g, 1/2)
// @ ensures   p.Kind == MissingBinary && p.Service < Services ==> n == seq(g.Services)[int(p.Service)].Binary
// @ ensures   (p.Kind == UnknownNeed || p.Kind == Cycle) && p.Item < GraphNeeds ==> n == seq(g.Needs)[int(p.Item)].Name
// @ decreases

// Subject answers the name that p's phrase ends with: the binary, the capability or the other service that it speaks of; the zero Name
// for rules without one.
func (g *Graph) Subject(p Problem) (n name.Name) {
	switch p.Kind {
	case MissingBinary:
		if p.Service < Services {
			return g.Services[p.Service].Binary
		}
	case DuplicateGrant:
		if p.Item < GraphGrants {
			return g.Grants[p.Item].Name
		}
	case BadGrantName, UnknownSource, TakesInits, AlreadyMoved:
		if p.Item < GraphGrants {
			return g.Grants[p.Item].Source
		}
	case UnknownNeed, Cycle:
		if p.Item < GraphNeeds {
			return g.Needs[p.Item].Name
		}
	}
	return name.Name{}
}
