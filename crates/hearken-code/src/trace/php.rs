//! PHP: the location in the message, and the numbered frames below it.

use std::sync::LazyLock;

use regex::Regex;

use super::frame::Found;
use super::grammar::{Gap, Grammar, pattern, spoken_lines};

pub(super) const GRAMMAR: Grammar = Grammar {
    language: "PHP",
    marks: &[".php", ".phtml", ".inc", ".module"],
    find,
    gap,
    outermost_first: false,
};

/// `#0 /srv/shop/Cart.php(12): Shop\Cart->add(Object(Item))`
static FRAME: LazyLock<Regex> = pattern!(
    r"#\d+ (?P<file>(?:[A-Za-z]:)?[^\n:#]+?\.(?:php|phtml|inc|module)(?:\(\d+\) : eval\(\)'d code)?)\((?P<line>\d+)\)",
    r"(?:: (?P<fn>[^\s(]+)(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*){0,20}\))?)?",
);

/// `in /srv/shop/Cart.php on line 12`, `in C:\My Shop\Cart.php:12`, `thrown in … line 12`
static LOCATION: LazyLock<Regex> = pattern!(
    r#"(?-u:\b)(?:in|at) (?P<file>(?:(?:[A-Za-z]:)?[\\/][^\n:"'*?<>|]*?|[^\s:"'()]+)\.(?:php|phtml|inc|module))"#,
    r"(?::|\(|(?: on)? line )(?P<line>\d+)",
);

/// Drupal: `charge() (line 12 of /srv/shop/pay.module)`
static LINE_OF: LazyLock<Regex> =
    pattern!(r"\(line (?P<line>\d+) of (?P<file>[^\n()]+\.(?:php|phtml|inc|module))\)");

fn find(text: &str) -> Vec<Found<'_>> {
    [&FRAME, &LOCATION, &LINE_OF]
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(text))
        .filter_map(|captures| Found::from(&captures))
        .map(|mut found| {
            if let Some((file, _evaluated)) =
                found.file.split_once('(').filter(|_| found.file.ends_with("code"))
            {
                found.file = file.to_owned();
            }
            found.in_app = !found.file.contains("/vendor/") && !found.file.starts_with("vendor/");
            found
        })
        .collect()
}

fn gap(gap: &str) -> Gap {
    let other = spoken_lines(gap).any(|line| {
        !(line.starts_with("Stack trace:")
            || line.starts_with('#')
            || line == "thrown"
            || line.starts_with("[stacktrace]")
            || line == ")")
    });
    if other { Gap::Apart } else { Gap::Same }
}

#[cfg(test)]
mod tests {
    use crate::trace::frames;

    #[test]
    fn the_location_in_the_message_comes_before_the_numbered_frames() {
        let text = "PHP Fatal error:  Uncaught Exception: declined in /srv/shop/src/Pay.php:12\nStack trace:\n\
            #0 /srv/shop/src/Cart.php(7): Shop\\Pay->charge(Object(Card))\n#1 [internal function]: x()\n\
            #2 /srv/shop/vendor/laravel/Kernel.php(9): y()\n#3 {main}\n  thrown in /srv/shop/src/Pay.php on line 12";
        let found = frames(text);
        let shown: Vec<_> =
            found.iter().map(|f| (f.file.as_str(), f.line, f.in_app_hint, f.position)).collect();
        assert_eq!(
            shown,
            [
                ("/srv/shop/src/Pay.php", Some(12), true, 1),
                ("/srv/shop/src/Cart.php", Some(7), true, 2),
                ("/srv/shop/vendor/laravel/Kernel.php", Some(9), false, 3),
            ]
        );
        assert_eq!(found[1].function.as_deref(), Some("Shop\\Pay->charge"));
    }

    #[test]
    fn a_warning_names_its_location() {
        let found = frames("Warning: Undefined variable $x in C:\\shop\\cart.php on line 3");
        assert_eq!((found[0].file.as_str(), found[0].line), ("C:/shop/cart.php", Some(3)));
    }
}
