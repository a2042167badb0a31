/* contracts: the messages of the contracts, and the ways between struct, JSON and XML, for fuzzing. */
#ifndef TESTS_FUZZ_CONTRACTS_H
#define TESTS_FUZZ_CONTRACTS_H

#include "mapping/rows.h"
#include "tests/fuzz/fuzz.h"

/* The context of gSOAP, empty: what was decoded before is gone. */
struct soap *fuzz_soap(void);

/* Requests and replies of all operations, and the fault: the digits '0' to '6'. */
const struct map_message *fuzz_message(uint8_t number);

/* NULL if it is refused. */
void *fuzz_decode(struct soap *soap, const struct map_message *message, const json_t *json,
    struct err_list *problems);
json_t *fuzz_encode(const struct map_message *message, const void *obj);

/* The element as gSOAP writes it; lives as long as the context.  Stops if it cannot be written. */
const char *fuzz_write(struct soap *soap, const struct map_message *message, const void *obj);
void *fuzz_read(struct soap *soap, const struct map_message *message, const char *xml);

#endif
