//! Near misses: what looks like something that must go and is none of it.

use super::chance::{Chance, HEX, UPPER, WORDLIKE};
use super::check_digits::{iban, luhn};
use super::sample::Sample;

type Maker = fn(&mut Chance) -> String;

/// What it is, for the list of false hits, and who makes it.
const NEAR: [(&str, Maker); 24] = [
    ("version", version),
    ("user agent", user_agent),
    ("order number", order),
    ("bare id", bare_id),
    ("hash", hash),
    ("uuid", uuid),
    ("date with hour", date),
    ("price", price),
    ("card, wrong digit", wrong_card),
    ("iban, wrong digits", wrong_iban),
    ("file name", file_name),
    ("package", package),
    ("handle", handle),
    ("code path", code_path),
    ("time", time),
    ("measure", measure),
    ("isbn, ean", book),
    ("part number", part),
    ("ssn that is none", no_ssn),
    ("tracking", tracking),
    ("secret in words", secret_in_words),
    ("pair of decimals", decimals),
    ("other date", other_date),
    ("colour, hex", hex),
];

/// A text that holds nothing that must go; gives what it looks like.
pub fn push(sample: &mut Sample, chance: &mut Chance) -> &'static str {
    let (name, maker) = chance.pick(&NEAR);
    if !sample.text.is_empty() {
        sample.push_break(chance);
    }
    let words = maker(chance);
    sample.push(&words);
    name
}

fn put(chance: &mut Chance, frames: &[&str], value: &str) -> String {
    chance.pick(frames).replace("{}", value)
}

fn version(chance: &mut Chance) -> String {
    let value =
        format!("{}.{}.{}.{}", chance.between(1, 40), chance.below(30), chance.below(200), chance.below(99));
    let frames = [
        "version {} crashes",
        "since v{} it hangs",
        "Version={}, Culture=neutral",
        "I am on build {}",
        "updated from {} to the next release",
        "Version: {}",
        "the plugin-{}.jar is missing",
        "release {} broke the export",
        "firmware {} bricks it",
        "driver {} installed",
    ];
    put(chance, &frames, &value)
}

fn user_agent(chance: &mut Chance) -> String {
    let major = chance.between(90, 140);
    let (minor, patch) = (chance.below(7000), chance.below(200));
    let agents = [
        format!(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.{minor}.{patch} Safari/537.36"
        ),
        format!("Opera/9.80 (X11; Linux i686) Presto/2.12.388 Version/12.{patch}"),
        format!("okhttp/4.{}.{} Dalvik/2.1.0", major % 12, patch % 10),
        format!("Edg/{major}.0.{minor}.{patch} on the tablet"),
    ];
    agents[chance.below(agents.len())].clone()
}

fn order(chance: &mut Chance) -> String {
    let form =
        chance.pick(&["####-####-##", "##########", "A#####-##", "#######", "#-########", "20##-######"]);
    let value = chance.fill(form);
    put(
        chance,
        &["order {} never came", "Order #{}", "invoice {}", "case {}", "Bestellung {}", "ticket #{} is open"],
        &value,
    )
}

fn bare_id(chance: &mut Chance) -> String {
    let value = format!("{}{}", chance.between(1, 9), chance.digits(9));
    put(
        chance,
        &["{\"product_id\": {}}", "item {} is out of stock", "created_at {}", "id={}", "row {} is empty"],
        &value,
    )
}

fn hash(chance: &mut Chance) -> String {
    let length = chance.pick(&[7, 12, 32, 40, 64]);
    let value = chance.string(length, HEX);
    put(
        chance,
        &["git revert {}", "sha256:{}", "commit {} broke it", "checksum {} differs", "etag \"{}\""],
        &value,
    )
}

fn uuid(chance: &mut Chance) -> String {
    let hexes: Vec<String> = [8, 4, 4, 4, 12].iter().map(|&length| chance.string(length, HEX)).collect();
    put(chance, &["request {} failed", "id {}", "see /items/{}/edit", "trace={}"], &hexes.join("-"))
}

