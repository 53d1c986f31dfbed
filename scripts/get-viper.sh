#!/usr/bin/env bash
# Fetches Silicon, the engine behind `gosure verify -backend viper`, into the cache: the jar inside one pinned Python wheel.
#
#   scripts/get-viper.sh        fetches it unless it is there
#
# Both the wheel and the jar are checked against their SHA-256. The jar is used, never redistributed.
set -euo pipefail

readonly wheel_hash=56d85c9a55baa3a769d849138ff2e49c0a1627424e680aea96f76fce96c4206c
readonly jar_hash=267977e2a757f0bbc6153bd953314c6a8d2ba908dd59db1001f6d313f9193dc2
readonly inside=nagini_translation/resources/backends/viperserver.jar

cache=${XDG_CACHE_HOME:-$HOME/.cache}/warrant
jar=$cache/viperserver.jar

if [ -f "$jar" ] && echo "$jar_hash  $jar" | sha256sum --check --quiet; then
    exit 0
fi
for tool in pip unzip java; do
    if ! command -v "$tool" >/dev/null; then
        echo "get-viper: $tool is needed (Debian: python3-pip unzip default-jre-headless)" >&2
        exit 2
    fi
done
mkdir -p "$cache"
work=$(mktemp -d "$cache/viper.XXXXXX")
trap 'rm -rf "$work"' EXIT
echo "nagini==1.3.1 --hash=sha256:$wheel_hash" >"$work/requirements.txt"
pip download --quiet --no-deps --only-binary=:all: --python-version 3.12 --require-hashes --dest "$work" --requirement "$work/requirements.txt"
unzip -q -j "$work"/nagini-1.3.1-*.whl "$inside" -d "$work"
echo "$jar_hash  $work/viperserver.jar" | sha256sum --check --quiet
mv "$work/viperserver.jar" "$jar"
