#!/bin/sh
# front: uploads as no library sends them; the cases are in tests/lib/uploads.py.
set -u
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
"${top_srcdir:?}/certs/make-test-pki.sh" "$dir/pki" || exit 99
/usr/bin/python3 "$top_srcdir/tests/lib/uploads.py" "$dir/pki" "$dir/spool"
