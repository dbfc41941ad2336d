//! What must not happen by accident: each refusal names the tenants and the exact way to allow it, if there is one.

use super::codes::{MASS_ACCESS_CHANGE, MASS_DELETION, NAMESPACE_REMOVED};
use super::tenant::{TenantChange, TenantVerb};
use super::whole::Review;
use crate::config::Guards;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::plan::codes::TENANT_REMOVED;
use crate::plan::listed;

/// From how many tenants on a share of them is counted.
const MANY: usize = 20;

/// What was said yes to on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// How many retired tenants may be removed, over what the config says.
    pub deletes: Option<usize>,
    /// Whether access may change in any share of the tenants.
    pub access_changes: bool,
}

/// What the guards refuse of a change. `rendered` is the folder as people are shown it.
pub fn refusals(review: &Review, guards: Guards, allowed: Allowed, rendered: &str) -> Vec<Diagnostic> {
    [
        removed(review, rendered),
        without_namespace(review, rendered),
        many_removed(review, guards, allowed),
        many_changed(review, guards, allowed),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn refuse(code: Code, message: String, help: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Refused, message).help(help)
}

/// Tenants that were in use and have no Profile any more.
fn removed(review: &Review, rendered: &str) -> Option<Diagnostic> {
    let gone = names(review, |tenant| is_lost(tenant) && tenant.verb == TenantVerb::Delete);
    let [first, ..] = gone.as_slice() else { return None };
    let message = match gone.len() {
        1 => format!("tenant `{first}` is rendered and has no Profile any more"),
        count => format!("{count} tenants are rendered and have no Profile any more: {}", listed(&gone)),
    };
    let help = format!(
        "a sync would delete the Namespace of each with everything in it. Bring the Profile back (was a file renamed, \
         moved or deleted by mistake?); if a tenant is to go, retire it first: keep its file, write `lifecycle: Retired` \
         under `spec` of its Tenant document, render and merge that; then delete the file in a change of its own. \
         Nothing allows more, and {rendered} is not to be edited by hand"
    );
    Some(refuse(TENANT_REMOVED, message, help))
}

/// Tenants that stay, but without the Namespace that they had.
fn without_namespace(review: &Review, rendered: &str) -> Option<Diagnostic> {
    let lost = names(review, |tenant| is_lost(tenant) && tenant.verb != TenantVerb::Delete);
    if lost.is_empty() {
        return None;
    }
    let message = format!("the Namespace of {} would leave {rendered}", listed(&lost));
    let help =
        "a sync would delete it with everything in it: let the templates print a Namespace of the tenant's name again";
    Some(refuse(NAMESPACE_REMOVED, message, help.to_owned()))
}

fn many_removed(review: &Review, guards: Guards, allowed: Allowed) -> Option<Diagnostic> {
    // A template that leaves out the Namespace of a retired tenant deletes as much as the removal of its file.
    let gone = names(review, |tenant| tenant.loses_namespace && tenant.was_retired);
    let most = allowed.deletes.unwrap_or(guards.max_deleted_tenants);
    if gone.len() <= most {
        return None;
    }
    let count = gone.len();
    let tenants = if count == 1 { "tenant" } else { "tenants" };
    let message = format!("{count} retired {tenants} would be removed, at most {most} at once: {}", listed(&gone));
    let help = format!(
        "remove fewer at once, or say yes to this many with `--allow deletes={count}`; `guards.maxDeletedTenants` of the \
         config sets the number"
    );
    Some(refuse(MASS_DELETION, message, help))
}

fn many_changed(review: &Review, guards: Guards, allowed: Allowed) -> Option<Diagnostic> {
    let (changed, all) = (review.with_changed_access(), review.base_tenants);
    let is_little = changed * 100 <= guards.max_changed_share * all;
    if all < MANY || is_little || allowed.access_changes {
        return None;
    }
    let changing = review.tenants.iter().filter(|tenant| tenant.verb != TenantVerb::Create && tenant.changes_access());
    let names: Vec<&str> = changing.map(|tenant| tenant.name.as_str()).collect();
    let message = format!(
        "access would change in {changed} of {all} tenants, more than {} percent: {}",
        guards.max_changed_share,
        listed(&names)
    );
    let help = "look at `tenantry diff`; if that is what you want, say yes with `--allow access-changes`; \
                `guards.maxChangedShare` of the config sets the share";
    Some(refuse(MASS_ACCESS_CHANGE, message, help.to_owned()))
}

/// Whether the Namespace of a tenant in use goes.
fn is_lost(tenant: &TenantChange) -> bool {
    tenant.loses_namespace && !tenant.was_retired
}

fn names(review: &Review, is: impl Fn(&TenantChange) -> bool) -> Vec<&str> {
    let those = review.tenants.iter().filter(|tenant| is(tenant));
    those.map(|tenant| tenant.name.as_str()).collect()
}
