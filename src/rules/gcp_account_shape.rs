//! A Google service account by Google's naming rules, which the profile controller does not ask for.

use super::Broken;
use super::gcp_account::GCP_ENDING;
use crate::diagnostic::rules;

rules! {
    /// A service account whose parts break Google's naming rules: Google Cloud has no such account.
    ///
    /// Account and project IDs have 6 to 30 lower-case letters, digits and dashes, start with a letter and do not end with
    /// a dash. A project of an organisation's domain is written `<project>.<domain>`.
    ///
    /// Source: Google Cloud, "Create service accounts" and "Creating and managing projects". The profile controller takes
    /// what breaks these rules, hence a warning.
    ///
    /// Bad:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: WorkloadIdentity
    ///     spec: {gcpServiceAccount: v@proj-a.iam.gserviceaccount.com, annotateOnly: true}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec:
    ///   owner: {kind: User, name: alice@example.com}
    ///   plugins:
    ///   - kind: WorkloadIdentity
    ///     spec: {gcpServiceAccount: vision@proj-a.iam.gserviceaccount.com, annotateOnly: true}
    /// ```
    pub GCP_SHAPE = "gcp-account-shape": Warning, adjustable;
}

/// Warns of a Google service account whose parts break Google's naming rules. Sound by [`super::gcp_account`] before.
pub fn gcp_shape(account: &str) -> Result<(), Broken> {
    let (id, project) = account.strip_suffix(GCP_ENDING).and_then(|rest| rest.split_once('@')).unwrap_or(("", ""));
    let (project_id, domain) = project.split_once('.').unwrap_or((project, "example.com"));
    let domain_sound =
        domain.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte));
    if is_gcp_id(id) && is_gcp_id(project_id) && domain_sound {
        return Ok(());
    }
    let help = "account and project IDs have 6 to 30 lower-case letters, digits and dashes and start with a letter";
    Err(Broken::new("Google Cloud has no service account of this form", help))
}

fn is_gcp_id(id: &str) -> bool {
    let bytes = id.as_bytes();
    (6..=30).contains(&bytes.len())
        && bytes[0].is_ascii_lowercase()
        && bytes[bytes.len() - 1] != b'-'
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::gcp_shape;

    #[test]
    fn ids_have_six_to_thirty_characters() {
        assert!(gcp_shape("vision@proj-a.example.com.iam.gserviceaccount.com").is_ok());
        assert!(gcp_shape("v@proj-a.iam.gserviceaccount.com").is_err());
    }
}
