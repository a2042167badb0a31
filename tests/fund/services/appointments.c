/* The service of appointments: the offices and their hours stand in offices.c; a time is taken by who comes first. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/offices.h"
#include "tests/fund/service.h"

enum { BOOKED, CANCELLED, PERIOD_DAYS = 31, DEFAULT_DAYS = 14, SLOTS_MAX = 1000, SERVICES = 6,
	LAST_DAY = 2932896 };   /* 9999-12-31 */

/* The index lets a time be taken once, and again when it has been given up. */
const char fund_appointments_schema[] =
    "CREATE TABLE IF NOT EXISTS appointment ("
    "  id      INTEGER PRIMARY KEY,"
    "  snils   TEXT    NOT NULL,"
    "  slot    TEXT    NOT NULL,"
    "  start_us INTEGER NOT NULL,"
    "  service INTEGER NOT NULL,"
    "  state   INTEGER NOT NULL,"
    "  version INTEGER NOT NULL,"
    "  phone   TEXT,"
    "  comment TEXT"
    ") STRICT;"
    "CREATE UNIQUE INDEX IF NOT EXISTS appointment_slot ON appointment (slot) WHERE state = 0;"
    "CREATE INDEX IF NOT EXISTS appointment_snils ON appointment (snils, start_us);";

static const char *const titles[SERVICES] = {
	[apt__VisitServiceType__Pension] = "Назначение и перерасчёт пенсии",
	[apt__VisitServiceType__SocialPayments] = "Пособия и социальные выплаты",
	[apt__VisitServiceType__MaternityCapital] = "Материнский (семейный) капитал",
	[apt__VisitServiceType__Rehabilitation] = "Технические средства реабилитации",
	[apt__VisitServiceType__SickLeave] = "Пособие по временной нетрудоспособности",
	[apt__VisitServiceType__Consultation] = "Консультация",
};

#define FAULT(soap, code, field, text) SERVICE_FAULT(soap, apt, Appointments, code, field, text)

/* ---- offices and times ---- */

static void
fill_office(struct soap *soap, const struct office *office, struct apt__OfficeType *r)
{
	r->Id = service_text(soap, office->id);
	r->Region = dispatch_printf(soap, "%.2s", office->id);
	r->Name = service_text(soap, office->name);
	r->Phone = service_text(soap, office->phone);
	r->OpensAt = dispatch_printf(soap, "%02d:00:00", OFFICE_OPENS / 60);
	r->ClosesAt = dispatch_printf(soap, "%02d:00:00", OFFICE_CLOSES / 60);
	r->Address = SERVICE_NEW(soap, struct cmn__AddressType);
	r->Address->Region = service_text(soap, office->region);
	r->Address->City = service_text(soap, office->city);
	r->Address->Street = service_text(soap, office->street);
	r->Address->House = service_text(soap, office->house);
	r->Service = SERVICE_LIST(soap, struct apt__OfferedServiceType, SERVICES);
	for (int i = 0; i < SERVICES; i++)
		if ((office->services & 1u << i) != 0)
			r->Service[r->__sizeService++] = (struct apt__OfferedServiceType){
			    .Service = (enum apt__VisitServiceType)i, .Title = service_text(soap, titles[i])};
}

static bool
is_asked_for(const struct office *office, const struct _apt__ListOfficesRequest *q)
{
	return (q->Region == NULL || strncmp(office->id, q->Region, 2) == 0)
	    && (q->Service == NULL || (office->services & 1u << *q->Service) != 0);
}

