package deduce

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"warrant/verify/vc"
	"warrant/verify/wholefile"
)

// cache keeps the outcomes of queries by a hash of the query, the solver's version and options, and this tool's program.
// A nil cache finds and keeps nothing.
type cache struct {
	dir  string
	tool string
}

// toolHash is the hash of the running program: another build never reads this one's results.
var toolHash = sync.OnceValues(func() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
})

func openCache() (*cache, error) {
	base, err := cacheDir()
	if err != nil {
		return nil, err
	}
	tool, err := toolHash()
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	dir := filepath.Join(base, "verify")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	return &cache{dir: dir, tool: tool}, nil
}

// key is the name under which a query's outcomes are kept.
func (c *cache) key(s *vc.Solver, text string) string {
	if c == nil {
		return ""
	}
	return c.keyOf(s.Key(), text)
}

func (c *cache) keyOf(solver, text string) string {
	if c == nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s", c.tool, solver, text)
	return hex.EncodeToString(h.Sum(nil))
}

func (c *cache) get(key string) (outcomes []vc.Outcome, ok bool) {
	ok = c.read(key, &outcomes)
	return outcomes, ok
}

// read reads what is kept under a key; it answers false when that is nothing, or cannot be read.
func (c *cache) read(key string, into any) bool {
	if c == nil {
		return false
	}
	text, err := os.ReadFile(filepath.Join(c.dir, key+".json"))
	return err == nil && json.Unmarshal(text, into) == nil
}

// put keeps outcomes, or results of another kind; a result that cannot be kept is computed again next time, which is no error.
func (c *cache) put(key string, outcomes any) {
	if c == nil {
		return
	}
	text, err := json.Marshal(outcomes)
	if err != nil {
		return
	}
	_ = wholefile.Write(filepath.Join(c.dir, key+".json"), text)
}
