#include "config.h"

#include <xmlsec/buffer.h>
#include <xmlsec/errors.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/library.h"
#include "adapter/seal/smev.h"

/* Empties in into out; what comes in is at most what an element may come to. */
static int
transform_octets(xmlSecBufferPtr in, xmlSecBufferPtr out)
{
	BUF_AUTO(octets, SEAL_C14N_BYTES);
	struct err_info e;

	if (xml_transform_smev_octets((const char *)xmlSecBufferGetData(in), xmlSecBufferGetSize(in),
	    &octets, &e) != ERR_OK) {
		xmlSecError(XMLSEC_ERRORS_HERE, "smev", NULL, XMLSEC_ERRORS_R_XML_FAILED,
		    XMLSEC_ERRORS_NO_MESSAGE);
		return -1;
	}
	if (xmlSecBufferAppend(out, (const xmlSecByte *)octets.data, octets.len) < 0)
		return -1;
	return xmlSecBufferRemoveHead(in, xmlSecBufferGetSize(in));
}

/* Called with more in inBuf, and at the end with last; the default push and pop do the rest. */
static int
execute(xmlSecTransformPtr transform, int last, xmlSecTransformCtxPtr ctx)
{
	(void)ctx;
	if (transform->status == xmlSecTransformStatusNone)
		transform->status = xmlSecTransformStatusWorking;
	if (xmlSecBufferGetSize(&transform->inBuf) > SEAL_C14N_BYTES)
		return -1;
	if (transform->status != xmlSecTransformStatusWorking || !last)
		return transform->status == xmlSecTransformStatusWorking ||
		    xmlSecBufferGetSize(&transform->inBuf) == 0 ? 0 : -1;
	if (transform_octets(&transform->inBuf, &transform->outBuf) < 0)
		return -1;
	transform->status = xmlSecTransformStatusFinished;
	return 0;
}

static const xmlSecTransformKlass klass = {
	.klassSize = sizeof(xmlSecTransformKlass),
	.objSize = sizeof(xmlSecTransform),
	.name = XSTR("smev"),
	.href = XSTR(XML_SMEV_URI),
	.usage = xmlSecTransformUsageDSigTransform,
	.getDataType = xmlSecTransformDefaultGetDataType,
	.pushBin = xmlSecTransformDefaultPushBin,
	.popBin = xmlSecTransformDefaultPopBin,
	.execute = execute,
};

xmlSecTransformId
seal_smev_class(void)
{
	return &klass;
}

void
seal_smev_install(void)
{
	CHECK(xmlSecTransformIdsRegister(&klass) == 0);
}
