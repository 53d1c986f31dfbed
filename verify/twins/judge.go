package twins

import (
	"errors"
	"fmt"
	"slices"

	"warrant/verify/deduce"
)

// Judge says what is wrong with the verifier's report on a package with the twin's bug in it: nil when the verifier refused the twin's
// function, for an obligation of the twin's kind, and refused nothing else.
func (t Twin) Judge(r *deduce.Report) error {
	var wrong []error
	for _, p := range r.Problems {
		wrong = append(wrong, fmt.Errorf("the bug is not Go or not an annotation: %w", p.Err))
	}
	found, kinds := false, []string{}
	for _, f := range r.Functions {
		if f.Err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", f.Title, f.Err))
		}
		for _, o := range f.Obligations {
			switch {
			case o.Verdict.Holds():
			case f.Title != t.Function:
				if !slices.Contains(t.Also, f.Title) {
					wrong = append(wrong, fmt.Errorf("%s: %s of %s fails as well", o.Place, o.ID.Kind, f.Title))
				}
			default:
				kinds = append(kinds, string(o.ID.Kind))
				found = found || o.ID.Kind == t.Kind
			}
		}
	}
	switch {
	case found:
	case len(kinds) > 0:
		wrong = append(wrong, fmt.Errorf("%s is refused for %v, not for %s", t.Function, kinds, t.Kind))
	default:
		wrong = append(wrong, fmt.Errorf("%s is proved in spite of the bug", t.Function))
	}
	return errors.Join(wrong...)
}
