# stand: functions to set up the whole stand on loopback: test PKI, stand-in Fund, token issuer's
# key set, mostik itself.  Sourced by quickstart, the daemon's tests, the campaigns and the bench.
#
# The caller sets:  STAND  folder for all state (made if absent)
#                   top_srcdir, top_builddir
# and may set:      STAND_SIGN      kind of the signing keys: ec (default), rsa, gost256 or gost512
#                   STAND_PORT      mostik's port; 0 (default): any
#                   STAND_FUND_PORT the Fund's port; 0 (default): any
#                   STAND_EXTRA     lines appended to mostik.conf
# After stand_start: PORT, FUND_PORT, MOSTIK_PID, FUND_PID, CONF are set.
# shellcheck shell=sh

MOSTIK=$top_builddir/mostik
FUND=$top_builddir/tests/fund/fund
ISSUER=$top_builddir/tests/portal/issuer
STAND_ISSUER_NAME=https://issuer.test/
STAND_AUDIENCE=mostik

# Waits until file has a line that matches pattern; fails with the file shown when pid dies.
stand_wait() { # file pattern pid
	n=0
	until grep -q "$2" "$1" 2>/dev/null; do
		n=$((n + 1))
		if [ $n -gt 600 ] || ! kill -0 "$3" 2>/dev/null; then
			echo "stand: no '$2' in $1:" >&2
			tail -n 20 "$1" >&2
			return 1
		fi
		sleep 0.05
	done
}

stand_pki() {
	PKI=$STAND/pki
	mkdir -p "$STAND"
	stand_gost=
	case ${STAND_SIGN:-ec} in gost*) stand_gost=--gost ;; esac
	# shellcheck disable=SC2086
	sh "$top_srcdir/certs/make-test-pki.sh" $stand_gost "$PKI" >"$STAND/pki.log" 2>&1 || {
		cat "$STAND/pki.log" >&2
		return 1
	}
	"$ISSUER" jwks --pki "$PKI" >"$STAND/jwks.json"
	echo "${MODE:-normal}" >"$STAND/mode"
}

stand_fingerprint() { # certificate
	openssl x509 -in "$1" -noout -fingerprint -sha256 | cut -d= -f2 | tr -d ':' | tr 'A-F' 'a-f'
}

stand_config() {
	CONF=$STAND/mostik.conf
	sign=${STAND_SIGN:-ec}
	cat >"$CONF" <<-EOT
		[front]
		port = ${STAND_PORT:-0}
		key_file = pki/mostik-tls.key
		certificate_file = pki/mostik-tls.pem
		client_ca_file = pki/tls-ca.pem
		clients = $(stand_fingerprint "$PKI/portal-tls.pem")
		[fund]
		url = https://localhost:$FUND_PORT/
		key_file = pki/mostik-tls.key
		certificate_file = pki/mostik-tls.pem
		ca_file = pki/tls-ca.pem
		[seal]
		key_file = pki/mostik-sign-$sign.key
		certificate_file = pki/mostik-sign-$sign.pem
		ca_file = pki/sign-authorities.pem
		peer_subject = fund
		[token]
		jwks_file = jwks.json
		issuer = $STAND_ISSUER_NAME
		audience = $STAND_AUDIENCE
		[citizen]
		ca_file = pki/citizen-authorities.pem
		crl_file = pki/citizen-authorities.crl.pem
		[journal]
		path = journal.db
		${STAND_EXTRA:-}
	EOT
}

stand_start_fund() {
	: >"$STAND/fund.log"
	"$FUND" --port "${STAND_FUND_PORT:-0}" --pki "$PKI" --sign "${STAND_SIGN:-ec}" \
		--db "$STAND/fund.db" --wsdl "$top_srcdir/wsdl" --citizens "${STAND_CITIZENS:-100}" \
		--mode "$STAND/mode" >"$STAND/fund.log" 2>&1 &
	FUND_PID=$!
	stand_wait "$STAND/fund.log" '^port=' "$FUND_PID" || return 1
	FUND_PORT=$(sed -n 's/^port=//p' "$STAND/fund.log")
}

stand_start_mostik() {
	: >"$STAND/mostik.log"
	"$MOSTIK" serve --config "$CONF" >>"$STAND/mostik.log" 2>&1 &
	MOSTIK_PID=$!
	stand_wait "$STAND/mostik.log" 'event=listening' "$MOSTIK_PID" || return 1
	PORT=$(sed -n 's/.*event=listening .*port=\([0-9]*\).*/\1/p' "$STAND/mostik.log" | tail -n 1)
}

stand_start() {
	stand_pki && stand_start_fund && stand_config && stand_start_mostik
}

# Ends what was started; safe to call twice.
stand_stop() {
	for pid in ${MOSTIK_PID:-} ${FUND_PID:-}; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	done
	MOSTIK_PID= FUND_PID=
	return 0
}

stand_mode() { # words for the Fund's mode file
	echo "$*" >"$STAND/mode"
}

stand_token() { # citizen [more issuer options]
	citizen=$1
	shift
	"$ISSUER" token --pki "$PKI" --citizen "$citizen" --iss "$STAND_ISSUER_NAME" \
		--aud "$STAND_AUDIENCE" "$@"
}

# curl as the portal; the caller adds method, headers and the path under https://localhost:PORT.
stand_curl() { # path [curl options]
	path=$1
	shift
	curl -sS --cacert "$PKI/tls-ca.pem" --cert "$PKI/portal-tls.pem" --key "$PKI/portal-tls.key" \
		"$@" "https://localhost:$PORT$path"
}
