//! A rendered tree as Git holds it.

use super::{GitError, Kind, Repository, Snapshot};
use crate::plan::{Baseline, Found};
use crate::render::{TENANTS, TreePath};

/// What a snapshot has under the rendered folder, a path that begins at the top of the repository. Hidden files are left out.
///
/// No file is read. So every regular file counts as ours: whether it begins with the line that says so cannot be known from
/// its id, and nothing is overwritten or deleted by what is only compared. The tenants are the folders with such a file. With
/// `only`, of this tenant alone.
pub fn baseline(
    repository: &Repository,
    of: &Snapshot,
    rendered: &str,
    only: Option<&str>,
) -> Result<Baseline, GitError> {
    let below = only.map(|tenant| format!("{TENANTS}/{tenant}"));
    let folder = below.as_ref().map_or_else(|| rendered.to_owned(), |below| format!("{rendered}/{below}"));
    let mut baseline = Baseline::default();
    for file in repository.files(of, &folder)? {
        if file.path.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        let path = match &below {
            Some(below) => TreePath::found(&format!("{below}/{}", file.path)),
            None => TreePath::found(&file.path),
        };
        let found = match file.kind {
            Kind::Regular => Found::Ours(file.id),
            Kind::Link => Found::Link,
            Kind::Submodule => Found::Special,
        };
        if let (Found::Ours(_), Some(tenant)) = (found, path.tenant()) {
            baseline.tenants.insert(tenant.to_owned());
        }
        baseline.files.insert(path, found);
    }
    Ok(baseline)
}
