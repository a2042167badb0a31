# show: one exchange of each kind, before one's eyes: ./quickstart and ./quickstart --once.  Sourced.
#
# Every line of the show is a check too: what does not hold is marked, and the exit status tells.
# shellcheck shell=sh

SHOW_CITIZEN=2
show_failed=0

show_stop() {
	trap - EXIT INT TERM HUP
	[ -z "${setup_pid:-}" ] || kill "$setup_pid" 2>/dev/null
	[ -z "${ISSUER_PID:-}" ] || { kill "$ISSUER_PID" && wait "$ISSUER_PID"; } 2>/dev/null
	command -v stand_stop >/dev/null && stand_stop
}

show_start_issuer() {
	: >"$STAND/issuer.log"
	"$ISSUER" serve --pki "$PKI" --port "$SHOW_ISSUER_PORT" --jwks "$STAND/jwks.json" \
		--iss "$STAND_ISSUER_NAME" --aud "$STAND_AUDIENCE" --expires-in 86400 \
		--citizen "$SHOW_CITIZEN" >"$STAND/issuer.log" 2>&1 &
	ISSUER_PID=$!
	stand_wait "$STAND/issuer.log" '^port=' "$ISSUER_PID" || return 1
	ISSUER_PORT=$(sed -n 's/^port=//p' "$STAND/issuer.log")
}

# One line: what, then what was seen.  The mark says whether the condition before it held.
show() {        # show HELD WHAT TEXT
	mark='  ok  '
	if [ "$1" -ne 0 ]; then
		mark=' FAIL '
		show_failed=$((show_failed + 1))
	fi
	printf '%s %-10s %s\n' "$mark" "$2" "$3"
}

# Calls and leaves STATUS, MS (milliseconds), the body in $BODY, the head in $HEAD.
show_call() {   # show_call PATH [curl options]
	BODY=$STAND/show/body.json HEAD=$STAND/show/head
	show_got=$(stand_curl "$@" -m 30 -D "$HEAD" -o "$BODY" -w '%{http_code} %{time_total}')
	STATUS=${show_got% *}
	MS=$(echo "${show_got#* }" | awk '{ printf "%.0f", $1 * 1000 }')
}
show_field() { jq -r "$1" "$BODY" 2>/dev/null; }
show_header() { sed -n "s/^$1: \([^\r]*\).*/\1/Ip" "$HEAD"; }
show_is() { [ "$STATUS" = "$1" ]; }
# The answer, or what the filter takes of it, on one line, shortened; the whole is kept.
show_json() {   # show_json NAME FILTER
	cp "$BODY" "$STAND/show/$1.json"
	show_text=$(show_field "$2 | tostring | if length > 150 then .[0:150] + \" …\" else . end")
	echo "                  $show_text"
}

show_read() {
	show_path='/v1/payments/monthly?from=2026-01&months=3'
	show_call "$show_path" -H "$SHOW_AUTH"
	show_is 200 && [ "$(show_field '.monthlyPayments | length')" -gt 0 ]
	show $? read "GET $show_path -> $STATUS, $MS ms, $(show_field '.monthlyPayments | length') months"
	show_json payments '.monthlyPayments[0]'
	SHOW_READ=$(show_header Mostik-Exchange)
}

show_submit() { # show_submit KEY
	show_call /v1/applications -X POST -H "$SHOW_AUTH" -H "Idempotency-Key: $1" \
		-H 'Content-Type: application/json' --data-binary "@$top_srcdir/tests/lib/application.json"
}

show_write() {
	show_key=show-$(date +%s)-$$
	show_submit "$show_key"
	SHOW_NUMBER=$(show_field '.number // empty')
	show_is 201 && [ -n "$SHOW_NUMBER" ]
	show $? write "POST /v1/applications (old-age pension) -> $STATUS, $MS ms, number $SHOW_NUMBER"
	show_json application .
	SHOW_WRITE=$(show_header Mostik-Exchange)
	show_submit "$show_key"
	show_is 201 && [ "$(show_field .number)" = "$SHOW_NUMBER" ]
	show $? again "the same Idempotency-Key -> $STATUS, $MS ms, the same number, not sent twice"
	show_call "/v1/applications/$SHOW_NUMBER" -H "$SHOW_AUTH"
	show_is 200 && [ "$(show_field .number)" = "$SHOW_NUMBER" ]
	show $? status "GET /v1/applications/$SHOW_NUMBER -> $STATUS, $MS ms"
	show_json status '{statusId, statusName, history}'
}

show_refusal() {
	show_call "$show_path"
	show_is 401
	show $? refused "the same without a token -> $STATUS $(show_field .code)"
}

