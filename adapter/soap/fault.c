#include "config.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "adapter/soap/fault.h"

AUTO_DEFINE(xml_doc, xmlDocPtr, xmlFreeDoc)
AUTO_DEFINE(xml_text, xmlChar *, xmlFree)
AUTO_DEFINE(xml_octets, xmlBufferPtr, xmlBufferFree)

/* Whose namespace a step of a path has. */
enum owner { NOBODY, SOAP };

struct step {
	enum owner  owner;
	const char *name;
};

/* Where the two versions keep things, from the Fault on; a path ends with a NULL name. */
static const struct {
	struct step code[3];            /* SOAP's own: whose fault it is */
	struct step detail[3];          /* where the contract's stands */
	const char *sender;
} place[] = {
	/* clang-format off */
	[SOAP_1_1] = {
		{{NOBODY, "faultcode"}},
		{{NOBODY, "detail"}},
		"Client",
	},
	[SOAP_1_2] = {
		{{SOAP, "Code"}, {SOAP, "Value"}},
		{{SOAP, "Detail"}},
		"Sender",
	},
	/* clang-format on */
};

/*
 * What the contract's codes mean here; the first row that fits.  A fault that blames the sender
 * refuses the citizen's request, unless it is our signature or our XML that it refuses.
 */
static const struct {
	const char *begins;             /* the code begins so; whole where it is exact */
	bool        exact;
	bool        sender;             /* only where the fault blames the sender */
	enum err    means;
} meaning[] = {
	/* clang-format off */
	{"NOT_FOUND", true,  false, ERR_FUND_NOT_FOUND},
	{"INTERNAL",  false, false, ERR_FUND_FAULT},
	{"SIG_",      false, false, ERR_FUND_FAULT},
	{"XML",       false, false, ERR_FUND_FAULT},
	{"",          false, true,  ERR_FUND_REFUSED},
	{"",          false, false, ERR_FUND_FAULT},
	/* clang-format on */
};

static bool
element_is(xmlNodePtr node, const char *ns, const char *name)
{
	const char *uri = node->ns != NULL ? (const char *)node->ns->href : "";

	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 &&
	    strcmp(uri, ns) == 0;
}

/* The child of that name: *ret_child is NULL if there is none.  Two are refused. */
static enum err
find_child(xmlNodePtr parent, const char *ns, const char *name, xmlNodePtr *ret_child,
    struct err_info *e)
{
	xmlNodePtr found = NULL;

	for (xmlNodePtr node = parent->children; node != NULL; node = node->next) {
		if (!element_is(node, ns, name))
			continue;
		if (found != NULL)
			FAIL(e, ERR_REPLY_SCHEMA, "Body/Fault", "one %s, not several", name);
		found = node;
	}
	*ret_child = found;
	return ERR_OK;
}

static enum err
find_path(xmlNodePtr fault, enum soap_version version, const struct step path[3],
    xmlNodePtr *ret_node, struct err_info *e)
{
	xmlNodePtr node = fault;

	for (int i = 0; i < 3 && path[i].name != NULL && node != NULL; i++) {
		const char *ns = path[i].owner == SOAP ? soap_version_ns(version) : "";

		TRY(find_child(node, ns, path[i].name, &node, e));
	}
	*ret_node = node;
	return ERR_OK;
}

/* Copies the element's text, which must fit and hold no markup. */
static enum err
copy_text(xmlNodePtr node, const char *name, char *to, size_t size, struct err_info *e)
{
	AUTO(xml_text) xmlChar *content = NULL;
	size_t len;

	if (xmlFirstElementChild(node) != NULL)
		FAIL(e, ERR_REPLY_SCHEMA, name, "text, not elements");
	content = xmlNodeGetContent(node);
	len = content != NULL ? strlen((const char *)content) : 0;
	if (content == NULL || len >= size)
		FAIL(e, ERR_REPLY_SCHEMA, name, "less than %zu bytes", size);
	memcpy(to, content, len + 1);
	return ERR_OK;
}

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"

/* The declared fault in SOAP's detail, and its namespace; *ret_node is NULL if there is none.  Two are refused. */
static enum err
find_declared(xmlNodePtr detail, const struct map_message *declared, xmlNodePtr *ret_node,
    const char **ret_ns, struct err_info *e)
{
	xmlNodePtr other = NULL;

	*ret_ns = map_fault.ns;
	TRY(find_child(detail, map_fault.ns, map_fault.element, ret_node, e));
	if (declared != NULL)
		TRY(find_child(detail, declared->ns, declared->element, &other, e));
	if (other == NULL)
		return ERR_OK;
	if (*ret_node != NULL)
		FAIL(e, ERR_REPLY_SCHEMA, "Body/Fault", "one declared fault, not several");
	*ret_node = other;
	*ret_ns = declared->ns;
	return ERR_OK;
}

