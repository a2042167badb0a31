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

# Nothing is said, or one thing: that GOST is left out.
quiet() {
	"$make" "$dir/pki" > "$dir/said" 2>&1 && fails grep -v 'no gost engine' "$dir/said"
}

sums() {
	(cd "$dir/pki" && sha256sum -- *)
}

kept() {
	sums > "$dir/before"
	"$make" "$dir/pki" && sums | cmp - "$dir/before"
}

# As after twelve hours, when all are looked at: what is good is kept all the same.
kept_looking() {
	sums > "$dir/before"
	touch -d '-13 hours' "$dir/pki/.made"
	"$make" "$dir/pki" && [ -s "$dir/pki/.made" ] && sums | cmp - "$dir/before"
}

# At once: openssl is asked for its engine, and not once for each file.
at_once() {
	mkdir "$dir/bin"
	printf '#!/bin/sh\necho >>"%s"\nexec %s "$@"\n' "$dir/calls" "$(command -v openssl)" \
		> "$dir/bin/openssl"
	chmod +x "$dir/bin/openssl"
	PATH=$dir/bin:$PATH "$make" "$dir/pki" && [ "$(wc -l < "$dir/calls")" -eq 1 ]
}

# Several at a time wait for each other, and all succeed.
together() {
	rm "$dir/pki/.made" "$dir/pki/fund-sign-ec.pem"
	"$make" "$dir/pki" & first=$!
	"$make" "$dir/pki" & second=$!
	wait $first && wait $second && belongs fund-sign-ec
}

# renewed NAME: a certificate lost is made again for the same key.
renewed() {
	cp "$dir/pki/$1.key" "$dir/key"
	rm "$dir/pki/$1.pem"
	"$make" "$dir/pki" && cmp "$dir/key" "$dir/pki/$1.key" && belongs "$1"
}

private() {
	[ -z "$(find "$dir/pki" \( -name '*.key' -o -name '*.p12' -o -name '*.passphrase' \) \
		! -perm 600)" ] && [ "$(stat -c %a "$dir/pki")" = 700 ]
}

belongs() {
	openssl x509 -in "$dir/pki/$1.pem" -noout -pubkey > "$dir/a" &&
	openssl pkey -in "$dir/pki/$1.key" -pubout > "$dir/b" && cmp "$dir/a" "$dir/b"
}

# chains NAME AUTHORITIES [openssl options]
chains() {
	leaf=$1 authorities=$2
	shift 2
	openssl verify -x509_strict "$@" -CAfile "$dir/pki/$authorities.pem" "$dir/pki/$leaf.pem"
}

# refused TEXT NAME AUTHORITIES [openssl options]: does not verify, for that reason.
refused() {
	text=$1
	shift
	chains "$@" > "$dir/verify" 2>&1 && return 1
	cat "$dir/verify"
	grep -q "$text" "$dir/verify"
}

# listed FILE [AUTHORITY]: a list that the authority signed.
listed() {
	openssl crl -in "$dir/pki/$1" -noout -verify -CAfile "$dir/pki/$2.pem" 2>&1 |
		grep -q 'verify OK'
}

# opens PAIR: its containers hold the pair, with the passphrase and not without.
opens() {
	phrase=$dir/pki/mostik-sign.passphrase p12=$dir/pki/$1.p12
	openssl pkey -in "$dir/pki/$1.key" -pubout > "$dir/a" &&
	openssl pkey -in "$dir/pki/$1.enc.key" -passin "file:$phrase" -pubout | cmp - "$dir/a" &&
	openssl pkcs12 -in "$p12" -passin "file:$phrase" -nocerts -noenc > "$dir/key" &&
	openssl pkey -in "$dir/key" -pubout | cmp - "$dir/a" &&
	openssl pkcs12 -in "$p12" -passin "file:$phrase" -clcerts -nokeys > "$dir/a" &&
	openssl x509 -in "$dir/a" -fingerprint -noout > "$dir/b" &&
	openssl x509 -in "$dir/pki/$1.pem" -fingerprint -noout | cmp - "$dir/b" &&
	openssl pkcs12 -in "$p12" -passin "file:$phrase" -cacerts -nokeys | grep -q BEGIN &&
	fails openssl pkcs12 -in "$p12" -passin pass:other -nocerts -noenc &&
	fails openssl pkey -in "$dir/pki/$1.enc.key" -passin pass:other
}

# at TIME NAME: good at that time, by the authority alone.
at() {
	chains "$2" sign-ca -attime "$(date -d "$1" +%s)"
}

