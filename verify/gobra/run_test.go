package gobra

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fake makes a program that prints a text and ends with a status, in place of Java, and a jar for it. ROOT in the text is the folder in
// which it was started; its arguments go to a file beside it.
func fake(t *testing.T, text string, status int) (java, jar string) {
	t.Helper()
	dir := t.TempDir()
	java, jar = filepath.Join(dir, "java"), filepath.Join(dir, "gobra.jar")
	script := fmt.Sprintf("#!/bin/sh\nprintf '%%s\\n' \"$@\" >%s/arguments\nsed \"s#ROOT#$PWD#\" <<'END'\n%s\nEND\nexit %d\n", dir, text, status)
	if err := os.WriteFile(java, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(jar, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return java, jar
}

// What the tool prints, in the forms that its releases have.
const (
	head    = "Gobra 1.1-SNAPSHOT (46a35ffb@(detached))\n(c) Copyright ETH Zurich 2012 - 2024\n"
	beginA  = "22:42:49.847 [main] INFO viper.gobra.Gobra - Verifying package ./core/a - a [22:42:49]\n"
	beginB  = "22:43:03.100 [main] INFO  viper.gobra.Gobra - Verifying package ROOT/core/b - b [22:43:03]\n"
	cleanly = "22:43:02.556 [thread-5] INFO viper.gobra.Gobra - Gobra found no errors\n"
	zero    = "22:43:04.556 [main] INFO viper.gobra.Gobra - Gobra found 0 errors\n"
	summary = "22:43:05.583 [main] INFO viper.gobra.Gobra - Gobra has found 0 error(s)\n22:43:05.604 [Thread-0] INFO viper.gobra.Gobra - Writing report to stats.json\n"
	errorAt = "14:50:35.387 [ForkJoinPool-3-worker-2] ERROR viper.gobra.reporting.FileWriterReporter - Error at: <b.go:29:8> Precondition of call F(x) might not hold.\nAssertion x != 0 might not hold.\n"
	failed  = "14:50:35.403 [thread-2] ERROR viper.gobra.Gobra - Gobra has found 1 error(s) in package ROOT/core/b - b\n"
	timeout = "22:53:03.100 [main] ERROR viper.gobra.Gobra - The verification of package ROOT/core/b - b got terminated after 600 seconds\n"
	members = "22:53:03.200 [main] INFO viper.gobra.Gobra - The verification of 1 members timed out\n"
	aborted = "java.lang.RuntimeException: no\n\tat viper.silicon.Silicon.run(Silicon.scala:245)\n22:43:05.583 [main] INFO viper.gobra.Gobra - The verification of 1 package was aborted by an exception: core/b - b\n"
)

func TestRun(t *testing.T) {
	for _, test := range []struct {
		name   string
		text   string
		status int
		proved string // of a, b
		want   string // in the error; none when empty
	}{
		{"both clean", head + beginA + cleanly + beginB + zero + summary, 0, "true true", ""},
		{"coloured", head + beginA + "\x1b[32m" + strings.TrimSuffix(cleanly, "\n") + "\x1b[0m\n" + beginB + zero, 0, "true true", ""},
		{"clean but status 1", head + beginA + cleanly + beginB + zero + summary, 1, "true true", "ended with exit status 1"},
		{"one fails", head + beginA + cleanly + beginB + errorAt + failed, 1, "true false", "complained 2 times"},
		{"one fails, status 0", head + beginA + cleanly + beginB + errorAt + failed, 0, "true false", "complained 2 times"},
		{"error and yet clean", head + beginA + cleanly + beginB + errorAt + zero, 0, "true false", "complained 1 times"},
		{"timeout with status 0", head + beginA + cleanly + beginB + timeout + summary + members, 0, "true false", "got terminated after 600 seconds"},
		{"timeout without words", head + beginA + cleanly + beginB + summary, 0, "true false", "core/b: the official tool gave no verdict"},
		{"members timed out", head + beginA + cleanly + beginB + zero + members, 0, "true false", "timed out"},
		{"aborted", head + beginA + cleanly + beginB + aborted + zero, 0, "true false", "RuntimeException: no"},
		{"skipped", head + beginA + cleanly + beginB + "x [main] INFO viper.gobra.Gobra - core/b was skipped\n" + zero, 0, "true false", "skipped"},
		{"one not begun", head + beginA + cleanly + zero + summary, 0, "true false", "core/b: the official tool gave no verdict"},
		{"nothing said", head, 0, "false false", "core/a: the official tool gave no verdict"},
		{"silent", "", 0, "false false", "no verdict"},
		{"another package too", head + beginA + cleanly + strings.ReplaceAll(beginB, "core/b", "core/c") + zero + beginB + zero, 0, "true true", "verified core/c, which nobody asked for"},
		{"verdict in a comment", head + beginA + "x - Gobra found 0 errors\n" + beginB + zero, 0, "false true", "core/a: the official tool gave no verdict"},
		{"ten errors", head + beginA + cleanly + beginB + "x [t] INFO viper.gobra.Gobra - Gobra found 10 errors\n", 0, "true false", "Gobra found 10 errors"},
		{"bad option", "[scallop] Error: Unknown option 'x'\n", 1, "false false", "ended with exit status 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			java, jar := fake(t, test.text, test.status)
			list, err := Run(context.Background(), Options{Java: java, Jar: jar, Root: t.TempDir(), Module: "m", Folders: []string{"core/a", "core/b"}})
			if (err == nil) != (test.want == "") || !strings.Contains(fmt.Sprint(err), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if len(list) != 2 {
				t.Fatalf("%d verdicts", len(list))
			}
			if got := fmt.Sprint(list[0].Proved, list[1].Proved); got != test.proved {
				t.Errorf("proved %s, want %s", got, test.proved)
			}
			for _, v := range list {
				if !v.Proved && len(v.Errors) == 0 {
					t.Errorf("%s is not proved, without a reason", v.Folder)
				}
			}
		})
	}
}

func TestRunRefused(t *testing.T) {
	java, jar := fake(t, "", 0)
	good := Options{Java: java, Jar: jar, Root: ".", Module: "m", Folders: []string{"a"}}
	for _, test := range []struct {
		name   string
		change func(*Options)
		want   string
	}{
		{"no package", func(o *Options) { o.Folders = nil }, "no package"},
		{"no jar", func(o *Options) { o.Jar = filepath.Join(filepath.Dir(jar), "none.jar") }, "none.jar"},
		{"no java", func(o *Options) { o.Java = filepath.Join(filepath.Dir(jar), "none") }, "the official tool"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := good
			test.change(&o)
			if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestRunArguments(t *testing.T) {
	java, jar := fake(t, head+beginA+cleanly, 0)
	if _, err := Run(context.Background(), Options{Java: java, Jar: jar, Root: t.TempDir(), Module: "warrant", Folders: []string{"core/a"}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(java), "arguments"))
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Fields(string(text))
	want := []string{"-Xss128m", "-Xmx4g", "-jar", jar, "-p", "core/a", "--projectRoot", ".", "-I", ".", "-m", "warrant", "--onlyFilesWithHeader", "-g"}
	if len(list) != len(want)+1 || fmt.Sprint(list[:len(want)]) != fmt.Sprint(want) {
		t.Errorf("arguments %q, want %q and a folder", list, want)
	}
}

func TestRunStopped(t *testing.T) {
	java, jar := fake(t, head+beginA+cleanly, 0)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Run(ctx, Options{Java: java, Jar: jar, Root: t.TempDir(), Module: "m", Folders: []string{"core/a"}}); err == nil {
		t.Error("a run that was stopped counts")
	}
}