fn date(chance: &mut Chance) -> String {
    let (day, month, year) = (chance.between(1, 28), chance.between(1, 12), chance.between(2012, 2026));
    let (hour, minute) = (chance.below(24), chance.below(60));
    let value = match chance.below(5) {
        0 => format!("{day:02}-{month:02}-{year} {hour:02}:{minute:02}"),
        1 => format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"),
        2 => format!("{day:02}.{month:02}.{year}, {hour:02}.{minute:02} Uhr"),
        3 => format!("{year}{month:02}{day:02}-{hour:02}{minute:02}{:02}", chance.below(60)),
        _ => format!("{month}/{day}/{year} {}:{minute:02} PM", hour % 12 + 1),
    };
    put(
        chance,
        &["It broke on {}", "{} first seen", "between {} and now", "log_{}.txt", "am {} war Schluss"],
        &value,
    )
}

fn price(chance: &mut Chance) -> String {
    let (thousands, hundreds, cents) = (chance.between(1, 999), chance.digits(3), chance.digits(2));
    let value = match chance.below(5) {
        0 => format!("${thousands},{hundreds}.{cents}"),
        1 => format!("{thousands}.{hundreds},{cents} €"),
        2 => format!("USD {thousands}{hundreds}.{cents}"),
        3 => format!("{thousands} {hundreds} {} kr", chance.digits(3)),
        _ => format!("{}.{cents}/mo", thousands),
    };
    put(chance, &["they took {} from me", "total {}", "refund of {} please", "Preis: {}"], &value)
}

fn wrong_card(chance: &mut Chance) -> String {
    let body = format!("4{}", chance.digits(14));
    let right = luhn(&body).to_digit(10).unwrap_or_default();
    let wrong = (right + 1 + u32::try_from(chance.below(8)).unwrap_or_default()) % 10;
    let number = format!("{body}{wrong}");
    let spaced = format!("{} {} {} {}", &number[..4], &number[4..8], &number[8..12], &number[12..]);
    let value = if chance.one_in(2) { number } else { spaced };
    put(chance, &["shipment {}", "the voucher {} is invalid", "order {} never came", "meter {}"], &value)
}

fn wrong_iban(chance: &mut Chance) -> String {
    let account = chance.digits(18);
    let right: u32 = iban("DE", &account).parse().unwrap_or_default();
    let wrong = (right + 1 + u32::try_from(chance.below(90)).unwrap_or_default()) % 97 + 2;
    let wrong = if wrong == right { (wrong + 1) % 97 + 2 } else { wrong };
    put(chance, &["reference {}", "contract {} ended", "Vorgang {}"], &format!("DE{wrong:02}{account}"))
}

fn file_name(chance: &mut Chance) -> String {
    let name = chance.pick(&["banner", "icon-cart", "Hero_Image", "splash", "tab.selected"]);
    let (scale, ending) = (chance.between(2, 3), chance.pick(&["png", "webp", "jpg", "svg", "pdf"]));
    put(
        chance,
        &["missing asset {} in the build", "{} is blurry", "cannot read assets/{}"],
        &format!("{name}@{scale}x.{ending}"),
    )
}

fn package(chance: &mut Chance) -> String {
    let (major, minor) = (chance.between(1, 20), chance.below(30));
    let name = chance.pick(&["@types/node", "react", "@acme/ui-kit", "left-pad", "vue"]);
    put(
        chance,
        &["npm i {} fails", "after upgrading to {}", "with {} installed"],
        &format!("{name}@{major}.{minor}.0"),
    )
}

fn handle(chance: &mut Chance) -> String {
    let word = chance.pick(&["support", "acme_help", "everyone", "channel", "Override", "media"]);
    chance.pick(&["thanks @{} for nothing", "ping @{}", "see @{} above", "@{} what now?"]).replace("{}", word)
}

fn code_path(chance: &mut Chance) -> String {
    let part = chance.pick(&["add", "feed::face", "cafe", "Vec<int>", "dead::beef"]);
    put(
        chance,
        &["crash in abc::def::{}", "std::vector::{} panics", "at app::core::{} line 12", "call ::{} first"],
        part,
    )
}

fn time(chance: &mut Chance) -> String {
    let value = format!("{:02}:{:02}:{:02}", chance.below(24), chance.below(60), chance.below(60));
    put(
        chance,
        &["took {}", "at {},123 it stopped", "[{}] ERROR timeout", "ends {} later", "from {} to the end"],
        &value,
    )
}