/* Code and Field go into logs, so they must be what they claim: names.  Field is optional. */
static enum err
read_detail(xmlNodePtr detail, const char *ns, struct soap_fault *fault, struct err_info *e)
{
	const struct {
		const char *ns, *name;
		char       *to;
		size_t      size;
		bool        required;
		const char *letters;    /* that it may consist of; NULL: any */
	} parts[] = {
		{ns,           "Code",  fault->code,  sizeof(fault->code),  true,  UPPER DIGIT "_"},
		{map_fault.ns, "Text",  fault->text,  sizeof(fault->text),  true,  NULL},
		{map_fault.ns, "Field", fault->field, sizeof(fault->field), false, UPPER LOWER DIGIT "_-./"},
	};

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		xmlNodePtr node;

		TRY(find_child(detail, parts[i].ns, parts[i].name, &node, e));
		if (node == NULL && parts[i].required)
			FAIL(e, ERR_REPLY_SCHEMA, "Body/Fault", "ServiceFault with a %s", parts[i].name);
		if (node == NULL)
			continue;
		TRY(copy_text(node, parts[i].name, parts[i].to, parts[i].size, e));
		if (parts[i].letters != NULL && parts[i].to[strspn(parts[i].to, parts[i].letters)] != '\0')
			FAIL(e, ERR_REPLY_SCHEMA, parts[i].name, "a name");
	}
	return ERR_OK;
}

/*
 * "SOAP-ENV:Client": the prefix stands for SOAP's namespace in every fault that means anything,
 * so only the local name is looked at, up to a dot (SOAP 1.1, section 4.4.1).
 */
static bool
blames_sender(const char *code, const char *sender)
{
	const char *local = strrchr(code, ':');
	size_t len = strlen(sender);

	local = local != NULL ? local + 1 : code;
	return strncmp(local, sender, len) == 0 && (local[len] == '\0' || local[len] == '.');
}

static enum err
judge(const struct soap_fault *fault)
{
	size_t i = 0;

	/* What a service declares is an answer of the service: servers write Server for it as well as Client. */
	if (fault->own)
		return strcmp(fault->code, meaning[0].begins) == 0 ? meaning[0].means : ERR_FUND_REFUSED;
	while (strncmp(fault->code, meaning[i].begins, strlen(meaning[i].begins)) != 0 ||
	    (meaning[i].exact && strcmp(fault->code, meaning[i].begins) != 0) ||
	    (meaning[i].sender && !fault->sender))
		i++;
	return meaning[i].means;
}

/* The element in a Body of its own; the copy declares the namespaces that it needs. */
static enum err
write_own(xmlNodePtr element, struct buf *own, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = xmlNewDoc(NULL);
	AUTO(xml_octets) xmlBufferPtr octets = xmlBufferCreate();
	xmlNodePtr copy = doc != NULL ? xmlDocCopyNode(element, doc, 1) : NULL;

	if (copy != NULL)
		xmlDocSetRootElement(doc, copy);
	if (copy == NULL || octets == NULL || xmlNodeDump(octets, doc, copy, 0, 0) < 0)
		FAIL(e, ERR_NOMEM, "Body/Fault", "copy of the detail");
	TRY(buf_addf(own, e, "<E:Body xmlns:E=\"%s\">", soap_version_ns(SOAP_1_1)));
	TRY(buf_add(own, xmlBufferContent(octets), (size_t)xmlBufferLength(octets), e));
	return buf_add_str(own, "</E:Body>", e);
}

enum err
soap_fault_read(const char *body, size_t len, enum soap_version version,
    const struct map_message *declared, struct soap_fault *fault, struct buf *own, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = xmlReadMemory(body, (int)len, NULL, "UTF-8",
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlNodePtr root, code, detail;
	struct soap_fault got = {0};    /* nothing of a fault that is none gets out */
	char blame[128] = "";
	const char *ns = NULL;

	if (doc == NULL)
		FAIL(e, ERR_NOMEM, "Body/Fault", "parser");
	root = xmlFirstElementChild(xmlDocGetRootElement(doc));
	CHECK(root != NULL);            /* soap_shape_read() has seen it */
	TRY(find_path(root, version, place[version].code, &code, e));
	if (code == NULL)
		FAIL(e, ERR_REPLY_SCHEMA, "Body/Fault", "a fault code");
	TRY(copy_text(code, place[version].code[0].name, blame, sizeof(blame), e));
	got.sender = blames_sender(blame, place[version].sender);
	TRY(find_path(root, version, place[version].detail, &detail, e));
	if (detail != NULL)
		TRY(find_declared(detail, declared, &detail, &ns, e));
	if (detail != NULL)
		TRY(read_detail(detail, ns, &got, e));
	if (detail != NULL && ns != map_fault.ns) {
		got.own = true;
		TRY(write_own(detail, own, e));
	}
	*fault = got;
	if (detail == NULL)
		FAIL(e, ERR_FUND_FAULT, "Body/Fault", "fault without a declared detail");
	FAIL(e, judge(fault), fault->field, "declared fault %s", fault->code);
}
