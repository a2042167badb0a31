#!/bin/sh
# `mostik sign --smev`: requests to SMEV 3 of every kind and schema, small ones of ours and, where they are at
# hand, published ones signed anew.  Each is looked at by `mostik verify` and by others: the digest is
# openssl's of what `mostik canonicalize --smev` prints, SignedInfo is what lxml makes of it, the value is
# verified by openssl.  And what is refused.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
/usr/bin/python3 -c 'import lxml.etree' 2> /dev/null || skip_all 'Python has no lxml'
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
mostik=${top_builddir:?}/mostik
contracts=$top_srcdir/../shared/contracts
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" > /dev/null 2>&1 || exit 99
mkdir "$dir/in"
types=urn://x-artefacts-smev-gov-ru/services/message-exchange/types
soap=http://schemas.xmlsoap.org/soap/envelope/

# ---- messages -----------------------------------------------------------------------------------

operation() { # NAME VERSION AFTER NAMESPACES SIGNED…: an operation with its content, in an envelope
	printf '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a comment --><S:Envelope xmlns:S="%s">' "$soap"
	printf '<S:Header/><S:Body>\n  <q:%s xmlns:q="%s/%s" xmlns:b="%s/basic/%s">' "$1" "$types" "$2" "$types" "$2"
	printf '\n%s\n%s</q:%s>\n</S:Body></S:Envelope>\n' "$4" "$3" "$1"
}
holder='<q:CallerInformationSystemSignature/>'
content='<q:MessageID>31c0b7f0-9a55-11ea-8ec7-2dd0b486eb66</q:MessageID><b:MessagePrimaryContent>
 <n:Запрос xmlns:n="http://пф.рф/тест/1" n:б="2" а="1>2"><n:Имя>Ирина &gt; &amp;]]&gt;<![CDATA[ <&> ]]></n:Имя>
   <n:Пусто/></n:Запрос>
</b:MessagePrimaryContent><!-- another --><q:TestMessage/>'
attachments='<b:AttachmentContentList><b:AttachmentContent><b:Id>a</b:Id><b:Content>AAAA</b:Content>'
attachments=$attachments'</b:AttachmentContent></b:AttachmentContentList>'
selector='<b:MessageTypeSelector Id="SIGNED_BY_CALLER"><b:NamespaceURI>urn:n</b:NamespaceURI>
<b:RootElementLocalName>Запрос</b:RootElementLocalName><b:Timestamp>2026-11-22T12:00:00+03:00</b:Timestamp>
</b:MessageTypeSelector>'
uuid=31c0b7f0-9a55-11ea-8ec7-2dd0b486eb66
ack="<b:AckTargetMessage Id='SIGNED_BY_CALLER' accepted='true'>$uuid</b:AckTargetMessage>"
request="<q:SenderProvidedRequestData Id='SIGNED_BY_CONSUMER'>$content</q:SenderProvidedRequestData>"
response='<q:SenderProvidedResponseData Id="_1"><q:MessageID>31c0b7f0-9a55-11ea-8ec7-2dd0b486eb66</q:MessageID>
<q:To>eyJ9</q:To><q:RequestRejected><q:RejectionReasonCode>NO_DATA</q:RejectionReasonCode>
<q:RejectionReasonDescription>Нет данных</q:RejectionReasonDescription></q:RequestRejected>
</q:SenderProvidedResponseData>'
timestamp='<b:Timestamp Id="T">2026-11-22T12:00:00+03:00</b:Timestamp>'
pair='<q:CallerInformationSystemSignature></q:CallerInformationSystemSignature>'
blank='<q:CallerInformationSystemSignature>
	</q:CallerInformationSystemSignature>'
for v in 1.1 1.2 1.3; do
	operation SendRequestRequest $v '' "$request" > "$dir/in/request-$v"
	operation SendRequestRequest $v "$holder" "$request$attachments" > "$dir/in/request-attached-$v"
	operation SendRequestRequest $v '' "$request$attachments" > "$dir/in/request-added-$v"
	operation SendResponseRequest $v "$blank" "$response" > "$dir/in/response-$v"
	operation GetRequestRequest $v '' "$selector" > "$dir/in/get-request-$v"
	operation GetResponseRequest $v "<!-- here -->$pair" "$selector" > "$dir/in/get-response-$v"
	operation GetStatusRequest $v '' "$timestamp" > "$dir/in/status-$v"
	operation AckRequest $v '' "$ack" > "$dir/in/ack-$v"
