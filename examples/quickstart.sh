#!/bin/sh
# quickstart.sh -- from a fresh Debian 12 to a year of a cafe's loyalty program.
#
#   sh examples/quickstart.sh
#
# Installs what is missing, builds the library into build/quickstart, makes up
# a year of receipts, runs them, and leaves a database to ask questions of.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/build/quickstart
cafe=$top/examples/cafe
loyalty=$build/bin/loyalty
year_end=2025-12-31T23:59:59+01:00

say() {
    printf '\n== %s\n' "$*"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_missing() {
    command -v apt-get >/dev/null || return 0
    missing=
    for package in cmake gcc make libc6-dev pkg-config libjansson-dev libsqlite3-dev python3 sqlite3; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        say "Installing$missing"
        as_root apt-get update -qq
        # shellcheck disable=SC2086 # a list of packages
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    fi
}

build_library() {
    say "Building into ${build#"$top"/}"
    if ! { cmake -S "$top" -B "$build" -DCMAKE_BUILD_TYPE=Release -DLOYALTY_TESTS=OFF &&
        cmake --build "$build" -j"$(nproc)"; } >"$build/build.log" 2>&1; then
        tail -n 30 "$build/build.log" >&2
        echo "The build failed; its messages are in $build/build.log" >&2
        exit 1
    fi
    "$loyalty" --version
}

mkdir -p "$build"
install_missing
build_library
cd "$build"
rm -f cafe.db cafe.db-wal cafe.db-shm

say "The program of the cafe has no mistakes"
"$loyalty" check "$cafe/program.json"

say "A year of receipts"
python3 "$cafe/receipts.py" >events.jsonl
"$loyalty" run "$cafe/program.json" events.jsonl --store sqlite:cafe.db --until "$year_end" >outcomes.jsonl

say "Two of them, as the guest sees them"
python3 "$cafe/receipt.py" events.jsonl outcomes.jsonl till-2 r-01755 till-1 r-01824

say "That guest's card at the end of the year (without the lots, which say when stars expire)"
"$loyalty" show "$cafe/program.json" c103 --store sqlite:cafe.db --at "$year_end" |
    sed '/^  "lots"/,/^  \]/d'

say "The whole cafe"
"$loyalty" report "$cafe/program.json" --store sqlite:cafe.db --at "$year_end"

say "A basket at noon, only asked for: which rules fire, and what the others lack"
"$loyalty" quote "$cafe/program.json" "$cafe/noon.jsonl" --store sqlite:cafe.db --explain | python3 "$cafe/explain.py"

say "All of it is in build/quickstart/cafe.db. Ask it:"
echo "  sqlite3 build/quickstart/cafe.db < examples/cafe/queries.sql"
echo "  build/quickstart/bin/loyalty show examples/cafe/program.json c103 --store sqlite:build/quickstart/cafe.db"
echo "Change a rule in examples/cafe/program.json and run this script again."
