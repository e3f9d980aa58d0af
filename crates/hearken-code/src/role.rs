//! What a file is for: the product itself, or something beside it that is rarely where a customer's pain comes from.

mod generated;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::language::{Kind, Language};

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What customers run.
    Product,
    /// Tests, benchmarks, and what they read.
    Test,
    /// Written by a program: lock files, protocol stubs, bundles.
    Generated,
    /// Somebody else's code, copied in.
    Vendored,
    /// Documentation and examples.
    Documentation,
}

const ALL: [Role; 5] = [Role::Product, Role::Test, Role::Generated, Role::Vendored, Role::Documentation];

const VENDORED: [&str; 14] = [
    "vendor",
    "vendored",
    "_vendor",
    "node_modules",
    "bower_components",
    "jspm_packages",
    "third_party",
    "third-party",
    "thirdparty",
    "3rdparty",
    "site-packages",
    "pods",
    "carthage",
    ".yarn",
];
const TEST: [&str; 24] = [
    "test",
    "tests",
    "testing",
    "__tests__",
    "__mocks__",
    "__snapshots__",
    "__fixtures__",
    "testdata",
    "test-data",
    "test_data",
    "testsuite",
    "test-suite",
    "fixture",
    "fixtures",
    "e2e",
    "cypress",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "unittests",
    "androidtest",
    "testlib",
    "jmh",
];
/// What a folder's name ends with where it holds tests, after one of `-_.`.
const TEST_TAILS: [&str; 6] = ["test", "tests", "spec", "specs", "bench", "benches"];
const DOCUMENTATION: [&str; 12] = [
    "docs",
    "doc",
    "documentation",
    "javadoc",
    "example",
    "examples",
    "_examples",
    "sample",
    "samples",
    "tutorial",
    "tutorials",
    "manpages",
];

impl Role {
    /// The role of a file, by its path and its first lines; with no content, by its path alone.
    pub fn detect(path: &str, content: &[u8]) -> Self {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let lower = folders.to_ascii_lowercase();
        // What stands below src/main is the product by Maven's layout, whatever its packages are called.
        let shown = lower.split_once("src/main/").map_or(lower.as_str(), |(before, _)| before);
        let within = |folders: &[&str]| shown.split('/').any(|folder| folders.contains(&folder));
        let language = Language::of_path(path);
        if within(&VENDORED) {
            Self::Vendored
        } else if within(&TEST)
            || shown.split('/').any(ends_as_tests)
            || spec(shown, language)
            || is_test(name)
        {
            Self::Test
        } else if within(&generated::FOLDERS) || generated::is_generated(name, language, content) {
            Self::Generated
        } else if within(&DOCUMENTATION) || language.is_some_and(|it| it.kind() == Kind::Documentation) {
            Self::Documentation
        } else {
            Self::Product
        }
    }

    /// A number that an index keeps.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// The role that an index kept as this number.
    pub fn from_number(number: u32) -> Option<Self> {
        ALL.get(number as usize).copied()
    }
}

fn ends_as_tests(folder: &str) -> bool {
    folder.rsplit_once(['-', '_', '.']).is_some_and(|(_, tail)| TEST_TAILS.contains(&tail))
}

/// `spec` holds tests in Ruby and JavaScript, and specifications elsewhere unless it stands at the root.
fn spec(folders: &str, language: Option<Language>) -> bool {
    let scripted = matches!(
        language,
        Some(Language::Ruby | Language::JavaScript | Language::TypeScript | Language::Tsx)
    );
    folders
        .split('/')
        .enumerate()
        .any(|(depth, folder)| matches!(folder, "spec" | "specs") && (scripted || depth == 0))
}

