/* codec_unit: tables of what a codec takes, what it makes of it and what it refuses. */
#ifndef TESTS_CODEC_UNIT_H
#define TESTS_CODEC_UNIT_H

#include <regex.h>

#include "mapping/codec.h"
#include "tests/unit.h"

/* SLIP is read although the published pattern does not have it. */
enum codec_way { READ, SLIP, WRITE, BOTH };

struct codec_case {
	const struct map_codec *codec;
	long           min, max;
	enum codec_way way;
	const char    *in, *want;       /* want is what comes out; NULL where it is refused with code */
	enum err       code;
};

static void
codec_convert(const struct codec_case *c, size_t i, bool writing)
{
	const char *way = writing ? "write" : "read";
	const struct map_limits limits = {c->min, c->max};
	char buf[MAP_TEXT_SIZE];
	const char *out = NULL;
	enum err code = (writing ? c->codec->write : c->codec->read)(&limits, c->in, buf, &out);

	if (code != c->code)
		fail_msg("row %zu: %s '%s': %s, not %s", i, way, c->in, err_name(code), err_name(c->code));
	if (c->want != NULL && strcmp(out, c->want) != 0)
		fail_msg("row %zu: %s '%s': '%s', not '%s'", i, way, c->in, out, c->want);
	if (code != ERR_OK)
		assert_null(out);
}

/* POSIX knows neither (?!…) nor \x00, the C library no ranges of Cyrillic: nothing is said of those. */
static bool
codec_pattern(const struct map_codec *codec, regex_t *ret)
{
	if (codec->pattern == NULL || codec == &map_codec_name)
		return false;
	if (strstr(codec->pattern, "(?") != NULL || strstr(codec->pattern, "\\x") != NULL)
		return false;
	assert_int_equal(regcomp(ret, codec->pattern, REG_EXTENDED | REG_NOSUB), 0);
	return true;
}

/* What is read is what the pattern published for it has, slips apart. */
static void
codec_compare_pattern(const struct codec_case *c, size_t i)
{
	regex_t pattern;
	bool matches;

	if (!codec_pattern(c->codec, &pattern))
		return;
	matches = regexec(&pattern, c->in, 0, NULL, 0) == 0;
	regfree(&pattern);
	if (matches == (c->way == SLIP) && c->code == ERR_OK)
		fail_msg("row %zu: '%s' is read and does%s match %s", i, c->in, matches ? "" : " not",
		    c->codec->pattern);
}

static void
codec_cases_hold(const struct codec_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (cases[i].way != WRITE) {
			codec_convert(&cases[i], i, false);
			codec_compare_pattern(&cases[i], i);
		}
		if (cases[i].way == WRITE || cases[i].way == BOTH)
			codec_convert(&cases[i], i, true);
	}
}

#endif
