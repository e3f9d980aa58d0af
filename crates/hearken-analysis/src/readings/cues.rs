//! Words and phrases that are known to speak for a reading before any text was labelled. What each counts is learned.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::words::{behind, word};

/// Groups of cues.
pub(super) const GROUPS: usize = 9;
/// The groups that a first word may be of: tasks, and questions.
pub(super) const TASK: usize = 7;
pub(super) const QUESTION: usize = 8;
/// Words of the longest cue.
pub(super) const LONGEST: usize = 4;

/// Cues by the hash of their words; each is a set of groups, a bit each.
pub(super) fn cues() -> &'static FxHashMap<u64, u16> {
    static CUES: OnceLock<FxHashMap<u64, u16>> = OnceLock::new();
    CUES.get_or_init(|| {
        let mut cues = FxHashMap::default();
        for (group, written) in GROUPED.iter().enumerate() {
            for cue in written.split('|').map(str::trim) {
                let mut hash = 0;
                for (at, one) in cue.split(' ').enumerate() {
                    let one = word(one);
                    hash = if at == 0 { one } else { behind(hash, one) };
                    // What a longer cue begins with is looked up, too: without it nothing longer is looked for.
                    cues.entry(hash).or_insert(0);
                }
                *cues.entry(hash).or_insert(0) |= 1 << group;
            }
        }
        cues
    })
}

const GROUPED: [&str; GROUPS] = [WISHES, PRAISE, PAIN, ASKING, BLOCKED, HINDERED, ANNOYED, TASKS, QUESTIONS];

/// Something is wanted.
const WISHES: &str = "please add|pls add|plz add|kindly add|would be nice|would be great|would be good|would be better|\
    would be cool|would be useful|would be helpful|would be awesome|would be handy|i wish|wish it|wish there|wish you|\
    would love|would like to|i'd like|i'd love|should have|should add|should support|should allow|should be able|should be|\
    should provide|should use|should accept|should also|need to add|needs to add|need to be|needs to be|we need|we should|\
    it should|feature request|feature|proposal|rfc|suggestion|i suggest|suggest|enhancement|add support|support for|\
    could you add|can you add|could we|can we have|add an option|option to|option for|an option|a way to|ability to|\
    please make|please bring|please include|please allow|please provide|please enable|please introduce|please support|\
    hope you|hoping|looking forward|it would|would make|might be nice|may be nice|consider|perhaps we|maybe we|allow users|\
    want to be able|want an|want a|requesting|improvement|needs a|more consistent|convenient if|dark mode|should|\
    is there any plan|any plans|plans to|could be improved|currently there is no|there is no way|no way to|there's no way|\
    use case|motivation|alternatives|describe the solution|additional context|should not need|instead of";

/// Something is liked.
const PRAISE: &str = "love|loved|loving|great|excellent|excellant|awesome|amazing|best|easy|easier|friendly|perfect|perfectly|\
    helpful|good|nice|recommend|recommended|fantastic|wonderful|superb|super|works well|work well|thank|thanks|thank you|\
    convenient|happy|satisfied|smooth|fast|useful|outstanding|brilliant|cool|osm|badhiya|badiya|mast|accha|acha|achha|\
    best app|very good|too good|so far so good|reliable|secure|simple|seamless|impressed|enjoy|glad|hassle free|5 stars|\
    five stars|well done|keep it up|kudos|👍|❤|😍|👌|🔥|😊|🥰|💯|🙏|😘|😃|😁";

