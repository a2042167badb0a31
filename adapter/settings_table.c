#include "config.h"

#include "adapter/settings.h"
#include "adapter/settings_table.h"

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
const struct setting settings_table[] = {
	/* section  name                 type       member                      min  max        default       help */
	{"front",   "address",           TYPE_TEXT, AT(front.address),          0,   0,         "127.0.0.1",  "address to listen on"},
	{"front",   "port",              TYPE_INT,  AT(front.port),             0,   65535,     "8443",       "port to listen on; 0: any"},
	{"front",   "key_file",          TYPE_FILE, AT(front.key_file),         0,   0,         NULL,         "TLS key of this server, PEM"},
	{"front",   "certificate_file",  TYPE_FILE, AT(front.certificate_file), 0,   0,         NULL,         "its certificate with the chain, PEM"},
	{"front",   "client_ca_file",    TYPE_FILE, AT(front.client_ca_file),   0,   0,         NULL,         "authorities of client certificates, PEM"},
	{"front",   "crl_file",          TYPE_FILE, AT(front.crl_file),         0,   0,         "",           "their revocation lists, PEM; empty: none are looked at"},
	{"front",   "clients",           TYPE_TEXT, AT(front.clients),          0,   0,         NULL,         "SHA-256 fingerprints of the client certificates let in, by commas"},
	{"front",   "server_names",      TYPE_TEXT, AT(front.server_names),     0,   0,         "",           "host names that callers may call us by, by commas; empty: any"},
	{"front",   "max_head",          TYPE_SIZE, AT(front.max_head),         1024, 1 << 20,  "16384",      "bytes of a request's head"},
	{"front",   "max_body",          TYPE_SIZE, AT(front.max_body),         1024, 64 << 20, "1048576",    "bytes of a request's body"},
	{"front",   "spool",             TYPE_FILE, AT(front.spool),            0,   0,         "",           "folder for the files of uploads while they are worked on, without names; empty: spool, beside the journal"},
	{"front",   "max_files",         TYPE_SIZE, AT(front.max_files),        1,   100,       "5",          "files of an upload"},
	{"front",   "max_file",          TYPE_SIZE, AT(front.max_file),         1024, 64 << 20, "5242880",    "bytes of a file"},
	{"front",   "max_uploads",       TYPE_INT,  AT(front.max_uploads),      1,   10000,     "64",         "uploads at once, each until it is answered"},
	{"front",   "max_connections",   TYPE_INT,  AT(front.max_connections),  1,   100000,    "2000",       "connections at once"},
	{"front",   "idle_s",            TYPE_INT,  AT(front.idle_s),           1,   3600,      "60",         "seconds until a silent connection is closed"},
	{"front",   "docs_dir",          TYPE_FILE, AT(docs_dir),               0,   0,         "",           "folder of Swagger UI, for /docs; empty: mostik/docs in the data folder of the installation"},

	{"fund",    "url",               TYPE_TEXT, AT(fund_url),               0,   0,         NULL,         "where the Fund's services listen: https; http on this machine only"},
	{"fund",    "key_file",          TYPE_FILE, AT(send.key_file),          0,   0,         NULL,         "TLS client key, PEM"},
	{"fund",    "certificate_file",  TYPE_FILE, AT(send.certificate_file),  0,   0,         NULL,         "its certificate with the chain, PEM"},
	{"fund",    "ca_file",           TYPE_FILE, AT(send.ca_file),           0,   0,         NULL,         "authority of the Fund's TLS certificate, PEM"},
	{"fund",    "crl_file",          TYPE_FILE, AT(send.crl_file),          0,   0,         "",           "its revocation lists, PEM; empty: none are looked at"},
	{"fund",    "timeout_ms",        TYPE_INT,  AT(fund_timeout_ms),        10,  600000,    "20000",      "milliseconds to wait for the Fund's reply"},
	{"fund",    "connect_timeout_ms",TYPE_INT,  AT(send.connect_timeout_ms),10,  60000,     "3000",       "milliseconds to wait for a connection"},
	{"fund",    "max_reply",         TYPE_SIZE, AT(send.max_reply),         1024, 64 << 20, "8388608",    "bytes of a reply"},
	{"fund",    "max_connections",   TYPE_INT,  AT(send.max_connections),   1,   10000,     "256",        "connections to the Fund at once"},

	{"seal",    "key_file",          TYPE_FILES,AT(seal.key_file),          0,   0,         NULL,         "signing keys, by commas: PEM or PKCS#12 files for the owner only, credential:NAME, pkcs11: URIs"},
	{"seal",    "certificate_file",  TYPE_FILES,AT(seal.certificate_file),  0,   0,         "",           "their certificates in the same order, PEM; the newest that is valid signs"},
	{"seal",    "passphrase_file",   TYPE_FILES,AT(seal.passphrase_file),   0,   0,         "",           "passphrase of the keys or PIN of the token: a file for the owner only, or credential:NAME"},
	{"seal",    "pkcs11_module",     TYPE_FILE, AT(seal.pkcs11_module),     0,   0,         "",           "library of the token, for keys by pkcs11: URI"},
	{"seal",    "ca_file",           TYPE_FILE, AT(seal.ca_file),           0,   0,         NULL,         "authorities of the Fund's signing certificate, PEM"},
	{"seal",    "crl_file",          TYPE_FILE, AT(seal.crl_file),          0,   0,         "",           "their revocation lists, PEM; empty: none are looked at"},
	{"seal",    "crl_grace_s",       TYPE_INT,  AT(seal.crl_grace_s),       0,   2592000,   "0",          "seconds a list is still believed after its nextUpdate; 0: nobody is without a good list"},
	{"seal",    "own_ca_file",       TYPE_FILE, AT(seal.own_ca_file),       0,   0,         "",           "authorities of our signing certificates, PEM; empty: those of ca_file"},
	{"seal",    "peer_subject",      TYPE_TEXT, AT(seal.peer_subject),      0,   0,         NULL,         "common name (CN) in the Fund's signing certificate"},
	{"seal",    "peer_pins",         TYPE_TEXT, AT(seal.peer_pins),         0,   0,         "",           "and SHA-256 thumbprints of those certificates, by commas; empty: any of that name"},
	{"seal",    "ttl_s",             TYPE_INT,  AT(seal.ttl_s),             1,   3600,      "300",        "seconds a message of ours is good for"},
	{"seal",    "max_skew_s",        TYPE_INT,  AT(seal.max_skew_s),        0,   600,       "60",         "seconds the Fund's clock may differ"},
	{"seal",    "max_ttl_s",         TYPE_INT,  AT(seal.max_ttl_s),         1,   3600,      "300",        "longest Timestamp accepted, seconds"},

	{"token",   "jwks_file",         TYPE_FILE, AT(token.jwks_file),        0,   0,         "",           "key set of the identity provider (RFC 7517); this, jwks_url or certificate_file"},
	{"token",   "jwks_url",          TYPE_TEXT, AT(token.jwks_url),         0,   0,         "",           "where to fetch the key set: https; http on this machine only"},
	{"token",   "ca_file",           TYPE_FILE, AT(token.ca_file),          0,   0,         "",           "authority of the server that jwks_url names, PEM"},
	{"token",   "certificate_file",  TYPE_FILE, AT(token.certificate_file), 0,   0,         "",           "certificates of the identity provider's keys, PEM"},
	{"token",   "refresh_s",         TYPE_INT,  AT(token.refresh_s),        1,   86400,     "300",        "seconds until the key set is fetched again"},
	{"token",   "retry_s",           TYPE_INT,  AT(token.retry_s),          1,   3600,      "10",         "least seconds between two fetches"},
	{"token",   "max_stale_s",       TYPE_INT,  AT(token.max_stale_s),      1,   2592000,   "86400",      "seconds a fetched key set is good for when no other can be had"},
	{"token",   "issuer",            TYPE_TEXT, AT(token.issuer),           0,   0,         NULL,         "required iss of access tokens"},
	{"token",   "audience",          TYPE_TEXT, AT(token.audience),         0,   0,         NULL,         "required aud of access tokens"},
	{"token",   "max_skew_s",        TYPE_INT,  AT(token.max_skew_s),       0,   600,       "30",         "leeway for exp and nbf, seconds"},
	{"token",   "require_binding",   TYPE_INT,  AT(token.require_binding),  0,   1,         "0",          "1: only tokens that are bound to the caller's certificate"},

	{"citizen", "ca_file",           TYPE_FILE, AT(citizen.ca_file),        0,   0,         "",           "accredited authorities of citizens' certificates, PEM; empty: no citizen's signature is believed"},
	{"citizen", "crl_file",          TYPE_FILE, AT(citizen.crl_file),       0,   0,         "",           "their revocation lists, PEM; empty: none are looked at"},
	{"citizen", "crl_grace_s",       TYPE_INT,  AT(citizen.crl_grace_s),    0,   2592000,   "0",          "seconds a list is still believed after its nextUpdate; 0: nobody is without a good list"},
	{"citizen", "signed_back_s",     TYPE_INT,  AT(citizen.signed_back_s),  0,   2592000,   "0",          "seconds back that a signature's own signing time is believed; 0: the certificate has to be good now"},

	{"journal", "path",              TYPE_FILE, AT(journal_path),           0,   0,         NULL,         "the journal's file"},

	{"audit",   "own_subjects",      TYPE_TEXT, AT(own_subjects),           0,   0,         "",           "former common names of our signing certificates, by commas"},
	{"audit",   "peer_subjects",     TYPE_TEXT, AT(peer_subjects),          0,   0,         "",           "former common names of the Fund's signing certificates, by commas"},

	{"flow",    "workers",           TYPE_INT,  AT(workers),                0,   256,       "0",          "threads for XML and cryptography; 0: one per core"},
	{"flow",    "queue",             TYPE_INT,  AT(queue),                  1,   100000,    "512",        "exchanges that may wait for a worker"},
	{"flow",    "max_rate",          TYPE_INT,  AT(max_rate),               0,   100000,    "0",          "requests a second of one caller; 0: no limit"},
	{"flow",    "max_exchanges",     TYPE_INT,  AT(max_exchanges),          1,   1000000,   "10000",      "exchanges under way at once"},
	{"flow",    "deadline_ms",       TYPE_INT,  AT(deadline_ms),            10,  600000,    "30000",      "milliseconds an exchange may take"},
	{"flow",    "stop_ms",           TYPE_INT,  AT(stop_ms),                0,   600000,    "35000",      "milliseconds a stop waits for exchanges under way"},

	{"log",     "level",             TYPE_TEXT, AT(log_level),              0,   0,         "info",       "debug, info, warn or error"},
};
/* clang-format on */

const size_t settings_rows = COUNT_OF(settings_table);

_Static_assert(COUNT_OF(settings_table) <= SETTINGS_MAX, "more rows than can be noted as given");

const char *const settings_reloaded[] = {
	"front.key_file", "front.certificate_file", "front.client_ca_file", "front.crl_file",
	"front.clients", "front.server_names",
	"fund.key_file", "fund.certificate_file", "fund.ca_file", "fund.crl_file",
	"seal.",
	"token.jwks_file", "token.certificate_file",
	"citizen.",
	NULL,
};
