// Package lint holds the project's own source checks, as go/analysis analyzers.
//
//	analyzer      refuses
//	layers        an import that points upwards, a package outside the layout, the standard library in freestanding code
//	unsafefence   an import of unsafe outside its fence or outside a *_unsafe.go file
//	assembly      a .s file outside its folders, a TEXT symbol without a documented Go declaration, a hand-typed offset
//	length        a file longer than the limit that has no reason in the configuration
//	docstrings    an exported name or a package without a doc comment, or one that starts with another word
//	generated     a file that looks generated but does not carry the standard marker
//	directives    a gosure or go directive, or an annotation keyword, that does not exist
//	todos         an open task in a comment that does not say where it is tracked
//	provable      Go in the proved packages that the official Gobra cannot read
//
// What the rules apply to, and every exception with its reason, is data: see Config. The package may not know a path of the tree.
package lint

import "golang.org/x/tools/go/analysis"

// Analyzers returns every analyzer of the package, bound to one configuration.
func Analyzers(c *Config) []*analysis.Analyzer {
	return []*analysis.Analyzer{
		newLayers(c),
		newUnsafeFence(c),
		newAssembly(c),
		newLength(c),
		newDocstrings(c),
		newGenerated(c),
		newDirectives(c),
		newTodos(),
		newProvable(c),
	}
}
