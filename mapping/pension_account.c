/* The individual account and its operations. */
#include "config.h"

#include "mapping/pension.h"
#include "soapH.h"

static const struct map_name kind_names[] = {
	{"accrual",     pen__AccountOperationKindType__Accrual},
	{"payment",     pen__AccountOperationKindType__Payment},
	{"withholding", pen__AccountOperationKindType__Withholding},
	{"refund",      pen__AccountOperationKindType__Refund},
	{"correction",  pen__AccountOperationKindType__Correction},
	{NULL, 0},
};

static const struct map_name status_names[] = {
	{"paid",    pen__AccountOperationStatusType__Paid},
	{"pending", pen__AccountOperationStatusType__Pending},
	{NULL, 0},
};

static const struct map_name contribution_names[] = {
	{"fixedPart",     pen__ContributionKindType__FixedPart},
	{"shareOfIncome", pen__ContributionKindType__ShareOfIncome},
	{"voluntary",     pen__ContributionKindType__Voluntary},
	{NULL, 0},
};

/* ---- operations ---- */

/* clang-format off */
/* AccountOperationGroup. */
#define OPERATION_ROWS(T)                                                         \
	MAP_NUMBER      (T, REQ, "id",           Id,           1, 40, EXAMPLE("OP-104729-202609-A")), \
	MAP_DATE        (T, REQ, "date",         Date),                           \
	MAP_ENUM        (T, REQ, "kind",         Kind,         enum pen__AccountOperationKindType, kind_names), \
	MAP_MONEY_SIGNED(T, REQ, "amount",       Amount,                          \
	    DOC("Negative in a correction only.", "Отрицательная только у корректировки.")), \
	MAP_ENUM        (T, REQ, "status",       Status,       enum pen__AccountOperationStatusType, status_names), \
	MAP_LINES       (T, REQ, "organisation", Organisation, 1, 250, EXAMPLE("ООО «Пример»")), \
	MAP_LINES       (T, OPT, "comment",      Comment,      1, 1000,           \
	    DOC("What the organisation says of it.", "Комментарий организации."), \
	    EXAMPLE("Страховые взносы за третий квартал 2026 года."))

/* Only a correction takes back. */
#define OPERATION_RULE_FUNCTION(X, T)                                             \
	static bool                                                               \
	amount_has_its_sign_##X(const void *obj)                                  \
	{                                                                         \
		const T *r = obj;                                                 \
		char amount[MAP_TEXT_SIZE];                                       \
		return r->Kind == pen__AccountOperationKindType__Correction ||    \
		    (map_trim(r->Amount, amount) && *amount != '-');              \
	}
#define OPERATION_RULE(X)                                                         \
	RULE(amount_has_its_sign_##X, "/amount", ERR_MAP_RANGE, "negative in a correction only", \
	    "отрицательная сумма только у корректировки")

#define T struct pen__AccountOperationType
OPERATION_RULE_FUNCTION(item, T)
static const struct map_field item_rows[] = {OPERATION_ROWS(T), MAP_END};
static const struct map_rule item_rules[] = {OPERATION_RULE(item), RULE_END};
static const struct map_type item_type = {"AccountOperation", sizeof(T), item_rows, item_rules};
#undef T

/* ---- GetIndividualAccount ---- */

#define T struct _pen__GetIndividualAccountRequest
static const struct map_field account_request_rows[] = {CITIZEN(T), MAP_END};
const struct map_type map_pen_account_request_type = {"IndividualAccountRequest", sizeof(T), account_request_rows, NULL};
#undef T

#define T struct pen__BalanceType
static const struct map_field balance_rows[] = {
	MAP_DECIMAL(T, REQ, "points",        Points,        9, 3, EXAMPLE("87.125"),
	    DOC("Pension points.", "Пенсионные коэффициенты (баллы).")),
	MAP_MONEY  (T, REQ, "contributions", Contributions,
	    DOC("Insurance contributions since the account was opened.", "Страховые взносы со дня открытия счёта.")),
	MAP_MONEY  (T, OPT, "savings",       Savings,
	    DOC("Savings for the funded pension.", "Пенсионные накопления.")),
	MAP_END
};
static const struct map_type balance_type = {"AccountBalance", sizeof(T), balance_rows, NULL};
#undef T

