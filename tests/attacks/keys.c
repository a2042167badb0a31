/* Keys and certificates: those of the test PKI, and those that an attacker would make. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#define OPENSSL_SUPPRESS_DEPRECATED     /* the gost engine is one */
#include <openssl/core_names.h>
#include <openssl/engine.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "tests/attacks/attack.h"
#include "tests/attacks/signer.h"
#include "tests/seal_kit.h"

enum { DAY_S = 86400, MAX_PAIRS = 48 };

/* clang-format off */
static const struct forged {
	const char *name, *issuer;      /* of attack_certificate(), "" itself; "=" one of that name's DN */
	const char *key;                /* "own": of the kind in question; "rsa-e1", or a curve */
	const char *cn, *cn2;           /* subject's common names; cn2 may be NULL */
	int         from_s, to_s;       /* validity, from now */
	const char *digest;             /* NULL: SHA-256 */
	size_t      cn_len;             /* 0: strlen(cn) */
	bool        authority;
} forged[] = {
	{.name = "self-made",     .issuer = "",             .key = "own", .cn = "fund"},
	{.name = "made-ca",       .issuer = "=sign-ca",     .key = "own", .cn = NULL, .authority = true},
	{.name = "of-made-ca",    .issuer = "made-ca",      .key = "own", .cn = "fund"},
	{.name = "of-member",     .issuer = "stranger",     .key = "own", .cn = "fund"},
	{.name = "not-yet",       .issuer = "sign-ca",      .key = "own", .cn = "fund", .from_s = DAY_S, .to_s = 2 * DAY_S},
	{.name = "two-names",     .issuer = "sign-ca",      .key = "own", .cn = "fund", .cn2 = "stranger"},
	{.name = "two-names-back", .issuer = "sign-ca",     .key = "own", .cn = "stranger", .cn2 = "fund"},
	{.name = "nul-in-name",   .issuer = "sign-ca",      .key = "own", .cn = "fund\0.evil", .cn_len = 10},
	{.name = "longer-name",   .issuer = "sign-ca",      .key = "own", .cn = "fund.evil"},
	{.name = "other-case",    .issuer = "sign-ca",      .key = "own", .cn = "Fund"},
	{.name = "space-in-name", .issuer = "sign-ca",      .key = "own", .cn = "fund "},
	{.name = "nobody",        .issuer = "sign-ca",      .key = "own", .cn = ""},
	{.name = "sha1-issued",   .issuer = "sign-ca",      .key = "own", .cn = "fund", .digest = "SHA1"},
	{.name = "rsa-e1",        .issuer = "sign-ca",      .key = "rsa-e1", .cn = "fund"},
	{.name = "secp192k1",     .issuer = "sign-ca",      .key = "secp192k1", .cn = "fund"},
	{.name = "secp256k1",     .issuer = "sign-ca",      .key = "secp256k1", .cn = "fund"},
	{.name = "explicit",      .issuer = "sign-ca",      .key = "explicit", .cn = "fund"},
	{.name = "ed25519",       .issuer = "sign-ca",      .key = "ED25519", .cn = "fund"},
};
/* clang-format on */

static struct pair {
	char      name[64];
	EVP_PKEY *key;
	X509     *certificate;
} pairs[MAX_PAIRS];
static EVP_PKEY *own_rsa;

void
attack_keys_forget(void)
{
	EVP_PKEY_free(own_rsa);
	own_rsa = NULL;
	for (size_t i = 0; i < MAX_PAIRS; i++) {
		EVP_PKEY_free(pairs[i].key);
		X509_free(pairs[i].certificate);
		pairs[i] = (struct pair){0};
	}
}

/* Debian's provider knows GOST digests only: keys and signatures are the engine's. */
static void
start_gost(void)
{
	static bool started;
	ENGINE *engine;

	if (started)
		return;
	started = true;
	ENGINE_load_dynamic();
	engine = ENGINE_by_id("gost");
	ATTACK_NEED("gost engine", engine != NULL && ENGINE_init(engine) == 1 &&
	    ENGINE_set_default(engine, ENGINE_METHOD_PKEY_METHS | ENGINE_METHOD_PKEY_ASN1_METHS |
	    ENGINE_METHOD_DIGESTS) == 1);
}

