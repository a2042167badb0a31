/*
 * Messages to SMEV 3: which element is signed and where the signature stands, as the schemas of its
 * message exchange say; how, as the method text says (4.4, annexes 1 and 2).
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/inside.h"
#include "adapter/seal/names.h"
#include "adapter/seal/smev.h"
#include "adapter/seal/splice.h"
#include "adapter/seal/template.h"

#define NS_TYPES "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/"
#define NS_BASIC NS_TYPES "basic/"
#define HOLDER   "CallerInformationSystemSignature"

enum { MAX_ID = 127 };

static const char *const versions[] = {"1.1", "1.2", "1.3"};

/* clang-format off */
static const struct row {
	const char *operation;          /* of the namespace of types */
	const char *content;            /* its first element, the signed one */
	const char *ns;                 /* the namespace of that, without version */
} rows[] = {
	/* operation            content                       ns */
	{"SendRequestRequest",  "SenderProvidedRequestData",  NS_TYPES},
	{"SendResponseRequest", "SenderProvidedResponseData", NS_TYPES},
	{"GetRequestRequest",   "MessageTypeSelector",        NS_BASIC},
	{"GetResponseRequest",  "MessageTypeSelector",        NS_BASIC},
	{"GetStatusRequest",    "Timestamp",                  NS_BASIC},
	{"AckRequest",          "AckTargetMessage",           NS_BASIC},
};
/* clang-format on */

/* Nodes belong to the document. */
struct message {
	xmlDocPtr         doc;
	xmlNodePtr        operation, content;
	xmlNodePtr        last;         /* the element before the signature's */
	xmlNodePtr        holder;       /* the signature's; NULL if it is not there */
	const struct row *row;
	const char       *version;
	const xmlChar    *id;           /* of content */
};

static bool
is_of(const xmlNode *node, const char *ns, const char *version, const char *name)
{
	char full[128];

	snprintf(full, sizeof(full), "%s%s", ns, version);
	return xml_tree_is(node, full, name);
}

/* The operation: the only element of the Body, or the root if there is no envelope. */
static enum err
find_operation(struct message *m, struct err_info *e)
{
	xmlNodePtr root = xmlDocGetRootElement(m->doc), n = root;
	bool soap = xml_tree_is(root, NS_SOAP11, "Envelope") || xml_tree_is(root, NS_SOAP12, "Envelope");

	if (soap) {
		const char *ns = (const char *)root->ns->href;

		for (n = xml_tree_element(root->children); n != NULL && !xml_tree_is(n, ns, "Body");)
			n = xml_tree_element(n->next);
		if (n == NULL)
			FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Body", "missing");
		n = xml_tree_element(n->children);
		if (n == NULL || xml_tree_element(n->next) != NULL)
			FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Body", "exactly one element is expected");
	}
	for (size_t v = 0; v < COUNT_OF(versions); v++)
		for (size_t i = 0; i < COUNT_OF(rows); i++)
			if (is_of(n, NS_TYPES, versions[v], rows[i].operation)) {
				m->operation = n;
				m->row = &rows[i];
				m->version = versions[v];
				return ERR_OK;
			}
	FAIL(e, ERR_SIG_STRUCTURE, soap ? "Envelope/Body" : "", "no request to SMEV 3 that its sender "
	    "signs: SendRequest, SendResponse, GetRequest, GetResponse, GetStatus or Ack, 1.1 to 1.3");
}

/* That there is no signature in it, nor anything else. */
static enum err
check_holder(const struct message *m, struct err_info *e)
{
	for (const xmlNode *n = m->holder->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			FAIL(e, ERR_SIG_STRUCTURE, HOLDER, "not empty: this message was signed before");
		if (n->type != XML_TEXT_NODE || strspn((const char *)n->content, " \t\r\n") !=
		    strlen((const char *)n->content))
			FAIL(e, ERR_SIG_STRUCTURE, HOLDER, "not empty");
	}
	return ERR_OK;
}

/* After content and AttachmentContentList; only Routing may follow. */
static enum err
find_holder(struct message *m, struct err_info *e)
{
	xmlNodePtr n = xml_tree_element(m->content->next);

	m->last = m->content;
	if (is_of(n, NS_BASIC, m->version, "AttachmentContentList")) {
		m->last = n;
		n = xml_tree_element(n->next);
	}
	for (; n != NULL; n = xml_tree_element(n->next)) {
		if (is_of(n, NS_BASIC, m->version, "AttachmentContentList"))
			FAIL(e, ERR_SIG_STRUCTURE, m->row->operation, "AttachmentContentList is misplaced");
		if (!is_of(n, NS_TYPES, m->version, HOLDER))
			continue;
		if (m->holder != NULL || xml_tree_element(m->last->next) != n)
			FAIL(e, ERR_SIG_STRUCTURE, m->row->operation, HOLDER " is misplaced or repeated");
		m->holder = n;
	}
	return m->holder != NULL ? check_holder(m, e) : ERR_OK;
}

