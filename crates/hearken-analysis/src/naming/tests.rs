use super::{ClusterTexts, Name, name, write_name};

/// The name of the cluster with a number, as it is written.
fn written(names: &[Name], index: usize) -> String {
    write_name(&names[index].parts, index + 1)
}

fn named(clusters: &[&[&str]]) -> Vec<Name> {
    let clusters: Vec<ClusterTexts<'_>> =
        clusters.iter().map(|texts| ClusterTexts { texts: texts.to_vec() }).collect();
    name(&clusters)
}

const LOGIN: &[&str] = &[
    "I can't log in since the update",
    "cannot log in, it says wrong PIN",
    "Why can't I log in? The PIN is right",
    "I can't log in anymore, my PIN is refused",
    "the app won't let me log in with my PIN",
];
const REFUND: &[&str] = &[
    "Still waiting for my refund",
    "waiting for my refund for three weeks",
    "my refund never came, still waiting",
    "I was promised a refund and keep waiting for my refund",
    "refund not received",
];

#[test]
fn a_name_is_a_phrase_that_the_customers_share_and_others_do_not_use() {
    let names = named(&[LOGIN, REFUND]);
    assert!(written(&names, 0).to_lowercase().contains("log in"), "{names:?}");
    assert!(written(&names, 1).to_lowercase().contains("refund"), "{names:?}");
    for (name, texts) in names.iter().zip([LOGIN, REFUND]) {
        let all = texts.join("\n").to_lowercase();
        for part in name.parts.iter().chain(&name.words) {
            assert!(all.contains(&part.to_lowercase()), "{part} stands in no text");
        }
    }
}

#[test]
fn words_are_spelled_as_most_customers_spell_them() {
    let names = named(&[LOGIN, REFUND]);
    assert!(names[0].words.iter().any(|word| word == "PIN"), "{names:?}");
}

#[test]
fn no_two_names_are_alike_however_alike_the_clusters() {
    let names = named(&[REFUND, REFUND, REFUND]);
    let mut distinct: Vec<String> = (0..3).map(|index| written(&names, index)).collect();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 3, "{names:?}");
}

#[test]
fn one_wordy_customer_names_no_theme() {
    let wordy = "blue parrot ".repeat(200);
    let mut texts = REFUND.to_vec();
    texts.push(&wordy);
    let names = named(&[&texts, LOGIN]);
    assert!(!written(&names, 0).to_lowercase().contains("parrot"), "{names:?}");
}

#[test]
fn placeholders_masks_and_amounts_are_in_no_name() {
    let texts = ["[email 1] XXXX {$40.00} card declined", "XXXX [email 1] card declined {$1.00}"].repeat(3);
    let names = named(&[&texts, REFUND]);
    assert_eq!(written(&names, 0), "Card declined");
}

#[test]
fn a_name_neither_begins_nor_ends_with_a_function_word() {
    for name in named(&[LOGIN, REFUND]) {
        for phrase in name.parts.iter().chain(&name.words) {
            let lower = phrase.to_lowercase();
            let ends = [lower.split(' ').next(), lower.split(' ').next_back()];
            for function_word in ["the", "my", "for", "a", "is", "it"] {
                assert!(!ends.contains(&Some(function_word)), "{phrase}");
            }
        }
    }
}

#[test]
fn clusters_without_words_are_numbered() {
    let names = named(&[&["😠", "🙏"], &[]]);
    assert_eq!([written(&names, 0), written(&names, 1)], ["Theme 1", "Theme 2"]);
    assert!(named(&[]).is_empty());
}

#[test]
fn what_only_says_ok_is_called_that() {
    let wordy = "yes ".repeat(20);
    let names = named(&[&["ok", "Ok ok", "okay", "ok", "yes ok", "okay", &wordy], LOGIN, REFUND]);
    assert_eq!(written(&names, 0), "Ok · okay · yes", "not what one says most often, but what most say");
}

#[test]
fn a_name_goes_on_with_what_the_others_say_and_repeats_no_form_of_a_word() {
    let card = ["my card was stolen", "card was stolen", "the card was stolen abroad"];
    let pin =
        ["the pin is wrong", "my pin", "pins are refused", "pin refused", "refused my pin", "pin again"];
    let texts: Vec<&str> = card.into_iter().chain(pin).collect();
    let names = named(&[&texts, LOGIN, REFUND]);
    assert_eq!(written(&names, 0), "Card was stolen · refused");
}

#[test]
fn letters_of_other_scripts_make_names_too() {
    let texts = ["карта не пришла", "моя карта не пришла", "карта не пришла, жду"];
    let names = named(&[&texts, REFUND]);
    assert!(written(&names, 0).to_lowercase().contains("карта"), "{names:?}");
}

