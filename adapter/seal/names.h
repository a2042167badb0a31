/* names: the XML names of WS-Security that both sides of seal use.  Private to seal/. */
#ifndef ADAPTER_SEAL_NAMES_H
#define ADAPTER_SEAL_NAMES_H

#include "adapter/xml/xml.h"

#define NS_SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define NS_WSA    "http://www.w3.org/2005/08/addressing"
#define NS_DS     "http://www.w3.org/2000/09/xmldsig#"
#define NS_EXC    "http://www.w3.org/2001/10/xml-exc-c14n#"
#define NS_WSSE   "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define NS_WSU    XML_NS_WSU

/* X.509 Certificate Token Profile 1.0, section 3.1; SOAP Message Security 1.0, section 6.3. */
#define TYPE_X509V3 \
	"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
#define TYPE_BASE64 \
	"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"

#endif
