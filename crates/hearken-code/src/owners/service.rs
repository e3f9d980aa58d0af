//! Whose rules a CODEOWNERS file follows. GitHub and GitLab both read a file of that name, look for it in places that
//! differ, and mean different things by the same line.

use serde::{Deserialize, Serialize};

use super::gitlab;

/// A service that reads CODEOWNERS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// github.com, and GitHub Enterprise.
    GitHub,
    /// gitlab.com, and a GitLab of one's own.
    GitLab,
}

impl Service {
    /// Where it looks for the file; the first that is there counts.
    pub const fn places(self) -> [&'static str; 3] {
        match self {
            Self::GitHub => [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
            Self::GitLab => ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"],
        }
    }

    /// The place where it alone looks.
    pub const fn own_place(self) -> &'static str {
        match self {
            Self::GitHub => ".github/CODEOWNERS",
            Self::GitLab => ".gitlab/CODEOWNERS",
        }
    }

    /// Which of them alone looks at a place.
    pub fn of_place(path: &str) -> Option<Self> {
        [Self::GitHub, Self::GitLab].into_iter().find(|service| service.own_place() == path)
    }

    /// Which of them a repository was cloned from, by the address of its remote: one of them is a part of the host.
    pub fn of_remote(url: &str) -> Option<Self> {
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let local = url.starts_with(['/', '.']) || url.starts_with("file:");
        let host = after_scheme.split(['/']).next().filter(|_| !local)?;
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split(':').next()?.to_ascii_lowercase();
        let within = |name: &str| host.split('.').any(|label| label.split('-').any(|part| part == name));
        match (within("github"), within("gitlab")) {
            (true, false) => Some(Self::GitHub),
            (false, true) => Some(Self::GitLab),
            _ => None,
        }
    }

    /// GitLab, where a line is one that only it understands.
    pub fn of_text(text: &str) -> Option<Self> {
        text.lines().any(|line| gitlab::is_only_gitlabs(line.trim())).then_some(Self::GitLab)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_the_remote_tells_the_service() {
        for (url, service) in [
            ("https://github.com/shop/pay.git", Some(Service::GitHub)),
            ("git@github.com:shop/pay.git", Some(Service::GitHub)),
            ("ssh://git@gitlab.shop.example:2222/pay/api.git", Some(Service::GitLab)),
            ("https://user:word@gitlab-eu.shop.example/pay", Some(Service::GitLab)),
            ("https://git.shop.example/gitlab/pay", None),
            ("https://shop.example/github.com/pay", None),
            ("/srv/gitlab.com/pay", None),
            ("file:///srv/github.com/pay", None),
            ("", None),
        ] {
            assert_eq!(Service::of_remote(url), service, "{url}");
        }
    }

    #[test]
    fn lines_that_only_gitlab_understands_tell_it() {
        for line in [
            "[Docs]",
            "^[Docs][2] @docs",
            "/pay/ @@developer",
            "/pay/ @shop/money/cards",
            "/pay/ @first.last",
            "!/pay/generated/",
        ] {
            assert_eq!(Service::of_text(&format!("* @all\n  {line}\n")), Some(Service::GitLab), "{line}");
        }
        for line in
            ["* @all", "/pay/ @shop/money ben@shop.example # @first.last", "[ab].c @x", "!/pay/ @nobody"]
        {
            assert_eq!(Service::of_text(line), None, "{line}");
        }
    }
}
