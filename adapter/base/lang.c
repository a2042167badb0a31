#include "config.h"

#include <string.h>
#include <strings.h>

#include "adapter/base/lang.h"

static const char *const lang_names[] = {[ERR_EN] = "en", [ERR_RU] = "ru"};

/* The weight of a language range at p (its parameters up to the comma), in thousandths. */
static int
weight(const char *p)
{
	const char *end = p + strcspn(p, ","), *q;
	int w = 0;

	for (q = p; q < end && !(*q == 'q' && q[1] == '='); q++)
		;
	if (q >= end)
		return 1000;
	q += 2;
	w = *q == '1' ? 1000 : 0;
	if (q[0] != '0' || q[1] != '.')
		return w;
	q += 2;
	for (int unit = 100; unit > 0 && *q >= '0' && *q <= '9'; unit /= 10, q++)
		w += (*q - '0') * unit;
	return w;
}

enum err_lang
lang_choose(const char *accept_language)
{
	int best[2] = {0, 0};
	const char *p = accept_language;

	while (p != NULL && *p != '\0') {
		p += strspn(p, ", \t");
		for (int lang = ERR_EN; lang <= ERR_RU; lang++)
			if (strncasecmp(p, lang_names[lang], 2) == 0 && strchr("-;, \t", p[2]) != NULL
			    && weight(p) > best[lang])
				best[lang] = weight(p);
		p += strcspn(p, ",");
	}
	return best[ERR_EN] > best[ERR_RU] ? ERR_EN : ERR_RU;
}

const char *
lang_name(enum err_lang lang)
{
	return lang_names[lang];
}
