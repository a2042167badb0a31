/*
 * Why a digest or a signature value may fail to hold, once: hypotheses in the order in which they
 * are tried.  Included several times, so it has no include guard.  The name is stable in JSON.
 *
 *  DIGEST_CAUSE( function, name, text in English, text in Russian )
 *  VALUE_CAUSE( function, name, text in English, text in Russian )
 *
 * A function that proves its cause may add a detail, which follows the text.
 */
/* clang-format off */
DIGEST_CAUSE(duplicate,   "duplicate-id",       "another element with the same identifier is the one that was signed",
                                                "подписан был другой элемент с тем же идентификатором")
DIGEST_CAUSE(stripped,    "pretty-printed",     "the message was pretty-printed after signing: it holds without the white space between elements",
                                                "сообщение отформатировали после подписания: без пробелов между элементами хеш сходится")
DIGEST_CAUSE(trimmed,     "text-indented",      "white space was put around texts after signing: it holds without",
                                                "после подписания вокруг текстов добавили пробелы: без них хеш сходится")
DIGEST_CAUSE(other_hash,  "digest-algorithm",   "the digest was made with another algorithm than stated",
                                                "хеш вычислен не тем алгоритмом, который указан")
DIGEST_CAUSE(other_c14n,  "canonicalization",   "the element was canonicalized in another way than stated",
                                                "элемент канонизирован не тем способом, который указан")
DIGEST_CAUSE(without_smev, "smev-not-applied",  "the SMEV transform is stated but was not carried out",
                                                "преобразование СМЭВ указано, но не выполнено")
DIGEST_CAUSE(with_smev,   "smev-not-stated",    "the SMEV transform was carried out but is not stated",
                                                "преобразование СМЭВ выполнено, но не указано")
DIGEST_CAUSE(no_prefixes, "prefix-list",        "the PrefixList of InclusiveNamespaces was not heeded",
                                                "не учтён PrefixList из InclusiveNamespaces")
DIGEST_CAUSE(detached,    "namespaces-moved",   "namespace declarations were moved: it holds for the element by itself, without what surrounds it",
                                                "объявления пространств имён перемещены: хеш сходится для элемента отдельно от окружения")
DIGEST_CAUSE(prefixes,    "prefix-changed",     "the namespace prefix of SOAP was changed after signing",
                                                "после подписания изменён префикс пространства имён SOAP")
DIGEST_CAUSE(with_comments, "comments-added",   "comments were signed, though the canonical form drops them",
                                                "комментарии были подписаны, хотя каноническая форма их отбрасывает")
DIGEST_CAUSE(lost_cr,     "line-ends-lost",     "line ends were CR LF when it was signed, and are LF now",
                                                "при подписании строки кончались CR LF, а теперь LF")
DIGEST_CAUSE(added_cr,    "line-ends-added",    "line ends were LF when it was signed, and are CR LF now",
                                                "при подписании строки кончались LF, а теперь CR LF")
DIGEST_CAUSE(raw_crlf,    "line-ends-raw",      "the digest was made of CR LF line ends as they stood in the file, not of the canonical form",
                                                "хеш вычислен по строкам с CR LF из файла, а не по канонической форме")
DIGEST_CAUSE(bom,         "byte-order-mark",    "the digest includes a byte order mark before the element",
                                                "в хеш попала метка порядка байтов (BOM)")
DIGEST_CAUSE(recoded,     "encoding",           "the text was taken for another encoding and converted after signing",
                                                "после подписания текст приняли за другую кодировку и перекодировали")
DIGEST_CAUSE(other_octets, "encoding-signed",   "the digest was made of the text in another encoding than UTF-8",
                                                "хеш вычислен по тексту не в UTF-8, а в другой кодировке")

VALUE_CAUSE(info_stripped, "signed-info-pretty-printed", "SignedInfo was pretty-printed after signing: it holds without the white space between elements",
                                                "SignedInfo отформатировали после подписания: без пробелов между элементами подпись сходится")
VALUE_CAUSE(info_c14n,    "signed-info-canonicalization", "SignedInfo was canonicalized in another way than stated",
                                                "SignedInfo канонизирован не тем способом, который указан")
VALUE_CAUSE(info_detached, "signed-info-namespaces", "namespace declarations around SignedInfo were moved: it holds by itself, without what surrounds it",
                                                "объявления пространств имён вокруг SignedInfo перемещены: отдельно от окружения подпись сходится")
VALUE_CAUSE(other_key,    "other-certificate",  "it was signed by the key of another certificate that is in the message",
                                                "подписано ключом другого сертификата из этого сообщения")
VALUE_CAUSE(other_method, "signature-algorithm", "it was signed with another algorithm than stated",
                                                "подписано не тем алгоритмом, который указан")
VALUE_CAUSE(halves,       "halves-swapped",     "the halves of the signature value, r and s, are in the other order",
                                                "половины значения подписи, r и s, стоят в обратном порядке")
VALUE_CAUSE(reversed,     "octets-reversed",    "the octets of the signature value are in the reverse order",
                                                "байты значения подписи идут в обратном порядке")
VALUE_CAUSE(halves_reversed, "halves-reversed", "the octets of each half of the signature value are in the reverse order",
                                                "байты каждой половины значения подписи идут в обратном порядке")
VALUE_CAUSE(der,          "der",                "the signature value is DER-encoded; XML Signature has r and s as they are",
                                                "значение подписи закодировано в DER; в XML Signature r и s записываются без него")
VALUE_CAUSE(info_cr,      "signed-info-line-ends", "line ends in SignedInfo were changed after signing",
                                                "после подписания изменены концы строк в SignedInfo")
/* clang-format on */
