#include "config.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <openssl/evp.h>

#include "adapter/crypto/crypto.h"
#include "adapter/xml/xml.h"
#include "tests/fuzz/template.h"
#include "tests/seal_kit.h"

#define NS_DS "http://www.w3.org/2000/09/xmldsig#"

enum { TEXT_MAX = 1 << 20, PREFIXES_MAX = 16 };

int64_t template_now_us;

/* Those of GOST stay empty where there is no GOST. */
static struct key {
	const char                    *name;
	struct crypto_key             *key;
	struct crypto_certificate     *certificate;
	const struct crypto_algorithm *algorithm;
} keys[TEMPLATE_KEYS] = {
	[KEY_FUND_EC]      = {.name = "fund-sign-ec"},
	[KEY_FUND_RSA]     = {.name = "fund-sign-rsa"},
	[KEY_FUND_GOST256] = {.name = "fund-sign-gost256"},
	[KEY_FUND_GOST512] = {.name = "fund-sign-gost512"},
	[KEY_STRANGER]     = {.name = "stranger-sign-ec"},
	[KEY_FOREIGN]      = {.name = "foreign-sign-ec"},
};

void
template_open(void)
{
	template_now_us = clock_now_us();
	for (size_t i = 0; i < TEMPLATE_KEYS; i++) {
		const struct crypto_source source = {.key = kit_file(keys[i].name, ".key"),
		    .certificate_file = kit_file(keys[i].name, ".pem")};
		struct err_info e;

		if (strstr(keys[i].name, "gost") != NULL && kit_n_kinds() < KIT_KINDS)
			continue;
		CHECK(crypto_source_load(&source, &keys[i].key, &keys[i].certificate, &e) == ERR_OK);
		CHECK(crypto_key_algorithm(keys[i].key, &keys[i].algorithm, &e) == ERR_OK);
	}
}

void
template_signed_fini(struct template_signed *s)
{
	for (size_t i = 0; i < s->n; i++) {
		xmlFree(s->part[i].octets);
		free(s->part[i].name);
		xmlFree(s->part[i].text);
	}
}

/* ---- canonical forms ------------------------------------------------------------- */

static int
is_visible(void *root, xmlNodePtr node, xmlNodePtr parent)
{
	if (node != NULL && node->type == XML_NAMESPACE_DECL)
		node = parent;
	while (node != NULL && node != root)
		node = node->parent;
	return node != NULL;
}

xmlChar *
template_canonical(xmlDocPtr doc, xmlNodePtr element, const char *prefixes, int *ret_len)
{
	AUTO(char) char *list = strdup(prefixes != NULL ? prefixes : "");
	xmlChar *words[PREFIXES_MAX + 1] = {NULL}, *out = NULL;
	xmlOutputBufferPtr buffer = xmlAllocOutputBuffer(NULL);
	char *rest = list;
	int n = 0;

	CHECK(list != NULL && buffer != NULL);
	for (char *word; n < PREFIXES_MAX && *(rest += strspn(rest, " \t\r\n")) != '\0';) {
		word = rest;
		rest += strcspn(rest, " \t\r\n");
		if (*rest != '\0')
			*rest++ = '\0';
		words[n++] = (xmlChar *)word;
	}
	if (xmlC14NExecute(doc, is_visible, element, XML_C14N_EXCLUSIVE_1_0, n > 0 ? words : NULL, 0,
	    buffer) >= 0) {
		*ret_len = (int)xmlOutputBufferGetSize(buffer);
		out = xmlStrndup(xmlOutputBufferGetContent(buffer), *ret_len);
	}
	xmlOutputBufferClose(buffer);
	return out;
}

static xmlNodePtr
find_by_id(xmlNodePtr node, const char *id)
{
	xmlNodePtr found = NULL;

	for (; node != NULL && found == NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (xmlAttrPtr a = node->properties; a != NULL; a = a->next)
			if (xmlStrEqual(a->name, XSTR("Id")) && a->children != NULL &&
			    a->children->content != NULL && xmlStrEqual(a->children->content, XSTR(id)))
				return node;
		found = find_by_id(node->children, id);
	}
	return found;
}

/* The element of XML Signature after *skip others of that name, in document order. */
static xmlNodePtr
find_ds(xmlNodePtr node, const char *name, unsigned *skip)
{
	xmlNodePtr found = NULL;

	for (; node != NULL && found == NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (xml_tree_is(node, NS_DS, name) && (*skip)-- == 0)
			return node;
		found = find_ds(node->children, name, skip);
	}
	return found;
}

