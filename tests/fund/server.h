/* server: HTTPS by gSOAP: a thread for each connection, POST to the services, GET of the contract. */
#ifndef TESTS_FUND_SERVER_H
#define TESTS_FUND_SERVER_H

#include "tests/fund/fund.h"

/* Listens, prints "port=N" on standard output and serves until the process ends; returns on failure only. */
MUST_USE enum err server_run(struct fund *fund, struct err_info *e);

#endif
