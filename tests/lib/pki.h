/* pki: certs/make-test-pki.sh for C tests. */
#ifndef TESTS_LIB_PKI_H
#define TESTS_LIB_PKI_H

/* Makes the test keys and certificates in dir; 0, or -1. */
int pki_make(const char *dir);

/* Removes it again: 0, or -1. */
int pki_remove(const char *dir);

#endif
