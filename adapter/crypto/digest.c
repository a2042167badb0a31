#include "config.h"

#include <string.h>

#include "adapter/crypto/inside.h"

struct crypto_digest {
	EVP_MD_CTX *ctx;
	size_t      size;
};

static void
finish(EVP_MD_CTX *ctx)
{
	EVP_MD_CTX_free(ctx);
}

AUTO_DEFINE(md_ctx, EVP_MD_CTX *, finish)

static enum err
start(const struct crypto_hash *hash, EVP_MD_CTX **ret_ctx, struct err_info *e)
{
	const EVP_MD *md = crypto_hash_evp(hash);
	AUTO(md_ctx) EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	crypto_forget();
	if (ctx == NULL)
		FAIL(e, ERR_NOMEM, "", "a digest");
	if (md == NULL || EVP_DigestInit_ex(ctx, md, NULL) != 1)
		FAIL(e, ERR_CRYPTO, "", "%s cannot be had (%s)", hash->name, crypto_drain());
	*ret_ctx = STEAL(ctx);
	return ERR_OK;
}

enum err
crypto_digest_open(const struct crypto_hash *hash, struct crypto_digest **ret, struct err_info *e)
{
	struct crypto_digest *d = malloc(sizeof(*d));
	enum err code;

	if (d == NULL)
		FAIL(e, ERR_NOMEM, "", "a digest");
	d->size = hash->size;
	code = start(hash, &d->ctx, e);
	if (code == ERR_OK)
		*ret = d;
	else
		free(d);
	return code;
}

enum err
crypto_digest_add(struct crypto_digest *digest, const void *octets, size_t len,
    struct err_info *e)
{
	if (EVP_DigestUpdate(digest->ctx, octets, len) != 1)
		FAIL(e, ERR_CRYPTO, "", "a digest failed (%s)", crypto_drain());
	return ERR_OK;
}

static enum err
end(EVP_MD_CTX *ctx, size_t size, unsigned char *out, struct err_info *e)
{
	unsigned len = 0;

	if (EVP_DigestFinal_ex(ctx, out, &len) != 1 || len != size)
		FAIL(e, ERR_CRYPTO, "", "a digest failed (%s)", crypto_drain());
	return ERR_OK;
}

enum err
crypto_digest_end(struct crypto_digest *digest, unsigned char out[CRYPTO_MAX_HASH],
    struct err_info *e)
{
	return end(digest->ctx, digest->size, out, e);
}

void
crypto_digest_close(struct crypto_digest *digest)
{
	if (digest == NULL)
		return;
	EVP_MD_CTX_free(digest->ctx);
	free(digest);
}

enum err
crypto_digest(const struct crypto_hash *hash, const void *octets, size_t len,
    unsigned char out[CRYPTO_MAX_HASH], struct err_info *e)
{
	AUTO(md_ctx) EVP_MD_CTX *ctx = NULL;

	TRY(start(hash, &ctx, e));
	if (EVP_DigestUpdate(ctx, octets, len) != 1)
		FAIL(e, ERR_CRYPTO, "", "a digest failed (%s)", crypto_drain());
	return end(ctx, hash->size, out, e);
}
