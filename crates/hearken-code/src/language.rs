//! Which language a file is in, told by its name, else by its first line: what can be parsed, what is code, what is words.

use Kind::{Data, Documentation, Source};

/// What a language is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something runs it, or builds with it.
    Source,
    /// People read it.
    Documentation,
    /// Values: settings, translations, tables.
    Data,
}

macro_rules! languages {
    ($($language:ident, $name:literal, $kind:ident, [$($ending:literal)*];)*) => {
        /// A language of text files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Language { $(#[doc = $name] $language),* }

        const ALL: &[(Language, &str, Kind, &[&str])] = &[$((Language::$language, $name, $kind, &[$($ending),*])),*];
    };
}

// In the order of the enum. Endings are in lower case, and each stands once.
languages! {
    Rust, "Rust", Source, ["rs"];
    Python, "Python", Source, ["py" "pyi" "pyw"];
    JavaScript, "JavaScript", Source, ["js" "jsx" "mjs" "cjs" "es6"];
    TypeScript, "TypeScript", Source, ["ts" "mts" "cts"];
    Tsx, "TSX", Source, ["tsx"];
    Java, "Java", Source, ["java"];
    Go, "Go", Source, ["go"];
    C, "C", Source, ["c" "h"];
    Cpp, "C++", Source, ["cc" "cpp" "cxx" "c++" "hh" "hpp" "hxx" "h++" "ipp" "inl" "tpp" "ino" "cu" "cuh"];
    CSharp, "C#", Source, ["cs" "csx"];
    Ruby, "Ruby", Source, ["rb" "rake" "gemspec" "ru"];
    Php, "PHP", Source, ["php" "phtml" "php5" "inc"];
    Kotlin, "Kotlin", Source, ["kt" "kts"];
    Swift, "Swift", Source, ["swift"];
    Scala, "Scala", Source, ["scala" "sc"];
    Groovy, "Groovy", Source, ["groovy" "gradle"];
    ObjectiveC, "Objective-C", Source, ["m" "mm"];
    Dart, "Dart", Source, ["dart"];
    Elixir, "Elixir", Source, ["ex" "exs" "heex" "eex"];
    Erlang, "Erlang", Source, ["erl" "hrl"];
    Haskell, "Haskell", Source, ["hs" "lhs"];
    OCaml, "OCaml", Source, ["ml" "mli"];
    FSharp, "F#", Source, ["fs" "fsx" "fsi"];
    VisualBasic, "Visual Basic", Source, ["vb" "bas"];
    Clojure, "Clojure", Source, ["clj" "cljs" "cljc" "edn"];
    Lua, "Lua", Source, ["lua"];
    Perl, "Perl", Source, ["pl" "pm"];
    R, "R", Source, ["r"];
    Julia, "Julia", Source, ["jl"];
    Zig, "Zig", Source, ["zig"];
    Nim, "Nim", Source, ["nim"];
    Crystal, "Crystal", Source, ["cr"];
    Cython, "Cython", Source, ["pyx" "pxd" "pxi"];
    Solidity, "Solidity", Source, ["sol"];
    Pascal, "Pascal", Source, ["pas"];
    Fortran, "Fortran", Source, ["f" "f90" "f95" "f03"];
    Assembly, "Assembly", Source, ["s" "asm"];
    Shell, "Shell", Source, ["sh" "bash" "zsh" "fish" "ksh"];
    PowerShell, "PowerShell", Source, ["ps1" "psm1"];
    Batch, "Batch", Source, ["bat" "cmd"];
    Sql, "SQL", Source, ["sql"];
    GraphQl, "GraphQL", Source, ["graphql" "gql" "graphqls"];
    Protobuf, "Protocol Buffers", Source, ["proto"];
    Thrift, "Thrift", Source, ["thrift"];
    Html, "HTML", Source, ["html" "htm" "xhtml"];
    Template, "Template", Source,
        ["j2" "jinja" "jinja2" "hbs" "mustache" "ejs" "erb" "haml" "slim" "liquid" "twig" "tmpl" "gohtml" "pug"];
    Jsp, "JSP", Source, ["jsp" "jspx" "tag" "tagx"];
    Razor, "Razor", Source, ["cshtml" "razor" "vbhtml"];
    Vue, "Vue", Source, ["vue"];
    Svelte, "Svelte", Source, ["svelte"];
    Astro, "Astro", Source, ["astro"];
    Css, "CSS", Source, ["css" "scss" "sass" "less" "styl" "pcss"];
    Xaml, "XAML", Source, ["xaml" "axaml"];
    Terraform, "Terraform", Source, ["tf" "hcl"];
    Nix, "Nix", Source, ["nix"];
    CMake, "CMake", Source, ["cmake"];
    Make, "Make", Source, ["mk" "mak"];
    Docker, "Dockerfile", Source, ["dockerfile"];
    Vim, "Vim script", Source, ["vim"];
    Lisp, "Lisp", Source, ["el" "lisp" "scm" "rkt"];
    Markdown, "Markdown", Documentation, ["md" "markdown" "mdx"];
    ReStructured, "reStructuredText", Documentation, ["rst"];
    AsciiDoc, "AsciiDoc", Documentation, ["adoc" "asciidoc"];
    Tex, "TeX", Documentation, ["tex"];
    Manual, "Manual page", Documentation, ["1" "3" "5" "7" "8" "man"];
    Text, "Text", Documentation, ["txt" "text"];
    Json, "JSON", Data, ["json" "json5" "jsonc" "webmanifest"];
    Yaml, "YAML", Data, ["yml" "yaml"];
    Toml, "TOML", Data, ["toml"];
    Xml, "XML", Data, ["xml" "xsd" "xsl" "xslt" "tld" "csproj" "props" "targets" "plist" "resx" "svg" "wsdl"];
    Ini, "INI", Data, ["ini" "cfg" "conf" "env" "editorconfig"];
    Properties, "Properties", Data, ["properties"];
    Gettext, "Gettext", Data, ["po" "pot"];
    Fluent, "Fluent", Data, ["ftl"];
    Strings, "Strings", Data, ["strings" "xcstrings" "arb" "xlf" "xliff"];
    Table, "Table", Data, ["csv" "tsv"];
    Lock, "Lock file", Data, ["lock"];
}

