//! What each language's definitions are found as.

use proptest::prelude::*;

use super::*;

mod apps_and_scripts;

fn shown(language: Language, source: &str) -> Vec<String> {
    symbols(language, source)
        .into_iter()
        .map(|symbol| {
            format!("{} {} {}-{}", symbol.kind.name(), symbol.name, symbol.first_line, symbol.last_line)
        })
        .collect()
}

#[test]
fn rust_has_functions_methods_and_types_with_their_attributes() {
    let source = "use a::b;\n\n/// A cart.\n#[derive(Debug)]\npub struct Cart;\n\nimpl Cart {\n    /// Adds.\n    \
        pub fn add(&self) {\n        fn inner() {}\n    }\n}\n\ntrait Pay { fn pay(&self); }\nenum E { A }\n\
        mod m {\n    pub fn f() {}\n}\nmacro_rules! x { () => {} }\ntype T = u8;\n";
    assert_eq!(
        shown(Language::Rust, source),
        [
            "struct Cart 3-5",
            "method add 8-11",
            "function inner 10-10",
            "trait Pay 14-14",
            "method pay 14-14",
            "enum E 15-15",
            "module m 16-18",
            "function f 17-17",
            "macro x 19-19",
            "type T 20-20",
        ]
    );
}

#[test]
fn python_has_classes_and_functions_with_their_decorators() {
    let source = "import a\n\n# Pays.\n@route(\n    '/pay'\n)\ndef pay():\n    def inner():\n        pass\n\n\n\
        class Cart:\n    @property\n    def total(self):\n        return 1\n\n    async def add(self): pass\n";
    assert_eq!(
        shown(Language::Python, source),
        [
            "function pay 3-9",
            "function inner 8-9",
            "class Cart 12-17",
            "method total 13-15",
            "method add 17-17"
        ]
    );
}

#[test]
fn javascript_has_functions_however_they_are_named() {
    let source = "/** Pays. */\nexport function pay() {}\nexport const add = async (x) => {\n  return x;\n};\n\
        exports.drop = function () {};\nclass Cart {\n  #total = 1;\n  add() {}\n  sum = () => 1;\n}\n\
        const api = { 'get': function () {}, n: 1 };\nconst Row = () => <p>{x}</p>;\nconst n = 1;\n";
    assert_eq!(
        shown(Language::JavaScript, source),
        [
            "function pay 1-2",
            "function add 3-5",
            "function drop 6-6",
            "class Cart 7-11",
            "method add 9-9",
            "method sum 10-10",
            "method get 12-12",
            "function Row 13-13",
        ]
    );
}

#[test]
fn typescript_has_interfaces_enums_and_types_too() {
    let source = "export interface Card { id: string }\nexport enum State { On }\ntype Id = string;\n\
        export abstract class Pay {\n  abstract charge(): void;\n  private run = (x: number) => x;\n}\n\
        namespace N { export function f() {} }\n";
    let expected = [
        "interface Card 1-1",
        "enum State 2-2",
        "type Id 3-3",
        "class Pay 4-7",
        "method charge 5-5",
        "method run 6-6",
        "module N 8-8",
        "function f 8-8",
    ];
    assert_eq!(shown(Language::TypeScript, source), expected);
    assert_eq!(shown(Language::Tsx, "const Row = () => <p>a</p>;\n"), ["function Row 1-1"]);
}

#[test]
fn java_has_classes_methods_and_constructors_with_their_annotations() {
    let source = "package a;\n\n/**\n * A cart.\n */\n@Entity\npublic class Cart {\n  @Override\n  public int add() {\n    \
        return 1;\n  }\n  Cart() {}\n  enum State { ON }\n}\ninterface Pay { void pay(); }\nrecord Row(int a) {}\n";
    assert_eq!(
        shown(Language::Java, source),
        [
            "class Cart 3-14",
            "method add 8-11",
            "method Cart 12-12",
            "enum State 13-13",
            "interface Pay 15-15",
            "method pay 15-15",
            "class Row 16-16",
        ]
    );
}

#[test]
fn go_has_functions_methods_and_what_types_are_made_of() {
    let source = "package a\n\n// Cart is one.\ntype Cart struct {\n\tn int\n}\n\nfunc (c *Cart) Add() {\n}\n\
        func New() *Cart { return nil }\ntype (\n\tPay interface{}\n\tId string\n)\n";
    assert_eq!(
        shown(Language::Go, source),
        ["struct Cart 3-6", "method Add 8-9", "function New 10-10", "interface Pay 11-12", "type Id 13-13"]
    );
}

#[test]
fn c_has_functions_behind_pointers_and_structs_that_are_defined() {
    let source = "#include <a.h>\n/* Adds. */\nstatic char **add(struct cart *c, int n)\n{\n  return 0;\n}\n\
        struct cart { int n; };\ntypedef struct { int a; } row_t;\nenum state { ON };\n#define MAX(a, b) ((a))\n\
        struct cart *c;\nint declared(void);\n";
    assert_eq!(
        shown(Language::C, source),
        ["function add 2-6", "struct cart 7-7", "type row_t 8-8", "enum state 9-9", "macro MAX 10-10"]
    );
}

