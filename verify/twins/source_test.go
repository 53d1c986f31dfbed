package twins

import "testing"

// TestTwinsApply looks for every text that a twin replaces: a change of the code shows here first, without any proof.
func TestTwinsApply(t *testing.T) {
	for _, name := range files(t) {
		f := read(t, name)
		p := open(t, f.Package)
		for _, twin := range f.Twins {
			if _, _, err := p.Edit(twin.Function, twin.Apply); err != nil {
				t.Error(err)
			}
		}
	}
}
