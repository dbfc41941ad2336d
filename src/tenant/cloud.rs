//! The cloud identities of one tenant: whether it may have them, and what they still need.

use super::TenantName;
use crate::config::Policy;
use crate::diagnostic::Diagnostics;
use crate::plugin::{Plugin, PluginKind};
use crate::rules::{self, CLOUD_SIDE};

/// Judges the plugins that a tenant brings itself. Those of the config are the platform's own.
pub(super) fn check(tenant: &TenantName, own: &[Plugin], policy: &Policy, found: &mut Diagnostics) {
    for plugin in own {
        let verdict = policy.identity(plugin.kind, plugin.identity(), tenant.as_str());
        found.extend(verdict.map(|verdict| verdict.error(plugin.place)));
        if !plugin.annotate_only() {
            let broken = match plugin.kind {
                PluginKind::WorkloadIdentity => rules::gcp_side(tenant.as_str()),
                PluginKind::AwsIamForServiceAccount => rules::aws_side(tenant.as_str()),
            };
            found.push(broken.warning(CLOUD_SIDE, plugin.place));
        }
    }
}