#define T struct pen__PlannedPaymentType
static const struct map_field planned_rows[] = {
	/*         need JSON name   member     limits */
	MAP_NUMBER(T, REQ, "paymentId", PaymentId, 1, 40, EXAMPLE("PAY-104729-202612-0"),
	    DOC("Number of the payment among the citizen's payments.", "Номер выплаты в списке выплат гражданина.")),
	MAP_LINES (T, REQ, "type",      Type,      1, 250, EXAMPLE("Страховая пенсия по старости")),
	MAP_MONEY (T, REQ, "amount",    Amount),
	MAP_DATE  (T, REQ, "dueDate",   DueDate),
	MAP_END
};
static const struct map_type planned_type = {"PlannedPayment", sizeof(T), planned_rows, NULL};
#undef T

#define T struct pen__ExpectedAccrualType
static const struct map_field expected_rows[] = {
	/*        need JSON name      member        limits */
	MAP_LINES(T, REQ, "organisation", Organisation, 1, 250, EXAMPLE("ООО «Пример»")),
	MAP_MONEY(T, REQ, "amount",       Amount),
	MAP_DATE (T, REQ, "expectedDate", ExpectedDate),
	MAP_END
};
static const struct map_type expected_type = {"ExpectedAccrual", sizeof(T), expected_rows, NULL};
#undef T

#define T struct pen__MandatoryContributionType
/* clang-format on */
static bool
remainder_is_the_difference(const void *obj)
{
	const T *r = obj;
	struct map_sum sum = {0};

	return map_sum_add(&sum, r->Paid) && map_sum_add(&sum, r->Remaining) && map_sum_equals(&sum, r->Amount);
}

/* clang-format off */
static const struct map_field contribution_rows[] = {
	/*        need JSON name   member     limits */
	MAP_ENUM (T, REQ, "kind",      Kind,      enum pen__ContributionKindType, contribution_names),
	MAP_INT  (T, REQ, "year",      Year,      1900, 2200, DOC("For which year.", "За какой год.")),
	MAP_MONEY(T, REQ, "amount",    Amount),
	MAP_MONEY(T, REQ, "paid",      Paid),
	MAP_MONEY(T, REQ, "remaining", Remaining),
	MAP_DATE (T, REQ, "dueDate",   DueDate,   DOC("By which day to pay it.", "До какого дня уплатить.")),
	MAP_END
};
static const struct map_rule contribution_rules[] = {
	RULE(remainder_is_the_difference, "/remaining", ERR_MAP_RANGE, "the amount without what is paid",
	    "сумма за вычетом уплаченного"),
	RULE_END
};
static const struct map_type contribution_type =
    {"MandatoryContribution", sizeof(T), contribution_rows, contribution_rules};
#undef T

#define T struct _pen__GetIndividualAccountResponse
static const struct map_field account_rows[] = {
	/*         need JSON name                member                 limits */
	MAP_SNILS (T, REQ, "snils",                  Snils),
	MAP_DATE  (T, REQ, "actualDate",             ActualDate,
	    DOC("The day for which the data are true.", "Дата, на которую данные актуальны.")),
	MAP_OBJECT(T, REQ, "balance",                Balance,               struct pen__BalanceType, &balance_type),
	MAP_LIST  (T, OPT, "latestOperations",       Operation,             struct pen__AccountOperationType, &item_type, 0, 10,
	    DOC("Newest first.", "От новых к старым.")),
	MAP_LIST  (T, OPT, "plannedPayments",        PlannedPayment,        struct pen__PlannedPaymentType, &planned_type, 0, 50),
	MAP_LIST  (T, OPT, "expectedAccruals",       ExpectedAccrual,       struct pen__ExpectedAccrualType, &expected_type, 0, 50,
	    DOC("Contributions that employers have yet to pay.", "Взносы, которые работодатели ещё не уплатили.")),
	MAP_LIST  (T, OPT, "mandatoryContributions", MandatoryContribution,
	    struct pen__MandatoryContributionType, &contribution_type, 0, 50,
	    DOC("What the citizen has to pay.", "Взносы, которые гражданин уплачивает сам.")),
	MAP_END
};
const struct map_type map_pen_account_type = {"IndividualAccount", sizeof(T), account_rows, NULL};
#undef T

