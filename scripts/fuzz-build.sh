#!/usr/bin/env bash
# Builds the fuzzing targets as OSS-Fuzz and ClusterFuzzLite would, with libFuzzer, and runs each for a moment on its corpus; and builds
# them for dvyukov/go-fuzz.
#
#   scripts/fuzz-build.sh [TARGET...]
#
# RUNS in the environment is the number of executions of each, 20000 without it.
set -euo pipefail

cd "$(dirname "$0")/.."
OUT=$(mktemp -d) SRC=$(mktemp -d)
trap 'rm -rf "$OUT" "$SRC"' EXIT
export OUT SRC
ln -s "$PWD" "$SRC/warrant"
if [ $# -gt 0 ]; then
    export TARGETS="$*"
fi

# compile_go_fuzzer PACKAGE FUNCTION FILE, as the build images of OSS-Fuzz have it: an archive of the target, linked with libFuzzer.
compile_go_fuzzer() {
    go tool go-fuzz-build -libfuzzer -func "$2" -o "$OUT/$3.a" "$1"
    clang -fsanitize=fuzzer "$OUT/$3.a" -o "$OUT/$3"
    rm "$OUT/$3.a"
    go tool go-fuzz-build -func "$2" -o "$OUT/$3-gofuzz.zip" "$1"
}
export -f compile_go_fuzzer
bash -eu .clusterfuzzlite/build.sh

for corpus in "$OUT"/*_seed_corpus.zip; do
    name=$(basename "$corpus" _seed_corpus.zip)
    mkdir "$OUT/run-$name"
    (cd "$OUT/run-$name" && unzip -q "$corpus")
    if ! "$OUT/$name" -runs="${RUNS:-20000}" -seed=1 -dict="$OUT/$name.dict" "$OUT/run-$name" >"$OUT/log" 2>&1; then
        tail -n 30 "$OUT/log" >&2
        echo "fuzz-build: $name crashed under libFuzzer" >&2
        exit 1
    fi
    echo "$name: built for libFuzzer and go-fuzz; $(tail -n 1 "$OUT/log")"
done