/* ---- of the PKI --------------------------------------------------------------------- */

static void
load(struct pair *pair, const char *name)
{
	AUTO(file) FILE *key = NULL;
	AUTO(file) FILE *certificate = NULL;
	char stem[64];

	if (strncmp(attack_kind(), "gost", 4) == 0)
		start_gost();
	if (strcmp(name, "sign-ca") == 0 && strncmp(attack_kind(), "gost", 4) == 0)
		name = strcmp(attack_kind(), "gost512") == 0 ? "gost512-sign-ca" : "gost-sign-ca";
	snprintf(stem, sizeof(stem), "%s-sign-%s", name, attack_kind());
	if (access(kit_file(stem, ".key"), F_OK) != 0)
		snprintf(stem, sizeof(stem), "%s-sign-ec", name);
	if (access(kit_file(stem, ".key"), F_OK) != 0)
		snprintf(stem, sizeof(stem), "%s-sign-rsa", name);
	if (access(kit_file(stem, ".key"), F_OK) != 0)
		snprintf(stem, sizeof(stem), "%s", name);
	key = fopen(kit_file(stem, ".key"), "re");
	certificate = fopen(kit_file(stem, ".pem"), "re");
	ATTACK_NEED(stem, key != NULL && certificate != NULL);
	pair->key = PEM_read_PrivateKey(key, NULL, NULL, NULL);
	pair->certificate = PEM_read_X509(certificate, NULL, NULL, NULL);
	ATTACK_NEED(stem, pair->key != NULL && pair->certificate != NULL);
}

/* ---- forged ------------------------------------------------------------------------- */

static const struct pair *find(const char *name);

/* An RSA key whose signature is the message itself: e is 1, and so is d. */
static EVP_PKEY *
make_rsa_e1(void)
{
	BIGNUM *n = NULL, *one = BN_new();
	EVP_PKEY *usual = EVP_RSA_gen(2048), *key = EVP_PKEY_new();
	RSA *rsa = RSA_new();

	CHECK(usual != NULL && EVP_PKEY_get_bn_param(usual, "n", &n) == 1 && BN_one(one) == 1 &&
	    RSA_set0_key(rsa, n, BN_dup(one), one) == 1 && EVP_PKEY_assign_RSA(key, rsa) == 1);
	EVP_PKEY_free(usual);
	return key;
}

static EVP_PKEY *
make_gost(int nid)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(nid, NULL);
	EVP_PKEY *key = NULL;

	ATTACK_NEED("GOST", ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1 &&
	    EVP_PKEY_CTX_ctrl_str(ctx, "paramset", "A") == 1 && EVP_PKEY_keygen(ctx, &key) == 1);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

/* RSA keys are slow to make: one for all certificates. */
static EVP_PKEY *
make_own(void)
{
	const char *kind = attack_kind();

	if (strcmp(kind, "rsa") != 0)
		return strcmp(kind, "gost256") == 0 ? make_gost(NID_id_GostR3410_2012_256) :
		    strcmp(kind, "gost512") == 0 ? make_gost(NID_id_GostR3410_2012_512) :
		    EVP_EC_gen("P-256");
	if (own_rsa == NULL)
		own_rsa = EVP_RSA_gen(2048);
	CHECK(own_rsa != NULL && EVP_PKEY_up_ref(own_rsa) == 1);
	return own_rsa;
}

static EVP_PKEY *
make_key(const char *kind)
{
	bool spelt_out = strcmp(kind, "explicit") == 0;
	EVP_PKEY *key = strcmp(kind, "rsa-e1") == 0 ? make_rsa_e1() :
	    strcmp(kind, "own") == 0 ? make_own() :
	    strcmp(kind, "ED25519") == 0 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") :
	    EVP_EC_gen(spelt_out ? "P-256" : kind);

	ATTACK_NEED(kind, key != NULL);
	if (spelt_out)
		CHECK(EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING,
		    OSSL_PKEY_EC_ENCODING_EXPLICIT) == 1);
	return key;
}

static void
add_name(X509_NAME *name, const char *field, const char *text, size_t len)
{
	CHECK(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, (const unsigned char *)text,
	    (int)len, -1, 0) == 1);
}

