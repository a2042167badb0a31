/*
 * certificate: what seal asks of an X.509 certificate.  Private to seal/.
 */
#ifndef ADAPTER_SEAL_CERTIFICATE_H
#define ADAPTER_SEAL_CERTIFICATE_H

#include "adapter/seal/algorithm.h"

/* Reads one DER certificate, with nothing after it, from base64 without white space. */
MUST_USE enum err seal_certificate_decode(const char *base64, size_t len, X509 **ret_x509,
    struct err_info *e);

/* The other way: the text of a BinarySecurityToken; malloced. */
MUST_USE enum err seal_certificate_encode(X509 *x509, char **ret_base64, size_t *ret_len,
    struct err_info *e);

/* That it may sign: its key has an algorithm and is strong, and its key usage agrees. */
MUST_USE enum err seal_certificate_may_sign(X509 *x509, const struct seal_algorithm **ret_algorithm,
    struct err_info *e);

/* That its subject has exactly one common name, and this. */
bool seal_certificate_is_of(X509 *x509, const char *common_name);

/* RFC 4514, UTF-8; cut to size. */
void seal_certificate_subject(X509 *x509, char *subject, size_t size);

/* Narrows [*from, *to] to the time in which the certificate is valid; false if it cannot be read. */
bool seal_certificate_narrow(X509 *x509, int64_t *from_us, int64_t *to_us);

#endif