impl Language {
    /// The language that a file's name tells: its ending, or the whole name (`Makefile`). Nothing is read.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        of_name(name).or_else(|| name.rsplit_once('.').and_then(|(_, ending)| of_ending(ending)))
    }

    /// The language of a file: by its name, else by a `#!` line. What a header (`.h`) is for is told by what it says.
    pub fn detect(path: &str, content: &[u8]) -> Option<Self> {
        match Self::of_path(path) {
            Some(Self::C) if path.ends_with(".h") => Some(of_header(content)),
            Some(language) => Some(language),
            None => of_shebang(content),
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        ALL[self as usize].1
    }

    /// Every language.
    #[cfg(test)]
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|(language, ..)| *language)
    }

    /// What it is for.
    pub fn kind(self) -> Kind {
        ALL[self as usize].2
    }

    /// Whether its functions and types can be told by a parser; otherwise there are blocks of lines.
    pub fn parsed(self) -> bool {
        self as usize <= Self::Scala as usize
            || matches!(self, Self::Dart | Self::Elixir | Self::Lua | Self::Shell | Self::Zig)
    }

    /// Whether it is code, rather than documentation or data.
    pub fn is_source(self) -> bool {
        self.kind() == Source
    }
}

fn of_name(name: &str) -> Option<Language> {
    Some(match name {
        "Makefile" | "makefile" | "GNUmakefile" => Language::Make,
        "CMakeLists.txt" => Language::CMake,
        "Dockerfile" | "Containerfile" => Language::Docker,
        "Rakefile" | "Gemfile" | "Podfile" | "Vagrantfile" | "Fastfile" | "Brewfile" => Language::Ruby,
        "Jenkinsfile" => Language::Groovy,
        "SConstruct" | "SConscript" | "wscript" => Language::Python,
        "README" | "LICENSE" | "LICENCE" | "NOTICE" | "COPYING" | "AUTHORS" | "CHANGELOG" | "CHANGES" => {
            Language::Text
        }
        "Gemfile.lock" | "go.sum" | "gradle.lockfile" => Language::Lock,
        "go.mod" | "CODEOWNERS" | "requirements.txt" => Language::Ini,
        _ => return None,
    })
}

fn of_ending(ending: &str) -> Option<Language> {
    let ending = ending.to_ascii_lowercase();
    ALL.iter().find(|(_, _, _, endings)| endings.contains(&ending.as_str())).map(|(language, ..)| *language)
}

/// Bytes of a header that are looked at.
const HEADER_BYTES_MAX: usize = 16 << 10;

fn of_header(content: &[u8]) -> Language {
    let content = String::from_utf8_lossy(&content[..content.len().min(HEADER_BYTES_MAX)]);
    for line in content.lines().map(str::trim_start) {
        if line.starts_with("@interface") || line.starts_with("@protocol") {
            return Language::ObjectiveC;
        }
        if ["class ", "namespace ", "template ", "template<", "public:", "private:", "using namespace "]
            .iter()
            .any(|start| line.starts_with(start))
        {
            return Language::Cpp;
        }
    }
    Language::C
}

