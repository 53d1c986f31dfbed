package manifest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"warrant/kernel/abi"
	"warrant/kernel/limits"
	"warrant/lib/name"
)

// plan runs Plan and answers its findings as lines "service: phrase: subject".
func plan(t testing.TB, s *system) (g *Graph, lines []string) {
	t.Helper()
	g, p := &Graph{}, &Problems{}
	Plan(s.bytes(t), g, p)
	for _, problem := range p.List[:p.Count] {
		line := problem.Kind.String()
		if problem.Service < g.ServiceCount {
			n := g.Services[problem.Service].Name
			line = string(n.Text()) + ": " + line
		}
		if subject := g.Subject(problem); subject != (name.Name{}) {
			line += ": " + string(subject.Text())
		}
		lines = append(lines, line)
	}
	return g, lines
}

// TestPlan has a row per rule of a service graph.
func TestPlan(t *testing.T) {
	long := strings.Repeat("n", abi.NameMax)
	tests := map[string]struct {
		spoil func(s *system)
		want  []string
	}{
		"as it is":          {func(s *system) {}, nil},
		"no service":        {func(s *system) { s.services = nil }, nil},
		"version":           {func(s *system) { s.version = 7 }, []string{WrongVersion.String()}},
		"too many binaries": {func(s *system) { s.many(limits.Binaries + 1) }, []string{TooManyBinaries.String()}},
		"too many caps":     {func(s *system) { s.grant(limits.Grants + 1) }, []string{TooManyCaps.String()}},
		"most binaries":     {func(s *system) { s.many(limits.Binaries) }, nil},
		"most caps":         {func(s *system) { s.grant(limits.Grants) }, nil},
		"most services":     {func(s *system) { s.fill(Services) }, nil},
		"too many services": {func(s *system) { s.fill(Services + 1) }, []string{TooManyServices.String()}},
		"most grants":       {func(s *system) { s.services[1].grants = grants(limits.Grants) }, nil},
		"too many grants":   {func(s *system) { s.services[1].grants = grants(limits.Grants + 1) }, []string{"b: " + TooManyGrants.String()}},
		"too many grants of all": {func(s *system) {
			s.fill(GraphGrants/limits.Grants + 1)
			for n := range s.services {
				s.services[n].grants = grants(limits.Grants)
			}
		}, []string{"s8: " + TooManyGrants.String()}},
		"most needs":     {func(s *system) { s.services[1].needs = needs(GraphNeeds - 1) }, nil},
		"too many needs": {func(s *system) { s.services[1].needs = needs(GraphNeeds) }, []string{"b: " + TooManyNeeds.String()}},
		"too many needs, and more": {func(s *system) {
			s.services[0].needs = needs(GraphNeeds + 1)
			s.services[2].needs = []need{{"a", false}}
		},
			[]string{"c: " + TooManyNeeds.String()}},
		"no name": {func(s *system) { s.services[1].name = "" }, []string{": " + BadServiceName.String()}},
		"two without name": {func(s *system) { s.services[1].name, s.services[0].name = "", "" },
			[]string{": " + BadServiceName.String(), ": " + BadServiceName.String()}},
		"longest name":    {func(s *system) { s.services[1].name = long }, nil},
		"too long a name": {func(s *system) { s.services[1].name = long + "n" }, []string{": " + BadServiceName.String()}},
		"grant without name": {func(s *system) { s.services[2].grants[0].name = "" },
			[]string{"a: " + BadGrantName.String() + ": console"}},
		"no such vector": {func(s *system) { s.services[1].fault = 32 }, []string{"b: " + BadExpectation.String()}},
		"last vector":    {func(s *system) { s.services[1].fault = 31 }, nil},
		"same name":      {func(s *system) { s.services[1].name = "c" }, []string{"c: " + DuplicateService.String()}},
		"missing binary": {func(s *system) { s.services[1].binary = "clok" }, []string{"b: " + MissingBinary.String() + ": clok"}},
		"no binary":      {func(s *system) { s.services[1].binary = "" }, []string{"b: " + MissingBinary.String()}},
		"binary of init": {func(s *system) { s.services[1].binary = "init" }, nil},
		"binary of one letter": {func(s *system) {
			s.binaries[2].name = "x"
			s.services[1].binary = "x"
		}, nil},
		"nameless binary": {func(s *system) {
			s.binaries[2].name = ""
			s.services[1].binary = ""
		}, []string{"b: " + MissingBinary.String()}},
		"most binaries, and not that one": {func(s *system) {
			s.many(limits.Binaries)
			s.services[1].binary = "gone"
		}, []string{"b: " + MissingBinary.String() + ": gone"}},
		"most caps, and not that one": {func(s *system) {
			s.grant(limits.Grants)
			s.services[0].grants[1].source = "gone"
		}, []string{"c: " + UnknownSource.String() + ": gone"}},
		"cap of one letter": {func(s *system) {
			s.caps[3].name = "t"
			s.services[0].grants[1].source = "t"
		}, nil},
		"nameless cap": {func(s *system) {
			s.caps[3].name = ""
			s.services[0].grants[1].source = ""
		}, []string{"c: " + UnknownSource.String()}},
		"two nameless grants": {func(s *system) {
			s.services[0].grants[0].name, s.services[0].grants[1].name = "", ""
		}, []string{"c: " + BadGrantName.String() + ": console", "c: " + BadGrantName.String() + ": timer"}},
		"two grants of a letter": {func(s *system) {
			s.services[0].grants[0].name, s.services[0].grants[1].name = "x", "x"
		}, []string{"c: " + DuplicateGrant.String() + ": x"}},
		"second and third grant of a name": {func(s *system) {
			s.services[0].grants = append(s.services[0].grants, grant{"timer", "timer", false})
		}, []string{"c: " + DuplicateGrant.String() + ": timer"}},
		"moves the boot package": {func(s *system) { s.services[0].grants[1] = grant{"x", BootPackageName, true} },
			[]string{"c: " + TakesInits.String() + ": " + BootPackageName}},
		"moves the spawner": {func(s *system) { s.services[0].grants[1] = grant{"x", ProcessSpawnerName, true} },
			[]string{"c: " + TakesInits.String() + ": " + ProcessSpawnerName}},
		"moved to one that starts behind others": {func(s *system) {
			s.services[0].grants = s.services[0].grants[:1]
			s.services[2].grants = []grant{{"t", "timer", true}}
		}, nil},
		"moved to the last two": {func(s *system) {
			s.services[0].grants[1].move = true
			s.services[2].grants = []grant{{"t", "timer", true}}
		}, []string{"c: " + AlreadyMoved.String() + ": timer"}},
		"two grants of a name":   {func(s *system) { s.services[0].grants[1].name = "out" }, []string{"c: " + DuplicateGrant.String() + ": out"}},
		"a name in two services": {func(s *system) { s.services[2].grants[0].name = "out" }, nil},
		"unknown source":         {func(s *system) { s.services[0].grants[1].source = "clock" }, []string{"c: " + UnknownSource.String() + ": clock"}},
		"moves the timer":        {func(s *system) { s.services[0].grants[1].move = true }, nil},
		"moves the console":      {func(s *system) { s.services[0].grants[0].move = true }, []string{"c: " + TakesInits.String() + ": console"}},
		"moved, then copied": {func(s *system) {
			s.services[0].grants[1].move = true
			s.services[0].grants = append(s.services[0].grants, grant{"again", "timer", false})
		}, []string{"c: " + AlreadyMoved.String() + ": timer"}},
		"moved to two": {func(s *system) {
			s.services[0].grants[1].move = true
			s.services[1].grants = []grant{{"t", "timer", true}}
		}, []string{"c: " + AlreadyMoved.String() + ": timer"}},
		"moved to the one that starts first": {func(s *system) {
			s.services[2].grants = append(s.services[2].grants, grant{"t", "timer", true})
		}, []string{"c: " + AlreadyMoved.String() + ": timer"}},
		"copied, perhaps after the move": {func(s *system) {
			s.services[1].grants = []grant{{"t", "timer", false}}
			s.services[0].grants[1].move = true
		},
			[]string{"b: " + AlreadyMoved.String() + ": timer"}},
		"copied, then moved": {func(s *system) {
			s.services[1].grants = []grant{{"t", "timer", false}}
			s.services[0].grants[1].move = true
			s.services[0].needs = append(s.services[0].needs, need{"b", false})
		}, nil},
		"copied far before the move": {func(s *system) {
			s.services[1].grants = []grant{{"t", "timer", false}}
			s.services[0].grants[1].move = true
			s.services[2].needs = append(s.services[2].needs, need{"b", false})
		}, nil},
		"copied, then moved, in one service": {func(s *system) {
			s.services[0].grants = append(s.services[0].grants, grant{"again", "timer", true})
		}, nil},
		"unknown need":  {func(s *system) { s.services[0].needs[0].name = "d" }, []string{"c: " + UnknownNeed.String() + ": d"}},
		"needs nothing": {func(s *system) { s.services[0].needs[0].name = "" }, []string{"c: " + UnknownNeed.String()}},
		"needs itself":  {func(s *system) { s.services[1].needs = []need{{"b", false}} }, []string{"b: " + NeedsItself.String()}},
		"cycle of two": {func(s *system) { s.services[2].needs = []need{{"c", true}} },
			[]string{"c: " + Cycle.String() + ": a", "a: " + Cycle.String() + ": c"}},
		"cycle of three": {func(s *system) {
			s.services[2].needs = []need{{"b", false}}
			s.services[1].needs = []need{{"c", false}}
		},
			[]string{"c: " + Cycle.String() + ": a", "b: " + Cycle.String() + ": c", "a: " + Cycle.String() + ": b"}},
		"cycle by two dependencies": {func(s *system) {
			s.services[0].needs = needs(2)
			s.services[2].needs = []need{{"c", true}}
		}, []string{"c: " + Cycle.String() + ": a", "a: " + Cycle.String() + ": c"}},
		"cycle in the most services": {func(s *system) {
			s.fill(Services)
			s.services[2].needs = []need{{"c", true}}
		}, []string{"c: " + Cycle.String() + ": a", "a: " + Cycle.String() + ": c"}},
		"waits for a cycle": {func(s *system) {
			s.services[2].needs = []need{{"c", true}}
			s.services[1].needs = []need{{"a", false}}
		}, []string{"c: " + Cycle.String() + ": a", "a: " + Cycle.String() + ": c"}},
		"between two cycles": {func(s *system) {
			s.fill(5)
			s.services[0].needs = []need{{"a", false}}
			s.services[2].needs = []need{{"c", false}, {"b", false}}
			s.services[1].needs = []need{{"s3", false}}
			s.services[3].needs = []need{{"s4", false}}
			s.services[4].needs = []need{{"s3", false}}
		}, []string{"c: " + Cycle.String() + ": a", "a: " + Cycle.String() + ": c", "s3: " + Cycle.String() + ": s4", "s4: " + Cycle.String() + ": s3"}},
		"everything at once": {func(s *system) {
			s.services[0].binary = "x"
			s.services[0].grants[1].source = "y"
			s.services[1].name = "c"
			s.services[1].needs = []need{{"z", false}}
			s.services[2].needs = []need{{"c", false}}
		}, []string{
			"c: " + MissingBinary.String() + ": x", "c: " + DuplicateService.String(), "c: " + UnknownSource.String() + ": y",
			"c: " + UnknownNeed.String() + ": z", "c: " + Cycle.String() + ": a", "a: " + Cycle.String() + ": c",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := small()
			test.spoil(s)
			_, got := plan(t, s)
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", test.want) {
				t.Errorf("problems\n%q, want\n%q", got, test.want)
			}
		})
	}
}

