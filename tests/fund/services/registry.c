/* The service of registry. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_registry_schema[] = "";
