/*
 * Applications of citizens: one of them, with its history.
 */
#include "config.h"

#include "mapping/applications.h"
#include "soapH.h"

/* clang-format off */
#define T struct app__ActionType
static const struct map_field action_rows[] = {
	MAP_CODE (T, REQ, "code",  Code,  1, 63, EXAMPLE("ADD_DOCUMENTS")),
	MAP_LINES(T, REQ, "text",  Text,  1, 1000, EXAMPLE("Приложите свидетельство о рождении.")),
	MAP_DATE (T, OPT, "until", Until, DOC("By which day.", "До какого дня.")),
	MAP_END
};
static const struct map_type action_type = {"RequiredAction", sizeof(T), action_rows, NULL};
#undef T

#define T struct app__ApplicationDocumentType
static const struct map_field document_rows[] = {
	MAP_CODE    (T, REQ, "kind",    Kind,    1, 64, EXAMPLE("BIRTH_CERTIFICATE")),
	MAP_FILENAME(T, OPT, "name",    Name,
	    DOC("Of the file, where one was sent.", "Имя файла, если он был передан.")),
	MAP_DATETIME(T, REQ, "addedAt", AddedAt),
	MAP_BOOL    (T, REQ, "signed",  Signed,
	    DOC("Whether the citizen's signature came with it.", "Передана ли подпись гражданина.")),
	MAP_END
};
static const struct map_type document_type = {"ApplicationDocument", sizeof(T), document_rows, NULL};
#undef T

#define T struct app__ClarificationType
/* clang-format on */
static bool
answer_has_its_moment(const void *obj)
{
	const T *clarification = obj;

	return (clarification->Answer == NULL) == (clarification->AnsweredAt == NULL);
}

/* clang-format off */
static const struct map_field clarification_rows[] = {
	MAP_NUMBER  (T, REQ, "id",         Id,         1, 40),
	MAP_DATETIME(T, REQ, "askedAt",    AskedAt),
	MAP_LINES   (T, REQ, "question",   Question,   1, 4000),
	MAP_DATETIME(T, OPT, "answeredAt", AnsweredAt),
	MAP_LINES   (T, OPT, "answer",     Answer,     1, 4000,
	    DOC("Absent until somebody has answered.", "Нет, пока ответ не дан.")),
	MAP_END
};
static const struct map_rule clarification_rules[] = {
	RULE(answer_has_its_moment, "/answeredAt", ERR_MAP_CHOICE, "exactly where there is an answer", "только вместе с ответом"),
	RULE_END
};
static const struct map_type clarification_type = {"Clarification", sizeof(T), clarification_rows, clarification_rules};
#undef T

#define T struct _app__GetApplicationRequest
static const struct map_field get_rows[] = {
	CITIZEN(T),
	PATH(
		MAP_NUMBER(T, REQ, "number", Number, 1, 40,
		    DOC("The Fund's number of the application.", "Номер заявления в Фонде.")),
	),
	MAP_END
};
const struct map_type map_application_request_type = {"ApplicationRequest", sizeof(T), get_rows, NULL};
#undef T

#define T struct _app__GetApplicationResponse
static const struct map_field state_rows[] = {
	/*           need JSON name       member        limits */
	MAP_SNILS   (T, REQ, "snils",          Snils),
	MAP_NUMBER  (T, REQ, "number",         Number,        1, 40),
	MAP_ENUM    (T, REQ, "kind",           Kind,          enum app__KindType, map_kind_names),
	MAP_DIGITS  (T, OPT, "orderId",        OrderId,       1, 19, EXAMPLE("764607248"),
	    DOC("Number of the order on the portal.", "Номер заявления на портале.")),
	MAP_DATETIME(T, REQ, "submittedAt",    SubmittedAt),
	MAP_INT     (T, REQ, "statusId",       StatusId,      -1, 9999,
	    DOC("Status in the portal's dictionary.", "Статус по справочнику портала.")),
	MAP_LINES   (T, REQ, "statusName",     StatusName,    1, 250, EXAMPLE("Получено ведомством")),
	MAP_DATE    (T, OPT, "expectedDate",   ExpectedDate,
	    DOC("The day by which a decision is due.", "Срок принятия решения.")),
	MAP_LIST    (T, OPT, "history",        Status,        struct cmn__StatusType, &map_status_type, 0, 200,
	    DOC("Statuses, oldest first; the last one is the present one.",
	        "Статусы от старых к новым; последний из них — текущий.")),
	MAP_LIST    (T, OPT, "actions",        Action,        struct app__ActionType, &action_type, 0, 20,
	    DOC("What the citizen has to do.", "Что требуется от гражданина.")),
	MAP_LINES   (T, OPT, "refusalReason",  RefusalReason, 1, 1000, EXAMPLE("Недостаточно стажа."),
	    DOC("Why it is refused.", "Причина отказа.")),
	MAP_LINES   (T, OPT, "refusalRemedy",  RefusalRemedy, 1, 1000, EXAMPLE("Приложите трудовую книжку."),
	    DOC("What to mend.", "Что исправить.")),
	MAP_LIST    (T, OPT, "documents",      Document,      struct app__ApplicationDocumentType, &document_type, 0, 200,
	    DOC("What was handed in with it.", "Что приложено к заявлению.")),
	MAP_LIST    (T, OPT, "clarifications", Clarification, struct app__ClarificationType, &clarification_type, 0, 50),
	MAP_END
};
/* clang-format on */

static bool
last_status_is_present(const void *obj)
{
	const T *state = obj;

	return state->__sizeStatus == 0 || state->Status[state->__sizeStatus - 1].StatusId == state->StatusId;
}

static bool
history_is_in_order(const void *obj)
{
	const T *state = obj;
	int64_t before = INT64_MIN, at;
	char text[MAP_TEXT_SIZE];

	for (int i = 0; i < state->__sizeStatus; i++, before = at)
		if (!map_trim(state->Status[i].At, text) || !clock_parse(text, &at) || at < before)
			return false;
	return true;
}

static const struct map_rule state_rules[] = {
	RULE(last_status_is_present, "/statusId", ERR_MAP_RANGE, "the last one of the history",
	    "последний статус из истории"),
	RULE(history_is_in_order, "/history", ERR_MAP_RANGE, "oldest first", "от старых к новым"),
	RULE_END
};
const struct map_type map_application_state_type = {"ApplicationState", sizeof(T), state_rows, state_rules};
#undef T
