/*
 * inspect_kit: a signer that does as it is told, right or wrong, for the tests of inspect.
 *
 * It canonicalizes nothing: each plan says in octets what is digested and what is signed, so that
 * it shares nothing with what it tests.
 */
#ifndef TESTS_INSPECT_KIT_H
#define TESTS_INSPECT_KIT_H

#include "adapter/base/base.h"
#include "adapter/crypto/crypto.h"

#define KIT_SOAP "http://schemas.xmlsoap.org/soap/envelope/"
#define KIT_WSSE "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define KIT_DS   "http://www.w3.org/2000/09/xmldsig#"
#define KIT_EXC  "http://www.w3.org/2001/10/xml-exc-c14n#"
#define KIT_INC  "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define KIT_SMEV "urn://smev-gov-ru/xmldsig/transform"

struct kit_plan {
	const char *what;               /* the row's name */
	const char *message;            /* "@" once: there goes ds:Signature */
	const char *digested;           /* octets, NUL-ended */
	const char *transforms;         /* inside ds:Transforms; NULL: one, exclusive */
	const char *hash;               /* digests; NULL: SHA-256, as is stated */

	const char *info_c14n;          /* as stated; NULL: exclusive */
	const char *info_start;         /* as signed; NULL: <ds:SignedInfo xmlns:ds="…"> */
	const char *info_tag;           /* as sent; NULL: <ds:SignedInfo> */
	const char *space;              /* between the children of SignedInfo, as sent */
	const char *signed_space;       /* as signed */
	const char *method;             /* as stated; NULL: that of the key */
	void      (*edit)(unsigned char *value, size_t *len);   /* NULL: as it is */
	const char *signer;             /* of the test PKI; NULL: fund-sign-ec */
	const char *certificate;        /* in the message; NULL: the signer's */
	const char *key_info;           /* inside ds:KeyInfo; "$" is the certificate; NULL: X509Data */
	const char *want;               /* cause; NULL: none, for it holds; "": none found */
};

/* The signed message; free() it.  Stops the program where that fails. */
char *kit_plan_sign(const struct kit_plan *plan);

/* Body b of Envelope s, as canonical octets and as it stands in a message. */
#define KIT_HEAD(declarations) \
	"<s:Envelope xmlns:s=\"" KIT_SOAP "\"" declarations "><s:Header><w:Security xmlns:w=\"" KIT_WSSE \
	"\">@</w:Security></s:Header>"
#define KIT_TAIL "</s:Envelope>"
#define KIT_INNER(text) "<p:Get xmlns:p=\"urn:test\"><p:Name>" text "</p:Name></p:Get>"
#define KIT_BODY(text) "<s:Body Id=\"b\">" KIT_INNER(text) "</s:Body>"
#define KIT_CANONICAL(text) "<s:Body xmlns:s=\"" KIT_SOAP "\" Id=\"b\">" KIT_INNER(text) "</s:Body>"
#define KIT_MESSAGE(text) KIT_HEAD("") KIT_BODY(text) KIT_TAIL

#endif
