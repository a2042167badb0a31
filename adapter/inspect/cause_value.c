/* Why a signature value does not hold: hypotheses, tried one by one. */
#include "config.h"

#include <string.h>

#include "adapter/inspect/trial.h"

struct trial {
	const struct inspection        *i;
	const struct inspect_signature *s;
	const struct buf               *octets;         /* of SignedInfo, as stated */
	char                            detail[256];    /* of the cause, if proven */
};

#define COPY_AUTO(name) \
	struct inspect_copy name __attribute__((cleanup(inspect_copy_fini))) = {0}

static bool
signs(const struct crypto_certificate *c, const struct crypto_algorithm *a, const struct buf *octets,
    const unsigned char *value, size_t len)
{
	unsigned char digest[CRYPTO_MAX_HASH];

	return crypto_certificate_key(c) != NULL &&
	    crypto_digest(a->hash, octets->data, octets->len, digest, NULL) == ERR_OK &&
	    crypto_verify(crypto_certificate_key(c), a, digest, value, len, NULL) == ERR_OK;
}

/* The value as it is, over other octets. */
static bool
over(const struct trial *t, const struct buf *octets)
{
	return signs(t->s->certificate, t->s->algorithm, octets, t->s->octets, t->s->len);
}

/* Another value, over the octets as they are. */
static bool
with(const struct trial *t, const unsigned char *value, size_t len)
{
	return signs(t->s->certificate, t->s->algorithm, t->octets, value, len);
}

static bool
over_node(const struct trial *t, const struct inspect_chain *chain, xmlNodePtr info)
{
	BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);

	return inspect_chain_run(chain, info, NULL, true, &octets, NULL) == ERR_OK && over(t, &octets);
}

static bool
info_stripped(struct trial *t)
{
	COPY_AUTO(copy);

	if (inspect_copy_open(t->s->info, t->s->node, &copy, NULL) != ERR_OK)
		return false;
	inspect_trial_trim(copy.node);
	return over_node(t, &t->s->c14n, copy.node);
}

static bool
info_c14n(struct trial *t)
{
	const struct inspect_transform *row;

	for (size_t k = 0; (row = inspect_transform_at(k)) != NULL; k++) {
		struct inspect_chain chain = t->s->c14n;

		chain.step[0].transform = row;
		if (!inspect_transform_is_c14n(row) || !over_node(t, &chain, t->s->info))
			continue;
		snprintf(t->detail, sizeof(t->detail), "%s", row->name);
		return true;
	}
	return false;
}

static bool
info_detached(struct trial *t)
{
	COPY_AUTO(copy);

	return inspect_copy_detached(t->s->info, &copy, NULL) == ERR_OK &&
	    over_node(t, &t->s->c14n, copy.node);
}

static bool
other_key(struct trial *t)
{
	for (size_t k = 0; k < t->i->certificates; k++) {
		const struct crypto_certificate *c = t->i->certificate[k].certificate;

		if (c == NULL || c == t->s->certificate ||
		    !signs(c, t->s->algorithm, t->octets, t->s->octets, t->s->len))
			continue;
		snprintf(t->detail, sizeof(t->detail), "%.250s", crypto_certificate_subject(c));
		return true;
	}
	return false;
}

static bool
other_method(struct trial *t)
{
	const struct crypto_algorithm *a;

	for (size_t k = 0; (a = crypto_algorithm_at(k)) != NULL; k++)
		if (a != t->s->algorithm &&
		    signs(t->s->certificate, a, t->octets, t->s->octets, t->s->len)) {
			snprintf(t->detail, sizeof(t->detail), "%s", a->name);
			return true;
		}
	return false;
}

static void
reverse(const unsigned char *in, size_t len, unsigned char *out)
{
	for (size_t k = 0; k < len; k++)
		out[k] = in[len - 1 - k];
}

