// Package vet is the local part of the panic audit as a go/analysis pass, for go vet and drivers like it.
//
// It sees one package at a time and has no solver: it may only say what package local can say of that package alone.
package vet

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/buildssa"
	"golang.org/x/tools/go/ssa"

	"warrant/verify/obligation"
	"warrant/verify/panics/local"
)

// Analyzer reports the instructions of a package that can panic, and that nothing around them keeps from it.
var Analyzer = &analysis.Analyzer{
	Name: "panics",
	Doc: "panics reports instructions that may panic\n\nAn instruction is reported when conditions, intervals and orders of the package do not show " +
		"that it cannot panic. Receivers of methods are taken not to be nil. A line, or the line above, with\n\n" +
		"\t//gosure:waive owner=NAME \"reason\"\n\nis not reported.",
	Requires: []*analysis.Analyzer{buildssa.Analyzer},
	Run:      run,
}

// kinds is the flag -panics.kinds.
var kinds string

func init() {
	Analyzer.Flags.StringVar(&kinds, "kinds", "", "report only these kinds of sites, separated by commas, such as index,division; empty means all that panic")
}

func run(pass *analysis.Pass) (any, error) {
	built := pass.ResultOf[buildssa.Analyzer].(*buildssa.SSA)
	var wanted []string
	if kinds != "" {
		wanted = strings.Split(kinds, ",")
	}
	world := local.Analyse(built.SrcFuncs, local.Options{Sizes: pass.TypesSizes})
	waived := waivedLines(pass)
	for _, fn := range built.SrcFuncs {
		if !world.Covers(fn) || strings.HasSuffix(pass.Fset.Position(fn.Pos()).Filename, "_test.go") {
			continue
		}
		for _, site := range local.Sites(fn) {
			if site.Kind == obligation.Conversion && !slices.Contains(wanted, string(site.Kind)) || len(wanted) > 0 && !slices.Contains(wanted, string(site.Kind)) {
				continue
			}
			report(pass, world, site, waived)
		}
	}
	return nil, nil
}

// report reports a site that is not proved.
func report(pass *analysis.Pass, world *local.World, site local.Site, waived map[token.Position]bool) {
	verdict := world.Prove(site)
	if verdict.Proved || isReceiver(site.Subject) {
		return
	}
	pos := local.Position(site.Instr)
	at := pass.Fset.Position(pos)
	if waived[token.Position{Filename: at.Filename, Line: at.Line}] {
		return
	}
	pass.Report(analysis.Diagnostic{Pos: pos, Category: string(site.Kind), Message: string(site.Kind) + ": " + verdict.Reason})
}

func isReceiver(v ssa.Value) bool {
	parameter, ok := v.(*ssa.Parameter)
	return ok && parameter.Parent().Signature.Recv() != nil && parameter.Parent().Params[0] == parameter && isPointer(parameter.Type())
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// waivedLines returns the lines that a waiver is for.
func waivedLines(pass *analysis.Pass) map[token.Position]bool {
	lines := map[token.Position]bool{}
	for _, file := range pass.Files {
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if strings.HasPrefix(comment.Text, "//gosure:waive ") {
					at := pass.Fset.Position(comment.Pos())
					lines[token.Position{Filename: at.Filename, Line: at.Line}] = true
					lines[token.Position{Filename: at.Filename, Line: at.Line + 1}] = true
				}
			}
		}
	}
	return lines
}
