/*
 * Private keys that stay in their token: PKCS#11, by way of libp11's engine for OpenSSL, which is
 * loaded when the first such key is.  Objects are named by URI (RFC 7512).
 *
 * The engine, its module and its sessions are one for the whole program: two would end each other's.
 */
#define OPENSSL_SUPPRESS_DEPRECATED     /* engines: Debian 12 has no provider for PKCS#11 */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/engine.h>
#include <openssl/ui.h>

#include "adapter/crypto/source.h"

enum { MAX_URI = 1024 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;        /* loading is for one at a time */
static ENGINE         *engine;                                  /* never unloaded: libp11 would leak */
static bool            started;
static char           *loaded;                                  /* the module, once a key came from it */

static void
unlock(pthread_mutex_t **held)
{
	pthread_mutex_unlock(*held);
}

/* Whether one of the URI's attributes has this name. */
static bool
has_attribute(const char *uri, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = strchr(uri, ':'); p != NULL; p = strpbrk(p, ";?&"))
		if (strncmp(++p, name, len) == 0 && p[len] == '=')
			return true;
	return false;
}

static enum err
check_uri(const char *uri, struct err_info *e)
{
	/* Such a URI is never repeated, not even in this. */
	if (has_attribute(uri, "pin-value") || has_attribute(uri, "pin-source"))
		FAIL(e, ERR_KEY_UNUSABLE, "pkcs11:", "the PIN belongs into passphrase_file, not into the URI");
	if (strlen(uri) >= MAX_URI)
		FAIL(e, ERR_KEY_UNUSABLE, "pkcs11:", "the URI has more than %d octets", MAX_URI - 1);
	if (!has_attribute(uri, "token") && !has_attribute(uri, "serial"))
		FAIL(e, ERR_KEY_UNUSABLE, uri, "the URI must name the token: token=... or serial=...");
	if (!has_attribute(uri, "object") && !has_attribute(uri, "id"))
		FAIL(e, ERR_KEY_UNUSABLE, uri, "the URI must name the key: object=... or id=...");
	return ERR_OK;
}

/* The certificate beside the key: the URI without its type, which may be a private key's. */
static void
certificate_uri(const char *key, char uri[MAX_URI])
{
	size_t n = 0;

	for (const char *p = key; *p != '\0';) {
		size_t len = strcspn(p, ";:?") + 1;

		if (p[len - 1] == '\0')
			len--;
		if (strncmp(p, "type=", 5) != 0) {
			memcpy(uri + n, p, len);
			n += len;
		}
		p += len;
	}
	while (n > 0 && uri[n - 1] == ';')
		n--;
	uri[n] = '\0';
}

static enum err
start(const char *module, struct err_info *e)
{
	if (started)
		return ERR_OK;
	if (engine == NULL)
		engine = ENGINE_by_id("pkcs11");
	if (engine == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, "pkcs11:",
		    "OpenSSL's pkcs11 engine is not installed (libengine-pkcs11-openssl) (%s)",
		    crypto_drain());
	/* What goes wrong is reported here, and not on standard error. */
	if (ENGINE_ctrl_cmd_string(engine, "QUIET", NULL, 1) != 1 ||
	    ENGINE_ctrl_cmd_string(engine, "MODULE_PATH", module, 0) != 1 || ENGINE_init(engine) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, module, "OpenSSL's pkcs11 engine cannot be started (%s)",
		    crypto_drain());
	started = true;
	return ERR_OK;
}

/* Asked here, because the engine would complain on standard error.  It stays in memory. */
static enum err
check_module(const char *module, struct err_info *e)
{
	void *library;

	if (module[0] != '/' || access(module, R_OK) != 0)
		FAIL(e, ERR_KEY_UNUSABLE, module, "%s",
		    module[0] != '/' ? "a path from / is expected" : strerror(errno));
	library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || dlsym(library, "C_GetFunctionList") == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, module, "not a PKCS#11 module (%s)",
		    library == NULL ? dlerror() : "it has no C_GetFunctionList");
	return ERR_OK;
}

static enum err
open_module(const char *module, struct err_info *e)
{
	if (module == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, "pkcs11:", "no pkcs11_module is set: the token's library");
	if (loaded != NULL && strcmp(loaded, module) != 0)
		FAIL(e, ERR_KEY_UNUSABLE, module,
		    "another module is in use already; to change it, restart the program");
	if (loaded == NULL)
		TRY(check_module(module, e));
	TRY(start(module, e));
	if (loaded == NULL && ENGINE_ctrl_cmd_string(engine, "MODULE_PATH", module, 0) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, module, "it cannot be used (%s)", crypto_drain());
	return ERR_OK;
}

static enum err
load_certificate(const char *key, X509 **ret_x509, struct err_info *e)
{
	char uri[MAX_URI];
	struct {
		const char *uri;
		X509       *x509;
	} ask = {.uri = uri};

	certificate_uri(key, uri);
	if (ENGINE_ctrl_cmd(engine, "LOAD_CERT_CTRL", 0, &ask, NULL, 0) != 1 || ask.x509 == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, uri, "the token has no such certificate (%s)",
		    crypto_drain());
	*ret_x509 = ask.x509;
	return ERR_OK;
}

enum err
crypto_pkcs11_load(const char *module, const char *uri, const struct crypto_secret *pin,
    EVP_PKEY **ret_key, X509 **ret_x509, struct err_info *e)
{
	__attribute__((cleanup(unlock))) pthread_mutex_t *held = &lock;
	AUTO(evp_key) EVP_PKEY *key = NULL;

	pthread_mutex_lock(held);
	TRY(check_uri(uri, e));
	TRY(open_module(module, e));
	/* Without one the engine would ask a terminal. */
	if (pin == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, uri, "the token wants a PIN, and no passphrase_file is set");
	if (ENGINE_ctrl_cmd_string(engine, "PIN", pin->octets, 0) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, uri, "the PIN cannot be set (%s)", crypto_drain());
	/* Wants a pointer to what it does not change. */
	key = ENGINE_load_private_key(engine, uri, (UI_METHOD *)(uintptr_t)UI_null(), NULL);
	if (key == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, uri, "the token does not give the key (%s)", crypto_drain());
	if (ret_x509 != NULL)
		TRY(load_certificate(uri, ret_x509, e));
	if (loaded == NULL)
		loaded = strdup(module);
	*ret_key = STEAL(key);
	return ERR_OK;
}

void
crypto_pkcs11_stop(void)
{
	if (!started)
		return;
	/* Lets it overwrite the PIN that it keeps. */
	ENGINE_ctrl_cmd_string(engine, "PIN", "", 0);
	ENGINE_finish(engine);
	crypto_forget();
	started = false;
	free(loaded);
	loaded = NULL;
}
