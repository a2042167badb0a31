/*
 * id: identifiers of exchanges and messages (UUIDs, RFC 9562).
 *
 * Any thread.  Randomness is the operating system's; where it fails the
 * program stops, for nothing safe can be done without it.
 */
#ifndef ADAPTER_BASE_ID_H
#define ADAPTER_BASE_ID_H

#include <stddef.h>

enum { ID_SIZE = 37, ID_DIGEST_SIZE = 32 };

/* A random UUID (version 4), lower case. */
void id_new(char id[ID_SIZE]);

/* A UUID (version 8) made of the first bytes of digest: the same digest, the same id. */
void id_from_digest(const unsigned char digest[ID_DIGEST_SIZE], char id[ID_SIZE]);

/*
 * SHA-256 over parts, each preceded by its length, so that no two lists of
 * parts share an input.  The last part is followed by NULL.
 */
void id_digest(unsigned char digest[ID_DIGEST_SIZE], const char *first, ...)
    __attribute__((sentinel));

/* Lower-case hexadecimal; hex has room for 2 * len + 1. */
void id_hex(const unsigned char *bytes, size_t len, char *hex);

#endif
