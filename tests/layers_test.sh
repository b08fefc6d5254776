#!/bin/sh
# layers_test.sh -- who knows whom: each room includes only the rooms below it,
# and nothing beside lib/base/memory.c calls the C library's allocator.
#
#   layers_test.sh SOURCE
set -eu

cd "$1"
faults=0

room() { # room NAME RULE: the includes that are allowed, as an expression
    found=$(find lib/"$1" -name '*.[ch]' -exec grep -nE '^#include "' {} + | grep -vE "#include \"($2)" || true)
    if [ -n "$found" ]; then
        printf 'lib/%s may not include:\n%s\n' "$1" "$found"
        faults=1
    fi
}

room base 'base/|loyalty/(loyalty|store)\.h'
room cel 'base/|cel/|loyalty/(loyalty|cel)\.h'
room program 'base/|cel/|program/|loyalty/loyalty\.h'
room customer 'base/|program/|customer/|loyalty/loyalty\.h'
room engine 'base/|cel/|program/|customer/|engine/|loyalty/(loyalty|store)\.h'
room store 'base/|store/|loyalty/(loyalty|store|sqlite)\.h'
room json 'base/|json/|loyalty/(loyalty|json)\.h'

calls=$(grep -nE '\b(malloc|calloc|realloc|free|strdup|aligned_alloc)\(' \
    -r lib --include='*.[ch]' | grep -v '^lib/base/memory\.c:' || true)
if [ -n "$calls" ]; then
    printf 'the caller'\''s allocator is passed by:\n%s\n' "$calls"
    faults=1
fi

told=$(grep -nE '^ *#include [<"](base|cel|program|customer|engine|store|json)/' include/loyalty/*.h examples/*.c examples/loyalty/*.[ch] || true)
if [ -n "$told" ]; then
    printf 'an application sees what is inside:\n%s\n' "$told"
    faults=1
fi
exit $faults
