/* crl_kit: revocation lists as the tests want them, signed with the keys of the test authorities. */
#ifndef TESTS_LIB_CRL_KIT_H
#define TESTS_LIB_CRL_KIT_H

#include <stdint.h>

/*
 * Makes file, in PEM, of the lists with these names (see the table), which a space separates; their
 * times are relative to time_us.  CHECKs that it can.
 */
void crl_write(const char *file, const char *names, int64_t time_us);

#endif
