//! For which workloads a policy is in force.

use crate::access::{text, texts};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The workloads that a policy selects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Domain {
    /// Labels that a workload must have; none for all of the namespace.
    labels: BTreeMap<String, String>,
    /// Gateways and waypoints that it names instead; such a policy means nothing to sidecars.
    targets: BTreeSet<String>,
    /// The control plane's revision that alone reads it.
    revision: Option<String>,
}

impl Domain {
    pub(super) fn of(policy: &Value) -> Self {
        let spec = &policy["spec"];
        let labels = spec["selector"]["matchLabels"].as_object().into_iter().flatten();
        let lists = spec["targetRefs"].as_array().into_iter().flatten();
        let one = Some(&spec["targetRef"]).filter(|target| !target.is_null());
        Self {
            labels: labels.map(|(key, value)| (key.clone(), text(value))).collect(),
            targets: lists.chain(one).map(text).collect(),
            revision: policy["metadata"]["labels"]["istio.io/rev"].as_str().map(str::to_owned),
        }
    }

    /// Whether it selects every workload that the other does.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let is_wider = self.labels.iter().all(|(key, value)| other.labels.get(key) == Some(value));
        is_wider && self.targets == other.targets && self.revision == other.revision
    }

    /// Whether some workload may be selected by both. A gateway is a workload, too: what names none may be about it.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let agree = |(key, value): (&String, &String)| other.labels.get(key).is_none_or(|label| label == value);
        let apart = !self.targets.is_empty() && !other.targets.is_empty() && self.targets.is_disjoint(&other.targets);
        self.labels.iter().all(agree) && !apart
    }

    /// What is selected, in words; empty for all.
    pub(super) fn words(&self) -> String {
        let labels = self.labels.iter().map(|(key, value)| format!("{key}={value}"));
        let targets = self.targets.iter().filter_map(|target| {
            let target: Value = serde_json::from_str(target).ok()?;
            Some(texts(&Value::from(vec![target["kind"].clone(), target["name"].clone()])).join("/"))
        });
        let parts: Vec<String> = labels.chain(targets).collect();
        if parts.is_empty() { String::new() } else { format!(" (workloads {})", parts.join(", ")) }
    }
}