// fill makes s have n services; those that it adds are on their own.
func (s *system) fill(n int) {
	for len(s.services) < n {
		s.services = append(s.services, service{name: fmt.Sprintf("s%d", len(s.services)), binary: "hello"})
	}
}

// grants answers n grants of the timer.
func grants(n int) (out []grant) {
	for len(out) < n {
		out = append(out, grant{fmt.Sprintf("g%d", len(out)), "timer", false})
	}
	return out
}

// needs answers n dependencies on service a.
func needs(n int) (out []need) {
	for len(out) < n {
		out = append(out, need{"a", false})
	}
	return out
}

// TestPlanGraph compares a graph with the manifest it was read from.
func TestPlanGraph(t *testing.T) {
	s := small()
	g, problems := plan(t, s)
	if problems != nil {
		t.Fatal(problems)
	}
	if int(g.ServiceCount) != len(s.services) || g.BinaryCount != 3 || g.CapCount != 4 {
		t.Errorf("%d services, %d binaries, %d capabilities", g.ServiceCount, g.BinaryCount, g.CapCount)
	}
	if got := g.Order[:g.OrderCount]; fmt.Sprint(got) != "[1 2 0]" {
		t.Errorf("order %v", got)
	}
	c := g.Services[0]
	if c.Name != name.Of("c") || c.Binary != name.Of("hello") || c.Expect != (Expect{}) || c.GrantCount != 2 || c.NeedCount != 1 {
		t.Errorf("service c is %+v", c)
	}
	if want := (Grant{name.Of("out"), name.Of(ConsoleName), 0, false}); g.Grants[c.FirstGrant] != want {
		t.Errorf("first grant of c is %+v", g.Grants[c.FirstGrant])
	}
	if want := (Need{name.Of("a"), 2, true}); g.Needs[c.FirstNeed] != want {
		t.Errorf("need of c is %+v", g.Needs[c.FirstNeed])
	}
	if want := (Expect{End: Faults, Value: 14}); g.Services[1].Expect != want {
		t.Errorf("expectation of b is %+v", g.Services[1].Expect)
	}
}

