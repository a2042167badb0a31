/* The octets of a document and of the Fund's signature of it. */
#include "config.h"

#include "tests/fund/cms.h"
#include "tests/fund/services/documents.h"

enum { FILE_MAX = 4 << 20 };

static bool
print(struct soap *soap, const char *snils, const struct document *document, struct buf *out)
{
	const struct citizen citizen = service_citizen(snils);
	struct err_info e;

	if (document_print(soap, &citizen, document, out, &e) == ERR_OK)
		return true;
	log_failure(LOG_LEVEL_ERROR, "event=print", &e);
	return false;
}

int
__doc__GetDocumentContent(struct soap *soap, struct _doc__GetDocumentContentRequest *q,
    struct _doc__GetDocumentContentResponse *r)
{
	struct document document;
	BUF_AUTO(pdf, FILE_MAX);

	SERVICE_BEGIN(soap, doc, Documents, q);
	if (!document_find(soap, q->ben__Snils, q->Id, &document))
		return DOCUMENT_NONE(soap);
	if (document_refuse(soap, &document) != SOAP_OK)
		return soap->error;
	if (!print(soap, q->ben__Snils, &document, &pdf))
		return soap_receiver_fault(soap, "The document cannot be printed", NULL);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Id = document_number(soap, document.id);
	r->File = dispatch_attach(soap, pdf.data, pdf.len, dispatch_printf(soap, "%s.pdf", document.kind->title),
	    "application/pdf");
	return SOAP_OK;
}

/* The signature that was made before, or a new one. */
static bool
sign(struct soap *soap, const struct document *document, const struct buf *pdf, struct buf *out)
{
	const struct dispatch_call *call = soap->user;
	int64_t made_us = document->renewed_us != 0 ? document->renewed_us : document->ready_us;
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT signature FROM document_signature WHERE document = ?1 AND made_us = ?2", "ii", document->id,
	    made_us);
	struct err_info e;
	size_t len;

	if (db_next(rows)) {
		const void *octets = db_blob(rows, 0, &len);

		return buf_add(out, octets, len, &e) == ERR_OK;
	}
	if (cms_sign(call->fund, pdf->data, pdf->len, out, &e) != ERR_OK) {
		log_failure(LOG_LEVEL_ERROR, "event=sign", &e);
		return false;
	}
	db_run(service_db(soap), "INSERT INTO document_signature VALUES (?1, ?2, ?3)", "iib", document->id, made_us,
	    out->data, out->len);
	return true;
}

int
__doc__GetDocumentSignature(struct soap *soap, struct _doc__GetDocumentSignatureRequest *q,
    struct _doc__GetDocumentSignatureResponse *r)
{
	struct document document;
	BUF_AUTO(pdf, FILE_MAX);
	BUF_AUTO(cms, FILE_MAX);

	SERVICE_BEGIN(soap, doc, Documents, q);
	if (!document_find(soap, q->ben__Snils, q->Id, &document))
		return DOCUMENT_NONE(soap);
	if (document_refuse(soap, &document) != SOAP_OK)
		return soap->error;
	if (!print(soap, q->ben__Snils, &document, &pdf) || !sign(soap, &document, &pdf, &cms))
		return soap_receiver_fault(soap, "The document cannot be signed", NULL);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Id = document_number(soap, document.id);
	r->File = dispatch_attach(soap, cms.data, cms.len, dispatch_printf(soap, "%s.pdf.p7s", document.kind->title),
	    "application/pkcs7-signature");
	return SOAP_OK;
}
