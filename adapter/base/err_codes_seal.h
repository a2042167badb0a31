/* The rows of err_codes.h that are about signed messages; included there. */
/* clang-format off */

/* The signature of what a peer sent. */
#define SIGNATURE_HINTS \
    "Report the exchange identifier to the operator.", \
    "Сообщите оператору идентификатор обмена."
ERR(XML,                PEER,   502,
    "The message is not well-formed XML.",
    "Сообщение не является правильным XML.",
    SIGNATURE_HINTS)
ERR(XML_FORBIDDEN,      PEER,   502,
    "The message has a construct that is refused unread: DTD, processing instruction or comment.",
    "Сообщение содержит недопустимую конструкцию: DTD, инструкцию обработки или комментарий.",
    SIGNATURE_HINTS)
ERR(XML_LIMIT,          PEER,   502,
    "The message exceeds a limit of size, depth or number.",
    "Сообщение превышает предел размера, вложенности или количества.",
    SIGNATURE_HINTS)
ERR(XML_ENCODING,       PEER,   502,
    "The message is not in UTF-8.",
    "Сообщение не в кодировке UTF-8.",
    SIGNATURE_HINTS)
ERR(XML_CANONICAL,      PEER,   502,
    "A part of the message has no canonical form.",
    "Часть сообщения не имеет канонической формы.",
    SIGNATURE_HINTS)
ERR(SIG_STRUCTURE,      PEER,   502,
    "The signed message does not have the required structure.",
    "Подписанное сообщение не имеет требуемой структуры.",
    SIGNATURE_HINTS)
ERR(SIG_MISSING,        PEER,   502,
    "The message is not signed.",
    "Сообщение не подписано.",
    SIGNATURE_HINTS)
ERR(SIG_DUPLICATE_ID,   PEER,   502,
    "Two elements of the message carry the same identifier.",
    "Два элемента сообщения имеют одинаковый идентификатор.",
    SIGNATURE_HINTS)
ERR(SIG_ALGORITHM,      PEER,   502,
    "The signature uses an algorithm that is not permitted.",
    "Подпись использует недопустимый алгоритм.",
    SIGNATURE_HINTS)
ERR(SIG_REFERENCE,      PEER,   502,
    "A signature reference does not point at a required part by its position.",
    "Ссылка в подписи не указывает на обязательную часть в её месте.",
    SIGNATURE_HINTS)
ERR(SIG_COVERAGE,       PEER,   502,
    "A required part of the message is not covered by the signature.",
    "Обязательная часть сообщения не охвачена подписью.",
    SIGNATURE_HINTS)
ERR(SIG_CERTIFICATE,    PEER,   502,
    "The signer's certificate cannot be read or may not sign.",
    "Сертификат подписавшего не читается или не предназначен для подписи.",
    SIGNATURE_HINTS)
ERR(SIG_UNTRUSTED,      PEER,   502,
    "The signer's certificate does not chain to the trusted authority or is out of date.",
    "Сертификат подписавшего не является доверенным или его срок действия истёк.",
    SIGNATURE_HINTS)
ERR(SIG_REVOKED,        PEER,   502,
    "The signer's certificate, or one that it chains over, has been revoked.",
    "Сертификат подписавшего или один из вышестоящих отозван.",
    SIGNATURE_HINTS)
ERR(SIG_CRL,            PEER,   502,
    "Whether the signer's certificate has been revoked cannot be told: a list is missing or stale.",
    "Нельзя установить, не отозван ли сертификат подписавшего: список отзыва отсутствует или устарел.",
    SIGNATURE_HINTS)
ERR(SIG_SIGNER,         PEER,   502,
    "The message is signed by someone other than the expected counterparty.",
    "Сообщение подписано не тем, от кого ожидалось.",
    SIGNATURE_HINTS)
ERR(SIG_DIGEST,         PEER,   502,
    "A signed part was changed after signing.",
    "Подписанная часть изменена после подписания.",
    SIGNATURE_HINTS)
ERR(SIG_VALUE,          PEER,   502,
    "The signature value does not match.",
    "Значение подписи не соответствует.",
    SIGNATURE_HINTS)
ERR(SIG_STALE,          PEER,   502,
    "The message's timestamp is outside the permitted window.",
    "Метка времени сообщения вне допустимого окна.",
    SIGNATURE_HINTS)
ERR(SIG_REPLAY,         PEER,   502,
    "The message was already received.",
    "Сообщение уже было получено.",
    SIGNATURE_HINTS)
ERR(SIG_RELATES,        PEER,   502,
    "The answer does not relate to the message that was sent, or has another action.",
    "Ответ не относится к отправленному сообщению или имеет другое действие.",
    SIGNATURE_HINTS)
#undef SIGNATURE_HINTS
/* clang-format on */
