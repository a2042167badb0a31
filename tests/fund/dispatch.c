#include "config.h"

#include <stdarg.h>
#include <string.h>

#include <soapH.h>

#include "tests/fund/dispatch.h"
#include "tests/fund/files.h"

enum { CONTENT_MAX = 8 * 1024 * 1024 };

static size_t
take(struct soap *soap, char *to, size_t size)
{
	struct dispatch_call *call = soap->user;
	size_t n = call->in_left < size ? call->in_left : size;

	memcpy(to, call->in, n);
	call->in += n;
	call->in_left -= n;
	return n;
}

static int
give(struct soap *soap, const char *bytes, size_t len)
{
	struct dispatch_call *call = soap->user;

	return buf_add(call->out, bytes, len, NULL) == ERR_OK ? SOAP_OK : SOAP_EOM;
}

static struct soap *
context_new(struct dispatch_call *call)
{
	struct soap *soap = soap_new2(
	    SOAP_C_UTFSTRING | SOAP_XML_TREE | SOAP_ENC_PLAIN | SOAP_XML_STRICT,
	    SOAP_C_UTFSTRING | SOAP_XML_TREE | SOAP_ENC_PLAIN | SOAP_XML_CANONICAL);

	CHECK(soap != NULL);
	soap->user = call;
	soap->frecv = take;
	soap->fsend = give;
	return soap;
}

static void
context_release(struct soap **soap)
{
	soap_destroy(*soap);
	soap_end(*soap);
	soap_free(*soap);
}

/* Cuts the content of the Body out of what gSOAP wrote: it writes these tags just so, once. */
static enum err
cut_content(const struct buf *envelope, struct dispatch_answer *answer, struct err_info *e)
{
	static const char begin[] = "<SOAP-ENV:Body>", end[] = "</SOAP-ENV:Body>";
	const char *from = envelope->len != 0 ? strstr(envelope->data, begin) : NULL;
	const char *to = from != NULL ? strstr(from, end) : NULL;

	if (to == NULL)
		FAIL(e, ERR_BUG, "", "gSOAP's server has written no Body");
	from += strlen(begin);
	buf_init(&answer->content, CONTENT_MAX);
	TRY(buf_add(&answer->content, from, (size_t)(to - from), e));
	answer->fault = strncmp(from, "<SOAP-ENV:Fault>", 16) == 0;
	answer->sender = answer->fault && (strstr(from, ">SOAP-ENV:Client<") != NULL ||
	    strstr(from, ">SOAP-ENV:Sender<") != NULL);
	return ERR_OK;
}

enum err
dispatch_serve(struct dispatch_call *call, enum soap_version version, const char *body,
    size_t len, struct dispatch_answer *answer, struct err_info *e)
{
	struct soap *soap __attribute__((cleanup(context_release))) = context_new(call);
	BUF_AUTO(in, CONTENT_MAX);
	BUF_AUTO(out, CONTENT_MAX);

	TRY(buf_addf(&in, e, "<E:Envelope xmlns:E=\"%s\">", soap_version_ns(version)));
	TRY(buf_add(&in, body, len, e));
	TRY(buf_add_str(&in, "</E:Envelope>", e));
	call->in = in.data;
	call->in_left = in.len;
	call->out = &out;
	(void)soap_serve(soap);         /* what fails is answered with a fault */
	return cut_content(&out, answer, e);
}

enum err
dispatch_refuse(enum soap_version version, const char *code, const char *text,
    struct dispatch_answer *answer, struct err_info *e)
{
	BUF_AUTO(out, CONTENT_MAX);
	struct dispatch_call call = {.out = &out};
	struct soap *soap __attribute__((cleanup(context_release))) = context_new(&call);

	soap_set_version(soap, version == SOAP_1_2 ? 2 : 1);
	soap->error = dispatch_set_fault(soap, code, NULL, text);
	(void)soap_send_fault(soap);
	return cut_content(&out, answer, e);
}

int
dispatch_set_fault(struct soap *soap, const char *code, const char *field, const char *text)
{
	struct SOAP_ENV__Detail *detail = soap_malloc(soap, sizeof(*detail));
	struct _flt__ServiceFault *fault = soap_malloc(soap, sizeof(*fault));
	int error = soap_sender_fault(soap, "The request is refused", NULL);

	CHECK(detail != NULL && fault != NULL && soap->fault != NULL);
	*fault = (struct _flt__ServiceFault){
	    .Code = soap_strdup(soap, code),
	    .Text = soap_strdup(soap, text),
	    .Field = field != NULL ? soap_strdup(soap, field) : NULL,
	};
	memset(detail, 0, sizeof(*detail));
	detail->flt__ServiceFault = fault;
	if (soap->version == 2)
		soap->fault->SOAP_ENV__Detail = detail;
	else
		soap->fault->detail = detail;
	return error;
}

struct cmn__FileType *
dispatch_attach(struct soap *soap, const char *octets, size_t len, const char *name, const char *media_type)
{
	struct dispatch_call *call = soap->user;
	struct cmn__FileType *file = soap_malloc(soap, sizeof(*file));
	char part[PART_NAME_SIZE], digest[45];

	CHECK(file != NULL);
	files_give(&call->given, call->files, octets, len, part, digest);
	*file = (struct cmn__FileType){
	    .Name = soap_strdup(soap, name),
	    .MediaType = soap_strdup(soap, media_type),
	    .Size = (int)len,
	    .Digest = soap_strdup(soap, digest),
	    .Content = soap_strdup(soap, part),
	};
	return file;
}

char *
dispatch_printf(struct soap *soap, const char *fmt, ...)
{
	char text[256], *copy;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	CHECK(len >= 0 && (size_t)len < sizeof(text));
	copy = soap_strdup(soap, text);
	CHECK(copy != NULL);
	return copy;
}
