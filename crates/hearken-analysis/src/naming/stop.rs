//! Stop words: which role a word can have in a phrase.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A word's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Means something by itself.
    Content,
    /// Negates what follows; may begin a phrase, never end one.
    Negation,
    /// May end a phrase to which it is bound ("log in", "money back"), never begin one.
    Particle,
    /// Says something only behind another word ("refund not received", "login problem"): may end a phrase, never begin one or
    /// stand alone.
    Weak,
    /// A function word: may stand inside a phrase only.
    Function,
    /// Makes a clause of what it stands in ("mistakes that appear", "items may return"): in no phrase.
    Clause,
    /// A greeting or filler; in no phrase.
    Filler,
}

/// Whether a word (in lower case) says nothing by itself. A number does.
pub(crate) fn is_stop_word(word: &str) -> bool {
    role(word) != Role::Content && !word.contains(char::is_numeric)
}

/// Whether a word (in lower case) only holds others together. Such as say something behind another word do not.
pub(crate) fn is_function_word(word: &str) -> bool {
    !matches!(role(word), Role::Content | Role::Weak) && !word.contains(char::is_numeric)
}

/// The role of a word (in lower case).
pub(super) fn role(word: &str) -> Role {
    static LISTED: LazyLock<FxHashMap<&str, Role>> = LazyLock::new(|| {
        [
            (FUNCTION_WORDS, Role::Function),
            (CLAUSE_WORDS, Role::Clause),
            (WEAK_WORDS, Role::Weak),
            (FILLERS, Role::Filler),
            (PARTICLES, Role::Particle),
            (NEGATIONS, Role::Negation),
            (OTHER_LANGUAGES, Role::Function),
        ]
        .into_iter()
        .flat_map(|(words, role)| words.split_ascii_whitespace().map(move |word| (word, role)))
        .collect()
    });
    let short = || if word.chars().nth(1).is_none() { Role::Function } else { Role::Content };
    LISTED.get(word).copied().unwrap_or_else(short)
}

/// What a report says of itself, and what people do while they tell what happened.
const WEAK_WORDS: &str = "complaint complaints complain complaining filing filed bug bugs issue issues problem problems \
    question questions example examples screenshot screenshots attached attachment attach following reproduce reproduced \
    reproduces reproducible reproducing reproduction repro expected actual behavior behaviour steps description \
    called told asked received sent contacted spoke informed submitted requested noticed started wrote reviewed checked \
    decided wanted happened happens happening occurred occurs explained advised mentioned replied answered reported \
    requesting writing contacting seeking encountered encountering noticing original related various several different \
    certain correct proper properly full whole entire current possible similar simply completely immediately \
    fix fixes fixed proposed provide provided added adding based caused causing causes appear appears found looks \
    working works work help show shows showing section sections compliance compliant";

/// Words that make a clause.
const CLAUSE_WORDS: &str = "i we they he she you who whom whose which that because if when while since until although \
    though however therefore whether may might must should would could ought will shall";

const NEGATIONS: &str = "no not never can't cant cannot couldn't couldnt won't wont doesn't doesnt don't dont didn't \
    didnt isn't isnt wasn't wasnt aren't haven't havent hasn't hasnt wouldn't wouldnt without";

const PARTICLES: &str = "in out up off back down away";

const FILLERS: &str = "hi hello hey dear thanks thank please sir madam regards sincerely ok okay yes yeah lol omg \
    etc shit shitty fuck fucking fucked crap damn nbsp \
    pursuant hereby herein thereof hereto aforementioned requisite reportability unbeknownst permissible furnish furnished \
    furnisher furnishers furnishing accordance undersigned notwithstanding federally statute statutes statutory";

const FUNCTION_WORDS: &str = "a an the and or but nor so yet then than as at by for from of to into on onto over through with about between \
    during before after above below under again further once upon within toward towards against among via per \
    me my mine myself us our ours ourselves your yours yourself him his himself her hers herself \
    it its itself them their theirs themselves this these those there here what \
    where why how am is are was were be been being have has had having do does did doing done \
    can cn i'm i've i'd i'll im ive you're you've you'll he's she's it's we're \
    we've they're they've that's there's what's here's let's also just only very too really quite even still \
    already always ever often sometimes now today yesterday all any both each few more most other others some such \
    own same another every everyone everything anything anyone something someone nothing nobody much many lot lots \
    either neither else instead rather almost \
    get gets got getting gotten go goes going went gone make makes made making take takes took taken taking give \
    gives gave given giving put puts let lets say says said saying tell tells told telling know knows knew known \
    see sees saw seen seeing come comes came coming want wants wanted wanting need needs needed like seem seems \
    think thought thing things way ways one ones two three first second last next new time times day days week \
    weeks month months year years ago later soon well able being u ur r n s t m ll ve re d b c e f g h j k l o p q \
    v w y z am pm mr mrs ms due regarding stating stated keep keeps kept try tries trying tried use uses \
    used using im actually basically literally currently recently finally probably maybe perhaps anyway jan feb mar apr jun jul aug sep sept oct nov dec \
    january february march april june july august september october november december monday tuesday wednesday thursday \
    friday saturday sunday";

/// The commonest function words of other languages, but for those that mean something in English.
const OTHER_LANGUAGES: &str = "que por para con del los las una uno como pero más este esta esto está cuando porque sobre también muy hay \
    ser fue tiene não nao uma com dos das mais foi são isso ele ela você voce meu minha seu sua \
    les des est dans pour pas sur qui avec vous nous mais sont ont été être cette ces aux leur \
    der und ist nicht ein eine einen einem einer dem auf für von zu ich sie wir auch sich bei nach aus wenn wird sind \
    wurde keine kein noch nur mein meine che di il della non sono \
    и в не на что с по как это но же из за то от так для уже мне меня все";
