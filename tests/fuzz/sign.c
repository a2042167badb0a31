/*
 * sign: messages that others made, to be signed by us, as envelopes and as requests to SMEV 3.
 *
 * Both verify what they made before they hand it out; so that they fail there, or lose their place
 * in the octets, is a broken promise.  What they made has in it all that there was.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"
#include "tests/seal_kit.h"

enum { OUT_MAX = 16 << 20 };

static struct seal *seal;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	seal_init();
	seal = kit_seal("mostik", "ec", "fund");
	return 0;
}

/* Of the message, not of us; past the limits it may be once it is signed. */
static bool
is_refusal(const struct err_info *e)
{
	static const enum err refusals[] = {ERR_XML, ERR_XML_FORBIDDEN, ERR_XML_LIMIT, ERR_XML_ENCODING,
	    ERR_XML_CANONICAL, ERR_SIG_STRUCTURE, ERR_SIG_REFERENCE, ERR_SIG_DUPLICATE_ID};

	for (size_t i = 0; i < COUNT_OF(refusals); i++)
		if (e->code == refusals[i])
			return true;
	return e->code == ERR_SIGN && strstr(e->text, "too many") != NULL;
}

/* Whether all octets of what was there are in what was made, in their order. */
static bool
holds_all(const char *was, size_t len, const struct buf *made)
{
	size_t i = 0;

	for (size_t k = 0; k < made->len && i < len; k++)
		i += was[i] == made->data[k];
	return i == len;
}

/* Whether only one place has changed, and what is gone from there is no more than "/>" and white space. */
static bool
is_spliced(const char *was, size_t len, const struct buf *made)
{
	size_t front = 0, back = 0;

	while (front < len && front < made->len && was[front] == made->data[front])
		front++;
	while (back < len - front && back < made->len - front &&
	    was[len - back - 1] == made->data[made->len - back - 1])
		back++;
	for (size_t i = front; i < len - back; i++)
		if (strchr("/> \t\r\n", was[i]) == NULL)
			return false;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = size != 0 ? (const char *)data : "";
	BUF_AUTO(envelope, OUT_MAX);
	BUF_AUTO(smev, OUT_MAX);
	struct err_info e = {0};
	int64_t now_us = clock_now_us();

	if (seal_sign_foreign(seal, text, size, "urn:fuzz", now_us, &envelope, &e) == ERR_OK) {
		MUST(holds_all(text, size, &envelope), "something is gone: %.300s", envelope.data);
		fuzz_accepted();
	} else {
		MUST(is_refusal(&e) && envelope.len == 0, "%s: %s: %s", err_name(e.code), e.at, e.text);
	}
	if (seal_sign_smev(seal, text, size, now_us, &smev, &e) == ERR_OK) {
		MUST(is_spliced(text, size, &smev), "more has changed: %.300s", smev.data);
		fuzz_accepted();
	} else {
		MUST(is_refusal(&e) && smev.len == 0, "%s: %s: %s", err_name(e.code), e.at, e.text);
	}
	return 0;
}
