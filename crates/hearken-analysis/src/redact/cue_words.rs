//! The words of [`Cue`], in the languages that customers write in. A `*` at the end lets letters follow.

use super::cue::Cue;

/// Each cue with its words, in lower case, with `|` between.
pub(super) const WORDS: &[(Cue, &str)] = &[
    (
        Cue::Phone,
        concat!(
            "phone|phones|phone number|telephone|telephone number|tel|telefon|telefon*|handy|handynummer|handynr|",
            "rufnummer|festnetz|mobil|mobilnummer|mobiltelefon|mobile|mob|cell|cellphone|cell phone|whatsapp|fax|",
            "telefax|landline|desk:|office:|téléphone|tél|portable|numéro de téléphone|teléfono|telefono|móvil|",
            "movil|celular|cellulare|telefone|telemóvel|telefoon*|telefoonnummer|gsm|komórka|numer telefonu|",
            "телефон*|тел|мобильный|номер телефона|電話*|携帯*|电话*|手机*|전화*|휴대폰*|هاتف|الهاتف|جوال|رقم|cep|telefonum|",
            "τηλέφωνο|τηλ|κινητό|फ़ोन|फोन|मोबाइल|טלפון|โทร*|điện thoại|sđt|ponsel|telp|puhelin*|puh|mobilnr|tlf|",
            "tlph|signal number|telegram number|sms|answering at|hotline|contact number|callback number|viber",
        ),
    ),
    (
        Cue::Call,
        concat!(
            "call|calls|called|calling|call me|callback|ring|rang|dial|text|texted|texting|reach|reached|contact|",
            "number|my number|messages to|message|registered|answering|ruf*|anruf*|ruft|angerufen|meldet|nummer|",
            "erreichbar|appelez|appeler|appelle|joindre|joignable|numéro|llama|llamar|llame|llámame|llámenme|",
            "número|numero|chiama*|chiamare|chiamate|ligue|ligar|liga|bel|bellen|gebeld|zadzwoń|dzwonić|",
            "zadzwonić|dzwoń|numer|звоните|позвоните|звонил*|звони|номер|arayın|arayin|ara|aradım|numara*|اتصل*|",
            "ring mig|ringa|ring meg|soita|zavolejte|volejte|číslo|hívjon|hívj|sunați|sunati|καλέστε|拨打|致电|联系|連絡|",
            "연락|gọi|hubungi|wire|line",
        ),
    ),
    (
        Cue::Card,
        concat!(
            "card|cards|card number|card no|credit card|debit card|visa|mastercard|amex|american express|maestro|",
            "diners|discover|jcb|unionpay|mir|kreditkarte*|karte|kartennummer|carte|carte bancaire|tarjeta|carta|",
            "cartão|cartao|kaart|karta|karty|карта|карты|картой|cc|ccn|pan|expiry|expires|exp",
        ),
    ),
    (Cue::Pin, "cvv|cvv2|cvc|cvc2|csc|pin|pin code|security code|otp|tan|one-time code|puk"),
    (
        Cue::Account,
        concat!(
            "account number|account no|acct|acct no|acct number|a/c|a/c no|bank account|checking account|",
            "savings account|kontonummer|kontonr|konto-nr|bankkonto|konto nr|numéro de compte|compte bancaire|",
            "número de cuenta|cuenta bancaria|numero di conto|conto corrente|rekeningnummer|numer konta|",
            "numer rachunku|rachunek|conta bancária|account #",
        ),
    ),
    (
        Cue::Bank,
        "routing|routing number|aba|sort code|sortcode|sort-code|blz|bankleitzahl|bsb|transit number|ifsc",
    ),
    (Cue::Ssn, "ssn|ssns|social security|social sec|soc sec|itin|taxpayer id|social"),
    (Cue::Nhs, "nhs"),
    (Cue::Aadhaar, "aadhaar|aadhar|adhaar|adhar|uidai|uid|आधार"),
    (Cue::Pan, "pan|pan card|permanent account"),
    (
        Cue::SteuerId,
        concat!(
            "steuer-id|steuer id|steuerid|steueridentifikationsnummer|identifikationsnummer|idnr|id-nr|",
            "steuer-idnr|steuer-identifikationsnummer|tin|steuernummer",
        ),
    ),
    (Cue::Bsn, "bsn|burgerservicenummer|sofinummer|sofi-nummer"),
    (Cue::Pesel, "pesel|pesel*"),
    (Cue::Cpf, "cpf"),
    (
        Cue::Person,
        concat!(
            "national id|national identity|identity card|id card|identity number|personal number|personnummer|",
            "fødselsnummer|cpr|cpr-nummer|henkilötunnus|hetu|ahv|ahv-nummer|avs|social insurance|tfn|",
            "tax file number|medicare number|personalausweis*|ausweisnummer|dni|nif|cédula|cedula|curp|",
            "codice fiscale|numéro de sécurité sociale|sécurité sociale|nir|insee|amka|cnp|rodné číslo|emso|",
            "oib|egn|tc kimlik|kimlik|снилс|инн|身份证*|身分證*|マイナンバー|주민등록번호|rrn|nino|national insurance|",
            "ni number",
        ),
    ),
    (
        Cue::Passport,
        concat!(
            "passport|passports|reisepass*|passnummer|pass-nr|passnr|passeport|pasaporte|passaporto|passaporte|",
            "paspoort*|paszport*|pas nr|pasaport*|паспорт*|护照*|パスポート*",
        ),
    ),
    (
        Cue::Licence,
        concat!(
            "driver's license|drivers license|driver license|driving licence|driving license|driver's licence|",
            "drivers licence|driver licence|licence no|license no|dl no|dl number|dl#|führerschein*|",
            "fuehrerschein*|permis de conduire|permiso de conducir|carnet de conducir|patente di guida|patente|",
            "rijbewijs*|prawo jazdy|prawa jazdy|carteira de motorista|cnh",
        ),
    ),
    (
        Cue::Network,
        concat!(
            "ip|ips|ip address|ip-adresse|ipv4|ipv6|addr|address|adresse ip|dirección ip|host|server|client|",
            "remote|remote_addr|x-forwarded-for|x-real-ip|forwarded|ping|traceroute|from|gateway|subnet|dns|",
            "nameserver|connect|connected|connecting|connection|listen|listening|proxy|vpn|router|socket|peer|",
            "endpoint|ssh|telnet|banned|blocked|whitelist|allowlist|blacklist|login|logged in|logins|localhost|",
            "via|device at",
        ),
    ),
    (
        Cue::Version,
        concat!(
            "version|versions|macos|mac os|windows|android|ios|linux|ubuntu|kernel|openssl|java|jdk|python|node|",
            "updated from|upgraded from|update from|upgrade from|downgraded from|versión|versione|versie|versão|wersja|версия|ver|v|vers|build|release|released|",
            "firmware|fw|changelog|update|updated|upgrade|upgraded|upgrading|downgrade|downgraded|sdk|app|driver|",
            "assembly|patch|hotfix|nuget|package|library|plugin|chrome|firefox|since|oid|section|chapter|clause",
        ),
    ),
    (
        Cue::Thing,
        concat!(
            "order|orders|order no|order number|order id|part|part no|part number|case|case no|case number|",
            "ticket|tickets|item|items|product|product_id|product id|sku|ean|upc|gtin|isbn|issn|asin|invoice|",
            "receipt|tracking|tracking number|shipment|parcel|package|serial|serial number|s/n|imei|model|batch|",
            "lot|ref|reference|booking|reservation|transaction|id|ids|uuid|build|issue|request|claim|policy|",
            "created_at|updated_at|timestamp|ts|epoch|time|bestellung|bestellnummer|bestellnr|auftrag*|artikel*|",
            "rechnung*|sendung*|vorgang*|commande|facture|article|pedido|factura|artículo|ordine|fattura|",
            "articolo|zamówienie|заказ*|артикул*|bestelling|номер заказа|sent|views|downloads|bytes|rows|records|",
            "isin|doi|row|page|pages|line|locker|shelf|voucher|meter|zip|postcode|plz|port|pid|error|code|barcode|vin|confirmation|confirmation number|",
            "membership|membership number|customer number|customer id|user id|kundennummer|seriennummer|",
            "sendungsnummer|meter|flight|seat",
        ),
    ),
    (
        Cue::Password,
        concat!(
            "password|passwords|passwd|pwd|pass|passphrase|passcode|pw|passw|passwort|kennwort|mot de passe|mdp|",
            "contraseña|contrasena|clave|senha|palavra-passe|wachtwoord|hasło|haslo|lösenord|adgangskode|passord|",
            "salasana|пароль|пароля|parola|şifre|sifre|heslo|jelszó|密码|密碼|パスワード|비밀번호|كلمة المرور|κωδικός|",
            "password_hash|pgpassword|mysql_pwd|login password",
        ),
    ),
    (
        Cue::Secret,
        concat!(
            "secret|secrets|client secret|client_secret|clientsecret|secret key|secret_key|secretkey|",
            "secret access key|api key|api_key|api-key|apikey|api keys|access key|access_key|access-key|",
            "accesskey|access token|access_token|accesstoken|auth token|auth_token|authtoken|refresh token|",
            "refresh_token|id_token|token|tokens|session token|session_token|session id|session_id|sessionid|",
            "sessid|phpsessid|jsessionid|csrf|csrftoken|csrf_token|xsrf-token|private key|private_key|",
            "signing key|signing_key|encryption key|encryption_key|account key|accountkey|sharedaccesskey|",
            "shared access key|sharedaccesssignature|connection string|credential|credentials|creds|license key|",
            "licence key|product key|schlüssel|api-schlüssel|zugangstoken|clé|clé api|clave api|clave secreta|",
            "chiave|chiave api|chave|ключ|токен|密钥|apikey*|x-api-key|webhook secret|bot token|recovery code|",
            "backup code|seed phrase|key|auth|signature|sig",
        ),
    ),
    (
        Cue::Header,
        concat!(
            "authorization|proxy-authorization|authentication|x-amz-security-token|x-auth-token|x-api-key|",
            "x-access-token|x-csrf-token|x-xsrf-token|x-session-token|x-vault-token|private-token|",
            "ocp-apim-subscription-key|www-authenticate",
        ),
    ),
    (Cue::Cookie, "cookie|set-cookie"),
    (Cue::Scheme, "bearer|basic|token|digest|apikey|negotiate|ntlm"),
    (
        Cue::Digest,
        concat!(
            "commit|commits|sha|sha1|sha-1|sha256|sha-256|sha512|md5|hash|checksum|digest|revert|cherry-pick|rev|",
            "revision|etag|integrity|merge|bisect|branch|build id|buildid|fingerprint",
        ),
    ),
    (
        Cue::Place,
        concat!(
            "lat|lng|lon|long|latitude|longitude|coordinates|coords|coordinate|gps|geo|location|ll|koordinaten|",
            "coordonnées|coordenadas",
        ),
    ),
    (
        Cue::Mail,
        concat!(
            "mail|e-mail|email|mails|emails|mailto|write to|contact|contact me|reach|reach me|courriel|correo|",
            "posta|почта|schreib*|kontakt",
        ),
    ),
    (
        Cue::At,
        concat!(
            "&#64;|&#x40;|&commat;|[at]|(at)|<at>|{at}|[@]|(@)|{@}| at |_at_|-at-| @ | @|@ |[arroba]|(arroba)| arroba |[ät]|(ät)|",
            "[ at ]|( at )|{ at }",
        ),
    ),
    (
        Cue::Dot,
        concat!(
            "[dot]|(dot)|<dot>|{dot}| dot |_dot_|[punkt]|(punkt)| punkt |(point)|[point]|(punto)|[punto]|",
            "[ dot ]|( dot )|{ dot }|[.]|(.)|{.}",
        ),
    ),
    (Cue::Desk, "desk|office"),
    (Cue::Url, "://"),
    (Cue::Block, "-- begin |--begin "),
];
