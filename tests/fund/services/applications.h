/*
 * applications: what the files of this service share.
 *
 *   applications           handing in and checking; what is stored, the course of an application
 *   applications_services  what can be applied for
 *   applications_rules     who may get it
 *   applications_follow    lists, one application, its decision
 *   applications_change    documents, resubmission, cancellation, questions
 */
#ifndef TESTS_FUND_SERVICES_APPLICATIONS_H
#define TESTS_FUND_SERVICES_APPLICATIONS_H

#include "tests/fund/service.h"

enum { APP_KINDS = 15, APP_DAY_S = 24 * 3600 };

/* Statuses of the portal's dictionary. */
enum {
	STATUS_RECEIVED = 1,
	STATUS_GRANTED = 3,
	STATUS_REFUSED = 4,
	STATUS_DECIDED = 7,
	STATUS_CANCELLED = 10,
	STATUS_WAITS = 14,
};

/* ---- what can be applied for; by kind ---- */

struct app_document {
	const char *kind, *name;        /* NULL ends the list */
	bool        required;
};
struct app_service {
	const char         *code, *name, *grounds;
	int                 term_days;
	int64_t             kopecks;    /* about so much is granted; 0: nothing is paid */
	struct app_document documents[4];
};
extern const struct app_service app_services[APP_KINDS];

/* ---- who may get it ---- */

struct app_look {
	const struct app__ApplicationType *application;
	enum app__KindType kind;
	struct citizen     citizen;
	char               today[CLOCK_TEXT_SIZE];      /* begins with YYYY-MM-DD */
};
struct app_rule {
	enum app__KindType kind;
	const char        *code, *field, *text;
	bool             (*met)(const struct app_look *look);
};
extern const struct app_rule app_rules[];
extern const size_t app_rule_count;

/* What is handed in; false if it is of no kind, or without consent. */
bool app_look_at(const struct app__ApplicationType *application, const char *snils, struct app_look *ret_look);

/* ---- one application ---- */

struct app_one {
	int64_t     id, submitted_us, status_us;
	enum app__KindType kind;
	int         status;
	const char *status_name, *order_id;
};

/* The citizen's application with that number, as of now. */
bool app_find(struct soap *soap, const char *number, const char *snils, struct app_one *ret_one);
char *app_number(struct soap *soap, int64_t id);
char *app_expected_date(struct soap *soap, const struct app_one *one);
bool app_is_closed(int status);

/* Courses: what becomes of an application from now on. */
enum app_course { COURSE_GRANT, COURSE_REFUSE, COURSE_WAIT, COURSE_RESUME, COURSE_RETRY, COURSE_CANCEL };

/* Forgets what was still to come and plans the course from now on. */
void app_plan(struct soap *soap, int64_t id, enum app__KindType kind, enum app_course course);
void app_keep_documents(struct soap *soap, int64_t id, const struct cmn__AttachmentType *list, int n);

/* Why a citizen's application was refused, and what to mend. */
struct app_reason {
	const char *reason, *remedy;
};
const struct app_reason *app_reason_for(int64_t id);

/* What is handed in is of no kind, or without consent. */
#define APP_NO_KIND "Не указано, о чём заявление, или нет согласия на обработку."

#define APP_FAULT(soap, code, field, text) SERVICE_FAULT(soap, app, Applications, code, field, text)
#define APP_FAULT_NEW(soap, code, field, text) SERVICE_FAULT_NEW(soap, app, Applications, code, field, text)

/* A refusal because of the status. */
int app_refuse_status(struct soap *soap, const char *code, int status, const char *text);

/* A refusal because a condition is not met; SOAP_OK if all are. */
int app_refuse_rule(struct soap *soap, const struct app_look *look);

/* Finds the application of request q into one, or returns from the function with the refusal. */
#define APP_FIND(soap, q, one)                                                                  \
	do {                                                                                    \
		if (!app_find((soap), (q)->Number, (q)->ben__Snils, (one)))                     \
			return APP_FAULT((soap), "NOT_FOUND", "Number", "Заявление не найдено."); \
	} while (0)

#endif
