/*
 * Inquiries, complaints, suggestions and appeals of decisions: urn:mostik:appeals:1.0.0, wsdl/appeals.wsdl.
 */
#include "config.h"

#include <string.h>

#include "mapping/common.h"
#include "soapH.h"

enum { LIST_MAX = 500, ATTACHMENTS_MAX = 20, EVENTS_MAX = 50, MESSAGES_MAX = 200 };

static const struct map_name kind_names[] = {
	{"inquiry",        apl__KindType__Inquiry},
	{"complaint",      apl__KindType__Complaint},
	{"suggestion",     apl__KindType__Suggestion},
	{"decisionAppeal", apl__KindType__DecisionAppeal},
	{NULL, 0},
};

static const struct map_name state_names[] = {
	{"accepted",     apl__StateType__Accepted},
	{"assigned",     apl__StateType__Assigned},
	{"underReview",  apl__StateType__UnderReview},
	{"expertReview", apl__StateType__ExpertReview},
	{"answered",     apl__StateType__Answered},
	{"closed",       apl__StateType__Closed},
	{NULL, 0},
};

static const struct map_name topic_names[] = {
	{"pension",          apl__TopicType__Pension},
	{"payments",         apl__TopicType__Payments},
	{"benefits",         apl__TopicType__Benefits},
	{"maternityCapital", apl__TopicType__MaternityCapital},
	{"serviceRecord",    apl__TopicType__ServiceRecord},
	{"account",          apl__TopicType__Account},
	{"other",            apl__TopicType__Other},
	{NULL, 0},
};

static const struct map_name reason_names[] = {
	{"unavailableService", apl__ComplaintReasonType__UnavailableService},
	{"calculationError",   apl__ComplaintReasonType__CalculationError},
	{"refusal",            apl__ComplaintReasonType__Refusal},
	{"delay",              apl__ComplaintReasonType__Delay},
	{"staffConduct",       apl__ComplaintReasonType__StaffConduct},
	{"other",              apl__ComplaintReasonType__Other},
	{NULL, 0},
};

static const struct map_name author_names[] = {
	{"citizen",    apl__AuthorType__Citizen},
	{"specialist", apl__AuthorType__Specialist},
	{NULL, 0},
};

/* ---- the kinds of appeal ---- */

/* clang-format off */
#define T struct apl__InquiryType
static const struct map_field inquiry_rows[] = {
	MAP_ENUM(T, REQ, "topic", Topic, enum apl__TopicType, topic_names),
	MAP_END
};
static const struct map_type inquiry_type = {"Inquiry", sizeof(T), inquiry_rows, NULL};
#undef T

#define T struct apl__ComplaintType
/* clang-format on */
static bool
reason_names_its_application(const void *obj)
{
	const T *complaint = obj;
	bool needed = complaint->Reason == apl__ComplaintReasonType__Refusal
	    || complaint->Reason == apl__ComplaintReasonType__Delay;

	return !needed || complaint->ApplicationNumber != NULL;
}

/* clang-format off */
static const struct map_field complaint_rows[] = {
	/*         need JSON name            member             limits */
	MAP_ENUM  (T, REQ, "reason",            Reason,            enum apl__ComplaintReasonType, reason_names),
	MAP_DATE  (T, OPT, "occurredOn",        OccurredOn),
	MAP_NUMBER(T, OPT, "applicationNumber", ApplicationNumber, 1, 40,
	    DOC("Of the application that was refused or is delayed.", "Номер заявления, по которому отказано или нарушен срок.")),
	MAP_LINES (T, OPT, "office",            Office,            1, 250,
	    DOC("Where it happened.", "Где это произошло."), EXAMPLE("Клиентская служба в Образцовске")),
	MAP_END
};
static const struct map_rule complaint_rules[] = {
	RULE(reason_names_its_application, "/applicationNumber", ERR_MAP_MISSING, "the application that was refused or is delayed",
	    "номер заявления, по которому отказано или нарушен срок"),
	RULE_END
};
static const struct map_type complaint_type = {"Complaint", sizeof(T), complaint_rows, complaint_rules};
#undef T

#define T struct apl__SuggestionType
static const struct map_field suggestion_rows[] = {
	MAP_ENUM(T, REQ, "topic", Topic, enum apl__TopicType, topic_names),
	MAP_END
};
static const struct map_type suggestion_type = {"Suggestion", sizeof(T), suggestion_rows, NULL};
#undef T

#define T struct apl__DecisionAppealType
static const struct map_field decision_rows[] = {
	/*         need JSON name         member          limits */
	MAP_NUMBER(T, REQ, "decisionNumber", DecisionNumber, 1, 40,   EXAMPLE("DEC-2026-000123")),
	MAP_DATE  (T, REQ, "decisionDate",   DecisionDate),
	MAP_LINES (T, REQ, "reasons",        Reasons,        1, 4000,
	    DOC("Why the decision is wrong.", "Почему решение неверно."), EXAMPLE("Не учтён период работы с 1995 по 2001 год.")),
	MAP_LINES (T, OPT, "demand",         Demand,         1, 1000,
	    DOC("What should be decided instead.", "Какое решение следует принять."), EXAMPLE("Пересчитать размер пенсии.")),
	MAP_END
};
static const struct map_type decision_type = {"DecisionAppeal", sizeof(T), decision_rows, NULL};
#undef T

#define KINDS(T)                                                                                         \
	{                                                                                                \
		MAP_ALTERNATIVE(T, "inquiry",        Inquiry,        struct apl__InquiryType,        &inquiry_type),    \
		MAP_ALTERNATIVE(T, "complaint",      Complaint,      struct apl__ComplaintType,      &complaint_type),  \
		MAP_ALTERNATIVE(T, "suggestion",     Suggestion,     struct apl__SuggestionType,     &suggestion_type), \
		MAP_ALTERNATIVE(T, "decisionAppeal", DecisionAppeal, struct apl__DecisionAppealType, &decision_type),   \
		{NULL, 0, NULL}                                                                          \
	}

/* ---- messages and events ---- */

#define T struct apl__ReceivedAttachmentType
static const struct map_field received_rows[] = {
	/*           need JSON name   member    limits */
	MAP_CODE    (T, REQ, "kind",     Kind,     1, 64, EXAMPLE("PASSPORT")),
	MAP_FILENAME(T, OPT, "filename", Name),
	MAP_NUMBER  (T, OPT, "storedId", StoredId, 1, 40),
	MAP_BOOL    (T, REQ, "signed",   Signed,
	    DOC("Whether the citizen's signature came with it.", "Приложена ли подпись гражданина.")),
	MAP_END
};
static const struct map_type received_type = {"ReceivedAttachment", sizeof(T), received_rows, NULL};
#undef T

#define T struct apl__MessageType
static const struct map_field message_rows[] = {
	/*           need JSON name      member      limits */
	MAP_NUMBER  (T, REQ, "id",          Id,         1, 40),
	MAP_ENUM    (T, REQ, "author",      Author,     enum apl__AuthorType, author_names),
	MAP_LINES   (T, OPT, "authorName",  AuthorName, 1, 250, EXAMPLE("Примерова Д. О., главный специалист")),
	MAP_DATETIME(T, REQ, "at",          At),
	MAP_LINES   (T, REQ, "text",        Text,       1, 4000, EXAMPLE("Прилагаю копию справки.")),
	MAP_LIST    (T, OPT, "attachments", Attachment, struct apl__ReceivedAttachmentType, &received_type, 0, ATTACHMENTS_MAX),
	MAP_END
};
static const struct map_type message_type = {"AppealMessage", sizeof(T), message_rows, NULL};
#undef T

#define T struct apl__EventType
static const struct map_field event_rows[] = {
	MAP_ENUM    (T, REQ, "state",   State, enum apl__StateType, state_names),
	MAP_DATETIME(T, REQ, "at",      At),
	MAP_LINES   (T, OPT, "comment", Comment, 1, 1000, EXAMPLE("Передано в отдел назначения пенсий.")),
	MAP_END
};
static const struct map_type event_type = {"AppealEvent", sizeof(T), event_rows, NULL};
#undef T

#define T struct apl__AppealSummaryType
static const struct map_field summary_rows[] = {
	/*           need JSON name       member        limits */
	MAP_NUMBER  (T, REQ, "number",       Number,       1, 40),
	MAP_ENUM    (T, REQ, "kind",         Kind,         enum apl__KindType, kind_names),
	MAP_LINES   (T, REQ, "subject",      Subject,      1, 250, EXAMPLE("Не начислена надбавка")),
	MAP_ENUM    (T, REQ, "state",        State,        enum apl__StateType, state_names),
	MAP_DATETIME(T, REQ, "registeredAt", RegisteredAt),
	MAP_DATE    (T, REQ, "answerBy",     AnswerBy),
	MAP_END
};
static const struct map_type summary_type = {"AppealSummary", sizeof(T), summary_rows, NULL};
#undef T

/* ---- SubmitAppeal ---- */

#define ATTACHMENT_ROWS(T)                                                                               \
	MAP_LIST(T, OPT, "attachments", Attachment, struct cmn__AttachmentType, &map_attachment_type, 0, ATTACHMENTS_MAX, \
	    DOC("Documents; the citizen may sign each.", "Документы; каждый может быть подписан гражданином."))

