//! A small shop's repository, as the tests speak of it.

use std::path::{Path, PathBuf};

use hearken_code::{FileChange, Index, Located, NewCommit, Past, Report, Repository, create_repository};
use jiff::Timestamp;

/// A repository with its index.
pub struct Shop {
    pub dir: tempfile::TempDir,
    pub repository: Repository,
}

pub const FEES: &str = "\"\"\"Late fees.\"\"\"\n\nGRACE_DAYS = 3\n\n\ndef late_fee(days_late):\n    \"\"\"What a late payment costs.\"\"\"\n    if days_late <= GRACE_DAYS:\n        return 0\n    return 25\n\n\ndef waive(account):\n    raise FeeError(\"this late fee cannot be waived\")\n";
pub const LOGIN: &str = "def sign_in(password):\n    if not password:\n        raise LoginError(\"your password was not accepted\")\n    return Session(password)\n";
pub const REPORT: &str =
    "Late fee charged twice\nI paid on time and was still charged a late fee, nobody would waive it";

pub fn commit(at: &str, message: &str, files: &[(&str, Option<&str>)]) -> NewCommit {
    NewCommit {
        author: "Ada".into(),
        email: "ada@example.com".into(),
        at: at.parse().unwrap(),
        message: message.into(),
        changes: files
            .iter()
            .map(|(path, content)| FileChange {
                path: (*path).into(),
                content: content.map(|text| text.as_bytes().to_vec()),
            })
            .collect(),
    }
}

pub fn history() -> Vec<NewCommit> {
    vec![
        commit(
            "2024-01-01T10:00:00Z",
            "Sign in with a password",
            &[("shop/login.py", Some(LOGIN)), ("CODEOWNERS", Some("/shop/ @shop\n"))],
        ),
        commit("2024-01-05T10:00:00Z", "Charge late fees", &[("shop/charges.py", Some(FEES))]),
        commit(
            "2024-02-01T10:00:00Z",
            "Call the fees fees\n\nFixes #12",
            &[("shop/charges.py", None), ("shop/fees.py", Some(FEES))],
        ),
        commit(
            "2024-02-02T10:00:00Z",
            "Test fees",
            &[(
                "tests/test_fees.py",
                Some(
                    "from shop.fees import late_fee\n\n\ndef test_late_fee():\n    assert late_fee(9) == 25\n",
                ),
            )],
        ),
    ]
}

impl Shop {
    pub fn new() -> Self {
        Self::with_commits(history())
    }

    pub fn with_commits(commits: Vec<NewCommit>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        create_repository(&dir.path().join("shop"), commits).unwrap();
        let repository = Repository::open(&dir.path().join("shop")).unwrap();
        Self { dir, repository }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("shop")
    }

    pub fn file(&self) -> PathBuf {
        self.dir.path().join("shop.index")
    }

    pub fn index(&self) -> Index {
        index(&self.repository, &self.file())
    }

    pub fn locate(&self, text: &str) -> Vec<Located> {
        self.index().locate(&self.repository, &Report::text(text), &Past::default(), 10).unwrap()
    }
}

pub fn index(repository: &Repository, file: &Path) -> Index {
    Index::update(repository, None, file, &|_| {}).unwrap();
    Index::open(file).unwrap()
}

pub fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}
