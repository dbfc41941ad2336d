//! The labels of every Namespace, by the profile controller's own rule.
//!
//! Source: the controller's `setNamespaceLabels`. It starts with sidecar injection; a configured value is added only
//! where the key is absent, an empty one removes the key. So `istio-injection: ""` removes injection, and
//! `istio-injection: disabled` changes nothing.

use std::collections::BTreeMap;

/// The labels of kubeflow/manifests.
pub(super) const DEFAULT: [(&str, &str); 4] = [
    ("app.kubernetes.io/part-of", "kubeflow-profile"),
    ("katib.kubeflow.org/metrics-collector-injection", "enabled"),
    ("pipelines.kubeflow.org/enabled", "true"),
    ("serving.kubeflow.org/inferenceservice", "enabled"),
];

/// The labels that a Namespace gets from the configured ones.
pub(super) fn of_namespace<'a>(configured: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::from([("istio-injection".to_owned(), "enabled".to_owned())]);
    for (key, value) in configured {
        if value.is_empty() {
            labels.remove(key);
        } else {
            labels.entry(key.to_owned()).or_insert_with(|| value.to_owned());
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::of_namespace;

    #[test]
    fn an_empty_value_removes_and_a_full_one_never_replaces() {
        assert!(of_namespace([("istio-injection", "")]).is_empty());
        let labels = of_namespace([("istio-injection", "disabled"), ("team", "")]);
        assert_eq!(labels.into_iter().collect::<Vec<_>>(), [("istio-injection".to_owned(), "enabled".to_owned())]);
    }
}
