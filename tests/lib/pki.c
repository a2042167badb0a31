#include "config.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/wait.h>

#include "tests/lib/pki.h"

/* Whether a program ended well; argv is NULL-ended. */
static int
run(char *const argv[])
{
	pid_t pid;
	int status;

	if (posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid)
		return -1;
	return status == 0 ? 0 : -1;
}

int
pki_make(const char *dir)
{
	const char *top = getenv("top_srcdir");
	char script[1024], folder[1024];
	char *argv[] = {script, folder, NULL};

	snprintf(script, sizeof(script), "%s/certs/make-test-pki.sh", top != NULL ? top : "..");
	snprintf(folder, sizeof(folder), "%s", dir);
	return run(argv);
}

int
pki_remove(const char *dir)
{
	char rm[] = "rm", options[] = "-rf", folder[1024];
	char *argv[] = {rm, options, folder, NULL};

	snprintf(folder, sizeof(folder), "%s", dir);
	return run(argv);
}
