#!/bin/sh
# The catalogue of attacks before xmlsec1 and zeep: where they differ from us, the table says why.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
command -v xmlsec1 >/dev/null || skip_all 'xmlsec1 is not installed'
/usr/bin/python3 -c 'import lxml, xmlsec, zeep' 2>/dev/null ||
	skip_all 'python3-zeep and python3-xmlsec are not installed'
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" || exit 1
mkdir "$dir/messages"
"${top_builddir:?}/tests/attacks_tool" "$dir/messages" || exit 1
/usr/bin/python3 "$top_srcdir/tests/interop/attack_peers.py" "$dir/pki" "$dir/messages"
