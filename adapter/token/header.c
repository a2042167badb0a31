#include "config.h"

#include <string.h>
#include <strings.h>

#include "adapter/token/private.h"

enum { TOKEN_SIZE_MAX = 8192 };

/* What a header may say of the token's kind: RFC 7519, 5.1; RFC 9068, 2.1. */
static const char *const types[] = {"JWT", "at+jwt", "application/at+jwt"};

/* Members of a header that ask for what is not done here, or bring a key that nobody asked for. */
static const struct {
	const char *name, *expected;
} refused[] = {
	{"crit", "a header without extensions (crit)"},
	{"b64", "a header without extensions (b64)"},
	{"zip", "a header without compression (zip)"},
	{"enc", "a token that is signed, not encrypted (enc)"},
	{"cty", "a token that is not within another (cty)"},
	{"jwk", "a header without a key (jwk)"},
	{"jku", "a header without a key's address (jku)"},
	{"x5c", "a header without certificates (x5c)"},
	{"x5u", "a header without a certificate's address (x5u)"},
	{"x5t", "a header without a certificate's digest (x5t)"},
	{"x5t#S256", "a header without a certificate's digest (x5t#S256)"},
};

bool
token_is_base64url(const char *text, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	static const unsigned unused[] = {0, 0x3f, 0x0f, 0x03};      /* bits of the last digit */

	if (len == 0 || strspn(text, digits) < len)
		return false;
	/* One digit alone is no byte: all its bits are unused, and yet 'A' would not show it. */
	return len % 4 != 1 &&
	    ((unsigned)(strchr(digits, text[len - 1]) - digits) & unused[len % 4]) == 0;
}

/* A part up to the next full stop or the end. */
static const char *
read_part(const char *p, const char **ret_part, size_t *ret_len)
{
	*ret_part = p;
	*ret_len = strcspn(p, ".");
	return p + *ret_len;
}

static enum err
read_parts(struct presented *p, struct err_info *e)
{
	const char *at;

	if (strnlen(p->token, TOKEN_SIZE_MAX + 1) > TOKEN_SIZE_MAX)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "a token of at most %d bytes", TOKEN_SIZE_MAX);
	at = read_part(p->token, &p->head, &p->head_len);
	if (*at == '.')
		at = read_part(at + 1, &p->payload, &p->payload_len);
	if (*at == '.' && p->payload != NULL)
		at = read_part(at + 1, &p->signature, &p->signature_len);
	if (*at != '\0' || p->signature == NULL)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "a signed token: three parts");
	if (!token_is_base64url(p->head, p->head_len) ||
	    !token_is_base64url(p->payload, p->payload_len) ||
	    !token_is_base64url(p->signature, p->signature_len))
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "three parts in base64url, each as RFC 7515 writes it");
	return ERR_OK;
}

/* Strictly: one object, and no member twice, for two readers could take two values. */
enum err
token_read_object(const char *part, size_t part_len, const char *what, json_t **ret_object,
    struct err_info *e)
{
	AUTO(json) json_t *object = NULL;
	uint8_t *bytes = NULL;
	size_t len = 0;

	if (!cjose_base64url_decode(part, part_len, &bytes, &len, NULL))
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "the token's %s is in base64url", what);
	object = json_loadb((const char *)bytes, len, JSON_REJECT_DUPLICATES, NULL);
	cjose_get_dealloc()(bytes);
	if (!json_is_object(object))
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "the token's %s is a JSON object without repetitions",
		    what);
	*ret_object = STEAL(object);
	return ERR_OK;
}

/* What kind of token it says to be.  The national provider's sbt tells access from other uses. */
static enum err
check_type(const json_t *header, struct err_info *e)
{
	const json_t *type = json_object_get(header, "typ"), *use = json_object_get(header, "sbt");
	bool known = type == NULL;

	for (size_t i = 0; i < COUNT_OF(types); i++)
		known |= json_is_string(type) && strcasecmp(json_string_value(type), types[i]) == 0;
	if (!known)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "typ is JWT or at+jwt");
	if (use != NULL && (!json_is_string(use) || strcmp(json_string_value(use), "access") != 0))
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "sbt is access");
	return ERR_OK;
}

enum err
token_read_header(struct presented *p, struct err_info *e)
{
	const json_t *kid;

	TRY(read_parts(p, e));
	TRY(token_read_object(p->head, p->head_len, "header", &p->header, e));
	p->alg = token_alg_find(json_string_value(json_object_get(p->header, "alg")));
	if (p->alg == NULL)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "alg is one of " TOKEN_ALGS);
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		if (json_object_get(p->header, refused[i].name) != NULL)
			FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "%s", refused[i].expected);
	TRY(check_type(p->header, e));
	kid = json_object_get(p->header, "kid");
	if (kid != NULL && !json_is_string(kid))
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "kid is a string");
	p->kid = json_string_value(kid);
	if (p->alg->signature != 0 && p->signature_len != p->alg->signature)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "a signature of the length that alg has");
	return ERR_OK;
}
