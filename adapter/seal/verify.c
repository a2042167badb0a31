/* Verification: the order of steps is the order in which this file calls them. */
#include "config.h"

#include <string.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/classes.h"
#include "adapter/seal/inside.h"
#include "adapter/xml/xml.h"

/* One verification under way: what has to be given back. */
struct verification {
	struct seal          *seal;
	struct seal_state    *state;
	xmlDocPtr             doc;
	struct seal_envelope  env;
	struct seal_security  security;
	struct seal_signer   *signer;           /* trust's … */
	bool                  ours;             /* … or one of our own */
	xmlSecDSigCtx         dsig;
	bool                  dsig_made;
};

static void
verification_fini(struct verification *v)
{
	if (v->dsig_made)
		seal_dsig_fini(&v->dsig);
	if (v->signer != NULL && !v->ours)
		seal_trust_release(v->state->trust, v->signer);
	seal_state_release(v->state);
	seal_security_fini(&v->security);
	xmlFreeDoc(v->doc);
}

static enum err
decide_own(struct verification *v, int64_t now_us, struct err_info *e)
{
	const struct seal_own *own;

	TRY(seal_state_signing(v->state, now_us, &own, e));
	if (!seal_signer_is(own->signer, v->security.token.data, v->security.token.len))
		FAIL(e, ERR_SIG_SIGNER, "", "another certificate than ours");
	v->signer = own->signer;
	return ERR_OK;
}

/* Whose certificate it is, and whether it goes with the algorithm that is claimed. */
static enum err
decide_trust(struct verification *v, int64_t now_us, struct err_info *e)
{
	const struct buf *token = &v->security.token;

	if (v->ours)
		TRY(decide_own(v, now_us, e));
	else
		TRY(seal_trust_decide(v->state->trust, token->data, token->len, now_us, &v->signer, e));
	if (v->security.algorithm != v->signer->algorithm)
		FAIL(e, ERR_SIG_ALGORITHM, "Envelope/Header/Security/Signature/SignedInfo/SignatureMethod",
		    "the certificate's key is for %s", v->signer->algorithm->name);
	return ERR_OK;
}

static xmlSecDSigReferenceCtxPtr
reference(struct verification *v, size_t i)
{
	return xmlSecPtrListGetItem(&v->dsig.signedInfoReferences, (xmlSecSize)i);
}

/*
 * Sets up xmlsec so that by itself, too, it takes nothing but what security.h lets
 * through: the key is given, KeyInfo is not read, references stay in the document and are
 * identifiers, one transform, one digest.
 */
static enum err
prepare(struct verification *v, struct err_info *e)
{
	xmlSecDSigCtx *dsig = &v->dsig;

	seal_library_forget();
	if (xmlSecDSigCtxInitialize(dsig, NULL) != 0)
		FAIL(e, ERR_NOMEM, "", "xmlsec: %s", seal_library_drain());
	v->dsig_made = true;
	dsig->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES | XMLSEC_DSIG_FLAGS_STORE_SIGNATURE |
	    XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS | XMLSEC_DSIG_FLAGS_USE_VISA3D_HACK;
	dsig->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
	dsig->signKey = v->signer->key;
	if (xmlSecDSigCtxEnableReferenceTransform(dsig, seal_c14n_class()) != 0 ||
	    xmlSecDSigCtxEnableReferenceTransform(dsig, seal_class_of_hash(v->signer->algorithm->hash)) != 0 ||
	    xmlSecDSigCtxEnableSignatureTransform(dsig, seal_c14n_class()) != 0 ||
	    xmlSecDSigCtxEnableSignatureTransform(dsig, seal_class_of_signature(v->signer->algorithm)) != 0)
		FAIL(e, ERR_NOMEM, "", "xmlsec: %s", seal_library_drain());
	return ERR_OK;
}

/* That xmlsec digested, for every Reference, the very element that was bound to it. */
static enum err
check_references(struct verification *v, struct err_info *e)
{
	if (xmlSecPtrListGetSize(&v->dsig.signedInfoReferences) != v->security.references)
		FAIL(e, ERR_SIG_REFERENCE, "", "not every reference was digested");
	for (size_t i = 0; i < v->security.references; i++) {
		enum seal_part part = v->security.covers[i];
		const xmlSecDSigReferenceCtx *r = reference(v, i);

		if (seal_c14n_done(&r->transformCtx) != v->env.part[part])
			FAIL(e, ERR_SIG_REFERENCE, seal_part_path(part), "another element was digested");
	}
	return ERR_OK;
}

