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

##@ Checks

# The steps of make check, in this order.
CHECKS := gofmt vet staticcheck rules shellcheck generate-check test

.PHONY: check
check: deps ## everything that proves and tests, as CI does
	@scripts/check.sh $(CHECKS)

.PHONY: test
test: | $(BUILD) ## the tests of the host packages
	@scripts/test.sh $(BUILD)/tests.count ./...

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

.PHONY: staticcheck
staticcheck: ## staticcheck, at the version that go.mod pins
	@go tool staticcheck ./...

.PHONY: rules
rules: $(BUILD)/lint ## the project's own rules: layers, fences, comments (cmd/lint)
	@go vet -vettool=$(abspath $(BUILD)/lint) ./...
	@GOARCH=386 go vet -vettool=$(abspath $(BUILD)/lint) $(STUB)

.PHONY: shellcheck
shellcheck: ## shellcheck on every script
	@scripts/deps.sh need lint
	@shellcheck $(SHELL_FILES)

##@ Generated code

.PHONY: generate
generate: ## regenerate the code that is made from specs/capos.capnp
	@scripts/deps.sh need generate
	@scripts/generate.sh

.PHONY: generate-check
generate-check: ## is the committed generated code what its source says?
	@scripts/deps.sh need generate
	@scripts/generate.sh --check

##@ Housekeeping

.PHONY: clean
clean: ## remove everything that was built
	@rm -rf $(BUILD)

$(BUILD):
	@mkdir -p $@

# The go command knows better than make whether its output is current.
$(BUILD)/lint: FORCE | $(BUILD)
	@go build -o $@ ./cmd/lint

.PHONY: FORCE
FORCE:
