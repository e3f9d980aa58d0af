//! Ruby: backtraces before and after 3.4, and those that count down to where it failed.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar =
    Grammar { language: "Ruby", marks: &[":in "], find, gap, outermost_first: false };

/// ``from app/cart.rb:12:in `add'``; `app/cart.rb:12:in 'Cart#add'` since Ruby 3.4.
static FRAME: LazyLock<Regex> = pattern!(
    r#"(?:(?P<count>\d+): )?(?:from )?(?P<file>(?:[A-Za-z]:/[^\n:"'`<>]*?\.rb|(?:[A-Za-z]:)?[^\s:"'`<>()\[\]]+)):(?P<line>\d+)"#,
    r#":in [`'‘“](?P<fn>[^'’”`\n]*)['’”`]"#,
);

fn find(text: &str) -> Vec<Found<'_>> {
    FRAME
        .captures_iter(text)
        .filter_map(|captures| {
            let mut found = Found::from(&captures)?;
            found.counted_down = captures.name("count").is_some();
            found.in_app =
                !["/gems/", "vendor/bundle", "/lib/ruby/"].iter().any(|library| found.file.contains(library));
            Some(found)
        })
        .collect()
}

fn gap(gap: &str) -> Gap {
    // The message stands behind the first frame.
    if spoken_lines(gap).count() > 1 || gap.contains("Traceback") { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    fn shown(text: &str) -> Vec<(String, Option<String>, Option<u32>, usize)> {
        frames(text).into_iter().map(|f| (f.file, f.function, f.line, f.position)).collect()
    }

    #[test]
    fn frames_are_read_in_both_quotes() {
        let text = "app/pay.rb:12:in `charge': declined (RuntimeError)\n\tfrom app/cart.rb:7:in 'Cart#add'\n\
            \tfrom /usr/lib/ruby/gems/3.1.0/gems/rack-2.2/lib/rack.rb:9:in `call'\n";
        let found = frames(text);
        assert_eq!(shown(text)[0], ("app/pay.rb".into(), Some("charge".into()), Some(12), 1));
        assert_eq!(shown(text)[1], ("app/cart.rb".into(), Some("Cart#add".into()), Some(7), 2));
        assert!(found[0].in_app_hint && !found[2].in_app_hint);
    }

    #[test]
    fn a_backtrace_that_counts_down_ends_where_it_failed() {
        let text = "Traceback (most recent call last):\n\t2: from bin/shop:3:in `<main>'\n\
            \t1: from app/cart.rb:7:in `add'\napp/pay.rb:12:in `charge': declined (RuntimeError)";
        let files: Vec<_> = shown(text).into_iter().map(|(file, _, _, position)| (file, position)).collect();
        assert_eq!(files, [("app/pay.rb".into(), 1), ("app/cart.rb".into(), 2), ("bin/shop".into(), 3)]);
    }

    #[test]
    fn what_ruby_itself_does_has_no_file() {
        assert!(frames("<internal:kernel>:187:in `loop'\n(eval):1:in `x'").is_empty());
    }
}
