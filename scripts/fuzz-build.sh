#!/usr/bin/env bash
# Builds the fuzzing targets as OSS-Fuzz and ClusterFuzzLite would, with libFuzzer, and for dvyukov/go-fuzz, and runs each under both for a moment,
# from its corpus.
#
#   scripts/fuzz-build.sh [TARGET...]
#
# RUNS in the environment is the number of executions under libFuzzer, 20000 without it; MOMENT is how long go-fuzz runs, 30 s without it.
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

gofuzz=$(cd fuzz && go tool -n go-fuzz)

# under_gofuzz NAME CORPUS: runs a target under go-fuzz, which ends at an interrupt only, and prints its last line about itself.
under_gofuzz() {
    local folder="$OUT/gofuzz-$1"
    mkdir "$folder"
    cp -r "$2" "$folder/corpus"
    timeout -s INT "${MOMENT:-30s}" "$gofuzz" -bin "$OUT/$1-gofuzz.zip" -workdir "$folder" -procs 1 >"$OUT/log" 2>&1 || [ $? = 124 ]
    if [ -n "$(find "$folder/crashers" -type f)" ] || ! grep -q 'execs: [1-9]' "$OUT/log"; then
        tail -n 30 "$OUT/log" >&2
        echo "fuzz-build: $1 crashed or did not run under go-fuzz" >&2
        return 1
    fi
    grep -o 'crashers: .*execs: [0-9]*' "$OUT/log" | tail -n 1
}

for corpus in "$OUT"/*_seed_corpus.zip; do
    name=$(basename "$corpus" _seed_corpus.zip)
    mkdir "$OUT/run-$name"
    (cd "$OUT/run-$name" && unzip -q "$corpus")
    if ! "$OUT/$name" -runs="${RUNS:-20000}" -seed=1 -dict="$OUT/$name.dict" "$OUT/run-$name" >"$OUT/log" 2>&1; then
        tail -n 30 "$OUT/log" >&2
        echo "fuzz-build: $name crashed under libFuzzer" >&2
        exit 1
    fi
    echo "$name: libFuzzer: $(tail -n 1 "$OUT/log")"
    line=$(under_gofuzz "$name" "$OUT/run-$name")
    echo "$name: go-fuzz: $line"
done
