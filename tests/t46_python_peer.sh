#!/bin/sh
# What python-xmlsec signs, in manners unlike ours, is taken or refused as it should be.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
/usr/bin/python3 -c 'import lxml, xmlsec' 2> /dev/null || skip_all 'python3-lxml and python3-xmlsec are not installed'
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" || exit 1
/usr/bin/python3 "$top_srcdir/tests/interop/seal_peer.py" "$dir/pki" "${top_builddir:?}/tests/seal_tool"