/// Something hurts.
const PAIN: &str = "not|don't|doesn't|didn't|isn't|can't|won't|wasn't|aren't|cannot|cant|dont|doesnt|never|no longer|error|\
    errors|crash|crashes|crashed|crashing|fail|fails|failed|failing|failure|worst|terrible|horrible|awful|useless|fraud|scam|\
    wrong|wrongly|dispute|disputed|refused|refuses|refuse|problem|problems|issue|issues|bug|bugs|slow|stuck|unable|poor|bad|\
    waste|charged|denied|complaint|stop|stopped|stops|annoying|frustrated|frustrating|disappointed|disappointing|broken|\
    breaks|incorrect|incorrectly|inaccurate|regression|unexpected|unexpectedly|ice|panic|panics|segfault|segfaults|leak|lost|\
    missing|hang|hangs|freeze|freezes|misleading|confusing|ignored|ignores|rejected|rejects|violation|violated|theft|stolen|\
    fake|cheat|cheating|pathetic|ridiculous|hate|unfortunately|without my|nahi|nhi|bekar|ghatiya|steps to reproduce|\
    expected behavior|actual behavior|reproduce|stack trace|traceback|exception|😡|😠|👎|🤬|😤|😭|😞";

/// Something is asked.
const ASKING: &str = "how|why|what|when|where|is there|is it possible|does|do i|do you|can i|can anyone|can someone|\
    could someone|could anyone|anyone know|does anyone|how to|how do|how do i|how can|how can i|how should|what is|\
    what does|what are|which|whether|should i|is this|question|questions|wondering|i wonder|clarify|clarification|explain|\
    let me know|i don't understand|not sure|confused about|want to know|would like to know|any idea|any ideas|\
    what's the difference|is it safe|am i|is this expected|is this intended|any advice|any help|please help|please advise|\
    please tell me|kaise|kya|kyu|kab|tell me";

/// They cannot do it at all.
const BLOCKED: &str = "can't log in|cannot log in|unable to|not able to|can't open|not opening|won't open|can't login|\
    cannot login|doesn't open|not open|can't sign|cannot sign|can't register|unable to login|crash|crashes|crashed|crashing|\
    ice|segfault|internal compiler error|panicked|lost my|not received|didn't receive|not refunded|refund|stolen|\
    identity theft|fraud|locked|blocked|frozen|closed my account|closed|denied|deducted|debited|not working|stopped working|\
    can't access|cannot access|no access|doesn't work|does not work|never received|impossible|at all|otp|can't|cannot|\
    fails to compile|does not compile|doesn't compile|stuck|won't start|fails to start|build fails|lost all|my money|\
    money back|verification|suspended|foreclosure|eviction";

/// They can, at a cost.
const HINDERED: &str = "sometimes|workaround|work around|again and again|every time|delay|delayed|wait|waiting|late|takes|\
    hours|days|weeks|months|incorrect|incorrectly|wrong|report|reporting|dispute|charged|fee|fees|interest|hidden|missing|\
    partially|support|customer service|customer care|call|called|responded|response|intermittently|occasionally|most of the time|\
    have to|had to|manually|inaccurate|inaccurately|credit report|when using|only when|if i|repeatedly|many times";

/// They dislike it.
const ANNOYED: &str = "slow|ads|advertisement|advertisements|ugly|confusing|misleading|annoying|annoyed|irritating|message|\
    error message|error messages|unclear|worst|pathetic|bad|poor|useless|waste|unhelpful|notifications|interface|ui|spam|\
    warning|warnings|diagnostic|diagnostics|not good|hate|cheap|typo|laggy|lag|boring|calls|rude|unprofessional|verbose|\
    no cashback|cashback|rewards|better luck next time|cluttered|complicated|not intuitive|formatting|hard to read";

/// What a task that a team writes for itself begins with.
const TASKS: &str = "add|allow|support|implement|make|provide|enable|consider|remove|rename|document|replace|refactor|improve|\
    introduce|use|expose|extend|change|move|rewrite|create|include|let|give|update|switch|warn|extract|merge|port|deprecate|\
    stabilize|clean|cleanup|convert|reimplement|investigate|figure|write|have|handle|emit|show|print|split|need|want|tracking|\
    get rid|drop|unify|simplify|optimize|adopt|finish|define|migrate|export|integrate|please|feature|request|proposal";

/// What a question begins with.
const QUESTIONS: &str =
    "how|why|what|when|where|which|who|is|are|does|do|can|could|should|will|would|has|have|did";
