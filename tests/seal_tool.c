/*
 * seal_tool: seal on the command line, for tests that bring other people's software.
 *
 *   seal_tool sample 11|12 [relates-to]     prints an unsigned envelope
 *   seal_tool sign WHO KIND < in > out      signs as WHO-sign-KIND of $MOSTIK_TEST_PKI
 *   seal_tool sign-by KEY CERTIFICATE PASSPHRASE MODULE < in > out
 *                                           signs by what the settings of these names may say; - is none
 *   seal_tool verify PEER < in              prints "OK algorithm signer: covered", then the Body's
 *                                           octets; or "CODE at: text"
 *
 * Exits with 0 only if that went well.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "tests/seal_kit.h"

enum { MAX = 32 << 20 };

static void
read_all(FILE *file, struct buf *out)
{
	char chunk[1 << 16];
	struct err_info e;
	size_t n;

	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		CHECK(buf_add(out, chunk, n, &e) == ERR_OK);
}

static int
complain(const struct err_info *e)
{
	printf("%s %s: %s\n", err_name(e->code), e->at, e->text);
	return 1;
}

static int
sample(int argc, char **argv)
{
	struct kit_envelope what = {
		.soap = argc > 2 && strcmp(argv[2], "12") == 0 ? 12 : 11,
		.to = "urn:peer",
		.relates_to = argc > 3 ? argv[3] : NULL,
	};
	BUF_AUTO(out, MAX);

	kit_build(&what, &out);
	fwrite(out.data, 1, out.len, stdout);
	return 0;
}

/* Closes the seal. */
static int
sign(struct seal *seal)
{
	BUF_AUTO(in, MAX);
	BUF_AUTO(out, MAX);
	struct err_info e;
	enum err code;

	read_all(stdin, &in);
	code = seal_sign(seal, in.data, in.len, clock_now_us(), &out, &e);
	seal_close(seal);
	if (code != ERR_OK)
		return complain(&e);
	fwrite(out.data, 1, out.len, stdout);
	return 0;
}

static int
sign_by(char **argv)
{
	const char *given[4];
	struct seal *seal;
	struct err_info e;

	for (int i = 0; i < 4; i++)
		given[i] = strcmp(argv[2 + i], "-") != 0 ? argv[2 + i] : NULL;
	struct seal_config config = {
		.key_file = given[0],
		.certificate_file = given[1],
		.passphrase_file = given[2],
		.pkcs11_module = given[3],
		.ca_file = kit_file("sign-authorities", ".pem"),
		.own_ca_file = kit_file("sign-authorities", ".pem"),
		.peer_subject = "nobody",
		.ttl_s = 60,
		.max_skew_s = 5,
		.max_ttl_s = 300,
	};
	if (seal_open(&config, &seal, &e) != ERR_OK)
		return complain(&e);
	if (seal_self_test(seal, &e) != ERR_OK) {
		seal_close(seal);
		return complain(&e);
	}
	return sign(seal);
}

static int
verify(const char *peer)
{
	struct seal *seal = kit_seal("mostik", "ec", peer);
	struct seal_expect expect = {.now_us = clock_now_us()};
	struct seal_verified v;
	BUF_AUTO(in, MAX);
	struct err_info e;
	enum err code;

	read_all(stdin, &in);
	code = seal_verify(seal, in.data, in.len, &expect, &v, &e);
	seal_close(seal);
	if (code != ERR_OK)
		return complain(&e);
	printf("OK %s %s: %s\n%s\n", v.algorithm, v.signer, v.covered, v.body);
	seal_verified_fini(&v);
	return 0;
}

int
main(int argc, char **argv)
{
	int status = 2;

	seal_init();
	if (argc >= 3 && strcmp(argv[1], "sample") == 0)
		status = sample(argc, argv);
	else if (argc == 4 && strcmp(argv[1], "sign") == 0)
		status = sign(kit_seal(argv[2], argv[3], "nobody"));
	else if (argc == 6 && strcmp(argv[1], "sign-by") == 0)
		status = sign_by(argv);
	else if (argc == 3 && strcmp(argv[1], "verify") == 0)
		status = verify(argv[2]);
	else
		fprintf(stderr, "usage: seal_tool sample 11|12 [relates-to] | sign WHO KIND |\n"
		    "\tsign-by KEY CERTIFICATE PASSPHRASE MODULE | verify PEER\n");
	seal_fini();
	return status;
}
