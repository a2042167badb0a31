/*
 * seal: whatever is done to a good signed message, it is refused, and for the right
 * reason.  After the attacks of McIntosh and Austel (2005), Jensen and others, and those of
 * SAML: the signed part moved, wrapped, doubled, or the signature made to cover less.
 */
#include "config.h"

#include "adapter/seal/names.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

#define EVIL "<s:Body wsu:Id=\"Evil\"><p:Get xmlns:p=\"urn:test\">evil</p:Get></s:Body>"
#define RSA_SHA1 "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
#define C14N_INCLUSIVE "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define XPATH_TRANSFORM                                                             \
	"<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">" \
	"<ds:XPath>not(//evil)</ds:XPath></ds:Transform>"
#define TRANSFORM "<ds:Transform Algorithm=\"" NS_EXC "\"/>"
#define X16 "0123456789abcdef"

/* ---- edits that want more than a find and replace ------------------------------ */

/* The signed Body goes under a wrapper in Header, another one takes its place. */
static char *
relocate(const char *xml, const char *wrapper, const char *evil)
{
	AUTO(char) char *body = edit_part(xml, "<s:Body", "</s:Body>");
	AUTO(char) char *swapped = edit_replace(xml, body, evil);
	char moved[16 << 10];

	snprintf(moved, sizeof(moved), "<w:%s xmlns:w=\"urn:w\">%s</w:%s></s:Header>", wrapper, body,
	    wrapper);
	return edit_replace(swapped, "</s:Header>", moved);
}

static char *
body_in_header(const char *xml, const char *a, const char *b)
{
	(void)b;
	return relocate(xml, "Wrapper", a);
}

/* a is put around the Body, with %s where it was. */
static char *
wrap_body(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *body = edit_part(xml, "<s:Body", "</s:Body>");
	AUTO(char) char *before = edit_insert(xml, "<s:Body", a);

	(void)b;
	return edit_replace(before, "</s:Envelope>", strstr(a, "<w:") != NULL ?
	    "</w:W></s:Body></s:Envelope>" : "</s:Body></s:Envelope>");
}

static char *
body_first(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *body = edit_part(xml, "<s:Body", "</s:Body>");
	AUTO(char) char *without = edit_replace(xml, body, "");

	(void)a;
	(void)b;
	return edit_insert(without, "<s:Header>", body);
}

/* The element from a to b comes twice. */
static char *
twice(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *part = edit_part(xml, a, b);

	return edit_insert(xml, a, part);
}

/* The same with other identifiers in the copy. */
static char *
twice_other_id(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *part = edit_part(xml, a, b);
	AUTO(char) char *copy = edit_replace(part, "Id=\"", "Id=\"x");

	return edit_insert(xml, a, copy);
}

static char *
whole_in_soap12(const char *xml, const char *a, const char *b)
{
	BUF_AUTO(out, 1 << 20);
	AUTO(char) char *inner = edit_part(xml, "<s:Envelope", "</s:Envelope>");
	struct err_info e;
	size_t len;
	char *text;

	(void)a;
	(void)b;
	CHECK(buf_addf(&out, &e, "<S:Envelope xmlns:S=\"" NS_SOAP12 "\"><S:Body>%s</S:Body></S:Envelope>",
	    inner) == ERR_OK);
	CHECK(buf_steal(&out, &text, &len, &e) == ERR_OK);
	return text;
}

/* One character of what stands between a and b becomes another. */
static char *
alter(const char *xml, const char *a, const char *b)
{
	char *copy = edit_replace(xml, a, a);
	char *p = strstr(copy, a);

	CHECK(p != NULL);
	p += strlen(a) + 5;
	CHECK(p < strstr(p, b));
	*p = *p == 'A' ? 'B' : 'A';
	return copy;
}

/* ---- the table ---------------------------------------------------------------- */

typedef char *edit_fn(const char *xml, const char *a, const char *b);

#define PUT     edit_insert    /* b before the first a */
#define CHANGE  edit_replace   /* the first a into b */
#define CUT     edit_cut       /* from a to the end of b */
#define AT_BODY "<p:Get"

/* clang-format off */
static const struct {
	const char *what;
	enum err    want;
	edit_fn    *edit;
	const char *a, *b;
} cases[] = {
	/* the signed Body is not where it is read */
	{"body in header, evil body",         ERR_SIG_REFERENCE,    body_in_header, EVIL, ""},
	{"body in header, evil without id",   ERR_SIG_REFERENCE,    body_in_header, "<s:Body><evil/></s:Body>", ""},
	{"body in header, evil with its id",  ERR_SIG_DUPLICATE_ID, body_in_header, "<s:Body wsu:Id=\"Body\"/>", ""},
	{"body in header, evil with xml:id",  ERR_SIG_DUPLICATE_ID, body_in_header, "<s:Body xml:id=\"Body\"/>", ""},
	{"body in header, none in place",     ERR_SIG_STRUCTURE,    body_in_header, "", ""},
	{"body in an evil body",              ERR_SIG_REFERENCE,    wrap_body, "<s:Body wsu:Id=\"Evil\">", ""},
	{"body wrapped in an evil body",      ERR_SIG_REFERENCE,    wrap_body, "<s:Body><evil/><w:W xmlns:w=\"urn:w\">", ""},
	{"evil body before",                  ERR_SIG_STRUCTURE,    PUT, "<s:Body", EVIL},
	{"evil body after",                   ERR_SIG_STRUCTURE,    PUT, "</s:Envelope>", EVIL},
	{"body twice",                        ERR_SIG_DUPLICATE_ID, twice, "<s:Body", "</s:Body>"},
	{"body twice, other id",              ERR_SIG_STRUCTURE,    twice_other_id, "<s:Body", "</s:Body>"},
	{"body before header",                ERR_SIG_STRUCTURE,    body_first, "", ""},
	{"body missing",                      ERR_SIG_STRUCTURE,    CUT, "<s:Body", "</s:Body>"},
	{"something after body",              ERR_SIG_STRUCTURE,    PUT, "</s:Envelope>", "<w xmlns=\"urn:w\"/>"},
	{"second header",                     ERR_SIG_STRUCTURE,    PUT, "<s:Body", "<s:Header/>"},
	{"header twice",                      ERR_SIG_DUPLICATE_ID, twice, "<s:Header", "</s:Header>"},
	{"envelope inside an envelope",       ERR_SIG_MISSING,      whole_in_soap12, "", ""},
	{"other envelope",                    ERR_SIG_STRUCTURE,    CHANGE, NS_SOAP11, "urn:soap"},
	{"other version of soap",             ERR_SIG_DIGEST,       CHANGE, NS_SOAP11, NS_SOAP12},
	{"text between elements",             ERR_SIG_STRUCTURE,    PUT, "<s:Body", "text"},
	{"header not understood",             ERR_SIG_STRUCTURE,    PUT, "</s:Header>", "<w:W xmlns:w=\"urn:w\" s:mustUnderstand=\"1\"/>"},

	/* other parts doubled, moved, missing */
	{"action twice",                      ERR_SIG_STRUCTURE,    twice_other_id, "<wsa:Action", "</wsa:Action>"},
	{"message id twice",                  ERR_SIG_STRUCTURE,    twice_other_id, "<wsa:MessageID", "</wsa:MessageID>"},
	{"relates to twice",                  ERR_SIG_STRUCTURE,    twice_other_id, "<wsa:RelatesTo", "</wsa:RelatesTo>"},
	{"to twice",                          ERR_SIG_STRUCTURE,    twice_other_id, "<wsa:To", "</wsa:To>"},
	{"action missing",                    ERR_SIG_STRUCTURE,    CUT, "<wsa:Action", "</wsa:Action>"},
	{"message id missing",                ERR_SIG_STRUCTURE,    CUT, "<wsa:MessageID", "</wsa:MessageID>"},
	{"relates to missing",                ERR_SIG_REFERENCE,    CUT, "<wsa:RelatesTo", "</wsa:RelatesTo>"},
	{"to of another namespace",           ERR_SIG_REFERENCE,    CHANGE, "<wsa:To ", "<wsa:To xmlns:wsa=\"urn:wsa\" "},
	{"timestamp missing",                 ERR_SIG_STRUCTURE,    CUT, "<wsu:Timestamp", "</wsu:Timestamp>"},
	{"timestamp twice",                   ERR_SIG_STRUCTURE,    twice_other_id, "<wsu:Timestamp", "</wsu:Timestamp>"},
	{"timestamp in the header",           ERR_SIG_DUPLICATE_ID, PUT, "</s:Header>", "<wsu:Timestamp wsu:Id=\"Timestamp\"/>"},
	{"expires missing",                   ERR_SIG_STRUCTURE,    CUT, "<wsu:Expires", "</wsu:Expires>"},
	{"created without zone",              ERR_SIG_STALE,        CHANGE, "Z</wsu:Created>", "</wsu:Created>"},
	{"security missing",                  ERR_SIG_MISSING,      CUT, "<wsse:Security ", "</wsse:Security>"},
	{"header missing",                    ERR_SIG_MISSING,      CUT, "<s:Header", "</s:Header>"},
	{"signature missing",                 ERR_SIG_MISSING,      CUT, "<ds:Signature ", "</ds:Signature>"},
	{"signature twice",                   ERR_SIG_STRUCTURE,    twice, "<ds:Signature ", "</ds:Signature>"},
	{"second security",                   ERR_SIG_STRUCTURE,    PUT, "</s:Header>", "<q:Security xmlns:q=\"" NS_WSSE "\"/>"},
	{"second security for another",       ERR_SIG_STRUCTURE,    PUT, "</s:Header>", "<q:Security xmlns:q=\"" NS_WSSE "\" s:actor=\"urn:b\"/>"},
	{"security for another",              ERR_SIG_STRUCTURE,    CHANGE, "soap:mustUnderstand", "soap:actor=\"urn:b\" soap:mustUnderstand"},
	{"user name in security",             ERR_SIG_STRUCTURE,    PUT, "<wsu:Timestamp", "<wsse:UsernameToken/>"},

	/* identifiers in every spelling */
	{"id of body again in body",          ERR_SIG_DUPLICATE_ID, CHANGE, AT_BODY, AT_BODY " Id=\"Body\""},
	{"ID of body again",                  ERR_SIG_DUPLICATE_ID, CHANGE, AT_BODY, AT_BODY " ID=\"Body\""},
	{"id written with a reference",       ERR_SIG_DUPLICATE_ID, CHANGE, AT_BODY, AT_BODY " id=\"&#66;ody\""},
	{"iD of another namespace",           ERR_SIG_DUPLICATE_ID, CHANGE, AT_BODY, AT_BODY " xmlns:o=\"urn:o\" o:iD=\"Body\""},
	{"xml:id of body again",              ERR_SIG_DUPLICATE_ID, CHANGE, AT_BODY, AT_BODY " xml:id=\"Body\""},

	/* altered after signing */
	{"body altered",                      ERR_SIG_DIGEST,       CHANGE, "Ирина", "Марина"},
	{"body: attribute added",             ERR_SIG_DIGEST,       CHANGE, AT_BODY, AT_BODY " a=\"1\""},
	{"body: white space added",           ERR_SIG_DIGEST,       CHANGE, AT_BODY, " " AT_BODY},
	{"body: namespace altered",           ERR_SIG_DIGEST,       CHANGE, "\"urn:test\"", "\"urn:tess\""},
	{"body: prefix altered",              ERR_SIG_DIGEST,       CHANGE, "<s:Body wsu", "<s:Body xmlns:wsu=\"" NS_WSU "\" xmlns:s2=\"urn:2\" s2:a=\"\" wsu"},
	{"timestamp altered",                 ERR_SIG_DIGEST,       CHANGE, "Z</wsu:Expires>", "1Z</wsu:Expires>"},
	{"action altered",                    ERR_SIG_DIGEST,       CHANGE, "urn:test:GetPayments", "urn:test:SetPayments"},
	{"message id altered",                ERR_SIG_DIGEST,       CHANGE, ">urn:uuid:1111", ">urn:uuid:2111"},
	{"relates to altered",                ERR_SIG_DIGEST,       CHANGE, "urn:uuid:asked", "urn:uuid:other"},
	{"to altered",                        ERR_SIG_DIGEST,       CHANGE, ">urn:mostik<", ">urn:other<"},
	{"digest altered",                    ERR_SIG_DIGEST,       alter, "<ds:DigestValue>", "</ds:DigestValue>"},
	{"signature value altered",           ERR_SIG_VALUE,        alter, "<ds:SignatureValue>", "</ds:SignatureValue>"},
	{"signature value cut",               ERR_SIG_VALUE,        CHANGE, "<ds:SignatureValue>", "<ds:SignatureValue>AAAA"},
	{"signature value empty",             ERR_SIG_STRUCTURE,    CUT, "<ds:SignatureValue", "</ds:SignatureValue>"},
	{"signed info altered",               ERR_SIG_VALUE,        CHANGE, "<ds:Reference ", "<ds:Reference Id=\"R\" "},
	{"signed info: id added",             ERR_SIG_VALUE,        CHANGE, "<ds:SignedInfo>", "<ds:SignedInfo Id=\"I\">"},
	{"signed info: white space",          ERR_SIG_VALUE,        CHANGE, "<ds:SignedInfo>", "<ds:SignedInfo> "},

	/* covered too little */
	{"action not covered",                ERR_SIG_COVERAGE,     CUT, "<ds:Reference URI=\"#Action\"", "</ds:Reference>"},
	{"body not covered",                  ERR_SIG_COVERAGE,     CUT, "<ds:Reference URI=\"#Body\"", "</ds:Reference>"},
	{"timestamp not covered",             ERR_SIG_COVERAGE,     CUT, "<ds:Reference URI=\"#Timestamp\"", "</ds:Reference>"},
	{"to not covered",                    ERR_SIG_COVERAGE,     CUT, "<ds:Reference URI=\"#To\"", "</ds:Reference>"},
	{"relates to not covered",            ERR_SIG_COVERAGE,     CUT, "<ds:Reference URI=\"#RelatesTo\"", "</ds:Reference>"},
	{"message id not covered",            ERR_SIG_COVERAGE,     CUT, "<ds:Reference URI=\"#MessageID\"", "</ds:Reference>"},
	{"no reference at all",               ERR_SIG_COVERAGE,     edit_cut_last, "<ds:Reference ", "</ds:Reference>"},

	/* references that are something else */
	{"reference to the whole document",   ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"\""},
	{"reference without URI",             ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "Id=\"B\""},
	{"reference to a file",               ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"file:///etc/hostname\""},
	{"reference to the network",          ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"http://127.0.0.1/\""},
	{"reference to an attachment",        ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"cid:body\""},
	{"reference by xpointer",             ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"#xpointer(id('Body'))\""},
	{"reference to the root by xpointer", ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"#xpointer(/)\""},
	{"reference to nothing",              ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"#Nobody\""},
	{"reference to a hash alone",         ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"#\""},
	{"reference twice",                   ERR_SIG_REFERENCE,    CHANGE, "URI=\"#Body\"", "URI=\"#Action\""},
	{"reference to a manifest",           ERR_SIG_STRUCTURE,    CHANGE, "URI=\"#Body\"", "URI=\"#Body\" Type=\"" NS_DS "Manifest\""},
	{"reference with two digests",        ERR_SIG_STRUCTURE,    twice, "<ds:DigestValue", "</ds:DigestValue>"},

	/* algorithms */
	{"sha-1 signature",                   ERR_SIG_ALGORITHM,    CHANGE, "<ds:SignatureMethod Algorithm=\"", "<ds:SignatureMethod Algorithm=\"" RSA_SHA1 "\" x=\""},
	{"hmac",                              ERR_SIG_ALGORITHM,    CHANGE, "<ds:SignatureMethod Algorithm=\"", "<ds:SignatureMethod Algorithm=\"" NS_DS "hmac-sha1\" x=\""},
	{"no signature algorithm",            ERR_SIG_ALGORITHM,    CHANGE, "<ds:SignatureMethod Algorithm=", "<ds:SignatureMethod Algorythm="},
	{"length of an hmac",                 ERR_SIG_STRUCTURE,    edit_child, "<ds:SignatureMethod", "<ds:HMACOutputLength>8</ds:HMACOutputLength>"},
	{"sha-1 digest",                      ERR_SIG_ALGORITHM,    CHANGE, "<ds:DigestMethod Algorithm=\"", "<ds:DigestMethod Algorithm=\"" NS_DS "sha1\" x=\""},
	{"sha-512 digest",                    ERR_SIG_ALGORITHM,    CHANGE, "<ds:DigestMethod Algorithm=\"", "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha512\" x=\""},
	{"inclusive c14n of signed info",     ERR_SIG_ALGORITHM,    CHANGE, "<ds:CanonicalizationMethod Algorithm=\"" NS_EXC "\"", "<ds:CanonicalizationMethod Algorithm=\"" C14N_INCLUSIVE "\""},
	{"no transforms",                     ERR_SIG_ALGORITHM,    CUT, "<ds:Transforms>", "</ds:Transforms>"},
	{"no transform",                      ERR_SIG_STRUCTURE,    CUT, "<ds:Transform ", "/>"},
	{"inclusive transform",               ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" C14N_INCLUSIVE "\"/>"},
	{"transform with comments",           ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" NS_EXC "WithComments\"/>"},
	{"enveloped transform",               ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" NS_DS "enveloped-signature\"/>"},
	{"xpath transform",                   ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, XPATH_TRANSFORM},
	{"xpath transform before",            ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, XPATH_TRANSFORM TRANSFORM},
	{"xpath transform after",             ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, TRANSFORM XPATH_TRANSFORM},
	{"xslt transform",                    ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>"},
	{"token transform",                   ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform\"/>"},
	{"transform twice",                   ERR_SIG_ALGORITHM,    CHANGE, TRANSFORM, TRANSFORM TRANSFORM},
	{"prefixes added",                    ERR_SIG_DIGEST,       edit_child, "<ds:Transform ", "<x:InclusiveNamespaces xmlns:x=\"" NS_EXC "\" PrefixList=\"wsa\"/>"},
	{"too many prefixes",                 ERR_XML_LIMIT,        edit_child, "<ds:Transform ", "<x:InclusiveNamespaces xmlns:x=\"" NS_EXC "\" PrefixList=\"a b c d e f g h i j k l m n o p q\"/>"},
	{"something else for prefixes",       ERR_SIG_STRUCTURE,    edit_child, "<ds:Transform ", "<x:XPath xmlns:x=\"" NS_EXC "\"/>"},

	/* the signature's shape */
	{"object",                            ERR_SIG_STRUCTURE,    PUT, "</ds:Signature>", "<ds:Object><evil/></ds:Object>"},
	{"signed info twice",                 ERR_SIG_STRUCTURE,    twice, "<ds:SignedInfo", "</ds:SignedInfo>"},
	{"signature value twice",             ERR_SIG_STRUCTURE,    twice, "<ds:SignatureValue", "</ds:SignatureValue>"},
	{"key info missing",                  ERR_SIG_STRUCTURE,    CUT, "<ds:KeyInfo", "</ds:KeyInfo>"},
	{"key value in key info",             ERR_SIG_STRUCTURE,    PUT, "<wsse:SecurityTokenReference", "<ds:KeyValue/>"},
	{"key name for key info",             ERR_SIG_STRUCTURE,    CHANGE, "<wsse:SecurityTokenReference>", "<ds:KeyName>k</ds:KeyName><wsse:SecurityTokenReference>"},
	{"retrieval in key info",             ERR_SIG_STRUCTURE,    PUT, "</ds:KeyInfo>", "<ds:RetrievalMethod URI=\"http://127.0.0.1/\"/>"},
	{"certificate in key info",           ERR_SIG_STRUCTURE,    PUT, "</wsse:SecurityTokenReference>", "<ds:X509Data/>"},
	{"key info refers elsewhere",         ERR_SIG_STRUCTURE,    CHANGE, "URI=\"#Token\"", "URI=\"#Body\""},
	{"key info refers outside",           ERR_SIG_STRUCTURE,    CHANGE, "URI=\"#Token\"", "URI=\"http://127.0.0.1/\""},
	{"junk after a digest",               ERR_SIG_STRUCTURE,    CHANGE, "=</ds:DigestValue>", "=AAAA</ds:DigestValue>"},
	{"element in a digest",               ERR_SIG_STRUCTURE,    CHANGE, "</ds:DigestValue>", "<a/></ds:DigestValue>"},

	/* the token */
	{"token missing",                     ERR_SIG_STRUCTURE,    CUT, "<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>"},
	{"token twice",                       ERR_SIG_STRUCTURE,    twice_other_id, "<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>"},
	{"token of another kind",             ERR_SIG_STRUCTURE,    CHANGE, "#X509v3\">", "#X509PKIPathv1\">"},
	{"token not base64",                  ERR_SIG_STRUCTURE,    CHANGE, "#X509v3\">", "#X509v3\">%%%%"},
	{"token not a certificate",           ERR_SIG_CERTIFICATE,  CHANGE, "#X509v3\">", "#X509v3\">AAAA"},
	{"token of more than 16 KiB",         ERR_SIG_STRUCTURE,    edit_long, "#X509v3\">", "A"},
	{"certificate expired",               ERR_SIG_UNTRUSTED,    kit_swap_token, "expired-sign-ec", ""},
	{"certificate of a foreign authority", ERR_SIG_UNTRUSTED,   kit_swap_token, "foreign-sign-ec", ""},
	{"certificate of an authority",       ERR_SIG_CERTIFICATE,  kit_swap_token, "sign-ca", ""},
	{"certificate may not sign",          ERR_SIG_CERTIFICATE,  kit_swap_token, "nousage-sign-ec", ""},
	{"certificate with a small key",      ERR_SIG_CERTIFICATE,  kit_swap_token, "small-sign-rsa", ""},
	{"certificate of another member",     ERR_SIG_SIGNER,       kit_swap_token, "stranger-sign-ec", ""},
	{"certificate of ourselves",          ERR_SIG_SIGNER,       kit_swap_token, "mostik-sign-ec", ""},

	/* what is refused unread */
	{"document type",                     ERR_XML_FORBIDDEN,    PUT, "<s:Envelope", "<!DOCTYPE s:Envelope>"},
	{"document type with entities",       ERR_XML_FORBIDDEN,    PUT, "<s:Envelope", "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]>"},
	{"document type from a file",         ERR_XML_FORBIDDEN,    PUT, "<s:Envelope", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">"},
	{"instruction",                       ERR_XML_FORBIDDEN,    PUT, "<s:Envelope", "<?a b?>"},
	{"instruction in body",               ERR_XML_FORBIDDEN,    PUT, "</s:Body>", "<?a?>"},
	{"instruction at the end",            ERR_XML_FORBIDDEN,    edit_append, "", "<?a?>"},
	{"comment",                           ERR_XML_FORBIDDEN,    PUT, "<s:Envelope", "<!-- -->"},
	{"comment in body",                   ERR_XML_FORBIDDEN,    CHANGE, "Ирина", "Ири<!-- -->на"},
	{"comment in a digest",               ERR_XML_FORBIDDEN,    PUT, "</ds:DigestValue>", "<!-- -->"},
	{"comment at the end",                ERR_XML_FORBIDDEN,    edit_append, "", "<!-- -->"},
	{"entity",                            ERR_XML,              CHANGE, "Ирина", "&lol;"},
	{"second root",                       ERR_XML,              edit_append, "", "<a/>"},
	{"prefix without namespace",          ERR_XML,              CHANGE, AT_BODY, "<q:a/>" AT_BODY},
	{"relative namespace",                ERR_SIG_DIGEST,       CHANGE, "<p:Name>", "<p:Name xmlns:r=\"r\" r:a=\"\">"},
	{"control character",                 ERR_XML,              CHANGE, "Ирина", "\x01"},
	{"not utf-8",                         ERR_XML_ENCODING,     CHANGE, "Ирина", "\xd0"},
	{"overlong utf-8",                    ERR_XML_ENCODING,     CHANGE, "Ирина", "\xc0\xbc"},
	{"surrogate in utf-8",                ERR_XML_ENCODING,     CHANGE, "Ирина", "\xed\xa0\x80"},
	{"declared windows-1251",             ERR_XML_ENCODING,     CHANGE, "\"UTF-8\"", "\"windows-1251\""},
	{"declared utf-16",                   ERR_XML_ENCODING,     CHANGE, "\"UTF-8\"", "'UTF-16'"},
	{"declared utf-7",                    ERR_XML_ENCODING,     CHANGE, "encoding=\"UTF-8\"", "encoding = \"UTF-7\""},
	{"mark of utf-16",                    ERR_XML_ENCODING,     CHANGE, "<?xml", "\xff\xfe<?xml"},
	{"name too long",                     ERR_XML_LIMIT,        edit_long, AT_BODY, "n"},

	/* what does not matter */
	{"untouched",                         ERR_OK,               CHANGE, "", ""},
	{"mark of utf-8",                     ERR_OK,               CHANGE, "<?xml", "\xef\xbb\xbf<?xml"},
	{"no declaration",                    ERR_OK,               CUT, "<?xml", "?>\n"},
	{"utf-8 in small letters",            ERR_OK,               CHANGE, "\"UTF-8\"", "'utf-8'"},
	{"a header that may be ignored",      ERR_OK,               PUT, "</s:Header>", "<w:W xmlns:w=\"urn:w\" s:mustUnderstand=\"0\"/>"},
	{"unsigned ReplyTo, which is not read", ERR_OK,             PUT, "</s:Header>", "<wsa:ReplyTo/>"},
	{"white space around parts",          ERR_OK,               CHANGE, "<s:Body", "\r\n\t <s:Body"},
	{"white space in security",           ERR_OK,               CHANGE, "<wsu:Timestamp", "\n<wsu:Timestamp"},
	{"white space in signature",          ERR_OK,               CHANGE, "</ds:SignedInfo>", "</ds:SignedInfo>\n"},
	{"attributes in another order",       ERR_OK,               CHANGE, "<p:Get xmlns:p=\"urn:test\"", "<p:Get   xmlns:q=\"urn:q\" xmlns:p='urn:test' "},
	{"character references",              ERR_OK,               CHANGE, "Ирина", "&#x418;р&#1080;на"},
	{"cdata",                             ERR_OK,               CHANGE, "&amp; &lt;мир&gt;", "<![CDATA[& <мир>]]>"},
};
/* clang-format on */

static void
every_change_is_refused_for_its_reason(void **state)
{
	(void)state;
	for (size_t k = 0; k < kit_n_kinds(); k++) {
		int64_t now_us = clock_now_us();
		AUTO(char) char *good = kit_message(kit_fund[k], now_us);

		for (size_t i = 0; i < COUNT_OF(cases); i++) {
			AUTO(char) char *text = cases[i].edit(good, cases[i].a, cases[i].b);
			struct err_info e = {0};
			enum err got = kit_verify(text, now_us, false, &e);

			if (got != cases[i].want)
				fail_msg("%s (%s): %s, not %s (%s: %s)", cases[i].what, kit_kinds[k],
				    err_name(got), err_name(cases[i].want), e.at, e.text);
			if (strstr(e.text, "Ирина") != NULL || strstr(e.at, "Ирина") != NULL)
				fail_msg("%s: the text quotes the message", cases[i].what);
			if (got != ERR_OK && e.code != got)
				fail_msg("%s: code in text", cases[i].what);
		}
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_change_is_refused_for_its_reason),
	};
	int failed;

	seal_init();
	kit_open();
	failed = cmocka_run_group_tests_name("refusals", tests, NULL, NULL);
	kit_close();
	seal_fini();
	return failed;
}
