/* moves: the elements of a document moved about, for fuzzing. */
#ifndef TESTS_FUZZ_MOVES_H
#define TESTS_FUZZ_MOVES_H

#include <libxml/tree.h>

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

#endif
