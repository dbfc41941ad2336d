//! What differs between two values, field by field: maps by key, lists without order as sets, lists of named things by name.
//!
//! Written here because no crate knows which lists have an order, and a diff by position shows one line that moved as many that
//! changed.

use super::normal::text;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A field, or an item of a list, that is not the same.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Where it stands: `spec.hard.memory`, `metadata.labels["a.b/c"]`, `containers[app].image`, `subjects`.
    pub path: String,
    /// What was there; none for what is new.
    pub before: Option<Value>,
    /// What is there; none for what is gone.
    pub after: Option<Value>,
}

/// What differs. `without_order` says that every list is a set.
pub fn fields(before: &Value, after: &Value, without_order: bool) -> Vec<FieldChange> {
    let mut diff = Diff { without_order, changes: Vec::new() };
    diff.values("", before, after);
    diff.changes
}

struct Diff {
    without_order: bool,
    changes: Vec<FieldChange>,
}

impl Diff {
    fn values(&mut self, path: &str, before: &Value, after: &Value) {
        match (before, after) {
            _ if before == after => {}
            (Value::Object(old), Value::Object(new)) => self.maps(path, old, new),
            (Value::Array(old), Value::Array(new)) => self.lists(path, old, new),
            _ => self.push(path, Some(before), Some(after)),
        }
    }

    fn maps(&mut self, path: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let path = below(path, key);
            match (old.get(key), new.get(key)) {
                (Some(old), Some(new)) => self.values(&path, old, new),
                (old, new) => self.leaves(&path, old, new),
            }
        }
    }

    /// A map that is there on one side alone is told key by key, where it is one of texts: labels, `hard`.
    fn leaves(&mut self, path: &str, old: Option<&Value>, new: Option<&Value>) {
        let Some(Value::Object(map)) = old.or(new) else { return self.push(path, old, new) };
        if map.is_empty() || !map.values().all(Value::is_string) {
            return self.push(path, old, new);
        }
        for (key, value) in map {
            let side = |side: Option<&Value>| side.map(|_| value);
            self.push(&below(path, key), side(old), side(new));
        }
    }

    fn lists(&mut self, path: &str, old: &[Value], new: &[Value]) {
        match (named(old), named(new)) {
            (Some(old_named), Some(new_named)) => {
                self.by_name(path, &old_named, &new_named);
                if !self.without_order && moved(old, new) {
                    self.push(path, Some(&names(old)), Some(&names(new)));
                }
            }
            _ if self.without_order || moved_only(old, new) => self.sets(path, old, new),
            _ => self.by_position(path, old, new),
        }
    }

    fn by_name(&mut self, path: &str, old: &BTreeMap<&str, &Value>, new: &BTreeMap<&str, &Value>) {
        let all: BTreeSet<&&str> = old.keys().chain(new.keys()).collect();
        for name in all {
            let path = format!("{path}[{name}]");
            match (old.get(*name), new.get(*name)) {
                (Some(old), Some(new)) => self.values(&path, old, new),
                (old, new) => self.push(&path, old.copied(), new.copied()),
            }
        }
    }

    /// What only one side has. One thing against one other is looked into.
    fn sets(&mut self, path: &str, old: &[Value], new: &[Value]) {
        let only = |these: &[Value], others: &[Value]| -> Vec<(usize, Value)> {
            let others: BTreeSet<String> = others.iter().map(text).collect();
            let these = these.iter().enumerate().filter(|(_, item)| !others.contains(&text(item)));
            these.map(|(index, item)| (index, item.clone())).collect()
        };
        let (gone, come) = (only(old, new), only(new, old));
        match (gone.as_slice(), come.as_slice()) {
            ([(index, before)], [(_, after)]) if before.is_object() && after.is_object() => {
                self.values(&format!("{path}[{index}]"), before, after);
            }
            ([(_, before)], [(_, after)]) => self.push(path, Some(before), Some(after)),
            ([], []) if old.len() != new.len() || !self.without_order => {
                self.push(path, Some(&Value::from(old.to_vec())), Some(&Value::from(new.to_vec())));
            }
            _ => {
                gone.iter().for_each(|(_, item)| self.push(path, Some(item), None));
                come.iter().for_each(|(_, item)| self.push(path, None, Some(item)));
            }
        }
    }

    fn by_position(&mut self, path: &str, old: &[Value], new: &[Value]) {
        for index in 0..old.len().max(new.len()) {
            let path = format!("{path}[{index}]");
            match (old.get(index), new.get(index)) {
                (Some(old), Some(new)) => self.values(&path, old, new),
                (old, new) => self.push(&path, old, new),
            }
        }
    }

    fn push(&mut self, path: &str, before: Option<&Value>, after: Option<&Value>) {
        self.changes.push(FieldChange { path: path.to_owned(), before: before.cloned(), after: after.cloned() });
    }
}