#[test]
fn a_phrase_of_five_words_is_not_cut_short() {
    let texts = [
        "there is wrong information in my credit report",
        "they put information in my credit report",
        "false information in my credit report again",
        "information in my credit report is not mine",
    ];
    let names = named(&[&texts, LOGIN, REFUND]);
    assert_eq!(written(&names, 0), "Information in my credit report");
}

#[test]
fn a_denial_without_what_it_denies_is_no_name() {
    let texts = [
        "the debt could not be verified",
        "this debt would not be verified by them",
        "a debt that may not be verified",
        "it can not be verified, this debt",
    ];
    let names = named(&[&texts, LOGIN, REFUND]);
    let phrases = names[0].words.iter().chain(&names[0].parts).map(|phrase| phrase.to_lowercase());
    for phrase in phrases {
        assert!(!phrase.starts_with("not be"), "{names:?}");
    }
}

#[test]
fn a_name_has_no_hash_in_it_and_ends_with_no_preposition() {
    let texts: Vec<String> = (0..12)
        .map(|n| {
            format!(
                "Diff editor loses moved code 6c3e3dba23e8fadc{n:04} after a failure in the test number {n}"
            )
        })
        .collect();
    let other = ["refund not received", "refund never came", "where is the refund"];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let names = name(&[ClusterTexts { texts }, ClusterTexts { texts: other.to_vec() }]);
    for part in names[0].parts.iter().chain(&names[0].words) {
        assert!(!part.contains("6c3e") && !part.ends_with(" in"), "{part}");
    }
    assert!(!names[0].parts.is_empty());
}

#[test]
fn a_letter_that_many_copied_does_not_name_what_they_said_besides() {
    let letter = "I demand deletion of all unverified accounts within thirty days of receipt.";
    let own = [
        "They reported a late payment in March.",
        "Two payments were late because of the strike.",
        "My late payment was one day after the due date.",
        "A late payment of four dollars is in there.",
        "The late payments are from before I moved.",
        "One late payment, and my bank says it was on time.",
    ];
    let texts: Vec<String> = own.iter().map(|own| format!("{own} {letter}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let names = named(&[&texts, LOGIN, REFUND]);
    assert!(written(&names, 0).to_lowercase().contains("late payment"), "{names:?}");
    assert!(!written(&names, 0).contains("deletion"), "{names:?}");
}

#[test]
fn what_is_said_of_the_report_itself_a_clause_or_its_rest_is_no_name() {
    let texts = [
        "I am filing this complaint for falsely reported addresses, I want the bureau to start again",
        "filing this complaint for falsely shown addresses; items may return if the bureau to start",
        "filing this complaint for falsely kept addresses, the bureau to start a search may return",
        "filing this complaint for falsely sold addresses and ask the bureau to start, they may return",
    ];
    let names = named(&[&texts, LOGIN, REFUND]);
    for phrase in names[0].parts.iter().chain(&names[0].words).map(|phrase| phrase.to_lowercase()) {
        for fragment in ["complaint", "falsely", "to start", "may", "filing"] {
            assert!(!phrase.split(' ').any(|word| word == fragment), "{phrase}");
        }
        assert!(!phrase.ends_with("to start"), "{phrase}");
    }
    assert!(written(&names, 0).to_lowercase().contains("addresses"), "{names:?}");
}

#[test]
fn versions_and_function_words_of_other_languages_are_in_no_name() {
    let texts = [
        "que la aplicación v12 no abre por favor",
        "la aplicación v12 no abre para que",
        "que por la aplicación v12 no abre",
    ];
    let names = named(&[&texts, LOGIN, REFUND]);
    for phrase in names[0].parts.iter().chain(&names[0].words).map(|phrase| phrase.to_lowercase()) {
        assert!(!["que", "por", "v12"].contains(&phrase.as_str()), "{phrase}");
    }
    assert!(written(&names, 0).to_lowercase().contains("aplicación"), "{names:?}");
}

#[test]
fn a_phrase_that_is_said_in_other_forms_is_preferred_to_a_word() {
    let texts = [
        "late payment in March",
        "a payment that was late",
        "payments were reported late",
        "the late payment",
        "late payment again",
        "two payments, both late",
    ];
    let names = named(&[&texts, LOGIN, REFUND]);
    assert_eq!(written(&names, 0), "Late payment");
}

#[test]
fn parts_of_a_name_are_no_compounds_of_each_other() {
    let texts = [
        "ColumnTransformer loses names",
        "Transformer output is dense",
        "FunctionTransformer with a lambda",
        "ColumnTransformer and Transformer",
        "FunctionTransformer, Transformer",
        "Transformer in a ColumnTransformer",
    ];
    let names = named(&[&texts, LOGIN, REFUND]);
    let alike = |part: &&String| part.to_lowercase().contains("transformer");
    assert!(
        !names[0].parts.contains(&"Transformer".to_owned())
            || names[0].parts.iter().filter(alike).count() == 1
    );
}
