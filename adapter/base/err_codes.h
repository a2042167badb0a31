/*
 * Every way an exchange can fail, once.  Included several times with ERR()
 * defined differently, so it has no include guard.  A name, once released, is
 * never reused for another meaning: callers and auditors key on it.
 *
 *  ERR( name, who, http,
 *       sentence in English, sentence in Russian,
 *       what to do in English, what to do in Russian )
 */
/* clang-format off */

/* Ourselves. */
ERR(NOMEM,              SELF,   503,
    "Not enough memory to handle the request.",
    "Недостаточно памяти для обработки запроса.",
    "Repeat the request later.",
    "Повторите запрос позже.")
ERR(BUG,                SELF,   500,
    "The adapter is in a state that should not occur.",
    "Адаптер оказался в состоянии, которого не должно быть.",
    "Report the exchange identifier to the operator.",
    "Сообщите оператору идентификатор обмена.")
ERR(CONFIG,             SELF,   500,
    "A setting is missing or wrong.",
    "Настройка отсутствует или неверна.",
    "Mend the setting and run 'mostik config check'.",
    "Исправьте настройку и выполните «mostik config check».")
ERR(BUSY,               SELF,   503,
    "The adapter has as many exchanges as it can hold.",
    "Адаптер обрабатывает предельное число обменов.",
    "Repeat the request after the time in Retry-After.",
    "Повторите запрос через время, указанное в Retry-After.")
ERR(STOPPING,           SELF,   503,
    "The adapter is stopping.",
    "Адаптер останавливается.",
    "Repeat the request after the time in Retry-After.",
    "Повторите запрос через время, указанное в Retry-After.")
ERR(DEADLINE,           SELF,   503,
    "The request could not be started before its deadline; nothing was sent.",
    "Запрос не удалось начать в отведённое время; ничего не отправлено.",
    "Repeat the request later.",
    "Повторите запрос позже.")
ERR(JOURNAL_WRITE,      SELF,   503,
    "The exchange could not be recorded, so it was not carried out.",
    "Обмен не удалось записать в журнал, поэтому он не выполнен.",
    "Repeat the request later; the operator has been told.",
    "Повторите запрос позже; оператор уведомлён.")
ERR(ANSWER_UNRECORDED,  SELF,   503,
    "The Fund was asked, but its answer could not be recorded; whether it acted is known to it alone.",
    "Запрос передан в Фонд, но его ответ не удалось записать; выполнен ли запрос, знает только Фонд.",
    "Repeat the request with the same Idempotency-Key.",
    "Повторите запрос с тем же Idempotency-Key.")
ERR(JOURNAL_BROKEN,     SELF,   500,
    "The journal does not verify.",
    "Журнал не проходит проверку.",
    "Keep the file as it is and run 'mostik journal verify'.",
    "Сохраните файл как есть и выполните «mostik journal verify».")
ERR(KEY_UNUSABLE,       SELF,   500,
    "A key or certificate cannot be used.",
    "Ключ или сертификат непригоден.",
    "Check the file, its permissions and its validity.",
    "Проверьте файл, права доступа к нему и срок действия.")
ERR(SIGN,               SELF,   500,
    "The envelope could not be signed; nothing was sent.",
    "Конверт не удалось подписать; ничего не отправлено.",
    "Report the exchange identifier to the operator.",
    "Сообщите оператору идентификатор обмена.")
ERR(CRYPTO,             SELF,   500,
    "The cryptographic library failed.",
    "Отказ криптографической библиотеки.",
    "Look into the log for the exchange identifier.",
    "Найдите идентификатор обмена в журнале службы.")
ERR(BUILD,              SELF,   500,
    "The envelope could not be built from the request; nothing was sent.",
    "Конверт не удалось составить по запросу; ничего не отправлено.",
    "Report the exchange identifier to the operator.",
    "Сообщите оператору идентификатор обмена.")
