/* After a restart: messages that were taken before it, from the journal. */
#include "config.h"

#include "adapter/seal/c14n.h"
#include "adapter/seal/inside.h"
#include "adapter/xml/xml.h"

/* What was signed: the canonical SignedInfo, as verify.c has it from xmlsec. */
static enum err
digest_of(const struct seal_security *security, unsigned char digest[CRYPTO_MAX_HASH],
    struct err_info *e)
{
	xmlNodePtr info = xml_tree_element(security->signature->children);
	xmlNodePtr list = xml_tree_element(xml_tree_element(info->children)->children);
	struct xml_prefixes prefixes = {0};
	BUF_AUTO(octets, SEAL_C14N_BYTES);

	if (list != NULL)
		TRY(xml_prefixes_read((const char *)xml_tree_attribute(list, "PrefixList"), &prefixes, e));
	TRY(xml_c14n_exclusive(info, &prefixes, XML_WITHOUT_COMMENTS, &octets, e));
	return crypto_digest(crypto_sha256(), octets.data, octets.len, digest, e);
}

static enum err
remember(struct seal *seal, xmlDocPtr doc, struct seal_security *security, int64_t now_us,
    struct err_info *e)
{
	unsigned char digest[CRYPTO_MAX_HASH];
	struct seal_envelope envelope;
	enum err code;

	TRY(seal_envelope_read(doc, &envelope, e));
	TRY(seal_security_read(&envelope, security, e));
	if (security->expires_us + seal->skew_us <= now_us)
		return ERR_OK;
	TRY(digest_of(security, digest, e));
	code = seal_replay_remember(seal->replay, digest, security->expires_us + seal->skew_us, now_us, e);
	return code == ERR_SIG_REPLAY ? ERR_OK : code;
}

enum err
seal_remember(struct seal *seal, const char *envelope, size_t len, int64_t now_us,
    struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct seal_security security __attribute__((cleanup(seal_security_fini))) = {0};

	enum err code;

	TRY(xml_parse(envelope, len, XML_STRICT, &doc, e));
	code = remember(seal, doc, &security, now_us, e);
	if (xml_memory_failed())
		FAIL(e, ERR_NOMEM, "", "a message");
	return code;
}
