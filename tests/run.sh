#!/bin/sh
# run.sh -- everything that is checked before a change is taken: the unit tests
# as clang compiles them, where it is, and under the address and undefined-
# behaviour sanitizers; the golden histories at other levels of optimisation; the
# quick start as a reader would run it; all tests.
#
#   sh tests/run.sh
#
# Installs what is missing with apt-get, where that exists and one may.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
jobs=$(nproc 2>/dev/null || echo 2)

say() {
    printf '\n== %s\n' "$*"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_missing() {
    command -v apt-get >/dev/null 2>&1 || return 0
    missing=
    for package in cmake gcc g++ make libc6-dev pkg-config libcmocka-dev libjansson-dev libsqlite3-dev \
        python3 python3-pytest python3-numpy python3-pandas python3-jsonschema python3-hypothesis sqlite3; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; then
        echo "Missing, and not installed without root:$missing" >&2
        return 0
    fi
    say "Installing$missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of packages
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

build() { # build FOLDER option...
    folder=$top/build/$1
    shift
    mkdir -p "$folder"
    if ! { cmake -S "$top" -B "$folder" -DLOYALTY_WERROR=ON "$@" &&
        cmake --build "$folder" -j"$jobs"; } >"$folder/build.log" 2>&1; then
        grep -nE -A3 'error|CMake Error' "$folder/build.log" || tail -n 30 "$folder/build.log"
        echo "The build failed; its messages are in $folder/build.log" >&2
        exit 1
    fi
}

check() { # check FOLDER option...
    folder=$top/build/$1
    shift
    ctest --test-dir "$folder" --output-on-failure -j"$jobs" "$@"
}

install_missing

if command -v clang >/dev/null 2>&1; then
    say "clang"
    build clang -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_COMPILER=clang
    check clang -L unit
fi

say "Golden histories at other levels, and in 32 bits"
for options in -O0 -O3 -m32; do
    sh "$top/tests/golden/build.sh" gcc $options || [ $? -eq 77 ]
done

say "Sanitizers"
build asan -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=gcc \
    -DCMAKE_C_FLAGS="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1"
check asan -L unit

say "Quick start"
mkdir -p "$top/build"
if ! sh "$top/examples/quickstart.sh" >"$top/build/quickstart.log" 2>&1; then
    tail -n 30 "$top/build/quickstart.log"
    exit 1
fi
tail -n 2 "$top/build/quickstart.log"

say "All tests"
build tests -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=gcc
check tests
