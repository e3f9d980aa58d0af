//! What logs put before each line: when, which machine, which process, how bad. A line is read without it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// Bytes of a line among which a prefix is looked for.
const PREFIX_MAX: usize = 400;
/// Things that a prefix is made of at most.
const THINGS_MAX: usize = 16;

/// When it was, in the many ways of writing that.
static TIME: LazyLock<Regex> = pattern!(
    r"^[\[(]?(?:",
    r"(?:(?:[A-Z][a-z]{2},? )?(?:[A-Z][a-z]{2} {1,2}\d{1,2}|\d{1,2} [A-Z][a-z]{2})(?: \d{4})?,? ",
    r"|(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{4})?[T ,_]{1,2}|\d{1,2}/[A-Z][a-z]{2}/\d{4}[: ]|[VDIWEF]\d{4} )?",
    r"\d{1,2}:\d{2}(?::\d{2}(?:[.,:]\d{1,9})?)?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2}))?(?: \d{4})?",
    r"|\d{4}-\d{2}-\d{2}|1\d{9}(?:\.\d{1,9})?|1\d{12})[\])]?[:,;|-]?(?:[ \t]+|$)",
);

/// What stands in brackets: a thread, a level, a process, a request.
static BRACKETS: LazyLock<Regex> = pattern!(r#"^\[(?P<in>[^\[\]()"'\n]*)\][:,]?(?: -)?(?:[ \t]+|$)"#);

/// Brackets that belong to a trace.
const OF_TRACES: [&str; 6] = ["cause", "errors", "stacktrace", "internal function", "native code", "running"];

/// Anything else that is known wherever it stands.
static THING: LazyLock<Regex> = pattern!(
    r"^(?:[>|│┃]+(?:[ \t]+|$)",
    // A level.
    r"|(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|SEVERE|FATAL|CRIT(?:ICAL)?|ALERT|EMERG|OUT|VERBOSE)",
    r"(?:[ \t]+|[:|]|$)[ \t]*",
    r"|(?:stdout|stderr)(?: [FP])?[ \t]*[:|]?[ \t]+",
    // logcat
    r"|[VDIWEFA]/[^\s:()]+(?:[ \t]*\([ \t]*\d+\))?[ \t]*:[ \t]?",
    r"|\d+[ -]+\d+(?:/\S+)?[ \t]+[VDIWEFA][ /][ \t]*[^\s:]+[ \t]*:[ \t]?",
    r"|\d+-\d+[ \t]+\S+[ \t]+[\w.:]+[ \t]+[VDIWEFA][ \t]+",
    r"|[VDIWEFA][ \t]+[A-Za-z][\w.-]+[ \t]*:[ \t]?",
    // docker compose, kubectl, stern, foreman
    r"|[\w./@:-]+[ \t]+[|│›][ \t]?",
    r"|[a-z][a-z0-9-]*-[a-z0-9]{5,10}-[a-z0-9]{5}[ \t]+[a-z][a-z0-9-]*[ \t]+",
    // syslog, journald, Heroku
    r"|(?:<\d{1,3}>1?[ \t]*)?(?:[\w.-]+[ \t]+)?[\w./@-]+\[[\w./-]+\]:[ \t]?",
    r"|(?i:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[ \t]+",
    r"|pid[=: ]\d+[:,]?[ \t]+|\(\d{1,8}\)[ \t]+|---[ \t]+(?:\[|$)",
    // logfmt
    r#"|(?:ts|time|level|lvl|severity|logger|caller|pid|thread|host|app|service)=(?:"[^"\n]*"|[^\s"]+)[ \t]+"#,
    r#"|(?:msg|message|error|err|stack|stacktrace)="[ \t]*)"#,
);

/// What is only known right behind a time.
static PROGRAM: LazyLock<Regex> = pattern!(r"^[\w.-]+[ \t]+[A-Za-z][\w./-]*:[ \t]+");

/// What is only known behind something else: numbers of processes, the name of a logger.
static BEHIND: LazyLock<Regex> = pattern!(
    r"^(?:\d{1,8}[ \t]+|\d+#\d+:[ \t]+|[*]\d+[ \t]+",
    r"|(?:error|warn|info|debug|fatal|panic|trace|app|web)[:|]?[ \t]+|[A-Za-z][\w.$/]*[ \t]+[:-][ \t]+|[-:|][ \t]+)",
);

/// The same text, with blanks for what logs put before its lines.
pub(super) fn blank_prefixes(text: String) -> String {
    let mut prefixes: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = prefix(line);
        if end > 0 {
            prefixes.push(start..start + end);
        }
        start += line.len();
    }
    if prefixes.is_empty() {
        return text;
    }
    let mut blanked = String::with_capacity(text.len());
    for prefix in prefixes {
        blanked.push_str(&text[blanked.len()..prefix.start]);
        blanked.extend(std::iter::repeat_n(' ', prefix.len()));
    }
    blanked.push_str(&text[blanked.len()..]);
    blanked
}

