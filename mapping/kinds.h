/*
 * kinds: the kinds of applications, xsd/kinds.xsd; private to mapping/.
 *
 * A kind is its type in the schema, its rows in one of kinds_*.c, and one row of the choice in kinds.c.  Parts that
 * kinds share, xsd/kind-parts.xsd, are in kinds_parts.c.
 */
#ifndef MAPPING_KINDS_H
#define MAPPING_KINDS_H

#include "mapping/common.h"

/* An application as it is handed in: number of the order, kind and details, documents. */
extern const struct map_type map_application_type;
extern const struct map_name map_kind_names[];

/* Parts. */
extern const struct map_name map_relation_names[];
extern const struct map_type map_work_period_type;
extern const struct map_type map_child_type;
extern const struct map_type map_family_member_type;
extern const struct map_type map_income_type;
extern const struct map_type map_employer_type;
extern const struct map_type map_earnings_type;
extern const struct map_type map_organisation_type;
extern const struct map_type map_paper_type;

/* Kinds. */
extern const struct map_type map_kind_old_age_pension;
extern const struct map_type map_kind_pension_recalculation;
extern const struct map_type map_kind_maternity_capital_disposal;
extern const struct map_type map_kind_maternity_benefit;
extern const struct map_type map_kind_birth_lump_sum;
extern const struct map_type map_kind_monthly_child_benefit;
extern const struct map_type map_kind_disabled_care;
extern const struct map_type map_kind_temporary_incapacity;
extern const struct map_type map_kind_survivor_aid;
extern const struct map_type map_kind_housing_subsidy;
extern const struct map_type map_kind_travel_compensation;
extern const struct map_type map_kind_disability_review;
extern const struct map_type map_kind_large_family_benefit;
extern const struct map_type map_kind_self_employed_subsidy;
extern const struct map_type map_kind_rehabilitation_equipment;

/* clang-format off */
/* At the end of every kind. */
#define CONSENT_ROW(T)                                                            \
	MAP_TRUE(T, REQ, "consent", Consent,                                      \
	    DOC("Consent to the processing of personal data; must be true.",      \
	        "Согласие на обработку персональных данных; должно быть true."))
#define DELIVERY_ROW(T, need)                                                     \
	MAP_OBJECT(T, need, "delivery", Delivery, struct cmn__DeliveryType, &map_delivery_type, \
	    DOC("How the money is paid out.", "Способ доставки выплаты."))
#define ADDRESS_ROW(T)                                                            \
	MAP_OBJECT(T, REQ, "address", Address, struct cmn__AddressType, &map_address_type, \
	    DOC("Where the applicant lives.", "Место жительства заявителя."))
#define CONTACT_ROW(T)                                                            \
	MAP_OBJECT(T, REQ, "contact", Contact, struct cmn__ContactType, &map_contact_type)
#define SICK_LEAVE_ROW(T)                                                         \
	MAP_DIGITS(T, REQ, "sickLeaveNumber", SickLeaveNumber, 12, 12, EXAMPLE("910000000001"), \
	    DOC("Number of the electronic sick-leave certificate.", "Номер электронного листка нетрудоспособности."))
#define EARNINGS_ROW(T)                                                           \
	MAP_LIST(T, OPT, "earnings", Earnings, struct app__EarningsType, &map_earnings_type, 0, 2, \
	    DOC("Of the two years before.", "За два предшествующих года."))
/* clang-format on */

#endif
