#!/bin/sh
# The stand-in token issuer: what it signs is checked here by openssl alone, so that a mistake
# which the issuer and the adapter shared could not hide.
set -u
. "${top_srcdir:?}/tests/lib/tap.sh"
dir=$(mktemp -d) || exit 99
trap 'kill "${pid:-}" 2>/dev/null; rm -rf "$dir"' EXIT
issuer=$top_builddir/tests/portal/issuer
refused() { ! "$@" >/dev/null 2>&1; }

decode() {      # the bytes of a base64url text
	text=$(printf %s "$1" | tr '_-' '/+')
	case $((${#text} % 4)) in 2) text=$text== ;; 3) text=$text= ;; esac
	printf %s "$text" | base64 -d
}
part() { printf %s "$1" | cut -d. -f"$2"; }
claims() { decode "$(part "$1" 2)"; }
has() { claims "$1" | grep -qF "$2"; }
lacks() { ! claims "$1" | grep -qF "$2"; }
same() { [ "$1" = "$2" ]; }

verifies() {    # verifies TOKEN KEY
	printf %s "$(part "$1" 1).$(part "$1" 2)" >"$dir/signed"
	decode "$(part "$1" 3)" >"$dir/value"
	case $2 in *-ec.key)            # JWS has r and s side by side, openssl wants them in DER
		hex=$(od -An -v -tx1 "$dir/value" | tr -d ' \n')
		printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' \
			"$(printf %s "$hex" | cut -c1-64)" "$(printf %s "$hex" | cut -c65-128)" >"$dir/asn1"
		openssl asn1parse -genconf "$dir/asn1" -noout -out "$dir/value" 2>/dev/null
	esac
	openssl pkey -in "$2" -pubout -out "$dir/public" 2>/dev/null &&
		openssl dgst -sha256 -verify "$dir/public" -signature "$dir/value" "$dir/signed" \
			>/dev/null 2>&1
}

openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$dir/token-rsa.key"
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$dir/token-ec.key"

rsa=$("$issuer" token --pki "$dir" --citizen 2)
ec=$("$issuer" token --pki "$dir" --citizen 5 --alg ES256)
ok "RS256 token verifies by openssl" verifies "$rsa" "$dir/token-rsa.key"
ok "ES256 token verifies by openssl" verifies "$ec" "$dir/token-ec.key"
bad="$(part "$rsa" 1).$(part "$ec" 2).$(part "$rsa" 3)"
ok "a changed token does not verify" refused verifies "$bad" "$dir/token-rsa.key"
ok "header says RS256" same "$(decode "$(part "$rsa" 1)" | grep -c '"alg":"RS256"')" 1
ok "SNILS has its usual form" has "$rsa" '"snils":"900-000-002 '
ok "gender as OpenID Connect writes it" has "$rsa" '"gender":"female"'
ok "a citizen with a patronymic" has "$rsa" '"middle_name"'
ok "a citizen without one" lacks "$ec" '"middle_name"'
ok "subject does not tell the SNILS" lacks "$rsa" '90000000'

odd=$("$issuer" token --pki "$dir" --citizen 2 --drop exp --drop sub --iss other \
	--set 'aud=["x","y"]' --set gender=unknown --scope none)
ok "a claim can be left out" lacks "$odd" '"exp"'
ok "issuer can be another" has "$odd" '"iss":"other"'
ok "a claim can be set to JSON" has "$odd" '"aud":["x","y"]'
ok "a claim can be set to a text" has "$odd" '"gender":"unknown"'
ok "scope can be another" has "$odd" '"scope":"none"'
ok "an algorithm that is not known is refused" refused "$issuer" token --pki "$dir" --alg HS256
ok "a citizen that is no number is refused" refused "$issuer" token --pki "$dir" --citizen 5x
ok "a folder without keys is refused" refused "$issuer" token --pki "$dir/none"

# ---- bound to a certificate (RFC 8705)
openssl req -x509 -new -key "$dir/token-ec.key" -subj /CN=caller -days 2 -out "$dir/caller.pem" 2>/dev/null
bound=$("$issuer" token --pki "$dir" --citizen 2 --bind "$dir/caller.pem")
digest=$(openssl x509 -in "$dir/caller.pem" -outform DER | openssl dgst -sha256 -binary | base64 |
	tr '+/' '-_' | tr -d =)
ok "a bound token names the certificate" has "$bound" "\"cnf\":{\"x5t#S256\":\"$digest\"}"
ok "others name none" lacks "$rsa" '"cnf"'
ok "a certificate that is not there is refused" \
	refused "$issuer" token --pki "$dir" --bind "$dir/none.pem"

# ---- GOST
ok "GOST without a key of it is refused" \
	refused "$issuer" token --pki "$dir" --alg GOST3410_2012_256
cat >"$dir/gost.cnf" <<-end
	openssl_conf = start
	[start]
	engines = engines
	[engines]
	gost = gost
	[gost]
	engine_id = gost
	default_algorithms = ALL
	[req]
	distinguished_name = dn
	[dn]
end
quietly() { "$@" >/dev/null; }
gost() { OPENSSL_CONF=$dir/gost.cnf openssl "$@"; }
umask 077
if gost genpkey -algorithm gost2012_256 -pkeyopt paramset:XA -out "$dir/token-gost256.key" 2>/dev/null; then
	gost req -x509 -new -md_gost12_256 -key "$dir/token-gost256.key" -subj /CN=issuer -days 2 \
		-addext keyUsage=digitalSignature -out "$dir/token-gost256.pem" 2>/dev/null
	token=$("$issuer" token --pki "$dir" --citizen 2 --alg GOST3410_2012_256)
	printf %s "${token%.*}" >"$dir/signed"
	decode "$(part "$token" 3)" >"$dir/value"
	gost x509 -in "$dir/token-gost256.pem" -pubkey -noout >"$dir/public" 2>/dev/null
	ok "GOST token verifies by openssl" quietly \
		gost dgst -md_gost12_256 -verify "$dir/public" -signature "$dir/value" "$dir/signed"
	ok "its signature has 64 bytes" same "$(wc -c <"$dir/value")" 64
	printf x >>"$dir/signed"
	ok "a changed one does not verify" refused \
		gost dgst -md_gost12_256 -verify "$dir/public" -signature "$dir/value" "$dir/signed"
	ok "its header is the national provider's" same "$(decode "$(part "$token" 1)")" \
		'{"ver":1,"typ":"JWT","sbt":"access","alg":"GOST3410_2012_256"}'
else
	skip "GOST tokens" "OpenSSL has no gost engine"
fi

"$issuer" jwks --pki "$dir" >"$dir/set"
ok "key set names both algorithms" same "$(grep -cE '"alg": "(RS|ES)256"' "$dir/set")" 2
ok "key set has no private part" refused grep -E '"(d|p|q|dp|dq|qi)":' "$dir/set"
kid=$(decode "$(part "$rsa" 1)" | sed 's/.*"kid":"\([0-9a-f]*\)".*/\1/')
ok "token's kid is in the key set" grep -q "\"kid\": \"$kid\"" "$dir/set"

"$issuer" serve --pki "$dir" --port 0 --jwks "$dir/jwks" --pidfile "$dir/pid" >"$dir/out" &
pid=$!
tries=0
until grep -q '^port=' "$dir/out" || [ $tries -gt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
url=http://127.0.0.1:$(sed -n 's/^port=//p' "$dir/out")
ok "key set file is the same set" cmp -s "$dir/set" "$dir/jwks"
ok "pid file names the process" same "$(cat "$dir/pid")" "$pid"
served=$(curl -s "$url/token?citizen=3&alg=ES256&scope=payments")
ok "served token verifies" verifies "$served" "$dir/token-ec.key"
ok "served token has the scope asked for" has "$served" '"scope":"payments"'
ok "a wrong number is refused" same "$(curl -so /dev/null -w '%{http_code}' "$url/token?citizen=x")" 400
ok "a wrong algorithm is refused" \
	same "$(curl -so /dev/null -w '%{http_code}' "$url/token?alg=none")" 400
ok "other paths are not found" same "$(curl -so /dev/null -w '%{http_code}' "$url/")" 404
# ---- new keys: both sets are served, the new ones sign
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$dir/token-ec.key"
kill -HUP "$pid"
tries=0
until grep -q '^rotated' "$dir/out" || [ $tries -gt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
curl -s "$url/jwks.json" >"$dir/both"
ok "the keys before are still in the set" same "$(grep -o '"kid"' "$dir/both" | wc -l)" 4
served=$(curl -s "$url/token?citizen=3&alg=ES256")
ok "tokens are of the new key" verifies "$served" "$dir/token-ec.key"
kid=$(decode "$(part "$served" 1)" | sed 's/.*"kid":"\([0-9a-f]*\)".*/\1/')
ok "which is in the set" grep -q "\"kid\":\"$kid\"" "$dir/both"
kill "$pid"
wait "$pid"
ok "SIGTERM ends it well" same $? 0

# ---- by TLS
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$dir/web.key" \
	-subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2 -out "$dir/web.pem" 2>/dev/null
ok "a TLS key that is not there is refused" refused timeout 60 "$issuer" serve --pki "$dir" --tls none
"$issuer" serve --pki "$dir" --port 0 --tls web >"$dir/out" &
pid=$!
tries=0
until grep -q '^port=' "$dir/out" || [ $tries -gt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
curl -s --cacert "$dir/web.pem" "https://localhost:$(sed -n 's/^port=//p' "$dir/out")/jwks.json" >"$dir/tls"
ok "the key set by TLS" same "$(grep -o '"kid"' "$dir/tls" | wc -l)" 2
kill "$pid"
wait "$pid"
ok "SIGTERM ends that well too" same $? 0
done_testing
