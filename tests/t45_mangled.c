/*
 * seal: a good message cut, flipped, and its elements moved about in every way; and
 * messages beyond the limits.  Whatever is accepted must mean what was signed.
 */
#include "config.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "adapter/xml/xml.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

/* A message and what it says when it is read as it was sent. */
static struct {
	char                *text;
	size_t               len;
	int64_t              now_us;
	struct seal_verified said;
} good;

static enum err
read_message(const char *text, size_t len, struct seal_verified *v, struct err_info *e)
{
	struct seal_expect expect = {.relates_to = kit_asked, .now_us = good.now_us};

	return seal_verify(kit_mostik, text, len, &expect, v, e);
}

/* Refused, or accepted with exactly what the good one says; returns whether accepted. */
static bool
means_the_same(const char *what, size_t where, const char *text, size_t len)
{
	struct seal_verified v;
	struct err_info e = {0};

	if (read_message(text, len, &v, &e) != ERR_OK) {
		if (e.code < ERR_XML || e.code > ERR_SIG_RELATES)
			fail_msg("%s at %zu: %s is not a refusal of a message", what, where,
			    err_name(e.code));
		return false;
	}
	if (strcmp(v.body, good.said.body) != 0 || v.body_len != good.said.body_len ||
	    strcmp(v.action, good.said.action) != 0 || strcmp(v.to, good.said.to) != 0 ||
	    strcmp(v.message_id, good.said.message_id) != 0 ||
	    strcmp(v.relates_to, good.said.relates_to) != 0 ||
	    strcmp(v.signer, good.said.signer) != 0 ||
	    strlen(v.covered) != strlen(good.said.covered) ||   /* their order is the document's */
	    v.created_us != good.said.created_us || v.expires_us != good.said.expires_us)
		fail_msg("%s at %zu: accepted with another meaning", what, where);
	seal_verified_fini(&v);
	return true;
}

static void
cut_anywhere_is_not_xml(void **state)
{
	struct seal_verified v;
	struct err_info e;

	(void)state;
	for (size_t len = 0; len < good.len; len++) {
		enum err got = read_message(good.text, len, &v, &e);

		if (got != ERR_XML && got != ERR_XML_ENCODING)
			fail_msg("cut to %zu: %s", len, err_name(got));
	}
}

static void
flipped_bits_change_nothing(void **state)
{
	static const unsigned char masks[] = {0x01, 0x20, 0x80};
	/* Nothing covers the XML declaration and what is declared and said of Security itself. */
	size_t open = (size_t)(strstr(good.text, "<wsse:BinarySecurityToken") - good.text);

	(void)state;
	for (size_t m = 0; m < COUNT_OF(masks); m++) {
		for (size_t i = 0; i < good.len; i++) {
			good.text[i] ^= (char)masks[m];
			if (means_the_same("flip", i, good.text, good.len) && i > open)
				fail_msg("accepted with octet %zu flipped by %#x", i, masks[m]);
			good.text[i] ^= (char)masks[m];
		}
	}
}

/* ---- elements moved about -------------------------------------------------------- */

enum { MAX_NODES = 128 };

static size_t
collect(xmlNodePtr node, xmlNodePtr *list, size_t n)
{
	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		assert_true(n < MAX_NODES);
		list[n++] = node;
		n = collect(node->children, list, n);
	}
	return n;
}

static bool
is_within(const xmlNode *node, const xmlNode *outer)
{
	while (node != NULL && node != outer)
		node = node->parent;
	return node != NULL;
}

enum how { MOVE_INTO, MOVE_BEFORE, COPY_INTO, COPY_BEFORE, DELETE, UNWRAP, HOWS };

/*
 * Does it to element i with regard to element k; false if that cannot be done.  What is
 * taken out is left to the caller to free: its namespaces are still in use.
 */
static bool
rearrange(xmlDocPtr doc, enum how how, size_t i, size_t k, xmlNodePtr *ret_removed)
{
	xmlNodePtr list[MAX_NODES], node, target;
	size_t n = collect(doc->children, list, 0);

	assert_true(i < n && k < n);
	node = list[i];
	target = list[k];
	if (how == COPY_INTO || how == COPY_BEFORE)
		node = xmlDocCopyNode(node, doc, 1);
	else if (is_within(target, node) && how != DELETE && how != UNWRAP)
		return false;
	if (target == doc->children && (how == MOVE_BEFORE || how == COPY_BEFORE)) {
		if (how == COPY_BEFORE)
			xmlFreeNode(node);
		return false;
	}
	switch (how) {
	case MOVE_INTO:
	case COPY_INTO:
		xmlUnlinkNode(node);
		xmlAddChild(target, node);
		return true;
	case MOVE_BEFORE:
	case COPY_BEFORE:
		xmlAddPrevSibling(target, node);
		return true;
	case DELETE:
	case UNWRAP:
		if (i != k || node == doc->children)
			return false;
		while (how == UNWRAP && node->children != NULL)
			xmlAddPrevSibling(node, node->children);
		xmlUnlinkNode(node);
		*ret_removed = node;
		return true;
	case HOWS:
		break;
	}
	return false;
}

