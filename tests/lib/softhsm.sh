# softhsm: a PKCS#11 token in software, with the keys mostik signs by made inside.  Sourced; the
# caller sets top_srcdir.
#
#       softhsm_missing         says what is not installed; empty: all is there
#       softhsm_make DIR PKI    makes the token in DIR, and certificates from PKI's sign-ca
#       softhsm_uri KIND        the private key's URI; KIND is ec or rsa
#       softhsm_keeps KIND      holds if that key was made in the token and can never leave it
#       softhsm_openssl ...     the openssl command with the token: -engine pkcs11 -keyform engine
#
# After softhsm_make: SOFTHSM2_CONF is exported, for whatever opens the token, and there are
#       DIR/mostik-sign-KIND.pem        the certificates, CN=mostik
#       DIR/pin                         the token's PIN, mode 0600
# shellcheck shell=sh

SOFTHSM_MODULE=/usr/lib/softhsm/libsofthsm2.so
SOFTHSM_TOKEN=mostik-test

softhsm_missing() {
	for softhsm_need in softhsm2-util pkcs11-tool openssl; do
		command -v $softhsm_need >/dev/null || echo "$softhsm_need is not installed"
	done
	[ -f $SOFTHSM_MODULE ] || echo "$SOFTHSM_MODULE is not there"
	openssl engine -t pkcs11 2>/dev/null | grep -q '\[ available \]' ||
		echo "OpenSSL has no pkcs11 engine"
}

# pkcs11-tool, logged in; the PIN is not on the command line, where others may read it.
softhsm_tool() {
	SOFTHSM_PIN=$(cat "$SOFTHSM/pin") pkcs11-tool --module $SOFTHSM_MODULE \
		--token-label $SOFTHSM_TOKEN --login --pin env:SOFTHSM_PIN "$@"
}

softhsm_uri() {
	echo "pkcs11:token=$SOFTHSM_TOKEN;object=mostik-sign-$1;type=private"
}

softhsm_openssl() {
	OPENSSL_CONF=$SOFTHSM/openssl.cnf openssl "$@"
}

softhsm_make() {
	SOFTHSM=$1 softhsm_pki=$2
	SOFTHSM2_CONF=$SOFTHSM/softhsm2.conf
	export SOFTHSM2_CONF
	(
		umask 077
		mkdir -p "$SOFTHSM/tokens"
		softhsm_token &&
		softhsm_pair ec EC:prime256v1 01 && softhsm_pair rsa rsa:2048 02
	) >"$SOFTHSM.log" 2>&1 || {
		cat "$SOFTHSM.log" >&2
		return 1
	}
}

softhsm_token() {
	cat >"$SOFTHSM2_CONF" <<-end
		directories.tokendir = $SOFTHSM/tokens
		objectstore.backend = file
		log.level = ERROR
	end
	# The engine asks nobody for a PIN: it is in the URI, or here.
	printf %s "$(openssl rand -hex 8)" >"$SOFTHSM/pin"     # a line end would count
	cat >"$SOFTHSM/openssl.cnf" <<-end
		openssl_conf = start
		[start]
		engines = engines
		[engines]
		pkcs11 = pkcs11
		[pkcs11]
		engine_id = pkcs11
		MODULE_PATH = $SOFTHSM_MODULE
		PIN = $(cat "$SOFTHSM/pin")
		init = 0
		[req]
		distinguished_name = dn
		prompt = no
		[dn]
	end
	cat >"$SOFTHSM/leaf.cnf" <<-end
		basicConstraints = critical,CA:FALSE
		keyUsage = critical,digitalSignature
		subjectKeyIdentifier = hash
		authorityKeyIdentifier = keyid
	end
	softhsm2-util --module $SOFTHSM_MODULE --init-token --free --label $SOFTHSM_TOKEN \
		--pin "$(cat "$SOFTHSM/pin")" --so-pin "$(openssl rand -hex 8)"
}

# A pair of keys, the private one made in the token, and the certificate that it asks for itself.
softhsm_pair() { # softhsm_pair KIND TYPE ID
	softhsm_name=mostik-sign-$1
	softhsm_tool --keypairgen --key-type "$2" --id "$3" --label "$softhsm_name" \
		--usage-sign --sensitive &&
	softhsm_openssl req -new -engine pkcs11 -keyform engine -key "$(softhsm_uri "$1")" \
		-subj /O=Test/CN=mostik -out "$SOFTHSM/csr" &&
	openssl x509 -req -in "$SOFTHSM/csr" -CA "$softhsm_pki/sign-ca.pem" \
		-CAkey "$softhsm_pki/sign-ca.key" -days 30 -extfile "$SOFTHSM/leaf.cnf" \
		-out "$SOFTHSM/$softhsm_name.pem"
}

softhsm_keeps() { # softhsm_keeps KIND
	softhsm_access=$(softhsm_tool --list-objects --type privkey |
		sed -n "/label: *mostik-sign-$1\$/,/Access:/s/ *Access: *//p")
	echo "# mostik-sign-$1: $softhsm_access"
	[ "$softhsm_access" = 'sensitive, always sensitive, never extractable, local' ]
}
