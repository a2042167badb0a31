/*
 * Applications of citizens: urn:mostik:applications:1.0.0, wsdl/applications.wsdl.  What is handed in: kinds.h.
 */
#include "config.h"

#include "mapping/applications.h"
#include "soapH.h"

static const struct map_name reason_names[] = {
	{"mistake",          app__CancelReasonType__Mistake},
	{"notNeeded",        app__CancelReasonType__NotNeeded},
	{"otherApplication", app__CancelReasonType__OtherApplication},
	{"other",            app__CancelReasonType__Other},
	{NULL, 0},
};

/* clang-format off */
#define NUMBER_ROW(T)                                                             \
	MAP_NUMBER(T, REQ, "number", Number, 1, 40,                               \
	    DOC("The Fund's number of the application.", "Номер заявления в Фонде."))
#define STATUS_ROWS(T)                                                            \
	MAP_INT  (T, REQ, "statusId",   StatusId,   -1, 9999,                     \
	    DOC("Status in the portal's dictionary.", "Статус по справочнику портала.")), \
	MAP_LINES(T, REQ, "statusName", StatusName, 1, 250, EXAMPLE("Получено ведомством"))
#define APPLICATION(T) MAP_PART(T, REQ, Application, struct app__ApplicationType, &map_application_type)

/* ---- handing in ---- */

#define T struct _app__CheckApplicationRequest
static const struct map_field check_rows[] = {CITIZEN(T), BODY(APPLICATION(T),), MAP_END};
static const struct map_type check_type = {"Application", sizeof(T), check_rows, NULL};
#undef T

#define T struct app__FindingType
static const struct map_field finding_rows[] = {
	/*         need JSON name   member    limits */
	MAP_LINES(T, REQ, "field",    Field,    1, 250, EXAMPLE("OldAgePension/DesiredDate"),
	    DOC("The element of the application.", "Элемент заявления.")),
	MAP_CODE (T, REQ, "code",     Code,     1, 63, EXAMPLE("PENSION_AGE")),
	MAP_LINES(T, REQ, "text",     Text,     1, 1000),
	MAP_BOOL (T, REQ, "blocking", Blocking,
	    DOC("Whether it would be refused; else the Fund asks for it later.",
	        "Приведёт ли к отказу; если нет, Фонд запросит недостающее позже.")),
	MAP_END
};
static const struct map_type finding_type = {"ApplicationFinding", sizeof(T), finding_rows, NULL};
#undef T

#define T struct _app__CheckApplicationResponse
/* clang-format on */
static bool
acceptable_where_nothing_blocks(const void *obj)
{
	const T *checked = obj;
	bool blocked = false;

	for (int i = 0; i < checked->__sizeFinding; i++)
		blocked = blocked || checked->Finding[i].Blocking == xsd__boolean__true_;
	return (checked->Acceptable == xsd__boolean__true_) == !blocked;
}

/* clang-format off */
static const struct map_field checked_rows[] = {
	MAP_SNILS(T, REQ, "snils",      Snils),
	MAP_BOOL (T, REQ, "acceptable", Acceptable,
	    DOC("Nothing that is found would have it refused.", "Среди замечаний нет таких, что приведут к отказу.")),
	MAP_LIST (T, OPT, "findings",   Finding,    struct app__FindingType, &finding_type, 0, 100),
	MAP_END
};
static const struct map_rule checked_rules[] = {
	RULE(acceptable_where_nothing_blocks, "/acceptable", ERR_MAP_RANGE, "true exactly where no finding is blocking",
	    "true, только если нет замечаний, которые приведут к отказу"),
	RULE_END
};
static const struct map_type checked_type = {"CheckedApplication", sizeof(T), checked_rows, checked_rules};
#undef T

#define T struct _app__SubmitApplicationRequest
static const struct map_field submit_rows[] = {CITIZEN(T), CHANGE(T), BODY(APPLICATION(T),), MAP_END};
static const struct map_type submit_type = {"Application", sizeof(T), submit_rows, NULL};
#undef T

#define T struct _app__SubmitApplicationResponse
static const struct map_field accepted_rows[] = {
	/*           need JSON name  member      limits */
	NUMBER_ROW(T),
	MAP_DATETIME(T, REQ, "acceptedAt", AcceptedAt),
	MAP_INT     (T, REQ, "statusId",   StatusId,   -1, 9999,
	    DOC("Status in the portal's dictionary.", "Статус по справочнику портала.")),
	MAP_LINES   (T, OPT, "statusName", StatusName, 1, 250, EXAMPLE("Получено ведомством")),
	MAP_END
};
static const struct map_type accepted_type = {"AcceptedApplication", sizeof(T), accepted_rows, NULL};
#undef T

