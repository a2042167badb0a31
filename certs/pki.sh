# pki: functions for make-test-pki.sh: keys, certificates, revocation lists and key containers, all
# in the current folder.  Sourced; the caller sets days, how long a leaf is good.
#
# What they make appears under its name only when it is complete.
# shellcheck shell=sh

# ---- keys and certificates ------------------------------------------------------------

# run WHAT command...: the command, quiet unless it fails.
run() {
	what=$1
	shift
	said=$("$@" 2>&1) || {
		echo "make-test-pki: $what: $1 failed:" >&2
		echo "$said" >&2
		exit 1
	}
}

# keep FILE: FILE.new is complete and takes its place.
keep() {
	mv "$1.new" "$1"
}

keep_public() {
	chmod 644 "$1.new"
	keep "$1"
}

# young FILE: not older than twelve hours.  For what has a date near to today.
young() {
	[ -s "$1" ] && [ -n "$(find "$1" -mmin -720)" ]
}

# newer FILE THAN: FILE is there, and younger than THAN.
newer() {
	[ -s "$1" ] && [ -n "$(find "$1" -newer "$2")" ]
}

# key NAME KIND: a private key, kept if it is there.  A GOST kind is gost256:PARAMETERS.
key() {
	[ ! -s "$1.key" ] || return 0
	name=$1
	case $2 in
	ec)        set -- EC -pkeyopt ec_paramgen_curve:P-256 ;;
	rsa)       set -- RSA -pkeyopt rsa_keygen_bits:2048 ;;
	rsa-small) set -- RSA -pkeyopt rsa_keygen_bits:1024 ;;
	gost256:*) set -- gost2012_256 -pkeyopt "paramset:${2#*:}" ;;
	gost512:*) set -- gost2012_512 -pkeyopt "paramset:${2#*:}" ;;
	esac
	run "$name.key" openssl genpkey -algorithm "$@" -out "$name.key.new"
	keep "$name.key"
}

# The digest that an authority signs with.
digest() {
	case $1 in
	gost512-*) echo md_gost12_512 ;;
	gost-*)    echo md_gost12_256 ;;
	*)         echo sha256 ;;
	esac
}

# good NAME: its certificate is there, and will be tomorrow.
good() {
	[ -s "$1.pem" ] && openssl x509 -in "$1.pem" -noout -checkend 86400 >/dev/null 2>&1
}

# ---- certificates and revocation lists, by "openssl ca", which alone can set their dates ----

# moment WORDS: a date as openssl reads it.
moment() {
	date -u -d "$1" +%y%m%d%H%M%SZ
}

# registry NAME DIGEST: an authority's books, empty, in .ca.NAME/.
registry() {
	mkdir -p ".ca.$1"
	: >".ca.$1/index"
	date +%s >".ca.$1/crlnumber"    # even, and larger each time
	cat >".ca.$1/cnf" <<-end
		[ca]
		default_ca = ca
		[ca]
		new_certs_dir = .ca.$1
		database = .ca.$1/index
		crlnumber = .ca.$1/crlnumber
		rand_serial = yes
		default_md = $2
		policy = names
		[names]
		organizationName = supplied
		commonName = supplied
		SNILS = optional
		INN = optional
		[list]
		authorityKeyIdentifier = keyid:always
	end
}

# issue NAME CA CN FROM TO extension...: a certificate for these dates.  CA is NAME: it signs itself.
issue() {
	name=$1 ca=$2 cn=$3 start=$(moment "$4") end=$(moment "$5")
	shift 5
	registry "$name" "$(digest "$ca")"
	{
		printf '[certificate]\n'
		printf '%s\n' subjectKeyIdentifier=hash authorityKeyIdentifier=keyid "$@"
	} >>".ca.$name/cnf"
	if [ "$ca" = "$name" ]; then set -- -selfsign; else set -- -cert "$ca.pem"; fi
	run "$name.pem" openssl req -new -key "$name.key" -subj "/O=Test/CN=$cn" -out ".ca.$name/csr"
	run "$name.pem" openssl ca -batch -config ".ca.$name/cnf" -in ".ca.$name/csr" -notext "$@" \
		-keyfile "$ca.key" -extensions certificate -startdate "$start" -enddate "$end" \
		-out "$name.pem.new"
	rm -r ".ca.$name"
	keep_public "$name.pem"
}

# authority NAME KIND CA TITLE 0|1: with how many authorities under it.  It began a year ago, for
# the tests that look back.
authority() {
	key "$1" "$2"
	good "$1" && openssl x509 -in "$1.pem" -noout -ext basicConstraints |
		grep -q "pathlen:$5\$" && return
	issue "$1" "$3" "$4" '-1 year' '10 years' \
		"basicConstraints=critical,CA:TRUE,pathlen:$5" keyUsage=critical,keyCertSign,cRLSign
}