#define T struct _apl__SubmitAppealRequest
static const struct map_alternative submit_kinds[] = KINDS(T);
static const struct map_field submit_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_LINES (T, REQ, "subject", Subject, 1, 250,  EXAMPLE("Не начислена надбавка")),
		MAP_LINES (T, REQ, "text",    Text,    1, 4000, EXAMPLE("С января не выплачивается надбавка за иждивенца.")),
		MAP_OBJECT(T, OPT, "contact", Contact, struct cmn__ContactType, &map_contact_type),
		MAP_CHOICE(REQ, "kind", "details", submit_kinds, DOC("What the citizen wants.", "Вид обращения.")),
		ATTACHMENT_ROWS(T),
	),
	MAP_END
};
static const struct map_type submit_type = {"AppealRequest", sizeof(T), submit_rows, NULL};
#undef T

#define ANSWER_BY_ROW(T) \
	MAP_DATE(T, REQ, "answerBy", AnswerBy, DOC("The day by which the Fund answers.", "Срок ответа."))

#define T struct _apl__SubmitAppealResponse
static const struct map_field accepted_rows[] = {
	MAP_SNILS   (T, REQ, "snils",        Snils),
	MAP_NUMBER  (T, REQ, "number",       Number, 1, 40),
	MAP_DATETIME(T, REQ, "registeredAt", RegisteredAt),
	MAP_ENUM    (T, REQ, "state",        State, enum apl__StateType, state_names),
	ANSWER_BY_ROW(T),
	MAP_END
};
static const struct map_type accepted_type = {"AcceptedAppeal", sizeof(T), accepted_rows, NULL};
#undef T

/* ---- ListAppeals ---- */

#define T struct _apl__ListAppealsRequest
/* clang-format on */
static bool
filter_is_in_order(const void *obj)
{
	const T *q = obj;

	return q->cmn__From == NULL || q->cmn__To == NULL || map_dates_in_order(q->cmn__From, q->cmn__To);
}

