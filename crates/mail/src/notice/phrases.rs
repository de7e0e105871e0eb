//! Words of list managers and mail programs, in lower case.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Held,
    Rejected,
    Confirmation,
    /// It is to somebody else, or of something else, whatever other signs it has.
    Neither,
}

/// Where the words stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum In {
    Subject,
    Text,
    /// In the local part of who sent it.
    Sender,
    /// In the local part of where answers go.
    ReplyTo,
}

/// Words of list managers, in lower case. Those of `Neither` come first, and those of confirmations before the others:
/// they name the address at which a letter that is held is withdrawn, too.
pub(super) const WORDS: [(Says, In, &str); 111] = [
    // To moderators: Mailman, mlmmj, ezmlm, groups.io.
    (Says::Neither, In::Text, "your authorization is requested"),
    (Says::Neither, In::Text, "you are being asked to moderate"),
    (Says::Neither, In::Subject, "moderate for "),
    (Says::Neither, In::Subject, "approval needed"),
    (Says::Neither, In::Subject, "unsubscri"),
    (Says::Neither, In::Text, "for removal of your email address"),
    (Says::Neither, In::Subject, "confirm your unsub"),
    (Says::Neither, In::Text, "subscription request has been rejected"),
    (Says::Neither, In::ReplyTo, "+moderate-"),
    (Says::Neither, In::ReplyTo, "+confunsub"),
    (Says::Neither, In::ReplyTo, "-uc."),
    (Says::Neither, In::ReplyTo, "-accept-"),
    // Subscriptions: Mailman 2 and 3.
    (Says::Confirmation, In::Subject, "your confirmation is needed to join"),
    (Says::Confirmation, In::Text, "for subscription of your email address"),
    (Says::Confirmation, In::Text, "mailing list subscription confirmation notice"),
    (Says::Confirmation, In::Text, "email address registration confirmation"),
    // mlmmj, ezmlm.
    (Says::Confirmation, In::Subject, "confirm subscription to "),
    (Says::Confirmation, In::Subject, "confirm subscribe to "),
    (Says::Confirmation, In::Text, "to confirm that you would like"),
    (Says::Confirmation, In::Text, "to confirm you want to subscribe"),
    // Sympa, Majordomo.
    (Says::Confirmation, In::Text, "confirm your subscription"),
    (Says::Confirmation, In::Text, "confirm your request to subscribe"),
    (Says::Confirmation, In::Text, "your subscription request to list"),
    (Says::Confirmation, In::Subject, "confirmation for subscribe "),
    // Google Groups, groups.io.
    (Says::Confirmation, In::Sender, "+subconfirm"),
    (Says::Confirmation, In::Sender, "+confirm+"),
    // mlmmj and ezmlm in whichever language.
    (Says::Confirmation, In::ReplyTo, "+confsub"),
    (Says::Confirmation, In::ReplyTo, "-sc."),
    // Sympa, in the languages that it speaks most: of a subscription, and of a letter.
    (Says::Confirmation, In::Subject, " / subscribing to "),
    (Says::Confirmation, In::Text, "you requested that your e-mail address be added to list"),
    (Says::Confirmation, In::Text, "vous avez demandé à être abonné à la liste"),
    (Says::Confirmation, In::Text, "sie haben beantragt, ihre e-mail-adresse zur liste"),
    (Says::Confirmation, In::Text, "has solicitado que añadiéramos tu dirección"),
    (Says::Confirmation, In::Text, "hai richiesto che il tuo indirizzo e-mail sia aggiunto"),
    (Says::Confirmation, In::Text, "へのメール アドレスの追加を申し出ました"),
    (Says::Confirmation, In::Subject, "confirm your message for list "),
    (Says::Confirmation, In::Subject, "confirmez votre message pour la liste "),
    (Says::Confirmation, In::Subject, "ihre nachricht für liste "),
    (Says::Confirmation, In::Subject, "confirma tu mensaje para la lista "),
    (Says::Confirmation, In::Subject, "conferma il tuo messaggio per la lista "),
    (Says::Confirmation, In::Subject, "リスト宛てのメッセージを確認してください"),
    // TMDA.
    (Says::Confirmation, In::Text, "to release your pending message"),
    // Mailman 2 and 3.
    (Says::Held, In::Subject, "awaits moderator approval"),
    (Says::Held, In::Text, "is being held until the list moderator can review it"),
    (Says::Held, In::Text, "/mailman/confirm/"),
    // mlmmj.
    (Says::Held, In::Subject, "awaiting release to "),
    (Says::Held, In::Text, "moderators are being asked to review it before releasing it"),
    (Says::Held, In::Text, "moderators will now decide if it should be released"),
    // Sympa.
    (Says::Held, In::Text, "has been forwarded to the list editor"),
    (Says::Held, In::Text, "has been forwarded to editor"),
    (Says::Held, In::Text, "has been forwarded to the moderator"),
    (Says::Held, In::Text, "has been forwarded to the list owner for approval"),
    // Google Groups, groups.io, ezmlm and others, in the words that they share.
    (Says::Held, In::Subject, "message pending"),
    (Says::Held, In::Subject, "awaiting moderation"),
    (Says::Held, In::Subject, "held for moderation"),
    (Says::Held, In::Text, "is awaiting moderation"),
    (Says::Held, In::Text, "is waiting for moderation"),
    (Says::Held, In::Text, "is pending moderation"),
    (Says::Held, In::Text, "is pending approval"),
    (Says::Held, In::Text, "held for moderation"),
    (Says::Held, In::Text, "must be approved by a moderator"),
    (Says::Held, In::Text, "must be approved by a group moderator"),
    (Says::Held, In::Text, "must be approved before it is posted"),
    (Says::Held, In::Text, "requires moderator approval"),
    (Says::Held, In::Text, "will be reviewed by a moderator"),
    (Says::Held, In::Text, "has been submitted to the moderator"),
    (Says::Held, In::Text, "has been sent to the moderator"),
    // Majordomo, LISTSERV.
    (Says::Held, In::Text, "has been forwarded to the list owner"),
    (Says::Held, In::Text, "is awaiting approval"),
    (Says::Held, In::Text, "waiting for approval by the moderator"),
    // Mailman 2 of before, without an address at which a letter is withdrawn.
    (Says::Held, In::Text, "было отложено для рассмотрения модератором"),
    (Says::Held, In::Text, "已經遭留置"),
    (Says::Held, In::Text, "已经遭留置"),
    // Sympa of before, which said it in no report.
    (Says::Held, In::Text, "a été transmis au(x) modérateur(s)"),
    (Says::Held, In::Text, "wurde an den/die moderator(en) weitergeleitet"),
    (Says::Held, In::Text, "hemos enviado al moderador tu mensaje"),
    (Says::Held, In::Text, "stato inoltrato ai moderatori"),
    (Says::Held, In::Text, "を、モデレータ (たち) に"),
    // Mailman 2 and 3: by a moderator, by a rule.
    (Says::Rejected, In::Text, "has been rejected by the list moderator"),
    (Says::Rejected, In::Text, "mailing-list was rejected for the following reasons"),
    (Says::Rejected, In::Text, "mailing list was rejected for the following reasons"),
    (Says::Rejected, In::Text, "your message has been automatically rejected"),
    (Says::Rejected, In::Text, "your message was rejected"),
    (Says::Rejected, In::Text, "your message has been rejected"),
    // mlmmj, Sympa, ezmlm, LISTSERV, Google Groups, groups.io.
    (Says::Rejected, In::Text, "was unable to be delivered to the list"),
    (Says::Rejected, In::Text, "(attached below) was rejected"),
    (Says::Rejected, In::Text, "has been rejected by the moderator"),
    (Says::Rejected, In::Text, "has been rejected by the list editor"),
    (Says::Rejected, In::Text, "was rejected by the moderator"),
    (Says::Rejected, In::Text, "was not accepted by the moderator"),
    (Says::Rejected, In::Text, "you are not authorized to send mail to the"),
    (Says::Rejected, In::Text, "you are not allowed to send this message"),
    (Says::Rejected, In::Text, "you are not allowed to post to this mailing list"),
    (Says::Rejected, In::Text, "you may not have permission to post messages to the group"),
    (Says::Rejected, In::Text, "was rejected because"),
    // Mailman 2 and Sympa in other languages.
    (Says::Rejected, In::Text, "wurde vom listenmoderator"),
    (Says::Rejected, In::Text, "wurde durch den moderator"),
    (Says::Rejected, In::Text, "a été rejetée par le modérateur"),
    (Says::Rejected, In::Text, "a été rejeté par"),
    (Says::Rejected, In::Text, "ha sido rechazada por el moderador"),
    (Says::Rejected, In::Text, "fue rechazado por el moderador"),
    (Says::Rejected, In::Text, "stata rifiutata dal moderatore"),
    (Says::Rejected, In::Text, "stato rifiutato dal moderatore"),
    (Says::Rejected, In::Text, "is geweigerd door de lijst moderator"),
    (Says::Rejected, In::Text, "foi rejeitada pelo moderador"),
    (Says::Rejected, In::Text, "została odrzucona przez moderatora"),
    (Says::Rejected, In::Text, "был отклонен модератором"),
    (Says::Rejected, In::Text, "により拒否されました"),
    (Says::Rejected, In::Text, "に拒否されました"),
    (Says::Rejected, In::Text, "avslogs av listmoderatorn"),
    (Says::Rejected, In::Text, "byl zamítnut správcem konference"),
];