done
# Without an envelope, with the prefix that is none, and Routing at the end.
sed '1d; s/^.*<q:AckRequest/<q:AckRequest/; s,</S:Body.*,,' "$dir/in/ack-1.2" | sed '/^<!--/d' > "$dir/in/bare"
sed 's/q:AckRequest/AckRequest/g; s/xmlns:q=/xmlns=/' "$dir/in/ack-1.2" > "$dir/in/default"
operation SendRequestRequest 1.3 "$holder<r:Routing xmlns:r='$types/routing/1.3'/>" "$request" > "$dir/in/routing"
# Published ones, without their signature.
if [ -d "$contracts/signed" ]; then
	for file in "$contracts"/signed/*/*.xml; do
		grep -q 'CallerInformationSystemSignature>' "$file" || continue
		grep -q 'GetRequestResponse[ >]' "$file" && continue
		/usr/bin/python3 - "$file" > "$dir/in/published-$(basename "$file" .xml)" << 'EOT'
import re, sys
text = open(sys.argv[1], 'rb').read()
text, n = re.subn(rb'(<(\w+:)?CallerInformationSystemSignature>)(.*?)(</(\w+:)?CallerInformationSystemSignature>)',
                  rb'\1\4', text, flags=re.S)
assert n == 1
sys.stdout.buffer.write(text)
EOT
	done
else
	skip 'published messages' 'they are not here'
fi

# ---- how others look at it ------------------------------------------------------------------------

# Takes a signed message to pieces: $2 is the folder for them.
cat > "$dir/pieces.py" << 'EOT'
import base64, re, subprocess, sys
from lxml import etree
before, after, out = sys.argv[1:4]
raw = open(after, 'rb').read()
ds = '{http://www.w3.org/2000/09/xmldsig#}'
# (lxml refuses namespaces in Cyrillic; of the content it sees nothing but the Id)
tree = etree.fromstring(raw.replace('http://пф.рф/тест/1'.encode(), b'urn:pf'))
holders = tree.xpath('//*[local-name()="CallerInformationSystemSignature"]')
assert len(holders) == 1 and len(holders[0]) == 1 and not (holders[0].text or holders[0][0].tail)
holder, signature = holders[0], holders[0][0]
operation = holder.getparent()
assert etree.QName(holder).namespace == etree.QName(operation).namespace
assert signature.tag == ds + 'Signature'
# no white space in it, neither between elements nor in base64
for e in signature.iter():
    assert not re.search(r'\s', (e.text or '') + ((e.tail or '') if e is not signature else '')), e.tag
assert [e.tag.replace(ds, '') for e in signature.iter()] == [
    'Signature', 'SignedInfo', 'CanonicalizationMethod', 'SignatureMethod', 'Reference', 'Transforms',
    'Transform', 'Transform', 'DigestMethod', 'DigestValue', 'SignatureValue', 'KeyInfo', 'X509Data',
    'X509Certificate']
assert [t.get('Algorithm') for t in signature.iter(ds + 'Transform')] == [
    'http://www.w3.org/2001/10/xml-exc-c14n#', 'urn://smev-gov-ru/xmldsig/transform']
signed = [e for e in operation if isinstance(e.tag, str)][0]
reference = signature.find('.//' + ds + 'Reference')
assert reference.get('URI') == '#' + signed.get('Id')
# its place: after the content and its attachments
previous = holder.getprevious()
while not isinstance(previous.tag, str):
    previous = previous.getprevious()
assert previous is signed or etree.QName(previous).localname == 'AttachmentContentList'
def text(name):
    return signature.find('.//' + ds + name).text
info = etree.tostring(signature[0], method='c14n', exclusive=True, with_comments=False)
value = base64.b64decode(text('SignatureValue'), validate=True)
method = signature.find('.//' + ds + 'SignatureMethod').get('Algorithm')
if 'ecdsa' in method:           # r || s to DER
    def integer(b):
        b = b.lstrip(b'\0') or b'\0'
        b = (b'\0' if b[0] & 0x80 else b'') + b
        return b'\x02' + bytes([len(b)]) + b
    half = len(value) // 2
    body = integer(value[:half]) + integer(value[half:])
    value = b'\x30' + bytes([len(body)]) + body
open(out + '/info', 'wb').write(info)
open(out + '/value', 'wb').write(value)
open(out + '/cert.der', 'wb').write(base64.b64decode(text('X509Certificate'), validate=True))
open(out + '/id', 'w').write(signed.get('Id'))
open(out + '/digest', 'w').write(text('DigestValue'))
open(out + '/methods', 'w').write(method + ' ' + signature.find('.//' + ds + 'DigestMethod').get('Algorithm'))
# All but the signature is as it was.
bare = re.sub(rb'<ds:Signature .*</ds:Signature>', b'', raw, flags=re.S)
was = open(before, 'rb').read()
empty = rb'<((?:\w+:)?CallerInformationSystemSignature)(?:/>|>\s*</(?:\w+:)?CallerInformationSystemSignature>)'
if re.search(empty, was):
    was = re.sub(empty, rb'<\1></\1>', was)
else:
    bare = re.sub(empty, b'', bare)
assert bare == was
EOT
pieces() { rm -f "$dir/digest" "$dir/methods" "$dir/value"; /usr/bin/python3 "$dir/pieces.py" "$@"; }

verified() { "$mostik" verify --ca "$dir/pki/sign-authorities.pem" "$1" > "$dir/said"; }
key_of() { echo "--key $dir/pki/mostik-sign-$1.key --certificate $dir/pki/mostik-sign-$1.pem"; }
sign() { # KIND NAME
	# shellcheck disable=SC2046
	"$mostik" sign --smev $(key_of "$1") --out "$dir/$2.$1" "$dir/in/$2"
}
ssl() {
	case $kind in
	gost*) OPENSSL_CONF=$dir/pki/gost.cnf openssl "$@" ;;
	*) openssl "$@" ;;
	esac
}
value_holds() { # KIND
	ssl x509 -inform DER -in "$dir/cert.der" -noout -pubkey > "$dir/pub.pem" &&
		ssl dgst "-$1" -verify "$dir/pub.pem" -signature "$dir/value" "$dir/info" > /dev/null
}

cpxmlsec=urn:ietf:params:xml:ns:cpxmlsec:algorithms
while read -r kind hash methods; do
	if [ ! -s "$dir/pki/mostik-sign-$kind.key" ]; then
		skip "$kind" 'OpenSSL has no gost engine'
		continue
	fi
	for file in "$dir"/in/*; do
		case $kind$(basename "$file") in rsa*-1.[12] | gost512*-1.[12]) continue ;; esac
		name=$(basename "$file") what="$(basename "$file"), $kind" m=$dir/$(basename "$file").$kind
		ok "$what: signed" sign "$kind" "$name"
		ok "$what: mostik verify" verified "$m"
		ok "$what: its shape, and nothing else has changed" pieces "$file" "$m" "$dir"
		is "$what: methods" "$(cat "$dir/methods")" "$methods"
		is "$what: the digest" "$("$mostik" canonicalize --smev --id "$(cat "$dir/id")" "$m" |
			ssl dgst "-$hash" -binary | base64 -w 0)" "$(cat "$dir/digest")"
		ok "$what: the value" value_holds "$hash"
		is "$what: the certificate" "$(ssl x509 -inform DER -in "$dir/cert.der")" \
			"$(ssl x509 -in "$dir/pki/mostik-sign-$kind.pem")"
	done
done << EOT
rsa sha256 http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 http://www.w3.org/2001/04/xmlenc#sha256
ec sha256 http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256 http://www.w3.org/2001/04/xmlenc#sha256
gost256 md_gost12_256 $cpxmlsec:gostr34102012-gostr34112012-256 $cpxmlsec:gostr34112012-256
gost512 md_gost12_512 $cpxmlsec:gostr34102012-gostr34112012-512 $cpxmlsec:gostr34112012-512
EOT

# The schemas, where they are at hand: the signature stands where they want it.
schema=$contracts/smev3-1.3/smev-message-exchange-types-1.3.xsd
for name in request request-added response get-request get-response ack; do
	if [ -f "$schema" ] && command -v xmllint > /dev/null; then
		/usr/bin/python3 - "$dir/$name-1.3.ec" > "$dir/operation.xml" << 'EOT'
import sys
from lxml import etree
body = etree.fromstring(open(sys.argv[1], 'rb').read().replace('http://пф.рф/тест/1'.encode(), b'urn:pf'))[-1]
sys.stdout.buffer.write(etree.tostring(body[0], encoding='UTF-8'))
EOT
		ok "$name: by the schema" xmllint --noout --nonet --schema "$schema" "$dir/operation.xml" 2> "$dir/said"
	else
		skip "$name: by the schema" 'it is not here'
	fi
done

# A change is noticed, one that the transform drops is not.
sed 's/Ирина/Арина/' "$dir/request-1.2.ec" > "$dir/changed"
"$mostik" verify "$dir/changed" > "$dir/said"
is 'a changed letter' $? 1
sed 's/^   <n:Пусто/<n:Пусто/' "$dir/request-1.2.ec" > "$dir/spaces"
ok 'white space between elements' verified "$dir/spaces"
# shellcheck disable=SC2046
ok 'through pipes' sh -c "'$mostik' sign --smev $(key_of ec) - < '$dir/in/ack-1.2' | '$mostik' verify - > /dev/null"

# ---- refusals -------------------------------------------------------------------------------------

edit() { sed "$3" "$dir/in/$2" > "$dir/$1"; }
edit dtd ack-1.2 's,?>,?><!DOCTYPE S [<!ENTITY x "SECRET">]>,'
edit short ack-1.2 's,</S:Envelope>,,'
edit nobody ack-1.2 's,S:Body,S:Nobody,'
edit two ack-1.2 's,<S:Body>,<S:Body><SECRET/>,'
edit other ack-1.2 's,AckRequest,SECRETRequest,'
edit version ack-1.2 's,types/1.2,types/1.4,'
edit mixed ack-1.2 's,basic/1.2,basic/1.3,'
edit noid ack-1.2 's, Id=.SIGNED_BY_CALLER.,,'
edit oddid ack-1.2 's,SIGNED_BY_CALLER,SECRET 1,'
edit wsuid ack-1.2 's, Id=, xmlns:u="urn:u" u:Id=,'
edit twice ack-1.2 's,<S:Header/>,<S:Header><x ID="SIGNED_BY_CALLER"/></S:Header>,'
edit full get-response-1.2 's,CallerInformationSystemSignature></q,CallerInformationSystemSignature>SECRET</q,'
edit holders get-response-1.2 's,<!-- here -->,<q:CallerInformationSystemSignature/>,'
edit order request-attached-1.2 's,^\(.*\)\(<b:AttachmentContentList.*\)$,\1<q:CallerInformationSystemSignature/>\2,'
edit first request-1.2 's,<q:SenderProvided,<b:AttachmentContentList/>&,'
edit unqualified request-1.2 's,<n:Имя>,<Имя2>SECRET</Имя2>&,'
edit undeclared request-1.2 's,<n:Пусто/>,<n:Пусто><a xmlns=""/></n:Пусто>,'
edit lang request-1.2 's,<n:Имя>,<n:Имя xml:lang="SECRET">,'
edit relative request-1.2 's,http://пф.рф/тест/1,SECRET/relative,'
printf '<a xmlns="urn:x"/>' > "$dir/nosmev"
cp "$dir/ack-1.2.ec" "$dir/signed"
sed 's/GetStatusRequest/GetStatusResponse/' "$dir/in/status-1.2" > "$dir/answer"

while IFS='|' read -r want file pattern; do
	# shellcheck disable=SC2046
	"$mostik" sign --smev $(key_of ec) --out "$dir/out" "$dir/$file" 2> "$dir/err"
	is "$file: exit status" $? "$want"
	like "$file: why" "$(cat "$dir/err")" "$pattern"
	ok "$file: nothing is written" test ! -e "$dir/out"
	is "$file: no value is shown" "$(grep -c SECRET "$dir/err")" 0
done << 'EOT'
2|dtd|document type
2|short|not well-formed
2|none|cannot be opened
1|nobody|Envelope/Body: missing
1|two|exactly one element
1|other|no request to SMEV 3
1|answer|no request to SMEV 3
1|version|no request to SMEV 3
1|nosmev|no request to SMEV 3
1|mixed|first element must be AckTargetMessage
1|first|first element must be SenderProvidedRequestData
1|noid|AckTargetMessage: an attribute Id
1|oddid|AckTargetMessage: an attribute Id
1|wsuid|AckTargetMessage: an attribute Id
1|twice|another element carries the same Id
1|signed|signed before
1|full|CallerInformationSystemSignature: not empty
1|holders|misplaced or repeated
1|order|AttachmentContentList is misplaced
1|unqualified|line 5: the element Имя2 is in no namespace
1|undeclared|line 6: the element a is in no namespace
1|lang|line 5: the element Имя has an attribute of the namespace xml
1|relative|.
EOT
done_testing
