#!/bin/sh
# /docs in a browser: every operation is shown, the browser has nothing to complain of, and nothing is asked of others.
# The last follows from the page's policy: a request to elsewhere would be a complaint.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
	skip_all 'there is no chromium'
ui=${MOSTIK_NPM:-$top_builddir/npm}/docs/node_modules/swagger-ui-dist
[ -f "$ui/swagger-ui-bundle.js" ] || skip_all "Swagger UI is not in $ui: sh tests/lib/npm.sh install docs FOLDER"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t75b.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
STAND_EXTRA='[front]
docs_dir = ui'
. "$top_srcdir/tests/lib/stand.sh"
FUND_PORT=1
mkdir "$STAND/ui"
cp "$ui/swagger-ui-bundle.js" "$ui/swagger-ui.css" "$STAND/ui/"
stand_pki && stand_config && stand_start_mostik || exit 1

# Leaves the page as it is in the end in $STAND/dom, what the browser complained of in $STAND/said.
visit() { # PATH
	HOME=$STAND timeout -k 5 90 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--no-first-run --disable-background-networking --disable-component-update --disable-sync \
		--user-data-dir="$STAND/profile" --ignore-certificate-errors --enable-logging=stderr \
		--host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE localhost' --virtual-time-budget=20000 \
		--dump-dom "https://localhost:$PORT$1" >"$STAND/dom" 2>"$STAND/err" </dev/null
	grep -a 'CONSOLE' "$STAND/err" | sed 's/^[^"]*//' >"$STAND/said"
}
# METHOD PATH of each operation, from the document and from the page.
wanted() {
	stand_curl /openapi.json |
		jq -r '.paths | to_entries[] | .key as $path | .value | keys[] | ascii_upcase + " " + $path' | sort
}
shown() {
	grep -oE 'opblock-summary-method">[A-Z]+<|class="opblock-summary-path[^>]*data-path="[^"]*"' "$STAND/dom" |
		sed -E 's/.*data-path="([^"]*)"/\1/; s/.*>([A-Z]+)</\1/' | paste -d ' ' - - | sort
}

visit /docs
[ -s "$STAND/dom" ] || skip_all "the browser gives no page: $(tail -n 1 "$STAND/err")"
wanted >"$STAND/wanted"
ok 'there are operations' test -s "$STAND/wanted"
is 'each is shown' "$(shown)" "$(cat "$STAND/wanted")"
is 'and the browser complains of nothing' "$(cat "$STAND/said")" ''
visit '/docs?lang=en'
is 'each in English' "$(shown)" "$(cat "$STAND/wanted")"
is 'and the browser complains of nothing' "$(cat "$STAND/said")" ''

# The check can fail: a renderer that asks somebody else.
echo 'fetch("https://elsewhere.test/");' >>"$STAND/ui/swagger-ui-bundle.js"
stand_stop
stand_start_mostik || exit 1
visit /docs
like 'a request to elsewhere is noticed' "$(cat "$STAND/said")" 'elsewhere.test.*Content Security Policy'
done_testing
