package corpus

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestBothWays(t *testing.T) {
	folder := t.TempDir()
	inputs := [][]byte{{}, []byte("a\"b\\c\n"), {0, 255, 128}, []byte("ä\u2028")}
	for _, data := range inputs {
		if _, err := WriteNative(filepath.Join(folder, "native"), data); err != nil {
			t.Fatal(err)
		}
		if _, err := WritePlain(filepath.Join(folder, "plain"), data); err != nil {
			t.Fatal(err)
		}
	}
	native, err := Native(filepath.Join(folder, "native"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Plain(filepath.Join(folder, "plain"))
	if err != nil || len(native) != len(inputs) || len(plain) != len(inputs) {
		t.Fatalf("%d native, %d plain, %v", len(native), len(plain), err)
	}
	for i := range native {
		if !bytes.Equal(native[i], plain[i]) {
			t.Errorf("native %q, plain %q", native[i], plain[i])
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, file := range []string{"", "go test fuzz v2\n[]byte(\"a\")\n", "go test fuzz v1\nstring(\"a\")\n", "go test fuzz v1\n[]byte(\"a\n",
		"go test fuzz v1\n[]byte(a)\n"} {
		if data, err := Decode([]byte(file)); err == nil {
			t.Errorf("%q gives %q", file, data)
		}
	}
}

func TestDictionary(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.dict")
	for text, want := range map[string]string{
		"# words\niac=\"\\xff\\xff\"\n\n\"a\\\"b\"\n": "\xff\xff|a\"b",
		"a=b\n": "error", "a=\"\\xf\"\n": "error",
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		words, err := Dictionary(file)
		got := string(bytes.Join(words, []byte("|")))
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}
