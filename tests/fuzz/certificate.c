/*
 * certificate: certificates and lists of the revoked, as strangers send and publish them.
 *
 * The first octet says what the rest is:
 *      r       a certificate in DER
 *      e       a letter, the n-th of issued_certificates from 'A' on; then edits of its DER
 *      l       a letter, whose chain is asked for, and lines: the file of revocation lists
 *      a       the same, and lines: the file of authorities
 * Lines and edits are those of issued.h.
 *
 * Believed is who is believed unedited, octet for octet.  A file of lists has nobody believed, or
 * revoked, whom none of the lists in it has so when it is alone.
 */
#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/fuzz/issued.h"
#include "tests/lib/crl_kit.h"
#include "tests/seal_kit.h"

enum { FILE_MAX = 1 << 20 };

AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)
AUTO_DEFINE(authorities, struct crypto_authorities *, crypto_authorities_close)

static int64_t                    now_us;
static char                       ca_file[512], shared_file[64];
static int                        shared = -1;
static struct crypto_authorities *believed_ones;
static struct crypto_certificate *asked[ISSUED_ASKED];

/* ---- files, in memory --------------------------------------------------------------- */

static void
empty_file(void)
{
	CHECK(ftruncate(shared, 0) == 0 && lseek(shared, 0, SEEK_SET) == 0);
}

static void
write_file(const struct buf *text)
{
	empty_file();
	CHECK(text->len == 0 || write(shared, text->data, text->len) == (ssize_t)text->len);
}

/* ---- set up --------------------------------------------------------------------------- */

static enum err
check_chain(const struct crypto_authorities *authorities, const struct crypto_certificate *c,
    struct err_info *e)
{
	int64_t from_us = INT64_MIN, to_us = INT64_MAX, ends_us = INT64_MAX;
	enum err code = crypto_chain_check(authorities, c, now_us, &from_us, &to_us, &ends_us, e);

	MUST(code == ERR_OK || code == ERR_SIG_UNTRUSTED || code == ERR_SIG_REVOKED ||
	    code == ERR_SIG_CRL, "%s", err_name(code));
	MUST(code != ERR_OK || (from_us <= now_us && now_us <= to_us && now_us <= ends_us),
	    "believed at another time");
	return code;
}

/* What the file has each of the asked be; ERR_KEY_UNUSABLE if it cannot be opened. */
static void
ask_file(bool of_lists, enum err found[ISSUED_ASKED])
{
	const struct crypto_authorities_config config = {
	    .ca_file = of_lists ? ca_file : shared_file, .crl_file = of_lists ? shared_file : NULL};
	AUTO(authorities) struct crypto_authorities *authorities = NULL;
	struct err_info e = {0};
	enum err code = crypto_authorities_open(&config, &authorities, &e);

	MUST(code == ERR_OK || (code == ERR_KEY_UNUSABLE && code == e.code), "%s", err_name(code));
	for (int k = 0; k < ISSUED_ASKED; k++) {
		found[k] = code;
		if (code == ERR_OK && asked[k] != NULL)
			found[k] = check_chain(authorities, asked[k], &e);
	}
}

static void
open_certificates(void)
{
	for (size_t i = 0; i < ISSUED_CERTIFICATES; i++) {
		struct issued *item = &issued_certificates[i];
		AUTO(certificate) struct crypto_certificate *c = NULL;
		struct err_info e;

		if (strstr(item->name, "gost") != NULL && !crypto_has_gost(NULL))
			continue;
		issued_read(kit_file(item->name, ".pem"), item);
		CHECK(crypto_certificate_decode(item->der, (size_t)item->len, &c, &e) == ERR_OK);
		CHECK((check_chain(believed_ones, c, &e) == ERR_OK) == item->believed);
		if (i < ISSUED_ASKED)
			asked[i] = STEAL(c);
	}
}

