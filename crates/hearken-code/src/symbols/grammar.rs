//! For each language its parser, and the kinds of nodes that define something.

use std::sync::LazyLock;

use super::name::Naming;
use super::symbol::SymbolKind::{
    self, Class, Enum, Function, Interface, Macro, Method, Module, Struct, Trait, Type,
};
use crate::language::Language;

/// What a kind of node is to the walk.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Symbol(SymbolKind, Naming),
    /// It has methods but no name of its own: `impl`.
    Container,
    /// It begins what it wraps: decorators, `export`, `template`.
    Wrapper,
}

/// One language's parser and table.
pub(super) struct Grammar {
    pub language: tree_sitter::Language,
    /// Whether a trimmed line is a comment or an attribute.
    pub comment: fn(&str) -> bool,
    /// By the number that the parser gives a kind of node.
    roles: Vec<Option<Role>>,
}

impl Grammar {
    fn new(
        language: impl Into<tree_sitter::Language>,
        comment: fn(&str) -> bool,
        tables: &[&[(&str, Role)]],
    ) -> Self {
        let language = language.into();
        let role = |kind: &str| {
            tables
                .iter()
                .flat_map(|table| table.iter())
                .find(|(named, _)| *named == kind)
                .map(|(_, role)| *role)
        };
        let kinds = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let named = |id: u16| language.node_kind_is_named(id);
        let roles =
            (0..kinds).map(|id| language.node_kind_for_id(id).filter(|_| named(id)).and_then(role)).collect();
        Self { language, comment, roles }
    }

    pub fn role(&self, kind: u16) -> Option<Role> {
        self.roles.get(usize::from(kind)).copied().flatten()
    }
}

/// The grammar of a language that has one.
pub(super) fn grammar_for(language: Language) -> Option<&'static Grammar> {
    macro_rules! grammar {
        ($language:expr, $comment:expr, $($table:expr),+) => {{
            static GRAMMAR: LazyLock<Grammar> =
                LazyLock::new(|| Grammar::new($language, $comment, &[$($table),+]));
            Some(&*GRAMMAR)
        }};
    }
    match language {
        Language::Rust => grammar!(tree_sitter_rust::LANGUAGE, slashes, RUST),
        Language::Python => grammar!(tree_sitter_python::LANGUAGE, hash, PYTHON),
        Language::JavaScript => grammar!(tree_sitter_javascript::LANGUAGE, slashes, JAVASCRIPT),
        Language::TypeScript => {
            grammar!(tree_sitter_typescript::LANGUAGE_TYPESCRIPT, slashes, JAVASCRIPT, TYPESCRIPT)
        }
        Language::Tsx => grammar!(tree_sitter_typescript::LANGUAGE_TSX, slashes, JAVASCRIPT, TYPESCRIPT),
        Language::Java => grammar!(tree_sitter_java::LANGUAGE, slashes, JAVA),
        Language::Go => grammar!(tree_sitter_go::LANGUAGE, slashes, GO),
        Language::C => grammar!(tree_sitter_c::LANGUAGE, slashes, C),
        Language::Cpp => grammar!(tree_sitter_cpp::LANGUAGE, slashes, C, CPP),
        Language::CSharp => grammar!(tree_sitter_c_sharp::LANGUAGE, slashes, C_SHARP),
        Language::Ruby => grammar!(tree_sitter_ruby::LANGUAGE, hash, RUBY),
        Language::Php => grammar!(tree_sitter_php::LANGUAGE_PHP, |line| slashes(line) || hash(line), PHP),
        Language::Kotlin => grammar!(tree_sitter_kotlin_ng::LANGUAGE, slashes, KOTLIN),
        Language::Swift => grammar!(tree_sitter_swift::LANGUAGE, slashes, SWIFT),
        Language::Scala => grammar!(tree_sitter_scala::LANGUAGE, slashes, SCALA),
        Language::Dart => grammar!(tree_sitter_dart::LANGUAGE, slashes, DART),
        Language::Elixir => {
            grammar!(tree_sitter_elixir::LANGUAGE, |line| hash(line) || line.starts_with('@'), ELIXIR)
        }
        Language::Lua => grammar!(tree_sitter_lua::LANGUAGE, |line| line.starts_with("--"), LUA),
        Language::Shell => grammar!(tree_sitter_bash::LANGUAGE, hash, SHELL),
        Language::Zig => grammar!(tree_sitter_zig::LANGUAGE, slashes, ZIG),
        _ => None,
    }
}

fn slashes(line: &str) -> bool {
    ["//", "/*", "* ", "*/", "#[", "@"].iter().any(|mark| line.starts_with(mark)) || line == "*"
}

fn hash(line: &str) -> bool {
    line.starts_with('#') && !line.starts_with("#!")
}

const fn named(kind: SymbolKind) -> Role {
    Role::Symbol(kind, Naming::Field("name"))
}

const RUST: &[(&str, Role)] = &[
    ("function_item", named(Function)),
    ("function_signature_item", named(Function)),
    ("struct_item", named(Struct)),
    ("union_item", named(Struct)),
    ("enum_item", named(Enum)),
    ("trait_item", named(Trait)),
    ("type_item", named(Type)),
    ("mod_item", named(Module)),
    ("macro_definition", named(Macro)),
    ("impl_item", Role::Container),
];

const PYTHON: &[(&str, Role)] = &[
    ("function_definition", named(Function)),
    ("class_definition", named(Class)),
    ("decorated_definition", Role::Wrapper),
];

