#!/bin/sh
# `mostik sign` of envelopes that others made: what it signs is taken by mostik, by `mostik verify` and by
# xmlsec1; it puts in what was missing and changes nothing else; and what it refuses.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
mostik=${top_builddir:?}/mostik
tool=$top_builddir/tests/seal_tool
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" > /dev/null 2>&1 || exit 99
mkdir "$dir/in"

wsa=http://www.w3.org/2005/08/addressing
wsu=http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd
soap11=http://schemas.xmlsoap.org/soap/envelope/
soap12=http://www.w3.org/2003/05/soap-envelope

# Envelopes; the name of each is a file in $dir/in.
envelope() { cat > "$dir/in/$1"; }
envelope bare << EOT
<?xml version='1.0' encoding="UTF-8"?>
<Envelope xmlns="$soap11"><Body
  a='>' ><x xmlns="urn:x" b="q&amp;'"><![CDATA[<Header>]]><y/> Ирина</x></Body>
</Envelope>
EOT
envelope empty-header << EOT
<s:Envelope xmlns:s="$soap12"><s:Header a="/>" /><s:Body/></s:Envelope>
EOT
envelope pair << EOT
<s:Envelope xmlns:s="$soap11"><s:Header>
</s:Header><s:Body><Header xmlns="urn:x"/></s:Body></s:Envelope>
EOT
envelope headers << EOT
<s:Envelope xmlns:s="$soap11" xmlns:w="$wsa"><s:Header>
  <w:To>urn:fund</w:To><o:Other xmlns:o="urn:o"><w:Action>no</w:Action></o:Other>
  <w:Action>urn:x:ask</w:Action><w:RelatesTo> urn:uuid:1 </w:RelatesTo>
  <w:ReplyTo><w:Address>urn:a</w:Address></w:ReplyTo>
</s:Header><s:Body><x xmlns="urn:x" id="Body" xmlns:t="urn:t" t:ID="To"/></s:Body></s:Envelope>
EOT
envelope prefixes << EOT
<s:Envelope xmlns:s="$soap11" xmlns:w="$wsa" xmlns:wsu="urn:other"><s:Header>
<w:MessageID xmlns:u="$wsu" u:Id="m-1">urn:uuid:2</w:MessageID><w:Action xmlns:wsu="$wsu">urn:x:ask</w:Action>
</s:Header><s:Body xmlns:wsu1="urn:third"><x xmlns="urn:x" t="wsu:name"/></s:Body></s:Envelope>
EOT
"$tool" sample 11 > "$dir/in/complete"
printf '\357\273\277' | cat - "$dir/in/bare" > "$dir/in/bom"

verified() { "$mostik" verify --ca "$dir/pki/sign-authorities.pem" "$1" > "$dir/said"; }
key_of() { echo "--key $dir/pki/mostik-sign-$1.key --certificate $dir/pki/mostik-sign-$1.pem"; }

# sign KIND NAME OPTION…: to $dir/NAME.KIND
sign() {
	kind=$1 name=$2
	shift 2
	# shellcheck disable=SC2046
	"$mostik" sign $(key_of "$kind") "$@" --out "$dir/$name.$kind" "$dir/in/$name" 2> "$dir/err"
}

# All that was put in is taken out again: then it is what it was.
cat > "$dir/undo.py" << 'EOT'
import re, sys
before, after = (open(name, 'rb').read() for name in sys.argv[1:3])
assert b'<wsse:Security' not in before
after, n = re.subn(rb'<wsse:Security .*</wsse:Security>', b'', after)
assert n == 1
for part in (rb'Action', rb'MessageID'):
    after = re.sub(rb'<wsa:%s xmlns:wsa="[^"]*" xmlns:wsu="[^"]*" wsu:Id="[^"]*">[^<]*</wsa:%s>' % (part, part),
                   lambda m: m.group() if m.group() in before else b'', after)
if b'<w:Action xmlns:wsu=' in before:   # what declares the prefix was there
    after = after.replace(b' wsu:Id="Action"', b'', 1)
