use super::*;

fn names(text: &str) -> Vec<String> {
    let words = Words::new(text);
    let mut candidates = Candidates::default();
    let addresses = crate::redact::postal::find(&words, &mut Candidates::default());
    find(&words, &addresses, &mut candidates);
    candidates.resolve(text).into_iter().map(|(range, ..)| text[range].to_owned()).collect()
}

#[test]
fn names_are_found() {
    let cases: [(&str, &[&str]); 40] = [
        ("Ilvy Morgath\n14 Juniper Street\nLeeds", &["Ilvy Morgath"]),
        ("Brivaan wrote from brivaan.k@mail.example.org", &["Brivaan"]),
        ("Gabriela, Frank and Denise were there", &["Gabriela", "Frank", "Denise"]),
        ("Yrsa lives in Bergen", &["Yrsa"]),
        ("I spoke with Teresa Kowalski about it", &["Teresa Kowalski"]),
        ("Mark Peterson refused my claim", &["Mark Peterson"]),
        ("The agent, Denise, hung up", &["Denise"]),
        ("Mr. Thornbury never called back", &["Thornbury"]),
        ("ask Mrs White at the desk", &["White"]),
        ("Dr. Anjali Rao signed it", &["Anjali Rao"]),
        ("Frau Lindqvist hat angerufen", &["Lindqvist"]),
        ("Sehr geehrter Herr von der Heydt, ", &["von der Heydt"]),
        ("M. Delacourt n'a pas répondu", &["Delacourt"]),
        ("el Sr. Ibáñez firmó", &["Ibáñez"]),
        ("My name is Quillon Varga and I wait", &["Quillon Varga"]),
        ("my name is deborah sanchez and i wait", &["deborah sanchez"]),
        ("ich heiße Xaver Brandl", &["Xaver Brandl"]),
        ("je m'appelle Océane", &["Océane"]),
        ("me llamo Itziar Goñi", &["Itziar Goñi"]),
        ("mi chiamo Fiorenza", &["Fiorenza"]),
        ("Name: Oyelaran Adeyemi\nPlan: basic", &["Oyelaran Adeyemi"]),
        ("First name: Wilmot", &["Wilmot"]),
        ("What's your name? Zbynek", &["Zbynek"]),
        ("Dear Kathleen,\nyour order", &["Kathleen"]),
        ("Hi Frank, it is broken", &["Frank"]),
        ("It never came.\n\nBest regards,\nYrsa Thordal", &["Yrsa Thordal"]),
        ("Mit freundlichen Grüßen\nTheo Kessler", &["Theo Kessler"]),
        ("Thanks,\nBrenda", &["Brenda"]),
        ("my husband Olek paid twice", &["Olek"]),
        ("a woman named Rosalind helped me", &["Rosalind"]),
        ("J. Hernandez signed the form", &["J. Hernandez"]),
        ("Susan B. Lindholm was rude", &["Susan B. Lindholm"]),
        ("PATRICIA JOHNSON IS ON THE LETTER", &["PATRICIA JOHNSON"]),
        ("Sarah O'Brien's ticket", &["Sarah O'Brien"]),
        ("Jan-Willem de Vries belde", &["Jan-Willem de Vries"]),
        ("Annika said no. Then Peter said yes.", &["Annika", "Peter"]),
        ("Lucia Hrozna called, and Hrozna was kind.", &["Lucia Hrozna", "Hrozna"]),
        ("Hernandez said it was fine", &["Hernandez"]),
        ("José María Aznavour lives here", &["José María Aznavour"]),
        ("please thank Gabriela for me", &["Gabriela"]),
    ];
    for (text, expected) in cases {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_name_stays() {
    for text in [
        "Will you refund me? May I ask?",
        "I called Chase Bank and Wells Fargo",
        "Charles Schwab closed my account",
        "Mr. Cooper bought my mortgage",
        "Capital One and American Express",
        "The Amazon app from Apple in Paris",
        "We met in May in Austin, Texas",
        "Alexa and Siri don't work",
        "Dear Sir or Madam,",
        "Dear Customer Service,",
        "Hello Team, hi Support,",
        "Thanks,\nThe Team",
        "Grant access to the Mark button",
        "I drove a Mercedes to Victoria Station",
        "my name is not on the list",
        "My name is misspelled on the card",
        "Product name: Falcon\nApp name: Mint",
        "A Federal Trade Commission report",
        "Equifax, Experian and Transunion",
        "Martin Luther King Boulevard is closed",
        "Jefferson Capital Systems and Midland Funding LLC",
        "self.Martin() and Peter::new and @Tony and foo_Karen",
        "the Julia language, Ruby on Rails, Java and Jenkins",
        "XXXX XXXX called me on XX/XX/2019",
        "St. Louis and San Diego, University of Warwick",
        "Johns Hopkins Hospital",
        "IT DOES NOT WORK AT ALL",
        "Monday, January and Christmas",
        "Bitte Konto prüfen. Die Karte geht nicht.",
        "Por favor, Las Vegas. Mais non, Sur Android.",
        "Ben & Jerry's",
        "model L0994-M. Can you tell me more?",
        "MS Excel and MS Access, 5 ms Latency",
        "El Corte Inglés, Sierra Leone, Santa Monica",
        "Poczta Polska, Saint Étienne, Val de Marne",
        "Alice and Bob and Eve meet in Darwin",
    ] {
        assert_eq!(names(text), Vec::<String>::new(), "{text}");
    }
}
