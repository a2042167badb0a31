/*
 * Appointments at the Fund's offices: urn:mostik:appointments:1.0.0, wsdl/appointments.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* clang-format off */
/* ---- the service ---- */

#define T struct _apt__AppointmentsFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"AppointmentsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(apt, AppointmentsFault)
static const struct map_message fault = MAP_MESSAGE(apt, AppointmentsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE appointments
static const struct map_operation operations[] = {
	{.name = NULL}
};

const struct map_service map_service_appointments = {
	"appointments", "Appointments", "Запись на приём", &fault, refusals, operations,
};
/* clang-format on */