/* ---- values ---------------------------------------------------------------------- */

struct filling {
	xmlDocPtr                 doc;          /* what stood there before this pass */
	const struct crypto_hash *hash;         /* that goes with the last certificate */
	struct template_signed   *is_signed;
};

static void
add_base64(struct buf *out, const unsigned char *octets, size_t len)
{
	unsigned char text[4 * CRYPTO_MAX_SIGNATURE];

	CHECK(len <= CRYPTO_MAX_SIGNATURE);
	EVP_EncodeBlock(text, octets, (int)len);
	CHECK(buf_add_str(out, (const char *)text, NULL) == ERR_OK);
}

enum how { AS_IT_IS, ENVELOPED, BY_SMEV };

/* What is digested of the element; NULL if it has no such form. */
static xmlChar *
octets_of(xmlDocPtr doc, xmlNodePtr node, enum how how, const char *prefixes, int *ret_len)
{
	BUF_AUTO(smev, TEXT_MAX);
	unsigned skip = 0;
	xmlNodePtr signature = how == ENVELOPED ? find_ds(node->children, "Signature", &skip) : NULL;
	xmlNodePtr parent = signature != NULL ? signature->parent : NULL;
	xmlNodePtr next = signature != NULL ? signature->next : NULL;
	xmlChar *octets;

	if (how == BY_SMEV) {
		*ret_len = 0;
		if (xml_transform_smev(node, &smev, NULL) != ERR_OK)
			return NULL;
		*ret_len = (int)smev.len;
		return xmlStrndup(XSTR(smev.data), *ret_len);
	}
	/* Between two texts it must not be unlinked and put back: they would become one. */
	if (signature == NULL)
		return template_canonical(doc, node, prefixes, ret_len);
	if (signature->prev != NULL)
		signature->prev->next = next;
	else
		parent->children = next;
	octets = template_canonical(doc, node, prefixes, ret_len);
	if (signature->prev != NULL)
		signature->prev->next = signature;
	else
		parent->children = signature;
	return octets;
}

static void
add_digest(const struct filling *f, const char *id, enum how how, const char *prefixes,
    struct buf *out)
{
	struct template_signed *s = f->is_signed;
	xmlNodePtr node = f->doc != NULL ? find_by_id(xmlDocGetRootElement(f->doc), id) : NULL;
	unsigned char digest[CRYPTO_MAX_HASH];
	xmlChar *octets;
	int len = 0;

	if (node == NULL || s->n == TEMPLATE_PARTS)
		return;
	octets = octets_of(f->doc, node, how, prefixes, &len);
	if (octets == NULL)
		return;
	CHECK(crypto_digest(f->hash, octets, (size_t)len, digest, NULL) == ERR_OK);
	add_base64(out, digest, f->hash->size);
	s->part[s->n++] = (struct template_part){.octets = (char *)octets, .len = (size_t)len,
	    .name = strdup((const char *)node->name), .text = (char *)xmlNodeGetContent(node)};
}

static void
add_signature(const struct filling *f, enum template_key who, unsigned which, const char *prefixes,
    struct buf *out)
{
	xmlNodePtr info = f->doc != NULL ?
	    find_ds(xmlDocGetRootElement(f->doc), "SignedInfo", &which) : NULL;
	const struct key *key = &keys[who];
	unsigned char digest[CRYPTO_MAX_HASH], signature[CRYPTO_MAX_SIGNATURE];
	xmlChar *octets = NULL;
	size_t size;
	int len = 0;

	if (info != NULL && key->key != NULL)
		octets = template_canonical(f->doc, info, prefixes, &len);
	if (octets == NULL)
		return;
	CHECK(crypto_digest(key->algorithm->hash, octets, (size_t)len, digest, NULL) == ERR_OK);
	CHECK(crypto_sign(key->key, key->algorithm, digest, signature, &size, NULL) == ERR_OK);
	xmlFree(octets);
	add_base64(out, signature, size);
	f->is_signed->by[who] = true;
}

/* ---- places ---------------------------------------------------------------------- */

enum pass { PASS_PLAIN, PASS_DIGESTS, PASS_SIGNATURES, PASSES };

static void
add_time(int64_t us, struct buf *out)
{
	char text[CLOCK_TEXT_SIZE];

	clock_print_ms(us, text);
	CHECK(buf_add_str(out, text, NULL) == ERR_OK);
}