/// How many bytes of a line are a log's.
fn prefix(line: &str) -> usize {
    let mut limit = line.len().min(PREFIX_MAX);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let line = line[..limit].trim_end_matches(['\n', '\r']);
    let mut end = 0;
    let mut before = Before::Nothing;
    for _ in 0..THINGS_MAX {
        let indented = line[end..].len() - line[end..].trim_start_matches([' ', '\t']).len();
        let rest = &line[end + indented..];
        let Some((length, now)) = thing(rest, before) else { break };
        // What a program indents is its own.
        end += indented + length;
        before = now;
    }
    end
}

/// What of a prefix stands before something.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Time,
    Other,
}

fn thing(rest: &str, before: Before) -> Option<(usize, Before)> {
    if let Some(time) = TIME.find(rest) {
        return Some((time.end(), Before::Time));
    }
    let brackets = || {
        let captures = BRACKETS.captures(rest)?;
        let own = OF_TRACES.iter().any(|own| captures["in"].starts_with(own));
        captures.get(0).filter(|_| !own)
    };
    let program = || PROGRAM.find(rest).filter(|_| before == Before::Time && !rest.starts_with("Caused by"));
    let found = brackets()
        .or_else(|| THING.find(rest))
        .or_else(program)
        .or_else(|| BEHIND.find(rest).filter(|_| before != Before::Nothing))?;
    let bracket_follows = found.as_str().ends_with('[');
    Some((found.end() - usize::from(bracket_follows), Before::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_line_is_known_in_the_logs_of_many_programs() {
        for before in [
            "> ",
            "2024-03-05T09:07:01.250Z ",
            "2024-03-05 09:07:01,250 ERROR [main] org.shop.Pay - ",
            "2024-03-05T09:07:01.250123456Z stderr F ",
            "Mar  5 09:07:01 box shop[311]: ",
            "Mar 05 09:07:01 box shop: ",
            "03-05 09:07:01.250  311  311 E AndroidRuntime: ",
            "2024-03-05 09:07:01.250 311-311/org.shop E/AndroidRuntime: ",
            "2024-03-05 09:07:01.250   311-311   AndroidRuntime   org.shop   E  ",
            "E/AndroidRuntime( 311): ",
            "W/System.err: ",
            "web_1  | ",
            "shop-web-1 | 09:07:01 ",
            "[pod/shop-6d5f/web] ",
            "shop-7d9f8b6c5-x2x4z web ",
            "[311] ERROR ",
            "[ERROR] ",
            "[Tue Mar 05 09:07:01.250 2024] [php:error] [pid 311] ",
            "2024-03-05T09:07:01+00:00 app[web.1]: ",
            "2024-03-05 09:07:01.250 ERROR 311 --- [nio-80-exec-1] o.s.Pay : ",
            "time=\"2024-03-05T09:07:01Z\" level=error msg=\"",
            "ERROR:",
            "1709629621.25 ",
        ] {
            let line = format!("{before}at org.shop.Pay.charge(Pay.java:4)");
            assert_eq!(prefix(&line), before.len(), "{line}");
        }
    }

    #[test]
    fn what_a_program_prints_itself_stays() {
        for line in [
            "   0: shop::pay::charge",
            "#0 /srv/shop/Pay.php(3): f()",
            "\t2: from bin/shop:3:in `<main>'",
            "  [cause]: Error: b",
            "[stacktrace]",
            "main.main()",
            "\t/srv/shop/main.go:3 +0x1",
            "app/pay.rb:12:in `charge'",
            "File \"a.py\", line 3, in f",
            "add@https://shop.example/a.js:1:2",
            "   at Shop.Pay.Charge() in C:\\shop\\Pay.cs:line 4",
            "3   Shop    0x0000000100003f4c Pay.charge() + 52",
        ] {
            assert_eq!(prefix(line), 0, "{line}");
        }
    }
}