fn of_shebang(content: &[u8]) -> Option<Language> {
    let line = content.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split_whitespace();
    let mut program = words.next()?.rsplit('/').next()?;
    if program == "env" {
        program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    Some(match program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') {
        "sh" | "bash" | "zsh" | "dash" | "ksh" | "fish" => Language::Shell,
        "python" | "pypy" => Language::Python,
        "node" | "nodejs" | "bun" => Language::JavaScript,
        "deno" | "ts-node" | "tsx" => Language::TypeScript,
        "ruby" | "jruby" => Language::Ruby,
        "perl" => Language::Perl,
        "php" => Language::Php,
        "lua" | "luajit" => Language::Lua,
        "elixir" => Language::Elixir,
        "escript" => Language::Erlang,
        "Rscript" => Language::R,
        "groovy" => Language::Groovy,
        "pwsh" => Language::PowerShell,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_language_whatever_its_case() {
        for (path, name) in [
            ("src/pay/errors.rs", "Rust"),
            ("a/b.PY", "Python"),
            ("web/App.tsx", "TSX"),
            ("web/app.jsx", "JavaScript"),
            ("Foo.java", "Java"),
            ("x.component.vue", "Vue"),
            ("docs/a.md", "Markdown"),
            ("locale/de.po", "Gettext"),
            (".editorconfig", "INI"),
        ] {
            assert_eq!(Language::of_path(path).map(Language::name), Some(name), "{path}");
        }
    }

    #[test]
    fn some_names_tell_the_language_without_an_ending() {
        assert_eq!(Language::of_path("deploy/Dockerfile"), Some(Language::Docker));
        assert_eq!(Language::of_path("CMakeLists.txt"), Some(Language::CMake));
        assert_eq!(Language::of_path("Gemfile"), Some(Language::Ruby));
    }

    #[test]
    fn a_name_that_tells_nothing_has_no_language() {
        for path in ["", "/", "a/", "picture.png", "bin/run", "a.", ".", "..", "ü.ß"] {
            assert_eq!(Language::of_path(path), None, "{path}");
        }
    }

    #[test]
    fn the_first_line_tells_what_the_name_does_not() {
        assert_eq!(Language::detect("bin/run", b"#!/bin/sh\nset -e\n"), Some(Language::Shell));
        assert_eq!(Language::detect("bin/run", b"#!/usr/bin/env python3.11"), Some(Language::Python));
        assert_eq!(
            Language::detect("bin/run", b"#!/usr/bin/env -S A=1 node --x\r\n"),
            Some(Language::JavaScript)
        );
        assert_eq!(Language::detect("bin/run", b"#!"), None);
        assert_eq!(Language::detect("bin/run", b"#!\xff\xfe"), None);
        assert_eq!(Language::detect("bin/run", b"set -e"), None);
    }

    #[test]
    fn a_header_is_in_the_language_that_it_speaks() {
        assert_eq!(Language::detect("a.h", b"int add(int a, int b);"), Some(Language::C));
        assert_eq!(Language::detect("a.h", b"namespace pay {\n  class Card;\n}"), Some(Language::Cpp));
        assert_eq!(
            Language::detect("a.h", b"#import <x.h>\n@interface Card : NSObject"),
            Some(Language::ObjectiveC)
        );
    }

    #[test]
    fn only_languages_with_a_grammar_are_parsed() {
        assert!(Language::Rust.parsed() && Language::Php.parsed() && Language::Tsx.parsed());
        assert!(Language::Kotlin.parsed() && Language::Shell.parsed());
        assert!(!Language::Groovy.parsed() && !Language::Json.parsed());
    }

    #[test]
    fn code_is_told_from_words_and_values() {
        assert!(Language::Html.is_source() && Language::Sql.is_source());
        assert_eq!(Language::Markdown.kind(), Documentation);
        assert_eq!(Language::Yaml.kind(), Data);
    }

    #[test]
    fn no_ending_is_given_to_two_languages() {
        let mut endings: Vec<_> = ALL.iter().flat_map(|(_, _, _, endings)| endings.iter()).collect();
        endings.sort_unstable();
        let all = endings.len();
        endings.dedup();
        assert_eq!(endings.len(), all);
        assert!(ALL.iter().enumerate().all(|(index, (language, ..))| *language as usize == index));
    }
}
