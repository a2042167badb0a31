/* applications: rows that stand in files of their own, for the table of operations; private to mapping/. */
#ifndef MAPPING_APPLICATIONS_H
#define MAPPING_APPLICATIONS_H

#include "mapping/kinds.h"

extern const struct map_type map_services_request_type;
extern const struct map_type map_services_type;
extern const struct map_type map_service_request_type;
extern const struct map_type map_service_detail_type;
extern const struct map_type map_application_request_type;
extern const struct map_type map_application_state_type;

#endif
