#!/bin/sh
# build.sh -- builds the core and the golden histories with a compiler, and runs them.
#
#   build.sh CC [OPTION...]          e.g. build.sh gcc -O3, build.sh gcc -m32
#   RUNNER="qemu-s390x -L /usr/s390x-linux-gnu" build.sh s390x-linux-gnu-gcc -O2
#
# Exit status 0: the digests are the golden ones; 1: they are others, or it does not build;
# 77: this compiler builds no program with these options that runs here.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo 'int main(void) { return 0; }' >"$work/try.c"
if ! "$@" "$work/try.c" -o "$work/try" 2>/dev/null || ! ${RUNNER:-} "$work/try" 2>/dev/null; then
    echo "skipped: $* builds nothing that runs here"
    exit 77
fi
# One run of the compiler each folder: files of one folder have names of their own.
for folder in $(cd "$top/lib" && echo base cel program customer engine engine/*/ store); do
    mkdir -p "$work/$folder"
    (cd "$work/$folder" &&
        "$@" -std=c11 -I"$top/include" -I"$top/lib" -c $(find "$top/lib/$folder" -maxdepth 1 \
            -name '*.c' ! -name 'sqlite*' ! -name 'postgres*'))
done
"$@" -std=c11 -I"$top/include" -I"$top/tests" "$top"/tests/golden/*.c \
    $(find "$work" -name '*.o') -o "$work/golden-print"
status=0
${RUNNER:-} "$work/golden-print" >"$work/said" || status=1
grep -v '^ ' "$work/said"
exit $status
