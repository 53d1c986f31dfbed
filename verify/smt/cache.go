package smt

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"warrant/verify/wholefile"
)

// Cache keeps definite answers in a directory, one small file each. A key is the hash of everything that the answer
// depends on: the query text, the values asked for, the solvers with their versions, and the version of the tool that
// made the query. A damaged file counts as absent.
type Cache struct {
	directory string
	tool      string
}

// OpenCache returns the cache in directory, which is created when missing. Tool is the version of the caller's encoding:
// change it whenever equal queries may come to mean something else.
func OpenCache(directory, tool string) (*Cache, error) {
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return nil, fmt.Errorf("solver cache: %w", err)
	}
	return &Cache{directory: directory, tool: tool}, nil
}

// DefaultCacheDirectory is the per-user place of the cache, for example ~/.cache/gosure/smt.
func DefaultCacheDirectory() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("solver cache: %w", err)
	}
	return filepath.Join(base, "gosure", "smt"), nil
}

type cacheEntry struct {
	Status  Status            `json:"status"`
	Solver  string            `json:"solver"`
	Seconds float64           `json:"seconds"`
	Words   map[string]uint64 `json:"words,omitempty"`
	Numbers map[string]string `json:"numbers,omitempty"`
	Texts   map[string]string `json:"texts,omitempty"`
}

func (c *Cache) path(p *Portfolio, script Script) (string, error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q\n", c.tool)
	solvers := p.Race
	if p.First != nil {
		solvers = append([]*Solver{p.First}, p.Race...)
	}
	for _, solver := range solvers {
		version, err := solver.Version()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%q %q\n", version, solver.Text(Script{HasBitVectorsOnly: script.HasBitVectorsOnly}, Limits{}))
	}
	for _, value := range script.Values {
		fmt.Fprintf(hash, "%q %q\n", value.name, value.sort)
	}
	hash.Write([]byte(script.Text))
	sum := hex.EncodeToString(hash.Sum(nil))
	return filepath.Join(c.directory, sum[:2], sum[2:]+".json"), nil
}

func (c *Cache) get(p *Portfolio, script Script) (Result, bool) {
	path, err := c.path(p, script)
	if err != nil {
		return Result{}, false
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Result{}, false
	}
	var entry cacheEntry
	if json.Unmarshal(text, &entry) != nil || (entry.Status != Sat && entry.Status != Unsat) {
		return Result{}, false
	}
	result := Result{Status: entry.Status, Solver: entry.Solver, Cached: true,
		Elapsed: time.Duration(entry.Seconds * float64(time.Second))}
	if entry.Status == Unsat {
		return result, true
	}
	result.Model = make(Model, len(script.Values))
	for _, t := range script.Values {
		word, hasWord := entry.Words[t.name]
		value := Value{Sort: t.sort, Word: word, Text: entry.Texts[t.name]}
		if number, ok := entry.Numbers[t.name]; ok {
			value.Number, _ = new(big.Int).SetString(number, 10)
		}
		if hasWord {
			result.Model[t.name] = value
		}
	}
	return result, true
}

func (c *Cache) put(p *Portfolio, script Script, result Result) error {
	path, err := c.path(p, script)
	if err != nil {
		return err
	}
	entry := cacheEntry{Status: result.Status, Solver: result.Solver, Seconds: result.Elapsed.Seconds(),
		Words: make(map[string]uint64), Numbers: make(map[string]string), Texts: make(map[string]string)}
	for name, value := range result.Model {
		entry.Words[name] = value.Word
		entry.Texts[name] = value.Text
		if value.Number != nil {
			entry.Numbers[name] = value.Number.String()
		}
	}
	text, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("solver cache: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("solver cache: %w", err)
	}
	if err := wholefile.Write(path, text); err != nil {
		return fmt.Errorf("solver cache: %w", err)
	}
	return nil
}
