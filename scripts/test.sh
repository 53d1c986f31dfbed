#!/usr/bin/env bash
# Runs go test, shows one line per package and the whole output of a package that fails, and writes the number of tests to a file.
#
#   scripts/test.sh COUNTS [go test arguments]     COUNTS becomes "PASSED FAILED SKIPPED"
#
# Seeding bugs into every proved package takes minutes on a slow machine, more than the ten that go test allows by itself.
set -uo pipefail

counts=$1
shift
go test -v -timeout 40m "$@" 2>&1 | awk -v counts="$counts" '
    # The verdict of a package ends its output.
    /^(ok|FAIL|\?)[ \t]+[^ \t]/ {
        if ($1 == "FAIL") { printf "%s", output; broken = 1 }
        if ($1 != "?") print
        output = ""
        next
    }
    /^ *--- PASS: / { passed++ }
    /^ *--- FAIL: / { failed++ }
    /^ *--- SKIP: / { skipped++ }
    /^=== (RUN|PAUSE|CONT|NAME)/ || /^ *--- PASS: / || /no test files\]$/ { next }
    { output = output $0 "\n" }
    END {
        printf "%s", output
        if (broken && !failed) failed = 1 # a package that does not build has no test that fails
        printf "%d %d %d\n", passed, failed, skipped > counts
    }'
status=("${PIPESTATUS[@]}")
[ "${status[0]}" -eq 0 ] && [ "${status[1]}" -eq 0 ]