fn is_test(name: &str) -> bool {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let camel = matches!(ending, "java" | "kt" | "scala" | "groovy" | "cs" | "php" | "swift" | "m")
        && (["Test", "Tests", "TestCase", "Spec", "IT"].iter().any(|tail| stem.ends_with(tail)))
        && !matches!(stem, "Test" | "Spec" | "IT");
    let stem = stem.to_ascii_lowercase();
    camel
        || stem == "tests"
        || stem == "conftest"
        || stem.starts_with("test_")
        || ["_test", "_tests", "_spec", "-test", "-spec", ".test", ".tests", ".spec", ".cy", ".e2e"]
            .iter()
            .any(|tail| stem.ends_with(tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_path(path: &str) -> Role {
        Role::detect(path, b"")
    }

    #[test]
    fn what_customers_run_is_the_product() {
        for path in [
            "src/main.rs",
            "src/build/arg/mod.rs",
            "java/org/apache/catalina/core/StandardContext.java",
            "sphinx/ext/doctest.py",
            "web/src/latest.ts",
            "app/contest.py",
            "lib/attest.rb",
            "src/protest.go",
            "lib/inspector.rb",
            "openapi/spec/reader.go",
            "Test.java",
            "src/distance.rs",
            "i18n/de.json",
            "boot/src/main/java/org/boot/test/Context.java",
            "webui/src/App.tsx",
            "a/unit.c",
            "Makefile",
        ] {
            assert_eq!(of_path(path), Role::Product, "{path}");
        }
    }

    #[test]
    fn tests_and_benchmarks_are_tests_by_folder_or_name() {
        for path in [
            "tests/it/main.rs",
            "src/test/java/org/Foo.java",
            "a/__tests__/b.js",
            "pkg/testdata/x.json",
            "benches/read.rs",
            "clap_bench/src/lib.rs",
            "Shop.Tests/Cart.cs",
            "integration-tests/a.py",
            "spec/models/card_spec.rb",
            "packages/a/spec/helper.rb",
            "pkg/read_test.go",
            "pay/test_card.py",
            "a/card.test.tsx",
            "a/card.spec.ts",
            "CardTest.java",
            "CardTests.cs",
            "pay/tests.py",
            "conftest.py",
        ] {
            assert_eq!(of_path(path), Role::Test, "{path}");
        }
    }

    #[test]
    fn copied_code_is_vendored_even_its_tests() {
        for path in ["vendor/github.com/x/y.go", "web/node_modules/a/test/b.js", "third_party/zlib/inflate.c"]
        {
            assert_eq!(of_path(path), Role::Vendored, "{path}");
        }
    }

    #[test]
    fn generated_files_are_known_by_name() {
        for path in [
            "Cargo.lock",
            "web/package-lock.json",
            "go.sum",
            "a/b.pb.go",
            "a_pb2.py",
            "x.min.js",
            "dist/a.js",
        ] {
            assert_eq!(of_path(path), Role::Generated, "{path}");
        }
    }

    #[test]
    fn generated_files_are_known_by_what_their_head_says() {
        for head in [
            "// Code generated by mockgen. DO NOT EDIT.\npackage a",
            "/* Licence */\n\n# @generated by cargo\n",
            "// <auto-generated>\n//   This code was generated by a tool.\n",
            "/**\n * This file is automatically generated by AWT.\n */",
            "# Generated by the protocol buffer compiler.  DO NOT EDIT!\n",
        ] {
            assert_eq!(Role::detect("src/a.go", head.as_bytes()), Role::Generated, "{head}");
        }
    }

    #[test]
    fn code_about_generating_is_not_generated() {
        for head in [
            "\"\"\"Tells which files were generated.\"\"\"\n",
            "// Ids are generated when the store opens.\n",
            "const MARK: &str = \"@generated\";\n",
            "// Readers look for @generated-code marks.\n",
            "/* Generated By:JJTree: Do not edit this line. AstValue.java */\n",
            "x = 'Code generated by hand. DO NOT EDIT'\n",
        ] {
            assert_eq!(Role::detect("src/a.rs", head.as_bytes()), Role::Product, "{head}");
        }
    }

    #[test]
    fn a_script_packed_into_one_line_is_generated() {
        let packed = "function a(){return 1};".repeat(200);
        assert_eq!(Role::detect("web/app.js", packed.as_bytes()), Role::Generated);
        assert_eq!(Role::detect("web/app.js", packed.replace(';', ";\n").as_bytes()), Role::Product);
        assert_eq!(Role::detect("web/app.sql", packed.as_bytes()), Role::Product);
    }

    #[test]
    fn documentation_and_examples_are_documentation() {
        for path in ["docs/conf.py", "README.md", "examples/tutorial/main.rs", "LICENSE", "src/notes.rst"] {
            assert_eq!(of_path(path), Role::Documentation, "{path}");
        }
    }

    #[test]
    fn odd_paths_and_bytes_are_the_product() {
        for path in ["", "/", "//", "\u{1b}[31m", "ü/ß"] {
            assert_eq!(Role::detect(path, b"\xff\xfe\x00\x00"), Role::Product, "{path:?}");
        }
    }

    #[test]
    fn a_role_is_kept_as_a_number() {
        assert!(ALL.iter().all(|role| Role::from_number(role.number()) == Some(*role)));
        assert_eq!(Role::from_number(5), None);
    }
}