// TestPlanRest demands that services which cannot start stand behind the others, in the order of the manifest.
func TestPlanRest(t *testing.T) {
	s := small()
	s.services[2].needs = []need{{"c", true}}
	g, _ := plan(t, s)
	if g.OrderCount != 1 || fmt.Sprint(g.Order[:g.ServiceCount]) != "[1 0 2]" {
		t.Errorf("%d start, order %v", g.OrderCount, g.Order[:g.ServiceCount])
	}
}

// TestExpectations writes kinds of expectation into a manifest, and each vector. Where they stand is where two manifests differ.
func TestExpectations(t *testing.T) {
	s := small()
	s.services[1].fault = 1
	module := s.bytes(t)
	s.services[1].fault = 2
	vector := firstDifference(module, s.bytes(t))
	s.services[1].fault, s.services[1].killed = 0, true
	killed := s.bytes(t)
	killed[vector] = 1
	kind := firstDifference(module, killed)
	for _, n := range []int{0, 1, 2, 3, 4, 255, 256, 257, 1 << 15, 1<<16 - 1} {
		module[kind], module[kind+1] = byte(n), byte(n>>8)
		demandExpectation(t, module, n <= 2)
	}
	module[kind], module[kind+1] = 1, 0
	for n := range 1 << 8 {
		module[vector] = byte(n)
		demandExpectation(t, module, n < 32)
	}
}