says() {
	openssl x509 -in "$dir/pki/$1.pem" -noout -text | grep -q "$2"
}

check "made, quietly" quiet
check "keys are private" private
check "a second run changes nothing" kept
check "nor does one that looks at each file" kept_looking
check "a second run is quick" at_once
check "a lost certificate is renewed for its key" renewed fund-sign-ec
check "two at a time" together

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
	check "mostik-sign-$kind in its containers" opens mostik-sign-$kind
	check "revoked-sign-$kind chains" chains revoked-sign-$kind sign-ca
done
check "fund-sub-sign-ec chains over two" chains fund-sub-sign-ec chain-authorities
check "fund-sub-sign-ec wants the middle one" \
	refused 'unable to get local issuer' fund-sub-sign-ec sign-ca

# lists FILE: what openssl verify is to look up revocation in.
lists() {
	echo "-crl_check_all -CRLfile $dir/pki/$1"
}
# shellcheck disable=SC2046
{
	for ca in sign-ca sign-sub-ca; do
		check "the list of $ca" listed $ca.crl.pem chain-authorities
	done
	check "the list of other-ca" listed other-ca.crl.pem other-ca
	for kind in rsa ec; do
		check "fund-sign-$kind is not revoked" \
			chains fund-sign-$kind sign-ca $(lists sign-ca.crl.pem)
		check "revoked-sign-$kind is" refused 'certificate revoked' \
			revoked-sign-$kind sign-ca $(lists sign-ca.crl.pem)
	done
	check "no list is needed to be refused" refused 'unable to get certificate CRL' \
		fund-sign-ec sign-ca -crl_check_all
	check "another's list does not do" refused 'unable to get certificate CRL' \
		fund-sign-ec sign-ca $(lists other-ca.crl.pem)
	check "a chain has two lists" chains fund-sub-sign-ec chain-authorities \
		$(lists chain-authorities.crl.pem)
	check "and one of them does not do" refused 'unable to get certificate CRL' \
		fund-sub-sign-ec chain-authorities $(lists sign-ca.crl.pem)
	check "the stale list is stale" refused 'CRL has expired' \
		fund-sign-ec sign-ca $(lists sign-ca.stale-crl.pem)
	check "the future list is early" refused 'CRL is not yet valid' \
		fund-sign-ec sign-ca $(lists sign-ca.future-crl.pem)
	check "the forged list is forged" refused 'CRL signature failure' \
		fund-sign-ec sign-ca $(lists sign-ca.forged-crl.pem)
}

for when in old soon next; do
	check "mostik-$when-sign-ec has its key" belongs mostik-$when-sign-ec
	check "mostik-$when-sign-ec is mostik's" \
		says mostik-$when-sign-ec 'Subject: O = Test, CN = mostik$'
done
check "mostik-old: now" at now mostik-old-sign-ec
check "mostik-old: three weeks ago" at '-21 days' mostik-old-sign-ec
check "mostik-old: not in three days" fails at '3 days' mostik-old-sign-ec
check "mostik-next: not yet" refused 'not yet valid' mostik-next-sign-ec sign-ca
check "mostik-next: in two days" at '2 days' mostik-next-sign-ec
check "mostik-soon: in four days" at '4 days' mostik-soon-sign-ec
check "mostik-soon: not in six days" fails at '6 days' mostik-soon-sign-ec

# shellcheck disable=SC2046
for who in 0-ec 0-rsa 1-ec nobody-ec commits-ec two-ec; do
	check "citizen-$who has its key" belongs citizen-$who
	check "citizen-$who is not revoked" \
		chains citizen-$who citizen-authorities $(lists citizen-authorities.crl.pem)
	check "citizen-$who does not chain to sign-ca" fails chains citizen-$who sign-authorities
done
for who in 0-ec 0-rsa revoked-ec foreign-ec expired-ec early-ec nousage-ec; do
	check "citizen-$who is citizen 0" says citizen-$who 'SNILS = 90000000081$'
done
check "citizen-1-ec is citizen 1" says citizen-1-ec 'SNILS = 90000000182$'
check "citizen-nobody-ec is nobody" fails says citizen-nobody-ec SNILS
# shellcheck disable=SC2046
check "citizen-revoked-ec is revoked" refused 'certificate revoked' \
	citizen-revoked-ec citizen-authorities $(lists citizen-authorities.crl.pem)
check "citizen-expired-ec is expired" refused 'has expired' citizen-expired-ec citizen-ca
check "citizen-early-ec is early" refused 'not yet valid' citizen-early-ec citizen-ca
check "citizen-foreign-ec is foreign" chains citizen-foreign-ec other-ca

