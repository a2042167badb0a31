#!/bin/sh
# Makes the keys and certificates that tests and quickstart run with; see certs/README.
# usage: certs/make-test-pki.sh DIR [days]
#
# What is there and good for another day is kept, so a second run is quick, and the keys
# and authorities outlive the certificates: what was signed last month still verifies.
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
	echo "usage: $0 DIR [days]" >&2
	exit 2
fi
dir=$1
days=${2:-30}
ca_days=3650

umask 077
mkdir -p "$dir"
cd "$dir"
exec 9>.lock
flock 9

say_and_fail() {
	echo "make-test-pki: $1: openssl failed:" >&2
	cat .log >&2
	exit 1
}

# openssl wants a configuration even where the command line says everything.
printf '[req]\ndistinguished_name = dn\nprompt = no\n[dn]\n' > .req.cnf

# key NAME KIND: a private key, kept if it is there.
key() {
	[ -s "$1.key" ] && return
	case $2 in
	ec)        set -- "$1" EC -pkeyopt ec_paramgen_curve:P-256 ;;
	rsa)       set -- "$1" RSA -pkeyopt rsa_keygen_bits:2048 ;;
	rsa-small) set -- "$1" RSA -pkeyopt rsa_keygen_bits:1024 ;;
	esac
	name=$1
	shift
	openssl genpkey -algorithm "$@" -out "$name.key.new" 2> .log || say_and_fail "$name.key"
	mv "$name.key.new" "$name.key"
}

# good NAME: its certificate is there, and will be tomorrow.
good() {
	[ -s "$1.pem" ] && openssl x509 -in "$1.pem" -noout -checkend 86400 > .log 2>&1
}

# certificate NAME SUBJECT openssl-arguments...
certificate() {
	name=$1
	subject=$2
	shift 2
	openssl req -x509 -new -config .req.cnf -sha256 -key "$name.key" -subj "$subject" \
		-addext subjectKeyIdentifier=hash -out "$name.pem.new" "$@" 2> .log ||
		say_and_fail "$name.pem"
	chmod 644 "$name.pem.new"
	mv "$name.pem.new" "$name.pem"
}

# authority NAME TITLE
authority() {
	key "$1" ec
	good "$1" || certificate "$1" "/O=Test/CN=$2" -days $ca_days \
		-addext basicConstraints=critical,CA:TRUE,pathlen:0 \
		-addext keyUsage=critical,keyCertSign,cRLSign
}

# leaf NAME KIND CA CN extension...
leaf() {
	name=$1 kind=$2 ca=$3 cn=$4
	shift 4
	key "$name" "$kind"
	good "$name" && return
	for extension; do
		shift
		set -- "$@" -addext "$extension"
	done
	certificate "$name" "/O=Test/CN=$cn" -CA "$ca.pem" -CAkey "$ca.key" -days "$days" \
		-addext basicConstraints=critical,CA:FALSE \
		-addext authorityKeyIdentifier=keyid "$@"
}

tls() {
	leaf "$1-tls" ec "$2" "$1" keyUsage=critical,digitalSignature \
		extendedKeyUsage=serverAuth,clientAuth subjectAltName=DNS:localhost,IP:127.0.0.1
}

sign() {
	leaf "$1" "$2" "$3" "$4" keyUsage=critical,digitalSignature
}

# expired NAME CA CN: only "openssl ca" can date a certificate back.
expired() {
	key "$1" ec
	[ -s "$1.pem" ] && return
	cat > .ca.cnf <<-end
	[ca]
	default_ca = ca
	[ca]
	new_certs_dir = .
	database = .index
	serial = .serial
	default_md = sha256
	policy = names
	[names]
	organizationName = supplied
	commonName = supplied
	[extensions]
	basicConstraints = critical,CA:FALSE
	keyUsage = critical,digitalSignature
	end
	echo 4D6F7374696B > .serial
	: > .index
	{
		openssl req -new -config .req.cnf -key "$1.key" -subj "/O=Test/CN=$3" -out .csr &&
		openssl ca -batch -config .ca.cnf -in .csr -notext \
			-cert "$2.pem" -keyfile "$2.key" -extensions extensions \
			-startdate 20200101000000Z -enddate 20200201000000Z -out "$1.pem.new"
	} > .log 2>&1 || say_and_fail "$1.pem"
	chmod 644 "$1.pem.new"
	mv "$1.pem.new" "$1.pem"
	rm -f .csr .index* .serial* .ca.cnf 4D6F7374696B.pem
}

# The slow keys first, side by side.
for who in mostik fund stranger; do
	key $who-sign-rsa rsa &
done
key small-sign-rsa rsa-small &
key token-rsa rsa &
wait
key token-ec ec

authority tls-ca   'Test TLS authority'
authority sign-ca  'Test signing authority'
authority other-ca 'Test foreign authority'

tls mostik   tls-ca
tls fund     tls-ca
tls portal   tls-ca
tls stranger tls-ca
tls foreign  other-ca

for who in mostik fund stranger; do
	sign $who-sign-rsa rsa sign-ca $who
	sign $who-sign-ec  ec  sign-ca $who
done
sign    small-sign-rsa  rsa-small sign-ca  fund
sign    foreign-sign-ec ec        other-ca fund
leaf    nousage-sign-ec ec        sign-ca  fund keyUsage=critical,keyAgreement
expired expired-sign-ec           sign-ca  fund

rm -f .log .req.cnf
