//! From a route to a byte range.
//!
//! No text is looked at: nodes know where they stand.

use super::node::{Map, Node, Value};
use crate::diagnostic::{Span, Step};

/// The range of the part that the steps lead to, or of the key of the deepest part on the way.
pub(super) fn span_of(root: &Node, steps: &[Step]) -> Span {
    let mut here = Stop { node: Some(root), key: None };
    for step in steps {
        let Some(next) = here.node.and_then(|node| after(node, step)) else {
            return here.key.unwrap_or(root.span);
        };
        here = Stop { node: next.node, key: next.key.or(here.key) };
    }
    here.span(root)
}

/// How far the steps led: a node, and the nearest key above it. No node means that the key itself was meant.
struct Stop<'a> {
    node: Option<&'a Node>,
    key: Option<Span>,
}

impl Stop<'_> {
    /// A caret under nothing helps nobody, so an empty value is shown by its key.
    fn span(&self, root: &Node) -> Span {
        let written = self.node.map(|node| node.span).filter(|span| span.start < span.end);
        written.or(self.key).unwrap_or(root.span)
    }
}

fn after<'a>(node: &'a Node, step: &Step) -> Option<Stop<'a>> {
    match (step, &node.value) {
        (Step::Key(key), Value::Map(map)) => entry(map, key, true),
        (Step::KeyItself(key), Value::Map(map)) => entry(map, key, false),
        (Step::Index(index), Value::List(items)) => items.get(*index).map(|item| Stop { node: Some(item), key: None }),
        (Step::Key(_) | Step::KeyItself(_) | Step::Index(_), _) => None,
    }
}

fn entry<'a>(map: &'a Map, key: &str, with_value: bool) -> Option<Stop<'a>> {
    let entry = map.entry(key)?;
    Some(Stop { node: with_value.then_some(&entry.value), key: Some(entry.key_span) })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{FileId, Route};
    use crate::source::{Limits, read};

    const TEXT: &str = "spec:\n  owner:\n    kind: User\n  empty:\n  list: [a, b]\n";

    fn shown(route: &Route) -> &'static str {
        let (documents, _) = read(FileId(0), TEXT.as_bytes(), &Limits::default());
        let span = documents[0].root.locate(route);
        &TEXT[span.start as usize..span.end as usize]
    }

    #[test]
    fn a_part_is_shown_itself_and_a_missing_one_by_the_key_above_it() {
        let spec = Route::root().key("spec");
        assert_eq!(shown(&spec.key("owner").key("kind")), "User");
        assert_eq!(shown(&spec.key("owner").key_itself("kind")), "kind");
        assert_eq!(shown(&spec.key("list").index(1)), "b");
        assert_eq!(shown(&spec.key("empty")), "empty");
        assert_eq!(shown(&spec.key("owner").key("name")), "owner");
        assert_eq!(shown(&spec.key("gone").key("name").index(3)), "spec");
        assert_eq!(shown(&Route::root().key("gone")), TEXT.trim_end());
    }
}