static bool
halves(struct trial *t)
{
	unsigned char value[CRYPTO_MAX_SIGNATURE];
	size_t half = t->s->len / 2;

	memcpy(value, t->s->octets + half, half);
	memcpy(value + half, t->s->octets, half);
	return t->s->len == 2 * half && with(t, value, t->s->len);
}

static bool
reversed(struct trial *t)
{
	unsigned char value[CRYPTO_MAX_SIGNATURE];

	reverse(t->s->octets, t->s->len, value);
	return with(t, value, t->s->len);
}

static bool
halves_reversed(struct trial *t)
{
	unsigned char value[CRYPTO_MAX_SIGNATURE];
	size_t half = t->s->len / 2;

	reverse(t->s->octets, half, value);
	reverse(t->s->octets + half, half, value + half);
	return t->s->len == 2 * half && with(t, value, t->s->len);
}

/* One INTEGER of a DER SEQUENCE at *p, right-aligned in size octets; false if it is none. */
static bool
take_integer(const unsigned char **p, const unsigned char *end, unsigned char *out, size_t size)
{
	size_t len;

	if (end - *p < 2 || (*p)[0] != 0x02 || (*p)[1] >= 0x80 || end - *p - 2 < (*p)[1])
		return false;
	len = (*p)[1];
	*p += 2;
	for (; len > 0 && **p == 0; len--)
		(*p)++;
	if (len > size)
		return false;
	memset(out, 0, size - len);
	memcpy(out + size - len, *p, len);
	*p += len;
	return true;
}

static bool
der(struct trial *t)
{
	size_t half = ((size_t)crypto_key_bits(crypto_certificate_key(t->s->certificate)) + 7) / 8;
	const unsigned char *p = t->s->octets, *end = p + t->s->len;
	unsigned char r[CRYPTO_MAX_SIGNATURE / 2], s[CRYPTO_MAX_SIGNATURE / 2];
	unsigned char value[CRYPTO_MAX_SIGNATURE];

	if (half > sizeof(r) || t->s->len < 4 || p[0] != 0x30)
		return false;
	p += p[1] == 0x81 ? 3 : 2;
	if (!take_integer(&p, end, r, half) || !take_integer(&p, end, s, half) || p != end)
		return false;
	memcpy(value, r, half);
	memcpy(value + half, s, half);
	if (with(t, value, 2 * half))
		return true;
	memcpy(value, s, half);         /* GOST has s first */
	memcpy(value + half, r, half);
	return with(t, value, 2 * half);
}

static bool
info_cr(struct trial *t)
{
	static const char *const pairs[][2] = {
		{"\n", "&#xD;\n"}, {"&#xD;\n", "\n"}, {"&#xD;", ""}, {"\n", "\r\n"},
	};

	for (size_t k = 0; k < COUNT_OF(pairs); k++) {
		BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);

		if (inspect_octets_replace(t->octets, pairs[k][0], pairs[k][1], &octets, NULL) ==
		    ERR_OK && over(t, &octets))
			return true;
	}
	return false;
}

static const struct row {
	bool      (*is_so)(struct trial *t);
	const char *name, *text[2];
} rows[] = {
#define DIGEST_CAUSE(function, name, en, ru)
#define VALUE_CAUSE(function, name, en, ru) {function, name, {[ERR_EN] = en, [ERR_RU] = ru}},
#include "adapter/inspect/causes.h"
#undef VALUE_CAUSE
#undef DIGEST_CAUSE
};

void
inspect_cause_value(struct inspection *i, const struct inspect_signature *s, json_t *place)
{
	BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);
	struct trial t = {.i = i, .s = s, .octets = &octets};

	if (i->searches++ >= INSPECT_MAX_SEARCHES ||
	    inspect_chain_run(&s->c14n, s->info, NULL, true, &octets, NULL) != ERR_OK)
		return;
	for (size_t k = 0; k < COUNT_OF(rows); k++) {
		if (rows[k].is_so(&t)) {
			inspect_report_cause(place, rows[k].name, rows[k].text[i->report.lang],
			    t.detail);
			return;
		}
		inspect_report_tried(place, rows[k].name);
	}
}
