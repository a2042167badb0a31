#include "config.h"

#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "adapter/seal/names.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"

const char kit_action[] = "urn:test:GetPaymentsByMonth";
const char kit_message_id[] = "urn:uuid:11111111-2222-4333-8444-555555555555";

static char made[64];

bool
kit_run(const char *const argv[])
{
	pid_t pid;
	int status;

	/* posix_spawnp() wants pointers to char, but does not write through them. */
	return posix_spawnp(&pid, argv[0], NULL, NULL, (char *const *)(uintptr_t)argv, environ) == 0 &&
	    waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
remove_pki(void)
{
	const char *const rm[] = {"rm", "-rf", made, NULL};

	if (!kit_run(rm))
		fprintf(stderr, "could not remove %s\n", made);
}

const char *
kit_pki(void)
{
	const char *given = getenv("MOSTIK_TEST_PKI"), *source = getenv("top_srcdir");
	char script[512];
	const char *const make[] = {script, made, NULL};

	if (given != NULL)
		return given;
	if (made[0] != '\0')
		return made;
	snprintf(made, sizeof(made), "/tmp/mostik-pki-XXXXXX");
	CHECK(mkdtemp(made) != NULL);
	atexit(remove_pki);
	snprintf(script, sizeof(script), "%s/certs/make-test-pki.sh", source != NULL ? source : ".");
	CHECK(kit_run(make));
	return made;
}

const char *
kit_file(const char *name, const char *suffix)
{
	static char ring[8][256];
	static unsigned next;
	char *path = ring[next++ % COUNT_OF(ring)];

	snprintf(path, sizeof(ring[0]), "%s/%s%s", kit_pki(), name, suffix);
	return path;
}

struct seal *
kit_seal(const char *name, const char *kind, const char *peer)
{
	return kit_seal_ttl(name, kind, peer, 60);
}

struct seal_config
kit_config(const char *name, const char *kind, const char *peer)
{
	char pair[64];

	snprintf(pair, sizeof(pair), "%s-sign-%s", name, kind);
	return (struct seal_config){
		.key_file = kit_file(pair, ".key"),
		.certificate_file = kit_file(pair, ".pem"),
		.ca_file = kit_file("sign-authorities", ".pem"),
		.peer_subject = peer,
		.ttl_s = 60,
		.max_skew_s = 5,
		.max_ttl_s = 300,
	};
}

struct seal *
kit_seal_ttl(const char *name, const char *kind, const char *peer, int ttl_s)
{
	struct seal_config config = kit_config(name, kind, peer);
	struct seal *seal;
	struct err_info e;

	config.ttl_s = ttl_s;
	config.max_ttl_s = ttl_s > 300 ? ttl_s : 300;
	if (seal_open(&config, &seal, &e) != ERR_OK) {
		fprintf(stderr, "%s: %s: %s\n", err_name(e.code), e.at, e.text);
		exit(1);
	}
	return seal;
}

static void
addf(struct buf *out, const char *fmt, const char *text)
{
	struct err_info e;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	CHECK(buf_addf(out, &e, fmt, text) == ERR_OK);
#pragma GCC diagnostic pop
}

void
kit_build(const struct kit_envelope *what, struct buf *out)
{
	addf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<s:Envelope xmlns:s=\"%s\"",
	    what->soap == 12 ? NS_SOAP12 : NS_SOAP11);
	addf(out, " xmlns:wsa=\"" NS_WSA "\" xmlns:wsu=\"%s\"><s:Header>", NS_WSU);
	if (what->to != NULL)
		addf(out, "<wsa:To wsu:Id=\"To\">%s</wsa:To>", what->to);
	addf(out, "<wsa:Action wsu:Id=\"Action\">%s</wsa:Action>", kit_action);
	addf(out, "<wsa:MessageID wsu:Id=\"MessageID\">%s</wsa:MessageID>",
	    what->message_id != NULL ? what->message_id : kit_message_id);
	if (what->relates_to != NULL)
		addf(out, "<wsa:RelatesTo wsu:Id=\"RelatesTo\">%s</wsa:RelatesTo>", what->relates_to);
	addf(out, "</s:Header><s:Body wsu:Id=\"Body\">%s</s:Body></s:Envelope>",
	    what->body != NULL ? what->body :
	    "<p:Get xmlns:p=\"urn:test\"><p:Name>Ирина &amp; &lt;мир&gt;</p:Name></p:Get>");
}

const char *const kit_kinds[KIT_KINDS] = {"rsa", "ec", "gost256", "gost512"};
const char kit_asked[] = "urn:uuid:asked";
struct seal *kit_fund[KIT_KINDS], *kit_mostik, *kit_stranger, *kit_foreign;

size_t
kit_n_kinds(void)
{
	static bool told;
	const char *why = "no keys";
	bool gost = crypto_has_gost(&why) && access(kit_file("fund-sign-gost256", ".key"), R_OK) == 0;

	if (!gost && !told)
		printf("SKIP: everything with GOST: %s\n", why);
	told = true;
	return gost ? 4 : 2;
}

void
kit_open(void)
{
	kit_mostik = kit_seal("mostik", "ec", "fund");
	kit_stranger = kit_seal("stranger", "ec", "mostik");
	kit_foreign = kit_seal("foreign", "ec", "mostik");
	for (size_t k = 0; k < kit_n_kinds(); k++)
		kit_fund[k] = kit_seal("fund", kit_kinds[k], "mostik");
}

void
kit_close(void)
{
	seal_close(kit_mostik);
	seal_close(kit_stranger);
	seal_close(kit_foreign);
	for (size_t k = 0; k < KIT_KINDS; k++)
		seal_close(kit_fund[k]);
}

char *
kit_message(struct seal *signer, int64_t now_us)
{
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	struct err_info e;
	size_t len;
	char *text;

	kit_build(&(struct kit_envelope){.to = "urn:mostik", .relates_to = kit_asked}, &plain);
	CHECK(seal_sign(signer, plain.data, plain.len, now_us, &out, &e) == ERR_OK);
	CHECK(buf_steal(&out, &text, &len, &e) == ERR_OK);
	return text;
}

enum err
kit_verify(const char *text, int64_t now_us, bool once, struct err_info *e)
{
	struct seal_expect expect = {.action = kit_action, .relates_to = kit_asked,
	    .now_us = now_us, .once = once};
	struct seal_verified v;
	enum err code = seal_verify(kit_mostik, text, strlen(text), &expect, &v, e);

	if (code == ERR_OK)
		seal_verified_fini(&v);
	return code;
}

char *
kit_swap_token(const char *xml, const char *name, const char *unused)
{
	AUTO(char) char *old = edit_part(xml, "#X509v3\">", "</wsse:BinarySecurityToken>");
	AUTO(char) char *pem = edit_file(kit_file(name, ".pem"));
	AUTO(char) char *base64 = edit_part(pem, "-----\n", "\n-----END");
	BUF_AUTO(new, 1 << 16);
	struct err_info e;

	(void)unused;
	CHECK(buf_addf(&new, &e, "#X509v3\">%.*s</wsse:BinarySecurityToken>",
	    (int)(strlen(base64) - strlen("-----\n") - strlen("\n-----END")),
	    base64 + strlen("-----\n")) == ERR_OK);
	return edit_replace(xml, old, new.data);
}
