#include "config.h"

#include <string.h>

#include "adapter/token/private.h"

/* RFC 8705, 3.1: the SHA-256 of the certificate's DER, in base64url. */
#define METHOD "x5t#S256"
#define AT_METHOD "/token/cnf/" METHOD

enum { DIGEST_SIZE = 32, DIGEST_DIGITS = 43 };

static enum err
read_digest(const json_t *value, char hex[2 * DIGEST_SIZE + 1], struct err_info *e)
{
	const char *text = json_string_value(value);
	uint8_t *bytes = NULL;
	size_t len = 0;

	if (text == NULL || strlen(text) != DIGEST_DIGITS || !token_is_base64url(text, DIGEST_DIGITS) ||
	    !cjose_base64url_decode(text, DIGEST_DIGITS, &bytes, &len, NULL))
		FAIL(e, ERR_TOKEN_INVALID, AT_METHOD, "a SHA-256 digest in base64url");
	CHECK(len == DIGEST_SIZE);
	id_hex(bytes, len, hex);
	cjose_get_dealloc()(bytes);
	return ERR_OK;
}

enum err
token_check_binding(const struct token_keys *keys, const json_t *claims, const char *thumbprint,
    struct err_info *e)
{
	const json_t *cnf = json_object_get(claims, "cnf");
	char hex[2 * DIGEST_SIZE + 1];

	if (cnf == NULL && keys->require_binding)
		FAIL(e, ERR_TOKEN_BINDING, "/token/cnf", "a token that is bound to a certificate");
	if (cnf == NULL)
		return ERR_OK;
	if (!json_is_object(cnf))
		FAIL(e, ERR_TOKEN_INVALID, "/token/cnf", "an object");
	/* Who binds a token in another way wants that checked; it cannot be here. */
	if (json_object_get(cnf, METHOD) == NULL || json_object_size(cnf) != 1)
		FAIL(e, ERR_TOKEN_BINDING, "/token/cnf", METHOD " and nothing else");
	TRY(read_digest(json_object_get(cnf, METHOD), hex, e));
	if (thumbprint == NULL || strcmp(thumbprint, hex) != 0)
		FAIL(e, ERR_TOKEN_BINDING, AT_METHOD, "the certificate that the caller connected with");
	return ERR_OK;
}
