/* json: documents changed value by value, so that they stay JSON. */
#ifndef TESTS_FUZZ_JSON_H
#define TESTS_FUZZ_JSON_H

#include "tests/fuzz/fuzz.h"

/*
 * Changes one value of the JSON in text, of len octets with room for max: its type, its words, its
 * place.  The new length; len if there was nothing to do.
 */
size_t fuzz_json_mutate(uint8_t *text, size_t len, size_t max, unsigned seed);

#endif