// firstDifference answers where two byte strings of one length differ first.
func firstDifference(a, b []byte) (at int) {
	for a[at] == b[at] {
		at++
	}
	return at
}

// demandExpectation demands that the second service's expectation is good, or that it is the only problem.
func demandExpectation(t *testing.T, module []byte, good bool) {
	t.Helper()
	var g Graph
	var p Problems
	Plan(module, &g, &p)
	if good != (p.Total == 0) || p.Total > 1 || !good && p.List[0] != (Problem{BadExpectation, 1, None, None}) {
		t.Fatalf("good %v: %d problems, the first %+v", good, p.Total, p.List[0])
	}
}

// TestLongestCycle demands that a cycle through all services is found, in the order in which that takes the most rounds.
func TestLongestCycle(t *testing.T) {
	s := small()
	s.services[0].needs = nil
	s.fill(Services)
	for n := range s.services {
		s.services[n].needs = []need{{s.services[(n+Services-1)%Services].name, false}}
	}
	var g Graph
	var p Problems
	Plan(s.bytes(t), &g, &p)
	if p.Total != Services || p.List[0].Kind != Cycle || p.Incomplete {
		t.Errorf("%d problems, the first %+v", p.Total, p.List[0])
	}
}

// TestSubject demands the name of the part that a problem speaks of, and none for a part that cannot be.
func TestSubject(t *testing.T) {
	g := &Graph{}
	for n := range g.Services {
		g.Services[n] = Service{Name: name.Of("s"), Binary: name.Of("b")}
	}
	for n := range g.Grants {
		g.Grants[n] = Grant{Name: name.Of("g"), Source: name.Of("c")}
	}
	for n := range g.Needs {
		g.Needs[n].Name = name.Of("n")
	}
	for _, tt := range []struct {
		kind  Kind
		parts uint32
		item  bool
		want  string
	}{
		{MissingBinary, Services, false, "b"}, {DuplicateGrant, GraphGrants, true, "g"}, {BadGrantName, GraphGrants, true, "c"},
		{UnknownSource, GraphGrants, true, "c"}, {TakesInits, GraphGrants, true, "c"}, {AlreadyMoved, GraphGrants, true, "c"},
		{UnknownNeed, GraphNeeds, true, "n"}, {Cycle, GraphNeeds, true, "n"}, {DuplicateService, 0, false, ""}, {NeedsItself, 0, true, ""},
	} {
		for _, at := range []uint32{0, tt.parts - 1, tt.parts, None} {
			p := Problem{Kind: tt.kind, Service: at, Item: None, Other: None}
			if tt.item {
				p.Service, p.Item = None, at
			}
			want := ""
			if at < tt.parts && tt.parts > 0 {
				want = tt.want
			}
			if n := g.Subject(p); string(n.Text()) != want {
				t.Errorf("%s %d: %q, want %q", tt.kind, at, n.Text(), want)
			}
		}
	}
}

