/*
 * names: a name server that is silent.  Who asks for NAMES_SILENT, through getaddrinfo(), waits until
 * names_release(), or for half a minute; all other names are the system's affair.
 */
#ifndef TESTS_LIB_NAMES_H
#define TESTS_LIB_NAMES_H

#define NAMES_SILENT "silent.test"

/* How many ask now. */
int names_waiting(void);

/* Those who wait get no address, and so does whoever asks until names_hold(). */
void names_release(void);
void names_hold(void);

#endif
