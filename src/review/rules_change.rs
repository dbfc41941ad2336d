//! Changes of the rules themselves: the config, the templates, the version of tenantry. They are named before all else.

use super::fields::{FieldChange, fields};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A part of what decides how everything is rendered and judged.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleChange {
    /// Fields of the config.
    Config {
        /// The config file, as people are shown it.
        path: String,
        /// What differs; empty where only the spelling does.
        fields: Vec<FieldChange>,
    },
    /// A file of the templates folder.
    Template {
        /// Its path, as people are shown it.
        path: String,
        /// Its text in the base; none where it was not there.
        before: Option<String>,
        /// Its text now; none where it is gone.
        after: Option<String>,
    },
}

/// What differs between two configs; none where they mean the same.
pub fn config(path: &str, before: Option<&Value>, after: Option<&Value>) -> Option<RuleChange> {
    let nothing = Value::Object(serde_json::Map::new());
    let fields = fields(before.unwrap_or(&nothing), after.unwrap_or(&nothing), false);
    (!fields.is_empty()).then(|| RuleChange::Config { path: path.to_owned(), fields })
}

/// The files of the templates folders of both sides, by path: those that differ.
pub fn templates(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<RuleChange> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    let change = |path: &String| RuleChange::Template {
        path: path.clone(),
        before: before.get(path).cloned(),
        after: after.get(path).cloned(),
    };
    differs.map(change).collect()
}