fn measure(chance: &mut Chance) -> String {
    let (wide, high) = (chance.between(320, 3840), chance.between(240, 2160));
    let frames = [
        format!("at {wide}x{high} the text overlaps"),
        format!("{wide} of {high} rows imported"),
        format!("between {wide}-{high} ms"),
        format!("{wide} {high} {} steps", chance.between(100, 999)),
        format!("{}-{}-{} is the score", chance.below(9), chance.below(9), chance.below(9)),
        format!("uses {wide}.{high} MB of {} MB", chance.between(2000, 9000)),
        format!("pages {}-{}", wide, wide + 20),
    ];
    frames[chance.below(frames.len())].clone()
}

fn book(chance: &mut Chance) -> String {
    let value = match chance.below(3) {
        0 => format!(
            "ISBN 978-{}-{}-{}-{}",
            chance.below(9),
            chance.digits(2),
            chance.digits(6),
            chance.digits(1)
        ),
        1 => format!("EAN 40{}", chance.digits(11)),
        _ => format!("doi:10.{}/{}", chance.digits(4), chance.digits(6)),
    };
    put(chance, &["{} is missing a page", "the label says {}", "{}"], &value)
}

fn part(chance: &mut Chance) -> String {
    let form =
        chance.pick(&["LM###-@", "@@-####-@##", "PN ##-###-##", "@@@####", "SKU-#####-##", "RMA ######"]);
    let value = chance.fill(form);
    put(chance, &["part {} does not fit", "replacement for {}", "model {}", "Artikel {} fehlt"], &value)
}

fn no_ssn(chance: &mut Chance) -> String {
    let value = match chance.below(3) {
        0 => format!("000-{}-{}", chance.fill("N#"), chance.fill("N###")),
        1 => format!("666-{}-{}", chance.fill("N#"), chance.fill("N###")),
        _ => format!("{}-00-{}", chance.fill("N##"), chance.fill("N###")),
    };
    put(chance, &["locker {}", "code {} is refused", "article {}"], &value)
}

fn tracking(chance: &mut Chance) -> String {
    let value = match chance.below(3) {
        0 => format!("1Z{}{}", chance.string(6, UPPER), chance.digits(10)),
        1 => chance.fill("@@#########DE"),
        _ => format!("JD{}", chance.digits(18)),
    };
    put(chance, &["tracking {} shows nothing", "parcel {} is lost", "Sendung {}"], &value)
}

fn secret_in_words(chance: &mut Chance) -> String {
    let sentences = [
        "my password is not accepted",
        "the password field: empty again",
        "token expired after an hour",
        "api key is missing in the docs",
        "password: ********",
        "secret: none",
        "the key 'Enter' sticks",
        "Authorization: required but not sent",
        "passwort vergessen geht nicht",
        "card ending in 4242 was charged",
        "the last four are 1234",
        "born to run, not to wait",
        "passport photo was rejected twice",
        "token=null in the log",
        "the bearer of this letter",
    ];
    chance.pick(&sentences).to_owned()
}

fn decimals(chance: &mut Chance) -> String {
    let (first, second) = (chance.fill("##.##"), chance.fill("##.##"));
    put(
        chance,
        &["scores of {}", "values {} and so on", "ratio {} percent", "x, y = {}"],
        &format!("{first}, {second}"),
    )
}

fn other_date(chance: &mut Chance) -> String {
    let value =
        format!("{:02}/{:02}/{}", chance.between(1, 12), chance.between(1, 28), chance.between(2015, 2026));
    put(
        chance,
        &[
            "ordered on {}",
            "valid until {}",
            "gekauft am {}",
            "the birthday offer ran until {}",
            "livré le {}",
        ],
        &value,
    )
}

fn hex(chance: &mut Chance) -> String {
    let value = match chance.below(4) {
        0 => format!("#{}", chance.string(6, HEX)),
        1 => format!("0x{}", chance.string(8, HEX)),
        2 => format!("session_{}", chance.string(6, WORDLIKE)),
        _ => format!("0x{}:0x{}", chance.string(4, HEX), chance.string(4, HEX)),
    };
    put(chance, &["the button is {}", "error {}", "at {} again"], &value)
}
