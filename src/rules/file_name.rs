//! The name of a file beside the name of the tenant in it.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// A file is not named for its only tenant.
    ///
    /// People look for a tenant by its file, and rules on who may change which file (CODEOWNERS) go by names. A file
    /// that is copied and not renamed is a common slip.
    ///
    /// Source: a convention: `profiles/<name>.yaml`, in folders of any depth.
    ///
    /// Bad:
    ///
    /// ```yaml profiles/team-b.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    ///
    /// Good:
    ///
    /// ```yaml profiles/team-a.yaml
    /// apiVersion: kubeflow.org/v1
    /// kind: Profile
    /// metadata: {name: team-a}
    /// spec: {owner: {kind: User, name: alice@example.com}}
    /// ```
    pub FILE_NAME = "file-name": Warning, adjustable;
}

/// Warns of a file, given by its path with `/`, that holds one tenant and has another name.
pub fn file_name(path: &str, tenant: &str) -> Result<(), Broken> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "yaml"));
    if stem == tenant {
        return Ok(());
    }
    let help = format!("rename the file to `{tenant}.{ending}`, or the tenant if that is what is wrong");
    Err(Broken::new(format!("the file `{name}` holds the tenant `{tenant}`"), help))
}
