/*
 * account: the types of the service's messages, which account.c makes into its table of operations.
 *
 * Private to mapping/account*.c.
 */
#ifndef MAPPING_ACCOUNT_H
#define MAPPING_ACCOUNT_H

#include "mapping/common.h"

extern const struct map_name map_account_state_names[];
extern const struct map_name map_account_channel_names[];

/* account_identity.c */
extern const struct map_type map_account_register_type;
extern const struct map_type map_account_registered_type;
extern const struct map_type map_account_bind_type;
extern const struct map_type map_account_binding_type;
extern const struct map_type map_account_confirm_binding_type;
extern const struct map_type map_account_bound_type;
extern const struct map_type map_account_certificate_type;
extern const struct map_type map_account_certified_type;

/* account_profile.c */
extern const struct map_type map_account_get_contacts_type;
extern const struct map_type map_account_contacts_reply_type;
extern const struct map_type map_account_change_contacts_type;
extern const struct map_type map_account_changed_contacts_type;
extern const struct map_type map_account_confirm_contacts_type;
extern const struct map_type map_account_confirmed_contacts_type;
extern const struct map_type map_account_update_type;
extern const struct map_type map_account_updated_type;

/* account_choices.c */
extern const struct map_type map_account_get_settings_type;
extern const struct map_type map_account_settings_type;
extern const struct map_type map_account_set_settings_type;
extern const struct map_type map_account_settings_set_type;
extern const struct map_type map_account_test_type;
extern const struct map_type map_account_tested_type;
extern const struct map_type map_account_get_consents_type;
extern const struct map_type map_account_consents_type;
extern const struct map_type map_account_set_consents_type;
extern const struct map_type map_account_consents_set_type;

/* account_records.c */
extern const struct map_type map_account_log_request_type;
extern const struct map_type map_account_log_type;
extern const struct map_type map_account_store_type;
extern const struct map_type map_account_stored_type;
extern const struct map_type map_account_list_stored_type;
extern const struct map_type map_account_stored_list_type;
extern const struct map_type map_account_delete_stored_type;
extern const struct map_type map_account_deleted_stored_type;

#endif
