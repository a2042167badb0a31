/* services: the tables of operations, one file of rows each; private to mapping/. */
#ifndef MAPPING_SERVICES_H
#define MAPPING_SERVICES_H

#include "mapping/mapping.h"

extern const struct map_service map_service_account;
extern const struct map_service map_service_pension;
extern const struct map_service map_service_payments;
extern const struct map_service map_service_documents;
extern const struct map_service map_service_applications;
extern const struct map_service map_service_appeals;
extern const struct map_service map_service_appointments;
extern const struct map_service map_service_support;
extern const struct map_service map_service_selfemployed;
extern const struct map_service map_service_registry;

#endif
