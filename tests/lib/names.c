#include "config.h"

#include <dlfcn.h>
#include <netdb.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/names.h"

enum { STEP_US = 1000, STEPS_MAX = 30000 };

static atomic_int waiting;
static atomic_bool released;

int
names_waiting(void)
{
	return atomic_load(&waiting);
}

void
names_release(void)
{
	atomic_store(&released, true);
	while (names_waiting() > 0)
		usleep(STEP_US);
}

void
names_hold(void)
{
	atomic_store(&released, false);
}

/* In place of the C library's, for libcurl too. */
int
getaddrinfo(const char *restrict name, const char *restrict service,
    const struct addrinfo *restrict hints, struct addrinfo **restrict ret)
{
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	void *symbol;

	if (name != NULL && strcmp(name, NAMES_SILENT) == 0) {
		atomic_fetch_add(&waiting, 1);
		for (int i = 0; i < STEPS_MAX && !atomic_load(&released); i++)
			usleep(STEP_US);
		atomic_fetch_sub(&waiting, 1);
		return EAI_AGAIN;
	}
	symbol = dlsym(RTLD_NEXT, "getaddrinfo");
	memcpy(&real, &symbol, sizeof(real));
	return real(name, service, hints, ret);
}