after = re.sub(rb'( xmlns:(wsu[0-9]*)="[^"]*wssecurity-utility-1.0.xsd")? (wsu[0-9]*):Id="[^"]*"',
               lambda m: m.group() if m.group() in before else b'', after)
after = after.replace(b'<Header></Header>', b'')
if b'<s:Header a="/>" />' in before:
    after = after.replace(b'<s:Header a="/>" ></s:Header>', b'<s:Header a="/>" />')
sys.exit(before != after)
EOT
unchanged() { /usr/bin/python3 "$dir/undo.py" "$dir/in/$1" "$2"; }

# xmlsec1 believes nothing but the certificate given.
stock() {
	xmlsec1 --verify --pubkey-cert-pem "$2" \
		--id-attr:Id "$soap11:Body" --id-attr:Id "$soap12:Body" --id-attr:Id "$wsu:Timestamp" \
		--id-attr:Id "$wsa:To" --id-attr:Id "$wsa:Action" --id-attr:Id "$wsa:MessageID" \
		--id-attr:Id "$wsa:RelatesTo" --id-attr:Id "$wsa:ReplyTo" "$1" > "$dir/said" 2>&1
}

# What the signature covers of each.
covers() {
	case $1 in
	headers) echo 'Timestamp MessageID To Action RelatesTo ReplyTo Body' ;;
	prefixes) echo 'Timestamp MessageID Action Body' ;;
	complete) echo 'Timestamp To Action MessageID Body' ;;
	*) echo 'Timestamp Action MessageID Body' ;;
	esac
}

