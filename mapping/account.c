/*
 * The citizen's account with the Fund: urn:mostik:account:1.0.0, wsdl/account.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

static const struct map_name state_names[] = {
	{"active",               acc__AccountStateType__Active},
	{"suspended",            acc__AccountStateType__Suspended},
	{"confirmationRequired", acc__AccountStateType__ConfirmationRequired},
	{NULL, 0},
};

static const struct map_name reason_names[] = {
	{"unpaidContributions",  acc__RestrictionReasonType__UnpaidContributions},
	{"missingDocuments",     acc__RestrictionReasonType__MissingDocuments},
	{"identityNotConfirmed", acc__RestrictionReasonType__IdentityNotConfirmed},
	{NULL, 0},
};

/* ---- GetAccountStatus ---- */

/* clang-format off */
#define T struct _acc__GetAccountStatusRequest
static const struct map_field status_request_rows[] = {
	CITIZEN(T),
	MAP_END
};
static const struct map_type status_request_type = {"AccountStatusRequest", sizeof(T), status_request_rows, NULL};
#undef T

#define T struct acc__RestrictionType
static const struct map_field restriction_rows[] = {
	/*        need JSON name      member       limits */
	MAP_ENUM (T, REQ, "reason",      Reason,      enum acc__RestrictionReasonType, reason_names),
	MAP_LINES(T, REQ, "description", Description, 1, 1000, EXAMPLE("Не уплачены страховые взносы за 2025 год.")),
	MAP_LINES(T, REQ, "action",      Action,      1, 1000,
	    DOC("What to do.", "Что сделать."), EXAMPLE("Уплатите взносы в личном кабинете.")),
	MAP_DATE (T, OPT, "until",       Until,
	    DOC("By which day.", "До какого дня.")),
	MAP_END
};
static const struct map_type restriction_type = {"Restriction", sizeof(T), restriction_rows, NULL};
#undef T

#define T struct _acc__GetAccountStatusResponse
/* clang-format on */
static bool
restriction_has_its_state(const void *obj)
{
	const T *status = obj;

	return (status->State == acc__AccountStateType__Active) == (status->__sizeRestriction == 0);
}

/* clang-format off */
static const struct map_field status_rows[] = {
	/*           need JSON name        member       limits */
	MAP_SNILS   (T, REQ, "snils",         Snils),
	MAP_ENUM    (T, REQ, "state",         State,       enum acc__AccountStateType, state_names),
	MAP_DATETIME(T, REQ, "updatedAt",     UpdatedAt),
	MAP_LIST    (T, OPT, "restrictions",  Restriction, struct acc__RestrictionType, &restriction_type, 0, 20,
	    DOC("Why the account does not work, what to do and by when.", "Почему учётная запись не действует, что сделать и в какой срок.")),
	MAP_END
};
static const struct map_rule status_rules[] = {
	RULE(restriction_has_its_state, "/restrictions", ERR_MAP_RANGE, "none exactly where the state is active",
	    "пустой список — только у действующей учётной записи"),
	RULE_END
};
static const struct map_type status_type = {"AccountStatus", sizeof(T), status_rows, status_rules};
#undef T

/* ---- the service ---- */

#define T struct _acc__AccountFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"AccountFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(acc, AccountFault)
static const struct map_message fault = MAP_MESSAGE(acc, AccountFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE account
MAP_MESSAGES(acc, GetAccountStatus)
static const struct map_operation operations[] = {
	MAP_OPERATION(acc, GetAccountStatus, "GET", "/v1/account/status", 200, status_request_type, status_type,
	    "Whether the account works, and if not, what to do",
	    "Состояние учётной записи: действует ли она и что сделать, если нет",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	{.name = NULL}
};

const struct map_service map_service_account = {
	"account", "Account and profile", "Учётная запись и профиль", &fault, refusals, operations,
};
/* clang-format on */
