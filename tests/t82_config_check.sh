#!/bin/sh
# mostik config check: opens what the settings name, and says which of it is not good.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t82.XXXXXX")
trap 'rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_pki || exit 1
FUND_PORT=1
stand_config
sed 's/^port = .*/&\naddress = 127.0.0.1/' "$CONF" >"$STAND/good.conf"
cp "$STAND/good.conf" "$CONF"

check() {
	OUT=$("$MOSTIK" config check --config "$CONF" 2>&1)
	CODE=$?
}
check
is 'good settings' "$CODE $(printf '%s\n' "$OUT" | tail -n 1)" '0 all settings are good'
ok 'no journal was made' test ! -e "$STAND/journal.db"

# wrong WHAT SECTION NAME VALUE PATTERN: that setting, and nothing else, is found wanting.
wrong() {
	awk -v section="[$2]" -v name="$3" -v value="$4" '
		/^\[/ { here = $0 == section }
		here && $1 == name { $0 = name " = " value }
		{ print }' "$STAND/good.conf" >"$CONF"
	check
	is "$1: refused" "$CODE $(printf '%s' "$OUT" | grep -c 'all settings')" '2 0'
	like "$1: named" "$OUT" "$5"
}
fingerprint=$(stand_fingerprint "$PKI/portal-tls.pem")
wrong 'no TLS key'         front key_file         none.key              '^\[front\] mostik: key_file:'
wrong "another's TLS key"  front key_file         pki/fund-tls.key      '^\[front\] mostik: key_file:'
wrong 'no certificate'     front certificate_file none.pem              '^\[front\] mostik: certificate_file: No such'
wrong 'a key as authority' front client_ca_file   pki/portal-tls.key    '^\[front\] mostik: client_ca_file:'
wrong 'half a fingerprint' front clients          abcd                  '^\[front\] mostik: clients: fingerprint 1 '
wrong 'a bad second one'   front clients          "$fingerprint, abcg"  '^\[front\] mostik: clients: fingerprint 2 '
wrong 'a name as address'  front address          fund.example          '^\[front\] mostik: address:'
wrong 'no client key'      fund  key_file         none.key              '^\[fund\] mostik: key_file:'
wrong "another's key"      fund  key_file         pki/fund-tls.key      '^\[fund\] mostik: key_file:'
wrong 'no client certificate' fund certificate_file none.pem            '^\[fund\] mostik: certificate_file:'
wrong 'no authority'       fund  ca_file          none.pem              '^\[fund\] mostik: ca_file: No such file'
wrong 'no such port'       fund  url              https://localhost:x/  '^\[fund\] mostik: url:'
wrong 'a port too high'    fund  url              https://localhost:65536/ '^\[fund\] mostik: url:'
wrong 'plain HTTP'         fund  url              http://fund.example/  '^mostik: fund.url: '
wrong 'no signing key'     seal  key_file         none.key              '^\[seal\] mostik: '
wrong 'no key set'         token jwks_file        none.json             '^\[token\] mostik: '
wrong 'no authorities'     citizen ca_file        none.pem              '^\[citizen\] mostik: .*none.pem: '
wrong 'lists of nobody'    citizen ca_file        ''                    '^\[citizen\] mostik: citizen.ca_file'
wrong 'no lists'           citizen crl_file       pki/sign-ca.pem       '^\[citizen\] mostik: .*: no revocation list'

sed 's/^key_file = .*/key_file = none.key/' "$STAND/good.conf" >"$CONF"
check
is 'every section is looked at' "$(printf '%s\n' "$OUT" | grep -c '^\[\(front\|fund\|seal\)\]')" 3
done_testing