ERR(SPOOL,              SELF,   503,
    "A file could not be kept while it is worked on: there is no room on the disk, or no access to it.",
    "Файл не удалось сохранить на время обработки: нет места на диске или доступа к нему.",
    "Repeat the request later.",
    "Повторите запрос позже.")

/* The portal: who is calling. */
ERR(CLIENT_CERTIFICATE, CALLER, 403,
    "The client certificate is missing or not on the allow-list.",
    "Клиентский сертификат не предъявлен или не входит в список разрешённых.",
    "Connect with the certificate registered for this system.",
    "Подключитесь с сертификатом, зарегистрированным для этой системы.")
ERR(TOKEN_MISSING,      CALLER, 401,
    "The citizen's access token is missing.",
    "Нет маркера доступа гражданина.",
    "Send Authorization: Bearer with a token of the identity provider.",
    "Передайте Authorization: Bearer с маркером доступа ЕСИА.")
ERR(TOKEN_INVALID,      CALLER, 401,
    "The access token cannot be accepted.",
    "Маркер доступа не может быть принят.",
    "Get a new token from the identity provider.",
    "Получите новый маркер доступа в ЕСИА.")
ERR(TOKEN_EXPIRED,      CALLER, 401,
    "The access token has expired or is not valid yet.",
    "Срок действия маркера доступа истёк или ещё не наступил.",
    "Get a new token from the identity provider.",
    "Получите новый маркер доступа в ЕСИА.")
ERR(TOKEN_KEYS,         SELF,   503,
    "The identity provider's keys are not at hand, so the access token cannot be checked.",
    "Нет ключей поставщика идентификации, поэтому маркер доступа нельзя проверить.",
    "Repeat the request after the time in Retry-After.",
    "Повторите запрос через время, указанное в Retry-After.")
ERR(TOKEN_SCOPE,        CALLER, 403,
    "The access token does not permit this operation.",
    "Маркер доступа не разрешает эту операцию.",
    "Ask the citizen for the scope that the operation names.",
    "Запросите у гражданина область доступа, указанную для операции.")
ERR(TOKEN_BINDING,      CALLER, 401,
    "The access token is bound to another certificate, or to none where one is required.",
    "Маркер доступа привязан к другому сертификату или не привязан, хотя это требуется.",
    "Connect with the certificate that the token was issued to.",
    "Подключитесь с сертификатом, которому выдан маркер.")
ERR(TOKEN_CLAIM,        CALLER, 403,
    "The access token lacks a claim about the citizen, or it is wrong.",
    "В маркере доступа нет сведений о гражданине или они неверны.",
    "The citizen's account must be confirmed and hold this datum.",
    "Учётная запись гражданина должна быть подтверждена и содержать эти сведения.")
ERR(TOKEN_HOLDER,       CALLER, 403,
    "The access token is a citizen's where a system's own is required, or a system's where a citizen's is.",
    "Передан маркер доступа гражданина там, где нужен маркер системы, или наоборот.",
    "Use the kind of token that the operation names.",
    "Используйте маркер того вида, который указан для операции.")
ERR(REPRESENTATIVE,     CALLER, 403,
    "This operation cannot be asked for by a representative.",
    "Эта операция недоступна представителю гражданина.",
    "The citizen has to ask in person, with a token without a representative.",
    "Запрос должен выполнить сам гражданин, с маркером без представителя.")
ERR(RATE,               CALLER, 429,
    "The calling system asks more often than permitted.",
    "Вызывающая система обращается чаще, чем разрешено.",
    "Repeat the request after the time in Retry-After.",
    "Повторите запрос через время, указанное в Retry-After.")

/* The portal: what it asks for. */
ERR(NOT_FOUND,          CALLER, 404,
    "There is no such resource.",
    "Такого ресурса нет.",
    "See /openapi.json for the paths.",
    "Список путей — в /openapi.json.")
ERR(METHOD,             CALLER, 405,
    "The method is not permitted for this resource.",
    "Метод не поддерживается для этого ресурса.",
    "Use a method from the Allow header.",
    "Используйте метод из заголовка Allow.")
