#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/inspect/octets.h"
#include "tests/inspect_kit.h"
#include "tests/seal_kit.h"

enum { MAX = 32 << 20 };

#define STAGE(call) CHECK((call) == ERR_OK)

static const char *
or(const char *given, const char *usual)
{
	return given != NULL ? given : usual;
}

static void
add(struct buf *out, const char *text)
{
	struct err_info e;

	STAGE(buf_add_str(out, text, &e));
}

/* The children of SignedInfo in canonical form, with space around each. */
static void
put_info(const struct kit_plan *plan, const struct crypto_algorithm *a, const char *digest,
    const char *space, struct buf *out)
{
	struct err_info e;

	STAGE(buf_addf(out, &e, "%s<ds:CanonicalizationMethod Algorithm=\"%s\"></ds:CanonicalizationMethod>",
	    space, or(plan->info_c14n, KIT_EXC)));
	STAGE(buf_addf(out, &e, "%s<ds:SignatureMethod Algorithm=\"%s\"></ds:SignatureMethod>", space,
	    or(plan->method, a->uri)));
	STAGE(buf_addf(out, &e, "%s<ds:Reference URI=\"#b\"><ds:Transforms>%s</ds:Transforms>", space,
	    or(plan->transforms, "<ds:Transform Algorithm=\"" KIT_EXC "\"></ds:Transform>")));
	STAGE(buf_addf(out, &e, "<ds:DigestMethod Algorithm=\"%s\"></ds:DigestMethod>"
	    "<ds:DigestValue>%s</ds:DigestValue></ds:Reference>%s", crypto_hash_at(0)->uri, digest, space));
}

static const struct crypto_hash *
hash_by_name(const char *name)
{
	const struct crypto_hash *hash = crypto_hash_at(0);

	for (size_t k = 0; name != NULL && strcmp(hash->name, name) != 0; k++) {
		hash = crypto_hash_at(k);
		CHECK(hash != NULL);
	}
	return hash;
}

static void
make_digest(const struct kit_plan *plan, char text[4 * CRYPTO_MAX_HASH])
{
	const struct crypto_hash *hash = hash_by_name(plan->hash);
	unsigned char digest[CRYPTO_MAX_HASH];
	struct err_info e;

	STAGE(crypto_digest(hash, plan->digested, strlen(plan->digested), digest, &e));
	inspect_base64_encode(digest, hash->size, text);
}

static void
put_key_info(const struct kit_plan *plan, const struct crypto_certificate *certificate, struct buf *out)
{
	const char *text = or(plan->key_info, "<ds:X509Data><ds:X509Certificate>$</ds:X509Certificate></ds:X509Data>");
	size_t len;
	struct err_info e;

	for (; *text != '\0'; text++)
		if (*text == '$')
			add(out, crypto_certificate_base64(certificate, &len));
		else
			STAGE(buf_add(out, text, 1, &e));
}

/* ds:Signature by the plan, appended to out. */
static void
put_signature(const struct kit_plan *plan, struct buf *out)
{
	const char *signer = or(plan->signer, "fund-sign-ec"), *shown = or(plan->certificate, signer);
	struct crypto_source source = {
		.key = kit_file(signer, ".key"), .certificate_file = kit_file(signer, ".pem")};
	struct crypto_certificate *own, *certificate;
	const struct crypto_algorithm *a;
	unsigned char digest[CRYPTO_MAX_HASH], value[CRYPTO_MAX_SIGNATURE];
	char text[4 * CRYPTO_MAX_HASH], value64[2 * CRYPTO_MAX_SIGNATURE];
	BUF_AUTO(info, MAX);
	struct crypto_key *key;
	struct err_info e;
	size_t len;

	STAGE(crypto_source_load(&source, &key, &own, &e));
	STAGE(crypto_certificate_load(kit_file(shown, ".pem"), 0, &certificate, &e));
	STAGE(crypto_key_algorithm(key, &a, &e));
	make_digest(plan, text);
	add(&info, or(plan->info_start, "<ds:SignedInfo xmlns:ds=\"" KIT_DS "\">"));
	put_info(plan, a, text, or(plan->signed_space, ""), &info);
	add(&info, "</ds:SignedInfo>");
	STAGE(crypto_digest(a->hash, info.data, info.len, digest, &e));
	STAGE(crypto_sign(key, a, digest, value, &len, &e));
	if (plan->edit != NULL)
		plan->edit(value, &len);
	inspect_base64_encode(value, len, value64);

	add(out, "<ds:Signature xmlns:ds=\"" KIT_DS "\">");
	add(out, or(plan->info_tag, "<ds:SignedInfo>"));
	put_info(plan, a, text, or(plan->space, ""), out);
	STAGE(buf_addf(out, &e, "</ds:SignedInfo><ds:SignatureValue>%s</ds:SignatureValue><ds:KeyInfo>", value64));
	put_key_info(plan, certificate, out);
	add(out, "</ds:KeyInfo></ds:Signature>");
	crypto_certificate_free(certificate);
	crypto_certificate_free(own);
	crypto_key_free(key);
}

char *
kit_plan_sign(const struct kit_plan *plan)
{
	const char *place = strchr(plan->message, '@');
	BUF_AUTO(out, MAX);
	struct err_info e;
	char *text;
	size_t len;

	CHECK(place != NULL);
	STAGE(buf_add(&out, plan->message, (size_t)(place - plan->message), &e));
	put_signature(plan, &out);
	add(&out, place + 1);
	STAGE(buf_steal(&out, &text, &len, &e));
	return text;
}
