/* documents: the WSDL and XSD files of the contract, for the clients of other people. */
#ifndef TESTS_FUND_CONTRACTS_H
#define TESTS_FUND_CONTRACTS_H

#include "adapter/base/base.h"

/*
 * The document at path: /payments.wsdl, /xsd/person.xsd, or /payments?wsdl.  ERR_NOT_FOUND, the
 * text being fit to be shown.
 */
MUST_USE enum err contracts_read(const char *folder, const char *path, struct buf *out,
    struct err_info *e);

#endif
