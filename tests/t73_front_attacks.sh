#!/bin/sh
# front: attacks on the shape of HTTP; the table is in tests/lib/http_attacks.py.
set -u
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
"${top_srcdir:?}/certs/make-test-pki.sh" "$dir/pki" || exit 99
/usr/bin/python3 "$top_srcdir/tests/lib/http_attacks.py" "$dir/pki"
