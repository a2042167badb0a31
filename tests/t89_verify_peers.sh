#!/bin/sh
# What zeep and python-xmlsec sign holds for `mostik verify`, also where mostik would never sign so.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
/usr/bin/python3 -c 'import zeep, xmlsec' 2> /dev/null || skip_all 'python3-zeep and python3-xmlsec are not installed'
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" > /dev/null 2>&1 || exit 99
/usr/bin/python3 "$top_srcdir/tests/interop/inspect_peer.py" "$dir/pki" "${top_builddir:?}/mostik"
