#!/bin/sh
# Who may include whom.  A folder uses only what stands above it, so there are no circles; only
# its public header is seen from outside; and each library is fenced in.
. "${top_srcdir:?}/tests/lib/tree.sh"

# LEVEL  FOLDER        its public header
levels='
0        adapter/base     *
1        mapping          mapping/mapping.h
1        adapter/xml      adapter/xml/xml.h
1        adapter/crypto   adapter/crypto/crypto.h
2        adapter/soap     adapter/soap/soap.h
2        adapter/seal     adapter/seal/seal.h
2        adapter/journal  adapter/journal/journal.h
2        adapter/token    adapter/token/token.h
2        adapter/tls      adapter/tls/tls.h
2        adapter/parts    adapter/parts/parts.h
3        adapter/front    adapter/front/front.h
3        adapter/mtom     adapter/mtom/mtom.h
3        adapter/send     adapter/send/send.h
3        adapter/inspect  adapter/inspect/inspect.h
4        adapter/audit    adapter/audit/audit.h
4        adapter/call     adapter/call/call.h
5        adapter          -
'
# mapping/ and adapter/soap/ are the two halves of the use of gSOAP: they share one private header.
shared='adapter/soap mapping/rows.h'

# LIBRARY HEADER            the only folders (or files) that may use it; main starts the libraries
fences='
sqlite3[.]h                 adapter/journal
xmlsec/                     adapter/seal
libxml/                     adapter/xml|adapter/seal|adapter/soap|adapter/inspect|adapter/main.c
stdsoap2|soap(H|Stub)[.]h   adapter/soap|mapping
cjose/                      adapter/token
event2/http                 adapter/front
event2/bufferevent          adapter/front
curl/                       adapter/send|adapter/token|adapter/call|adapter/main.c
openssl/ssl[.]h             adapter/tls|adapter/front|adapter/send
openssl/(x509(_vfy|v3)?|pem|ec|rsa|engine|pkcs7|pkcs12|cms)[.]h  adapter/crypto|adapter/tls|adapter/front|adapter/send
'

includes() {    # FILE HEADER, a line for each #include of our sources
	sources | xargs grep -HE '^#[ 	]*include [<"]' |
		sed 's/:#[ 	]*include [<"]\([^">]*\).*/ \1/'
}

not_from_the_top() {
	sources | xargs grep -H '^#[ 	]*include "' |
		sed 's/:#[ 	]*include "\([^"]*\)".*/ \1/' | while read -r file header; do
		case $header in
		config.h | soapH.h | soapStub.h | *.nsmap) ;;
		*) [ -f "$header" ] || echo "$file: \"$header\" is no path from the top" ;;
		esac
	done
}

out_of_order() {
	includes | awk -v levels="$levels" -v shared="$shared" '
	function folder(path) { sub(/\/[^\/]*$/, "", path); return path }
	BEGIN {
		n = split(levels, row, "\n")
		for (i = 1; i <= n; i++)
			if (split(row[i], f, " ") == 3) { level[f[2]] = f[1]; face[f[2]] = f[3] }
		split(shared, pair, " ")
	}
	!(folder($1) in level) { print $1 ": the folder " folder($1) " has no level"; next }
	$2 !~ /^(adapter|mapping|tests)\// { next }
	{
		from = folder($1); to = folder($2)
		if (from == to) next
		if (!(to in level) || level[to] >= level[from])
			print $1 ": " from " may not use " to
		else if (face[to] != "*" && face[to] != $2 && !(from == pair[1] && $2 == pair[2]))
			print $1 ": " $2 " is private to " to
	}'
}

over_the_fence() {
	includes | awk -v fences="$fences" '
	BEGIN {
		n = split(fences, row, "\n")
		for (i = 1; i <= n; i++)
			if (split(row[i], f, " ") == 2) allowed["^(" f[1] ")"] = "^(" f[2] ")$"
	}
	{
		folder = $1
		sub(/\/[^\/]*$/, "", folder)
		for (library in allowed)
			if ($2 ~ library && folder !~ allowed[library] && $1 !~ allowed[library])
				print $1 ": " $2 " belongs elsewhere"
	}'
}

rule 'headers are named from the top of the tree' not_from_the_top
rule 'folders use only what stands above them, by its public header' out_of_order
rule 'each library is used in its folder only' over_the_fence
done_testing
