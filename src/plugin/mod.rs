//! Plugins of a Profile: cloud identities of its `default-editor` ServiceAccount, checked.
//!
//! Which annotation a plugin becomes is the business of its template (`templates/plugins/<Kind>.yaml.j2`), not of this
//! folder. What the profile controller also did to the cloud's side is done by nobody here.

mod aws;
pub mod codes;
mod gcp;
mod spec;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Span, nearest};
use crate::profile::{CONTRIBUTORS, RawPlugin};
use codes::{DUPLICATE_PLUGIN, PLUGIN_SPEC, UNKNOWN_PLUGIN};
use serde::Serialize;
use spec::Spec;

/// The kinds of plugins, as the profile controller has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum PluginKind {
    /// A Google service account, by Workload Identity.
    WorkloadIdentity,
    /// A role of AWS IAM, by IAM Roles for Service Accounts.
    AwsIamForServiceAccount,
}

impl PluginKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::WorkloadIdentity, Self::AwsIamForServiceAccount];

    /// The kind as written in a Profile; also the stem of its template's file name.
    pub fn name(self) -> &'static str {
        match self {
            Self::WorkloadIdentity => "WorkloadIdentity",
            Self::AwsIamForServiceAccount => "AwsIamForServiceAccount",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A checked plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plugin {
    /// Its kind.
    pub kind: PluginKind,
    /// Its spec, with the keys as documented whatever their case was.
    pub spec: PluginSpec,
    /// Where the identity was written: in the Profile, or in the config for a default.
    #[serde(skip)]
    pub place: Place,
}

impl Plugin {
    /// What it names in the cloud: a service account or the ARN of a role.
    pub fn identity(&self) -> &str {
        match &self.spec {
            PluginSpec::WorkloadIdentity { gcp_service_account, .. } => gcp_service_account,
            PluginSpec::AwsIamForServiceAccount { aws_iam_role, .. } => aws_iam_role,
        }
    }

    /// Whether the cloud's side is looked after elsewhere.
    pub fn annotate_only(&self) -> bool {
        match self.spec {
            PluginSpec::WorkloadIdentity { annotate_only, .. }
            | PluginSpec::AwsIamForServiceAccount { annotate_only, .. } => annotate_only,
        }
    }
}

/// What a template sees as `plugin.spec`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PluginSpec {
    /// Of `WorkloadIdentity`.
    #[serde(rename_all = "camelCase")]
    WorkloadIdentity {
        /// `<name>@<project>.iam.gserviceaccount.com`.
        gcp_service_account: String,
        /// Whether the cloud's side is looked after elsewhere; the controller does not read it.
        annotate_only: bool,
    },
    /// Of `AwsIamForServiceAccount`.
    #[serde(rename_all = "camelCase")]
    AwsIamForServiceAccount {
        /// The ARN of an IAM role.
        aws_iam_role: String,
        /// Whether the controller was told to leave the role's trust policy alone.
        annotate_only: bool,
    },
}

/// Checks the plugins of one list (of a Profile or of `defaultPlugins`); what is wrong is left out.
pub fn check(file: FileId, raw: &[RawPlugin], found: &mut Diagnostics) -> Vec<Plugin> {
    let mut seen: Vec<(PluginKind, Span)> = Vec::new();
    let mut plugins = Vec::new();
    for plugin in raw {
        let Some(kind) = known_kind(file, plugin, found) else { continue };
        if let Some((_, first)) = seen.iter().find(|(earlier, _)| *earlier == kind) {
            found.push(duplicate(file, kind, plugin.kind.span, *first));
            continue;
        }
        seen.push((kind, plugin.kind.span));
        let Some(mut spec) = Spec::of(file, plugin, found) else { continue };
        let checked = match kind {
            PluginKind::WorkloadIdentity => gcp::check(&mut spec),
            PluginKind::AwsIamForServiceAccount => aws::check(&mut spec),
        };
        plugins.extend(checked.map(|(spec, span)| Plugin { kind, spec, place: Place::at(file, span) }));
    }
    plugins
}

fn known_kind(file: FileId, plugin: &RawPlugin, found: &mut Diagnostics) -> Option<PluginKind> {
    let name = &plugin.kind.value;
    let kind = PluginKind::parse(name);
    if kind.is_none() {
        let names = PluginKind::ALL.map(PluginKind::name);
        let help = match (name.as_str(), nearest(name, names)) {
            ("Contributor" | "Contributors", _) => CONTRIBUTORS.to_owned(),
            (_, Some(near)) => format!("did you mean `{near}`?"),
            (_, None) => format!("the kinds are {}", names.join(" and ")),
        };
        let diagnostic = Diagnostic::error(UNKNOWN_PLUGIN, format!("there is no plugin `{name}`"))
            .at(Place::at(file, plugin.kind.span), "the controller would skip it")
            .help(help);
        found.push(diagnostic);
    }
    kind
}

fn duplicate(file: FileId, kind: PluginKind, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(DUPLICATE_PLUGIN, format!("two plugins of kind {}", kind.name()))
        .at(Place::at(file, second), "the second")
        .related(Place::at(file, first), "the first")
        .help("keep one of them: a ServiceAccount has one identity of each cloud")
}