ERR(NOT_ACCEPTABLE,     CALLER, 406,
    "None of the accepted media types can be produced.",
    "Ни один из запрошенных форматов не поддерживается.",
    "Accept application/json.",
    "Укажите в Accept application/json.")
ERR(TOO_LARGE,          CALLER, 413,
    "The request is larger than permitted.",
    "Запрос больше допустимого размера.",
    "Send less at once.",
    "Уменьшите размер запроса.")
ERR(MEDIA_TYPE,         CALLER, 415,
    "The media type of the body is not supported.",
    "Формат тела запроса не поддерживается.",
    "Send application/json in UTF-8.",
    "Передайте application/json в кодировке UTF-8.")
ERR(MULTIPART,          CALLER, 400,
    "The multipart body cannot be taken apart beyond doubt.",
    "Составное тело запроса не разбирается однозначно.",
    "Send multipart/form-data as RFC 7578 has it, and mend what the detail names.",
    "Передайте multipart/form-data по RFC 7578 и исправьте указанное.")
ERR(JSON,               CALLER, 400,
    "The body is not well-formed JSON.",
    "Тело запроса не является правильным JSON.",
    "Mend the JSON at the position named.",
    "Исправьте JSON в указанной позиции.")
ERR(HEADER,             CALLER, 400,
    "A header is missing or malformed.",
    "Заголовок отсутствует или неверен.",
    "Send the header that the pointer names.",
    "Передайте заголовок, на который указывает pointer.")
ERR(INVALID,            CALLER, 422,
    "The request has fields that cannot be accepted.",
    "В запросе есть поля, которые не могут быть приняты.",
    "Mend every field in the list and send the request again.",
    "Исправьте все поля из списка и повторите запрос.")
ERR(MAP_MISSING,        CALLER, 422,
    "A required field is missing.",
    "Обязательное поле не заполнено.",
    "Fill in the field.",
    "Заполните поле.")
ERR(MAP_UNKNOWN,        CALLER, 422,
    "The field is not in the contract.",
    "Поля нет в контракте.",
    "Remove the field or mend its name.",
    "Удалите поле или исправьте его имя.")
ERR(MAP_TYPE,           CALLER, 422,
    "The field has the wrong JSON type.",
    "Поле имеет неверный тип JSON.",
    "Send the type that the contract names.",
    "Передайте тип, указанный в контракте.")
ERR(MAP_RANGE,          CALLER, 422,
    "The value is outside the permitted range.",
    "Значение вне допустимых пределов.",
    "Send a value within the limits.",
    "Передайте значение в допустимых пределах.")
ERR(MAP_LENGTH,         CALLER, 422,
    "The value is too short or too long.",
    "Значение слишком короткое или слишком длинное.",
    "Send a value of permitted length.",
    "Передайте значение допустимой длины.")
ERR(MAP_FORMAT,         CALLER, 422,
    "The value does not have the required form.",
    "Значение не соответствует требуемому формату.",
    "Send the value in the form that the detail names.",
    "Передайте значение в указанном формате.")
ERR(MAP_CHECK_DIGIT,    CALLER, 422,
    "The check digits of the number do not match.",
    "Контрольные цифры номера не сходятся.",
    "Check the number for a typing error.",
    "Проверьте, нет ли в номере опечатки.")
ERR(MAP_CHOICE,         CALLER, 422,
    "The value is not one of those permitted.",
    "Значение не входит в список допустимых.",
    "Choose a value from the list in the contract.",
    "Выберите значение из списка в контракте.")
ERR(FILE_FORMAT,        CALLER, 422,
    "The file has a format that is not accepted; the content decides, not the name.",
    "Формат файла не принимается; он определяется по содержимому, а не по имени.",
    "Send a PDF, JPEG or PNG file, or its detached signature (CMS in DER).",
    "Передайте файл в формате PDF, JPEG или PNG либо открепленную подпись к нему (CMS, DER).")
