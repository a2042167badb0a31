#!/bin/sh
# /docs: the page with its renderer and without, in both languages, what is served of the renderer's folder and what
# is not.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t75d.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
STAND_EXTRA='[front]
docs_dir = ui'
. "$top_srcdir/tests/lib/stand.sh"
FUND_PORT=1
stand_pki && stand_config || exit 1
BODY=$STAND/body
HEAD=$STAND/head

call() { # path [curl options]
	STATUS=$(stand_curl "$@" --path-as-is -m 20 -D "$HEAD" -o "$BODY" -w '%{http_code}')
}
header() { sed -n "s/^$1: \([^\r]*\).*/\1/Ip" "$HEAD"; }
again() { stand_stop; stand_start_mostik || exit 1; }
# What the page names: addresses of scripts, styles and links.
named() { grep -oE '(src|href|data-document)="[^"]*"' "$BODY" | cut -d'"' -f2 | sort -u; }
strict() { # WHAT
	like "$1: nothing but from here, nothing inline" "$(header Content-Security-Policy)" \
		"^default-src 'none'; script-src 'self'; style-src 'self'; "
	is "$1: no unsafe source" "$(header Content-Security-Policy | grep -c unsafe)" 0
	is "$1: as it is" "$(header X-Content-Type-Options) $(header Referrer-Policy)" 'nosniff no-referrer'
	is "$1: every address is of this server" "$(named | grep -cE '^(https?:|//)')" 0
	is "$1: no inline script or style" "$(grep -cE '<script>|<script [^s]|<style| style=| on[a-z]+=' "$BODY")" 0
}

# ---- without the renderer
again
call /docs
is 'without the renderer there is a page' "$STATUS $(header Content-Type)" '200 text/html; charset=utf-8'
strict 'plain'
pinned=$(awk '$1 == "docs" { print $2 "@" $3 }' "$top_srcdir/tests/lib/npm.packages")
is 'it says what to install: what is tested' "$(grep -o 'npm pack .*' "$BODY")" "npm pack $pinned"
like 'and leads to the document' "$(named)" '^openapi.json[?]lang=ru$'
like 'the log says why' "$(cat "$STAND/mostik.log")" 'event=docs_without_renderer .*swagger-ui.css: No such file'
call /docs/swagger-ui.css
is 'nothing of it is served' "$STATUS" 404

# ---- half of it, or what is no file of a sensible size
unusable() { # WHAT, after the folder was laid
	again
	call /docs
	is "$1: the plain page" "$STATUS $(grep -c 'npm pack' "$BODY")" '200 1'
	call /docs/swagger-ui.css
	is "$1: nothing is served" "$STATUS" 404
}
mkdir "$STAND/ui"
echo 'a{}' >"$STAND/ui/swagger-ui.css"
unusable 'half of it'
: >"$STAND/ui/swagger-ui-bundle.js"
unusable 'an empty file'
truncate -s $((8 * 1024 * 1024 + 1)) "$STAND/ui/swagger-ui-bundle.js"
unusable 'a file too large'
rm "$STAND/ui/swagger-ui-bundle.js" && mkfifo "$STAND/ui/swagger-ui-bundle.js"
unusable 'a pipe'

# ---- with it
rm "$STAND/ui/swagger-ui-bundle.js"
echo 'secret' >"$STAND/ui/other.txt"
awk 'BEGIN { for (i = 0; i < 300000; i++) print "a = " i ";" }' >"$STAND/ui/swagger-ui-bundle.js"
again
call /docs
is 'the page' "$STATUS $(header Content-Type)" '200 text/html; charset=utf-8'
strict 'the page'
for name in $(named | grep -v '^data:'); do
	call "/$name"
	is "what it names is there: $name" "$STATUS" 200
done
call /docs/swagger-ui-bundle.js
is 'a file comes whole' "$(cksum <"$BODY") $(header Content-Type)" \
	"$(cksum <"$STAND/ui/swagger-ui-bundle.js") text/javascript; charset=utf-8"
is 'a file is not looked at as anything else' "$(header X-Content-Type-Options)" nosniff
for page in docs docs/swagger-ui-bundle.js docs/page.js docs/page.css openapi.json; do
	call "/$page"
	tag=$(header ETag)
	like "$page: has a tag, and is asked for again" "$tag $(header Cache-Control)" '^"[0-9a-f]{32}" no-cache$'
	: >"$BODY"
	call "/$page" -H "If-None-Match: \"x\", $tag"
	is "$page: is not sent to who has it" "$STATUS $(header ETag) $(wc -c <"$BODY")" "304 $tag 0"
	call "/$page" -H 'If-None-Match: "x"'
	is "$page: is sent to who has another" "$STATUS" 200
	call "/$page" -X POST
	is "$page: is only read" "$STATUS $(header Allow)" '405 GET, HEAD'
	call "/$page" -I
	is "$page: HEAD" "$STATUS $(header ETag)" "200 $tag"
done

# ---- languages
spoken() { # WANT PATH [curl options]
	want=$1
	shift
	call "$@"
	got=$(sed -n 's/.*<html lang="\(..\)".*/\1/p' "$BODY")
	is "$* is in $want" "$(header Content-Language) $(header Vary) $got" "$want Accept-Language $want"
}
spoken ru /docs
spoken en /docs -H 'Accept-Language: en-GB, ru;q=0.5'
spoken en '/docs?lang=en' -H 'Accept-Language: ru'
spoken ru '/docs?x=1&lang=ru' -H 'Accept-Language: en'
spoken ru '/docs?lang=eng&xlang=en&lang'
call '/docs?lang=en'
is 'the page in English shows the document in English' "$(named | grep '^openapi')" 'openapi.json?lang=en'

# ---- only the files on the list
for path in /docs/other.txt /docs//swagger-ui.css /docs/swagger-ui.css/ /docs/page.js.map /docsx \
	/ui/swagger-ui.css; do
	call "$path"
	is "$path is not served" "$STATUS $(grep -c secret "$BODY")" '404 0'
done
for path in /docs/../mostik.conf /docs/%2e%2e/mostik.conf /docs/..%2fmostik.conf /docs/./swagger-ui.css \
	/docs/swagger-ui.css%00 /docs/../ui/other.txt; do
	call "$path"
	like "$path is refused" "$STATUS $(grep -cE 'secret|front' "$BODY")" '^40[04] 0$'
done
is 'who has no certificate sees the same as of /openapi.json' "$(curl -sS --cacert "$PKI/tls-ca.pem" \
	-o /dev/null -w '%{http_code}' "https://localhost:$PORT/docs")" 200
done_testing
