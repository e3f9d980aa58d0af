//! Words that say nothing about where in the code a report belongs.

const STOP: &str = " a about above after again all also am an and any are as at be because been before being below \
between both but by can cannot could did do does doing done don down during each even every few for from further get gets \
got had has have having he her here hers him his how however i if in into is it its itself just know like may me might \
more most much must my no nor not now of off on once one only or other our out over own please same see she should since \
so some still such than that the their them then there these they thing this those though through to too under until up \
us use used using very want was we well were what when where which while who whom why will with within without would you \
your yours yourself im ive dont doesnt didnt isnt cant wont thanks thank hello hi im lt gt amp quot nbsp http https www com ";

/// Whether `word`, in lower case, is one.
pub(crate) fn is_stop(word: &str) -> bool {
    static WORDS: std::sync::OnceLock<rustc_hash::FxHashSet<&'static str>> = std::sync::OnceLock::new();
    WORDS.get_or_init(|| STOP.split_ascii_whitespace().collect()).contains(word)
}
