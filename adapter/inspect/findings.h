/*
 * What may be found, once.  Included several times with F() defined differently, so it has no
 * include guard.  The check is the stable name in JSON; a detail may follow the text.
 *
 *  F( name, check, result, text in English, text in Russian )
 */
/* clang-format off */

/* The message. */
F(NOT_READABLE,     "readable",   UNREADABLE, "the message cannot be read",
                                              "сообщение не читается")
F(READABLE,         "readable",   HOLDS, "well-formed XML in UTF-8 without a document type declaration, within the limits",
                                         "правильный XML в UTF-8 без DTD, в пределах ограничений")
F(MIME_ROOT,        "mime",       NOTES, "not XML but a MIME message; its root part is inspected",
                                         "не XML, а сообщение MIME; рассматривается его корневая часть")
F(MIME_ATTACHED,    "mime",       WARNS, "the other parts of the MIME message are not inspected",
                                         "остальные части сообщения MIME не рассматриваются")
F(MIME_COMPLEX,     "mime",       UNREADABLE, "not XML but a MIME message: give its root part",
                                         "не XML, а сообщение MIME: передайте его корневую часть")
F(BOM,              "encoding",   NOTES, "a byte order mark precedes the message",
                                         "перед сообщением стоит метка порядка байтов (BOM)")
F(IDS_UNIQUE,       "identifiers", HOLDS, "no two elements carry the same identifier",
                                         "одинаковых идентификаторов нет")
F(IDS_DUPLICATE,    "identifiers", FAILS, "two elements carry the same identifier, so a reference may mean either",
                                         "два элемента имеют одинаковый идентификатор: ссылка может означать любой из них")
F(COMMENTS,         "comments",   WARNS, "comments are in the message; they are not signed and can split a text in two",
                                         "в сообщении есть комментарии; они не подписываются и могут разделить текст")
F(INSTRUCTIONS,     "instructions", WARNS, "processing instructions are in the message, which SOAP forbids",
                                         "в сообщении есть инструкции обработки, запрещённые в SOAP")
F(ENVELOPE_WRONG,   "soap",       FAILS, "the Envelope is not a Header and a Body, in this order, and nothing else",
                                         "Envelope состоит не из Header и Body в этом порядке")
F(BODIES,           "soap",       WARNS, "an Envelope or a Body stands where SOAP has none: signs of wrapping",
                                         "Envelope или Body стоит не на своём месте: признак подмены (wrapping)")
F(SECURITIES,       "soap",       WARNS, "several Security headers are in the message; each is for another actor, or it is wrong",
                                         "в сообщении несколько заголовков Security: либо для разных получателей, либо это ошибка")
F(ATTACHMENTS,      "attachments", WARNS, "parts outside the document are referred to (xop:Include); whether they are signed is unknown",
                                         "есть ссылки на части вне документа (xop:Include); подписаны ли они, неизвестно")
F(UNSIGNED,         "signed",     FAILS, "there is no signature in the message",
                                         "в сообщении нет подписи")
F(TOO_MANY,         "signed",     FAILS, "more signatures than are looked at",
                                         "подписей больше, чем рассматривается")

/* The shape of one signature. */
F(SHAPE,            "structure",  HOLDS, "SignedInfo, SignatureValue, KeyInfo in their places",
                                         "SignedInfo, SignatureValue, KeyInfo на своих местах")
F(SHAPE_WRONG,      "structure",  FAILS, "the signature has not the required structure",
                                         "структура подписи нарушена")
F(OBJECT,           "structure",  WARNS, "ds:Object is in the signature and is not signed by itself",
                                         "в подписи есть ds:Object, сам по себе он не подписан")
F(NO_REFERENCES,    "structure",  FAILS, "the signature refers to nothing, so it signs nothing",
                                         "подпись ни на что не ссылается и ничего не подписывает")
F(MANY_REFERENCES,  "structure",  FAILS, "more references than are looked at",
                                         "ссылок больше, чем рассматривается")
F(PLACE_ODD,        "place",      WARNS, "the signature does not stand where this kind of message has it",
                                         "подпись стоит не там, где она бывает в сообщениях этого вида")
F(PLACE_WRONG,      "place",      FAILS, "the signature does not stand in the Body of the message: signs of wrapping",
                                         "подпись стоит не в Body сообщения: признак подмены (wrapping)")
