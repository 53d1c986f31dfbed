// Init is the one process that the kernel starts. It reads the service graph of the boot manifest, checks it, starts the services in the
// order of their needs with the grants that the manifest gives them and no other, waits for their ends, and reports. It exits with 0
// when every service ended as the manifest expects, else with 1.
//
// It needs "console", "bootPackage" and "processSpawner", and holds what it grants.
package main

import (
	"warrant/lib/manifest"
	"warrant/user/client"
	"warrant/user/program"
	"warrant/user/rt"
	"warrant/user/text"
)

// State of the process: too large for its stack.
var (
	voice    *program.Voice
	graph    manifest.Graph
	problems manifest.Problems
	services supervision
	waits    waiters
)

func main() {
	voice = program.Speak("init")
	metadata := readMetadata()
	manifest.Plan(metadata, &graph, &problems)
	absent := reportAbsent()
	if problems.Total != 0 || absent != 0 {
		reportProblems()
		refuse(uint64(problems.Total) + absent)
	}
	services.graph = &graph
	var line text.Line
	voice.Write(addCount(&line, uint64(graph.ServiceCount), "service").String(" to start"))
	spawner := program.Spawner()
	supervise(&spawner)
	report()
}

// refuse says that nothing is started, and ends the process.
func refuse(count uint64) {
	var line text.Line
	voice.Write(addCount(line.String("nothing is started: "), count, "problem"))
	rt.Exit(1)
}

// supervise starts every service as soon as it can be started, until all have ended.
func supervise(spawner *client.ProcessSpawner) {
	for {
		for {
			i, ok := services.next()
			if !ok || !start(spawner, i) {
				break
			}
		}
		waits.begin()
		if !waits.finish() {
			return
		}
	}
}
