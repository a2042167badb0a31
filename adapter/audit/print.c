/* What the verbs print and check alike. */
#include "config.h"

#include <string.h>

#include "adapter/audit/verbs.h"

static void
auto_json(json_t **doc)
{
	json_decref(*doc);
}

enum err
audit_print_json(json_t *doc, struct err_info *e)
{
	json_t *owned __attribute__((cleanup(auto_json))) = doc;

	/* Non-ASCII and control characters are escaped: the line is safe on any terminal. */
	if (owned == NULL || json_dumpf(owned, stdout, JSON_COMPACT | JSON_ENSURE_ASCII) != 0)
		FAIL(e, ERR_NOMEM, "", "cannot print JSON");
	putchar('\n');
	return ERR_OK;
}

void
audit_print_safely(const char *text, size_t len, const char *keep)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && (c == '\0' || strchr(keep, c) == NULL)) || c == 0x7f)
			printf("\\x%02x", c);
		else
			putchar(c);
	}
}

const char *
audit_state(bool answered, bool sent)
{
	if (answered)
		return "answered";
	return sent ? "unknown" : "unanswered";
}

const char *
audit_check_hashes(const struct journal_record *record)
{
	unsigned char hash[JOURNAL_HASH_SIZE];

	journal_digest(record, hash);
	if (memcmp(hash, record->digest, JOURNAL_HASH_SIZE) != 0)
		return "the payload does not match its digest";
	journal_hash(record, hash);
	if (memcmp(hash, record->hash, JOURNAL_HASH_SIZE) != 0)
		return "the fields do not match the hash";
	return NULL;
}