const JAVASCRIPT: &[(&str, Role)] = &[
    ("function_declaration", named(Function)),
    ("generator_function_declaration", named(Function)),
    ("class_declaration", named(Class)),
    ("method_definition", named(Method)),
    ("variable_declarator", Role::Symbol(Function, Naming::OfFunction { name: "name", value: "value" })),
    ("field_definition", Role::Symbol(Method, Naming::OfFunction { name: "property", value: "value" })),
    ("pair", Role::Symbol(Method, Naming::OfFunction { name: "key", value: "value" })),
    ("assignment_expression", Role::Symbol(Function, Naming::OfFunction { name: "left", value: "right" })),
    ("export_statement", Role::Wrapper),
];

const TYPESCRIPT: &[(&str, Role)] = &[
    ("abstract_class_declaration", named(Class)),
    ("interface_declaration", named(Interface)),
    ("enum_declaration", named(Enum)),
    ("type_alias_declaration", Role::Symbol(Type, Naming::Field("name"))),
    ("module", named(Module)),
    ("internal_module", named(Module)),
    ("abstract_method_signature", named(Method)),
    ("public_field_definition", Role::Symbol(Method, Naming::OfFunction { name: "name", value: "value" })),
];

const JAVA: &[(&str, Role)] = &[
    ("class_declaration", named(Class)),
    ("record_declaration", named(Class)),
    ("interface_declaration", named(Interface)),
    ("annotation_type_declaration", named(Interface)),
    ("enum_declaration", named(Enum)),
    ("method_declaration", named(Method)),
    ("constructor_declaration", named(Method)),
    ("compact_constructor_declaration", named(Method)),
];

const GO: &[(&str, Role)] = &[
    ("function_declaration", named(Function)),
    ("method_declaration", named(Method)),
    ("type_spec", named(Type)),
    ("type_alias", named(Type)),
    ("type_declaration", Role::Wrapper),
];

const C: &[(&str, Role)] = &[
    ("function_definition", Role::Symbol(Function, Naming::Declarator)),
    ("type_definition", Role::Symbol(Type, Naming::Typedef)),
    ("struct_specifier", Role::Symbol(Struct, Naming::WithBody)),
    ("union_specifier", Role::Symbol(Struct, Naming::WithBody)),
    ("enum_specifier", Role::Symbol(Enum, Naming::WithBody)),
    ("preproc_function_def", named(Macro)),
];

const CPP: &[(&str, Role)] = &[
    ("class_specifier", Role::Symbol(Class, Naming::WithBody)),
    ("namespace_definition", named(Module)),
    ("alias_declaration", named(Type)),
    ("concept_definition", named(Type)),
    ("template_declaration", Role::Wrapper),
];

const C_SHARP: &[(&str, Role)] = &[
    ("class_declaration", named(Class)),
    ("record_declaration", named(Class)),
    ("struct_declaration", named(Struct)),
    ("interface_declaration", named(Interface)),
    ("enum_declaration", named(Enum)),
    ("delegate_declaration", named(Type)),
    ("namespace_declaration", named(Module)),
    ("method_declaration", named(Method)),
    ("constructor_declaration", named(Method)),
    ("destructor_declaration", named(Method)),
    ("local_function_statement", named(Function)),
];

const RUBY: &[(&str, Role)] = &[
    ("method", named(Method)),
    ("singleton_method", named(Method)),
    ("class", named(Class)),
    ("module", named(Module)),
];

const PHP: &[(&str, Role)] = &[
    ("function_definition", named(Function)),
    ("method_declaration", named(Method)),
    ("class_declaration", named(Class)),
    ("interface_declaration", named(Interface)),
    ("trait_declaration", named(Trait)),
    ("enum_declaration", named(Enum)),
];

const KOTLIN: &[(&str, Role)] = &[
    ("function_declaration", named(Function)),
    ("class_declaration", named(Class)),
    ("object_declaration", named(Class)),
    ("secondary_constructor", Role::Symbol(Method, Naming::Keyword("constructor"))),
    ("type_alias", Role::Symbol(Type, Naming::Field("type"))),
    ("companion_object", Role::Container),
];

const SWIFT: &[(&str, Role)] = &[
    ("function_declaration", named(Function)),
    ("init_declaration", Role::Symbol(Method, Naming::Keyword("init"))),
    ("class_declaration", named(Class)),
    ("protocol_declaration", named(Interface)),
    ("protocol_function_declaration", named(Method)),
    ("typealias_declaration", named(Type)),
];

const SCALA: &[(&str, Role)] = &[
    ("function_definition", named(Function)),
    ("function_declaration", named(Function)),
    ("class_definition", named(Class)),
    ("object_definition", named(Class)),
    ("trait_definition", named(Trait)),
    ("enum_definition", named(Enum)),
    ("type_definition", named(Type)),
];

const DART: &[(&str, Role)] = &[
    ("function_declaration", Role::Symbol(Function, Naming::Signature)),
    ("method_declaration", Role::Symbol(Method, Naming::Signature)),
    ("class_declaration", named(Class)),
    ("mixin_declaration", named(Class)),
    ("extension_declaration", named(Class)),
    ("enum_declaration", named(Enum)),
];

const ELIXIR: &[(&str, Role)] = &[("call", Role::Symbol(Function, Naming::Call))];

const LUA: &[(&str, Role)] = &[
    ("function_declaration", Role::Symbol(Function, Naming::Last("name"))),
    ("assignment_statement", Role::Symbol(Function, Naming::InLists)),
    ("field", Role::Symbol(Function, Naming::OfFunction { name: "name", value: "value" })),
];

const SHELL: &[(&str, Role)] = &[("function_definition", named(Function))];

const ZIG: &[(&str, Role)] = &[
    ("function_declaration", named(Function)),
    ("variable_declaration", Role::Symbol(Struct, Naming::OfType)),
];
