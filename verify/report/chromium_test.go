package report

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// chromium is a running headless Chromium with one page. It is spoken to over two pipes, one JSON message ended by a zero byte at a time
// (the DevTools protocol, as --remote-debugging-pipe has it), so the test needs no network and no library.
type chromium struct {
	t       *testing.T
	out     *os.File
	in      *bufio.Reader
	last    int
	session string
}

// message is a request, an answer or an event.
type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// patience is how long a browser on a busy machine may take for one answer; no verdict depends on it.
const patience = 2 * time.Minute

// startChromium starts the browser. Without one the test fails: make deps installs it.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} { // as scripts/deps.sh has them
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Fatal("chromium is missing; run: make deps (Debian: chromium fonts-dejavu-core)")
	}
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
		"--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // file descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	c := &chromium{t: t, out: ourOut, in: bufio.NewReaderSize(ourIn, 1<<20)}
	t.Cleanup(func() {
		ourOut.Close() // the browser ends when its pipe does
		ourIn.Close()
		timer := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
		_ = cmd.Wait()
	})
	var target struct{ TargetID string }
	c.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	c.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	c.session = attached.SessionID
	c.call("Page.enable", nil, nil)
	c.call("Runtime.enable", nil, nil)
	return c
}

// call sends a request and decodes its answer.
func (c *chromium) call(method string, params, result any) {
	c.t.Helper()
	c.last++
	text, err := json.Marshal(message{ID: c.last, Session: c.session, Method: method, Params: params})
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.out.Write(append(text, 0)); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
	for {
		answer, err := c.read()
		if err != nil {
			c.t.Fatalf("%s: %v", method, err)
		}
		if answer.ID != c.last {
			continue // an event
		}
		if answer.Error != nil {
			c.t.Fatalf("%s: %s", method, answer.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(answer.Result, result); err != nil {
				c.t.Fatalf("%s: %v", method, err)
			}
		}
		return
	}
}

// read reads one message.
func (c *chromium) read() (message, error) {
	type read struct {
		text []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		text, err := c.in.ReadBytes(0)
		done <- read{text, err}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return message{}, r.err
		}
		var m message
		err := json.Unmarshal(r.text[:len(r.text)-1], &m)
		return m, err
	case <-time.After(patience):
		return message{}, errors.New("the browser does not answer")
	}
}

// eval evaluates an expression on the page; a promise is waited for.
func (c *chromium) eval(expression string, into any) {
	c.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	c.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		c.t.Fatalf("%s: %s %s", expression, answer.ExceptionDetails.Text, answer.ExceptionDetails.Exception.Description)
	}
	if into != nil {
		if err := json.Unmarshal(answer.Result.Value, into); err != nil {
			c.t.Fatalf("%s: %v", expression, err)
		}
	}
}

// text is the string value of an expression.
func (c *chromium) text(expression string) (value string) {
	c.t.Helper()
	c.eval(expression, &value)
	return value
}

// open loads a file and waits until the page's script has run.
func (c *chromium) open(file string) {
	c.t.Helper()
	c.call("Page.navigate", map[string]any{"url": "file://" + file}, nil)
	c.eval(`new Promise(done => { const look = () => document.body && document.body.dataset.ready ? done(true) : setTimeout(look, 20); look(); })`, nil)
}

// visit goes to a part of the page by its address.
func (c *chromium) visit(hash string) {
	c.t.Helper()
	c.eval(fmt.Sprintf(`new Promise(done => { if (location.hash === %q) return done(true); addEventListener("hashchange", () => setTimeout(() => done(true)), {once: true}); location.hash = %q; })`, hash, hash), nil)
}

// screen sets the size of the window and whether the person prefers dark.
func (c *chromium) screen(width, height int, phone, dark bool) {
	c.t.Helper()
	scale := 1
	if phone {
		scale = 2
	}
	c.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone}, nil)
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	c.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

// until waits until an expression is true: what a click leads to comes later.
func (c *chromium) until(condition string) {
	c.t.Helper()
	var came bool
	c.eval(fmt.Sprintf(`new Promise(done => { let tries = 0; const look = () => (%s) ? done(true) : ++tries > 500 ? done(false) : setTimeout(look, 20); look(); })`, condition), &came)
	if !came {
		c.t.Fatalf("never true on the page: %s", condition)
	}
}

// press presses and releases a key.
func (c *chromium) press(key string) {
	c.t.Helper()
	event := map[string]any{"type": "keyDown", "key": key}
	if len(key) == 1 {
		event["text"] = key
	}
	if key == "Enter" {
		event["text"], event["windowsVirtualKeyCode"] = "\r", 13
	}
	c.call("Input.dispatchKeyEvent", event, nil)
	c.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key}, nil)
}

// click clicks in the middle of the first element that a selector finds.
func (c *chromium) click(selector string) {
	c.t.Helper()
	var at struct{ X, Y float64 }
	c.eval(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return {x: r.x + Math.min(r.width / 2, 60), y: r.y + r.height / 2}; })()`, selector), &at)
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		c.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at.X, "y": at.Y, "button": "left", "clickCount": 1}, nil)
	}
}

// shoot writes a picture of the window when SCREENSHOTS names a folder.
func (c *chromium) shoot(name string) {
	c.t.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	var picture struct{ Data string }
	c.call("Page.captureScreenshot", map[string]any{"format": "png"}, &picture)
	content, err := base64.StdEncoding.DecodeString(picture.Data)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), content, 0o644); err != nil {
		c.t.Fatal(err)
	}
}