static void
moved_elements_change_nothing(void **state)
{
	xmlDocPtr original = xmlReadMemory(good.text, (int)good.len, NULL, NULL, 0);
	xmlNodePtr list[MAX_NODES];
	size_t n, tried = 0, accepted = 0;

	(void)state;
	assert_non_null(original);
	n = collect(original->children, list, 0);
	for (int how = 0; how < HOWS; how++) {
		for (size_t pair = 0; pair < n * n; pair++) {
			xmlDocPtr doc = xmlCopyDoc(original, 1);
			xmlNodePtr removed = NULL;
			xmlChar *text;
			int len;

			if (rearrange(doc, (enum how)how, pair / n, pair % n, &removed)) {
				xmlDocDumpMemory(doc, &text, &len);
				tried++;
				accepted += means_the_same("rearranged", (size_t)how * n * n + pair,
				    (const char *)text, (size_t)len);
				xmlFree(text);
			}
			xmlFreeNode(removed);
			xmlFreeDoc(doc);
		}
	}
	xmlFreeDoc(original);
	assert_in_range(tried, 5000, 100000);
	/* Such as Timestamp after Signature, To after Action. */
	print_message("# %zu of %zu accepted\n", accepted, tried);
	assert_in_range(accepted, 1, tried / 50);
}

/* ---- limits ---------------------------------------------------------------------- */

/* What is put into the Body: so many times open, then close. */
static char *
bulk(const char *open, const char *close, size_t times)
{
	BUF_AUTO(text, XML_LIMIT_BYTES * 2);
	struct err_info e;

	for (size_t i = 0; i < times; i++)
		assert_ok(e, buf_add_str(&text, open, &e));
	for (size_t i = 0; i < times; i++)
		assert_ok(e, buf_add_str(&text, close, &e));
	return edit_insert(good.text, "<p:Name>", text.data);
}

static void
limits_hold(void **state)
{
	static const struct {
		const char *what, *open, *close;
		size_t      times;
		enum err    want;
	} cases[] = {
		/* Envelope, Body and Get are three of the levels. */
		{"as deep as may be", "<a>", "</a>", XML_LIMIT_DEPTH - 3,       ERR_SIG_DIGEST},
		{"too deep",          "<a>", "</a>", XML_LIMIT_DEPTH - 2,       ERR_XML_LIMIT},
		{"many elements",     "<a/>", "",    XML_LIMIT_ELEMENTS - 1000, ERR_SIG_DIGEST},
		{"too many elements", "<a/>", "",    XML_LIMIT_ELEMENTS,        ERR_XML_LIMIT},
		{"too many bytes",    "        ", "", XML_LIMIT_BYTES / 8,      ERR_XML_LIMIT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(char) char *text = bulk(cases[i].open, cases[i].close, cases[i].times);
		struct seal_verified v;
		struct err_info e = {0};
		enum err got = read_message(text, strlen(text), &v, &e);

		if (got != cases[i].want)
			fail_msg("%s: %s (%s)", cases[i].what, err_name(got), e.text);
	}
}

static void
attributes_are_limited(void **state)
{
	(void)state;
	for (int n = XML_LIMIT_ATTRIBUTES - 1; n <= XML_LIMIT_ATTRIBUTES + 1; n++) {
		BUF_AUTO(text, 1 << 16);
		struct seal_verified v;
		struct err_info e;

		assert_ok(e, buf_add_str(&text, "<a", &e));
		for (int i = 0; i < n; i++)
			assert_ok(e, buf_addf(&text, &e, i % 2 == 0 ? " a%d=\"\"" : " xmlns:n%d=\"urn:n\"", i));
		assert_ok(e, buf_add_str(&text, "/>", &e));
		AUTO(char) char *xml = edit_insert(good.text, "<p:Name>", text.data);
		assert_err(n > XML_LIMIT_ATTRIBUTES ? ERR_XML_LIMIT : ERR_SIG_DIGEST, e,
		    read_message(xml, strlen(xml), &v, &e));
	}
}

/* Octets that are no text at all, and the other forms of Unicode. */
static void
other_octets_are_refused(void **state)
{
	static const struct {
		const char *octets;
		size_t      len;
		enum err    want;
	} cases[] = {
		{"", 0, ERR_XML},
		{" ", 1, ERR_XML},
		{"{}", 2, ERR_XML},
		{"\xef\xbb\xbf", 3, ERR_XML},
		{"<", 1, ERR_XML},
		{"<a/>\0", 5, ERR_XML},
		{"<a>\0</a>", 8, ERR_XML_ENCODING},
		{"<a/>", 4, ERR_SIG_STRUCTURE},
		{"\0<\0a\0/\0>", 8, ERR_XML_ENCODING},
		{"<\0a\0/\0>\0", 8, ERR_XML_ENCODING},
		{"\xfe\xff\0<\0a\0/\0>", 10, ERR_XML_ENCODING},
		{"\0\0\0<\0\0\0a\0\0\0/\0\0\0>", 16, ERR_XML_ENCODING},
		{"\x4c\x6f\xa7\x94\x93", 5, ERR_XML_ENCODING},
		{"\x1f\x8b\x08\x00", 4, ERR_XML_ENCODING},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct seal_verified v;
		struct err_info e = {0};
		enum err got = read_message(cases[i].octets, cases[i].len, &v, &e);

		if (got != cases[i].want)
			fail_msg("case %zu: %s (%s)", i, err_name(got), e.text);
	}
}

static int
open_message(void **state)
{
	struct err_info e;

	(void)state;
	kit_open();
	good.now_us = clock_now_us();
	good.text = kit_message(kit_fund[1], good.now_us);
	good.len = strlen(good.text);
	assert_ok(e, read_message(good.text, good.len, &good.said, &e));
	return 0;
}

static int
close_message(void **state)
{
	(void)state;
	free(good.text);
	seal_verified_fini(&good.said);
	kit_close();
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_anywhere_is_not_xml),
		cmocka_unit_test(flipped_bits_change_nothing),
		cmocka_unit_test(moved_elements_change_nothing),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(attributes_are_limited),
		cmocka_unit_test(other_octets_are_refused),
	};
	int failed;

	seal_init();
	failed = cmocka_run_group_tests_name("mangled", tests, open_message, close_message);
	seal_fini();
	return failed;
}
