//! Where the records lie in a JSON text: pages of an API, lists inside objects, objects by their ids.
//!
//! What an object is shows by what it says itself: with words of its own it is a record, whatever lists it holds; without,
//! and with a list of what has words, it is a page.

use std::rc::Rc;

use super::member_names::{COLLECTIONS, PARTS, is_id, is_title, names_one};
use super::shape::Shape;
use crate::columns::{is_role_name, is_text_name};
use crate::letters::listed;

/// The way from a value to the records in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Layout {
    /// The value is a record.
    #[default]
    Record,
    /// Each element of a list.
    Each(Rc<Layout>),
    /// Each member of an object, whose name is its id.
    Keyed(Rc<Layout>),
    /// These members of an object.
    Members(Vec<(String, Rc<Layout>)>),
}

/// The layout, and whether more of the text could not tell another one.
pub(crate) struct Finding {
    pub(crate) layout: Layout,
    pub(crate) sure: bool,
}

/// How deep pages are looked into.
const DEPTH_MAX: usize = 8;

/// How the values of a text are laid out, by those at its beginning. `whole` says that there are no others.
pub(crate) fn discover(values: &[Shape], whole: bool) -> Finding {
    let pages = values.iter().filter_map(|value| top(value, values.len() == 1)).collect::<Vec<_>>();
    let telling = pages.iter().find(|(_, sure)| *sure).or(pages.first());
    let (layout, sure) = telling.cloned().unwrap_or_default();
    Finding { layout, sure: sure || whole }
}

/// The layout inside a line or an element, where it is a page beyond doubt.
pub(crate) fn page_of_many(value: &Shape) -> Option<Layout> {
    let fields = value.fields()?;
    let bare = !fields.iter().any(|(name, value)| names_one(name) && !matches!(value, Shape::Null));
    if !bare || own_words(fields) {
        return None;
    }
    let keyed = keyed(fields, Look::MANY).filter(|_| fields.len() > 1);
    keyed.or_else(|| members(fields, Look::MANY, has_words(fields, 3)))
}

/// How deep inside a text, and whether what stands there may be one of many records.
#[derive(Clone, Copy)]
struct Look {
    depth: usize,
    many: bool,
}

