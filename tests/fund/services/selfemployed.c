/* The service of selfemployed. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_selfemployed_schema[] = "";
