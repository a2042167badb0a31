/*
 * library: xmlsec and libxml2 as one tamed thing.  Private to seal/.
 *
 * Neither prints: what they report is kept per thread until it is drained into the text of
 * an error.
 */
#ifndef ADAPTER_SEAL_LIBRARY_H
#define ADAPTER_SEAL_LIBRARY_H

#include <xmlsec/xmlsec.h>
#include <xmlsec/xmldsig.h>

#include "adapter/xml/xml.h"

AUTO_DEFINE(xmlsec_key, xmlSecKeyPtr, xmlSecKeyDestroy)

/* Forgets what this thread's libraries reported so far: call before asking them something. */
void seal_library_forget(void);

/* Adds to it; both parts are static or an err_info's: never a value of the document. */
void seal_library_report(const char *where, const char *what);

/*
 * What they have reported since, first cause first, as function and reason: never a
 * value of the document.  Lives until the thread's next call; "" if nothing.
 */
const char *seal_library_drain(void);

#endif