ERR(FILE_TOO_LARGE,     CALLER, 413,
    "The file is larger than permitted.",
    "Файл больше допустимого размера.",
    "Send a smaller file: scan it in a lower resolution, or cut it into several.",
    "Передайте файл меньшего размера: отсканируйте с меньшим разрешением или разделите на части.")
ERR(FILE_UNREADABLE,    CALLER, 422,
    "The file cannot be read: it is damaged or not complete.",
    "Файл не читается: он повреждён или передан не полностью.",
    "Open the file to see whether it is whole, scan it again if not, and send it anew.",
    "Проверьте, открывается ли файл, при необходимости отсканируйте заново и передайте ещё раз.")
ERR(RANGE,              CALLER, 416,
    "The range of octets that was asked for lies outside the file.",
    "Запрошенный диапазон лежит за пределами файла.",
    "Ask for octets within the length in Content-Range.",
    "Запросите байты в пределах длины из Content-Range.")
ERR(KEY_REUSED,         CALLER, 422,
    "The Idempotency-Key was already used for another request.",
    "Этот Idempotency-Key уже использован для другого запроса.",
    "Use a new key for a new request.",
    "Для нового запроса используйте новый ключ.")
ERR(KEY_BUSY,           CALLER, 409,
    "A request with this Idempotency-Key is still being carried out.",
    "Запрос с этим Idempotency-Key ещё выполняется.",
    "Repeat the request after the time in Retry-After.",
    "Повторите запрос через время, указанное в Retry-After.")

/* The portal: what its citizens have signed. */
ERR(CMS_FORMAT,         CALLER, 422,
    "The signature of the document does not have the required form.",
    "Подпись документа не имеет требуемого формата.",
    "Send a detached CMS signature (RFC 5652) in DER, of one signer, with signed attributes.",
    "Передайте открепленную подпись CMS (RFC 5652) в DER, одного подписавшего, с подписанными атрибутами.")
ERR(CMS_ALGORITHM,      CALLER, 422,
    "The signature of the document uses an algorithm that is not permitted.",
    "Подпись документа использует недопустимый алгоритм.",
    "Sign with GOST R 34.10-2012, or with RSA or ECDSA and SHA-256.",
    "Подпишите по ГОСТ Р 34.10-2012 либо RSA или ECDSA с SHA-256.")
ERR(CMS_SIGNATURE,      CALLER, 422,
    "The signature of the document was not made with the key of its certificate.",
    "Подпись документа создана не ключом указанного в ней сертификата.",
    "Sign the document again.",
    "Подпишите документ заново.")
ERR(CMS_DIGEST,         CALLER, 422,
    "The document is not the one that was signed.",
    "Документ отличается от подписанного.",
    "Send the document as it was signed, octet for octet.",
    "Передайте документ в том виде, в каком он подписан.")
ERR(CMS_SIGNER,         CALLER, 422,
    "The certificate is not known to be the citizen's.",
    "Не установлено, что сертификат принадлежит гражданину.",
    "Use the citizen's own qualified certificate, which names the SNILS, and send it with the signature.",
    "Используйте квалифицированный сертификат самого гражданина со СНИЛС и приложите его к подписи.")

ERR(CITIZEN_CERTIFICATE, CALLER, 422,
    "The citizen's certificate cannot be read or is not for signing documents.",
    "Сертификат гражданина не читается или не предназначен для подписания документов.",
    "Use a qualified certificate, in DER.",
    "Используйте квалифицированный сертификат в DER.")
ERR(CITIZEN_UNTRUSTED,  CALLER, 422,
    "The citizen's certificate is not by an accredited authority, or is out of date.",
    "Сертификат гражданина выдан не аккредитованным удостоверяющим центром или не действует.",
    "Use a qualified certificate that is valid now.",
    "Используйте действующий квалифицированный сертификат.")