/// Words of Mailman 2 for leaving a list, by which a mail that is to be confirmed is known as none about joining it.
pub(super) const LEAVING: [&str; 32] = [
    "removal of your email address",
    "abbestellung",
    "gestrichen werden soll",
    "suppression de la liste",
    "désabonnement",
    "anulación de la",
    "rimozione",
    "cancellazione",
    "uitschrijving",
    "remoção da",
    "wypisani",
    "удаления подписки",
    "退会",
    "avanmälan",
    "odhlášení",
    "afmelding",
    "poistamiseksi",
    "törlésed",
    "utmelding",
    "baixa de la llista",
    "退订",
    "lõpetamise kinnitus",
    "utzi nahi",
    "potvrdi odjave",
    "esser removite",
    "제거 확인",
    "atsijungimo",
    "părăsire",
    "odobreni odjavi",
    "искључења",
    "çıkma onay",
    "на видалення",
];

/// What mail programs put before the subject of such an answer.
pub(super) const AWAY_SUBJECTS: [&str; 41] = [
    "automatic reply:",
    "auto-reply:",
    "auto reply:",
    "autoreply:",
    "auto:",
    "out of office:",
    "out of the office:",
    "out of office reply:",
    "out of office autoreply:",
    "vacation:",
    "vacation reply:",
    "away from my mail",
    "automatische antwort:",
    "abwesenheitsnotiz:",
    "abwesend:",
    "réponse automatique",
    "respuesta automática:",
    "resposta automática:",
    "risposta automatica:",
    "autosvar:",
    "automatisch antwoord:",
    "automaattinen vastaus:",
    "automatická odpověď:",
    "odpowiedź automatyczna:",
    "автоматический ответ:",
    "автоматична відповідь:",
    "automatisk svar:",
    "automatiskt svar:",
    "automatikus válasz:",
    "răspuns automat:",
    "αυτόματη απάντηση:",
    "otomatik yanıt:",
    "automatická odpoveď:",
    "absence du bureau",
    "absent du bureau",
    "fuera de la oficina",
    "afwezig:",
    "自動返信:",
    "自动答复:",
    "自动回复:",
    "자동 회신:",
];

/// Words between which the reason stands.
pub(super) const REASONS: [(&str, &str); 8] = [
    ("the following reason for rejecting your request: \"", "\" any questions"),
    ("was rejected for the following reasons:", "the original message"),
    ("was unable to be delivered to the list because ", "."),
    ("for the following reason:", "."),
    ("the message is being held because:", "either the message"),
    ("the reason it is being held:", "either the message"),
    ("before releasing it to the list because ", "."),
    ("held because ", "."),
];

/// Words between which the subject of the letter stands.
pub(super) const SUBJECTS: [(&str, &str); 5] = [
    ("posting of your message titled \"", "\" has been rejected"),
    ("with subject \"", "\" was unable"),
    ("with the subject", "is being held until"),
    ("with subject \"", "\" has been submitted"),
    ("with subject '", "' has been"),
];
