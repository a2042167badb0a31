/*
 * Appointments at the Fund's offices: urn:mostik:appointments:1.0.0, wsdl/appointments.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* What an office does and a citizen comes for. */
static const struct map_name service_names[] = {
	{"pension",          apt__VisitServiceType__Pension},
	{"socialPayments",   apt__VisitServiceType__SocialPayments},
	{"maternityCapital", apt__VisitServiceType__MaternityCapital},
	{"rehabilitation",   apt__VisitServiceType__Rehabilitation},
	{"sickLeave",        apt__VisitServiceType__SickLeave},
	{"consultation",     apt__VisitServiceType__Consultation},
	{NULL, 0},
};

static const struct map_name state_names[] = {
	{"booked",    apt__AppointmentStateType__Booked},
	{"cancelled", apt__AppointmentStateType__Cancelled},
	{"past",      apt__AppointmentStateType__Past},
	{NULL, 0},
};

static bool
moments_in_order(const char *first, const char *second)
{
	char a[MAP_TEXT_SIZE], b[MAP_TEXT_SIZE];
	int64_t from, to;

	return map_trim(first, a) && map_trim(second, b) && clock_parse(a, &from) && clock_parse(b, &to) && from <= to;
}

static bool
days_in_order(const char *from, const char *to)
{
	return from == NULL || to == NULL || map_dates_in_order(from, to);
}

/* clang-format off */
/* ---- ListOffices ---- */

#define SERVICE_DOC DOC("What is done at the visit.", "Цель посещения.")
#define OFFICE_EXAMPLE EXAMPLE("77-01")
#define SLOT_EXAMPLE EXAMPLE("77-01-202612010930")

