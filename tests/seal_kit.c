#include "config.h"

#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapter/seal/names.h"
#include "tests/seal_kit.h"

const char kit_action[] = "urn:test:GetPayments";
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
	char pair[64];
	struct seal *seal;
	struct err_info e;

	snprintf(pair, sizeof(pair), "%s-sign-%s", name, kind);
	struct seal_config config = {
		.key_file = kit_file(pair, ".key"),
		.certificate_file = kit_file(pair, ".pem"),
		.ca_file = kit_file("sign-ca", ".pem"),
		.peer_subject = peer,
		.ttl_s = 60,
		.max_skew_s = 5,
		.max_ttl_s = 300,
	};
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