# leaf NAME KIND CA CN extension...: began two hours ago, for who signs as if it were earlier.
leaf() {
	key "$1" "$2"
	good "$1" && return
	name=$1 ca=$3 cn=$4
	shift 4
	issue "$name" "$ca" "$cn" '-2 hours' "$days days" basicConstraints=critical,CA:FALSE "$@"
}

tls() { # tls WHO CA
	leaf "$1-tls" ec "$2" "$1" keyUsage=critical,digitalSignature \
		extendedKeyUsage=serverAuth,clientAuth subjectAltName=DNS:localhost,IP:127.0.0.1
}

sign() { # sign NAME KIND CA CN
	leaf "$1" "$2" "$3" "$4" keyUsage=critical,digitalSignature
}

# citizen NAME KIND CA SNILS: the signing certificate of somebody invented.
citizen() {
	leaf "$1" "$2" "$3" "citizen/SNILS=$4" keyUsage=critical,digitalSignature,nonRepudiation
}

# dated NAME CA CN FROM TO: a signing certificate, EC, valid at other times.
dated() {
	key "$1" ec
	issue "$@" basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature
}

# list FILE CA FROM TO revoked...: a revocation list of CA, with these certificates.
list() {
	file=$1 ca=$2 from=$(moment "$3") to=$(moment "$4")
	shift 4
	registry "$file" "$(digest "$ca")"
	for name; do
		serial=$(openssl x509 -in "$name.pem" -noout -serial)
		printf 'R\t%s\t%s,keyCompromise\t%s\tunknown\t/O=Test/CN=fund\n' \
			"$(moment '30 days')" "$(moment '-1 hour')" "${serial#*=}"
	done >".ca.$file/index"
	run "$file" openssl ca -gencrl -config ".ca.$file/cnf" -crlexts list \
		-cert "${forged:-$ca.pem}" -keyfile "${forger:-$ca.key}" \
		-crl_lastupdate "$from" -crl_nextupdate "$to" -out "$file.new"
	rm -r ".ca.$file"
	keep_public "$file"
}

# current CA revoked...: the list in force, kept while it is young and nothing was revoked since.
current() {
	ca=$1
	shift
	for name in "$ca" "$@"; do
		if ! young "$ca.crl.pem" || ! newer "$ca.crl.pem" "$name.pem"; then
			list "$ca.crl.pem" "$ca" '-1 hour' '30 days' "$@"
			return
		fi
	done
}

# A list in the name of sign-ca, down to its key identifier, signed with another's key.
forged_list() {
	openssl x509 -in sign-ca.pem -noout -ext subjectKeyIdentifier >.forged
	id=$(sed -n 's/^ *\([0-9A-F:]*\)$/\1/p' .forged)
	run forged openssl req -x509 -new -key other-ca.key -subj '/O=Test/CN=Test signing authority' \
		-addext "subjectKeyIdentifier=$id" -out .forged
	forged=.forged forger=other-ca.key
	list sign-ca.forged-crl.pem sign-ca '-1 hour' '30 days'
	forged='' forger=''
	rm .forged
}

# ---- key containers --------------------------------------------------------------------

# containers WHO-sign KIND CA: its key encrypted, and with certificate and authority in PKCS#12.
containers() {
	pair=$1-$2
	if ! newer "$pair.enc.key" "$pair.key"; then
		run "$pair.enc.key" openssl pkcs8 -topk8 -v2 aes-256-cbc -in "$pair.key" \
			-passout "file:$1.passphrase" -out "$pair.enc.key.new"
		keep "$pair.enc.key"
	fi
	if ! newer "$pair.p12" "$pair.pem"; then
		run "$pair.p12" openssl pkcs12 -export -inkey "$pair.key" -in "$pair.pem" \
			-certfile "$3.pem" -name "$pair" -passout "file:$1.passphrase" -out "$pair.p12.new"
		keep "$pair.p12"
	fi
}

# bundle FILE part...: certificates or lists, one after another.
bundle() {
	file=$1
	shift
	cat "$@" >"$file.new"
	if cmp -s "$file.new" "$file"; then rm "$file.new"; else keep_public "$file"; fi
}

# side_by_side function...: all at once; fails if one does.
side_by_side() {
	pids=
	for function; do
		$function &
		pids="$pids $!"
	done
	for pid in $pids; do
		wait "$pid" || exit 1
	done
}
