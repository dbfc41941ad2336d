//! `AwsIamForServiceAccount`: a role of AWS IAM.

use super::PluginSpec;
use super::spec::Spec;
use crate::rules::{self, AWS_ROLE};

const ROLE: &str = "awsIamRole";
const ANNOTATE_ONLY: &str = "annotateOnly";

/// Checks the spec; none where an error was reported.
pub(super) fn check(spec: &mut Spec<'_>) -> Option<PluginSpec> {
    spec.only(&[ROLE, ANNOTATE_ONLY]);
    let role = spec.text(ROLE);
    let annotate_only = spec.flag(ANNOTATE_ONLY);
    let (aws_iam_role, span) = role?;
    spec.refuse(AWS_ROLE, span, rules::aws_role(&aws_iam_role))?;
    Some(PluginSpec::AwsIamForServiceAccount { aws_iam_role, annotate_only: annotate_only? })
}
