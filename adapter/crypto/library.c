/* Starting and stopping OpenSSL and its gost engine, and what they report. */
#define OPENSSL_SUPPRESS_DEPRECATED     /* engines: Debian's gost provider knows no keys, its engine does */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <openssl/engine.h>
#include <openssl/err.h>

#include "adapter/crypto/inside.h"

static ENGINE *gost;
static char    no_gost[160] = "crypto_init() was not called";

static _Thread_local char reported[160];

void
crypto_forget(void)
{
	reported[0] = '\0';
	ERR_clear_error();
}

const char *
crypto_drain(void)
{
	unsigned long code;

	while ((code = ERR_get_error()) != 0) {
		const char *reason = ERR_SYSTEM_ERROR(code) ? strerror(ERR_GET_REASON(code)) :
		    ERR_reason_error_string(code);
		size_t len = strlen(reported);

		if (len > 0 && ERR_GET_REASON(code) == ERR_R_SYS_LIB)
			continue;       /* says only that the one before was the system's */
		if (len + 16 < sizeof(reported))
			snprintf(reported + len, sizeof(reported) - len, "%sopenssl: %s",
			    len > 0 ? "; " : "", reason != NULL ? reason : "error");
	}
	return reported;
}

/* The engine is never unloaded while the program runs: keys of its kind point into it. */
static bool
start_gost(void)
{
	ENGINE *engine = ENGINE_by_id("gost");

	if (engine == NULL)
		return false;
	if (ENGINE_init(engine) == 1 &&
	    ENGINE_set_default(engine, ENGINE_METHOD_PKEY_METHS | ENGINE_METHOD_PKEY_ASN1_METHS |
	    ENGINE_METHOD_DIGESTS | ENGINE_METHOD_CIPHERS) == 1) {
		gost = engine;
		return true;
	}
	ENGINE_free(engine);
	return false;
}

void
crypto_init(void)
{
	CHECK(OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC | OPENSSL_INIT_LOAD_CRYPTO_STRINGS,
	    NULL) == 1);
	crypto_forget();
	if (gost == NULL && !start_gost())
		snprintf(no_gost, sizeof(no_gost), "OpenSSL's gost engine cannot be loaded (%.100s)",
		    crypto_drain());
	crypto_hash_start();
	crypto_forget();
}

void
crypto_fini(void)
{
	crypto_hash_stop();
	crypto_pkcs11_stop();
	if (gost == NULL)
		return;
	ENGINE_finish(gost);
	ENGINE_free(gost);
	gost = NULL;
}

bool
crypto_has_gost(const char **ret_why)
{
	if (gost == NULL && ret_why != NULL)
		*ret_why = no_gost;
	return gost != NULL;
}