#[test]
fn cpp_has_classes_namespaces_templates_and_methods_outside_of_their_class() {
    let source = "namespace shop {\nclass Cart {\n public:\n  int sum() const { return 1; }\n};\n\
        template <class T>\nT &first(T &a) { return a; }\n}\nint shop::Cart::add(int n) { return n; }\n";
    assert_eq!(
        shown(Language::Cpp, source),
        ["module shop 1-8", "class Cart 2-5", "method sum 4-4", "function first 6-7", "method add 9-9"]
    );
}

#[test]
fn c_sharp_has_classes_methods_and_local_functions() {
    let source = "namespace Shop {\n  /// <summary>A cart.</summary>\n  [Serializable]\n  public class Cart {\n    \
        public Cart() {}\n    public int Add(int n) {\n      int Twice() => n * 2;\n      return Twice();\n    }\n  }\n  \
        interface IPay {}\n  struct Row {}\n  enum State { On }\n  record Id(int N);\n}\n";
    assert_eq!(
        shown(Language::CSharp, source),
        [
            "module Shop 1-15",
            "class Cart 2-10",
            "method Cart 5-5",
            "method Add 6-9",
            "function Twice 7-7",
            "interface IPay 11-11",
            "struct Row 12-12",
            "enum State 13-13",
            "class Id 14-14",
        ]
    );
}

#[test]
fn ruby_has_modules_classes_and_methods() {
    let source = "module Shop\n  # A cart.\n  class Cart < Base\n    def add(n)\n      n\n    end\n\n    \
        def self.open = new\n  end\nend\n";
    assert_eq!(
        shown(Language::Ruby, source),
        ["module Shop 1-10", "class Cart 2-9", "method add 4-6", "method open 8-8"]
    );
}

#[test]
fn php_has_classes_traits_and_functions_within_html() {
    let source = "<p>a</p>\n<?php\n// Adds.\nfunction add($n) { return $n; }\n#[Entity]\nfinal class Cart {\n  \
        public function sum() {}\n}\ntrait Pays {}\ninterface Pay { }\nenum State {}\n";
    assert_eq!(
        shown(Language::Php, source),
        [
            "function add 3-4",
            "class Cart 5-8",
            "method sum 7-7",
            "trait Pays 9-9",
            "interface Pay 10-10",
            "enum State 11-11"
        ]
    );
}

#[test]
fn what_is_broken_is_read_as_far_as_it_goes() {
    assert_eq!(shown(Language::Rust, "fn a() {}\n\nfn b( {{{\n")[0], "function a 1-1");
    assert_eq!(shown(Language::Python, "def f(:\n"), ["function f 1-1"]);
}

#[test]
fn a_language_is_parsed_where_it_has_a_grammar() {
    for language in Language::all() {
        assert_eq!(language.parsed(), grammar_for(language).is_some(), "{}", language.name());
    }
}

#[test]
fn a_language_without_a_grammar_has_no_symbols() {
    assert_eq!(shown(Language::Groovy, "def a() {}"), [""; 0]);
}

#[test]
fn a_file_that_nobody_wrote_is_not_parsed() {
    assert_eq!(shown(Language::Rust, &"fn a() {}\n".repeat(BYTES_MAX / 10 + 1)), [""; 0]);
}

#[test]
fn brackets_within_brackets_do_not_hold_up_the_walk() {
    let source = format!("fn a() {{ {} }}", "(".repeat(20_000));
    for language in ALL {
        symbols(language, &source);
    }
}

const ALL: [Language; 12] = [
    Language::Rust,
    Language::Python,
    Language::JavaScript,
    Language::TypeScript,
    Language::Tsx,
    Language::Java,
    Language::Go,
    Language::C,
    Language::Cpp,
    Language::CSharp,
    Language::Ruby,
    Language::Php,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read_in_any_language(source in any::<String>()) {
        for language in ALL {
            symbols(language, &source);
        }
    }

    #[test]
    fn any_mixture_of_what_code_is_made_of_is_read(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..60)
    ) {
        let source = parts.concat();
        let lines = u32::try_from(source.split('\n').count()).unwrap();
        for language in ALL {
            for symbol in symbols(language, &source) {
                prop_assert!(0 < symbol.first_line && symbol.first_line <= symbol.last_line);
                prop_assert!(symbol.last_line <= lines && !symbol.name.is_empty());
            }
        }
    }
}

const PARTS: &[&str] = &[
    "\n",
    " ",
    "    ",
    "fn ",
    "def ",
    "class ",
    "function ",
    "func ",
    "struct ",
    "impl ",
    "name",
    "Ü",
    "(",
    ")",
    "{",
    "}",
    ";",
    ":",
    "=",
    "=>",
    "\"",
    "'",
    "/*",
    "*/",
    "// a\n",
    "# a\n",
    "@a\n",
    "#[a]\n",
    "<?php ",
    "<",
    ">",
    "end\n",
    "*",
    "&",
    "::",
    ".",
    "typedef ",
    "template<class T>\n",
    "namespace ",
    "export ",
    "const ",
    "enum ",
    "\u{0}",
    "\r\n",
    "do ",
    "=begin\n",
];
