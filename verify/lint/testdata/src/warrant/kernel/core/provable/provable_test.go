package provable

import "testing"

func TestFree(t *testing.T) {
	_ = append([]int{}, 1<<len(t.Name()))
}
