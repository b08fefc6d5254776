#!/bin/sh
# header_test.sh -- each public header compiles alone, as strict C11 and C++17.
#
#   header_test.sh INCLUDE CC [CXX]
set -eu

include=$1
cc=$2
cxx=${3-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for header in "$include"/loyalty/*.h; do
    name=loyalty/$(basename "$header")
    printf '#include "%s"\n#include "%s"\nint main(void) { return 0; }\n' "$name" "$name" >"$work/one.c"
    "$cc" -std=c11 -Wall -Wextra -Wconversion -Wstrict-prototypes -pedantic -Werror \
        -I"$include" -c "$work/one.c" -o "$work/one.o"
    echo "$name: C11"
    if [ -n "$cxx" ]; then
        cp "$work/one.c" "$work/one.cc"
        "$cxx" -std=c++17 -Wall -Wextra -pedantic -Werror -I"$include" -c "$work/one.cc" -o "$work/one.o"
        echo "$name: C++17"
    fi
done
