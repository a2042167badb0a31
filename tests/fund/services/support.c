/* The service of support. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_support_schema[] = "";
