package bench

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"github.com/pelletier/go-toml/v2"
)

// Figure is what one operation costs, in instructions.
type Figure struct {
	Name         string `json:"name"`
	Instructions uint64 `json:"instructions"`
}

// Target is what is wanted of an operation, and what the same costs elsewhere, in instructions; 0 stands for no figure.
type Target struct {
	Name  string `toml:"name"`
	Must  uint64 `toml:"must"`
	Goal  uint64 `toml:"goal"`
	Linux uint64 `toml:"linux"`
	SeL4  uint64 `toml:"sel4"`