F(C14N_KNOWN,       "canonicalization", NOTES, "SignedInfo is canonicalized by",
                                         "SignedInfo приводится к каноническому виду способом")
F(C14N_UNKNOWN,     "canonicalization", FAILS, "the canonicalization of SignedInfo is not known",
                                         "способ канонизации SignedInfo неизвестен")
F(METHOD_TRUSTED,   "algorithm",  HOLDS, "the signature algorithm is one that mostik trusts",
                                         "mostik доверяет этому алгоритму подписи")
F(METHOD_UNTRUSTED, "algorithm",  WARNS, "the signature algorithm is out of date or not in use: mostik does not trust it",
                                         "алгоритм подписи устарел или не используется: mostik ему не доверяет")
F(METHOD_UNKNOWN,   "algorithm",  FAILS, "the signature algorithm is not known",
                                         "алгоритм подписи неизвестен")

/* One reference. */
F(COVERS,           "target",     NOTES, "covers", "охватывает")
F(TARGET_NONE,      "target",     FAILS, "no element carries the identifier referred to",
                                         "нет элемента с указанным идентификатором")
F(TARGET_MANY,      "target",     FAILS, "several elements carry the identifier referred to; the first is taken",
                                         "указанный идентификатор имеют несколько элементов; берётся первый")
F(TARGET_OUTSIDE,   "target",     FAILS, "refers outside the document; that is not followed, so it is unknown",
                                         "ссылается за пределы документа; там не проверяется, поэтому неизвестно")
F(TARGET_POINTER,   "target",     FAILS, "an XPointer other than to an identifier is not followed",
                                         "XPointer, кроме указания идентификатора, не поддерживается")
F(TARGET_MISPLACED, "target",     FAILS, "the element stands where SOAP does not look for it: signs of wrapping",
                                         "элемент стоит там, где SOAP его не ищет: признак подмены (wrapping)")
F(TRANSFORM_UNKNOWN, "transforms", FAILS, "a transform that is not known",
                                         "неизвестное преобразование")
F(TRANSFORM_FAILED, "transforms", FAILS, "the transforms cannot be carried out",
                                         "преобразования не выполняются")
F(DIGEST_UNKNOWN,   "digest",     FAILS, "the digest algorithm is not known",
                                         "алгоритм хеширования неизвестен")
F(DIGEST_MISSING,   "digest",     FAILS, "this machine has no such digest (no GOST engine?)",
                                         "на этой машине нет такого алгоритма хеширования (нет модуля ГОСТ?)")
F(DIGEST_UNTRUSTED, "digest-algorithm", WARNS, "mostik does not trust this digest algorithm",
                                         "mostik не доверяет этому алгоритму хеширования")
F(DIGEST_ODD,       "digest",     FAILS, "DigestValue is not base64 text and nothing else",
                                         "DigestValue содержит не только текст base64")
F(DIGEST_HOLDS,     "digest",     HOLDS, "the digest holds", "хеш сходится")
F(DIGEST_FAILS,     "digest",     FAILS, "the digest does not hold", "хеш не сходится")

/* The signature value. */
F(VALUE_HOLDS,      "value",      HOLDS, "the signature value holds with the certificate of the message",
                                         "значение подписи сходится с сертификатом из сообщения")
F(VALUE_FAILS,      "value",      FAILS, "the signature value does not hold with the certificate of the message",
                                         "значение подписи не сходится с сертификатом из сообщения")
F(VALUE_ODD,        "value",      FAILS, "SignatureValue is not base64 text and nothing else",
                                         "SignatureValue содержит не только текст base64")
F(VALUE_UNASKED,    "value",      FAILS, "the signature value cannot be checked",
                                         "значение подписи проверить нельзя")
F(KEY_VALUE,        "key",        FAILS, "only a bare key is given (KeyValue): it proves nothing about who signed",
                                         "дан только сам ключ (KeyValue): он ничего не говорит о том, кто подписал")
F(KEY_ABSENT,       "key",        FAILS, "no certificate is in the message, or none can be found by its KeyInfo",
                                         "в сообщении нет сертификата или по KeyInfo его не найти")
F(KEY_GUESSED,      "key",        WARNS, "KeyInfo has no certificate; the only one in the message is taken",
                                         "в KeyInfo нет сертификата; берётся единственный из сообщения")
