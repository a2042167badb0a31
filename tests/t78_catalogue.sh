#!/bin/sh
# Every operation by its REST route, against the stand-in Fund: its effect, its record, its refusals.
# The cases are in tests/catalogue/; CATALOGUE="account pension" walks only those.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
python3 -c 'import requests' 2>/dev/null || skip_all 'python3-requests is not installed'
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t78.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_pki && stand_start_fund && stand_config || exit 1
sed -i 's/^\[fund\]$/[fund]\ntimeout_ms = 1500/' "$CONF"
stand_start_mostik || exit 1
export PORT PKI CONF MOSTIK ISSUER
# shellcheck disable=SC2086
FUND_DB=$STAND/fund.db FUND_MODE=$STAND/mode CITIZEN=$top_builddir/tests/stand/citizen \
	TOKEN_ISSUER=$STAND_ISSUER_NAME PYTHONDONTWRITEBYTECODE=1 \
	python3 "$top_srcdir/tests/catalogue/main.py" ${CATALOGUE:-}