/* ---- ListAccountOperations ---- */

#define T struct _pen__ListAccountOperationsRequest
/* clang-format on */
static bool
period_is_in_order(const void *obj)
{
	const T *q = obj;

	return q->cmn__From == NULL || q->cmn__To == NULL || map_dates_in_order(q->cmn__From, q->cmn__To);
}

/* clang-format off */
static const struct map_field operations_request_rows[] = {
	CITIZEN(T),
	QUERY(
		PERIOD_FILTER_ROWS(T),
		MAP_ENUM_PTR(T, OPT, "kind", Kind, enum pen__AccountOperationKindType, kind_names),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_rule operations_request_rules[] = {
	RULE(period_is_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
const struct map_type map_pen_operations_request_type =
    {"AccountOperationsRequest", sizeof(T), operations_request_rows, operations_request_rules};
#undef T

#define T struct _pen__ListAccountOperationsResponse
static const struct map_field operations_rows[] = {
	MAP_SNILS(T, REQ, "snils", Snils),
	MAP_LIST (T, OPT, "items", Operation, struct pen__AccountOperationType, &item_type, 0, 500,
	    DOC("Newest first.", "От новых к старым.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
const struct map_type map_pen_operations_type = {"AccountOperationList", sizeof(T), operations_rows, NULL};
#undef T

/* ---- GetAccountOperation ---- */

#define T struct _pen__GetAccountOperationRequest
static const struct map_field operation_request_rows[] = {
	CITIZEN(T),
	PATH(
		MAP_NUMBER(T, REQ, "id", Id, 1, 40, DOC("Of the operation, from the list.", "Номер операции из списка.")),
	),
	MAP_END
};
const struct map_type map_pen_operation_request_type =
    {"AccountOperationRequest", sizeof(T), operation_request_rows, NULL};
#undef T

#define T struct pen__PayeeType
/* clang-format on */
static bool
bank_has_account(const void *obj)
{
	const T *payee = obj;

	return (payee->Bic == NULL) == (payee->Account == NULL) &&
	    (payee->Bic == NULL || map_account_fits_bank(payee->Bic, payee->Account));
}

/* clang-format off */
static const struct map_field payee_rows[] = {
	MAP_LINES (T, REQ, "name",    Name,    1, 250, EXAMPLE("Образцова Вера Олеговна")),
	MAP_BIC   (T, OPT, "bic",     Bic,     EXAMPLE("044525999")),
	MAP_DIGITS(T, OPT, "account", Account, 20, 20, EXAMPLE("40817810100000000001")),
	MAP_END
};
static const struct map_rule payee_rules[] = {
	RULE(bank_has_account, "/account", ERR_MAP_CHECK_DIGIT, "an account with the control key for this bic, or neither",
	    "счёт с ключом, верным для этого bic, либо ни того ни другого"),
	RULE_END
};
static const struct map_type payee_type = {"Payee", sizeof(T), payee_rows, payee_rules};
#undef T

#define T struct _pen__GetAccountOperationResponse
OPERATION_RULE_FUNCTION(get, T)
static const struct map_field operation_rows[] = {
	MAP_SNILS (T, REQ, "snils",   Snils),
	OPERATION_ROWS(T),
	MAP_LINES (T, REQ, "purpose", Purpose, 1, 1000, EXAMPLE("Страховая пенсия за октябрь 2026 года")),
	MAP_OBJECT(T, REQ, "payee",   Payee,   struct pen__PayeeType, &payee_type,
	    DOC("To whom the money went.", "Получатель средств.")),
	MAP_END
};
static const struct map_rule operation_rules[] = {OPERATION_RULE(get), RULE_END};
const struct map_type map_pen_operation_type = {"AccountOperationDetails", sizeof(T), operation_rows, operation_rules};
#undef T
/* clang-format on */