int
__apt__ListOffices(struct soap *soap, struct _apt__ListOfficesRequest *q, struct _apt__ListOfficesResponse *r)
{
	const struct office *office;
	struct service_page page;
	int64_t n = 0;

	SERVICE_BEGIN(soap, apt, Appointments, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return FAULT(soap, "REFUSED", "Cursor", "Неизвестное начало страницы.");
	r->Office = SERVICE_LIST(soap, struct apt__OfficeType, page.limit);
	for (size_t i = 0; (office = office_at(i)) != NULL; i++) {
		if (!is_asked_for(office, q) || n++ < page.offset)
			continue;
		if (r->__sizeOffice < page.limit)
			fill_office(soap, office, &r->Office[r->__sizeOffice++]);
	}
	r->cmn__NextCursor = service_page_next(soap, &page, n - page.offset);
	return SOAP_OK;
}

static void
fill_slots(struct soap *soap, struct slot slot, int64_t last, struct _apt__ListSlotsResponse *r)
{
	char id[SLOT_ID_SIZE], time[SLOT_TIME_SIZE];
	int64_t now_us = clock_now_us();

	r->Slot = SERVICE_LIST(soap, struct apt__SlotType, SLOTS_MAX);
	for (; slot.day <= last; slot_step(&slot)) {
		struct apt__SlotType *to = &r->Slot[r->__sizeSlot];

		slot_print(&slot, id);
		if (!slot_is_offered(&slot, now_us) || db_number(service_db(soap),
		    "SELECT count(*) FROM appointment WHERE slot = ?1 AND state = 0", "t", id) != 0)
			continue;
		CHECK(r->__sizeSlot++ < SLOTS_MAX);
		to->Id = service_text(soap, id);
		slot_time(&slot, 0, time);
		to->StartsAt = service_text(soap, time);
		slot_time(&slot, OFFICE_VISIT, time);
		to->EndsAt = service_text(soap, time);
	}
}

int
__apt__ListSlots(struct soap *soap, struct _apt__ListSlotsRequest *q, struct _apt__ListSlotsResponse *r)
{
	struct slot slot = {office_named(q->OfficeId), clock_now_us() / 1000000 / DAY_S, OFFICE_OPENS};
	int64_t last;

	SERVICE_BEGIN(soap, apt, Appointments, q);
	if (slot.office == NULL)
		return FAULT(soap, "NOT_FOUND", "OfficeId", "Такой клиентской службы нет.");
	if (q->cmn__From != NULL && !day_parse(q->cmn__From, &slot.day))
		return FAULT(soap, "REFUSED", "From", "Неверная дата.");
	last = slot.day + DEFAULT_DAYS - 1;
	if (q->cmn__To != NULL && !day_parse(q->cmn__To, &last))
		return FAULT(soap, "REFUSED", "To", "Неверная дата.");
	if (last - slot.day >= PERIOD_DAYS)
		return FAULT(soap, "PERIOD_TOO_LONG", "To", "Запросите не более 31 дня.");
	r->OfficeId = service_text(soap, q->OfficeId);
	fill_slots(soap, slot, last, r);
	return SOAP_OK;
}

/* ---- appointments ---- */

#define COLUMNS "id, slot, service, state, version, start_us"

static char *
print_id(struct soap *soap, int64_t id)
{
	return dispatch_printf(soap, "APT-%09lld", (long long)id);
}

/* The row of an id; 0, which no row has, if it is written otherwise than print_id() does. */
static int64_t
read_id(struct soap *soap, const char *text)
{
	int64_t id = strncmp(text, "APT-", 4) == 0 ? strtoll(text + 4, NULL, 10) : 0;

	return strcmp(text, print_id(soap, id)) == 0 ? id : 0;
}

static void
fill_appointment(struct soap *soap, struct db_rows *row, struct apt__AppointmentType *r)
{
	struct slot slot;
	char time[SLOT_TIME_SIZE];

	CHECK(slot_parse(db_text(row, 1), &slot));
	r->Id = print_id(soap, db_int(row, 0));
	r->OfficeId = service_text(soap, slot.office->id);
	r->OfficeName = service_text(soap, slot.office->name);
	r->SlotId = service_text(soap, db_text(row, 1));
	slot_time(&slot, 0, time);
	r->StartsAt = service_text(soap, time);
	slot_time(&slot, OFFICE_VISIT, time);
	r->EndsAt = service_text(soap, time);
	r->Service = (enum apt__VisitServiceType)db_int(row, 2);
	r->State = db_int(row, 3) == CANCELLED ? apt__AppointmentStateType__Cancelled
	    : db_int(row, 5) > clock_now_us()  ? apt__AppointmentStateType__Booked
	                                       : apt__AppointmentStateType__Past;
	r->Ticket = dispatch_printf(soap, "%c%03lld", "PSMRLK"[db_int(row, 2)], (long long)(db_int(row, 0) % 1000));
	r->Version = dispatch_printf(soap, "%lld", (long long)db_int(row, 4));
}

/* The appointment of the citizen; false if there is none. */
static bool
find(struct soap *soap, const char *snils, int64_t id, struct apt__AppointmentType *r)
{
	AUTO(db_rows) struct db_rows *row = db_select(service_db(soap), "SELECT " COLUMNS
	    " FROM appointment WHERE id = ?1 AND snils = ?2", "it", id, snils);

	memset(r, 0, sizeof(*r));
	if (!db_next(row))
		return false;
	fill_appointment(soap, row, r);
	return true;
}

/* The whole answer of Book, Reschedule, Cancel, which have the same members. */
#define FILL(soap, q, r, a)                                                                             \
	do {                                                                                            \
		(r)->Snils = service_snils(soap, (q)->ben__Snils);                                      \
		(r)->Id = (a).Id;                                                                       \
		(r)->OfficeId = (a).OfficeId;                                                           \
		(r)->OfficeName = (a).OfficeName;                                                       \
		(r)->SlotId = (a).SlotId;                                                               \
		(r)->StartsAt = (a).StartsAt;                                                           \
		(r)->EndsAt = (a).EndsAt;                                                               \
		(r)->Service = (a).Service;                                                             \
		(r)->State = (a).State;                                                                 \
		(r)->Ticket = (a).Ticket;                                                               \
		(r)->Version = (a).Version;                                                             \
	} while (0)

int
__apt__BookAppointment(struct soap *soap, struct _apt__BookAppointmentRequest *q,
    struct _apt__BookAppointmentResponse *r)
{
	struct db *db = service_db(soap);
	const char *phone = q->Contact != NULL ? q->Contact->Phone : NULL;
	struct apt__AppointmentType booked;
	struct slot slot;

	SERVICE_BEGIN(soap, apt, Appointments, q);
	if (!slot_parse(q->SlotId, &slot) || !slot_is_offered(&slot, clock_now_us()))
		return FAULT(soap, "SLOT_NOT_OFFERED", "SlotId", "В это время приёма нет.");
	if ((slot.office->services & 1u << q->Service) == 0)
		return FAULT(soap, "SERVICE_NOT_OFFERED", "Service", "Клиентская служба не оказывает эту услугу.");
	if (db_number(db, "SELECT count(*) FROM appointment WHERE snils = ?1 AND service = ?2 AND state = 0"
	    " AND start_us > ?3 AND slot <> ?4", "tiit", q->ben__Snils, (int64_t)q->Service, clock_now_us(),
	    q->SlotId) != 0)
		return FAULT(soap, "ALREADY_BOOKED", "Service", "Вы уже записаны по этому вопросу.");
	if (db_run(db, "INSERT OR IGNORE INTO appointment"
	    " (snils, slot, start_us, service, state, version, phone, comment) VALUES (?1, ?2, ?3, ?4, 0, 1, ?5, ?6)",
	    "ttiitt", q->ben__Snils, q->SlotId, slot_us(&slot), (int64_t)q->Service, phone, q->Comment) == 0)
		return FAULT(soap, "SLOT_TAKEN", "SlotId", "Это время уже занято.");
	CHECK(find(soap, q->ben__Snils, db_last_id(db), &booked));
	FILL(soap, q, r, booked);
	return SOAP_OK;
}

int
__apt__ListAppointments(struct soap *soap, struct _apt__ListAppointmentsRequest *q,
    struct _apt__ListAppointmentsResponse *r)
{
	int64_t from = 0, to = LAST_DAY, state = q->State != NULL ? (int64_t)*q->State : -1, n = 0;
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct service_page page;

	SERVICE_BEGIN(soap, apt, Appointments, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return FAULT(soap, "REFUSED", "Cursor", "Неизвестное начало страницы.");
	if ((q->cmn__From != NULL && !day_parse(q->cmn__From, &from)) ||
	    (q->cmn__To != NULL && !day_parse(q->cmn__To, &to)))
		return FAULT(soap, "REFUSED", "From", "Неверная дата.");
	rows = db_select(service_db(soap), "SELECT " COLUMNS ", CASE WHEN state = 1 THEN 1 WHEN start_us > ?4 THEN 0"
	    " ELSE 2 END AS shown FROM appointment WHERE snils = ?1"
	    " AND substr(slot, 7, 8) BETWEEN strftime('%Y%m%d', ?2 * 86400, 'unixepoch')"
	    " AND strftime('%Y%m%d', ?3 * 86400, 'unixepoch') AND (?5 < 0 OR shown = ?5)"
	    " ORDER BY start_us DESC, id DESC LIMIT ?6 OFFSET ?7", "tiiiiii", q->ben__Snils, from, to, clock_now_us(),
	    state, page.limit + 1, page.offset);
	r->Appointment = SERVICE_LIST(soap, struct apt__AppointmentType, page.limit);
	for (; db_next(rows); n++)
		if (n < page.limit)
			fill_appointment(soap, rows, &r->Appointment[r->__sizeAppointment++]);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->cmn__NextCursor = service_page_next(soap, &page, n);
	return SOAP_OK;
}

/* Whether the citizen may change the appointment; if not, the fault is made and *ret_error says so. */
static bool
may_change(struct soap *soap, const char *snils, const char *text, const char *version, int64_t *ret_id,
    int *ret_error)
{
	struct apt__AppointmentType was;

	*ret_id = read_id(soap, text);
	*ret_error = SOAP_OK;
	if (!find(soap, snils, *ret_id, &was))
		*ret_error = FAULT(soap, "NOT_FOUND", "Id", "Такой записи нет.");
	else if (version != NULL && strcmp(version, was.Version) != 0)
		*ret_error = FAULT(soap, "VERSION_CONFLICT", "ExpectedVersion", "Запись изменилась.");
	else if (was.State != apt__AppointmentStateType__Booked)
		*ret_error = FAULT(soap, "NOT_BOOKED", "Id", "Запись отменена или приём уже состоялся.");
	return *ret_error == SOAP_OK;
}

int
__apt__RescheduleAppointment(struct soap *soap, struct _apt__RescheduleAppointmentRequest *q,
    struct _apt__RescheduleAppointmentResponse *r)
{
	struct apt__AppointmentType moved;
	struct slot slot;
	int64_t id;
	int error;

	SERVICE_BEGIN(soap, apt, Appointments, q);
	if (!may_change(soap, q->ben__Snils, q->Id, q->ExpectedVersion, &id, &error))
		return error;
	CHECK(find(soap, q->ben__Snils, id, &moved));
	if (!slot_parse(q->SlotId, &slot) || !slot_is_offered(&slot, clock_now_us()))
		return FAULT(soap, "SLOT_NOT_OFFERED", "SlotId", "В это время приёма нет.");
	if ((slot.office->services & 1u << moved.Service) == 0)
		return FAULT(soap, "SERVICE_NOT_OFFERED", "SlotId", "Клиентская служба не оказывает эту услугу.");
	if (db_run(service_db(soap), "UPDATE OR IGNORE appointment SET slot = ?2, start_us = ?3, version = version + 1"
	    " WHERE id = ?1", "iti", id, q->SlotId, slot_us(&slot)) == 0)
		return FAULT(soap, "SLOT_TAKEN", "SlotId", "Это время уже занято.");
	CHECK(find(soap, q->ben__Snils, id, &moved));
	FILL(soap, q, r, moved);
	return SOAP_OK;
}

int
__apt__CancelAppointment(struct soap *soap, struct _apt__CancelAppointmentRequest *q,
    struct _apt__CancelAppointmentResponse *r)
{
	struct apt__AppointmentType cancelled;
	int64_t id;
	int error;

	SERVICE_BEGIN(soap, apt, Appointments, q);
	if (!may_change(soap, q->ben__Snils, q->Id, q->ExpectedVersion, &id, &error))
		return error;
	db_run(service_db(soap), "UPDATE appointment SET state = 1, version = version + 1 WHERE id = ?1", "i", id);
	CHECK(find(soap, q->ben__Snils, id, &cancelled));
	FILL(soap, q, r, cancelled);
	return SOAP_OK;
}