static enum err
check_signature(struct verification *v, struct err_info *e)
{
	bool ran;

	TRY(prepare(v, e));
	ran = xmlSecDSigCtxVerify(&v->dsig, v->security.signature) == 0;
	/* xmlsec stops at the first part that does not match or cannot be made canonical: name it. */
	for (size_t i = 0; i < xmlSecPtrListGetSize(&v->dsig.signedInfoReferences); i++)
		if (reference(v, i)->status != xmlSecDSigStatusSucceeded && i < v->security.references)
			FAIL(e, ERR_SIG_DIGEST, seal_part_path(v->security.covers[i]), "%s",
			    ran ? "it was changed after signing" : "it cannot be digested");
	if (!ran || v->dsig.status != xmlSecDSigStatusSucceeded)
		FAIL(e, ERR_SIG_VALUE, "Envelope/Header/Security/Signature/SignatureValue",
		    "it does not match SignedInfo (%s)", seal_library_drain());
	return check_references(v, e);
}

static bool
covers(const struct verification *v, const xmlNode *node, enum seal_part *ret_part)
{
	for (size_t i = 0; i < v->security.references; i++) {
		if (v->env.part[v->security.covers[i]] == node) {
			*ret_part = v->security.covers[i];
			return true;
		}
	}
	return false;
}

/* Adds the names of those of siblings that are covered, and of what Security holds. */
static void
list_covered(const struct verification *v, xmlNodePtr sibling, char *list, size_t size)
{
	enum seal_part part = SEAL_PARTS;

	for (xmlNodePtr n = xml_tree_element(sibling); n != NULL; n = xml_tree_element(n->next)) {
		size_t len = strlen(list);

		if (n == v->env.security)
			list_covered(v, n->children, list, size);
		else if (covers(v, n, &part))
			snprintf(list + len, size - len, "%s%s", len > 0 ? " " : "",
			    seal_part_name(part));
	}
}

static enum err
copy_body(struct verification *v, struct seal_verified *out, struct err_info *e)
{
	for (size_t i = 0; i < v->security.references; i++) {
		xmlSecBufferPtr octets;

		if (v->security.covers[i] != SEAL_BODY)
			continue;
		octets = xmlSecDSigReferenceCtxGetPreDigestBuffer(reference(v, i));
		CHECK(octets != NULL && xmlSecBufferGetSize(octets) > 0);
		out->body_len = xmlSecBufferGetSize(octets);
		out->body = malloc(out->body_len + 1);
		if (out->body == NULL)
			FAIL(e, ERR_NOMEM, "Envelope/Body", "%zu bytes", out->body_len);
		memcpy(out->body, xmlSecBufferGetData(octets), out->body_len);
		out->body[out->body_len] = '\0';
		return ERR_OK;
	}
	FAIL(e, ERR_SIG_COVERAGE, "Envelope/Body", "not covered by the signature");
}

static enum err
copy_header(const struct verification *v, enum seal_part part, char *text, size_t size,
    struct err_info *e)
{
	text[0] = '\0';
	if (v->env.part[part] == NULL)
		return ERR_OK;
	return xml_tree_copy(v->env.part[part], seal_part_path(part), text, size, e);
}

static enum err
fill(struct verification *v, struct seal_verified *out, struct err_info *e)
{
	TRY(copy_header(v, SEAL_ACTION, out->action, sizeof(out->action), e));
	TRY(copy_header(v, SEAL_MESSAGE_ID, out->message_id, sizeof(out->message_id), e));
	TRY(copy_header(v, SEAL_RELATES_TO, out->relates_to, sizeof(out->relates_to), e));
	TRY(copy_header(v, SEAL_TO, out->to, sizeof(out->to), e));
	crypto_certificate_put_subject(v->signer->certificate, out->signer, sizeof(out->signer));
	out->algorithm = v->signer->algorithm->name;
	out->created_us = v->security.created_us;
	out->expires_us = v->security.expires_us;
	list_covered(v, v->env.header->children, out->covered, sizeof(out->covered));
	list_covered(v, v->env.part[SEAL_BODY], out->covered, sizeof(out->covered));
	return copy_body(v, out, e);
}

