//! CODEOWNERS by the rules of both services.

use proptest::prelude::*;

use super::*;

fn owner(text: &str, path: &str) -> String {
    github(text).owners_of(path).join(" ")
}

fn github(text: &str) -> Owners {
    Owners::parse(text, Service::GitHub)
}

fn gitlab(text: &str) -> Owners {
    Owners::parse(text, Service::GitLab)
}

fn at_gitlab(text: &str, path: &str) -> String {
    gitlab(text).owners_of(path).join(" ")
}

#[test]
fn a_star_below_the_root_is_for_what_lies_directly_there() {
    assert_eq!(owner("/* @infra\n", "Makefile"), "@infra");
    assert_eq!(owner("/* @infra\n", "src/cart.rs"), "");
    assert_eq!(owner("* @all\n", "src/cart.rs"), "@all");
}

#[test]
fn the_last_line_that_matches_decides() {
    let text = "* @all\n*.js @web\n/src/pay/ @shop/pay\n/src/pay/README.md docs@shop.example\n";
    assert_eq!(owner(text, "a/b/c.txt"), "@all");
    assert_eq!(owner(text, "src/cart/a.js"), "@web");
    assert_eq!(owner(text, "src/pay/deep/a.js"), "@shop/pay");
    assert_eq!(owner(text, "src/pay/README.md"), "docs@shop.example");
    let owners = github(text);
    assert_eq!(
        owners
            .rules_of("src/pay/x.rs")
            .iter()
            .map(|rule| (rule.line, rule.pattern.as_str()))
            .collect::<Vec<_>>(),
        [(3, "/src/pay/")]
    );
}

#[test]
fn a_pattern_without_owners_takes_them_away() {
    assert_eq!(owner("/apps/ @anna\n/apps/github\n", "apps/github/a.rb"), "");
    assert_eq!(github("/apps/ @anna\n/apps/github\n").rules_of("apps/github/a.rb").len(), 1);
    assert!(github("/apps/ @anna").rules_of("lib/a.rb").is_empty());
}

#[test]
fn several_owners_and_comments_stand_on_a_line() {
    let text = "# all\n\n  *.rs  @anna @shop/pay\tben@shop.example # and nobody else @carla\n";
    assert_eq!(owner(text, "a.rs"), "@anna @shop/pay ben@shop.example");
    assert!(github(text).mistakes.is_empty());
}

