package gobra

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Options say what to run.
type Options struct {
	// Java is the program that runs Jar, the official tool.
	Java, Jar string
	// Root is the module's folder, Module its path.
	Root, Module string
	// Folders are the packages, as slash-separated folders below Root.
	Folders []string
	// Log gets every line that the tool prints; nil drops them.
	Log io.Writer
}

// Verdict is what the tool said of one package.
type Verdict struct {
	// Folder is the package's folder below the root.
	Folder string
	// Proved says that the tool found no error and complained of nothing while it worked on the package.
	Proved bool
	// Errors are the tool's own words.
	Errors []string
	// Seconds passed between the tool's first word on the package and its verdict.
	Seconds float64
}

// Arguments are the arguments of Java. Work is a folder for the tool's own files.
func (o Options) Arguments(work string) []string {
	list := []string{"-Xss128m", "-Xmx4g", "-jar", o.Jar, "-p"}
	for _, folder := range o.Folders {
		list = append(list, filepath.FromSlash(folder))
	}
	return append(list, "--projectRoot", ".", "-I", ".", "-m", o.Module, "--onlyFilesWithHeader", "-g", work)
}

// Run runs the tool once for all packages. The error is nil only when every package is proved and nothing else was said or done; the
// verdicts come with an error too, and say which packages it is about.
func Run(ctx context.Context, o Options) ([]Verdict, error) {
	if len(o.Folders) == 0 {
		return nil, errors.New("no package to verify")
	}
	jar, err := filepath.Abs(o.Jar)
	if err != nil {
		return nil, err
	}
	o.Jar = jar
	if _, err := os.Stat(jar); err != nil {
		return nil, fmt.Errorf("the official tool: %w", err)
	}
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "gobra")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	cmd := exec.CommandContext(ctx, o.Java, o.Arguments(work)...)
	cmd.Dir = root
	cmd.WaitDelay = time.Second
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("the official tool: %w", err)
	}
	ended := make(chan error, 1)
	go func() {
		err := cmd.Wait()
		in.Close()
		ended <- err
	}()
	t := newTranscript(root, o.Folders)
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			if o.Log != nil {
				fmt.Fprintln(o.Log, strings.TrimRight(line, "\r\n"))
			}
			t.read(strings.TrimRight(line, "\r\n"), time.Now())
		}
		if err != nil {
			break
		}
	}
	err = <-ended
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return t.verdicts(err)
}

var (
	colour     = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	begins     = regexp.MustCompile(`viper\.gobra\.Gobra\$? +- Verifying package (.+) - (\w+)(?: \[[0-9:]+\])?$`)
	clean      = regexp.MustCompile(`viper\.gobra\.Gobra\$? +- Gobra found (?:no|0) errors\.?$`)
	found      = regexp.MustCompile(`Gobra (?:has )?found ([1-9]\d*) error`)
	complaint  = regexp.MustCompile(`\] +(?:ERROR|FATAL) |^Exception |^\S*(?:Exception|Error): |^Caused by: `)
	unfinished = regexp.MustCompile(`(?i)timed out|terminated after|did not terminate|skipped|aborted`)
)

// transcript reads what the tool prints.
type transcript struct {
	root    string
	list    []Verdict
	place   map[string]int
	now     int // index of the package in work, -1 for none
	began   time.Time
	clean   []int
	strange []string
	general []string
}

func newTranscript(root string, folders []string) *transcript {
	t := &transcript{root: root, now: -1, place: map[string]int{}, list: make([]Verdict, len(folders)), clean: make([]int, len(folders))}
	for i, folder := range folders {
		t.list[i].Folder = folder
		t.place[folder] = i
	}
	return t
}

// read takes one line.
func (t *transcript) read(line string, at time.Time) {
	line = colour.ReplaceAllString(line, "")
	if m := begins.FindStringSubmatch(line); m != nil {
		folder := t.folder(m[1])
		i, ok := t.place[folder]
		if !ok {
			t.strange = append(t.strange, folder)
			i = -1
		}
		t.now, t.began = i, at
		return
	}
	switch {
	case clean.MatchString(line):
		if t.now >= 0 {
			t.clean[t.now]++
			if t.clean[t.now] == 1 {
				t.list[t.now].Seconds = at.Sub(t.began).Seconds()
			}
		}
	case found.MatchString(line), complaint.MatchString(line), unfinished.MatchString(line):
		t.general = append(t.general, line)
		if t.now >= 0 {
			t.list[t.now].Errors = append(t.list[t.now].Errors, line)
		}
	}
}

// folder is the folder of a package that the tool names by an absolute or a relative path.
func (t *transcript) folder(name string) string {
	if filepath.IsAbs(name) {
		if rel, err := filepath.Rel(t.root, name); err == nil {
			name = rel
		}
	}
	return filepath.ToSlash(filepath.Clean(name))
}

// verdicts judges the whole transcript, given how the program ended.
func (t *transcript) verdicts(ended error) ([]Verdict, error) {
	var wrong []error
	if ended != nil {
		wrong = append(wrong, fmt.Errorf("the official tool ended with %w", ended))
	}
	for _, folder := range t.strange {
		wrong = append(wrong, fmt.Errorf("the official tool verified %s, which nobody asked for", folder))
	}
	for i := range t.list {
		v := &t.list[i]
		v.Proved = t.clean[i] > 0 && len(v.Errors) == 0
		if !v.Proved && len(v.Errors) == 0 {
			v.Errors = []string{"the official tool gave no verdict"}
			wrong = append(wrong, fmt.Errorf("%s: the official tool gave no verdict", v.Folder))
		}
	}
	if len(t.general) > 0 {
		wrong = append(wrong, fmt.Errorf("the official tool complained %d times, first: %s", len(t.general), t.general[0]))
	}
	return t.list, errors.Join(wrong...)
}
