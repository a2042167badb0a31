# front: starts tests/lib/front_tool and talks to it.  Sourced after tap.sh.
# Sets dir (a temporary folder), port, url, pid; rc after front_stop.
# shellcheck shell=sh

dir=$(mktemp -d) || exit 1
trap 'kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT
pki=$dir/pki
"$top_srcdir/certs/make-test-pki.sh" "$pki" || exit 1

# fingerprint NAME: with colons and in capitals, as openssl prints it.
fingerprint() {
	openssl x509 -in "$pki/$1.pem" -noout -fingerprint -sha256 | cut -d= -f2
}

# wait_for WHAT: a line of the server; the test ends if it does not come in half a minute.
wait_for() {
	n=0
	until grep -q "^$1" "$dir/out" 2>/dev/null; do
		n=$((n + 1))
		if [ $n -gt 600 ] || ! kill -0 "$pid" 2>/dev/null; then
			echo "Bail out! no '$1'"
			cat "$dir/out" "$dir/err" >&2
			exit 1
		fi
		sleep 0.05
	done
}

# forget: empties what the server has said.
forget() {
	: > "$dir/out"
}

# front_start [name=value...]
front_start() {
	forget
	: > "$dir/err"
	"${top_builddir:?}/tests/lib/front_tool" "$pki" "$(fingerprint portal-tls)" "$@" \
		>> "$dir/out" 2>> "$dir/err" &
	pid=$!
	wait_for port
	port=$(sed -n 's/^port //p' "$dir/out")
	url=https://localhost:$port
}

front_stop() {
	kill -TERM "$pid"
	wait "$pid"
	rc=$?
}

# get NAME PATH [curl-argument...]: as the holder of NAME's certificate, or of none.
get() {
	who=$1
	path=$2
	shift 2
	[ "$who" = none ] || set -- --cert "$pki/$who.pem" --key "$pki/$who.key" "$@"
	curl -s --max-time 60 --path-as-is --cacert "$pki/tls-ca.pem" "$@" "$url$path"
}

# raw [openssl-argument...]: the bytes of standard input, as the portal, until the server closes.
raw() {
	timeout 60 openssl s_client -connect "localhost:$port" -CAfile "$pki/tls-ca.pem" -quiet \
		-cert "$pki/portal-tls.pem" -key "$pki/portal-tls.key" -verify_quiet "$@" 2>/dev/null
}

# tls_facts [openssl-argument...]: what openssl says of a handshake.
tls_facts() {
	request GET / | timeout 60 openssl s_client -connect "localhost:$port" \
		-CAfile "$pki/tls-ca.pem" -ign_eof \
		-cert "$pki/portal-tls.pem" -key "$pki/portal-tls.key" "$@" 2>&1
}

# request METHOD PATH: a whole small request, the last of its connection.
request() {
	printf '%s %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n' "$1" "$2"
}

arrived() {
	grep -c '^arrived' "$dir/out"
}

# wait_arrived N: that many calls; gives up after half a minute, the test will tell.
wait_arrived() {
	n=0
	until [ "$(arrived)" -ge "$1" ] || [ $n -gt 600 ]; do
		n=$((n + 1))
		sleep 0.05
	done
}
