/* names: the XML names that inspect knows.  Private to inspect/. */
#ifndef ADAPTER_INSPECT_NAMES_H
#define ADAPTER_INSPECT_NAMES_H

#include "adapter/xml/xml.h"

#define NS_SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define NS_WSA    "http://www.w3.org/2005/08/addressing"
#define NS_DS     "http://www.w3.org/2000/09/xmldsig#"
#define NS_EXC    "http://www.w3.org/2001/10/xml-exc-c14n#"
#define NS_XOP    "http://www.w3.org/2004/08/xop/include"
#define NS_WSSE   "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define NS_WSU    XML_NS_WSU
#define NS_SMEV   "urn://x-artefacts-smev-gov-ru/services/message-exchange/"      /* so it begins */

#endif
