#!/bin/sh
# Other people's SOAP client against the stand-in Fund: zeep builds from the WSDL, python-xmlsec signs
# and checks.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
/usr/bin/python3 -c 'import zeep, xmlsec' 2>/dev/null || skip_all 'python3-zeep and python3-xmlsec are not installed'
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t85.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
STAND_SIGN=${ZEEP_SIGN:-ec}
stand_pki && stand_start_fund || exit 1
"$top_builddir/tests/stand/citizen" 1 >"$STAND/citizen-1"
PKI=$PKI STAND=$STAND FUND_PORT=$FUND_PORT /usr/bin/python3 "$top_srcdir/tests/interop/zeep_fund.py" "$STAND_SIGN"
