//! Labels and annotations that are tenantry's own.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A label or annotation under `tenantry.dev/`.
    ///
    /// What is rendered says by these keys what state a tenant is in, so that the tree alone tells. A template or config
    /// that writes one would forge that.
    ///
    /// Source: tenantry itself.
    ///
    /// Bad:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// namespace: {labels: {tenantry.dev/lifecycle: Retired}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml tenantry.yaml
    /// apiVersion: tenantry.dev/v1alpha1
    /// kind: Config
    /// namespace: {labels: {example.com/lifecycle: retired}}
    /// ```
    pub RESERVED_KEY = "reserved-key": Error;
}

/// Refuses a key that is tenantry's own.
pub fn reserved_key(key: &str) -> Result<(), Broken> {
    let domain = key.split_once('/').map_or("", |(domain, _)| domain);
    if domain == "tenantry.dev" || domain.ends_with(".tenantry.dev") {
        return Err(Broken::new(format!("the key `{key}` is tenantry's own"), "choose a key of a domain of yours"));
    }
    Ok(())
}