#define T struct _apt__ListOfficesRequest
static const struct map_field offices_request_rows[] = {
	CITIZEN(T),
	QUERY(
		MAP_DIGITS  (T, OPT, "region",  Region, 2, 2, EXAMPLE("77"),
		    DOC("Code of a subject of the Russian Federation.", "Код субъекта Российской Федерации.")),
		MAP_ENUM_PTR(T, OPT, "service", Service, enum apt__VisitServiceType, service_names, SERVICE_DOC),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_type offices_request_type = {"OfficesRequest", sizeof(T), offices_request_rows, NULL};
#undef T

#define T struct apt__OfferedServiceType
static const struct map_field offered_rows[] = {
	MAP_ENUM(T, REQ, "service", Service, enum apt__VisitServiceType, service_names),
	MAP_STR (T, REQ, "title",   Title,   1, 250, EXAMPLE("Назначение и перерасчёт пенсии")),
	MAP_END
};
static const struct map_type offered_type = {"OfferedService", sizeof(T), offered_rows, NULL};
#undef T

#define T struct apt__OfficeType
static const struct map_field office_rows[] = {
	/*         need JSON name   member    limits */
	MAP_NUMBER(T, REQ, "id",       Id,       1, 40, OFFICE_EXAMPLE),
	MAP_DIGITS(T, REQ, "region",   Region,   2, 2, EXAMPLE("77")),
	MAP_STR   (T, REQ, "name",     Name,     1, 250, EXAMPLE("Клиентская служба «Образцовая»")),
	MAP_OBJECT(T, REQ, "address",  Address,  struct cmn__AddressType, &map_address_type),
	MAP_PHONE (T, REQ, "phone",    Phone),
	MAP_TIME  (T, REQ, "opensAt",  OpensAt,  DOC("By the clock of the office.", "По местному времени.")),
	MAP_TIME  (T, REQ, "closesAt", ClosesAt, DOC("By the clock of the office.", "По местному времени.")),
	MAP_LIST  (T, OPT, "services", Service,  struct apt__OfferedServiceType, &offered_type, 0, 20),
	MAP_END
};
static const struct map_type office_type = {"Office", sizeof(T), office_rows, NULL};
#undef T

#define T struct _apt__ListOfficesResponse
static const struct map_field offices_rows[] = {
	MAP_LIST(T, OPT, "offices", Office, struct apt__OfficeType, &office_type, 0, 500),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
static const struct map_type offices_type = {"Offices", sizeof(T), offices_rows, NULL};
#undef T

/* ---- ListSlots ---- */

#define T struct _apt__ListSlotsRequest
/* clang-format on */
static bool
slots_period_in_order(const void *obj)
{
	const T *request = obj;

	return days_in_order(request->cmn__From, request->cmn__To);
}

/* clang-format off */
static const struct map_field slots_request_rows[] = {
	CITIZEN(T),
	PATH(MAP_NUMBER(T, REQ, "id", OfficeId, 1, 40, OFFICE_EXAMPLE),),
	QUERY(PERIOD_FILTER_ROWS(T),),
	MAP_END
};
static const struct map_rule slots_request_rules[] = {
	RULE(slots_period_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
static const struct map_type slots_request_type = {"SlotsRequest", sizeof(T), slots_request_rows, slots_request_rules};
#undef T

#define T struct apt__SlotType
/* clang-format on */
static bool
slot_ends_after_it_starts(const void *obj)
{
	const T *slot = obj;

	return moments_in_order(slot->StartsAt, slot->EndsAt);
}

/* clang-format off */
static const struct map_field slot_rows[] = {
	MAP_NUMBER  (T, REQ, "id",       Id,       1, 40, SLOT_EXAMPLE),
	MAP_DATETIME(T, REQ, "startsAt", StartsAt),
	MAP_DATETIME(T, REQ, "endsAt",   EndsAt),
	MAP_END
};
static const struct map_rule slot_rules[] = {
	RULE(slot_ends_after_it_starts, "/endsAt", ERR_MAP_RANGE, "not before 'startsAt'", "не раньше времени в поле startsAt"),
	RULE_END
};
static const struct map_type slot_type = {"Slot", sizeof(T), slot_rows, slot_rules};
#undef T

#define T struct _apt__ListSlotsResponse
static const struct map_field slots_rows[] = {
	MAP_NUMBER(T, REQ, "officeId", OfficeId, 1, 40, OFFICE_EXAMPLE),
	MAP_LIST  (T, OPT, "slots",    Slot,     struct apt__SlotType, &slot_type, 0, 1000,
	    DOC("Times that are free now; none on weekends and public holidays.",
	        "Свободное время; в выходные и праздничные дни приёма нет.")),
	MAP_END
};
static const struct map_type slots_type = {"Slots", sizeof(T), slots_rows, NULL};
#undef T

/* ---- BookAppointment, ListAppointments, RescheduleAppointment, CancelAppointment ---- */

/* What an appointment is; also the whole answer of the operations that make or change one. */
#define APPOINTMENT_ROWS(T)                                                                             \
	MAP_NUMBER  (T, REQ, "id",         Id,         1, 40, EXAMPLE("APT-000000001")),                \
	MAP_NUMBER  (T, REQ, "officeId",   OfficeId,   1, 40, OFFICE_EXAMPLE),                          \
	MAP_STR     (T, REQ, "officeName", OfficeName, 1, 250, EXAMPLE("Клиентская служба «Образцовая»")), \
	MAP_NUMBER  (T, REQ, "slotId",     SlotId,     1, 40, SLOT_EXAMPLE),                            \
	MAP_DATETIME(T, REQ, "startsAt",   StartsAt),                                                   \
	MAP_DATETIME(T, REQ, "endsAt",     EndsAt),                                                     \
	MAP_ENUM    (T, REQ, "service",    Service,    enum apt__VisitServiceType, service_names),      \
	MAP_ENUM    (T, REQ, "state",      State,      enum apt__AppointmentStateType, state_names),    \
	MAP_NUMBER  (T, REQ, "ticket",     Ticket,     1, 40, EXAMPLE("A001"),                          \
	    DOC("To be named at the office.", "Номер талона: назовите его в клиентской службе.")),      \
	MAP_VERSION (T, REQ, "version",    Version)

#define T struct _apt__BookAppointmentRequest
static const struct map_field book_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_NUMBER(T, REQ, "slotId",  SlotId,  1, 40, SLOT_EXAMPLE),
		MAP_ENUM  (T, REQ, "service", Service, enum apt__VisitServiceType, service_names, SERVICE_DOC),
		MAP_OBJECT(T, OPT, "contact", Contact, struct cmn__ContactType, &map_contact_type,
		    DOC("Where to send a reminder.", "Куда направить напоминание.")),
		MAP_LINES (T, OPT, "comment", Comment, 1, 1000, EXAMPLE("Приду с ребёнком.")),
	),
	MAP_END
};
static const struct map_type book_type = {"Booking", sizeof(T), book_rows, NULL};
#undef T

#define T struct _apt__BookAppointmentResponse
static const struct map_field booked_rows[] = {MAP_SNILS(T, REQ, "snils", Snils), APPOINTMENT_ROWS(T), MAP_END};
static const struct map_type booked_type = {"BookedAppointment", sizeof(T), booked_rows, NULL};
#undef T

#define T struct apt__AppointmentType
static const struct map_field appointment_rows[] = {APPOINTMENT_ROWS(T), MAP_END};
static const struct map_type appointment_type = {"Appointment", sizeof(T), appointment_rows, NULL};
#undef T

#define T struct _apt__ListAppointmentsRequest
/* clang-format on */
static bool
list_period_in_order(const void *obj)
{
	const T *request = obj;

	return days_in_order(request->cmn__From, request->cmn__To);
}

/* clang-format off */
static const struct map_field list_rows[] = {
	CITIZEN(T),
	QUERY(
		PERIOD_FILTER_ROWS(T),
		MAP_ENUM_PTR(T, OPT, "state", State, enum apt__AppointmentStateType, state_names),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_rule list_rules[] = {
	RULE(list_period_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
static const struct map_type list_type = {"AppointmentsRequest", sizeof(T), list_rows, list_rules};
#undef T

#define T struct _apt__ListAppointmentsResponse
static const struct map_field appointments_rows[] = {
	MAP_SNILS(T, REQ, "snils",        Snils),
	MAP_LIST (T, OPT, "appointments", Appointment, struct apt__AppointmentType, &appointment_type, 0, 500,
	    DOC("The latest first.", "Сначала самые поздние.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
static const struct map_type appointments_type = {"Appointments", sizeof(T), appointments_rows, NULL};
#undef T

#define T struct _apt__RescheduleAppointmentRequest
static const struct map_field move_rows[] = {
	CITIZEN(T),
	PATH(MAP_NUMBER(T, REQ, "id", Id, 1, 40, EXAMPLE("APT-000000001")),),
	HEADER(CHANGE_ROWS(T), MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),),
	BODY(MAP_NUMBER(T, REQ, "slotId", SlotId, 1, 40, SLOT_EXAMPLE),),
	MAP_END
};
static const struct map_type move_type = {"Rescheduling", sizeof(T), move_rows, NULL};
#undef T

#define T struct _apt__RescheduleAppointmentResponse
static const struct map_field moved_rows[] = {MAP_SNILS(T, REQ, "snils", Snils), APPOINTMENT_ROWS(T), MAP_END};
static const struct map_type moved_type = {"RescheduledAppointment", sizeof(T), moved_rows, NULL};
#undef T

#define T struct _apt__CancelAppointmentRequest
static const struct map_field cancel_rows[] = {
	CITIZEN(T),
	PATH(MAP_NUMBER(T, REQ, "id", Id, 1, 40, EXAMPLE("APT-000000001")),),
	HEADER(CHANGE_ROWS(T), MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),),
	MAP_END
};
static const struct map_type cancel_type = {"Cancellation", sizeof(T), cancel_rows, NULL};
#undef T

#define T struct _apt__CancelAppointmentResponse
static const struct map_field cancelled_rows[] = {MAP_SNILS(T, REQ, "snils", Snils), APPOINTMENT_ROWS(T), MAP_END};
static const struct map_type cancelled_type = {"CancelledAppointment", sizeof(T), cancelled_rows, NULL};
#undef T

/* ---- the service ---- */

#define T struct _apt__AppointmentsFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"AppointmentsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(apt, AppointmentsFault)
static const struct map_message fault = MAP_MESSAGE(apt, AppointmentsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"SLOT_TAKEN", 409, "The time has been taken by somebody else", "Это время уже занято",
	    "Ask for the free times again and choose another one.", "Запросите свободное время заново и выберите другое."},
	{"SLOT_NOT_OFFERED", 422, "There is no such time", "В это время приёма нет",
	    "Choose a time from the list of free times of the office.", "Выберите время из списка свободного времени клиентской службы."},
	{"SERVICE_NOT_OFFERED", 422, "The office does not do that", "Клиентская служба не оказывает эту услугу",
	    "Choose an office that lists the service.", "Выберите клиентскую службу, в списке услуг которой она есть."},
	{"ALREADY_BOOKED", 409, "There is an appointment for the same already", "Запись по этому вопросу уже есть",
	    "Move or cancel that appointment.", "Перенесите или отмените прежнюю запись."},
	{"NOT_BOOKED", 409, "The appointment is cancelled or over", "Запись отменена или приём уже состоялся",
	    "Book a new one.", "Запишитесь заново."},
	{"PERIOD_TOO_LONG", 422, "No more than 31 days at once", "За один раз — не более 31 дня",
	    "Ask for a shorter period.", "Запросите более короткий период."},
	{"VERSION_CONFLICT", 412, "The appointment has changed since", "Запись с тех пор изменилась",
	    "Ask for the appointment again, then repeat the change with its version.",
	    "Запросите запись заново и повторите изменение с её версией."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE appointments
MAP_MESSAGES(apt, ListOffices)
MAP_MESSAGES(apt, ListSlots)
MAP_MESSAGES(apt, BookAppointment)
MAP_MESSAGES(apt, ListAppointments)
MAP_MESSAGES(apt, RescheduleAppointment)
MAP_MESSAGES(apt, CancelAppointment)
static const struct map_operation operations[] = {
	MAP_OPERATION(apt, ListOffices, "GET", "/v1/offices", 200, offices_request_type, offices_type,
	    "Offices of the Fund, by region and service", "Клиентские службы Фонда по региону и услуге",
	    .list = "/offices"),
	MAP_OPERATION(apt, ListSlots, "GET", "/v1/offices/{id}/slots", 200, slots_request_type, slots_type,
	    "Free times of an office; without a period, the next two weeks",
	    "Свободное время клиентской службы; без периода — на ближайшие две недели",
	    ECHO({"/officeId", "/path/id", NULL},)),
	MAP_OPERATION(apt, BookAppointment, "POST", "/v1/appointments", 201, book_type, booked_type,
	    "Book an appointment", "Записаться на приём",
	    .changes = true, .version = "/version",
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/slotId", "/body/slotId", NULL},)),
	MAP_OPERATION(apt, ListAppointments, "GET", "/v1/appointments", 200, list_type, appointments_type,
	    "Appointments of the citizen", "Записи гражданина на приём", .list = "/appointments",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(apt, RescheduleAppointment, "PUT", "/v1/appointments/{id}", 200, move_type, moved_type,
	    "Move an appointment to another time", "Перенести запись на другое время",
	    .changes = true, .version = "/version",
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/id", "/path/id", NULL},
	        {"/slotId", "/body/slotId", NULL},)),
	MAP_OPERATION(apt, CancelAppointment, "DELETE", "/v1/appointments/{id}", 200, cancel_type, cancelled_type,
	    "Cancel an appointment", "Отменить запись на приём", .changes = true, .version = "/version",
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/id", "/path/id", NULL},)),
	{.name = NULL}
};

const struct map_service map_service_appointments = {
	"appointments", "Appointments", "Запись на приём", &fault, refusals, operations,
};
/* clang-format on */
