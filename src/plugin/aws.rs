//! `AwsIamForServiceAccount`: a role of AWS IAM.

use super::PluginSpec;
use super::spec::{ANNOTATE_ONLY, Spec};
use crate::diagnostic::Span;
use crate::rules::{self, AWS_ROLE};

const ROLE: &str = "awsIamRole";

/// Checks the spec, and says where the role stands; none where an error was reported.
pub(super) fn check(spec: &mut Spec<'_>) -> Option<(PluginSpec, Span)> {
    spec.only(&[ROLE, ANNOTATE_ONLY]);
    let role = spec.text(ROLE);
    let annotate_only = spec.flag(ANNOTATE_ONLY);
    let (aws_iam_role, span) = role?;
    spec.refuse(AWS_ROLE, span, rules::aws_role(&aws_iam_role))?;
    Some((PluginSpec::AwsIamForServiceAccount { aws_iam_role, annotate_only: annotate_only? }, span))
}
