/* identify: who asks, for whom, on what condition, and which message that makes. */
#include "config.h"

#include <string.h>

#include "adapter/conditions.h"
#include "adapter/exchange.h"
#include "adapter/service.h"
#include "adapter/steps.h"

enum { KEY_MAX = 128 };

/* The key of Idempotency-Key, which may stand in quotes (an RFC 8941 string) or bare. */
static enum err
read_key(struct exchange *x, char key[KEY_MAX + 1], struct err_info *e)
{
	static const char at[] = "/header/Idempotency-Key";
	size_t count, len;
	const char *value = front_header(x->call, "Idempotency-Key", &count);

	if (value == NULL || count != 1)
		FAIL(e, ERR_HEADER, at, "exactly one is required");
	len = strlen(value);
	if (len >= 2 && value[0] == '"' && value[len - 1] == '"') {
		value++;
		len -= 2;
	}
	if (len == 0 || len > KEY_MAX)
		FAIL(e, ERR_HEADER, at, "1..%d characters", KEY_MAX);
	for (size_t i = 0; i < len; i++)
		if (value[i] <= ' ' || value[i] > '~' || value[i] == '"' || value[i] == '\\')
			FAIL(e, ERR_HEADER, at, "visible ASCII characters without quotes");
	snprintf(key, KEY_MAX + 1, "%.*s", (int)len, value);
	return ERR_OK;
}

/*
 * Everything that goes into the message counts: who asks as the token says, files by their names and digests
 * (whatever their boundaries were), the version.  With others it is another request.
 */
static enum err
digest_request(struct exchange *x, struct err_info *e)
{
	const struct front_call *call = x->call;
	const char *version = json_string_value(json_object_get(json_object_get(x->doc, "header"), "ifMatch"));
	AUTO(char) char *holder = json_dumps(json_object_get(x->doc, "token"), JSON_COMPACT | JSON_SORT_KEYS);
	AUTO(char) char *files = NULL;

	if (x->parts != NULL)
		files = json_dumps(json_object_get(x->doc, "files"), JSON_COMPACT | JSON_SORT_KEYS);
	if (holder == NULL || (files == NULL && x->parts != NULL))
		FAIL(e, ERR_NOMEM, "", "request document");
	id_digest(x->claim.request, call->path, call->query != NULL ? call->query : "",
	    call->body != NULL ? call->body : "", holder,
	    files != NULL || version == NULL ? files : "", version, NULL);
	return ERR_OK;
}

/*
 * Ties the Idempotency-Key to the citizen or the system, the caller and the operation, and makes the
 * MessageID of it: whenever this request is sent again, also after a crash, the Fund sees the same message.
 */
static enum err
claim_key(struct exchange *x, char id[ID_SIZE], struct err_info *e)
{
	char key[KEY_MAX + 1];
	const json_t *token = json_object_get(x->doc, "token");
	const char *who = json_string_value(json_object_get(token, x->op->system ? "system" : "snils"));

	TRY(read_key(x, key, e));
	id_digest(x->claim.key, "idempotency", x->caller, who, x->op->name, key, NULL);
	TRY(digest_request(x, e));
	id_from_digest(x->claim.key, id);
	x->claims = true;
	return ERR_OK;
}

/*
 * The MessageID, which a change also carries as its key: of the Idempotency-Key, else a new one.  A POST needs
 * the key; what the other methods do can be done twice.
 */
static enum err
identify(struct exchange *x, struct err_info *e)
{
	bool keyed = front_header(x->call, "Idempotency-Key", NULL) != NULL;
	char id[ID_SIZE];
	json_t *header;

	if (x->op->changes && (keyed || strcmp(x->op->method, "POST") == 0))
		TRY(claim_key(x, id, e));
	else
		id_new(id);
	snprintf(x->message_id, sizeof(x->message_id), "urn:uuid:%s", id);
	if (!x->op->changes)
		return ERR_OK;
	TRY(exchange_part(x, "header", &header, e));
	if (json_object_set_new(header, "idempotencyKey", json_string(id)) != 0)
		FAIL(e, ERR_NOMEM, "", "request document");
	return ERR_OK;
}

enum err
step_authenticate(struct exchange *x, struct err_info *e)
{
	size_t count;
	const char *authorization = front_header(x->call, "Authorization", &count);
	json_t *holder;

	if (count > 1)
		FAIL(e, ERR_TOKEN_INVALID, "/header/Authorization", "exactly one is required");
	TRY(token_verify(x->service->token_keys, authorization, x->call->thumbprint, x->op->scope,
	    x->op->system ? TOKEN_SYSTEM : TOKEN_CITIZEN, clock_now_us(), &holder, e));
	if (json_object_set_new(x->doc, "token", holder) != 0)
		FAIL(e, ERR_NOMEM, "", "request document");
	if (json_object_get(holder, "representative") != NULL && !map_takes(x->op, "token", "representative"))
		FAIL(e, ERR_REPRESENTATIVE, "/token/act", "the contract has no place for one");
	TRY(conditions_read(x, e));
	return identify(x, e);
}
