#!/bin/sh
# run.sh -- workloads W1 (20 rules), W2 (10,000 rules) and W3 (W1, durable) beside the hand-written
# limit and the SQLite program, in turns.
#
#   sh tests/bench/run.sh [EVENTS] [ROUNDS]
#
# The references are compiled from LOYALTY_BENCH (default: ../shared/bench beside the checkout); without
# them only the library is measured. Prints all figures of the README: a row for each implementation
# (the median of its cost an event and of its ratio to the reference of the same round, and what
# table.py says beside it), what quotes of long baskets and single expressions cost, instructions an
# event where valgrind is installed, and the size of the stripped core. What the instructions go into,
# function by function:
#   callgrind_annotate --inclusive=yes build/bench/work/callgrind.w1
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
reference=${LOYALTY_BENCH:-$top/../shared/bench}
events=${1:-200000}
rounds=${2:-5}
build=$top/build/bench
work=$build/work

mkdir -p "$work/out"
cmake -S "$top" -B "$build" -DCMAKE_BUILD_TYPE=Release >"$build/cmake.log"
cmake --build "$build" --target loyalty_bench loyalty_years loyalty -j2 >"$build/build.log"
bench=$build/bin/loyalty-bench

if [ -f "$reference/limit.c" ]; then
    cc -std=gnu11 -O3 -march=native -o "$work/limit" "$reference/limit.c"
    cc -std=gnu11 -O2 -o "$work/sqlite-pos" "$reference/sqlite.c" -lsqlite3
fi

cd "$work"
: >rows
for round in $(seq "$rounds"); do
    [ ! -x limit ] || ./limit W1 "$events" >>rows
    "$bench" w1 --events "$events" | sed 's/name=loyalty/name=loyalty-memory/' >>rows
    "$bench" w1 --events "$events" --group 100 | sed 's/name=loyalty/name=loyalty-memory-groups-of-100/' >>rows
    [ ! -x sqlite-pos ] || ./sqlite-pos W1 "$events" | sed 's/name=[^ ]*/name=sqlite-program-memory/' >>rows
    [ ! -x limit ] || ./limit W2 "$events" | sed 's/name=limit/name=limit-10000-rules/' >>rows
    "$bench" w2 --events "$events" | sed 's/name=loyalty/name=loyalty-memory-10000-rules/' >>rows
done
for round in $(seq "$rounds"); do
    [ ! -x limit ] || ./limit W3 50000 sync 1 | sed 's/name=[^ ]*/name=limit-journal-full/' >>rows
    "$bench" w3 | sed 's/name=loyalty/name=loyalty-sqlite-full/' >>rows
    "$bench" w3 --synchronous normal |
        sed 's/name=loyalty/name=loyalty-sqlite-normal/' >>rows
    "$bench" w3 --group 100 |
        sed 's/name=loyalty/name=loyalty-sqlite-full-groups-of-100/' >>rows
    if [ -x sqlite-pos ]; then
        ./sqlite-pos W3 50000 FULL 1 | sed 's/name=[^ ]*/name=sqlite-program-full/' >>rows
        ./sqlite-pos W3 50000 NORMAL 1 | sed 's/name=[^ ]*/name=sqlite-program-normal/' >>rows
        ./sqlite-pos W3 50000 FULL 100 | sed 's/name=[^ ]*/name=sqlite-program-full-groups-of-100/' >>rows
    fi
done
python3 "$top/tests/bench/table.py" rows

for basket in "50 20" "1000 200"; do
    # shellcheck disable=SC2086 # two words
    set -- $basket
    "$bench" quote --rules "$1" --lines "$2" --events 20000 |
        sed 's/.*cpu_ns=\([0-9]*\).*/\1/' >quote
    printf 'a quote of %s lines under %s rules: %s ns\n' "$2" "$1" "$(cat quote)"
done

"$bench" w2 --events 1000 --form long | sed 's/.*load_ms=\([0-9.]*\).*/10,000 rules with all in their conditions load in \1 ms/'
"$bench" cel --events 3000000 | sed 's/.*kind=\([a-z]*\) cpu_ns=\([0-9.]*\) .*text=\(.*\)/\1 \3: \2 ns/'

# Instructions an event of a workload; what opens the store and the members is not counted.
count_instructions() {
    valgrind --tool=callgrind --toggle-collect=loy_engine_apply --callgrind-out-file="callgrind.$1" \
        "$bench" "$1" --events 2000 2>callgrind.log >/dev/null
    awk -v name="$1" '/Collected/ { printf "instructions an event of %s: %d\n", name, $NF / 2000 }' callgrind.log
}
if command -v valgrind >/dev/null; then
    count_instructions w1
    count_instructions w2
    python3 "$top/tests/bench/years/years.py" "$build/bin/loyalty-years"
fi

print_size() {
    strip -o core.so "$1"/lib/libloyalty.so.0.*
    printf 'stripped core, %s: %s bytes\n' "$2" "$(wc -c <core.so)"
}
print_size "$build" Release
cmake -S "$top" -B "$build/small" -DCMAKE_BUILD_TYPE=MinSizeRel >"$build/cmake.log"
cmake --build "$build/small" --target loyalty -j2 >"$build/build.log"
print_size "$build/small" MinSizeRel
