#include "config.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/wait.h>

#include "tests/lib/pki.h"

int
pki_make(const char *dir)
{
	const char *top = getenv("top_srcdir");
	char script[1024], folder[1024];
	char *argv[] = {script, folder, NULL};
	pid_t pid;
	int status;

	snprintf(script, sizeof(script), "%s/certs/make-test-pki.sh", top != NULL ? top : "..");
	snprintf(folder, sizeof(folder), "%s", dir);
	if (posix_spawn(&pid, script, NULL, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid)
		return -1;
	return status == 0 ? 0 : -1;
}