/* clang-format off */
static const struct map_field list_rows[] = {
	CITIZEN(T),
	QUERY(
		MAP_ENUM_PTR(T, OPT, "kind",  Kind,  enum apl__KindType,  kind_names),
		MAP_ENUM_PTR(T, OPT, "state", State, enum apl__StateType, state_names),
		PERIOD_FILTER_ROWS(T),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_rule list_rules[] = {
	RULE(filter_is_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
static const struct map_type list_type = {"AppealsRequest", sizeof(T), list_rows, list_rules};
#undef T

#define T struct _apl__ListAppealsResponse
static const struct map_field listed_rows[] = {
	MAP_SNILS(T, REQ, "snils",   Snils),
	MAP_LIST (T, OPT, "appeals", Appeal, struct apl__AppealSummaryType, &summary_type, 0, LIST_MAX,
	    DOC("Newest first.", "Сначала новые.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
static const struct map_type listed_type = {"Appeals", sizeof(T), listed_rows, NULL};
#undef T

/* ---- GetAppeal ---- */

#define NUMBER_ROW(T) \
	MAP_NUMBER(T, REQ, "number", Number, 1, 40, DOC("The Fund's number of the appeal.", "Номер обращения в Фонде."))

#define T struct _apl__GetAppealRequest
static const struct map_field get_rows[] = {CITIZEN(T), PATH(NUMBER_ROW(T),), MAP_END};
static const struct map_type get_type = {"AppealQuery", sizeof(T), get_rows, NULL};
#undef T

#define T struct _apl__GetAppealResponse
/* clang-format on */
static bool
last_event_is_present(const void *obj)
{
	const T *appeal = obj;

	return appeal->__sizeEvent > 0 && appeal->Event[appeal->__sizeEvent - 1].State == appeal->State;
}

/* clang-format off */
static const struct map_alternative get_kinds[] = KINDS(T);
static const struct map_field got_rows[] = {
	/*           need JSON name       member        limits */
	MAP_SNILS   (T, REQ, "snils",        Snils),
	NUMBER_ROW(T),
	MAP_LINES   (T, REQ, "subject",      Subject,      1, 250,  EXAMPLE("Не начислена надбавка")),
	MAP_LINES   (T, REQ, "text",         Text,         1, 4000, EXAMPLE("С января не выплачивается надбавка за иждивенца.")),
	MAP_CHOICE(REQ, "kind", "details", get_kinds),
	MAP_ENUM    (T, REQ, "state",        State,        enum apl__StateType, state_names),
	MAP_DATETIME(T, REQ, "registeredAt", RegisteredAt),
	ANSWER_BY_ROW(T),
	MAP_LINES   (T, OPT, "department",   Department,   1, 250,
	    DOC("Who deals with it.", "Кто рассматривает обращение."), EXAMPLE("Отдел назначения пенсий")),
	MAP_LIST    (T, OPT, "attachments",  Attachment,   struct apl__ReceivedAttachmentType, &received_type, 0, ATTACHMENTS_MAX),
	MAP_LIST    (T, REQ, "history",      Event,        struct apl__EventType, &event_type, 1, EVENTS_MAX,
	    DOC("Oldest first; the last one is the present state.", "От старых к новым; последняя запись — текущее состояние.")),
	MAP_LIST    (T, OPT, "messages",     Message,      struct apl__MessageType, &message_type, 0, MESSAGES_MAX,
	    DOC("What was said later, oldest first: the citizen's additions and the specialists' answers.",
	        "Переписка от старых сообщений к новым: дополнения гражданина и ответы специалистов.")),
	MAP_END
};
static const struct map_rule got_rules[] = {
	RULE(last_event_is_present, "/state", ERR_MAP_RANGE, "the last one of the history", "последнее состояние из истории"),
	RULE_END
};
static const struct map_type got_type = {"Appeal", sizeof(T), got_rows, got_rules};
#undef T

/* ---- AddAppealMessage ---- */

#define T struct _apl__AddAppealMessageRequest
static const struct map_field add_rows[] = {
	CITIZEN(T),
	PATH(NUMBER_ROW(T),),
	CHANGE(T),
	BODY(
		MAP_LINES(T, REQ, "text", Text, 1, 4000, EXAMPLE("Прилагаю копию справки.")),
		ATTACHMENT_ROWS(T),
	),
	MAP_END
};
static const struct map_type add_type = {"AppealMessageRequest", sizeof(T), add_rows, NULL};
#undef T

#define T struct _apl__AddAppealMessageResponse
static const struct map_field added_rows[] = {
	MAP_SNILS(T, REQ, "snils", Snils),
	NUMBER_ROW(T),
	MAP_OBJECT(T, REQ, "message", Message, struct apl__MessageType, &message_type),
	MAP_END
};
static const struct map_type added_type = {"AddedAppealMessage", sizeof(T), added_rows, NULL};
#undef T

/* ---- the service ---- */

#define T struct _apl__AppealsFault
static const struct map_field fault_rows[] = {
	FAULT_ROWS(T),
	MAP_NUMBER(T, OPT, "number", Number, 1, 40,
	    DOC("The appeal that there is already.", "Номер уже поданного обращения.")),
	MAP_END
};
static const struct map_type fault_type = {"AppealsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(apl, AppealsFault)
static const struct map_message fault = MAP_MESSAGE(apl, AppealsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"ALREADY_APPEALED", 409, "This decision is under appeal already", "Это решение уже обжалуется",
	    "Add a message to the appeal that the fault names.", "Дополните обращение, номер которого указан в поле number."},
	{"CLOSED", 409, "The appeal is closed", "Обращение закрыто",
	    "Hand in a new one and name this number in it.", "Подайте новое обращение и укажите в нём этот номер."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE appeals
#define SNILS_AND_NUMBER ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/number", "/path/number", NULL},)
MAP_MESSAGES(apl, SubmitAppeal)
MAP_MESSAGES(apl, ListAppeals)
MAP_MESSAGES(apl, GetAppeal)
MAP_MESSAGES(apl, AddAppealMessage)
static const struct map_operation operations[] = {
	MAP_OPERATION(apl, SubmitAppeal, "POST", "/v1/appeals", 201, submit_type, accepted_type,
	    "Hand in an inquiry, a complaint, a suggestion or the appeal of a decision",
	    "Подать обращение, жалобу, предложение или обжаловать решение", .changes = true, .files = true,
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(apl, ListAppeals, "GET", "/v1/appeals", 200, list_type, listed_type,
	    "The citizen's appeals", "Обращения гражданина", .list = "/appeals",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(apl, GetAppeal, "GET", "/v1/appeals/{number}", 200, get_type, got_type,
	    "One appeal, with its history and messages", "Обращение, его история и переписка", SNILS_AND_NUMBER),
	MAP_OPERATION(apl, AddAppealMessage, "POST", "/v1/appeals/{number}/messages", 201, add_type, added_type,
	    "Add to an appeal that is open", "Дополнить открытое обращение", .changes = true, .files = true, SNILS_AND_NUMBER),
	{.name = NULL}
};

const struct map_service map_service_appeals = {
	"appeals", "Appeals", "Обращения", &fault, refusals, operations,
};
/* clang-format on */
