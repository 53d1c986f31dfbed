package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"warrant/verify/bmc"
)

// mergeCommand is `gosure merge`.
type mergeCommand struct {
	Reports []string `arg:"" help:"JSON reports of the shards of one run."`
	JSON    string   `name:"json" help:"Write the merged report to this file."`
}

// Run merges the reports of shards. A shard that is missing or comes twice is an error, since its harnesses would be
// unproved, or unproved ones be hidden.
func (c *mergeCommand) Run() error {
	merged := document{Schema: reportSchema, Tool: bmc.ToolVersion}
	shards := make(map[string]bool)
	total := 0
	for _, path := range c.Reports {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var part document
		if err := json.Unmarshal(text, &part); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if part.Schema != reportSchema || part.Tool != bmc.ToolVersion {
			return fmt.Errorf("%s: schema %d of %s, want schema %d of %s", path, part.Schema, part.Tool, reportSchema, bmc.ToolVersion)
		}
		var number, count int
		if _, err := fmt.Sscanf(part.Shard, "%d/%d", &number, &count); err != nil {
			return fmt.Errorf("%s: the report is not of a shard", path)
		}
		if total != 0 && count != total {
			return fmt.Errorf("%s: shard %s among shards of %d", path, part.Shard, total)
		}
		if shards[part.Shard] {
			return fmt.Errorf("%s: shard %s comes twice", path, part.Shard)
		}
		shards[part.Shard], total = true, count
		merged.Reports = append(merged.Reports, part.Reports...)
		merged.Errors = append(merged.Errors, part.Errors...)
	}
	if len(shards) != total {
		return fmt.Errorf("%d of %d shards", len(shards), total)
	}
	var elapsed float64
	for _, report := range merged.Reports {
		elapsed += report.Seconds
	}
	printSummary(os.Stdout, &merged, time.Duration(elapsed*float64(time.Second)))
	if c.JSON != "" {
		if err := writeDocument(c.JSON, &merged); err != nil {
			return err
		}
	}
	return merged.verdict()
}