fn below(path: &str, key: &str) -> String {
    let is_plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    match (path.is_empty(), is_plain) {
        (true, true) => key.to_owned(),
        (false, true) => format!("{path}.{key}"),
        (_, false) => format!("{path}[{}]", Value::from(key)),
    }
}

/// The items by name, where each has one of its own. Subjects are known by their kind as well.
fn named(items: &[Value]) -> Option<BTreeMap<&str, &Value>> {
    let name = |item: &'_ Value| item.get("kind").is_none().then(|| item["name"].as_str().map(str::len)).flatten();
    if items.iter().any(|item| name(item).is_none()) {
        return None;
    }
    let by_name: BTreeMap<&str, &Value> =
        items.iter().filter_map(|item| Some((item["name"].as_str()?, item))).collect();
    (by_name.len() == items.len()).then_some(by_name)
}

fn names(items: &[Value]) -> Value {
    items.iter().map(|item| item["name"].clone()).collect::<Vec<_>>().into()
}

/// Whether the names that both have come in another order.
fn moved(old: &[Value], new: &[Value]) -> bool {
    let common = |these: &[Value], others: &[Value]| -> Vec<Value> {
        let others: Vec<&Value> = others.iter().map(|item| &item["name"]).collect();
        these.iter().map(|item| item["name"].clone()).filter(|name| others.contains(&name)).collect()
    };
    common(old, new) != common(new, old)
}

/// Whether both hold the same items in another order.
fn moved_only(old: &[Value], new: &[Value]) -> bool {
    let sorted = |items: &[Value]| {
        let mut items: Vec<String> = items.iter().map(text).collect();
        items.sort();
        items
    };
    old.len() == new.len() && sorted(old) == sorted(new)
}

#[cfg(test)]
mod tests {
    use super::fields;
    use serde_json::{Value, json};

    fn told(before: &Value, after: &Value, without_order: bool) -> Vec<String> {
        let side = |value: Option<Value>| value.map_or("-".to_owned(), |value| value.to_string());
        let changes = fields(before, after, without_order).into_iter();
        changes.map(|change| format!("{} {} {}", change.path, side(change.before), side(change.after))).collect()
    }

    #[test]
    fn a_set_has_no_order_and_one_changed_item_is_looked_into() {
        let list = |values: Value| json!({"spec": {"rules": values}});
        assert!(told(&list(json!(["a", "b"])), &list(json!(["b", "a"])), true).is_empty());
        assert_eq!(told(&list(json!(["a", "b"])), &list(json!(["b", "c"])), true), ["spec.rules \"a\" \"c\""]);
        assert_eq!(told(&list(json!(["a"])), &list(json!(["a", "b"])), true), ["spec.rules - \"b\""]);
        let rule = |path: &str| list(json!([{"to": path}, {"from": "x"}]));
        assert_eq!(told(&rule("/a"), &rule("/b"), true), ["spec.rules[0].to \"/a\" \"/b\""]);
    }

    #[test]
    fn named_things_are_compared_by_name() {
        let pod = |image: &str| json!({"containers": [{"name": "a", "image": image}, {"name": "b"}]});
        assert_eq!(told(&pod("x"), &pod("y"), false), ["containers[a].image \"x\" \"y\""]);
    }

    #[test]
    fn an_order_that_means_something_is_a_change() {
        assert_eq!(
            told(&json!({"args": ["a", "b"]}), &json!({"args": ["b", "a"]}), false),
            ["args [\"a\",\"b\"] [\"b\",\"a\"]"]
        );
    }

    #[test]
    fn keys_that_are_no_words_are_quoted() {
        let labels = |value: &str| json!({"labels": {"a.b/c": value}});
        assert_eq!(told(&labels("x"), &labels("y"), true), ["labels[\"a.b/c\"] \"x\" \"y\""]);
        assert_eq!(told(&json!({}), &labels("y"), true), ["labels[\"a.b/c\"] - \"y\""]);
    }
}
