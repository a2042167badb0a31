/* The service of appointments. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_appointments_schema[] = "";