static enum err
read_id(struct message *m, struct err_info *e)
{
	xmlNodePtr found = NULL;

	m->id = xml_tree_attribute(m->content, "Id");
	if (m->id == NULL || xmlValidateNCName(m->id, 0) != 0 || xmlStrlen(m->id) > MAX_ID)
		FAIL(e, ERR_SIG_REFERENCE, m->row->content,
		    "an attribute Id is expected: an XML name of up to %d bytes", MAX_ID);
	if (xml_tree_find(m->doc, (const char *)m->id, &found, e) != ERR_OK || found != m->content)
		FAIL(e, ERR_SIG_DUPLICATE_ID, m->row->content, "another element carries the same Id");
	return ERR_OK;
}

static enum err
read_message(xmlDocPtr doc, struct message *m, struct err_info *e)
{
	*m = (struct message){.doc = doc};
	TRY(find_operation(m, e));
	m->content = xml_tree_element(m->operation->children);
	if (!is_of(m->content, m->row->ns, m->version, m->row->content))
		FAIL(e, ERR_SIG_STRUCTURE, m->row->operation, "its first element must be %s",
		    m->row->content);
	return ERR_OK;
}

/* ---- what the transform refuses ------------------------------------------------------------ */

/* What is wrong with an element by itself; NULL if nothing is. */
static const char *
fault_of(const xmlNode *element)
{
	if (element->ns == NULL || element->ns->href == NULL || element->ns->href[0] == '\0')
		return "is in no namespace";
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next)
		if (a->ns != NULL && xmlStrEqual(a->ns->href, XML_XML_NAMESPACE))
			return "has an attribute of the namespace xml, such as xml:lang";
	return NULL;
}

static const xmlNode *
first_fault(const xmlNode *element)
{
	const xmlNode *found = fault_of(element) != NULL ? element : NULL;

	for (const xmlNode *n = element->children; n != NULL && found == NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE)
			found = first_fault(n);
	return found;
}

/* The same octets that will be digested; so a refusal can be told by the element. */
static enum err
check_form(const struct message *m, struct err_info *e)
{
	BUF_AUTO(canonical, SEAL_C14N_BYTES);
	BUF_AUTO(octets, SEAL_C14N_BYTES);
	const xmlNode *fault = first_fault(m->content);

	if (fault != NULL)
		FAIL(e, ERR_XML_CANONICAL, m->row->content, "line %ld: the element %.60s %s: the SMEV "
		    "transform has no form for it", xmlGetLineNo(fault), (const char *)fault->name,
		    fault_of(fault));
	TRY(xml_c14n_exclusive(m->content, NULL, XML_WITHOUT_COMMENTS, &canonical, e));
	return xml_transform_smev_octets(canonical.data, canonical.len, &octets, e);
}

/* ---- signing ------------------------------------------------------------------------------- */

static enum err
register_id(const struct message *m, struct err_info *e)
{
	xmlAttrPtr attribute = xmlHasNsProp(m->content, XSTR("Id"), NULL);

	if (attribute == NULL || xmlAddID(NULL, m->doc, m->id, attribute) == NULL)
		FAIL(e, ERR_SIG_DUPLICATE_ID, m->row->content, "its Id is already taken");
	return ERR_OK;
}

/* KeyInfo as the method text has it: the certificate alone. */
static enum err
make_signature(const struct message *m, const struct seal_signer *own, xmlNodePtr *ret_signature,
    struct err_info *e)
{
	static const char *const transforms[] = {SEAL_C14N_URI, XML_SMEV_URI, NULL};
	struct seal_template t = {.doc = m->doc};
	xmlNodePtr holder = m->holder, info, node;
	size_t len;

	if (holder == NULL) {
		holder = seal_template_add(&t, NULL, m->operation->ns, HOLDER, NULL);
		if (holder != NULL)
			xmlAddNextSibling(m->last, holder);
	}
	*ret_signature = holder != NULL ?
	    seal_template_signature(&t, holder, own->algorithm->uri, &info) : NULL;
	if (*ret_signature == NULL)
		FAIL(e, ERR_NOMEM, "", "a signature");
	seal_template_reference(&t, info, m->id, transforms, own->algorithm->hash->uri);
	seal_template_add(&t, *ret_signature, t.ds, "SignatureValue", NULL);
	node = seal_template_add(&t, *ret_signature, t.ds, "KeyInfo", NULL);
	node = seal_template_add(&t, node, t.ds, "X509Data", NULL);
	seal_template_add(&t, node, t.ds, "X509Certificate",
	    crypto_certificate_base64(own->certificate, &len));
	if (t.failed)
		FAIL(e, ERR_NOMEM, "", "a signature");
	return ERR_OK;
}

