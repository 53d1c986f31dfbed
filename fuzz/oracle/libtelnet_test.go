package oracle

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"warrant/fuzz/corpus"
	"warrant/lib/negotiation"
	"warrant/lib/telnet"
)

// libtelnet is a process that answers what libtelnet makes of streams; see testdata/libtelnet.c.
type libtelnet struct {
	t   *testing.T
	in  io.Writer
	out *bufio.Reader
}

// start builds the program with the sanitizers of gcc and runs it.
func start(t *testing.T) *libtelnet {
	t.Helper()
	compiler, err := exec.LookPath("gcc")
	if err != nil {
		t.Skip("gcc is not installed: scripts/deps.sh install test")
	}
	if _, err := os.Stat("/usr/include/libtelnet.h"); err != nil {
		t.Skip("libtelnet-dev is not installed: scripts/deps.sh install test")
	}
	program := filepath.Join(t.TempDir(), "libtelnet")
	build := exec.Command(compiler, "-Wall", "-Wextra", "-Werror", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
		"-o", program, filepath.Join("testdata", "libtelnet.c"), "-ltelnet")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("gcc: %v\n%s", err, out)
	}
	c := exec.Command(program)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := c.Wait(); err != nil {
			t.Errorf("libtelnet ended with %v", err)
		}
	})
	return &libtelnet{t, in, bufio.NewReader(out)}
}

// ask answers what libtelnet makes of a stream.
func (l *libtelnet) ask(mode byte, stream []byte) []byte {
	l.t.Helper()
	head := binary.LittleEndian.AppendUint32([]byte{mode}, uint32(len(stream)))
	if _, err := l.in.Write(append(head, stream...)); err != nil {
		l.t.Fatal(err)
	}
	var size [4]byte
	if _, err := io.ReadFull(l.out, size[:]); err != nil {
		l.t.Fatal(err)
	}
	answer := make([]byte, binary.LittleEndian.Uint32(size[:]))
	if _, err := io.ReadFull(l.out, answer); err != nil {
		l.t.Fatal(err)
	}
	return answer
}

// events is what the filter makes of a stream, as libtelnet.c writes it. reason says why libtelnet may see something else: the first
// thing in the stream that the table of docs/fuzzing.md lists.
func events(stream []byte) (all []byte, reason string) {
	var f telnet.Filter
	var code byte
	var payload []byte
	inside, escaped := false, false
	for _, b := range stream {
		e := f.Step(b)
		if inside && escaped && e == (telnet.Event{}) && reason == "" {
			reason = "IAC and another byte in a subnegotiation"
		}
		escaped = inside && b == telnet.IAC && !escaped
		switch e.Kind {
		case telnet.Data:
			all = append(all, 'D', e.Byte)
		case telnet.Command:
			all = append(all, 'I', e.Verb)
		case telnet.Negotiate:
			all = append(all, 'N', e.Verb, e.Byte)
		case telnet.Begin:
			code, payload, inside, escaped = e.Byte, nil, true, false
		case telnet.Payload:
			payload = append(payload, e.Byte)
			escaped = false
		case telnet.End:
			inside = false
			all = append(all, 'S', code, byte(len(payload)%256), byte(len(payload)/256))
			all = append(all, payload...)
			if code == 86 && reason == "" {
				reason = "COMPRESS2"
			}
		}
	}
	return all, reason
}

// withoutErrors takes the complaints out of libtelnet's answer, which are about what a subnegotiation says and not about where it ends.
func withoutErrors(answer []byte) (all []byte, errors int) {
	for i := 0; i < len(answer); {
		n := map[byte]int{'D': 2, 'I': 2, 'N': 3, 'S': 4, 'E': 1}[answer[i]]
		if answer[i] == 'S' {
			n += int(answer[i+2]) + 256*int(answer[i+3])
		}
		if answer[i] == 'E' {
			errors++
		} else {
			all = append(all, answer[i:i+n]...)
		}
		i += n
	}
	return all, errors
}

// streams answers the committed corpora of streams and many that are made from pieces which mean something.
func streams(t *testing.T, count int) (list [][]byte) {
	t.Helper()
	for _, name := range []string{"FuzzTelnet", "FuzzTelnetRoundTrip", "FuzzNegotiation"} {
		inputs, err := corpus.Native(filepath.Join("..", "testdata", "fuzz", name))
		if err != nil || len(inputs) == 0 {
			t.Fatalf("%s: %d inputs, %v", name, len(inputs), err)
		}
		list = append(list, inputs...)
	}
	r := rand.New(rand.NewPCG(854, 855))
	bytes := []byte{0, 1, 3, 10, 13, 24, 31, 39, 86, 93, 'a', 239, 240, 241, 249, 250, 251, 252, 253, 254, 255, 255, 255, 255}
	for range count {
		s := make([]byte, r.IntN(24))
		for i := range s {
			s[i] = bytes[r.IntN(len(bytes))]
		}
		list = append(list, s)
	}
	return list
}

// The filter and libtelnet see the same in every stream, but for what docs/fuzzing.md lists.
func TestLexerAgainstLibtelnet(t *testing.T) {
	l := start(t)
	same, explained, complaints := 0, map[string]int{}, 0
	for _, s := range streams(t, 60000) {
		mine, reason := events(s)
		theirs, errors := withoutErrors(l.ask('l', s))
		complaints += errors
		switch {
		case bytes.Equal(mine, theirs):
			same++
		case reason != "":
			explained[reason]++
		default:
			t.Errorf("%q:\nours   %q\ntheirs %q", s, mine, theirs)
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d streams read the same, others: %v; libtelnet complained %d times", same, explained, complaints)
	if same < 40000 || explained["IAC and another byte in a subnegotiation"] == 0 {
		t.Errorf("%d streams read the same, others: %v: the streams do not try what they should", same, explained)
	}
}

// The comparison notices a filter that takes EXOPL for an IAC.
func TestLexerComparisonSaysNo(t *testing.T) {
	l := start(t)
	theirs, _ := withoutErrors(l.ask('l', []byte("\xff\xfa\xff\x01\xff\xf0b")))
	if want := "S\xff\x01\x00\x01Db"; string(theirs) != want {
		t.Errorf("libtelnet reads EXOPL as %q, want %q", theirs, want)
	}
	mine, _ := events([]byte("\xff\xfa\x18\x01\xff\xf0b"))
	if bytes.Equal(mine, theirs) {
		t.Error("different streams give the same events")
	}
}

// The server answers negotiations as libtelnet does.
func TestNegotiationAgainstLibtelnet(t *testing.T) {
	l := start(t)
	r := rand.New(rand.NewPCG(1143, 0))
	answered := 0
	for range 20000 {
		var s []byte
		for range r.IntN(12) {
			s = append(s, telnet.IAC, telnet.WILL+byte(r.IntN(4)), []byte{1, 3, 24, 31, 0, 39, 255}[r.IntN(7)])
		}
		theirs := l.ask('n', s)
		var mine []byte
		var f telnet.Filter
		var c negotiation.Client
		for _, b := range s {
			if a, _ := c.Take(f.Step(b)); a.Verb != 0 {
				mine = append(mine, '>', telnet.IAC, '>', a.Verb, '>', a.Option)
				answered++
			}
		}
		if !bytes.Equal(mine, theirs) {
			t.Fatalf("%q:\nours   %q\ntheirs %q", s, mine, theirs)
		}
	}
	t.Logf("%d answers are the same", answered)
	if answered < 20000 {
		t.Errorf("only %d answers were compared", answered)
	}
}
