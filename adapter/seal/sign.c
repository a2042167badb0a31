/*
 * Signing: the Security header is built and signed in a tree of the envelope, and its text
 * is put into the envelope's own octets, which are sent as they came.
 */
#include "config.h"

#include <string.h>

#include <libxml/xmlIO.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/inside.h"
#include "adapter/seal/names.h"
#include "adapter/seal/template.h"
#include "adapter/xml/xml.h"

AUTO_DEFINE(xml_output, xmlOutputBufferPtr, xmlOutputBufferClose)

static void
add_timestamp(struct seal_template *t, xmlNodePtr security, xmlNsPtr wsu, int64_t now_us,
    int64_t ttl_us)
{
	xmlNodePtr timestamp = seal_template_add(t, security, wsu, "Timestamp", NULL);
	char text[CLOCK_TEXT_SIZE];

	seal_template_set(t, timestamp, wsu, "Id", "Timestamp");
	clock_print_ms(now_us, text);
	seal_template_add(t, timestamp, wsu, "Created", text);
	clock_print_ms(now_us + ttl_us, text);
	seal_template_add(t, timestamp, wsu, "Expires", text);
}

/* ds:Signature, with a Reference to every part that has to be covered. */
static xmlNodePtr
add_signature(struct seal_template *t, const struct seal_envelope *env, xmlNsPtr wsse,
    const struct crypto_algorithm *algorithm)
{
	static const char *const transforms[] = {SEAL_C14N_URI, NULL};
	xmlNodePtr info, holder;
	xmlNodePtr signature = seal_template_signature(t, env->security, algorithm->uri, &info);

	for (int part = 0; part < SEAL_PARTS; part++)
		if (env->part[part] != NULL && seal_part_is_covered((enum seal_part)part))
			seal_template_reference(t, info,
			    xml_tree_id(env->part[part])->children->content, transforms,
			    algorithm->hash->uri);
	seal_template_add(t, signature, t->ds, "SignatureValue", NULL);
	holder = seal_template_add(t, seal_template_add(t, signature, t->ds, "KeyInfo", NULL), wsse,
	    "SecurityTokenReference", NULL);
	holder = seal_template_add(t, holder, wsse, "Reference", NULL);
	seal_template_set(t, holder, NULL, "URI", "#Token");
	seal_template_set(t, holder, NULL, "ValueType", TYPE_X509V3);
	return signature;
}

static enum err
make_security(const struct seal_state *state, const struct seal_signer *own,
    struct seal_envelope *env, int64_t now_us, xmlNodePtr *ret_signature, struct err_info *e)
{
	struct seal_template t = {.doc = env->doc};
	xmlNodePtr token, first = env->header->children;
	xmlNsPtr soap, wsse, wsu;
	size_t token_len;

	env->security = seal_template_add(&t, NULL, NULL, "Security", NULL);
	if (env->security == NULL)
		FAIL(e, ERR_NOMEM, "", "a Security header");
	if (first != NULL)
		xmlAddPrevSibling(first, env->security);
	else
		xmlAddChild(env->header, env->security);
	wsse = xmlNewNs(env->security, XSTR(NS_WSSE), XSTR("wsse"));
	wsu = xmlNewNs(env->security, XSTR(NS_WSU), XSTR("wsu"));
	soap = xmlNewNs(env->security, XSTR(env->soap), XSTR("soap"));
	xmlSetNs(env->security, wsse);
	seal_template_set(&t, env->security, soap, "mustUnderstand", "1");
	token = seal_template_add(&t, env->security, wsse, "BinarySecurityToken",
	    crypto_certificate_base64(own->certificate, &token_len));
	seal_template_set(&t, token, wsu, "Id", "Token");
	seal_template_set(&t, token, NULL, "EncodingType", TYPE_BASE64);
	seal_template_set(&t, token, NULL, "ValueType", TYPE_X509V3);
	add_timestamp(&t, env->security, wsu, now_us, state->ttl_us);
	env->part[SEAL_TOKEN] = token;
	if (!t.failed)
		env->part[SEAL_TIMESTAMP] = token->next;
	/* An Id may be there without its value. */
	t.failed |= xml_memory_failed();
	*ret_signature = t.failed ? NULL : add_signature(&t, env, wsse, own->algorithm);
	if (t.failed || xml_memory_failed() || *ret_signature == NULL || wsse == NULL || wsu == NULL || soap == NULL)
		FAIL(e, ERR_NOMEM, "", "a Security header");
	TRY(seal_envelope_register(env, SEAL_TIMESTAMP, e));
	return seal_envelope_register(env, SEAL_TOKEN, e);
}

