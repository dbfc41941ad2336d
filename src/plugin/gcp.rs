//! `WorkloadIdentity`: a Google service account.

use super::PluginSpec;
use super::spec::{ANNOTATE_ONLY, Spec};
use crate::diagnostic::Span;
use crate::rules::{self, GCP_ACCOUNT, GCP_SHAPE};

const ACCOUNT: &str = "gcpServiceAccount";

/// Checks the spec, and says where the account stands; none where an error was reported.
pub(super) fn check(spec: &mut Spec<'_>) -> Option<(PluginSpec, Span)> {
    spec.only(&[ACCOUNT, ANNOTATE_ONLY]);
    let account = spec.text(ACCOUNT);
    let annotate_only = spec.flag(ANNOTATE_ONLY);
    let (gcp_service_account, span) = account?;
    spec.refuse(GCP_ACCOUNT, span, rules::gcp_account(&gcp_service_account))?;
    spec.refuse(rules::HIDDEN_TEXT, span, rules::hidden_text(&gcp_service_account))?;
    spec.warn(GCP_SHAPE, span, rules::gcp_shape(&gcp_service_account));
    Some((PluginSpec::WorkloadIdentity { gcp_service_account, annotate_only: annotate_only? }, span))
}
