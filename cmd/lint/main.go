// Lint runs the project's own source checks on packages of this module: `make lint`.
//
// It is a driver of go/analysis: `lint ./...` stands alone, `go vet -vettool=lint ./...` caches its results. What it checks is in package
// warrant/verify/lint, what the checks apply to in lint.toml beside this file, which is compiled in so that a cached result cannot outlive it.
package main

import (
	_ "embed"
	"fmt"
	"os"

	"golang.org/x/tools/go/analysis/multichecker"

	"warrant/verify/lint"
)

//go:embed lint.toml
var rules []byte

func main() {
	config, err := lint.ParseConfig(rules)
	if err != nil {
		fmt.Fprintln(os.Stderr, "cmd/lint/lint.toml:", err)
		os.Exit(2)
	}
	multichecker.Main(lint.Analyzers(config)...)
}