for kind in rsa ec; do
	check "token-$kind is a key" openssl pkey -in "$dir/pki/token-$kind.key" -noout -check
done
# The tests below run with an openssl that knows GOST; an absent engine is a test of its own.
nothing_but_gost() {
	OPENSSL_ENGINES=$dir "$make" "$dir/without" 2> "$dir/said" &&
	[ "$(wc -l < "$dir/said")" -eq 1 ] && grep libengine-gost-openssl "$dir/said" &&
	fails ls "$dir/without/gost.cnf" && cmp "$dir/without/sign-authorities.pem" \
		"$dir/without/sign-ca.pem" &&
	openssl verify -CAfile "$dir/without/sign-authorities.pem" "$dir/without/fund-sign-ec.pem"
}
check "without the gost engine all else is made" nothing_but_gost
check "and --gost is refused" \
	fails env OPENSSL_ENGINES="$dir" "$make" --gost "$dir/without"

# parameters NAME OID-NAME
parameters() {
	says "$1" "Parameter set: $2"
}
gost_checks() {
	OPENSSL_CONF=$dir/pki/gost.cnf
	export OPENSSL_CONF
	check "with it, GOST is not left out" "$make" --gost "$dir/pki"
	for who in mostik fund stranger; do
		for bits in 256 512; do
			name=$who-sign-gost$bits
			ca=gost-sign-ca other=gost512-sign-ca
			[ $bits = 256 ] || { ca=gost512-sign-ca other=gost-sign-ca; }
			check "$name has its key" belongs $name
			check "$name chains" chains $name $ca
			check "$name is one of all" chains $name sign-authorities
			check "$name is one of GOST" chains $name sign-ca-gost
			check "$name does not chain to $other" fails chains $name $other
			check "$name does not chain to sign-ca" fails chains $name sign-ca
			check "$name is $who's" says $name "Subject: O = Test, CN = $who\$"
			check "$name may sign" says $name 'Digital Signature'
			check "$name is signed by GOST $bits" says $name \
				"Signature Algorithm: GOST R 34.10-2012 with GOST R 34.11-2012 ($bits bit)"
		done
	done
	check "mostik's curve, 256" parameters mostik-sign-gost256 \
		'id-GostR3410-2001-CryptoPro-XchA'
	check "the Fund's curve, 256" parameters fund-sign-gost256 \
		'GOST R 34.10-2012 (256 bit) ParamSet B'
	check "mostik's curve, 512" parameters mostik-sign-gost512 \
		'GOST R 34.10-2012 (512 bit) ParamSet A'
	check "the Fund's curve, 512" parameters fund-sign-gost512 \
		'GOST R 34.10-2012 (512 bit) ParamSet B'
	check "fund-sign-ec is one of all" chains fund-sign-ec sign-authorities
	check "fund-sign-ec is not of GOST" fails chains fund-sign-ec sign-ca-gost
	check "foreign-sign-gost256 is foreign" fails chains foreign-sign-gost256 sign-authorities
	check "foreign-sign-gost256 is the Fund's by name" \
		says foreign-sign-gost256 'Subject: O = Test, CN = fund$'
	check "foreign-sign-gost256 is another's" chains foreign-sign-gost256 gost-other-ca
	check "revoked-sign-gost256 chains" chains revoked-sign-gost256 gost-sign-ca
	check "mostik-sign-gost256 in its containers" opens mostik-sign-gost256
	for who in 0-gost256 0-gost512 1-gost256; do
		check "citizen-$who chains" chains citizen-$who citizen-authorities
	done
	for ca in gost-sign-ca gost512-sign-ca gost-other-ca gost-citizen-ca; do
		check "the list of $ca" listed $ca.crl.pem $ca
	done
	# shellcheck disable=SC2046
	for kind in rsa ec gost256; do
		check "fund-sign-$kind is not revoked, by all lists" chains fund-sign-$kind \
			sign-authorities $(lists sign-authorities.crl.pem)
		check "revoked-sign-$kind is, by all lists" refused 'certificate revoked' \
			revoked-sign-$kind sign-authorities $(lists sign-authorities.crl.pem)
	done
}
if [ -s "$dir/pki/gost.cnf" ]; then
	gost_checks
else
	n=$((n + 1))
	echo "ok $n - GOST # SKIP OpenSSL has no gost engine"
fi

unset OPENSSL_CONF
check "arguments are demanded" fails "$make"
check "a folder that cannot be made fails" fails "$make" /dev/null/pki
echo "1..$n"
