#include "config.h"

#include <stddef.h>

#include "adapter/base/base.h"
#include "adapter/docs_text.h"

/* The release that the tests fetch and look at (tests/lib/npm.packages). */
#define RENDERER "swagger-ui-dist@5.35.0"

#define HEAD(lang, title)                                                                         \
	"<!DOCTYPE html>\n<html lang=\"" lang "\">\n<head>\n<meta charset=\"utf-8\">\n"           \
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"              \
	"<title>" title "</title>\n<link rel=\"icon\" href=\"data:,\">\n"                         \
	"<link rel=\"stylesheet\" href=\"docs/page.css\">\n"

#define RENDERED(lang, title, document, other_lang, other, no_script)                             \
	HEAD(lang, title)                                                                         \
	"<link rel=\"stylesheet\" href=\"docs/swagger-ui.css\">\n</head>\n<body>\n"               \
	"<p class=\"top\"><a href=\"openapi.json?lang=" lang "\">" document "</a>\n"              \
	"<a href=\"docs?lang=" other_lang "\" hreflang=\"" other_lang "\">" other "</a></p>\n"    \
	"<noscript><p>" no_script "</p></noscript>\n"                                             \
	"<div id=\"docs\" data-document=\"openapi.json?lang=" lang "\"></div>\n"                  \
	"<script src=\"docs/swagger-ui-bundle.js\"></script>\n"                                   \
	"<script src=\"docs/page.js\"></script>\n</body>\n</html>\n"

#define PLAIN(lang, title, document, other_lang, other, text)                                     \
	HEAD(lang, title)                                                                         \
	"</head>\n<body>\n<h1>" title "</h1>\n<p>" text "</p>\n"                                  \
	"<pre>npm pack " RENDERER "\n"                                                            \
	"tar -xzf swagger-ui-dist-*.tgz package/swagger-ui.css package/swagger-ui-bundle.js\n"    \
	"install -D -m 644 -t " DOCS_DIR " package/swagger-ui*</pre>\n"                           \
	"<p class=\"top\"><a href=\"openapi.json?lang=" lang "\">" document "</a>\n"              \
	"<a href=\"docs?lang=" other_lang "\" hreflang=\"" other_lang "\">" other "</a></p>\n"    \
	"</body>\n</html>\n"

#define BOTH(text) {text, text}

/* The page is there to be read: it sends no request but for the document. */
static const char page_js[] =
    "\"use strict\";\n"
    "{\n"
    "\tconst at = document.getElementById(\"docs\");\n"
    "\tSwaggerUIBundle({\n"
    "\t\turl: at.dataset.document,\n"
    "\t\tdomNode: at,\n"
    "\t\tdeepLinking: true,\n"
    "\t\tdocExpansion: \"list\",\n"
    "\t\tfilter: true,\n"
    "\t\tdefaultModelsExpandDepth: 0,\n"
    "\t\tsupportedSubmitMethods: [],\n"
    "\t\tvalidatorUrl: null,\n"
    "\t});\n"
    "}\n";

static const char page_css[] =
    "body { margin: 0 auto; max-width: 1460px; padding: 0 20px; font-family: sans-serif; }\n"
    ".top { text-align: right; }\n"
    ".top a { margin-left: 1.5em; }\n"
    "pre { overflow: auto; padding: 1em; background: #f4f4f4; }\n"
    "#docs .scheme-container { display: none; }\n";

const struct docs_text docs_texts[] = {
	{"/docs", "text/html; charset=utf-8", DOCS_RENDERED,
	    {[ERR_EN] = RENDERED("en", "mostik: services over REST", "OpenAPI document", "ru", "По-русски",
	        "Without scripts only the document itself can be read: the link above."),
	     [ERR_RU] = RENDERED("ru", "mostik: сервисы через REST", "Документ OpenAPI", "en", "In English",
	        "Без сценариев можно прочесть только сам документ: ссылка выше.")}},
	{"/docs", "text/html; charset=utf-8", DOCS_PLAIN,
	    {[ERR_EN] = PLAIN("en", "mostik: services over REST", "OpenAPI document", "ru", "По-русски",
	        "The page needs Swagger UI, and it is not installed here. This installs it; then restart mostik."
	        " Another folder can be named by docs_dir, section [front] of the settings."),
	     [ERR_RU] = PLAIN("ru", "mostik: сервисы через REST", "Документ OpenAPI", "en", "In English",
	        "Странице нужен Swagger UI, а он здесь не установлен. Установить его можно так; затем перезапустите"
	        " mostik. Другую папку называет docs_dir, раздел [front] настроек.")}},
	{"/docs/page.js", "text/javascript; charset=utf-8", DOCS_ALWAYS, BOTH(page_js)},
	{"/docs/page.css", "text/css; charset=utf-8", DOCS_ALWAYS, BOTH(page_css)},
	{NULL, NULL, DOCS_ALWAYS, BOTH(NULL)},
};