/* Puts the signature's text into its place, which was looked for before the tree had it. */
static enum err
put_signature(struct seal_splice *s, const struct message *m, const struct seal_place place[2],
    xmlNodePtr signature, struct err_info *e)
{
	AUTO(xml_buffer) xmlBufferPtr dumped = xmlBufferCreate();
	const char *text;

	if (dumped == NULL || xmlNodeDump(dumped, m->doc, signature, 0, 0) < 0)
		FAIL(e, ERR_NOMEM, "", "a signature");
	text = (const char *)xmlBufferContent(dumped);
	if (m->holder != NULL) {
		TRY(seal_splice_fill(s, &place[1], true, text, e));
	} else {
		TRY(seal_splice_copy(s, place[1].end, e));
		TRY(seal_splice_element(s, &place[0], HOLDER, text, e));
	}
	return seal_splice_end(s, e);
}

static enum err
sign(const struct seal_own *own, const char *octets, size_t len, struct buf *out,
    struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct seal_splice s = {.octets = octets, .len = len, .out = out};
	struct seal_place place[2];     /* of the operation; of the holder or what stands before it */
	struct message m;
	xmlNodePtr signature;

	TRY(xml_parse(octets, len, XML_LENIENT, &doc, e));
	TRY(read_message(doc, &m, e));
	TRY(find_holder(&m, e));
	TRY(read_id(&m, e));
	TRY(check_form(&m, e));
	TRY(seal_splice_find(&s, m.operation, &place[0], e));
	TRY(seal_splice_find(&s, m.holder != NULL ? m.holder : m.last, &place[1], e));
	TRY(register_id(&m, e));
	TRY(make_signature(&m, own->signer, &signature, e));
	TRY(seal_sign_tree(own, signature, e));
	return put_signature(&s, &m, place, signature, e);
}

/* ---- and looking at it again --------------------------------------------------------------- */

static xmlNodePtr
signature_of(const struct message *m)
{
	xmlNodePtr n = m->content;

	while (n != NULL && !is_of(n, NS_TYPES, m->version, HOLDER))
		n = xml_tree_element(n->next);
	n = n != NULL ? xml_tree_element(n->children) : NULL;
	return xml_tree_is(n, NS_DS, "Signature") ? n : NULL;
}

/* What was made of octets and a tree is read anew as octets, and must hold. */
static enum err
verify(const struct seal_own *own, const struct buf *made, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct message m;
	xmlNodePtr signature;
	xmlSecDSigCtx dsig;
	bool holds;

	TRY(xml_parse(made->data, made->len, XML_LENIENT, &doc, e));
	TRY(read_message(doc, &m, e));
	TRY(read_id(&m, e));
	TRY(register_id(&m, e));
	signature = signature_of(&m);
	seal_library_forget();
	if (signature == NULL || xmlSecDSigCtxInitialize(&dsig, NULL) != 0)
		FAIL(e, ERR_SIGN, HOLDER, "no signature: %s", seal_library_drain());
	dsig.flags |= XMLSEC_DSIG_FLAGS_USE_VISA3D_HACK;        /* #id is an identifier, no XPointer */
	dsig.signKey = own->signer->key;
	holds = xmlSecDSigCtxVerify(&dsig, signature) == 0 && dsig.status == xmlSecDSigStatusSucceeded;
	seal_dsig_fini(&dsig);
	if (!holds)
		FAIL(e, ERR_SIGN, HOLDER, "what was signed does not verify: %s", seal_library_drain());
	return ERR_OK;
}

enum err
seal_sign_smev(struct seal *seal, const char *message, size_t len, int64_t now_us, struct buf *out,
    struct err_info *e)
{
	BUF_AUTO(made, XML_LIMIT_BYTES);
	struct seal_state *state = seal_state_use(seal);
	const struct seal_own *own;
	enum err code = seal_state_signing(state, now_us, &own, e);

	if (code == ERR_OK)
		code = sign(own, message, len, &made, e);
	if (code == ERR_OK)
		code = verify(own, &made, e);
	seal_state_release(state);
	if (code != ERR_OK)
		return code;
	return buf_add(out, made.data, made.len, e);
}