ERR(CITIZEN_REVOKED,    CALLER, 422,
    "The citizen's certificate, or one that it chains over, has been revoked.",
    "Сертификат гражданина или один из вышестоящих отозван.",
    "Get a new certificate and sign again.",
    "Получите новый сертификат и подпишите заново.")
ERR(CITIZEN_CRL,        SELF,   503,
    "Whether the citizen's certificate has been revoked cannot be told: a list is missing or stale.",
    "Нельзя установить, не отозван ли сертификат гражданина: список отзыва отсутствует или устарел.",
    "Repeat the request later; the operator has to bring a new list.",
    "Повторите запрос позже; оператор должен обновить список отзыва.")

/* The Fund: how it answers. */
ERR(FUND_UNREACHABLE,   PEER,   503,
    "No connection to the Fund; nothing was sent.",
    "Нет соединения с Фондом; ничего не отправлено.",
    "Repeat the request later.",
    "Повторите запрос позже.")
ERR(FUND_SILENT,        PEER,   504,
    "The Fund has not answered in time; whether it acted is unknown.",
    "Фонд не ответил вовремя; выполнен ли запрос, неизвестно.",
    "Repeat the request with the same Idempotency-Key.",
    "Повторите запрос с тем же Idempotency-Key.")
ERR(FUND_BROKEN,        PEER,   502,
    "The connection broke before the Fund's answer was complete.",
    "Соединение прервалось до получения полного ответа Фонда.",
    "Repeat the request with the same Idempotency-Key.",
    "Повторите запрос с тем же Idempotency-Key.")
ERR(FUND_HTTP,          PEER,   502,
    "The Fund answered with something other than a SOAP message.",
    "Фонд ответил не сообщением SOAP.",
    "Repeat the request later with the same Idempotency-Key.",
    "Повторите запрос позже с тем же Idempotency-Key.")
ERR(FUND_TOO_LARGE,     PEER,   502,
    "The Fund's answer is larger than permitted.",
    "Ответ Фонда больше допустимого размера.",
    "Ask for less at once.",
    "Запросите меньший объём данных.")
ERR(FUND_FAULT,         PEER,   502,
    "The Fund reports an internal fault.",
    "Фонд сообщает о внутренней ошибке.",
    "Repeat the request later with the same Idempotency-Key.",
    "Повторите запрос позже с тем же Idempotency-Key.")
ERR(FUND_REFUSED,       CALLER, 422,
    "The Fund refuses the request.",
    "Фонд отклоняет запрос.",
    "See the Fund's explanation.",
    "См. пояснение Фонда.")
ERR(FUND_NOT_FOUND,     CALLER, 404,
    "The Fund has no such record for this citizen.",
    "У Фонда нет такой записи для этого гражданина.",
    "Check the number.",
    "Проверьте номер.")
ERR(REPLY_SCHEMA,       PEER,   502,
    "The Fund's answer does not follow the contract.",
    "Ответ Фонда не соответствует контракту.",
    "Report the exchange identifier to the operator.",
    "Сообщите оператору идентификатор обмена.")
ERR(REPLY_SENSE,        PEER,   502,
    "The Fund's answer contradicts itself: totals or counts do not foot.",
    "Ответ Фонда противоречит сам себе: суммы или количества не сходятся.",
    "Report the exchange identifier to the operator.",
    "Сообщите оператору идентификатор обмена.")
ERR(REPLY_OTHER,        PEER,   502,
    "The Fund's answer is about another person or another request.",
    "Ответ Фонда относится к другому лицу или к другому запросу.",
    "Report the exchange identifier to the operator.",
    "Сообщите оператору идентификатор обмена.")
ERR(REPLY_PART,         PEER,   502,
    "A file of the Fund's answer is missing, is not named in it, or is not the one whose digest is signed.",
    "Файл из ответа Фонда отсутствует, не назван в ответе или не соответствует подписанному дайджесту.",
    "Report the exchange identifier to the operator.",
    "Сообщите оператору идентификатор обмена.")

#include "adapter/base/err_codes_seal.h"
/* clang-format on */