F(KEY_UNREADABLE,   "key",        FAILS, "the certificate cannot be read",
                                         "сертификат не читается")
F(KEY_NO_ENGINE,    "key",        FAILS, "the key of the certificate is of no use on this machine (no GOST engine?)",
                                         "ключ сертификата на этой машине непригоден (нет модуля ГОСТ?)")

/* Coverage. */
F(COVERED,          "coverage",   HOLDS, "all that should be signed is signed",
                                         "подписано всё, что должно быть подписано")
F(COVERS_RIGHT,     "coverage",   HOLDS, "the signature refers to the element that it is meant for",
                                         "подпись ссылается на тот элемент, для которого предназначена")
F(UNCOVERED,        "coverage",   FAILS, "a part that should be signed is not",
                                         "часть, которая должна быть подписана, не подписана")
F(UNCOVERED_LESS,   "coverage",   WARNS, "not covered by the signature, so it may have been changed",
                                         "не охвачено подписью, поэтому могло быть изменено")
F(COVERS_OTHER,     "coverage",   FAILS, "the signature does not cover the element beside it that it is meant for",
                                         "подпись не охватывает соседний элемент, для которого предназначена")
F(ID_UNUSUAL,       "coverage",   NOTES, "the identifier is not the customary one",
                                         "идентификатор отличается от принятого")

/* The certificate. */
F(VALID_SIGNING,    "validity",   HOLDS, "the certificate was valid when the message was signed",
                                         "сертификат действовал, когда сообщение было подписано")
F(INVALID_SIGNING,  "validity",   FAILS, "the certificate was not valid when the message was signed",
                                         "сертификат не действовал, когда сообщение было подписано")
F(VALID_UNKNOWN,    "validity",   NOTES, "when it was signed is not stated in what is signed (--at TIME says so)",
                                         "время подписания в подписанной части не указано (его задаёт --at TIME)")
F(VALID_NOW,        "validity-now", NOTES, "the certificate is valid now", "сейчас сертификат действует")
F(EXPIRED_NOW,      "validity-now", WARNS, "the certificate is not valid now", "сейчас сертификат не действует")
F(USAGE,            "usage",      HOLDS, "the certificate may sign", "сертификат предназначен для подписи")
F(USAGE_WRONG,      "usage",      WARNS, "mostik would not take a signature by this certificate",
                                         "mostik не примет подпись с этим сертификатом")
F(CHAIN,            "chain",      HOLDS, "the certificate chains to an authority of --ca",
                                         "цепочка сертификата ведёт к центру из --ca")
F(CHAIN_BROKEN,     "chain",      FAILS, "the certificate does not chain to an authority of --ca",
                                         "цепочка сертификата не ведёт к центру из --ca")
F(CHAIN_UNASKED,    "chain",      UNASKED, "whether a known authority issued the certificate (--ca FILE asks)",
                                         "выдан ли сертификат известным центром (проверяет --ca FILE)")
F(REVOKED,          "revocation", FAILS, "the certificate is revoked", "сертификат отозван")
F(NOT_REVOKED,      "revocation", HOLDS, "no certificate of the chain is on its list",
                                         "сертификатов цепочки в списках отозванных нет")
F(CRL_OTHER,        "revocation", FAILS, "the lists cannot say whether the certificate is revoked",
                                         "по спискам нельзя сказать, отозван ли сертификат")
F(CRL_UNASKED,      "revocation", UNASKED, "whether the certificate is revoked (--crl FILE asks)",
                                         "не отозван ли сертификат (проверяет --crl FILE)")

/* The window of the message. */
F(WINDOW,           "timestamp",  NOTES, "the Timestamp's window is open now",
                                         "срок, указанный в Timestamp, не истёк")
F(WINDOW_OVER,      "timestamp",  NOTES, "the Timestamp's window is over", "срок, указанный в Timestamp, истёк")
F(WINDOW_FUTURE,    "timestamp",  WARNS, "the Timestamp lies in the future", "Timestamp указывает на будущее время")
F(WINDOW_ODD,       "timestamp",  WARNS, "the Timestamp cannot be read or ends before it begins",
                                         "Timestamp не читается или кончается раньше, чем начинается")
/* clang-format on */
