/* replay: runs a fuzz target once for each file that is named, without libFuzzer. */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#pragma weak LLVMFuzzerInitialize

/* What a target's own mutator calls; nothing is mutated here. */
size_t
LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max)
{
	(void)data, (void)max;
	return size;
}

/* The octets stand in memory of exactly their size, so that a sanitizer sees one too far. */
static void
run_file(const char *path)
{
	AUTO(file) FILE *file = fopen(path, "rb");
	AUTO(char) char *octets = NULL;
	long size;

	if (file == NULL) {
		perror(path);
		exit(2);
	}
	CHECK(fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0);
	rewind(file);
	octets = malloc((size_t)size);
	CHECK(size == 0 || octets != NULL);
	CHECK(fread(octets, 1, (size_t)size, file) == (size_t)size);
	fprintf(stderr, "Running: %s\n", path);
	CHECK(LLVMFuzzerTestOneInput((const uint8_t *)octets, (size_t)size) == 0);
}

int
main(int argc, char **argv)
{
	if (LLVMFuzzerInitialize != NULL)
		CHECK(LLVMFuzzerInitialize(&argc, &argv) == 0);
	for (int i = 1; i < argc; i++)
		run_file(argv[i]);
	return argc > 1 ? 0 : 2;
}
