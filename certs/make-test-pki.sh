#!/bin/sh
# Makes the keys, certificates and revocation lists that tests and quickstart run with; certs/README
# says what each is.
# usage: certs/make-test-pki.sh [--gost] DIR [days]
#
# What is there and good for another day is kept, and the keys and authorities outlive the
# certificates: what was signed last month still verifies.  A run within twelve hours of the
# last one looks whether all is as it was left, and ends.
#
# GOST needs OpenSSL's gost engine.  Where it is missing, all else is made and a line says so;
# with --gost that is a failure.
set -eu

gost_wanted=
if [ "${1:-}" = --gost ]; then
	gost_wanted=yes
	shift
fi
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
	echo "usage: $0 [--gost] DIR [days]" >&2
	exit 2
fi
here=$(cd "$(dirname "$0")" && pwd -P)
script=$(cat "$here/make-test-pki.sh" "$here/pki.sh" | cksum)
dir=$1
days=${2:-30} # of each leaf

umask 077
mkdir -p "$dir"
cd "$dir"
exec 9>.lock
flock 9

# openssl wants a configuration even where the command line says everything.
OPENSSL_CONF=$PWD/.openssl.cnf
export OPENSSL_CONF
printf '[req]\ndistinguished_name = dn\nprompt = no\n[dn]\n' >.openssl.cnf

# ---- whether there is anything to do ------------------------------------------------

gost=no
if openssl engine -t gost 2>/dev/null | grep -q '\[ available \]'; then
	gost=yes
else
	echo "make-test-pki: no gost engine in OpenSSL (Debian: libengine-gost-openssl):" \
		"no GOST keys" >&2
	[ -z "$gost_wanted" ] || exit 1
fi

# The stamp: made by this script, then one line for each file.
unchanged() {
	[ -n "$(find .made -mmin -720 2>/dev/null)" ] || return 1
	[ -z "$(find . -name '[!.]*' -newer .made -print -quit)" ] || return 1
	{
		read -r made
		[ "$made" = "$script gost $gost" ] || return 1
		while read -r file; do
			[ -s "$file" ] || return 1
		done
	} <.made
}
if unchanged; then
	exit 0
fi
rm -f .made
# shellcheck source=certs/pki.sh
. "$here/pki.sh"

# ---- all of it -----------------------------------------------------------------------

make_keys() {
	for who in mostik fund stranger revoked; do
		key $who-sign-rsa rsa
	done
	key small-sign-rsa rsa-small
	key token-rsa rsa
	key token-ec ec
}

make_tls() {
	authority tls-ca ec tls-ca 'Test TLS authority' 0
	for who in mostik fund portal stranger; do
		tls $who tls-ca
	done
	tls foreign other-ca
}

make_sign() {
	for who in mostik fund stranger; do
		sign $who-sign-rsa rsa sign-ca $who
		sign $who-sign-ec  ec  sign-ca $who
	done
	sign    revoked-sign-rsa rsa       sign-ca     fund
	sign    revoked-sign-ec  ec        sign-ca     fund
	sign    fund-sub-sign-ec ec        sign-sub-ca fund
	sign    small-sign-rsa   rsa-small sign-ca     fund
	sign    foreign-sign-ec  ec        other-ca    fund
	leaf    nousage-sign-ec  ec        sign-ca     fund keyUsage=critical,keyAgreement
}

make_dated() {
	[ -s expired-sign-ec.pem ] ||
		dated expired-sign-ec sign-ca fund '2020-01-01' '2020-02-01'
	young mostik-old-sign-ec.pem ||
		dated mostik-old-sign-ec sign-ca mostik '-30 days' '2 days'
	young mostik-soon-sign-ec.pem ||
		dated mostik-soon-sign-ec sign-ca mostik '-25 days' '5 days'
	young mostik-next-sign-ec.pem ||
		dated mostik-next-sign-ec sign-ca mostik '1 day' '31 days'
}

# Citizens 0 and 1 of tests/stand/citizen.c, and those who are to be refused in the place of 0.
snils0=90000000081
snils1=90000000182
make_citizens() {
	citizen citizen-0-ec       ec        citizen-ca $snils0
	citizen citizen-1-ec       ec        citizen-ca $snils1
	citizen citizen-revoked-ec ec        citizen-ca $snils0
	citizen citizen-foreign-ec ec        other-ca   $snils0
	citizen citizen-0-rsa      rsa       citizen-ca $snils0
	citizen citizen-small-rsa  rsa-small citizen-ca $snils0
	sign    citizen-nobody-ec  ec        citizen-ca citizen
	leaf    citizen-nousage-ec ec        citizen-ca "citizen/SNILS=$snils0" keyUsage=critical,keyAgreement
	leaf    citizen-commits-ec ec        citizen-ca "citizen/SNILS=$snils0" keyUsage=critical,nonRepudiation
	leaf    citizen-two-ec     ec        citizen-ca "citizen/SNILS=$snils0/SNILS=$snils1" \
		keyUsage=critical,digitalSignature
	young citizen-expired-ec.pem ||
		dated citizen-expired-ec citizen-ca "citizen/SNILS=$snils0" '-30 days' '-1 hour'
	young citizen-early-ec.pem ||
		dated citizen-early-ec citizen-ca "citizen/SNILS=$snils0" '1 day' '31 days'
	current citizen-ca citizen-revoked-ec
}

