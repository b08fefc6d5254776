#!/bin/sh
# check.sh -- what a shared library exports is what its list says.
#
#   check.sh NM LIBRARY LIST                what it takes from outside is free
#   check.sh NM LIBRARY LIST ALLOWED        and only names of ALLOWED
set -eu

nm=$1
library=$2
list=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

names() { # without versions, without the absolute symbol that names one
    awk '$(NF - 1) != "A" { sub(/@.*/, "", $NF); print $NF }' | LC_ALL=C sort -u
}

"$nm" -D --defined-only "$library" | names >"$work/exported"
LC_ALL=C sort -u "$list" >"$work/listed"
if ! diff -u "$work/listed" "$work/exported"; then
    echo "$library does not export what $list says (- listed, + exported)"
    exit 1
fi
echo "exports: $(wc -l <"$work/exported") names, as listed"

[ $# -ge 4 ] || exit 0
sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$4" | LC_ALL=C sort -u >"$work/allowed"
"$nm" -D --undefined-only "$library" | names >"$work/taken"
if LC_ALL=C comm -23 "$work/taken" "$work/allowed" | grep .; then
    echo "$library takes these from outside, and $4 does not allow it"
    exit 1
fi
echo "takes from outside: $(tr '\n' ' ' <"$work/taken")"
