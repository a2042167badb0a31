#include "config.h"

#include <openssl/evp.h>

#include "adapter/files.h"

enum err
files_describe(const struct part_list *parts, json_t **ret_files, struct err_info *e)
{
	json_t *files = json_object();

	for (size_t i = 0; files != NULL && i < part_count(parts); i++) {
		const struct part *part = part_at(parts, i);
		char hex[2 * PART_DIGEST_SIZE + 1];
		unsigned char base64[4 * (PART_DIGEST_SIZE / 3 + 1) + 1];

		EVP_EncodeBlock(base64, part->digest, PART_DIGEST_SIZE);
		id_hex(part->digest, PART_DIGEST_SIZE, hex);
		if (json_object_set_new(files, part->name, json_pack("{s:s, s:s, s:I, s:s, s:s}",
		    "filename", part->filename[0] != '\0' ? part->filename : part->name, "mediaType", part->media_type,
		    "size", (json_int_t)part->size, "digest", (char *)base64, "sha256", hex)) != 0) {
			json_decref(files);
			files = NULL;
		}
	}
	if (files == NULL)
		FAIL(e, ERR_NOMEM, "", "request document");
	*ret_files = files;
	return ERR_OK;
}

enum err
files_check(const struct part_list *parts, struct err_list *found, struct err_info *e)
{
	for (size_t i = 0; i < part_count(parts); i++) {
		const struct part *part = part_at(parts, i);
		struct err_info wrong;

		if (part_check(part, &wrong) == ERR_OK)
			continue;
		if (wrong.code == ERR_FILE_UNREADABLE)
			err_list_add(found, __FILE__, __LINE__, wrong.code, wrong.at, NULL,
			    "it begins as %s and does not end so", "начинается как %s, но не так кончается",
			    part->media_type);
		else
			err_list_add(found, __FILE__, __LINE__, wrong.code, wrong.at, NULL,
			    "its first octets are of no such file", "начало файла не такое");
	}
	if (found->n > 0)
		FAIL(e, ERR_INVALID, "/files", "%zu files cannot be accepted", found->n + found->dropped);
	return ERR_OK;
}
