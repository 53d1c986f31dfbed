# The one entry to everything. `make` prints the targets; their texts are the ## comments here.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Everything that is built lands here; `make clean` removes it.
BUILD := build
# The one package that is not for the host's architecture, so that ./... leaves it out.
STUB := ./kernel/arch/stub
GO_FILES = git ls-files -z --cached --others --exclude-standard '*.go' ':!:*/testdata/*'
SHELL_FILES := .ci/run $(wildcard scripts/*.sh)

##@ Start here

.PHONY: help
help: ## print this list
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: deps
deps: ## install what the targets need with apt, or print the one command that does
	@scripts/deps.sh install all

.PHONY: run
run: deps-run image manifest ## build everything and boot it in QEMU; KVM=1 uses the host's processor, RUN="..." adds flags of warrant run
	@$(BUILD)/warrant run $(if $(KVM),--kvm) $(RUN)

.PHONY: deps-run
deps-run:
	@scripts/deps.sh install run

##@ Building

.PHONY: image
image: $(BUILD)/kernel.elf ## the kernel and the programs of user space, as ELF files in build/
	@$(MAKE) --no-print-directory --jobs=$$(nproc) $(PROGRAMS)

.PHONY: tools
tools: $(BUILD)/warrant $(BUILD)/gosure ## the host tools warrant and gosure, in build/

.PHONY: image-report
image-report: $(BUILD)/warrant ## what the kernel's image is made of, and what of the Go runtime stays in it
	@$(BUILD)/warrant image --verbose -o $(BUILD)/kernel.elf

.PHONY: manifest
manifest: image ## the boot manifest of the default system, build/system.manifest
	@$(BUILD)/warrant manifest --build $(BUILD) -o $(BUILD)/system.manifest manifests/system.cue

.PHONY: provenance
provenance: image ## record from which sources the images were built, build/provenance.json, and the list of parts, build/sbom.cdx.json
	@$(BUILD)/warrant provenance --build $(BUILD) -o $(BUILD)/provenance.json --sbom $(BUILD)/sbom.cdx.json

.PHONY: image-verify
image-verify: $(BUILD)/warrant ## build the images of PROVENANCE=FILE (or build/provenance.json) again and compare the bits
	@$(BUILD)/warrant image --verify $(or $(PROVENANCE),$(BUILD)/provenance.json)

.PHONY: iso
iso: manifest ## a medium with the default system that BIOS and UEFI firmware boot, build/warrant.iso
	@scripts/deps.sh need iso
	@$(BUILD)/warrant iso -o $(BUILD)/warrant.iso --kernel $(BUILD)/kernel.elf --manifest $(BUILD)/system.manifest

##@ Checks

# The steps of make check, in this order.
CHECKS := gofmt vet staticcheck rules shellcheck generate-check verify verify-cross soundness kani panics report-check test fuzz-smoke sanitize-smoke image-check smoke bench

.PHONY: check
check: deps ## everything that proves and tests, as CI does
	@scripts/check.sh check $(CHECKS)

# What takes too long for every change, as the jobs of .github/workflows/nightly.yml.
NIGHTLY := kani-nightly smoke-nightly smoke-planted attack mutate-core mutate-parsers sanitize fuzz fuzz-planted fuzz-build docs-nightly

.PHONY: nightly
nightly: deps ## everything that takes too long for every change (many hours)
	@scripts/check.sh nightly $(NIGHTLY)

.PHONY: test
test: silicon | $(BUILD) ## the tests that go test runs
	@scripts/deps.sh need test
	@scripts/test.sh $(BUILD)/tests.count ./...
	@cd fuzz && ../scripts/test.sh $(abspath $(BUILD))/fuzz.count ./...

.PHONY: smoke
smoke: image ## boot images with different manifests in QEMU and compare what they print
	@scripts/deps.sh need smoke
	@$(BUILD)/warrant smoke --build $(BUILD) --counts $(BUILD)/smoke.count

.PHONY: smoke-nightly
smoke-nightly: image ## the same with the cases that take minutes
	@scripts/deps.sh need smoke
	@$(BUILD)/warrant smoke --build $(BUILD) --nightly

.PHONY: smoke-planted
smoke-planted: image ## put bugs into copies of the kernel; the smokes must notice each (minutes)
	@scripts/deps.sh need smoke
	@$(BUILD)/warrant planted --build $(BUILD)

.PHONY: attack
attack: ## ten million operations of the random attacker against the simulated machine, and planted bugs that it must find (an hour)
	@go test ./kernel/sys -run '^TestAttack$$' -timeout 0 -v -attack.operations $(or $(OPERATIONS),10000000) -attack.seed $(or $(SEED),1000) | tail -3
	@go test ./kernel/sys -run '^TestPlanted$$' -timeout 0 -v -attack.planted

.PHONY: bench
bench: image ## count the instructions of what the system does most, beside the targets and what was committed; BENCH=-update accepts
	@scripts/deps.sh need smoke
	@$(BUILD)/warrant bench --build $(BUILD) $(BENCH)

.PHONY: image-check
image-check: $(BUILD)/warrant ## are the same sources, built in two folders, the same bits?
	@scripts/image-check.sh $(abspath $(BUILD)/warrant)

.PHONY: lint
lint: gofmt vet staticcheck rules shellcheck ## every static check of the sources

.PHONY: gofmt
gofmt: ## are all Go files formatted?
	@unformatted=$$($(GO_FILES) | xargs -0 -r gofmt -l); \
	[ -z "$$unformatted" ] || { echo "gofmt: not formatted, run gofmt -w on:"; echo "$$unformatted"; exit 1; }

.PHONY: vet
vet: ## go vet, on the 32-bit boot stub as well
	@go vet ./...
	@GOARCH=386 go vet $(STUB)
	@cd fuzz && go vet ./...

.PHONY: staticcheck
staticcheck: ## staticcheck, at the version that go.mod pins
	@go tool staticcheck ./...
	@staticcheck=$$(go tool -n staticcheck) && cd fuzz && "$$staticcheck" ./...

.PHONY: rules
rules: $(BUILD)/lint ## the project's own rules: layers, fences, comments (cmd/lint)
	@go vet -vettool=$(abspath $(BUILD)/lint) ./...
	@GOARCH=386 go vet -vettool=$(abspath $(BUILD)/lint) $(STUB)
	@cd fuzz && go vet -vettool=$(abspath $(BUILD)/lint) ./...

.PHONY: vulncheck
vulncheck: ## known vulnerabilities in what the tools import; says so when the database cannot be reached
	@scripts/vulncheck.sh

.PHONY: shellcheck
shellcheck: ## shellcheck on every script
	@scripts/deps.sh need lint
	@shellcheck $(SHELL_FILES)

##@ Proofs

# The code that is written to be proved.
PROVED := ./kernel/core/... ./kernel/sys/... ./lib/... ./specs/...

# The packages whose contracts the proofs alone must defend against seeded bugs.
MUTATED := $(addprefix ./kernel/core/,captable ledger ring userbuf endpoint transfer runq lograte process)
# What the other engines prove as well; verify/cross/core.toml says which of them decides which function.
CROSS := ./kernel/core/...

# Some contracts need a heap, which one engine has: gosure verify, and whatever asks it, wants that engine there.
.PHONY: silicon
silicon: ## fetch Silicon, the engine of proofs with a heap and of second opinions, from PyPI
	@scripts/deps.sh need silicon
	@scripts/get-viper.sh

.PHONY: verify
verify: $(BUILD)/gosure silicon ## prove the Gobra contracts of the kernel core and the parsers; GOBRA=gobra.jar asks the official tool, docs/gobra.md; UPDATE=1 writes gosure.cores
	@scripts/deps.sh need verify
	@$(BUILD)/gosure $(if $(GOBRA),official --jar $(GOBRA),verify $(if $(UPDATE),--record)) $(PROVED)

.PHONY: verify-cross
verify-cross: $(BUILD)/gosure silicon ## prove the kernel core again, with cvc5 and twice through Silicon, and compare (minutes once); UPDATE=1 writes the table
	@$(BUILD)/gosure cross --table verify/cross/core.toml $(if $(UPDATE),--update) $(CROSS)

.PHONY: mutate-core
mutate-core: $(BUILD)/gosure silicon ## seed bugs into the kernel core: the proofs alone must reject 95 %, and every survivor is explained (minutes)
	@scripts/deps.sh need verify
	@$(BUILD)/gosure mutate --min 95 --explained --survivors docs/survivors-core.tsv $(MUTATED)

.PHONY: soundness
soundness: silicon ## search for false proofs: thousands of random functions, and whatever is proved of them is run; FUNCTIONS=2000 SEED=1
	@SOUNDNESS_FUNCTIONS=$(or $(FUNCTIONS),2000) SOUNDNESS_SEED=$(or $(SEED),1) go test -timeout 60m -v -run TestProvedMeansTrue ./verify/deduce | grep -v '^ *=== '

.PHONY: kani
kani: $(BUILD)/gosure ## check the bounded proofs of proofs/ and their bounds in harness-bounds.toml, and that the seeded bugs fit
	@scripts/deps.sh need verify
	@$(BUILD)/gosure bounds check --lane pr ./proofs/...
	@scripts/prove-seeded.sh --fit

.PHONY: kani-nightly
kani-nightly: $(BUILD)/gosure ## the same for the harnesses that take longer
	@scripts/deps.sh need verify
	@$(BUILD)/gosure bounds check --lane nightly ./proofs/...
	@go test ./verify/bmc -count=1 -timeout 60m -v -run TestGeneratedPrograms -args -differential.programs=5000 -differential.seed=$$(date +%Y%m%d) | grep -v '^=== '

# What can panic before the kernel takes input from outside stops a machine that nobody uses yet; docs/halt-policy.md.
FATAL := $(addprefix -fatal ,boot init assembly)

.PHONY: panics
panics: $(BUILD)/gosure silicon ## what in the kernel can panic, each place with its strongest proof, against kernel/panics.ledger; UPDATE=1 writes the ledger
	@scripts/deps.sh need verify
	@$(BUILD)/gosure panics $(FATAL) -ledger kernel/panics.ledger $(if $(UPDATE),-update-ledger) -json $(BUILD)/panics.json ./kernel/boot

.PHONY: report
report: $(BUILD)/gosure silicon ## what is proved, by what and within which bounds: docs/proofs/ and build/proofs.html, one file for a browser
	@scripts/deps.sh need verify
	@$(BUILD)/gosure report --harness --html $(BUILD)/proofs.html $(if $(wildcard $(BUILD)/panics.json),--panics $(BUILD)/panics.json) $(PROVED)

.PHONY: report-check
report-check: $(BUILD)/gosure silicon ## are the committed pages of docs/proofs/ what the sources and the verdicts say?
	@scripts/deps.sh need verify
	@$(BUILD)/gosure report --check $(PROVED)

##@ Fuzzing

.PHONY: fuzz
fuzz: ## fuzz every parser; TIME=10m for each target, FUZZ="..." adds flags
	@cd fuzz && go run ./cmd/fuzz run -time $(or $(TIME),1m) $(FUZZ)

.PHONY: fuzz-smoke
fuzz-smoke: ## a fixed number of random inputs for every parser
	@cd fuzz && go run ./cmd/fuzz run -executions 30000

.PHONY: fuzz-keep
fuzz-keep: ## make a crash a regression input of its parser: CRASH=build/crashes/...
	@[ -n "$(CRASH)" ] || { echo "fuzz-keep: which one? CRASH=build/crashes/TARGET/FILE" >&2; exit 1; }
	@crash=$(CRASH); crash=$$(realpath "$${crash#../}") && cd fuzz && go run ./cmd/fuzz keep "$$crash"

.PHONY: fuzz-counts
fuzz-counts: ## add up the recorded executions of the parsers' code as it is now, for docs/fuzzing.md and docs/proofs/measured.toml
	@cd fuzz && go run ./cmd/fuzz counts

.PHONY: fuzz-planted
fuzz-planted: ## plant bugs in copies of the parsers; the fuzzers must find each within a minute
	@cd fuzz && go run ./cmd/planted

.PHONY: fuzz-coverage
fuzz-coverage: ## how much of each parser the committed corpora execute
	@scripts/fuzz-coverage.sh

.PHONY: fuzz-build
fuzz-build: ## build the targets as OSS-Fuzz would, and for go-fuzz; TARGETS="Telnet ..." for some (minutes)
	@scripts/deps.sh need fuzzbuild
	@scripts/fuzz-build.sh $(TARGETS)

.PHONY: mutate-parsers
mutate-parsers: $(BUILD)/gosure silicon ## seed bugs into the parsers; tests, fuzzing and proofs must reject 95 % (an hour); PARSERS="lib/elf ..." for some
	@scripts/deps.sh need verify
	@scripts/mutate-parsers.sh $(BUILD)/gosure $(PARSERS)

.PHONY: sanitize
sanitize: ## the host tests under -race, checkptr, -asan and -msan; MODES="race ..." for some (minutes)
	@scripts/deps.sh need sanitize
	@scripts/sanitize.sh $(MODES)

.PHONY: sanitize-smoke
sanitize-smoke: ## the parsers that take bytes from outside under -race and checkptr
	@scripts/deps.sh need sanitize
	@PACKAGES="./lib/telnet ./lib/negotiation ./lib/linedisc ./lib/elf ./lib/pvh ./lib/multiboot ./kernel/core/sqe" FUZZ_PACKAGES=./corpus \
		scripts/sanitize.sh race checkptr

##@ Generated code

.PHONY: generate
generate: ## regenerate the code that is made from specs/capos.capnp
	@scripts/deps.sh need generate
	@scripts/generate.sh

.PHONY: generate-check
generate-check: ## is the committed generated code what its source says?
	@scripts/deps.sh need generate
	@scripts/generate.sh --check

.PHONY: docs-nightly
docs-nightly: ## run the commands of the book that take long as well (minutes)
	@DOCS=nightly go test -count=1 -timeout 60m -v -run TestPages ./cmd/lint/doctest

.PHONY: drawings
drawings: ## redraw docs/drawings from their sources
	@scripts/deps.sh need drawings
	@scripts/drawings.sh

##@ Housekeeping

.PHONY: clean
clean: ## remove everything that was built
	@rm -rf $(BUILD)

$(BUILD):
	@mkdir -p $@

# The go command knows better than make whether a tool is current. It is moved into place only when it changed, so that what it builds
# is built again only then.
$(BUILD)/lint $(BUILD)/warrant $(BUILD)/gosure: $(BUILD)/%: FORCE | $(BUILD)
	@go build -trimpath -buildvcs=false -o $@.new ./cmd/$*
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# A folder is newer when a file in it came or went.
KERNEL_SOURCES = $(shell find kernel lib go.mod -type d -o -name '*.go' -o -name '*.s' -o -name go.mod)
PROGRAM_SOURCES = $(shell find user lib kernel/abi kernel/limits kernel/arch/cause go.mod -type d -o -name '*.go' -o -name '*.s' -o -name go.mod)
PROGRAMS = $(sort $(patsubst %/,$(BUILD)/%.elf,$(dir $(shell grep -rlx --include='*.go' --exclude='*_test.go' 'package main' user))))

$(BUILD)/kernel.elf: $(BUILD)/warrant $(KERNEL_SOURCES)
	@echo "building the kernel"
	@$(BUILD)/warrant image -o $@ >/dev/null

$(BUILD)/user/%.elf: $(BUILD)/warrant $(PROGRAM_SOURCES)
	@echo "building user/$*"
	@$(BUILD)/warrant image --user ./user/$* -o $@ >/dev/null

.PHONY: FORCE
FORCE:
