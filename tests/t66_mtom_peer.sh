#!/bin/sh
# Packages of files: Python's email package reads what we write, and we read what it writes.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
/usr/bin/python3 "$top_srcdir/tests/interop/mtom_peer.py" "${top_builddir:?}/tests/mtom_tool" "$dir"
