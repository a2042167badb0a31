/* The service of appeals. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_appeals_schema[] = "";