#[test]
fn each_mistake_is_named_by_its_line_and_the_line_is_skipped() {
    let text = "*.a @anna\n!*.a @ben\n[ab].a @ben\n\\#x @ben\n*.a anna\n*.a @ben @\n*.a @shop/pay/x\n/ @ben\n*.a x@y @ben";
    let owners = github(text);
    assert_eq!(owners.mistakes.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(owners.owners_of("x.a"), ["@anna"]);
    for (reason, says) in
        owners.mistakes.iter().map(|(_, reason)| reason).zip(["'!'", "'['", "'\\#'", "'anna'"])
    {
        assert!(reason.contains(says), "{reason}");
    }
}

#[test]
fn a_file_that_github_does_not_read_owns_nothing() {
    let owners = github(&"* @anna\n".repeat((3 << 20) / 8));
    assert!(owners.rules.is_empty());
    assert_eq!(owners.mistakes.len(), 1);
}

#[test]
fn a_file_with_marks_of_windows_is_read() {
    assert_eq!(owner("\u{feff}*.rs @anna\r\n/a/ @ben\r\n", "a/x.rs"), "@ben");
}

#[test]
fn a_space_in_a_pattern_is_escaped() {
    assert_eq!(owner("/my\\ docs/ @anna", "my docs/a.md"), "@anna");
}

#[test]
fn what_has_no_name_is_owned_by_nobody() {
    assert_eq!(owner("*.rs @anna", ""), "");
    assert_eq!(owner("", "a.rs"), "");
}

#[test]
fn each_section_of_gitlab_decides_apart_from_the_others() {
    let text = "* @all\n[Readme]\nREADME.md @ann @ben\ninternal/README.md @cy\n[Other]\nREADME.md @di @all\n";
    assert_eq!(at_gitlab(text, "README.md"), "@all @ann @ben @di");
    assert_eq!(at_gitlab(text, "internal/README.md"), "@all @cy @di");
    assert_eq!(at_gitlab(text, "src/a.rs"), "@all");
    let lines: Vec<u32> = gitlab(text).rules_of("internal/README.md").iter().map(|rule| rule.line).collect();
    assert_eq!(lines, [1, 4, 6]);
}

#[test]
fn a_section_gives_its_owners_to_lines_that_name_nobody() {
    let text = "[Papers] @papers\ndocs/\n\n[Store][2] @store @ann\nmodel/db/\nconfig/db/y.md @papers\n[Nobody]\nx/\n";
    assert_eq!(at_gitlab(text, "docs/a.md"), "@papers");
    assert_eq!(at_gitlab(text, "model/db/x.rb"), "@store @ann");
    assert_eq!(at_gitlab(text, "config/db/y.md"), "@papers");
    assert_eq!(at_gitlab(text, "x/a"), "");
    assert!(gitlab(text).mistakes.is_empty());
    let text = "[Papers] @papers\ndocs/ # all of them\nnotes/ nobody\n";
    assert_eq!(at_gitlab(text, "docs/a.md"), "@papers");
    assert_eq!(at_gitlab(text, "notes/a.md"), "", "a word that is no owner takes their place all the same");
}

#[test]
fn sections_of_one_name_are_one_and_optional_only_where_every_head_says_so() {
    let text = "^[Go] @go\n*.go\n[Papers]\n*.md @md\n^[Notes] @notes\n*.go\n[GO]\na.go @ann\n";
    assert_eq!(at_gitlab(text, "x/a.go"), "@ann @notes", "the section that asks comes first");
    assert_eq!(at_gitlab(text, "x/b.go"), "@go @notes");
    let optional = "^[Late] @late\n*\n[Asks] @asks\n*\n";
    assert_eq!(at_gitlab(optional, "a"), "@asks @late");
}

#[test]
fn what_a_section_excludes_stays_excluded_in_it_alone() {
    let text = "* @all\n!pom.xml\n[Ruby]\n*.rb @ruby\n!/config/**/*.rb # made by a program\n/config/a.rb @ops\n[Config]\n/config/ @config\n";
    assert_eq!(at_gitlab(text, "a/pom.xml"), "");
    assert_eq!(at_gitlab(text, "config/a.rb"), "@all @config");
    assert_eq!(at_gitlab(text, "lib/a.rb"), "@all @ruby");
    assert!(gitlab(text).mistakes.is_empty(), "{:?}", gitlab(text).mistakes);
}

#[test]
fn gitlab_knows_roles_nested_groups_and_dots_in_names() {
    let text = "a @@developer @@Maintainers @org/sub/team\nb @first.last ann@shop.example @x_y-z\n";
    assert_eq!(at_gitlab(text, "a"), "@@developer @@Maintainers @org/sub/team");
    assert_eq!(at_gitlab(text, "b"), "@first.last ann@shop.example @x_y-z");
}

#[test]
fn gitlab_leaves_out_words_that_are_no_owners_and_they_are_named() {
    let text = "/pay/ @pay nobody @ben # and others @cy\n/x/ @@guest\n[Open\n/y/ @y\n";
    let owners = gitlab(text);
    assert_eq!(
        owners.owners_of("pay/a"),
        ["@pay", "@ben", "@cy"],
        "a comment behind owners is none to GitLab"
    );
    assert_eq!(owners.owners_of("y/a"), ["@y"]);
    let named: Vec<u32> = owners.mistakes.iter().map(|(line, _)| *line).collect();
    assert_eq!(named, [1, 2, 3]);
    assert!(owners.mistakes[0].1.contains("'nobody'"), "{:?}", owners.mistakes);
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>(), path in any::<String>()) {
        github(&text).owners_of(&path);
        gitlab(&text).owners_of(&path);
    }

    /// The index picks the rule that trying each pattern from the end would.
    #[test]
    fn the_index_agrees_with_trying_every_line(
        patterns in prop::collection::vec("/?(a|b|\\*|\\*\\*|a\\*|\\*\\.r|b\\.r|\\?)(/(a|b|\\*|\\*\\*|b\\.r)){0,3}/?", 1..12),
        path in "(a|b|ab|b\\.r)(/(a|b|ab|b\\.r)){0,4}",
    ) {
        let text: String = patterns.iter().map(|pattern| format!("{pattern} @anna\n")).collect();
        for (owners, read) in
            [(github(&text), Pattern::of_github as fn(&str) -> _), (gitlab(&text), Pattern::of_gitlab)]
        {
            prop_assert!(owners.mistakes.is_empty());
            let tried = patterns.iter().rposition(|pattern| read(pattern).unwrap().matches(&path));
            let found = owners.rules_of(&path).first().map(|rule| rule.line as usize - 1);
            prop_assert_eq!(found, tried);
        }
    }
}