# The facts of both signatures of the exchange, from the journal, which verifies them again.
show_signatures() {
	"$MOSTIK" journal show --config "$CONF" --json "$SHOW_WRITE" >"$STAND/show/exchange.json" 2>&1
	for show_kind in sent reply; do
		show_facts=$(jq -r --arg kind "$show_kind" '.records[] | select(.kind == $kind) | .signature |
			select(.verdict == "good") | .algorithm + " by " + .signer + " over " + .covers' \
			"$STAND/show/exchange.json" 2>/dev/null)
		[ -n "$show_facts" ]
		show $? signature "$show_kind: $show_facts"
	done
}

show_journal() {
	"$MOSTIK" journal verify --config "$CONF" --json >"$STAND/show/verify.json" 2>&1 &&
		[ "$(jq -r .verified "$STAND/show/verify.json")" = true ]
	show $? journal "$(jq -r '"\(.records) records, \(.signatures.sent + .signatures.replies) signatures verify" +
		", head \(.head.hash[0:16])…, tail \(.tail.hash[0:16])…"' "$STAND/show/verify.json")"
}

# The page for people, the files it needs, and the document it shows.
show_docs() {
	show_call /docs
	show_is 200 && grep -q '<html' "$BODY"
	show_held=$?
	show_how='by Swagger UI'
	if grep -q swagger-ui-bundle.js "$BODY" && ! grep -q 'npm pack' "$BODY"; then
		show_call /docs/swagger-ui-bundle.js
		show_is 200 || show_held=1
	else
		show_how='in plain: npm could not fetch Swagger UI'
	fi
	show_call /openapi.json
	show_is 200 || show_held=1
	show_n=$(show_field '[.paths[][]] | length')
	show $show_held docs "https://localhost:$PORT/docs shows $show_n operations, $show_how"
}

show_exchanges() {
	show_token=$(curl -sS -m 10 "http://127.0.0.1:$ISSUER_PORT/token?citizen=$SHOW_CITIZEN")
	SHOW_AUTH="Authorization: Bearer $show_token"
	show_call /readyz
	show_is 200
	show $? ready "mostik on https://localhost:$PORT, the Fund on :$FUND_PORT, tokens on :$ISSUER_PORT"
	show_read
	show_write
	show_refusal
	show_signatures
	show_journal
	show_docs
	echo "       the whole answers: $STAND/show/"
}

# Lines to paste.  The state folder is named from here, for short.
show_curl() {
	state=${STAND#"$top_srcdir/"}
	cat <<-EOT

		Serving until Ctrl-C.  In another terminal, in this folder:

		token=\$(curl -s 'http://127.0.0.1:$ISSUER_PORT/token?citizen=$SHOW_CITIZEN')
		portal='--cacert $state/pki/tls-ca.pem --cert $state/pki/portal-tls.pem --key $state/pki/portal-tls.key'
		curl \$portal -H "Authorization: Bearer \$token" 'https://localhost:$PORT$show_path'
		curl \$portal -H "Authorization: Bearer \$token" -H "Idempotency-Key: \$(date +%s)" \\
		    -H 'Content-Type: application/json' --data @tests/lib/application.json \\
		    https://localhost:$PORT/v1/applications
		curl \$portal https://localhost:$PORT/openapi.json
		# For people, in a browser: https://localhost:$PORT/docs ($state/pki/tls-ca.pem vouches for it)
		build/mostik journal list --config $state/mostik.conf
		build/mostik journal verify --config $state/mostik.conf

	EOT
}

show_check_ports() {
	for show_port in "MOSTIK_PORT ${MOSTIK_PORT:-8443}" "MOSTIK_FUND_PORT ${MOSTIK_FUND_PORT:-8444}" \
		"MOSTIK_ISSUER_PORT ${MOSTIK_ISSUER_PORT:-8445}"; do
		setup_port_free "${show_port#* }" ||
			setup_die "port ${show_port#* } is in use; choose another: ${show_port% *}=N ./quickstart"
	done
}

show_start() {
	STAND=${MOSTIK_STATE:-$top_builddir/run}
	mkdir -p "$STAND/show" || exit 1
	STAND=$(cd "$STAND" && pwd -P)
	STAND_PORT=${MOSTIK_PORT:-8443} STAND_FUND_PORT=${MOSTIK_FUND_PORT:-8444}
	STAND_SIGN=${MOSTIK_SIGN:-ec} SHOW_ISSUER_PORT=${MOSTIK_ISSUER_PORT:-8445}
	STAND_EXTRA="[front]
docs_dir = $MOSTIK_NPM/docs/node_modules/swagger-ui-dist"
	. "$top_srcdir/tests/lib/stand.sh"
	if ! stand_start || ! show_start_issuer; then
		setup_die "the stand did not start; logs are in $STAND"
	fi
}

show_main() {   # show_main ONCE
	case ${MOSTIK_SIGN:-ec} in
	ec | rsa | gost256 | gost512) ;;
	*) setup_die 'MOSTIK_SIGN is ec, rsa, gost256 or gost512' ;;
	esac
	trap 'show_stop; exit 130' INT TERM HUP
	trap show_stop EXIT
	mkdir -p "$top_builddir"
	: >"$SETUP_LOG"
	setup_packages "$SETUP_PACKAGES"
	setup_npm docs
	show_check_ports
	setup_build mostik "$top_builddir" all || exit 1
	show_start
	show_exchanges
	[ $show_failed -eq 0 ] || setup_die "$show_failed of these did not hold; logs are in $STAND"
	[ -z "$1" ] || return 0
	show_curl
	trap 'show_stop; echo; echo stopped; exit 0' INT TERM HUP
	while kill -0 "$MOSTIK_PID" && kill -0 "$FUND_PID" && kill -0 "$ISSUER_PID"; do
		sleep 1
	done 2>/dev/null
	setup_die "a server has ended; logs are in $STAND"
}
