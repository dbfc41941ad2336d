//! A Google service account as the profile controller takes it. Google's own naming rules are in `gcp_account_shape`.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A plugin names something that is no Google service account.
    ///
    /// Source: the profile controller's plugin WorkloadIdentity. It takes an account that has `@<project>.` in it and ends
    /// in `.iam.gserviceaccount.com`; with any other it writes the annotation, fails, and tries again for ever.
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
    ///     spec: {gcpServiceAccount: vision@example.com, annotateOnly: true}
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
    pub GCP_ACCOUNT = "gcp-account": Error;
}

/// How every service account ends.
pub(super) const GCP_ENDING: &str = ".iam.gserviceaccount.com";

/// Refuses a Google service account that the controller refuses.
pub fn gcp_account(account: &str) -> Result<(), Broken> {
    const HELP: &str = "write it as `<name>@<project>.iam.gserviceaccount.com`";
    let project = account.strip_suffix(GCP_ENDING).and_then(|rest| rest.split_once('@')).map(|(_, project)| project);
    match project {
        Some(project) if !project.is_empty() => Ok(()),
        Some(_) | None => Err(Broken::new("this is no Google service account", HELP)),
    }
}

#[cfg(test)]
mod tests {
    use super::gcp_account;

    #[test]
    fn google_accounts_have_a_project_and_the_ending() {
        assert!(gcp_account("vision@proj-a.iam.gserviceaccount.com").is_ok());
        for bad in ["", "vision", "vision@proj-a.example.com", "vision.iam.gserviceaccount.com"] {
            assert!(gcp_account(bad).is_err(), "{bad}");
        }
    }
}