static enum err
check_window(const struct verification *v, int64_t now_us, struct err_info *e)
{
	const char *path = seal_part_path(SEAL_TIMESTAMP);
	int64_t created_us = v->security.created_us, expires_us = v->security.expires_us;

	if (expires_us <= created_us)
		FAIL(e, ERR_SIG_STALE, path, "it expires before it was created");
	if (expires_us - created_us > v->state->max_ttl_us)
		FAIL(e, ERR_SIG_STALE, path, "it is meant to last for more than %d s",
		    (int)(v->state->max_ttl_us / 1000000));
	if (created_us > now_us + v->state->max_skew_us)
		FAIL(e, ERR_SIG_STALE, path, "it was created in the future");
	if (expires_us + v->state->max_skew_us <= now_us)
		FAIL(e, ERR_SIG_STALE, path, "it has expired");
	return ERR_OK;
}

static enum err
check_expected(const struct seal_expect *expect, const struct seal_verified *got,
    struct err_info *e)
{
	const char *relates_to = expect->relates_to != NULL ? expect->relates_to : "";

	if (expect->action != NULL && strcmp(expect->action, got->action) != 0)
		FAIL(e, ERR_SIG_RELATES, seal_part_path(SEAL_ACTION), "another action was expected");
	if (strcmp(relates_to, got->relates_to) != 0)
		FAIL(e, ERR_SIG_RELATES, seal_part_path(SEAL_RELATES_TO), "%s",
		    *relates_to != '\0' ? "not the message that was sent" : "must be absent");
	return ERR_OK;
}

static enum err
check_once(struct verification *v, int64_t now_us, struct err_info *e)
{
	xmlSecBufferPtr info = xmlSecDSigCtxGetPreSignBuffer(&v->dsig);
	unsigned char digest[CRYPTO_MAX_HASH];

	CHECK(info != NULL && xmlSecBufferGetSize(info) > 0);
	TRY(crypto_digest(crypto_sha256(), xmlSecBufferGetData(info), xmlSecBufferGetSize(info),
	    digest, e));
	return seal_replay_remember(v->seal->replay, digest,
	    v->security.expires_us + v->seal->skew_us, now_us, e);
}

/* All but whether it was taken before: that is not to be remembered of what is refused. */
static enum err
verify(struct verification *v, const char *envelope, size_t len, const struct seal_expect *expect,
    struct seal_verified *got, struct err_info *e)
{
	TRY(xml_parse(envelope, len, XML_STRICT, &v->doc, e));
	TRY(seal_envelope_read(v->doc, &v->env, e));
	TRY(seal_security_read(&v->env, &v->security, e));
	TRY(decide_trust(v, expect->now_us, e));
	TRY(check_signature(v, e));
	TRY(check_window(v, expect->now_us, e));
	TRY(fill(v, got, e));
	return check_expected(expect, got, e);
}

enum err
seal_verify_by(struct seal *seal, bool ours, const char *envelope, size_t len,
    const struct seal_expect *expect, struct seal_verified *ret_verified, struct err_info *e)
{
	struct verification v __attribute__((cleanup(verification_fini))) = {
	    .seal = seal, .state = seal_state_use(seal), .ours = ours};
	struct seal_verified got __attribute__((cleanup(seal_verified_fini))) = {0};

	enum err code;

	xml_memory_watch();
	code = verify(&v, envelope, len, expect, &got, e);
	/* Nobody is to be blamed for what was found without memory. */
	if (xml_memory_failed())
		FAIL(e, ERR_NOMEM, "", "a message");
	TRY(code);
	if (expect->once)
		TRY(check_once(&v, expect->now_us, e));
	*ret_verified = got;
	got.body = NULL;
	return ERR_OK;
}

enum err
seal_verify(struct seal *seal, const char *envelope, size_t len, const struct seal_expect *expect,
    struct seal_verified *ret_verified, struct err_info *e)
{
	return seal_verify_by(seal, false, envelope, len, expect, ret_verified, e);
}

void
seal_verified_fini(struct seal_verified *verified)
{
	free(verified->body);
	verified->body = NULL;
}
