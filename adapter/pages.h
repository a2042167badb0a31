/*
 * pages: what is answered without an exchange: /healthz, /readyz, /metrics, /openapi.json
 * and /docs.  They say nothing about any citizen, need no token, and are not journaled.
 */
#ifndef ADAPTER_PAGES_H
#define ADAPTER_PAGES_H

#include <stdbool.h>

struct front_call;
struct service;

/* Answers call and returns true if its path is one of these; else leaves it alone.  On the loop. */
bool pages_serve(struct service *service, struct front_call *call);

#endif
