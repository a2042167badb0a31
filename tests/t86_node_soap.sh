#!/bin/sh
# Other people's SOAP client against the stand-in Fund: node-soap builds from the WSDL, xml-crypto signs and checks.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t86n.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
modules=${MOSTIK_NPM:-$top_builddir/npm}/peers/node_modules
command -v node >/dev/null || skip_all 'node is not installed'
[ -d "$modules/soap" ] || skip_all "there is no $modules/soap: sh tests/lib/npm.sh install peers FOLDER"
STAND_SIGN=rsa
stand_pki && stand_start_fund || exit 1
"$top_builddir/tests/stand/citizen" 1 >"$STAND/citizen-1"
PKI=$PKI STAND=$STAND FUND_PORT=$FUND_PORT node "$top_srcdir/tests/interop/node_fund.js" "$modules"
