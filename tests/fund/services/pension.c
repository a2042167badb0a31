/* The service of pension. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_pension_schema[] = "";