/* ---- following ---- */

#define T struct _app__ListApplicationsRequest
static const struct map_field list_request_rows[] = {
	CITIZEN(T),
	QUERY(
		MAP_ENUM_PTR(T, OPT, "kind", Kind, enum app__KindType, map_kind_names),
		MAP_INT_PTR (T, OPT, "statusId", StatusId, -1, 9999,
		    DOC("Status in the portal's dictionary.", "Статус по справочнику портала.")),
		PERIOD_FILTER_ROWS(T),
		PAGE_ROWS(T),
	),
	MAP_END
};
/* clang-format on */

static bool
days_are_in_order(const void *obj)
{
	const T *q = obj;

	return q->cmn__From == NULL || q->cmn__To == NULL || map_dates_in_order(q->cmn__From, q->cmn__To);
}

/* clang-format off */
static const struct map_rule list_request_rules[] = {
	RULE(days_are_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
static const struct map_type list_request_type = {"ApplicationsRequest", sizeof(T), list_request_rows, list_request_rules};
#undef T

#define T struct app__ApplicationSummaryType
static const struct map_field summary_rows[] = {
	NUMBER_ROW(T),
	MAP_ENUM    (T, REQ, "kind",        Kind,        enum app__KindType, map_kind_names),
	MAP_DATETIME(T, REQ, "submittedAt", SubmittedAt),
	STATUS_ROWS(T),
	MAP_DATETIME(T, REQ, "statusAt",    StatusAt,
	    DOC("Since when it has this status.", "С какого момента действует статус.")),
	MAP_END
};
static const struct map_type summary_type = {"ApplicationSummary", sizeof(T), summary_rows, NULL};
#undef T

#define T struct _app__ListApplicationsResponse
static const struct map_field list_rows[] = {
	MAP_SNILS(T, REQ, "snils",        Snils),
	MAP_LIST (T, OPT, "applications", Application, struct app__ApplicationSummaryType, &summary_type, 0, 500,
	    DOC("Newest first.", "От новых к старым.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
static const struct map_type list_type = {"Applications", sizeof(T), list_rows, NULL};
#undef T

#define T struct _app__GetDecisionRequest
static const struct map_field decision_request_rows[] = {CITIZEN(T), PATH(NUMBER_ROW(T),), MAP_END};
static const struct map_type decision_request_type = {"DecisionRequest", sizeof(T), decision_request_rows, NULL};
#undef T

#define T struct _app__GetDecisionResponse
static const struct map_field decision_rows[] = {
	/*         need JSON name           member             limits */
	MAP_SNILS (T, REQ, "snils",             Snils),
	MAP_NUMBER(T, REQ, "applicationNumber", ApplicationNumber, 1, 40),
	MAP_OBJECT(T, REQ, "decision",          Decision,          struct cmn__DecisionType, &map_decision_type),
	MAP_LINES (T, OPT, "terms",             Terms,             1, 1000,
	    DOC("How and when it is paid.", "Порядок и срок выплаты.")),
	MAP_DATE  (T, REQ, "appealUntil",       AppealUntil,
	    DOC("The last day on which it can be appealed.", "Последний день для обжалования.")),
	MAP_END
};
static const struct map_type decision_type = {"ApplicationDecision", sizeof(T), decision_rows, NULL};
#undef T

/* ---- changing ---- */

#define CHANGED_ROWS(T)                                                           \
	MAP_SNILS   (T, REQ, "snils", Snils),                                     \
	NUMBER_ROW(T),                                                            \
	STATUS_ROWS(T),                                                           \
	MAP_DATETIME(T, REQ, "at",    At)

#define T struct _app__AddApplicationDocumentsRequest
static const struct map_field add_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	PATH(NUMBER_ROW(T),),
	BODY(
		MAP_LIST (T, REQ, "attachments", Attachment, struct cmn__AttachmentType, &map_attachment_type, 1, 20),
		MAP_LINES(T, OPT, "comment",     Comment,    1, 1000),
	),
	MAP_END
};
static const struct map_type add_type = {"ApplicationSupplement", sizeof(T), add_rows, NULL};
#undef T

#define T struct _app__AddApplicationDocumentsResponse
static const struct map_field added_rows[] = {CHANGED_ROWS(T), MAP_END};
static const struct map_type added_type = {"ChangedApplication", sizeof(T), added_rows, NULL};
#undef T

#define T struct _app__ResubmitApplicationRequest
static const struct map_field resubmit_rows[] = {CITIZEN(T), CHANGE(T), PATH(NUMBER_ROW(T),), BODY(APPLICATION(T),), MAP_END};
static const struct map_type resubmit_type = {"Application", sizeof(T), resubmit_rows, NULL};
#undef T

#define T struct _app__ResubmitApplicationResponse
static const struct map_field resubmitted_rows[] = {CHANGED_ROWS(T), MAP_END};
static const struct map_type resubmitted_type = {"ChangedApplication", sizeof(T), resubmitted_rows, NULL};
#undef T

#define T struct _app__CancelApplicationRequest
static const struct map_field cancel_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	PATH(NUMBER_ROW(T),),
	BODY(
		MAP_ENUM (T, REQ, "reason",  Reason,  enum app__CancelReasonType, reason_names),
		MAP_LINES(T, OPT, "comment", Comment, 1, 1000),
	),
	MAP_END
};
static const struct map_type cancel_type = {"ApplicationCancellation", sizeof(T), cancel_rows, NULL};
#undef T

#define T struct _app__CancelApplicationResponse
static const struct map_field cancelled_rows[] = {CHANGED_ROWS(T), MAP_END};
static const struct map_type cancelled_type = {"ChangedApplication", sizeof(T), cancelled_rows, NULL};
#undef T

#define T struct _app__RequestClarificationRequest
static const struct map_field ask_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	PATH(NUMBER_ROW(T),),
	BODY(MAP_LINES(T, REQ, "question", Question, 1, 4000, EXAMPLE("Какие периоды работы учтены?")),),
	MAP_END
};
static const struct map_type ask_type = {"ClarificationRequest", sizeof(T), ask_rows, NULL};
#undef T

#define T struct _app__RequestClarificationResponse
static const struct map_field asked_rows[] = {
	MAP_SNILS   (T, REQ, "snils",           Snils),
	NUMBER_ROW(T),
	MAP_NUMBER  (T, REQ, "clarificationId", ClarificationId, 1, 40),
	MAP_DATETIME(T, REQ, "askedAt",         AskedAt),
	MAP_DATE    (T, REQ, "answerDue",       AnswerDue,
	    DOC("The day by which an answer is due.", "Срок ответа.")),
	MAP_END
};
static const struct map_type asked_type = {"AcceptedClarification", sizeof(T), asked_rows, NULL};
#undef T

/* ---- the service ---- */

#define T struct _app__ApplicationsFault
static const struct map_field fault_rows[] = {
	FAULT_ROWS(T),
	MAP_NUMBER (T, OPT, "number",       Number,   1, 40,
	    DOC("The application that is under way.", "Заявление, которое уже рассматривается.")),
	MAP_CODE   (T, OPT, "rule",         Rule,     1, 63, EXAMPLE("PENSION_AGE"),
	    DOC("The condition that is not met.", "Условие, которое не выполнено.")),
	MAP_INT_PTR(T, OPT, "statusId",     StatusId, -1, 9999,
	    DOC("The status that forbids it.", "Статус, при котором это невозможно.")),
	MAP_DATE   (T, OPT, "expectedDate", ExpectedDate,
	    DOC("When a decision is due.", "Срок принятия решения.")),
	MAP_END
};
static const struct map_type fault_type = {"ApplicationsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(app, ApplicationsFault)
static const struct map_message fault = MAP_MESSAGE(app, ApplicationsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"NOT_ELIGIBLE", 422, "A condition of the service is not met", "Не выполнено условие предоставления услуги",
	    "Read which condition; the service's description lists all of them.",
	    "Прочтите, какое условие не выполнено; все условия перечислены в описании услуги."},
	{"DUPLICATE_APPLICATION", 409, "An application of this kind is under way already", "Такое заявление уже рассматривается",
	    "Follow the one whose number is given, or cancel it first.",
	    "Следите за заявлением с указанным номером или сначала отмените его."},
	{"KIND_DIFFERS", 422, "A resubmitted application stays of its kind", "Вид заявления при повторной подаче не меняется",
	    "Resubmit with the kind of the refused one, or hand in a new application.",
	    "Подайте повторно заявление того же вида или новое заявление."},
	{"NOT_REFUSED", 409, "Only a refused application can be resubmitted", "Повторно подать можно только отклонённое заявление",
	    "Follow its status; add documents instead, if some are asked for.",
	    "Следите за статусом; если запрошены документы, дополните заявление."},
	{"NOT_DECIDED", 409, "There is no decision yet", "Решение ещё не принято",
	    "Ask again after the date given.", "Повторите запрос после указанной даты."},
	{"PAYMENT_CONFIRMED", 409, "The payment is confirmed; the application cannot be cancelled", "Выплата подтверждена, заявление нельзя отменить",
	    "Ask the Fund by an appeal, if the payment is wrong.", "Если выплата ошибочна, подайте обращение в Фонд."},
	{"APPLICATION_CLOSED", 409, "The application is closed", "Рассмотрение заявления завершено",
	    "Hand in a new application, or resubmit a refused one.", "Подайте новое заявление или повторно отклонённое."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE applications
#define ABOUT_ONE ECHO({"/number", "/path/number", NULL}, {"/snils", "/token/snils", &map_codec_snils},)
#define ABOUT_ME  ECHO({"/snils", "/token/snils", &map_codec_snils},)
MAP_MESSAGES(app, ListServices)
MAP_MESSAGES(app, GetService)
MAP_MESSAGES(app, CheckApplication)
MAP_MESSAGES(app, SubmitApplication)
MAP_MESSAGES(app, ListApplications)
MAP_MESSAGES(app, GetApplication)
MAP_MESSAGES(app, GetDecision)
MAP_MESSAGES(app, AddApplicationDocuments)
MAP_MESSAGES(app, ResubmitApplication)
MAP_MESSAGES(app, CancelApplication)
MAP_MESSAGES(app, RequestClarification)
static const struct map_operation operations[] = {
	MAP_OPERATION(app, ListServices, "GET", "/v1/services", 200, map_services_request_type, map_services_type,
	    "What can be applied for", "Услуги, о которых можно подать заявление", .list = "/services"),
	MAP_OPERATION(app, GetService, "GET", "/v1/services/{code}", 200, map_service_request_type, map_service_detail_type,
	    "One service: conditions, documents, term", "Услуга: условия, документы, срок",
	    ECHO({"/code", "/path/code", NULL},)),
	MAP_OPERATION(app, CheckApplication, "POST", "/v1/applications/check", 200, check_type, checked_type,
	    "Check an application without handing it in", "Проверить заявление, не подавая его", .files = true, ABOUT_ME),
	MAP_OPERATION(app, SubmitApplication, "POST", "/v1/applications", 201, submit_type, accepted_type,
	    "Hand in an application", "Подать заявление", .changes = true, .files = true),
	MAP_OPERATION(app, ListApplications, "GET", "/v1/applications", 200, list_request_type, list_type,
	    "Applications of the citizen", "Заявления гражданина", .list = "/applications", ABOUT_ME),
	MAP_OPERATION(app, GetApplication, "GET", "/v1/applications/{number}", 200, map_application_request_type, map_application_state_type,
	    "One application of the citizen, with its history", "Заявление гражданина и история его рассмотрения", ABOUT_ONE),
	MAP_OPERATION(app, GetDecision, "GET", "/v1/applications/{number}/decision", 200, decision_request_type, decision_type,
	    "What is decided about an application", "Решение по заявлению",
	    ECHO({"/applicationNumber", "/path/number", NULL}, {"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(app, AddApplicationDocuments, "POST", "/v1/applications/{number}/documents", 201, add_type, added_type,
	    "Add documents to an application", "Дополнить заявление документами", .changes = true, .files = true, ABOUT_ONE),
	MAP_OPERATION(app, ResubmitApplication, "POST", "/v1/applications/{number}/resubmission", 200, resubmit_type, resubmitted_type,
	    "Hand in a refused application again, mended", "Повторно подать отклонённое заявление", .changes = true, .files = true, ABOUT_ONE),
	MAP_OPERATION(app, CancelApplication, "POST", "/v1/applications/{number}/cancellation", 200, cancel_type, cancelled_type,
	    "Cancel an application", "Отменить заявление", .changes = true, ABOUT_ONE),
	MAP_OPERATION(app, RequestClarification, "POST", "/v1/applications/{number}/clarification", 201, ask_type, asked_type,
	    "Ask the Fund about an application", "Запросить разъяснение по заявлению", .changes = true, ABOUT_ONE),
	{.name = NULL}
};

const struct map_service map_service_applications = {
	"applications", "Applications", "Заявления", &fault, refusals, operations,
};
/* clang-format on */
