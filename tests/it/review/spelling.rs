//! Objects as files: plainly, and in other ways that mean the same.

use super::Texts;
use super::random::Random;
use serde_json::Value;
use std::fmt::Write;

/// Kinds whose lists have no order.
const SETS: [&str; 6] = ["AuthorizationPolicy", "Namespace", "ResourceQuota", "Role", "RoleBinding", "ServiceAccount"];
const LINE: &str =
    "# Rendered by tenantry. Do not edit: change the input or the template, then run \"tenantry render\".\n";

/// The objects in one file, as JSON, and the list of it.
pub fn files(objects: &[Value]) -> Texts {
    let objects: Vec<String> = objects.iter().map(|object| format!("{object}\n")).collect();
    listed([("objects.yaml".to_owned(), format!("{LINE}{}", objects.join("---\n")))])
}

fn listed(files: impl IntoIterator<Item = (String, String)>) -> Texts {
    let mut files: Texts = files.into_iter().collect();
    let names: Vec<String> = files.keys().map(|name| format!("- {name}\n")).collect();
    let head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n";
    files.insert("kustomization.yaml".to_owned(), format!("{LINE}{head}{}", names.concat()));
    files
}

/// The same objects in another order, other files, other quotes, with comments, and with what the server fills in.
pub fn misspelt(objects: &[Value], random: &mut Random) -> Texts {
    let mut objects = objects.to_vec();
    random.shuffle(&mut objects);
    let mut texts: Vec<String> = vec![LINE.to_owned(); 1 + random.below(3)];
    for object in &mut objects {
        same(object, random);
        let at = random.below(texts.len());
        let text = &mut texts[at];
        if text.len() > LINE.len() {
            text.push_str("---\n");
        }
        comment(text, 0, random);
        block(text, object, 0, random);
    }
    let named = texts.into_iter().enumerate().filter(|(_, text)| text.len() > LINE.len());
    listed(named.map(|(at, text)| (format!("{at}-{}.yaml", random.word()), text)).collect::<Vec<_>>())
}

/// Says the same of an object in another way.
fn same(object: &mut Value, random: &mut Random) {
    let kind = object["kind"].as_str().unwrap_or_default().to_owned();
    if SETS.contains(&kind.as_str()) {
        shuffle_lists(object, random);
    }
    if kind == "ResourceQuota" {
        for (key, ways) in [
            ("requests.cpu", &["4", "4000m", "4.0", "0.004k"][..]),
            ("memory", &["16Gi", "16384Mi", "17179869184"]),
            ("pods", &["20", "20.0", "2e1"]),
        ] {
            object["spec"]["hard"][key] = (*random.of(ways)).into();
        }
    }
}

/// The policies of another version of their API, and with the action that they have anyhow.
pub fn restated(objects: &[Value]) -> Vec<Value> {
    let mut objects = objects.to_vec();
    for object in objects.iter_mut().filter(|object| object["kind"] == "AuthorizationPolicy") {
        object["apiVersion"] = "security.istio.io/v1".into();
        if object["spec"]["action"].is_null() {
            object["spec"]["action"] = "ALLOW".into();
        }
    }
    objects
}

fn shuffle_lists(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|value| shuffle_lists(value, random)),
        Value::Array(items) => {
            items.iter_mut().for_each(|value| shuffle_lists(value, random));
            if !items.is_empty() && random.once_in(6) {
                items.push(random.of(items).clone());
            }
            random.shuffle(items);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn comment(text: &mut String, indent: usize, random: &mut Random) {
    if random.once_in(6) {
        let _ = writeln!(text, "{:indent$}# {}: {}", "", random.word(), random.word());
    }
    if random.once_in(12) {
        text.push('\n');
    }
}

/// A map or list in block style, its keys in any order.
fn block(text: &mut String, value: &Value, indent: usize, random: &mut Random) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            random.shuffle(&mut members);
            for (key, value) in members {
                comment(text, indent, random);
                let _ = write!(text, "{:indent$}{}:", "", scalar(key, random));
                inner(text, value, indent, random);
            }
        }
        Value::Array(items) => {
            for item in items {
                comment(text, indent, random);
                let _ = write!(text, "{:indent$}-", "");
                inner(text, item, indent, random);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let _ = writeln!(text, "{:indent$}{}", "", flow(value, random));
        }
    }
}

fn inner(text: &mut String, value: &Value, indent: usize, random: &mut Random) {
    let is_empty =
        value.as_object().is_some_and(serde_json::Map::is_empty) || value.as_array().is_some_and(Vec::is_empty);
    let is_leaf = !value.is_object() && !value.is_array();
    if is_leaf || is_empty || random.once_in(5) {
        let note = if random.once_in(8) { format!(" # {}", random.word()) } else { String::new() };
        let _ = writeln!(text, " {}{note}", flow(value, random));
        return;
    }
    text.push('\n');
    block(text, value, indent + 1 + random.below(4), random);
}

fn flow(value: &Value, random: &mut Random) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            random.shuffle(&mut members);
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", scalar(key, random), flow(value, random)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, random)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) => scalar(text, random),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A string, plain where it is a word, else in quotes of either kind.
fn scalar(text: &str, random: &mut Random) -> String {
    let is_word =
        text.len() > 4 && text.chars().all(|c| c.is_ascii_alphabetic()) && text.chars().any(|c| c.is_lowercase());
    match random.below(3) {
        0 if is_word => text.to_owned(),
        1 => format!("'{}'", text.replace('\'', "''")),
        _ => Value::from(text).to_string(),
    }
}
