/*
 * How gSOAP writes and reads the Content of a file: <xop:Include href="cid:…"/> (XOP 1.0, 2.1).
 *
 * In the struct the member is the Content-ID as text, "scan@mostik", or of a part of ours its name alone,
 * "scan"; on the wire it is percent-encoded (RFC 2392).  That the reference is in its namespace, and nothing else with it, adapter/soap/shape.c
 * has seen before gSOAP reads, and sees again in what it writes.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <stdsoap2.h>

enum { CID_MAX = 256 };

/* gSOAP's generated code names these functions. */
void soap_default_cmn__ContentType(struct soap *soap, char **a);
void soap_serialize_cmn__ContentType(struct soap *soap, char *const *a);
const char *soap_cmn__ContentType2s(struct soap *soap, char *a);
int soap_s2cmn__ContentType(struct soap *soap, const char *s, char **a);
int soap_out_cmn__ContentType(struct soap *soap, const char *tag, int id, char *const *a,
    const char *type);
char **soap_in_cmn__ContentType(struct soap *soap, const char *tag, char **a, const char *type);

void
soap_default_cmn__ContentType(struct soap *soap, char **a)
{
	(void)soap;
	*a = NULL;
}

void
soap_serialize_cmn__ContentType(struct soap *soap, char *const *a)
{
	(void)soap;
	(void)a;
}

/* As the value of an attribute, which it never is. */
const char *
soap_cmn__ContentType2s(struct soap *soap, char *a)
{
	(void)a;
	soap->error = SOAP_TYPE;
	return NULL;
}

int
soap_s2cmn__ContentType(struct soap *soap, const char *s, char **a)
{
	(void)s;
	(void)a;
	return soap->error = SOAP_TYPE;
}

int
soap_out_cmn__ContentType(struct soap *soap, const char *tag, int id, char *const *a, const char *type)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";
	char cid[3 * CID_MAX + 1];
	size_t n = 0;

	if (*a == NULL)
		return soap_element_null(soap, tag, id, type);
	if (strlen(*a) > CID_MAX)
		return soap->error = SOAP_LENGTH;
	for (const char *p = *a; *p != '\0'; p++)
		n += (size_t)snprintf(cid + n, sizeof(cid) - n, strchr(plain, *p) != NULL ? "%c" : "%%%02X",
		    (unsigned char)*p);
	cid[n] = '\0';
	if (soap_element_begin_out(soap, tag, id, type) != SOAP_OK ||
	    soap_send(soap, "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:") !=
	        SOAP_OK ||
	    soap_send(soap, cid) != SOAP_OK ||
	    (strchr(*a, '@') == NULL && soap_send(soap, "@mostik") != SOAP_OK) || soap_send(soap, "\"></xop:Include>") != SOAP_OK)
		return soap->error;
	return soap_element_end_out(soap, tag);
}

static int
hex_value(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)((at - digits) % 16) : -1;
}

/* "cid:a%40b" to "a@b", in soap's memory. */
static char *
read_cid(struct soap *soap, const char *href)
{
	char *cid;
	size_t n = 0;

	if (href == NULL || strncmp(href, "cid:", 4) != 0 || (cid = soap_strdup(soap, href + 4)) == NULL) {
		soap->error = SOAP_TYPE;
		return NULL;
	}
	for (const char *p = cid; *p != '\0'; p++) {
		int c = (unsigned char)*p;

		if (c == '%') {
			int high = hex_value(p[1]), low = high >= 0 ? hex_value(p[2]) : -1;

			c = low >= 0 ? high << 4 | low : 0;
			p += 2;
		}
		if (c <= ' ' || c > '~' || n == CID_MAX) {
			soap->error = SOAP_TYPE;
			return NULL;
		}
		cid[n++] = (char)c;
	}
	cid[n] = '\0';
	if (n == 0)
		soap->error = SOAP_TYPE;
	return n > 0 ? cid : NULL;
}

char **
soap_in_cmn__ContentType(struct soap *soap, const char *tag, char **a, const char *type)
{
	const char *local;

	(void)type;
	if (soap_element_begin_in(soap, tag, 0, NULL) != SOAP_OK)
		return NULL;
	if (a == NULL && (a = soap_malloc(soap, sizeof(*a))) == NULL)
		return NULL;
	if (!soap->body) {
		soap->error = SOAP_EMPTY;
		return NULL;
	}
	if (soap_element_begin_in(soap, NULL, 0, NULL) != SOAP_OK)
		return NULL;
	local = strchr(soap->tag, ':') != NULL ? strchr(soap->tag, ':') + 1 : soap->tag;
	if (strcmp(local, "Include") != 0) {
		soap->error = SOAP_TAG_MISMATCH;
		return NULL;
	}
	*a = read_cid(soap, soap_attr_value(soap, "href", 0, 1));
	if (*a == NULL || (soap->body && soap_element_end_in(soap, NULL) != SOAP_OK) ||
	    soap_element_end_in(soap, tag) != SOAP_OK)
		return NULL;
	return a;
}
