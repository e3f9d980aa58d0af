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
    /// A function word: may stand inside a phrase only.
    Function,
    /// A greeting or filler; in no phrase.
    Filler,
}

/// Whether a word (in lower case) says nothing by itself. A number does.
pub(crate) fn is_stop_word(word: &str) -> bool {
    role(word) != Role::Content && !word.contains(char::is_numeric)
}

/// The role of a word (in lower case).
pub(super) fn role(word: &str) -> Role {
    static LISTED: LazyLock<FxHashMap<&str, Role>> = LazyLock::new(|| {
        [
            (FUNCTION_WORDS, Role::Function),
            (FILLERS, Role::Filler),
            (PARTICLES, Role::Particle),
            (NEGATIONS, Role::Negation),
        ]
        .into_iter()
        .flat_map(|(words, role)| words.split_ascii_whitespace().map(move |word| (word, role)))
        .collect()
    });
    let short = || if word.chars().nth(1).is_none() { Role::Function } else { Role::Content };
    LISTED.get(word).copied().unwrap_or_else(short)
}

const NEGATIONS: &str = "no not never can't cant cannot couldn't couldnt won't wont doesn't doesnt don't dont didn't \
    didnt isn't isnt wasn't wasnt aren't haven't havent hasn't hasnt wouldn't wouldnt without";

const PARTICLES: &str = "in out up off back down away";

const FILLERS: &str = "hi hello hey dear thanks thank please sir madam regards sincerely ok okay yes yeah lol omg \
    etc";

const FUNCTION_WORDS: &str = "a an the and or but nor so yet if then than as at by for from of to into on onto over through with about between \
    during before after above below under again further once upon within toward towards against among via per \
    i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers herself \
    it its itself they them their theirs themselves this that these those there here who whom whose which what \
    when where why how am is are was were be been being have has had having do does did doing done would should \
    could ought will shall may might must can cn i'm i've i'd i'll im ive you're you've you'll he's she's it's we're \
    we've they're they've that's there's what's here's let's also just only very too really quite even still \
    already always ever often sometimes now today yesterday all any both each few more most other others some such \
    own same another every everyone everything anything anyone something someone nothing nobody much many lot lots \
    because since while until although though however therefore whether either neither else instead rather almost \
    get gets got getting gotten go goes going went gone make makes made making take takes took taken taking give \
    gives gave given giving put puts let lets say says said saying tell tells told telling know knows knew known \
    see sees saw seen seeing come comes came coming want wants wanted wanting need needs needed like seem seems \
    think thought thing things way ways one ones two three first second last next new time times day days week \
    weeks month months year years ago later soon well able being u ur r n s t m ll ve re d b c e f g h j k l o p q \
    v w y z am pm mr mrs ms due since regarding stating stated keep keeps kept try tries trying tried use uses \
    used using im actually basically literally currently recently finally probably maybe perhaps anyway";
