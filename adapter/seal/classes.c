#include "config.h"

#include <stdint.h>
#include <string.h>

#include <xmlsec/buffer.h>
#include <xmlsec/keysdata.h>
#include <xmlsec/xmldsig.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/classes.h"
#include "adapter/seal/library.h"
#include "adapter/seal/smev.h"
#include "adapter/xml/xml.h"

/* ---- keys ------------------------------------------------------------------------------ */

struct key_data {
	xmlSecKeyData      data;        /* must be first */
	struct crypto_key *key;         /* counted */
};

static int
key_initialize(xmlSecKeyDataPtr data)
{
	((struct key_data *)data)->key = NULL;
	return 0;
}

static int
key_duplicate(xmlSecKeyDataPtr to, xmlSecKeyDataPtr from)
{
	((struct key_data *)to)->key = crypto_key_ref(((struct key_data *)from)->key);
	return 0;
}

static void
key_finalize(xmlSecKeyDataPtr data)
{
	crypto_key_free(((struct key_data *)data)->key);
}

/* Which half it is, the operation that fails otherwise says. */
static xmlSecKeyDataType
key_type(xmlSecKeyDataPtr data)
{
	(void)data;
	return xmlSecKeyDataTypePublic | xmlSecKeyDataTypePrivate;
}

static xmlSecSize
key_size(xmlSecKeyDataPtr data)
{
	return (xmlSecSize)crypto_key_bits(((struct key_data *)data)->key);
}

static const xmlSecKeyDataKlass key_class = {
	.klassSize = sizeof(xmlSecKeyDataKlass),
	.objSize = sizeof(struct key_data),
	.name = XSTR("crypto-key"),
	.usage = xmlSecKeyDataUsageUnknown,
	.initialize = key_initialize,
	.duplicate = key_duplicate,
	.finalize = key_finalize,
	.getType = key_type,
	.getSize = key_size,
};

xmlSecKeyPtr
seal_class_key(const struct crypto_key *key)
{
	AUTO(xmlsec_key) xmlSecKeyPtr made = xmlSecKeyCreate();
	xmlSecKeyDataPtr data = xmlSecKeyDataCreate(&key_class);

	if (data == NULL)
		return NULL;
	/* Counting is the only thing that a reader may change. */
	((struct key_data *)data)->key = crypto_key_ref((struct crypto_key *)(uintptr_t)key);
	if (made == NULL || xmlSecKeySetValue(made, data) < 0) {
		xmlSecKeyDataDestroy(data);
		return NULL;
	}
	return STEAL(made);
}

/* ---- digests and signatures ---------------------------------------------------------------- */

/* A class and the row that it stands for; the class must be first. */
struct method {
	struct _xmlSecTransformKlass   klass;
	const struct crypto_hash      *hash;
	const struct crypto_algorithm *algorithm;       /* NULL: a digest */
};

enum { METHODS = 12 };
static struct method methods[METHODS];
static size_t n_methods;

/* What xmlsec allocates for one use; transform must be first. */
struct use {
	xmlSecTransform       transform;
	struct crypto_digest *digest;
	struct crypto_key    *key;                      /* counted */
	unsigned char         value[CRYPTO_MAX_HASH];   /* once the status is Finished */
};

static const struct method *
method_of(const xmlSecTransform *transform)
{
	const struct method *m = (const struct method *)(const void *)transform->id;

	CHECK(m >= methods && m < methods + n_methods);
	return m;
}

static int
failed(const struct err_info *e)
{
	seal_library_report("crypto", e->text);
	if (e->code == ERR_NOMEM)
		xml_memory_note();
	return -1;
}

static int
initialize(xmlSecTransformPtr transform)
{
	struct use *u = (struct use *)transform;

	u->digest = NULL;
	u->key = NULL;
	return 0;
}

static void
finalize(xmlSecTransformPtr transform)
{
	struct use *u = (struct use *)transform;

	crypto_digest_close(u->digest);
	crypto_key_free(u->key);
}

static int
set_key_requirements(xmlSecTransformPtr transform, xmlSecKeyReqPtr wanted)
{
	bool signs = transform->operation == xmlSecTransformOperationSign;

	wanted->keyId = &key_class;
	wanted->keyType = signs ? xmlSecKeyDataTypePrivate : xmlSecKeyDataTypePublic;
	wanted->keyUsage = signs ? xmlSecKeyUsageSign : xmlSecKeyUsageVerify;
	return 0;
}

static int
set_key(xmlSecTransformPtr transform, xmlSecKeyPtr key)
{
	struct use *u = (struct use *)transform;
	xmlSecKeyDataPtr data = xmlSecKeyGetValue(key);

	if (data == NULL || data->id != &key_class || u->key != NULL)
		return -1;
	u->key = crypto_key_ref(((struct key_data *)data)->key);
	return 0;
}

