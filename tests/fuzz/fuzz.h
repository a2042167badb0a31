/*
 * fuzz: what the fuzz targets share.
 *
 * A target is tests/fuzz/NAME.c with libFuzzer's functions, seeds in tests/fuzz/corpus/NAME/,
 * what once went wrong in tests/fuzz/regress/NAME/, and perhaps words in tests/fuzz/NAME.dict.
 * Built --enable-fuzz it is linked with libFuzzer and looks for inputs by itself; otherwise with
 * tests/fuzz/replay.c, and takes the files that it is given.
 *
 * A target promises more than not to crash: what must hold for every input is said with MUST().
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "adapter/base/base.h"

AUTO_DEFINE(json, json_t *, json_decref)

/* libFuzzer's.  A target defines the first if it needs keys, the third if it has its own ways. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

/* A promise; broken, it stops the program and says so. */
#define MUST(cond, ...)                                                           \
	do {                                                                      \
		if (!(cond)) {                                                    \
			fprintf(stderr, "%s:%d: broken promise: ", __FILE__, __LINE__); \
			fprintf(stderr, __VA_ARGS__);                             \
			fprintf(stderr, "\n");                                    \
			abort();                                                  \
		}                                                                 \
	} while (0)

/*
 * Says, where FUZZ_SAY is set, that an input came all the way.  The seeds called good* must, so
 * that a target cannot rot into one that refuses everything at the door.
 */
static inline void
fuzz_accepted(void)
{
	if (getenv("FUZZ_SAY") != NULL)
		fprintf(stderr, "accepted\n");
}

/* An input that is taken apart from its front; past its end all is zero. */
struct fuzz_input {
	const uint8_t *data;
	size_t         left;
};

static inline uint8_t
fuzz_octet(struct fuzz_input *in)
{
	if (in->left == 0)
		return 0;
	in->left--;
	return *in->data++;
}

/* A number below n. */
static inline size_t
fuzz_below(struct fuzz_input *in, size_t n)
{
	size_t value = fuzz_octet(in);

	if (n > 256)
		value = value << 8 | fuzz_octet(in);
	return n == 0 ? 0 : value % n;
}

/* The octets up to the next newline, which is taken too, as a C text in memory of its own. */
static inline char *
fuzz_line(struct fuzz_input *in)
{
	const uint8_t *end = in->left == 0 ? NULL : memchr(in->data, '\n', in->left);
	size_t len = end != NULL ? (size_t)(end - in->data) : in->left;
	char *text = calloc(1, len + 1);

	CHECK(text != NULL);
	if (len != 0)
		memcpy(text, in->data, len);
	len += end != NULL;
	in->data += len;
	in->left -= len;
	return text;
}

#endif
