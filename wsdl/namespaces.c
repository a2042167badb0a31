/*
 * The one table of XML namespaces and prefixes that every program linking libgsoap needs.
 * soapcpp2 writes the same table once per service; any of them serves.
 */
#include "PaymentsSoap.nsmap"