static void
add_certificate(struct filling *f, const struct key *key, struct buf *out)
{
	const char *base64;
	size_t len;

	if (key->key == NULL)
		return;
	base64 = crypto_certificate_base64(key->certificate, &len);
	CHECK(buf_add(out, base64, len, NULL) == ERR_OK);
	f->hash = key->algorithm->hash;
}

static const char *const digests[] = {
	[AS_IT_IS] = "digest", [ENVELOPED] = "enveloped", [BY_SMEV] = "smev"};
static const char *const signs[] = {"sign", "sign2"};

/* Adds the value of the place called word; false if it is not one of this pass. */
static bool
add_place(struct filling *f, enum pass pass, char *word, struct buf *out)
{
	char *arg = strchr(word, ':'), *prefixes;

	if (pass == PASS_PLAIN && strcmp(word, "created") == 0)
		return add_time(template_now_us, out), true;
	if (pass == PASS_PLAIN && strcmp(word, "expires") == 0)
		return add_time(template_now_us + 60 * INT64_C(1000000), out), true;
	if (arg == NULL)
		return false;
	*arg++ = '\0';
	prefixes = strchr(arg, ',');
	if (prefixes != NULL)
		*prefixes++ = '\0';
	if (pass == PASS_PLAIN && strcmp(word, "time") == 0)
		return add_time(template_now_us + (int64_t)(int)strtol(arg, NULL, 10) * 1000000, out), true;
	for (size_t i = 0; pass == PASS_DIGESTS && i < COUNT_OF(digests); i++)
		if (strcmp(word, digests[i]) == 0)
			return add_digest(f, arg, (enum how)i, prefixes, out), true;
	for (int i = 0; i < TEMPLATE_KEYS; i++) {
		if (strcmp(keys[i].name, arg) != 0)
			continue;
		if (pass == PASS_PLAIN && strcmp(word, "cert") == 0)
			return add_certificate(f, &keys[i], out), true;
		for (unsigned k = 0; pass == PASS_SIGNATURES && k < COUNT_OF(signs); k++)
			if (strcmp(word, signs[k]) == 0)
				return add_signature(f, (enum template_key)i, k, prefixes, out), true;
	}
	return false;
}

static bool
run_pass(struct filling *f, enum pass pass, const char *text, size_t len, struct buf *out)
{
	const char *p = text, *end = text + len;

	while (p < end && out->len < TEXT_MAX / 2) {
		const char *at = memchr(p, '@', (size_t)(end - p));
		const char *close = at != NULL ? memchr(at + 1, '@', (size_t)(end - at - 1)) : NULL;
		char word[128];

		if (close == NULL) {
			at = end;
		} else if ((size_t)(close - at) <= sizeof(word)) {
			snprintf(word, sizeof(word), "%.*s", (int)(close - at - 1), at + 1);
			CHECK(buf_add(out, p, (size_t)(at - p), NULL) == ERR_OK);
			p = at;
			if (add_place(f, pass, word, out))
				p = close + 1;
			else
				CHECK(buf_add(out, p++, 1, NULL) == ERR_OK);
			continue;
		} else {
			at++;
		}
		CHECK(buf_add(out, p, (size_t)(at - p), NULL) == ERR_OK);
		p = at;
	}
	return p == end;
}

static xmlDocPtr
parse(const struct buf *text)
{
	return xmlReadMemory(text->data, (int)text->len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

char *
template_fill(const char *text, size_t len, struct template_signed *ret)
{
	struct buf was = {.max = TEXT_MAX};
	struct filling f = {.hash = crypto_sha256(), .is_signed = ret};
	char *filled = NULL;
	bool all = true;
	size_t n;

	*ret = (struct template_signed){0};
	CHECK(buf_add(&was, text, len, NULL) == ERR_OK);
	for (int pass = 0; pass < PASSES && all; pass++) {
		struct buf out = {.max = TEXT_MAX};

		CHECK(buf_add(&out, "", 0, NULL) == ERR_OK);
		f.doc = pass != PASS_PLAIN ? parse(&was) : NULL;
		all = run_pass(&f, (enum pass)pass, was.data, was.len, &out);
		xmlFreeDoc(f.doc);
		buf_fini(&was);
		was = out;
	}
	if (all)
		CHECK(buf_steal(&was, &filled, &n, NULL) == ERR_OK);
	buf_fini(&was);
	return filled;
}
