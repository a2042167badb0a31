#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/body.h"
#include "adapter/citizen.h"
#include "adapter/exchange.h"
#include "adapter/service.h"
#include "adapter/signed.h"

/* A place in the body; pointers are written only as far as an error has room for them. */
struct place {
	char pointer[sizeof(((struct err_info *)0)->at)];
};

static void
go_into(const struct place *from, const char *name, size_t index, struct place *to)
{
	int len = snprintf(to->pointer, sizeof(to->pointer), "%s/", from->pointer);

	if (len < 0 || (size_t)len >= sizeof(to->pointer))
		return;
	if (name != NULL)
		snprintf(to->pointer + len, sizeof(to->pointer) - (size_t)len, "%s", name);
	else
		snprintf(to->pointer + len, sizeof(to->pointer) - (size_t)len, "%zu", index);
}

/* Who acts: a citizen's token has been checked, so it has a SNILS; NULL: a system asks in its own name. */
static const char *
signer(const struct exchange *x)
{
	const json_t *token = json_object_get(x->doc, "token");
	const json_t *representative = json_object_get(token, "representative");

	return json_string_value(json_object_get(representative != NULL ? representative : token, "snils"));
}

static enum err
check_document(struct exchange *x, const json_t *object, const struct place *at, struct err_info *e)
{
	struct place place = {""};
	const struct citizen_document document = {
	    .document = json_string_value(json_object_get(object, "part")),
	    .signature = json_string_value(json_object_get(object, "signature")),
	    .at = place.pointer,
	};

	if (document.document == NULL || document.signature == NULL)
		return ERR_OK;
	go_into(at, "signature", 0, &place);
	if (signer(x) == NULL)
		FAIL(e, ERR_CMS_SIGNER, place.pointer, "a system asks: nobody acts who could have signed");
	return citizen_check_document(x->service->citizens, x->parts, &document, signer(x), x->received_us, e);
}

static enum err
look(struct exchange *x, const json_t *json, const struct place *at, int depth, struct err_info *e)
{
	json_t *any = (json_t *)(uintptr_t)json, *value;        /* jansson's iterators do not change it */
	const char *key;
	size_t i;

	CHECK(depth <= BODY_DEPTH_MAX);         /* body_read() has counted */
	if (json_is_object(json))
		TRY(check_document(x, json, at, e));
	json_object_foreach(any, key, value) {
		struct place inner = {""};

		go_into(at, key, 0, &inner);
		TRY(look(x, value, &inner, depth + 1, e));
	}
	json_array_foreach(any, i, value) {
		struct place inner = {""};

		go_into(at, NULL, i, &inner);
		TRY(look(x, value, &inner, depth + 1, e));
	}
	return ERR_OK;
}

enum err
signed_check(struct exchange *x, struct err_info *e)
{
	if (x->parts == NULL)
		return ERR_OK;
	return look(x, json_object_get(x->doc, "body"), &(struct place){"/body"}, 0, e);
}
