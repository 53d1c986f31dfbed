package prove

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"
)

// Replay runs harness once on stream and fails the test when the harness fails. Tests that `gosure prove -playback`
// writes call it with the stream of a counterexample.
func Replay(t testing.TB, harness func(), stream []byte) {
	t.Helper()
	if outcome := Execute(harness, stream); outcome.Failed() {
		t.Fatal(describe(outcome))
	}
}

// Fuzz makes harness a native fuzz target: func FuzzXxx(f *testing.F) { prove.Fuzz(f, ProofXxx) }.
func Fuzz(f *testing.F, harness func()) {
	f.Fuzz(func(t *testing.T, stream []byte) {
		switch outcome := Execute(harness, stream); {
		case outcome.Kind == AssumptionFailed:
			t.Skip("outside the assumptions")
		case outcome.Failed():
			t.Fatal(describe(outcome))
		}
	})
}

// GoFuzz makes harness a go-fuzz target: func Fuzz(data []byte) int { return prove.GoFuzz(ProofXxx, data) }. It panics
// with a constant message per place, so that one defect gives one crasher.
func GoFuzz(harness func(), stream []byte) int {
	outcome := Execute(harness, stream)
	if outcome.Failed() {
		outcome.Message = ""
		panic(describe(outcome))
	}
	if outcome.Kind == AssumptionFailed {
		return -1
	}
	return 0
}

func describe(outcome Outcome) string {
	text := string(outcome.Kind)
	if outcome.Message != "" {
		text += ": " + outcome.Message
	}
	for _, frame := range outcome.Frames {
		text += fmt.Sprintf("\n\t%s:%d %s", frame.File, frame.Line, frame.Function)
	}
	return text
}

// ReplayRequest names a harness and the inputs to run it on.
type ReplayRequest struct {
	Harness string `json:"harness"`
	Stream  []byte `json:"stream"`
}

// ReplayFileVariable is the environment variable from which ServeReplays learns its request file. The answers go to the
// file of the same name with ".out" appended.
const ReplayFileVariable = "GOSURE_REPLAY_FILE"

// ServeReplays executes the requests that `gosure prove` left in a file. Only the test binaries that it builds call it. Functions of exchanges
// run what stands in for them where a harness says so; a harness that exchanges another fails.
func ServeReplays(t *testing.T, harnesses map[string]func(), exchanges ...Exchange) {
	t.Helper()
	exchangeable = make(map[uintptr]reflect.Value)
	for _, prepare := range exchanges {
		prepare()
	}
	path := os.Getenv(ReplayFileVariable)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("replay requests: %v", err)
	}
	var requests []ReplayRequest
	if err := json.Unmarshal(text, &requests); err != nil {
		t.Fatalf("replay requests: %v", err)
	}
	outcomes := make([]Outcome, len(requests))
	for i, request := range requests {
		harness, ok := harnesses[request.Harness]
		if !ok {
			t.Fatalf("replay requests: no harness %s", request.Harness)
		}
		outcomes[i] = Execute(harness, request.Stream)
	}
	answer, err := json.Marshal(outcomes)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".out", answer, 0o600); err != nil {
		t.Fatal(err)
	}
}