make_lists() {
	current sign-ca revoked-sign-rsa revoked-sign-ec
	current sign-sub-ca
	current other-ca
	young sign-ca.stale-crl.pem ||
		list sign-ca.stale-crl.pem sign-ca '-30 days' '-1 day'
	young sign-ca.future-crl.pem ||
		list sign-ca.future-crl.pem sign-ca '1 day' '31 days'
	young sign-ca.forged-crl.pem || forged_list
}

# The curves differ from key to key, as they do between real issuers.
make_gost() {
	cat >gost.cnf.new <<-end
		# Lets the openssl command know GOST: OPENSSL_CONF=this-file openssl verify ...
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
		prompt = no
		[dn]
	end
	keep_public gost.cnf
	OPENSSL_CONF=$PWD/gost.cnf
	authority gost-sign-ca    gost256:A gost-sign-ca    'Test GOST signing authority' 0
	authority gost512-sign-ca gost512:A gost512-sign-ca 'Test GOST 512 signing authority' 0
	authority gost-other-ca   gost256:A gost-other-ca   'Test foreign GOST authority' 0
	sign mostik-sign-gost256   gost256:XA  gost-sign-ca    mostik
	sign fund-sign-gost256     gost256:TCB gost-sign-ca    fund
	sign stranger-sign-gost256 gost256:TCA gost-sign-ca    stranger
	sign revoked-sign-gost256  gost256:A   gost-sign-ca    fund
	sign foreign-sign-gost256  gost256:A   gost-other-ca   fund
	sign mostik-sign-gost512   gost512:A   gost512-sign-ca mostik
	sign fund-sign-gost512     gost512:B   gost512-sign-ca fund
	sign stranger-sign-gost512 gost512:C   gost512-sign-ca stranger
	sign token-gost256         gost256:XA  gost-sign-ca    issuer
	authority gost-citizen-ca gost256:A gost-citizen-ca 'Test GOST authority of citizens' 0
	citizen citizen-0-gost256       gost256:XA  gost-citizen-ca $snils0
	citizen citizen-0-gost512       gost512:A   gost-citizen-ca $snils0
	citizen citizen-1-gost256       gost256:TCA gost-citizen-ca $snils1
	citizen citizen-revoked-gost256 gost256:A   gost-citizen-ca $snils0
	current gost-citizen-ca citizen-revoked-gost256
	current gost-sign-ca revoked-sign-gost256
	current gost512-sign-ca
	current gost-other-ca
	containers mostik-sign gost256 gost-sign-ca
	bundle sign-ca-gost.pem gost-sign-ca.pem gost512-sign-ca.pem
}

rm -rf .ca.*
[ -s mostik-sign.passphrase ] || {
	run mostik-sign.passphrase openssl rand -hex -out mostik-sign.passphrase.new 16
	keep mostik-sign.passphrase
}
authority sign-ca  ec sign-ca  'Test signing authority' 1
authority other-ca ec other-ca 'Test foreign authority' 0
authority citizen-ca ec citizen-ca 'Test accredited authority of citizens' 0
authority sign-sub-ca ec sign-ca 'Test subordinate signing authority' 0

make_rest() {
	make_tls
	make_dated
}
if [ $gost = yes ]; then
	side_by_side make_keys make_gost make_rest make_citizens
else
	side_by_side make_keys make_rest make_citizens
fi
make_sign
make_lists
containers mostik-sign ec  sign-ca
containers mostik-sign rsa sign-ca

for suffix in pem crl.pem; do
	bundle chain-authorities.$suffix sign-ca.$suffix sign-sub-ca.$suffix
	set -- sign-ca.$suffix
	[ $gost = no ] || set -- "$@" gost-sign-ca.$suffix gost512-sign-ca.$suffix
	bundle sign-authorities.$suffix "$@"
	set -- citizen-ca.$suffix
	[ $gost = no ] || set -- "$@" gost-citizen-ca.$suffix
	bundle citizen-authorities.$suffix "$@"
done

{
	echo "$script gost $gost"
	ls
} >.made.new
mv .made.new .made