static void
open_lists(void)
{
	for (size_t i = 0; i < ISSUED_LISTS; i++) {
		if (strstr(issued_lists[i].name, "gost") != NULL && !crypto_has_gost(NULL))
			continue;
		empty_file();
		crl_write(shared_file, issued_lists[i].name, now_us);
		issued_read(shared_file, &issued_lists[i]);
		ask_file(true, issued_lists[i].alone);
	}
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct crypto_authorities_config config = {.ca_file = ca_file};
	struct err_info e;

	(void)argc, (void)argv;
	crypto_init();
	now_us = clock_now_us();
	shared = memfd_create("fuzz", MFD_CLOEXEC);
	CHECK(shared >= 0);
	snprintf(shared_file, sizeof(shared_file), "/proc/self/fd/%d", shared);
	snprintf(ca_file, sizeof(ca_file), "%s", kit_file("sign-authorities", ".pem"));
	CHECK(crypto_authorities_open(&config, &believed_ones, &e) == ERR_OK);
	open_certificates();
	open_lists();
	return 0;
}

/* ---- certificates ---------------------------------------------------------------------- */

static bool
is_hex(const char *text, const char *digits)
{
	return text[strspn(text, digits)] == '\0' && strlen(text) % 2 == 0;
}

static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return true;
	return false;
}

