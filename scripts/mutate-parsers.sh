#!/usr/bin/env bash
# Seeds bugs into each parser and counts how many its tests, its fuzzing targets and its proofs reject. Fails when a parser has less than 95 %, or
# when a survivor that docs/survivors.tsv excuses does not survive any more.
#
#   scripts/mutate-parsers.sh GOSURE [PARSER...]     GOSURE is the built tool; without a PARSER (lib/elf), all of them
#
# JUDGES in the environment is who judges (tests,proofs without it), EXECUTIONS the number of inputs of fuzzing for each survivor of the tests.
set -uo pipefail

gosure=$(realpath "${1:?the path of gosure}") || exit 2
shift
cd "$(dirname "$0")/.." || exit 2

# Each parser, its targets, and the tests of it that take long.
targets() {
    cat <<'TABLE'
kernel/core/sqe SQE
lib/elf ELF
lib/telnet Telnet,TelnetRoundTrip
lib/negotiation Negotiation
lib/linedisc LineDiscipline
lib/pvh StartInfo
lib/multiboot Multiboot
lib/manifest Manifest
lib/wire Wire,WireBuild TestMutations|TestTotal
TABLE
}

failed=0
while read -r parser names slow; do
    if [ $# -gt 0 ] && ! printf '%s\n' "$@" | grep -qxF -- "$parser"; then
        continue
    fi
    # shellcheck disable=SC2016  # GOSURE_OUT is for the command
    "$gosure" mutate --judge "${JUDGES:-tests,proofs}" --min 95 --survivors docs/survivors.tsv --slow "$slow" \
        --prepare 'cd fuzz && go build -o "$GOSURE_OUT/fuzz" ./cmd/fuzz' \
        --command 'cd fuzz && "$GOSURE_OUT/fuzz" run -most 1 -crashes "$GOSURE_OUT/crashes" -executions '"${EXECUTIONS:-30000} -targets $names" \
        "./$parser" </dev/null || failed=1
done < <(targets)
exit $failed