/* The digest is complete: hands on what the operation makes of it. */
static int
finish(struct use *u, const struct method *m, xmlSecTransformCtxPtr ctx)
{
	unsigned char signature[CRYPTO_MAX_SIGNATURE];
	size_t len = 0;
	struct err_info e;

	if (crypto_digest_end(u->digest, u->value, &e) != ERR_OK)
		return failed(&e);
	u->transform.status = xmlSecTransformStatusFinished;
	if (u->transform.operation != xmlSecTransformOperationSign || u->transform.next == NULL)
		return 0;
	if (m->algorithm == NULL)
		return xmlSecTransformPushBin(u->transform.next, u->value, (xmlSecSize)m->hash->size, 1,
		    ctx);
	if (u->key == NULL)
		return -1;
	if (crypto_sign(u->key, m->algorithm, u->value, signature, &len, &e) != ERR_OK)
		return failed(&e);
	return xmlSecTransformPushBin(u->transform.next, signature, (xmlSecSize)len, 1, ctx);
}

static int
push_bin(xmlSecTransformPtr transform, const xmlSecByte *data, xmlSecSize size, int final,
    xmlSecTransformCtxPtr ctx)
{
	struct use *u = (struct use *)transform;
	const struct method *m = method_of(transform);
	struct err_info e;

	if (transform->status == xmlSecTransformStatusNone) {
		if (crypto_digest_open(m->hash, &u->digest, &e) != ERR_OK)
			return failed(&e);
		transform->status = xmlSecTransformStatusWorking;
	}
	if (transform->status != xmlSecTransformStatusWorking)
		return size == 0 ? 0 : -1;
	if (size > 0 && crypto_digest_add(u->digest, data, size, &e) != ERR_OK)
		return failed(&e);
	return final != 0 ? finish(u, m, ctx) : 0;
}

/* Compares what was computed with what the message states. */
static int
verify(xmlSecTransformPtr transform, const xmlSecByte *data, xmlSecSize size,
    xmlSecTransformCtxPtr ctx)
{
	struct use *u = (struct use *)transform;
	const struct method *m = method_of(transform);
	struct err_info e;
	bool holds;

	(void)ctx;
	if (transform->status != xmlSecTransformStatusFinished ||
	    transform->operation != xmlSecTransformOperationVerify)
		return -1;
	if (m->algorithm == NULL) {
		holds = size == m->hash->size && memcmp(data, u->value, size) == 0;
	} else if (u->key == NULL) {
		return -1;
	} else {
		holds = crypto_verify(u->key, m->algorithm, u->value, data, size, &e) == ERR_OK;
		if (!holds)
			failed(&e);
	}
	transform->status = holds ? xmlSecTransformStatusOk : xmlSecTransformStatusFail;
	return 0;
}

/* ---- the list ---------------------------------------------------------------------------------- */

static void
install(const struct crypto_hash *hash, const struct crypto_algorithm *algorithm)
{
	struct method *m = &methods[n_methods];

	CHECK(n_methods < METHODS);
	*m = (struct method){
		.klass = {
			.klassSize = sizeof(xmlSecTransformKlass),
			.objSize = sizeof(struct use),
			.name = XSTR(algorithm != NULL ? algorithm->name : hash->name),
			.href = XSTR(algorithm != NULL ? algorithm->uri : hash->uri),
			.usage = algorithm != NULL ? xmlSecTransformUsageSignatureMethod :
			    xmlSecTransformUsageDigestMethod,
			.initialize = initialize,
			.finalize = finalize,
			.setKeyReq = algorithm != NULL ? set_key_requirements : NULL,
			.setKey = algorithm != NULL ? set_key : NULL,
			.verify = verify,
			.getDataType = xmlSecTransformDefaultGetDataType,
			.pushBin = push_bin,
			.popBin = seal_c14n_pop_bin,
		},
		.hash = hash,
		.algorithm = algorithm,
	};
	CHECK(xmlSecTransformIdsRegister(&m->klass) == 0);
	n_methods++;
}

void
seal_classes_install(void)
{
	const struct crypto_algorithm *a;

	xmlSecPtrListEmpty(xmlSecTransformIdsGet());
	n_methods = 0;
	seal_c14n_install();
	seal_smev_install();
	for (size_t i = 0; (a = crypto_algorithm_at(i)) != NULL; i++) {
		if (!a->trusted)
			continue;
		if (seal_class_of_hash(a->hash) == NULL)
			install(a->hash, NULL);
		install(a->hash, a);
	}
}

static xmlSecTransformId
find(const struct crypto_hash *hash, const struct crypto_algorithm *algorithm)
{
	for (size_t i = 0; i < n_methods; i++)
		if (methods[i].hash == hash && methods[i].algorithm == algorithm)
			return &methods[i].klass;
	return NULL;
}

xmlSecTransformId
seal_class_of_hash(const struct crypto_hash *hash)
{
	return find(hash, NULL);
}

xmlSecTransformId
seal_class_of_signature(const struct crypto_algorithm *algorithm)
{
	return find(algorithm->hash, algorithm);
}
