#!/bin/sh
# front: uploads by real clients, curl and python-requests: what arrives of files and names, and what is refused.
set -u
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/front.sh"
spool=$dir/spool
front_start spool="$spool" max_file=10485760

printf '%%PDF-1.4\n%%%%EOF\n' > "$dir/small.pdf"
{ printf '%%PDF-1.4\n'; head -c 10485746 /dev/urandom; printf '%%%%EOF'; } > "$dir/big.pdf"
printf '\377\330\377\340 x \377\331' > "$dir/photo"
printf '\211PNG\r\n\032\n\0\0\0\015IHDR\0\0\0\1\0\0\0\1 x \0\0\0\0IEND\256\102\140\202' > "$dir/скан \"1\".png"
head -c 2000 "$dir/big.pdf" > "$dir/torn.pdf"
printf 'GIF89a' > "$dir/moving.pdf"
digest() {
	sha256sum < "$1" | cut -d' ' -f1
}
json='body={"a":1};type=application/json'
# up [curl-argument...]: as the portal, in English.
up() {
	get portal-tls /echo -H 'Accept-Language: en' "$@"
}
# files ANSWER FILTER: what jq makes of each file, by blanks.
files() {
	printf '%s' "$1" | jq -r ".files[] | $2" | tr '\n' ' '
}

# ---- what arrives ----

got=$(up -F "$json" -F "a=@$dir/small.pdf" -F "b=@$dir/photo" -F "c=@$dir/скан \"1\".png" -F "d=@$dir/big.pdf")
is "the part body is the body" "$(printf '%s' "$got" | jq -c '[.type, .body, .length]')" \
	'["application/json",{"a":1},7]'
is "types are found in the files" "$(files "$got" .type)" \
	"application/pdf image/jpeg image/png application/pdf "
is "all of them are whole" "$(files "$got" .check)" "OK OK OK OK "
is "and come octet for octet" "$(files "$got" .sha256)" "$(digest "$dir/small.pdf") $(digest "$dir/photo") \
$(digest "$dir/скан \"1\".png") $(digest "$dir/big.pdf") "
is "sizes are known" "$(files "$got" .size)" "15 9 39 10485760 "
like "names are UTF-8" "$(files "$got" .filename)" '^small.pdf photo скан .*1.*.png big.pdf $'
openssl cms -sign -binary -outform DER -md sha256 -signer "$pki/portal-tls.pem" -inkey "$pki/portal-tls.key" \
	-in "$dir/big.pdf" -out "$dir/big.p7s"
got=$(up -F "a=@$dir/big.p7s")
is "a signature is one" "$(files "$got" '.type + " " + .check')" 'application/pkcs7-signature OK '
got=$(up -H 'Transfer-Encoding: chunked' -H 'Expect:' -F "$json" -F "d=@$dir/big.pdf")
is "in chunks as well" "$(files "$got" .sha256)" "$(digest "$dir/big.pdf") "
got=$(up --http1.0 --no-alpn -F "$json" -F "d=@$dir/big.pdf")
is "and in HTTP/1.0" "$(files "$got" .sha256)" "$(digest "$dir/big.pdf") "
like "who asks first is told to go on" \
	"$(up -v -H 'Expect: 100-continue' -F "a=@$dir/big.pdf" 2>&1 | grep '^< HTTP' | tr -d '\r\n')" \
	'100 Continue< HTTP/1.1 200 OK'
got=$(up -F "a=@$dir/small.pdf")
is "without a part body there is none" "$(printf '%s' "$got" | jq -c '[.type, .body, .length]')" '["-",null,0]'
is "its length is told as it was" "$(printf '%s' "$got" | jq '.framing | tonumber > 100')" true
got=$(up -F "a=@$dir/torn.pdf" -F "b=@$dir/moving.pdf;type=application/pdf" -F c=text)
is "content decides, not what is said of it" "$(files "$got" .check)" "FILE_UNREADABLE FILE_FORMAT FILE_FORMAT "
is "one connection serves many uploads" "$(up "$url/echo" "$url/echo" -F "$json" -F "d=@$dir/big.pdf" \
	-o /dev/null -o /dev/null -o /dev/null -w '%{http_code} %{num_connects} ')" '200 1 200 0 200 0 '

