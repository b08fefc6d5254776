#!/bin/sh
# run.sh -- the installed library serves projects outside its tree: through
# pkg-config, through find_package, and taken in as a folder; shared and static.
#
#   run.sh CMAKE CC BUILD SOURCE
set -eu

cmake=$1
cc=$2
build=$3
source=$4
here=$source/tests/install
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix

say() {
    printf '== %s\n' "$*"
}

fail() {
    echo "$*" >&2
    exit 1
}

needs() { # whether a program loads a libloyalty
    readelf -d "$1" | grep -q 'NEEDED.*libloyalty'
}

# Not where it was configured for: an installed tree can be moved.
say "install"
"$cmake" --install "$build" --prefix "$work/elsewhere" >"$work/log" || { cat "$work/log"; exit 1; }
mv "$work/elsewhere" "$prefix"
pc=$(dirname "$(find "$prefix" -name loyalty.pc)")
lib=$(dirname "$pc")
export PKG_CONFIG_PATH="$pc"
for file in bin/loyalty share/man/man1/loyalty.1 share/loyalty/schemas/program.schema.json \
    include/loyalty/loyalty.h include/loyalty/store.h include/loyalty/cel.h include/loyalty/json.h include/loyalty/sqlite.h; do
    [ -e "$prefix/$file" ] || fail "not installed: $file"
done
[ "$(readelf -d "$lib/libloyalty.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')" = libloyalty.so.0 ] ||
    fail "libloyalty.so has another SONAME"
[ ! -d "$prefix/include/base" ] || fail "internal headers are installed"
"$prefix/bin/loyalty" --version

say "pkg-config, shared"
# shellcheck disable=SC2046 # flags are words
"$cc" -std=c11 "$here/shop.c" -o "$work/shop" $(pkg-config --cflags --libs loyalty-json loyalty-sqlite)
needs "$work/shop" || fail "the shared libraries are not used"
LD_LIBRARY_PATH=$lib "$work/shop"

say "pkg-config, static"
# shellcheck disable=SC2046
"$cc" -std=c11 -static "$here/shop.c" -o "$work/shop_static" \
    $(pkg-config --static --cflags --libs loyalty-json loyalty-sqlite) 2>"$work/log" ||
    { cat "$work/log"; exit 1; }
"$work/shop_static"

say "find_package, shared and static"
"$cmake" -S "$here/package" -B "$work/package" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc" >"$work/log" ||
    { cat "$work/log"; exit 1; }
"$cmake" --build "$work/package" >"$work/log" || { cat "$work/log"; exit 1; }
needs "$work/package/shop" || fail "the shared libraries are not used"
! needs "$work/package/shop_static" || fail "the static libraries are not used"
"$work/package/shop"
"$work/package/shop_static"

say "add_subdirectory"
"$cmake" -S "$here/subdirectory" -B "$work/subdirectory" -DLOYALTY_SOURCE="$source" -DCMAKE_C_COMPILER="$cc" \
    >"$work/log" || { cat "$work/log"; exit 1; }
"$cmake" --build "$work/subdirectory" -j2 --target shop >"$work/log" || { cat "$work/log"; exit 1; }
"$work/subdirectory/shop"
