/*
 * c14n: exclusive canonicalisation of one subtree, as a class of xmlsec.  Private to seal/.
 *
 * xmlsec's own class walks the whole document once for each reference and asks of each
 * node whether its ancestors are in the set: nodes times depth.  This one takes the same
 * place in xmlsec's list and canonicalises the one referenced element where it stands,
 * refusing any other kind of node set.  It also notes which element that was, so that the
 * verifier can compare pointers.
 */
#ifndef ADAPTER_SEAL_C14N_H
#define ADAPTER_SEAL_C14N_H

#include <xmlsec/transforms.h>

#include "adapter/xml/xml.h"

/* Exclusive XML Canonicalization 1.0, section 4: with or without InclusiveNamespaces. */
#define SEAL_C14N_URI "http://www.w3.org/2001/10/xml-exc-c14n#"

/*
 * Octets that one element may come to.  Canonical text is longer than what was parsed (a '>'
 * takes four octets), but not by more than this without malice.
 */
enum { SEAL_C14N_BYTES = 4 * XML_LIMIT_BYTES };

/* Puts the class in xmlsec's list.  Once, after that was emptied. */
void seal_c14n_install(void);

/* For classes into which octets are always pushed: so that xmlsec knows that octets come out. */
int seal_c14n_pop_bin(xmlSecTransformPtr transform, xmlSecByte *data, xmlSecSize max,
    xmlSecSize *size, xmlSecTransformCtxPtr ctx);

xmlSecTransformId seal_c14n_class(void);

/* The element that a chain of transforms canonicalised; NULL if it did not. */
xmlNodePtr seal_c14n_done(const xmlSecTransformCtx *transforms);

#endif
