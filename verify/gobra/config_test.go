package gobra

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestModuleConfig compares the file that the official tool and its editor plug-in read with the options that Run gives.
func TestModuleConfig(t *testing.T) {
	text, err := os.ReadFile("../../gobra-mod.json")
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]any{"default_job_cfg": {
		"project_root": "", "module": "warrant", "includes": []any{""}, "only_files_with_header": true, "overflow": false, "backend": "SILICON",
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	options := strings.Join(Options{Module: "warrant", Folders: []string{"a"}}.Arguments("w"), " ")
	for _, option := range []string{"--projectRoot .", "-m warrant", "-I .", "--onlyFilesWithHeader"} {
		if !strings.Contains(options+" ", option+" ") {
			t.Errorf("option %s is in gobra-mod.json and not in %s", option, options)
		}
	}
	if strings.Contains(options, "--overflow") {
		t.Error("--overflow refuses code that is right, and misses wraps that are wrong")
	}
}