for kind in rsa ec gost256 gost512; do
	if [ ! -s "$dir/pki/mostik-sign-$kind.key" ]; then
		skip "$kind" 'OpenSSL has no gost engine'
		continue
	fi
	for file in "$dir"/in/*; do
		name=$(basename "$file") action=--action=none m=$dir/$(basename "$file").$kind
		case $name in bare | bom | empty-header | pair) action='urn:x:ask?a=1&b=2' ;; esac
		if [ "$action" = --action=none ]; then
			ok "$name, $kind: signed" sign "$kind" "$name"
		else
			ok "$name, $kind: signed" sign "$kind" "$name" --action "$action"
		fi
		case $name in
		headers)        # the seal tool knows of no message that this answers
			like "$name, $kind: mostik verifies all but what it answers" \
				"$("$tool" verify mostik < "$m" 2>&1)" '^SIG_RELATES ' ;;
		*)
			like "$name, $kind: mostik believes it" "$("$tool" verify mostik < "$m" 2>&1)" \
				"^OK .*: $(covers "$name")\$" ;;
		esac
		ok "$name, $kind: mostik verify" verified "$m"
		ok "$name, $kind: nothing else has changed" unchanged "$name" "$m"
		case $kind in
		gost*) ;;
		*)
			if command -v xmlsec1 > /dev/null; then
				ok "$name, $kind: xmlsec1" stock "$m" "$dir/pki/mostik-sign-$kind.pem"
				n=$(covers "$name" | wc -w)
				like "$name, $kind: all parts" "$(cat "$dir/said")" "^SignedInfo References .*: $n/$n\$"
			else
				skip "$name, $kind: xmlsec1" 'xmlsec1 is not installed'
			fi
			;;
		esac
	done
done
header() { xmllint --xpath "string(//*[local-name()='$1'])" "$dir/bare.ec" 2>&1; }
is 'the action, with its ampersand' "$(header Action)" 'urn:x:ask?a=1&b=2'
like 'a new MessageID is a UUID' "$(cat "$dir/bare.ec")" \
	'>urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}</wsa:MessageID>'
ok 'signed again' sign ec bare --action urn:x
ok 'there is nothing but that file' sh -c "! ls '$dir' | grep 'bare.ec.'"
id=$(header MessageID)
ok 'and again' sign ec bare --action urn:x
ok 'each has a MessageID of its own' [ "$id" != "$(header MessageID)" ]

# From standard input to standard output; a key in a container; the settings.
# shellcheck disable=SC2046
"$mostik" sign $(key_of ec) - < "$dir/in/headers" > "$dir/piped"
ok 'through pipes' verified "$dir/piped"
"$mostik" sign --key "$dir/pki/mostik-sign-ec.p12" --passphrase-file "$dir/pki/mostik-sign.passphrase" \
	--out - "$dir/in/headers" > "$dir/contained"
ok 'by a key in a container' verified "$dir/contained"
cat > "$dir/mostik.conf" << EOT
[front]
key_file = none
certificate_file = none
client_ca_file = none
clients = none
[fund]
url = https://localhost:1/
key_file = none
certificate_file = none
ca_file = none
[seal]
key_file = pki/mostik-sign-rsa.key
certificate_file = pki/mostik-sign-rsa.pem
ca_file = pki/sign-ca.pem
peer_subject = fund
[token]
jwks_file = none
issuer = https://issuer
audience = mostik
[journal]
path = none
EOT
"$mostik" sign --config "$dir/mostik.conf" "$dir/in/complete" > "$dir/configured"
like 'by the settings' "$("$tool" verify mostik < "$dir/configured" 2>&1)" '^OK RSA-SHA256 '
sed 's,pki/mostik-sign-rsa,pki/expired-sign-ec,' "$dir/mostik.conf" > "$dir/expired.conf"
sed 's,^ca_file = pki/sign-ca,ca_file = pki/other-ca,' "$dir/mostik.conf" > "$dir/stranger.conf"

# ---- refusals -------------------------------------------------------------------------------------

edit() { sed "$2" "$dir/in/complete" > "$dir/$1"; }
edit dtd 's,?>,?><!DOCTYPE s [<!ENTITY x "SECRET">]>,'
edit short 's,</s:Envelope>,,'
edit comment 's,<s:Body,<!-- SECRET --><s:Body,'
edit nosoap 's,schemas.xmlsoap.org/soap/envelope,example.org/SECRET,'
edit nobody 's,<s:Body.*</s:Body>,,'
edit noaction 's,<wsa:Action.*</wsa:Action>,,'
edit emptyid 's,Body wsu:Id="Body",Body wsu:Id="",'
edit oddid 's,Body wsu:Id="Body",Body wsu:Id="SECRET (1)",'
edit twice 's,<p:Name,<p:Name xml:id="To",'
edit token 's,<p:Name,<p:Name ID="Token",'
edit twoactions 's,<wsa:To,<wsa:Action>SECRET</wsa:Action><wsa:To,'
edit must 's,<wsa:To,<x:SECRET xmlns:x="urn:x" s:mustUnderstand="1"/><wsa:To,'
edit relative 's,urn:test",SECRET/relative",'
edit noaddress 's,urn:uuid:[0-9-]*</wsa,</wsa,'
printf 'SECRET' > "$dir/text"
: > "$dir/nothing"
head -c 9000000 /dev/zero | tr '\0' ' ' > "$dir/huge"
cp "$dir/complete.ec" "$dir/signed"
cp "$dir/pki/mostik-sign-ec.key" "$dir/open.key"
chmod 644 "$dir/open.key"
cp "$dir/mostik.conf" "$dir/wrong.conf"
echo 'bogus = SECRET' >> "$dir/wrong.conf"
pem=$dir/pki/mostik-sign-ec.pem

while IFS='|' read -r want options pattern; do
	# shellcheck disable=SC2046,SC2086
	"$mostik" sign $(echo $options | sed "s,KEY,$(key_of ec),; s,DIR,$dir,g; s,PEM,$pem,") \
		> "$dir/out" 2> "$dir/err"
	is "$options: exit status" $? "$want"
	like "$options: why" "$(cat "$dir/err")" "$pattern"
	is "$options: nothing is written" "$(cat "$dir/out")" ''
	is "$options: no value is shown" "$(grep -c SECRET "$dir/err")" 0
done << EOT
2|KEY DIR/dtd|document type
2|KEY DIR/short|not well-formed
2|KEY DIR/comment|a comment
2|KEY DIR/text|does not begin
2|KEY DIR/nothing|.
2|KEY DIR/huge|more than
2|KEY DIR/none|cannot be opened
2|KEY DIR|cannot be read
1|KEY DIR/nosoap|not a SOAP
1|KEY DIR/nobody|expected here: Body
1|KEY DIR/noaction|Action: missing, and no action was given
1|KEY --action urn:x:other DIR/in/complete|Action: there is one
1|KEY --action <x/> DIR/noaction|no URI
1|KEY DIR/signed|Security: there is one already
1|KEY DIR/emptyid|Body: its wsu:Id is no XML name
1|KEY DIR/oddid|Body: its wsu:Id is no XML name
1|KEY DIR/twice|same identifier
1|KEY DIR/token|identifier Token
1|KEY DIR/twoactions|Action: more than one
1|KEY DIR/must|must be understood
1|KEY DIR/relative|relative
1|KEY DIR/noaddress|MessageID: text expected
2|--key DIR/none --certificate PEM DIR/in/complete|none: .*No such file
2|--key DIR/open.key --certificate PEM DIR/in/complete|open.key: .
2|--key DIR/pki/mostik-sign-rsa.key --certificate PEM DIR/in/complete|.
2|--key DIR/pki/expired-sign-ec.key --certificate DIR/pki/expired-sign-ec.pem DIR/in/complete|expired
2|--key DIR/pki/mostik-next-sign-ec.key --certificate DIR/pki/mostik-next-sign-ec.pem DIR/in/complete|not valid yet
2|--key DIR/pki/mostik-sign-ec.key DIR/in/complete|certificate
2|--key DIR/pki/mostik-sign-ec.enc.key --certificate PEM DIR/in/complete|passphrase
2|--key pkcs11:token=none --certificate PEM DIR/in/complete|.
2|--config DIR/none.conf DIR/in/complete|none.conf: cannot be read
2|--config DIR/wrong.conf DIR/in/complete|bogus
2|--config DIR/expired.conf DIR/in/complete|expired
2|--config DIR/stranger.conf DIR/in/complete|does not chain
2|--config DIR/mostik.conf KEY DIR/in/complete|^usage
2|--config DIR/mostik.conf --certificate PEM DIR/in/complete|^usage
2|KEY|^usage
2|DIR/in/complete|^usage
2|KEY DIR/in/complete DIR/in/complete|^usage
2|KEY --key DIR/none DIR/in/complete|^usage
2|KEY --no-such DIR/in/complete|^usage
2|KEY DIR/in/complete --out|^usage
2|KEY --smev --action urn:x DIR/in/complete|^usage
2|KEY --out DIR/no/file DIR/in/complete|no/file: cannot be written
2|KEY --out DIR/in DIR/in/complete|no regular file
2|KEY --out /dev/null DIR/in/complete|no regular file
EOT

# A file that cannot be written whole stays what it was.
echo kept > "$dir/kept"
# shellcheck disable=SC2046
(ulimit -f 1; trap '' XFSZ; exec "$mostik" sign $(key_of rsa) --out "$dir/kept" "$dir/in/complete" 2> "$dir/err")
is 'a file too large for its limit: exit status' $? 2
like 'and why' "$(cat "$dir/err")" 'kept: cannot be written'
is 'what was there stays' "$(cat "$dir/kept")" kept
ok 'and no half of it is left over' sh -c "! ls '$dir' | grep 'kept[.]'"
ok 'that message can be signed' sign rsa complete
# shellcheck disable=SC2046
"$mostik" sign $(key_of ec) "$dir/in/complete" > /dev/full 2> "$dir/err"
is 'standard output that is full: exit status' $? 2
(umask 027; sign ec complete)
is 'a new file has the rights of any' "$(stat -c %a "$dir/complete.ec")" 640
done_testing
