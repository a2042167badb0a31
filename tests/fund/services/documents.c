/* The service of documents. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_documents_schema[] = "";
