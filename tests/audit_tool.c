/*
 * audit_tool: the verbs of audit with a seal of play, so that what they make of signatures can be
 * tested without keys.  usage: audit_tool [--seals] JOURNAL VERB...
 *
 * With --seals the payload says what its signature comes to: "signed MESSAGE-ID" verifies,
 * "refused CODE" fails with that code; a reply must relate to its own MessageID.
 */
#include "config.h"

#include <string.h>

#include "adapter/audit/audit.h"
#include "adapter/seal/seal.h"

enum err
seal_verify(struct seal *seal, const char *envelope, size_t len, const struct seal_expect *expect,
    struct seal_verified *ret_verified, struct err_info *e)
{
	AUTO(char) char *text = strndup(envelope, len);
	char *word = text, *second;

	CHECK(seal != NULL && text != NULL && !expect->once);
	second = text + strcspn(text, " ");
	if (*second != '\0')
		*second++ = '\0';
	second[strcspn(second, " ")] = '\0';
	if (strcmp(word, "refused") == 0)
		FAIL(e, err_by_name(second), "", "as told");
	if (strcmp(word, "signed") != 0)
		FAIL(e, ERR_SIG_MISSING, "", "no word of a signature");
	if (expect->relates_to != NULL && strcmp(expect->relates_to, second) != 0)
		FAIL(e, ERR_SIG_RELATES, "", "another message");
	*ret_verified = (struct seal_verified){.algorithm = "PLAY"};
	snprintf(ret_verified->message_id, sizeof(ret_verified->message_id), "%s", second);
	snprintf(ret_verified->signer, sizeof(ret_verified->signer), "CN=%s",
	    expect->relates_to != NULL ? "fund" : "mostik");
	snprintf(ret_verified->covered, sizeof(ret_verified->covered), "Timestamp Body");
	return ERR_OK;
}

void
seal_verified_fini(struct seal_verified *verified)
{
	free(verified->body);
}

int
main(int argc, char **argv)
{
	static char own, peer;
	struct audit_seals seals = {(void *)&own, (void *)&peer};
	bool sealed = argc > 1 && strcmp(argv[1], "--seals") == 0;
	int first = sealed ? 2 : 1;

	if (argc < first + 2)
		return 2;
	return audit_main(argc - first - 1, argv + first + 1, argv[first], sealed ? &seals : NULL);
}
