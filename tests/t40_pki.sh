#!/bin/sh
# The test PKI is complete, what it claims to be, private, and kept on a second run.
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
make=${top_srcdir:?}/certs/make-test-pki.sh
n=0

# check WHAT command...
check() {
	what=$1
	shift
	n=$((n + 1))
	if "$@" > "$dir/out" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$dir/out"
	fi
}

fails() {
	! "$@"
}

quiet() {
	[ -z "$("$make" "$dir/pki" 2>&1)" ]
}

sums() {
	(cd "$dir/pki" && sha256sum -- *)
}

kept() {
	sums > "$dir/before"
	"$make" "$dir/pki" && sums | cmp - "$dir/before"
}

# renewed NAME: a certificate lost is made again for the same key.
renewed() {
	cp "$dir/pki/$1.key" "$dir/key"
	rm "$dir/pki/$1.pem"
	"$make" "$dir/pki" && cmp "$dir/key" "$dir/pki/$1.key" && belongs "$1"
}

private() {
	[ -z "$(find "$dir/pki" -name '*.key' ! -perm 600)" ] && [ "$(stat -c %a "$dir/pki")" = 700 ]
}

belongs() {
	openssl x509 -in "$dir/pki/$1.pem" -noout -pubkey > "$dir/a" &&
	openssl pkey -in "$dir/pki/$1.key" -pubout > "$dir/b" && cmp "$dir/a" "$dir/b"
}

chains() {
	openssl verify -x509_strict -CAfile "$dir/pki/$2.pem" "$dir/pki/$1.pem"
}

says() {
	openssl x509 -in "$dir/pki/$1.pem" -noout -text | grep -q "$2"
}

check "made, quietly" quiet
check "keys are private" private
check "a second run changes nothing" kept
check "a lost certificate is renewed for its key" renewed fund-sign-ec

for who in mostik fund portal stranger; do
	check "$who-tls has its key" belongs $who-tls
	check "$who-tls is for localhost" says $who-tls 'DNS:localhost, IP Address:127.0.0.1'
	for purpose in sslserver sslclient; do
		check "$who-tls is good as $purpose" openssl verify -x509_strict -purpose $purpose \
			-CAfile "$dir/pki/tls-ca.pem" "$dir/pki/$who-tls.pem"
	done
done
check "foreign-tls is foreign" fails chains foreign-tls tls-ca

for who in mostik fund stranger; do
	for kind in rsa ec; do
		check "$who-sign-$kind has its key" belongs $who-sign-$kind
		check "$who-sign-$kind chains" chains $who-sign-$kind sign-ca
		check "$who-sign-$kind is $who's" says $who-sign-$kind "Subject: O = Test, CN = $who\$"
		check "$who-sign-$kind may sign" says $who-sign-$kind 'Digital Signature'
	done
done
for odd in expired-sign-ec foreign-sign-ec nousage-sign-ec small-sign-rsa; do
	check "$odd has its key" belongs $odd
	check "$odd is the Fund's by name" says $odd 'Subject: O = Test, CN = fund$'
done
check "expired-sign-ec has expired" fails chains expired-sign-ec sign-ca
check "expired-sign-ec chained once" openssl verify -no_check_time \
	-CAfile "$dir/pki/sign-ca.pem" "$dir/pki/expired-sign-ec.pem"
check "foreign-sign-ec is foreign" fails chains foreign-sign-ec sign-ca
check "nousage-sign-ec may not sign" fails says nousage-sign-ec 'Digital Signature'
check "small-sign-rsa is small" says small-sign-rsa '(1024 bit)'
for kind in rsa ec; do
	check "token-$kind is a key" openssl pkey -in "$dir/pki/token-$kind.key" -noout -check
done
check "arguments are demanded" fails "$make"
check "a folder that cannot be made fails" fails "$make" /dev/null/pki
echo "1..$n"