enum err
seal_sign_tree(const struct seal_own *own, xmlNodePtr signature, struct err_info *e)
{
	xmlSecDSigCtx dsig;
	bool done;

	seal_library_forget();
	if (xmlSecDSigCtxInitialize(&dsig, NULL) != 0)
		FAIL(e, ERR_SIGN, "", "xmlsec: %s", seal_library_drain());
	dsig.flags |= XMLSEC_DSIG_FLAGS_USE_VISA3D_HACK;        /* #id is an identifier, no XPointer */
	dsig.signKey = own->key;
	done = xmlSecDSigCtxSign(&dsig, signature) == 0 && dsig.status == xmlSecDSigStatusSucceeded;
	seal_dsig_fini(&dsig);
	if (!done)
		FAIL(e, ERR_SIGN, "", "xmlsec: %s", seal_library_drain());
	return ERR_OK;
}

/* One past the '>' of the tag that begins at p; NULL if it has none or the element is empty. */
static const char *
tag_end(const char *p, const char *end)
{
	char quote = '\0';

	for (; p < end; p++) {
		if (quote != '\0')
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '>')
			return p[-1] == '/' ? NULL : p + 1;
	}
	return NULL;
}

/*
 * Where the content of Header begins.  The envelope is known to be well-formed, without
 * comments, instructions and DTD, and to begin with Envelope and Header: so after the
 * XML declaration the first two tags are theirs.
 */
static enum err
find_header(const char *envelope, size_t len, size_t *ret_offset, struct err_info *e)
{
	const char *end = envelope + len, *p = memchr(envelope, '<', len);

	if (p != NULL && end - p > 2 && p[1] == '?') {
		p = memmem(p, (size_t)(end - p), "?>", 2);
		p = p != NULL ? memchr(p, '<', (size_t)(end - p)) : NULL;
	}
	p = p != NULL ? tag_end(p, end) : NULL;
	p = p != NULL ? memchr(p, '<', (size_t)(end - p)) : NULL;
	p = p != NULL ? tag_end(p, end) : NULL;
	if (p == NULL)
		FAIL(e, ERR_SIGN, "Envelope/Header", "empty");
	*ret_offset = (size_t)(p - envelope);
	return ERR_OK;
}

static enum err
write_out(const struct seal_envelope *env, const char *envelope, size_t len, struct buf *out,
    struct err_info *e)
{
	AUTO(xml_output) xmlOutputBufferPtr security = xmlAllocOutputBuffer(NULL);
	size_t offset = 0;

	TRY(find_header(envelope, len, &offset, e));
	if (security == NULL)
		FAIL(e, ERR_NOMEM, "", "a Security header");
	/* Not xmlNodeDump(), which frees its buffer twice where it gets no memory. */
	xmlNodeDumpOutput(security, env->doc, env->security, 0, 0, NULL);
	if (security->error != 0 || xml_memory_failed())
		FAIL(e, ERR_NOMEM, "", "a Security header");
	TRY(buf_add(out, envelope, offset, e));
	TRY(buf_add(out, xmlOutputBufferGetContent(security), xmlOutputBufferGetSize(security), e));
	return buf_add(out, envelope + offset, len - offset, e);
}

static enum err
sign(const struct seal_state *state, const char *envelope, size_t len, int64_t now_us,
    struct buf *out, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct seal_envelope env;
	xmlNodePtr signature = NULL;
	const struct seal_own *own;

	TRY(seal_state_signing(state, now_us, &own, e));
	TRY(xml_parse(envelope, len, XML_STRICT, &doc, e));
	TRY(seal_envelope_read(doc, &env, e));
	if (env.header == NULL || env.security != NULL)
		FAIL(e, ERR_SIGN, "Envelope/Header", "expected, and without Security");
	for (int part = SEAL_TO; part < SEAL_PARTS; part++)
		if (env.part[part] != NULL && seal_part_is_covered((enum seal_part)part))
			TRY(seal_envelope_register(&env, (enum seal_part)part, e));
	TRY(make_security(state, own->signer, &env, now_us, &signature, e));
	TRY(seal_envelope_complete(&env, e));
	TRY(seal_sign_tree(own, signature, e));
	return write_out(&env, envelope, len, out, e);
}

enum err
seal_sign(struct seal *seal, const char *envelope, size_t len, int64_t now_us, struct buf *out,
    struct err_info *e)
{
	size_t start = out->len;
	struct seal_state *state = seal_state_use(seal);
	enum err code;

	xml_memory_watch();
	code = sign(state, envelope, len, now_us, out, e);
	seal_state_release(state);
	if (xml_memory_failed())
		code = err_set(e, __FILE__, __LINE__, ERR_NOMEM, "", "an envelope");
	if (code == ERR_OK)
		return ERR_OK;
	if (out->data != NULL) {
		out->len = start;
		out->data[start] = '\0';
	}
	/* The envelope is ours, whatever is wrong with it. */
	if (e != NULL && code != ERR_NOMEM)
		e->code = ERR_SIGN;
	return code == ERR_NOMEM ? code : ERR_SIGN;
}
