/* moves: the elements of a document moved about, for fuzzing. */
#ifndef TESTS_FUZZ_MOVES_H
#define TESTS_FUZZ_MOVES_H

#include <libxml/tree.h>

#include "tests/fuzz/fuzz.h"

enum moves_how {
	MOVE_INTO, MOVE_BEFORE, MOVE_COPY_INTO, MOVE_COPY_BEFORE, MOVE_SWAP_NAMES, MOVE_DELETE,
	MOVE_UNWRAP, MOVES
};

/*
 * Does it to the element with the number i, with regard to the one with the number k; the numbers
 * are taken modulo the number of elements.  What cannot be done is not done.  Nodes that are taken
 * out are added to removed, a list by `next`, whose namespaces are still in use: moves_free() it
 * when the document has been written, and before it is freed.
 */
void moves_do(xmlDocPtr doc, enum moves_how how, size_t i, size_t k, xmlNodePtr *removed);
void moves_free(xmlNodePtr removed);

/*
 * An input that is a message, and after an octet 0x1f, which XML does not have, perhaps what is done
 * to the message when it has been signed:
 *      three octets            enum moves_how, which element, with regard to which other
 *      from 0x80 on            in the text: two octets for the place, 0x7f of the first for another
 */
size_t moves_split(const uint8_t *data, size_t size);           /* where the message ends */

/* Does it, what follows the message beginning with 0x1f; takes text and returns another. */
char *moves_after(char *text, const uint8_t *data, size_t size);

/* The mutator for such inputs, as LLVMFuzzerCustomMutator(). */
size_t moves_mutate(uint8_t *data, size_t size, size_t max, unsigned seed);

#endif
