#!/bin/sh
# mostik canonicalize: the octets that xmllint prints too, of documents of several kinds and of
# parts of them; and what it refuses.
. "${top_srcdir:?}/tests/lib/tap.sh"

MOSTIK=${top_builddir:?}/mostik
command -v xmllint >/dev/null || skip_all 'xmllint is not installed'
DIR=$(mktemp -d "$top_builddir/canonicalize-test-XXXXXX") || exit 1
trap 'rm -rf "$DIR"' EXIT

cat >"$DIR/plain.xml" <<'EOT'
<?xml version="1.0" encoding="UTF-8"?>
<?before it?>
<!-- before -->
<a   c = '1&#9;"' b="2
3" ><empty/>text &amp; &lt;<![CDATA[<cdata>]]>&#13;
<!-- inside --><?an  instruction ?></a>
<!-- after -->
EOT
cat >"$DIR/namespaces.xml" <<'EOT'
<p:a xmlns:p="urn:p" xmlns="urn:d" xmlns:q="urn:q" xmlns:unused="urn:u"
	q:z="1" p:y="2" x="3" xml:lang="ru">
  <b xmlns=""><c xmlns="urn:d"/><q:d xmlns:q="urn:q2"/></b>
  <я:элемент xmlns:я="urn:ya" xmlns:p="urn:p" p:атрибут="значение"/>
</p:a>
EOT
cat >"$DIR/envelope.xml" <<'EOT'
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
	xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
	xmlns:t="urn:t" xml:lang="ru"><s:Header><t:To wsu:Id="To">urn:fund</t:To></s:Header>
<s:Body wsu:Id="Body"><t:Ask Id="Ask" t:n="1"><t:Who xml:id="Who">Ёлкина &#x1F600;</t:Who></t:Ask></s:Body></s:Envelope>
EOT
# The octets without what is outside of the document's element, and the newlines next to that.
theirs() { # OPTION FILE
	xmllint "$1" "$2" | sed '/^<?before it?>$/d; /^<!-- \(before\|after\) -->$/d' >"$DIR/theirs"
	while [ -s "$DIR/theirs" ] && [ "$(tail -c 1 "$DIR/theirs")" = '' ]; do
		truncate -s -1 "$DIR/theirs"
	done
}
same() { # FILE OPTION...
	same_file=$1
	shift
	"$MOSTIK" canonicalize "$@" "$same_file" >"$DIR/ours" &&
		cmp "$DIR/ours" "$DIR/theirs"
}
for file in plain namespaces envelope; do
	theirs --exc-c14n "$DIR/$file.xml"
	ok "exclusive: $file" same "$DIR/$file.xml" --exclusive --comments
	theirs --c14n "$DIR/$file.xml"
	ok "inclusive: $file" same "$DIR/$file.xml" --comments --inclusive
done
"$MOSTIK" canonicalize --exclusive "$DIR/plain.xml" >"$DIR/ours"
theirs --exc-c14n "$DIR/plain.xml"
sed -i 's/<!-- inside -->//' "$DIR/theirs"
ok 'without comments' cmp "$DIR/ours" "$DIR/theirs"
"$MOSTIK" canonicalize --exclusive - <"$DIR/plain.xml" >"$DIR/ours"
ok 'from standard input' cmp "$DIR/ours" "$DIR/theirs"

of() { "$MOSTIK" canonicalize "$@" "$DIR/envelope.xml" 2>&1; }
SOAP=http://schemas.xmlsoap.org/soap/envelope/
WSU=http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd
is 'the element with a wsu:Id' "$(of --exclusive --id To)" \
	"<t:To xmlns:t=\"urn:t\" xmlns:wsu=\"$WSU\" wsu:Id=\"To\">urn:fund</t:To>"
is 'with an Id' "$(of --id Ask --exclusive)" \
	'<t:Ask xmlns:t="urn:t" Id="Ask" t:n="1"><t:Who xml:id="Who">Ёлкина 😀</t:Who></t:Ask>'
is 'with an xml:id' "$(of --exclusive --id Who)" '<t:Who xmlns:t="urn:t" xml:id="Who">Ёлкина 😀</t:Who>'
is 'with prefixes' "$(of --exclusive --id Who --prefixes 's  none')" \
	"<t:Who xmlns:s=\"$SOAP\" xmlns:t=\"urn:t\" xml:id=\"Who\">Ёлкина 😀</t:Who>"
is 'inclusive: what it inherits' "$(of --inclusive --id Who)" \
	"<t:Who xmlns:s=\"$SOAP\" xmlns:t=\"urn:t\" xmlns:wsu=\"$WSU\" xml:id=\"Who\" xml:lang=\"ru\">Ёлкина 😀</t:Who>"
is 'of SMEV' "$(of --smev --id To)" \
	"<ns1:To xmlns:ns1=\"urn:t\" xmlns:ns2=\"$WSU\" ns2:Id=\"To\">urn:fund</ns1:To>"

# ---- refusals: status 2, a message, and nothing on standard output
refused() { # NAME PATTERN ARGUMENT...
	name=$1 pattern=$2
	shift 2
	"$MOSTIK" canonicalize "$@" </dev/null >"$DIR/out" 2>"$DIR/errors"
	is "$name" "$? $(wc -c <"$DIR/out")" '2 0'
	like "$name: says why" "$(cat "$DIR/errors")" "$pattern"
}
echo '<!DOCTYPE a><a/>' >"$DIR/dtd.xml"
echo '<a><b></a>' >"$DIR/broken.xml"
echo '<a><b Id="x"/><b wsu:Id="x" xmlns:wsu="urn:w"/></a>' >"$DIR/twice.xml"
echo '<a xmlns="relative"/>' >"$DIR/relative.xml"
yes '<a>' | head -c 9000000 >"$DIR/large.xml"
refused 'no such file' 'nowhere.*: No such file' --exclusive "$DIR/nowhere.xml"
refused 'a folder' ': ' --exclusive "$DIR"
refused 'nothing' 'XML' --exclusive -
refused 'a DTD' 'XML_FORBIDDEN' --inclusive "$DIR/dtd.xml"
refused 'not well-formed' 'line 1: ' --smev "$DIR/broken.xml"
refused 'too large' 'XML_LIMIT' --smev "$DIR/large.xml"
refused 'no such identifier' 'no element carries' --exclusive --id y "$DIR/twice.xml"
refused 'two of them' 'identifier' --exclusive --id x "$DIR/twice.xml"
refused 'a relative namespace' 'XML_CANONICAL' --exclusive "$DIR/relative.xml"
refused 'SMEV without a namespace' 'without a namespace' --smev "$DIR/plain.xml"
refused 'SMEV with xml:lang' 'xml:lang' --smev "$DIR/envelope.xml"
refused 'too many prefixes' 'XML_LIMIT' --exclusive --prefixes 'a b c d e f g h i j k l m n o p q' "$DIR/plain.xml"
while read -r arguments; do
	# shellcheck disable=SC2086 # the arguments are words
	refused "usage: $arguments" '^usage: ' $arguments
done <<'EOT'
--exclusive
-
--exclusive --smev -
--smev --comments -
--smev --prefixes a -
--inclusive --prefixes a -
--exclusive --id
--exclusive --id a --id b -
--exclusive - -
--unknown -
EOT
done_testing
