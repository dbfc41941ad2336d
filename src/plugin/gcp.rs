//! `WorkloadIdentity`: a Google service account.

use super::PluginSpec;
use super::spec::Spec;
use crate::rules::{self, GCP_ACCOUNT, GCP_SHAPE};

const ACCOUNT: &str = "gcpServiceAccount";

/// Checks the spec; none where an error was reported.
pub(super) fn check(spec: &mut Spec<'_>) -> Option<PluginSpec> {
    spec.only(&[ACCOUNT]);
    let (gcp_service_account, span) = spec.text(ACCOUNT)?;
    spec.refuse(GCP_ACCOUNT, span, rules::gcp_account(&gcp_service_account))?;
    spec.refuse(rules::HIDDEN_TEXT, span, rules::hidden_text(&gcp_service_account))?;
    spec.warn(GCP_SHAPE.code, span, rules::gcp_shape(&gcp_service_account));
    Some(PluginSpec::WorkloadIdentity { gcp_service_account })
}
