package bmc

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/smt"
)

var (
	differentialSeed     = flag.Uint64("differential.seed", 1, "seed of the generated programs of the differential test")
	differentialPrograms = flag.Int("differential.programs", 1000, "number of generated programs of the differential test")
)

const (
	inputsPerProgram = 12
	// programsPerModule is how many generated programs are compiled together.
	programsPerModule = 250
)

// TestGeneratedPrograms compares generated programs as the compiler runs them with their formulas evaluated on the same
// inputs: the result, or which kind of panic ends them. Each formula is made once, over symbols, and evaluated on every
// input; one input per program also runs with constants all the way.
func TestGeneratedPrograms(t *testing.T) {
	t.Logf("seed %d, %d programs, %d inputs each", *differentialSeed, *differentialPrograms, inputsPerProgram)
	var compared, panics atomic.Int64
	t.Run("modules", func(t *testing.T) {
		for module := 0; module*programsPerModule < *differentialPrograms; module++ {
			programs := min(programsPerModule, *differentialPrograms-module*programsPerModule)
			t.Run(fmt.Sprint(module), func(t *testing.T) {
				t.Parallel()
				c, p := compareGenerated(t, uint64(module), programs)
				compared.Add(c)
				panics.Add(p)
			})
		}
	})
	t.Logf("%d executions compared, %d of them panics", compared.Load(), panics.Load())
	if compared.Load() == 0 || panics.Load() == 0 || panics.Load() == compared.Load() {
		t.Error("the generated programs do not exercise both ends")
	}
}

// compareGenerated makes one module of generated programs and compares them. It returns how many executions it compared, and how
// many of these panic.
func compareGenerated(t *testing.T, module uint64, programs int) (compared, panics int64) {
	random := rand.New(rand.NewPCG(*differentialSeed, module))
	g := &generator{random: random}
	g.out.WriteString("package main\n" + generatedPrelude)
	for i := range programs {
		g.function(i)
	}
	inputs := make([][][]uint64, programs)
	for i := range inputs {
		for range inputsPerProgram {
			inputs[i] = append(inputs[i], randomInputs(random))
		}
	}
	directory := writeGenerated(t, g.out.String(), inputs)
	compiled := runGenerated(t, directory)
	program, err := Load(directory, ".")
	if err != nil {
		t.Fatal(err)
	}
	for i := range inputs {
		fn := program.function("F" + fmt.Sprint(i))
		symbolic, changes := executeGenerated(program, fn, nil, DefaultBounds().Dense), executeGenerated(program, fn, nil, sparseFrom)
		for j, values := range inputs[i] {
			got := symbolic.outcome(values)
			if j == 0 {
				if constant := executeGenerated(program, fn, values, sparseFrom).outcome(values); constant != got {
					t.Errorf("seed %d, module %d: F%d(%v): symbols give %s, constants %s", *differentialSeed, module, i, values, got, constant)
				}
			}
			if other := changes.outcome(values); other != got {
				t.Errorf("seed %d, module %d: F%d(%v): listed arrays give %s, arrays kept as changes %s", *differentialSeed, module, i, values, got, other)
			}
			if want := compiled[i][j]; got != want {
				t.Errorf("seed %d, module %d: F%d(%v): formula gives %s, compiled code %s\n%s", *differentialSeed, module, i, values, got, want,
					sourceOf(g.out.String(), i))
				break
			}
			compared++
			if strings.HasPrefix(got, "panic") {
				panics++
			}
		}
	}
	return compared, panics
}

func sourceOf(source string, i int) string {
	_, rest, _ := strings.Cut(source, fmt.Sprintf("func F%d(", i))
	body, _, _ := strings.Cut(rest, "\n}\n")
	return "func F(" + body + "\n}"
}

// randomInputs draws a word for each parameter, with a taste for small numbers and limits.
func randomInputs(random *rand.Rand) []uint64 {
	values := make([]uint64, len(generatedInputs))
	for i := range values {
		switch random.IntN(4) {
		case 0:
			values[i] = uint64(random.IntN(10))
		case 1:
			values[i] = -uint64(random.IntN(4))
		case 2:
			values[i] = 1 << random.IntN(64)
		default:
			values[i] = random.Uint64()
		}
	}
	return values
}