impl Look {
    const MANY: Self = Self { depth: 0, many: true };
    const ALONE: Self = Self { depth: 0, many: false };

    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// A value that stands by itself, alone or with others behind it.
fn top(value: &Shape, alone: bool) -> Option<(Layout, bool)> {
    let look = if alone { Look::ALONE } else { Look::MANY };
    match value {
        Shape::List(elements) => Some((Layout::Each(Rc::new(of_elements(elements, look.deeper()))), true)),
        Shape::Fields(fields) => {
            let found = keyed(fields, look).or_else(|| match alone {
                true => page(fields, look),
                false => page_of_many(value),
            });
            Some(match found {
                Some(layout) => (layout, true),
                None if has_words(fields, 3) => (Layout::Record, true),
                None if alone => (first_list(fields), false),
                None => (Layout::Record, false),
            })
        }
        _ => None,
    }
}

/// The first list of objects, or else an empty one, where nothing tells what it holds.
fn first_list(fields: &[(String, Shape)]) -> Layout {
    let list = |wanted: fn(&[Shape]) -> bool| {
        fields.iter().find(|(_, value)| matches!(value, Shape::List(elements) if wanted(elements)))
    };
    let found =
        list(|elements| matches!(elements.first(), Some(Shape::Fields(_)))).or(list(<[Shape]>::is_empty));
    match found {
        Some((name, _)) => Layout::Members(vec![(name.clone(), Rc::new(Layout::Each(Rc::default())))]),
        None => Layout::Record,
    }
}

/// How each of these is laid out.
fn of_elements(elements: &[Shape], look: Look) -> Layout {
    if look.depth > DEPTH_MAX {
        return Layout::Record;
    }
    let inner = |element: &Shape| matches!(element, Shape::List(_));
    if elements.iter().filter(|element| inner(element)).count() * 2 > elements.len() {
        // A page may be empty; a list of plain values is no page.
        let telling = elements.iter().find_map(|element| match element {
            Shape::List(inner) if inner.iter().any(|value| !is_plain(value)) => Some(inner),
            _ => None,
        });
        return match telling {
            Some(inner) => Layout::Each(Rc::new(of_elements(inner, look.deeper()))),
            None => Layout::Record,
        };
    }
    let objects = || elements.iter().filter_map(Shape::fields);
    if objects().next().is_some() && objects().all(is_edge) {
        return Layout::Members(vec![("node".to_owned(), Rc::default())]);
    }
    if objects().any(own_words) {
        return Layout::Record;
    }
    elements.iter().find_map(page_of_many).unwrap_or_default()
}

/// A page of some interface, by what it holds.
fn page(fields: &[(String, Shape)], look: Look) -> Option<Layout> {
    if look.depth > DEPTH_MAX {
        return None;
    }
    // What describes a page, such as `"message": "success"`, stands beside a list that is called one.
    let found = members(fields, look, own_words(fields));
    found.or_else(|| {
        if look.many || has_words(fields, 3) {
            return None;
        }
        let lists = fields.iter().filter(|(_, value)| matches!(value, Shape::List(_)));
        let held = lists.filter_map(|(name, value)| Some((name.clone(), Rc::new(held(value, look)?))));
        let held: Vec<_> = held.collect();
        (!held.is_empty()).then_some(Layout::Members(held))
    })
}

/// The members that hold records with words.
fn members(fields: &[(String, Shape)], look: Look, collections_only: bool) -> Option<Layout> {
    let mut found = Vec::new();
    for (name, value) in fields {
        if listed(PARTS, name) {
            continue;
        }
        let layout = match value {
            Shape::List(_) if !collections_only || listed(COLLECTIONS, name) => held(value, look),
            Shape::Fields(inner) => inside(name, inner, look, collections_only),
            _ => None,
        };
        if let Some(layout) = layout {
            found.push((name.clone(), Rc::new(layout)));
        }
    }
    (!found.is_empty()).then_some(Layout::Members(found))
}

/// An object inside a page.
fn inside(name: &str, fields: &[(String, Shape)], look: Look, collections_only: bool) -> Option<Layout> {
    let deeper = keyed(fields, look.deeper()).or_else(|| page(fields, look.deeper()));
    match deeper {
        // The only one of a list that XML would have had.
        None if name == "entry" && has_words(fields, 2) => Some(Layout::Record),
        Some(layout) if !collections_only || ends_in_collection(&layout) => Some(layout),
        _ => None,
    }
}

/// The layout of a list that holds records with words.
fn held(value: &Shape, look: Look) -> Option<Layout> {
    let Shape::List(elements) = value else { return None };
    let inner = of_elements(elements, look.deeper());
    let has_words = |element: &Shape| element.fields().is_some_and(|fields| has_words(fields, 3));
    let telling = match &inner {
        Layout::Record => elements.iter().any(has_words),
        Layout::Each(_) => elements.iter().any(|element| held(element, look.deeper()).is_some()),
        _ => true,
    };
    telling.then(|| Layout::Each(Rc::new(inner)))
}

/// An object whose members are records by their ids.
fn keyed(fields: &[(String, Shape)], look: Look) -> Option<Layout> {
    if look.depth > DEPTH_MAX {
        return None;
    }
    let ids = fields.iter().all(|(name, _)| is_id(name));
    let nothing =
        |value: &Shape| matches!(value, Shape::Null) || matches!(value, Shape::List(list) if list.is_empty());
    let mut layouts = fields.iter().filter(|(_, value)| !nothing(value)).map(|(_, value)| match value {
        Shape::Fields(inner) if own_words(inner) => Some(Layout::Record),
        Shape::Fields(inner) if ids => page(inner, look.deeper()),
        Shape::List(_) if ids => held(value, look.deeper()),
        _ => None,
    });
    let first = layouts.next()??;
    let same = layouts.all(|layout| layout.as_ref() == Some(&first));
    let alike = || fields.iter().all(|(name, _)| !is_role_name(name) && !listed(PARTS, name));
    let named = || fields.len() > 1 && first == Layout::Record && alike();
    (same && (ids || named())).then(|| Layout::Keyed(Rc::new(first)))
}

fn ends_in_collection(layout: &Layout) -> bool {
    match layout {
        Layout::Members(members) => members.iter().any(|(name, inner)| match &**inner {
            Layout::Each(_) => listed(COLLECTIONS, name),
            inner => ends_in_collection(inner),
        }),
        _ => false,
    }
}

/// Whether it says something itself, rather than in what it holds.
fn own_words(fields: &[(String, Shape)]) -> bool {
    let titled = || fields.iter().any(|(name, value)| is_title(name) && is_words(value));
    let known = || fields.iter().any(|(name, value)| names_one(name) && !matches!(value, Shape::Null));
    fields.iter().any(|(name, value)| is_text_name(name) && is_words(value)) || (titled() && known())
}

/// Whether it, or what it holds as objects, says something.
fn has_words(fields: &[(String, Shape)], depth: usize) -> bool {
    let inner = |value: &Shape| depth > 0 && value.fields().is_some_and(|inner| has_words(inner, depth - 1));
    own_words(fields) || fields.iter().any(|(name, value)| !listed(PARTS, name) && inner(value))
}

/// A string with a word in it, as it is or as stores and databases wrap it; or a list of such, as chats keep it.
fn is_words(value: &Shape) -> bool {
    match value {
        Shape::Words(words) => *words > 0,
        Shape::Fields(fields) => {
            let wrapper = |name: &str| matches!(name, "label" | "rendered" | "$t" | "#text" | "_text");
            fields.iter().any(|(name, value)| wrapper(name) && matches!(value, Shape::Words(1..)))
        }
        Shape::List(values) => values.iter().any(|value| matches!(value, Shape::Words(1..))),
        _ => false,
    }
}

fn is_plain(value: &Shape) -> bool {
    matches!(value, Shape::Words(_) | Shape::Scalar | Shape::Null)
}

/// GraphQL's way of a list: `{"cursor": …, "node": {…}}`.
fn is_edge(fields: &[(String, Shape)]) -> bool {
    fields.iter().all(|(name, value)| if name == "node" { value.fields().is_some() } else { is_plain(value) })
        && fields.iter().any(|(name, _)| name == "node")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The layout in short: `*` is each element, `#` each member, names are members, `.` the record.
    fn layout(json: &str) -> String {
        fn shown(layout: &Layout) -> String {
            match layout {
                Layout::Record => ".".to_owned(),
                Layout::Each(inner) => format!("*{}", shown(inner)),
                Layout::Keyed(inner) => format!("#{}", shown(inner)),
                Layout::Members(members) => {
                    let members: Vec<_> =
                        members.iter().map(|(name, inner)| format!("{name}{}", shown(inner))).collect();
                    format!("({})", members.join(" "))
                }
            }
        }
        shown(&discover(&Shape::read(json.as_bytes()), true).layout)
    }

    #[test]
    fn pages_of_interfaces_are_looked_into_wherever_their_lists_lie() {
        for (json, expected) in [
            (r#"[{"text":"a b"}]"#, "*."),
            (r#"[[{"body":"a b"}],[]]"#, "**."),
            (r#"{"total_count":1,"items":[{"body":"a"}]}{"total_count":1,"items":[]}"#, "(items*.)"),
            (r#"[{"total_count":1,"items":[{"body":"a"}]}]"#, "*(items*.)"),
            (
                r#"{"data":{"repo":{"issues":{"nodes":[{"number":1,"title":"a","body":""}]}}}}"#,
                "(data(repo(issues(nodes*.))))",
            ),
            (
                r#"{"data":{"repo":{"description":"Our shop","issues":{"nodes":[{"body":"a"}]}}}}"#,
                "(data(repo(issues(nodes*.))))",
            ),
            (r#"{"data":{"x":{"edges":[{"cursor":"c","node":{"body":"a"}}]}}}"#, "(data(x(edges*(node.))))"),
            (
                r#"{"data":{"a":{"nodes":[{"body":"a"}]},"b":{"nodes":[{"body":"b"}]}}}"#,
                "(data(a(nodes*.) b(nodes*.)))",
            ),
            (r#"{"hits":{"hits":[{"_id":"1","_source":{"text":"a"}}]}}"#, "(hits(hits*.))"),
            (r#"{"feed":{"title":{"label":"x"},"entry":[{"content":{"label":"a b"}}]}}"#, "(feed(entry*.))"),
            (r#"{"feed":{"entry":{"content":{"label":"a b"}}}}"#, "(feed(entry.))"),
            (r#"{"message":"success","data":[{"review":"a b"}]}"#, "(data*.)"),
            (
                r#"{"users":[{"name":"Ann","description":"x y"}],"tickets":[{"description":"a"}]}"#,
                "(tickets*.)",
            ),
        ] {
            assert_eq!(layout(json), expected, "{json}");
        }
    }

    #[test]
    fn objects_by_their_ids_are_records_and_so_is_what_is_kept_by_days() {
        for (json, expected) in [
            (r#"{"123":{"text":"a"},"124":{"text":"b"}}"#, "#."),
            (r#"{"123":{"text":"a"}}"#, "#."),
            (r#"{"reviews":{"-NxA":{"text":"a"},"-NxB":{"text":"b"}}}"#, "(reviews#.)"),
            (r#"{"ann":{"text":"a","stars":1},"bob":{"text":"b","stars":2}}"#, "#."),
            (r#"{"2024-01-05":[{"text":"a"}],"2024-01-06":[{"text":"b"}]}"#, "#*."),
            (r#"{"bugs":{"35":{"comments":[{"text":"a"}]}}}"#, "(bugs#(comments*.))"),
        ] {
            assert_eq!(layout(json), expected, "{json}");
        }
    }

    #[test]
    fn what_says_something_itself_is_a_record_whatever_it_holds() {
        for json in [
            r#"{"text":"a b","labels":[{"name":"c","description":"d e"}]}"#,
            r#"{"number":1,"title":"a","body":null,"comment_data":[{"body":"b"}]}"#,
            r#"{"number":1,"title":"a","body":"b","comments":{"nodes":[{"body":"c"}]}}"#,
            r#"{"type":"issue","issue":{"title":"a","number":1,"body":"b"},"events":[{"id":1}],"comments":[{"body":"c"}]}"#,
            r#"{"id":1,"answers":[{"text":"a"}]}
               {"id":2,"answers":[{"text":"b"}]}"#,
        ] {
            assert_eq!(layout(json), ".", "{json}");
            let elements = format!("[{json}]");
            assert_eq!(layout(&elements), "*.", "{elements}");
        }
    }

    #[test]
    fn a_list_of_what_has_no_known_words_is_taken_where_there_is_no_other() {
        assert_eq!(layout(r#"{"count":1,"rows":[{"q1":"a b c"}]}"#), "(rows*.)");
        assert_eq!(layout(r#"{"count":0,"items":[]}"#), "(items*.)");
        assert!(!discover(&Shape::read(br#"{"users":[{"name":"Ann"}]"#), false).sure);
    }
}