static void
check_facts(const struct crypto_certificate *c)
{
	AUTO(certificate) struct crypto_certificate *again = NULL;
	unsigned char digest[CRYPTO_MAX_HASH];
	char text[2 * CRYPTO_MAX_HASH + 1] = "";
	size_t len, base64_len;
	const unsigned char *der = crypto_certificate_der(c, &len);
	const char *base64 = crypto_certificate_base64(c, &base64_len);
	struct err_info e;

	CHECK(crypto_digest(crypto_sha256(), der, len, digest, &e) == ERR_OK);
	for (size_t i = 0; i < 32; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	MUST(strcmp(text, crypto_certificate_thumbprint(c)) == 0, "another thumbprint");
	MUST(strlen(base64) == base64_len, "base64 of another length");
	MUST(crypto_certificate_decode64(base64, base64_len, &again, &e) == ERR_OK,
	    "its own base64 is refused: %s", e.text);
	MUST(strcmp(text, crypto_certificate_thumbprint(again)) == 0, "its base64 is another");
	MUST(is_hex(crypto_certificate_serial(c), "0123456789ABCDEF"), "a serial that is not hex");
	MUST(!has_control(crypto_certificate_subject(c)) && !has_control(crypto_certificate_issuer(c)),
	    "a name that steers a terminal");
	if (crypto_certificate_is_of(c, "fund"))
		MUST(strstr(crypto_certificate_subject(c), "CN=fund") != NULL, "is somebody else");
}

/* No key, however odd, has signed what nobody signed. */
static void
check_key(const struct crypto_certificate *c)
{
	const unsigned char digest[CRYPTO_MAX_HASH] = {1}, ones[CRYPTO_MAX_SIGNATURE] = {
	    [0] = 1, [31] = 1, [63] = 1};
	const struct crypto_algorithm *a = NULL;
	size_t bits;
	struct err_info e;

	if (crypto_certificate_may_sign(c, &a, &e) != ERR_OK) {
		MUST(e.code == ERR_SIG_CERTIFICATE, "%s", err_name(e.code));
		return;
	}
	bits = (size_t)crypto_key_bits(crypto_certificate_key(c));
	MUST(a->trusted && bits >= (size_t)a->min_bits, "a key that is too weak may sign");
	for (size_t len = 0; len <= 512; len = 2 * len + 64)
		MUST(crypto_verify(crypto_certificate_key(c), a, digest, ones, len, &e) != ERR_OK,
		    "a signature that nobody made");
}

static void
check_certificate(const unsigned char *octets, size_t size)
{
	AUTO(certificate) struct crypto_certificate *c = NULL;
	struct err_info e = {0};
	enum err code = crypto_certificate_decode(octets, size, &c, &e);
	const unsigned char *der;
	bool believed = false;
	size_t len;

	MUST(code == ERR_OK || (code == ERR_SIG_CERTIFICATE && e.code == code), "%s", err_name(code));
	if (code != ERR_OK)
		return;
	check_facts(c);
	check_key(c);
	if (check_chain(believed_ones, c, &e) != ERR_OK)
		return;
	der = crypto_certificate_der(c, &len);
	for (size_t i = 0; i < ISSUED_CERTIFICATES && !believed; i++)
		believed = issued_certificates[i].believed && (size_t)issued_certificates[i].len == len &&
		    memcmp(issued_certificates[i].der, der, len) == 0;
	MUST(believed, "a certificate is believed that nobody issued: %s",
	    crypto_certificate_subject(c));
	fuzz_accepted();
}

/* ---- inputs -------------------------------------------------------------------------------- */

static void
check_file(struct fuzz_input in, bool of_lists)
{
	size_t k = (size_t)(fuzz_octet(&in) - 'A') % ISSUED_ASKED;
	bool may_be_good = false, may_be_revoked = false, is_on_one = false, has_newer = false;
	BUF_AUTO(text, FILE_MAX);
	enum err found[ISSUED_ASKED];

	for (int i = 0; i < 8 && in.left > 0; i++) {
		const uint8_t *end = memchr(in.data, '\n', in.left);
		size_t len = end != NULL ? (size_t)(end - in.data) : in.left;
		const struct issued *item = issued_add(in.data, len, &text);

		if (item != NULL) {
			may_be_good |= !of_lists || item->alone[k] == ERR_OK;
			may_be_revoked |= item->alone[k] == ERR_SIG_REVOKED;
			is_on_one |= item->alone[k] == ERR_SIG_REVOKED && len == strlen(item->name) &&
			    strcmp(item->name, "later") != 0;   /* not in force yet */
			has_newer |= strncmp(item->name, "newer", 5) == 0;
		}
		in.data += len + (end != NULL);
		in.left -= len + (end != NULL);
	}
	write_file(&text);
	ask_file(of_lists, found);
	if (asked[k] == NULL)
		return;
	MUST(found[k] != ERR_OK || may_be_good, "believed by what stands in none of the lists");
	MUST(!of_lists || found[k] != ERR_OK || !is_on_one || has_newer, "on a list, and believed");
	MUST(found[k] != ERR_SIG_REVOKED || may_be_revoked, "revoked by nobody");
	if (found[k] == ERR_OK)
		fuzz_accepted();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const struct issued *item;
	unsigned char *der;
	size_t len;

	switch (fuzz_octet(&in)) {
	case 'r':
		check_certificate(in.data, in.left);
		break;
	case 'e':
		item = &issued_certificates[(size_t)(fuzz_octet(&in) - 'A') % ISSUED_CERTIFICATES];
		if (item->type == NULL)
			break;
		der = issued_edit(item, &in, &len);
		check_certificate(der, len);
		free(der);
		break;
	case 'l':
		check_file(in, true);
		break;
	case 'a':
		check_file(in, false);
		break;
	default:
		break;
	}
	return 0;
}

/* Now and then the certificate that edits make is written down as it is, and changed from there. */
size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	struct fuzz_input in = {data, size};
	const struct issued *item;
	unsigned char *der;
	size_t len;

	if (seed % 16 == 0 && fuzz_octet(&in) == 'e') {
		item = &issued_certificates[(size_t)(fuzz_octet(&in) - 'A') % ISSUED_CERTIFICATES];
		der = item->type != NULL ? issued_edit(item, &in, &len) : NULL;
		if (der != NULL && len < max) {
			data[0] = 'r';
			memcpy(data + 1, der, len);
			size = len + 1;
		}
		free(der);
	}
	return LLVMFuzzerMutate(data, size, max);
}