// TestPlanBudget demands that a budget arrives, that one that is left out is what limits say, and that a service can be expected to be
// killed.
func TestPlanBudget(t *testing.T) {
	s := small()
	own := Budget{FramePages: 1, VirtualPages: 2, Processes: 3, Objects: 4, CapSlots: 5, Calls: 6}
	s.services[0].budget = &own
	s.services[0].killed = true
	var g Graph
	var p Problems
	Plan(s.bytes(t), &g, &p)
	if p.Total != 0 || g.Services[0].Budget != own || g.Services[0].Expect != (Expect{End: Killed}) {
		t.Errorf("%d problems; service c is %+v", p.Total, g.Services[0])
	}
	standard := Budget{
		FramePages: limits.DefaultFramePages, VirtualPages: limits.DefaultVirtualPages, Processes: limits.DefaultProcesses,
		Objects: limits.DefaultObjects, CapSlots: limits.CapSlots, Calls: limits.OutstandingCalls,
	}
	if g.Services[1].Budget != standard {
		t.Errorf("the budget of b is %+v, want %+v", g.Services[1].Budget, standard)
	}
}

// TestPlanPrefix demands that Plan needs nothing behind the metadata, and that it says so when the metadata itself is cut.
func TestPlanPrefix(t *testing.T) {
	s := small()
	s.binaries[2].data = make([]byte, 2*limits.ManifestMetadata)
	whole := s.bytes(t)
	for _, n := range []int{len(whole), limits.ManifestMetadata, 2048} {
		var g Graph
		var p Problems
		Plan(whole[:n], &g, &p)
		if p.Total != 0 || g.OrderCount != 3 {
			t.Errorf("%d bytes: %d problems, first %s", n, p.Total, p.List[0].Kind)
		}
	}
	for n := range 200 {
		var g Graph
		var p Problems
		Plan(whole[:n], &g, &p)
		if p.Total == 0 || p.List[p.Count-1].Kind != Unreadable {
			t.Fatalf("%d bytes: %d problems, first %s", n, p.Total, p.List[0].Kind)
		}
	}
}

// TestOrder checks the order of random graphs against its definition, and the cycles against a search of its own.
func TestOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		s := small()
		s.services = nil
		s.fill(1 + r.IntN(12))
		for n := range s.services {
			for range r.IntN(3) {
				s.services[n].needs = append(s.services[n].needs, need{fmt.Sprintf("s%d", r.IntN(len(s.services))), false})
			}
		}
		g, _ := plan(t, s)
		at := map[uint32]int{}
		for k, i := range g.Order[:g.ServiceCount] {
			at[i] = k
		}
		if len(at) != len(s.services) {
			t.Fatalf("order %v has a service twice", g.Order[:g.ServiceCount])
		}
		for i := range g.ServiceCount {
			stuck := blocked(g, i)
			if stuck != (at[i] >= int(g.OrderCount)) {
				t.Fatalf("service %d: stuck %v, place %d of %d", i, stuck, at[i], g.OrderCount)
			}
			for _, n := range g.Needs[g.Services[i].FirstNeed:][:g.Services[i].NeedCount] {
				if !stuck && at[n.Service] >= at[i] {
					t.Fatalf("service %d starts before service %d that it needs", i, n.Service)
				}
			}
		}
	}
}

// blocked reports whether following needs from service i can go on for ever.
func blocked(g *Graph, i uint32) bool {
	var walk func(i uint32, steps int) bool
	seen := map[[2]int]bool{}
	walk = func(i uint32, steps int) bool {
		if steps > int(g.ServiceCount) {
			return true
		}
		if seen[[2]int{int(i), steps}] {
			return false
		}
		seen[[2]int{int(i), steps}] = true
		for _, n := range g.Needs[g.Services[i].FirstNeed:][:g.Services[i].NeedCount] {
			if walk(n.Service, steps+1) {
				return true
			}
		}
		return false
	}
	return walk(i, 0)
}

// TestManyProblems demands that problems beyond the list are counted.
func TestManyProblems(t *testing.T) {
	s := small()
	s.fill(Services)
	for n := range s.services {
		s.services[n].binary = "gone"
		s.services[n].needs = []need{{"gone", false}}
	}
	var g Graph
	var p Problems
	Plan(s.bytes(t), &g, &p)
	if p.Count != ProblemList || p.Total != 2*Services || p.Incomplete {
		t.Errorf("%d of %d problems", p.Count, p.Total)
	}
}

// TestKindStrings demands words of its own for each rule.
func TestKindStrings(t *testing.T) {
	seen := map[string]bool{Kind(0).String(): true}
	for k := Unreadable; k <= BadExpectation; k++ {
		if seen[k.String()] {
			t.Errorf("%d is %q, like another one", k, k)
		}
		seen[k.String()] = true
	}
}
