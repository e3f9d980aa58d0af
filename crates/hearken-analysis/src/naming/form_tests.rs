//! Five forms as trackers have them, filled in: none of their lines may name a theme or stand in what is quoted of it.

use super::{ClusterTexts, exemplars, name, sentence};
use crate::boilerplate::{Template, embed_all, own_words};
use crate::embedding::EmbeddingTable;
use crate::themes::{Settings, Text, cluster};

/// A form: what stands before and behind an answer, and lines of it that must be seen nowhere.
struct Form {
    before: &'static str,
    behind: &'static str,
}

const FORMS: [Form; 5] = [
    Form {
        before: "### Where does it happen?\n\nOn a page of our own\n\n### How often?\n\nEvery time\n\n### What went wrong?\n\n",
        behind: "\n\n### Name of the tool (filled in by itself)\n\ninspector-extension\n\n### Call stack (filled in by itself)\n\n```text\nat store (main.js:1:2)\n```\n",
    },
    Form {
        before: "<!-- Read the rules of this house before you write -->\n\nIssue type\n\nBug\n\nHave you tried the nightly build?\n\nYes\n\nCurrent behaviour\n\n",
        behind: "\n\nStandalone code that shows the issue\n\n```shell\nrun it\n```\n\nRelevant log output\n\n_No response_\n",
    },
    Form {
        before: "Type: <b>Bug</b>\n\n",
        behind: "\n\nExtension version: 0.3\nEditor version: Editor 1.104 (e3a5acfb517a443235981655413d566533107e92, 2025-09-24T11:21:37.073Z)\nSystem Info: Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36\n<!-- made by the reporter of issues -->",
    },
    Form {
        before: "**Describe what you saw**\n\n",
        behind: "\n\n**Expected behaviour**\n\n_No response_\n\n- [ ] I have looked through the issues that are open and found none that is about the same matter\n- [x] I shall answer when somebody asks me to try a change\n",
    },
    Form {
        before: "resolves what was reported\n\n### Checklist before the change is read\n\n",
        behind: "\n\n- [x] As far as I know the change is based on no code whose licence does not go with ours\n- [ ] There is a test of speed, and test data in the other repository, if that applies\n      The branch there has the same name.\n",
    },
];

const MATTERS: [[&str; 6]; 3] = [
    [
        "The window stays black after the laptop wakes up from sleep",
        "Black window once the laptop wakes from sleep on battery",
        "After sleep the window is black until I resize it",
        "My laptop wakes up and the window is black for a minute",
        "Black window when waking up, only with two screens",
        "Waking the laptop from sleep leaves a black window behind",
    ],
    [
        "Printing a report with more than ten pages takes half an hour",
        "Print of a long report is slow and the printer times out",
        "The printer waits for each page when I print a report",
        "Printing reports is slow since the last release",
        "Slow printing of a report on the network printer",
        "A report of three pages prints, a longer report makes the printer wait",
    ],
    [
        "Search finds no umlauts in Chinese or German file names",
        "The search does not find file names with umlauts",
        "File names with umlauts are missing in search results",
        "Search for a file name with an umlaut finds nothing",
        "German umlauts break the search in file names",
        "Umlauts typed in the search field find no file name",
    ],
];

#[test]
fn no_line_of_a_form_names_a_theme_or_is_quoted_of_it() {
    for form in FORMS {
        let filled: Vec<String> = MATTERS
            .iter()
            .flatten()
            .flat_map(|answer| {
                ["", " every day", " here"].map(|end| format!("{}{answer}{end}.{}", form.before, form.behind))
            })
            .collect();
        let template = Template::learn(filled.iter().map(|text| (None, text.as_str())));
        let own: Vec<_> = filled.iter().map(|text| own_words(None, text, &template)).collect();
        let said: Vec<String> = own.iter().map(|own| own.write()).collect();
        let vectors = embed_all(&own, EmbeddingTable::builtin());
        let texts: Vec<Text<'_>> = (0..)
            .zip(said.iter().zip(vectors))
            .map(|(id, (text, vector))| Text::new(id, text, vector))
            .collect();
        let found = cluster(&texts, None, &Settings::default(), &|_, _| {});
        let members: Vec<&[u32]> = found.clusters.iter().map(|cluster| cluster.members.as_slice()).collect();
        let clusters: Vec<ClusterTexts<'_>> = members
            .iter()
            .map(|members| ClusterTexts { texts: members.iter().map(|m| texts[*m as usize].text).collect() })
            .collect();
        assert!(!clusters.is_empty());
        let answers = MATTERS.concat().join("\n").to_lowercase();
        for (name, members) in name(&clusters).iter().zip(members) {
            for phrase in name.parts.iter().chain(&name.words) {
                assert!(answers.contains(&phrase.to_lowercase()), "{phrase} of the form {:?}", form.before);
            }
            let shown = exemplars(&texts, members, 7);
            let quoted = shown.iter().map(|member| texts[*member as usize].text.to_owned());
            for quoted in quoted.chain(sentence(&texts, &shown, name)) {
                let first = quoted.trim_end_matches(['.', ' ']).to_lowercase();
                let first = first.trim_end_matches(" every day").trim_end_matches(" here");
                assert!(answers.contains(first), "{quoted} of the form {:?}", form.before);
            }
        }
    }
}
