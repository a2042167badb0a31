#!/bin/sh
# front: HTTP and TLS as callers see it, by curl and openssl: who is let in, the methods, the limits,
# the shapes that are refused, callers that go away, and the graceful stop.
set -u
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/front.sh"
front_start

# ---- who calls ----

for case in portal-tls:portal:true stranger-tls:-:true none:-:false; do
	who=${case%%:*}
	want=${case#*:}
	got=$(get $who /echo)
	like "$who is who it is" "$got" "\"caller\":\"${want%:*}\",\"certificate\":${want#*:}"
done
is "a certificate of another authority ends the handshake" "$(get foreign-tls /echo)" ""
like "and is logged with its reason" \
	"$(cat "$dir/err")" "event=client_certificate_refused reason=\".*sha256=[0-9a-f]{64}"
like "TLS 1.3 is preferred" "$(tls_facts)" "TLSv1.3"
like "TLS 1.2 is good" "$(tls_facts -tls1_2)" "TLSv1.2"
like "with an AEAD cipher and forward secrecy" "$(tls_facts -tls1_2)" "ECDHE-.*(GCM|CHACHA20)"
like "TLS 1.1 is not" \
	"$(tls_facts -tls1_1 -cipher ALL:@SECLEVEL=0)" "alert|no protocols|unsupported"
like "nor a cipher without forward secrecy" \
	"$(tls_facts -tls1_2 -cipher AES128-SHA)" "handshake failure"
# Each connection shows its certificate anew.
is "TLS 1.2 resumes no session" "$(tls_facts -tls1_2 -reconnect | grep -cE '^Reused|Session-ID: [0-9A-F]')" 0
is "nor gives TLS 1.3 a ticket for one" "$(tls_facts -tls1_3 | grep -ci 'session ticket')" 0
like "plain HTTP gets nothing of HTTP" \
	"$(curl -s --max-time 20 "http://127.0.0.1:$port/echo"; echo "rc=$?")" '^rc='

# ---- requests and answers ----

for method in GET POST PUT PATCH DELETE; do
	like "$method" "$(get portal-tls '/a%20b/c?x=1&y=2' -X $method)" \
		"\"method\":\"$method\",\"path\":\"/a%20b/c\",\"query\":\"x=1&y=2\""
done
like "a body arrives" "$(get portal-tls /echo -d 12345)" '"length":5,'
like "a body in chunks arrives" \
	"$(get portal-tls /echo -d 12345 -H 'Transfer-Encoding: chunked')" '"length":5,'
like "and one at the limit" \
	"$(head -c 65536 /dev/zero | get portal-tls /echo --data-binary @-)" '"length":65536,'
like "with Expect: 100-continue" \
	"$(get portal-tls /echo -d 12345 -H 'Expect: 100-continue')" '"length":5,'
like "an absolute target" \
	"$(get portal-tls /echo --request-target "$url/p/q?r")" '"path":"/p/q","query":"r"'
like "two slashes are a path" "$(get portal-tls /echo --request-target //x/y)" '"path":"//x/y"'

head=$(get portal-tls /echo -I)
like "HEAD has the length of GET" "$head" '^Content-Length: [1-9]'
is "and no body" \
	"$(printf 'HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n' | raw | sed '1,/^\r*$/d')" ""
for header in 'Date: .* GMT' 'Cache-Control: no-store' 'X-Content-Type-Options: nosniff' 'ETag: "1"' \
	'Content-Type: application/json'; do
	like "header $header" "$head" "^$header"
done
is "a header that would break its line is left out" \
	"$(printf '%s' "$head" | grep -ciE 'evil|forged')" 0
is "a big answer comes whole" "$(get portal-tls /big | tr -d '\n' | wc -c)" 3000000
like "no content" "$(get portal-tls /none -i)" '^HTTP/1.1 204 No Content'
is "a dropped call gets nothing" "$(get portal-tls /drop)" ""
is "one connection serves many requests" "$(get portal-tls /echo "$url/echo" "$url/echo" -o /dev/null \
	-o /dev/null -o /dev/null -w '%{num_connects}')" 100

# ---- refusals ----

like "OPTIONS" "$(get portal-tls /echo -i -X OPTIONS)" '^HTTP/1.1 405'
like "with Allow" \
	"$(get portal-tls /echo -i -X TRACE)" '^Allow: GET, HEAD, POST, PUT, PATCH, DELETE'
like "a method that nobody knows" "$(get portal-tls /echo -i -X BREW)" '^HTTP/1.1 405'
like "as a problem" \
	"$(get portal-tls /echo -i -X BREW)" '^Content-Type: application/problem\+json'
like "with its code" "$(get portal-tls /echo -X BREW)" '"status":405,"code":"METHOD"'
like "a body that is too long" \
	"$(head -c 70000 /dev/zero | get portal-tls /echo -i --data-binary @-)" '^HTTP/1.1 413'
problem() {
	head -c 70000 /dev/zero | get portal-tls /echo --data-binary @- "$@"
}
like "as a problem" "$(problem -i)" '^Content-Type: application/problem\+json'
is "in Russian" "$(problem | jq -r '.title, .status, .code, .errors[0].code' | tr '\n' '|')" \
	'Запрос больше допустимого размера.|413|TOO_LARGE|TOO_LARGE|'
is "or English" "$(problem -H 'Accept-Language: en' | jq -r '.title, .hint' | tr '\n' '|')" \
	'The request is larger than permitted.|Send less at once.|'
like "which it says" "$(problem -i -H 'Accept-Language: en')" '^Content-Language: en'
like "one that is much too long" \
	"$(head -c 9000000 /dev/zero | get portal-tls /echo -i --data-binary @-)" '^HTTP/1.1 413'
like "a head that is too long" \
	"$(get portal-tls /echo -i -H "X-Long: $(head -c 20000 /dev/zero | tr '\0' x)")" '^HTTP/1.1 400'

# refused WHAT REQUEST: the request, a printf format, is answered with 400, and nothing after it counts.
refused() {
	before=$(arrived)
	got=$(printf "$2"'GET /smuggled HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n' | raw)
	is "$1" "$(printf '%s\n' "$got" | grep -a '^HTTP/' | tr -d '\r' | cut -c 6-7,9-)" "1. 400 Bad Request"
	is "$1: nothing arrived" "$(arrived)" "$before"
}
H='Host: h\r\n'
L='Content-Length: 3\r\n'
C='Transfer-Encoding: chunked\r\n'
B='3\r\nabc\r\n0\r\n\r\n'
refused "two Content-Length"            "POST / HTTP/1.1\r\n${H}${L}${L}\r\nabc"
refused "two that differ"               "POST / HTTP/1.1\r\n${H}${L}Content-Length: 0\r\n\r\nabc"
refused "both framings"                 "POST / HTTP/1.1\r\n${H}${L}${C}\r\n$B"
refused "a signed Content-Length"       "POST / HTTP/1.1\r\n${H}Content-Length: +3\r\n\r\nabc"
refused "a list of lengths"             "POST / HTTP/1.1\r\n${H}Content-Length: 3, 3\r\n\r\nabc"
refused "a blank before the colon"      "POST / HTTP/1.1\r\n${H}Content-Length : 3\r\n\r\nabc"
refused "an unknown transfer encoding"  "POST / HTTP/1.1\r\n${H}Transfer-Encoding: gzip, chunked\r\n\r\n$B"
refused "an encoding behind a tab"      "POST / HTTP/1.1\r\n${H}Transfer-Encoding:\tchunked\r\n\r\n$B"
refused "an encoding on its own line"   "POST / HTTP/1.1\r\n${H}Transfer-Encoding:\r\n chunked\r\n\r\n$B"
refused "chunks in HTTP/1.0"            "POST / HTTP/1.0\r\n${H}${C}\r\n$B"
refused "HEAD with a body"              "HEAD / HTTP/1.1\r\n${H}${L}\r\nabc"
refused "no Host"                       "GET / HTTP/1.1\r\n\r\n"
refused "two Host"                      "GET / HTTP/1.1\r\n${H}${H}\r\n"
refused "two Authorization"             "GET / HTTP/1.1\r\n${H}Authorization: a\r\nauthorization: b\r\n\r\n"
refused "a control character"           "GET / HTTP/1.1\r\n${H}X: a\001b\r\n\r\n"
refused "a target with a blank"         "GET /a b HTTP/1.1\r\n${H}\r\n"
refused "a target beyond ASCII"         "GET /\303\274 HTTP/1.1\r\n${H}\r\n"
refused "a target with a fragment"      "GET /a#b HTTP/1.1\r\n${H}\r\n"
refused "a target that is no path"      "GET a HTTP/1.1\r\n${H}\r\n"
refused "another scheme"                "GET ftp://h/ HTTP/1.1\r\n${H}\r\n"
refused "HTTP/0.9"                      "GET /aaaaaaaa HTTP/0.9\r\n${H}\r\n"
refused "HTTP/1.7"                      "GET /aaaaaaaa HTTP/1.7\r\n${H}\r\n"
refused "HTTP/2.0"                      "GET /aaaaaaaa HTTP/2.0\r\n${H}\r\n"
refused "garbage"                       "\001\002\003\004 nothing at all\r\n\r\n"

is "the server has lived through all that" \
	"$(get portal-tls /echo -o /dev/null -w '%{http_code}')" 200
front_stop
is "and ends well" "$rc $(tail -n 1 "$dir/out")" "0 closed "
is "and says nothing of sanitizers" "$(grep -cE 'Sanitizer|runtime error' "$dir/err")" 0
done_testing