# requests writes boundaries and names in another way.
py() {
	/usr/bin/python3 - "$url" "$pki" "$dir" "$1" <<'EOF'
import sys
import requests
url, pki, folder, how = sys.argv[1:]
files = {"body": (None, '{"a":1}', "application/json"),
         "a": ("Скан паспорта.pdf", open(folder + "/big.pdf", "rb"), "application/pdf")}
if how == "large":
    files["b"] = ("b.pdf", b"%PDF-1.4" + b" " * 10485760, "application/pdf")
session = requests.Session()
session.trust_env = False
session.verify, session.cert = pki + "/tls-ca.pem", (pki + "/portal-tls.pem", pki + "/portal-tls.key")
session.headers["Accept-Language"] = "en"
answer = session.post(url + "/echo", files=files)
print(answer.status_code, answer.text)
EOF
}
got=$(py good)
is "python-requests: the file" "$(files "${got#* }" .sha256)" "$(digest "$dir/big.pdf") "
is "its name" "$(files "${got#* }" .filename)" "Скан паспорта.pdf "
is "the body" "$(printf '%s' "${got#* }" | jq -c .body)" '{"a":1}'

# ---- what is refused ----

{ cat "$dir/big.pdf"; echo; } > "$dir/over.pdf"
problem() {
	jq -r '[.status, .code, .errors[0].in, .errors[0].pointer, .errors[0].detail] | join("|")'
}
too_large='413|FILE_TOO_LARGE|files|/scan|The file is larger than permitted. (a part of at most 10485760 octets)'
is "a file that is too large is named" "$(up -F "$json" -F "scan=@$dir/over.pdf" | problem)" "$too_large"
is "in chunks as well" "$(up -H 'Transfer-Encoding: chunked' -F "scan=@$dir/over.pdf" | problem)" "$too_large"
is "in Russian" "$(get portal-tls /echo -F "scan=@$dir/over.pdf" | jq -r .title)" \
	"Файл больше допустимого размера."
got=$(py large)
is "requests hears it, too, which hears nothing while it sends" \
	"$(printf '%s' "$got" | sed 's/ {.*"code"/ "code"/; s/,.*//')" '413 "code":"FILE_TOO_LARGE"'
is "a body that is too large" "$(head -c 70000 /dev/zero | tr '\0' ' ' > "$dir/long"
	up -F "body=<$dir/long;type=application/json" | problem)" \
	'413|TOO_LARGE|body||The request is larger than permitted. (at most 65536 octets)'
set --
for name in a b c d e f; do
	set -- "$@" -F "$name=@$dir/small.pdf"
done
is "six files" "$(up "$@" | problem)" \
	'422|INVALID|files||The request has fields that cannot be accepted. (at most 5 parts)'
set --
for name in a b c d e f; do
	set -- "$@" -F "$name=@$dir/big.pdf"
done
is "more than all files may have" "$(up "$@" | problem)" \
	'413|TOO_LARGE|request||The request is larger than permitted. (the body)'
like "no boundary" "$(up -H 'Content-Type: multipart/form-data' -d x | problem)" \
	'^400\|MULTIPART\|header\|/Content-Type'
like "a body of another boundary" "$(up -H 'Content-Type: multipart/form-data; boundary=a' -d --b | problem)" \
	'^400\|MULTIPART\|body\|'

# ---- strangers ----

got=$(get stranger-tls /echo -F "a=@$dir/small.pdf")
is "a stranger's upload is a body like another" "$(printf '%s' "$got" | jq -c '[.caller, .files]')" '["-",null]'
forget
is "a large one is hung up on" "$(get stranger-tls /echo -H 'Expect:' -F "a=@$dir/torn.pdf" \
	-F "b=@$dir/big.pdf" -o /dev/null -w '%{http_code}' | grep -cE '^(000|413)$')" 1
is "and does not arrive" "$(arrived)" 0

# ---- what lies on the disk ----

is "the folder is for us alone" "$(stat -c %a "$spool")" 700
is "nothing is in it" "$(ls -A "$spool")" ""
rmdir "$spool"
is "without the folder: our fault" "$(up -F "$json" -F "scan=@$dir/small.pdf" | problem | cut -c 1-70)" \
	'503|SPOOL|request||A file could not be kept while it is worked on: the'
like "the log says why" "$(cat "$dir/err")" 'event=upload_failed code=SPOOL .*No such file'
mkdir -m 700 "$spool"
is "when it is there again, all is well" "$(files "$(up -F "scan=@$dir/small.pdf")" .check)" "OK "
front_stop
is "the server ends" "$rc" 0
is "and says nothing of sanitizers" "$(grep -cE 'Sanitizer|runtime error' "$dir/err")" 0
chmod 755 "$spool"
is "it does not start with a folder that others may enter" \
	"$("${top_builddir:?}/tests/lib/front_tool" "$pki" "" spool="$spool")" "SPOOL spool"
done_testing