static void
add_extension(X509 *x509, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, x509, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	CHECK(extension != NULL && X509_add_ext(x509, extension, -1) == 1);
	X509_EXTENSION_free(extension);
}

static X509 *
new_certificate(const struct forged *f, EVP_PKEY *key, X509 *model)
{
	X509_NAME *subject = X509_NAME_new();
	X509 *x509 = X509_new();

	CHECK(subject != NULL && x509 != NULL && X509_set_version(x509, X509_VERSION_3) == 1 &&
	    ASN1_INTEGER_set(X509_get_serialNumber(x509), 4711) == 1 && X509_set_pubkey(x509, key) == 1);
	if (f->cn != NULL) {
		add_name(subject, "O", "Test", 4);
		if (*f->cn != '\0')
			add_name(subject, "CN", f->cn, f->cn_len > 0 ? f->cn_len : strlen(f->cn));
		if (f->cn2 != NULL)
			add_name(subject, "CN", f->cn2, strlen(f->cn2));
	}
	CHECK(X509_set_subject_name(x509, f->cn != NULL ? subject : X509_get_subject_name(model)) == 1 &&
	    X509_gmtime_adj(X509_getm_notBefore(x509), f->to_s != 0 ? f->from_s : -DAY_S) != NULL &&
	    X509_gmtime_adj(X509_getm_notAfter(x509), f->to_s != 0 ? f->to_s : DAY_S) != NULL);
	X509_NAME_free(subject);
	return x509;
}

static const EVP_MD *
issue_digest(const struct forged *f, const EVP_PKEY *issuer)
{
	const char *name = f->digest != NULL ? f->digest :
	    EVP_PKEY_get_base_id(issuer) == NID_id_GostR3410_2012_256 ? "md_gost12_256" :
	    EVP_PKEY_get_base_id(issuer) == NID_id_GostR3410_2012_512 ? "md_gost12_512" : "SHA256";

	return EVP_get_digestbyname(name);
}

static void
forge(struct pair *pair, const struct forged *f)
{
	bool namesake = f->issuer[0] == '=', self = namesake || f->issuer[0] == '\0';
	const struct pair *other = f->issuer[0] != '\0' ? find(f->issuer + namesake) : NULL;
	EVP_PKEY *key = make_key(f->key);
	X509 *x509 = new_certificate(f, key, other != NULL ? other->certificate : NULL);
	X509 *issuer = self ? x509 : other->certificate;

	CHECK(X509_set_issuer_name(x509, X509_get_subject_name(issuer)) == 1);
	add_extension(x509, issuer, NID_basic_constraints, f->authority ? "critical,CA:TRUE" :
	    "critical,CA:FALSE");
	add_extension(x509, issuer, NID_key_usage, f->authority ? "critical,keyCertSign" :
	    "critical,digitalSignature");
	add_extension(x509, issuer, NID_subject_key_identifier, "hash");
	if (!self)
		add_extension(x509, issuer, NID_authority_key_identifier, "keyid");
	ATTACK_NEED(f->name, X509_sign(x509, self ? key : other->key,
	    issue_digest(f, self ? key : other->key)) > 0);
	pair->key = key;
	pair->certificate = x509;
}

static const struct pair *
find(const char *name)
{
	size_t i = 0, k = 0;

	if (*name == '\0')
		name = "fund";
	while (i < MAX_PAIRS && pairs[i].name[0] != '\0' && strcmp(pairs[i].name, name) != 0)
		i++;
	CHECK(i < MAX_PAIRS);
	if (pairs[i].name[0] != '\0')
		return &pairs[i];
	snprintf(pairs[i].name, sizeof(pairs[i].name), "%s", name);
	while (k < COUNT_OF(forged) && strcmp(forged[k].name, name) != 0)
		k++;
	if (k < COUNT_OF(forged))
		forge(&pairs[i], &forged[k]);
	else
		load(&pairs[i], name);
	return &pairs[i];
}

EVP_PKEY *
attack_key(const char *name)
{
	return find(name)->key;
}

X509 *
attack_certificate(const char *name)
{
	return find(name)->certificate;
}
