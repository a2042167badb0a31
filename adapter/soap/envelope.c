/*
 * The envelope around a Body.  Each part that is to be signed (the addressing headers and the
 * Body) declares the namespaces it uses itself, so that its octets in the envelope are its
 * exclusive-canonical form: what is digested is what is seen.
 *
 * The prefix is SOAP-ENV because gSOAP writes faults with it, whose faultcode is a QName.
 */
#include "config.h"

#include <string.h>

#include "adapter/soap/message.h"

#define NS_WSA "http://www.w3.org/2005/08/addressing"

static const char *const envelope_ns[] = {
	[SOAP_1_1] = "http://schemas.xmlsoap.org/soap/envelope/",
	[SOAP_1_2] = "http://www.w3.org/2003/05/soap-envelope",
};

const char *
soap_version_ns(enum soap_version version)
{
	CHECK((size_t)version < COUNT_OF(envelope_ns));
	return envelope_ns[version];
}

/* Text as C14N writes it: & < > and CR escaped.  Other control characters are no XML. */
static enum err
add_text(struct buf *out, const char *name, const char *text, struct err_info *e)
{
	for (const char *p = text; *p != '\0';) {
		size_t plain = strcspn(p, "&<>\r");

		for (size_t i = 0; i < plain; i++)
			if ((unsigned char)p[i] < ' ' && p[i] != '\t' && p[i] != '\n')
				FAIL(e, ERR_BUILD, name, "control character");
		TRY(buf_add(out, p, plain, e));
		p += plain;
		if (*p == '\0')
			break;
		TRY(buf_add_str(out, *p == '&' ? "&amp;" : *p == '<' ? "&lt;" :
		    *p == '>' ? "&gt;" : "&#xD;", e));
		p++;
	}
	return ERR_OK;
}

static enum err
add_header(struct buf *out, const char *name, const char *text, struct err_info *e)
{
	TRY(buf_addf(out, e, "<wsa:%s xmlns:wsa=\"%s\" xmlns:wsu=\"%s\" wsu:Id=\"%s\">", name,
	    NS_WSA, NS_WSU, name));
	TRY(add_text(out, name, text, e));
	return buf_addf(out, e, "</wsa:%s>", name);
}

enum err
soap_wrap(enum soap_version version, const struct soap_addressing *addressing,
    const char *content, size_t len, struct buf *out, struct err_info *e)
{
	const char *ns = soap_version_ns(version);
	const char *to = addressing->to != NULL ? addressing->to : NS_WSA "/anonymous";

	TRY(buf_addf(out, e, "<SOAP-ENV:Envelope xmlns:SOAP-ENV=\"%s\"><SOAP-ENV:Header>", ns));
	TRY(add_header(out, "To", to, e));
	TRY(add_header(out, "Action", addressing->action, e));
	TRY(add_header(out, "MessageID", addressing->message_id, e));
	if (addressing->relates_to != NULL)
		TRY(add_header(out, "RelatesTo", addressing->relates_to, e));
	TRY(buf_addf(out, e, "</SOAP-ENV:Header><SOAP-ENV:Body xmlns:SOAP-ENV=\"%s\""
	    " xmlns:wsu=\"%s\" wsu:Id=\"Body\">", ns, NS_WSU));
	TRY(buf_add(out, content, len, e));
	return buf_add_str(out, "</SOAP-ENV:Body></SOAP-ENV:Envelope>", e);
}