// writeGenerated makes a module of the generated functions, with a main that runs them on all inputs.
func writeGenerated(t *testing.T, source string, inputs [][][]uint64) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	var main strings.Builder
	main.WriteString("package main\n\nimport (\n\t\"encoding/json\"\n\t\"fmt\"\n\t\"os\"\n\t\"strings\"\n\n\t_ \"warrant/verify/prove/model\"\n)\n\n")
	main.WriteString("func attempt(f func() uint64) (text string) {\n\tdefer func() {\n\t\tif cause := recover(); cause != nil {\n" +
		"\t\t\ttext = \"panic \" + strings.TrimPrefix(fmt.Sprint(cause), \"runtime error: \")\n\t\t}\n\t}()\n\treturn fmt.Sprint(f())\n}\n\n")
	var types, arguments, functions []string
	for k, p := range generatedInputs {
		types = append(types, p[1])
		if p[1] == "bool" {
			arguments = append(arguments, fmt.Sprintf("p[%d]%%2 == 1", k))
		} else {
			arguments = append(arguments, fmt.Sprintf("%s(p[%d])", p[1], k))
		}
	}
	for i := range inputs {
		functions = append(functions, fmt.Sprintf("F%d", i))
	}
	given, err := json.Marshal(inputs)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&main, "var functions = []func(%s) uint64{%s}\n\n", strings.Join(types, ", "), strings.Join(functions, ", "))
	fmt.Fprintf(&main, "func main() {\n\tvar inputs [][][]uint64\n\tif err := json.Unmarshal([]byte(%q), &inputs); err != nil {\n\t\tpanic(err)\n\t}\n", given)
	fmt.Fprintf(&main, "\tall := make([][]string, len(inputs))\n\tfor i, f := range functions {\n\t\tfor _, p := range inputs[i] {\n"+
		"\t\t\tall[i] = append(all[i], attempt(func() uint64 { return f(%s) }))\n\t\t}\n\t}\n", strings.Join(arguments, ", "))
	main.WriteString("\tif err := json.NewEncoder(os.Stdout).Encode(all); err != nil {\n\t\tpanic(err)\n\t}\n}\n")
	for name, text := range map[string]string{
		"go.mod":       "module generated\n\ngo 1.26.0\n\nrequire warrant v0.0.0\n\nreplace warrant => " + root + "\n",
		"functions.go": source, "main.go": main.String(),
	} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func runGenerated(t *testing.T, directory string) [][]string {
	t.Helper()
	command := exec.Command("go", "run", ".")
	command.Dir = directory
	out, err := command.Output()
	if err != nil {
		if exit, ok := err.(*exec.ExitError); ok {
			t.Fatalf("%v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	var all [][]string
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		for j, text := range all[i] {
			if message, ok := strings.CutPrefix(text, "panic "); ok {
				all[i][j] = "panic " + string(kindOfMessage(message))
			}
		}
	}
	return all
}

// kindOfMessage maps the text of a panic to a kind.
func kindOfMessage(message string) obligation.Kind {
	for kind, words := range panicWords {
		for _, word := range words {
			if strings.Contains(message, word) && kind != obligation.NilFunction && kind != obligation.NilInterface {
				return kind
			}
		}
	}
	return obligation.ExplicitPanic
}

// function returns a function of the program by name.
func (p *Program) function(name string) *ssa.Function {
	for _, pkg := range p.ssa.AllPackages() {
		if pkg.Pkg.Name() == "main" {
			return pkg.Func(name)
		}
	}
	return nil
}

// generatedRun is an execution of a generated function.
type generatedRun struct {
	e       *engine
	symbols []*smt.Term
	result  value
	ended   state
}

// sparseFrom makes every array of a generated program one that is kept as changes.
const sparseFrom = 1

// executeGenerated runs fn on symbols, or on values when they are given, with arrays of up to dense elements listed.
func executeGenerated(program *Program, fn *ssa.Function, values []uint64, dense int) *generatedRun {
	bounds := DefaultBounds()
	bounds.RuntimeGrowth, bounds.Dense, bounds.Unwind = true, dense, 60
	e := newEngine(program, bounds)
	e.fixedOrder = true
	run := &generatedRun{e: e}
	var args []value
	for i, p := range generatedInputs {
		width := map[string]int{"int8": 8, "uint8": 8, "int16": 16, "int32": 32, "uint64": 64}[p[1]]
		var symbol *smt.Term
		switch {
		case values == nil && width == 0:
			symbol = e.b.Symbol(p[0], smt.Bool)
		case values == nil:
			symbol = e.b.Symbol(p[0], smt.BitVec(width))
		case width == 0:
			symbol = e.b.Bool(values[i]%2 == 1)
		default:
			symbol = e.b.Word(values[i], width)
		}
		run.symbols = append(run.symbols, symbol)
		args = append(args, symbol)
	}
	run.ended, run.result = e.call(state{path: rootPath(e.b)}, fn, args, nil, nil)
	return run
}

// outcome evaluates the run on inputs: the digest, or the kind of the first demand that is broken.
func (r *generatedRun) outcome(inputs []uint64) string {
	model := smt.Model{}
	for i, symbol := range r.symbols {
		if symbol.Op() == smt.OpSymbol {
			word := inputs[i] % 2
			if width := symbol.Width(); width > 0 {
				word = inputs[i] << (64 - width) >> (64 - width)
			}
			model[symbol.Name()] = smt.Value{Sort: symbol.Sort(), Word: word}
		}
	}
	values := smt.NewEvaluator(model)
	for _, i := range r.e.instances {
		if values.Holds(i.broken) {
			if isEngineRule(i.site.kind) {
				return i.site.description
			}
			return "panic " + string(i.site.kind)
		}
	}
	if r.ended.dead() || !values.Holds(r.ended.path.full) {
		return "no end"
	}
	return fmt.Sprint(values.Word(r.result.(*smt.Term)))
}
