/* fault: a SOAP fault as the contracts declare it, read by libxml2.  Private to adapter/soap/. */
#ifndef ADAPTER_SOAP_FAULT_H
#define ADAPTER_SOAP_FAULT_H

#include "adapter/soap/shape.h"

/*
 * Reads the Fault in body, whose shape was found good, into *fault.  Always fails: with what
 * the fault means to the caller (ERR_FUND_*), or ERR_REPLY_SCHEMA if it is no fault of the contract.
 * The service's own fault (declared; NULL: has none) goes into own as the only child of a Body; else own stays empty.
 */
MUST_USE enum err soap_fault_read(const char *body, size_t len, enum soap_version version,
    const struct map_message *declared, struct soap_fault *fault, struct buf *own, struct err_info *e);

#endif
