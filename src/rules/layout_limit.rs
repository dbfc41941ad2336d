//! What kustomize, the forges and the sync engines can carry.

use super::Broken;
use crate::diagnostic::rules;

rules! {
    /// The tree crosses a limit of what reads it.
    ///
    /// - More than 100 tenants in one build: the time that `kustomize build` takes grows with about the 2.5th power of their
    ///   number (100: 1.2 s, 400: 44 s, 1,000: 491 s).
    /// - More than 1,000 folders in one: GitHub lists no more.
    /// - More than 3,000 objects or 10 MB in one application: Argo CD gets into trouble.
    ///
    /// The first and the last are limits of one build and one application for all of `tenants/`. With `gitOps.bootstrap` each
    /// tenant's folder has an application of its own, and they are not looked at. Where you give each its own yourself (an
    /// ApplicationSet with the directories generator, one Flux Kustomization for each folder), set
    /// `rules: {layout-limit: allow}`.
    ///
    /// Source: measured with kustomize 5.8; the documentation of GitHub and of Argo CD.
    ///
    /// Bad: a folder of 101 tenants.
    ///
    /// Good: a folder of 100 tenants.
    pub LAYOUT_LIMIT = "layout-limit": Warning, adjustable;
}

/// How large the tree of all tenants is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Tenants, and so folders.
    pub tenants: usize,
    /// Objects in all files.
    pub objects: usize,
    /// Bytes of all files.
    pub bytes: usize,
}

impl Size {
    /// Adds the size of further tenants.
    pub fn add(&mut self, other: Self) {
        self.tenants += other.tenants;
        self.objects += other.objects;
        self.bytes += other.bytes;
    }
}

/// Warns of each limit that a tree crosses. In one that is split every tenant has a build and an application of its own.
pub fn layout_limits(size: Size, is_split: bool) -> Vec<Broken> {
    const HELP: &str = "give each tenant's folder an application of its own: `gitOps.bootstrap` renders them. With yours (Argo \
                        CD: an ApplicationSet with the directories generator; Flux: one Kustomization for each folder), set \
                        `rules: {layout-limit: allow}`";
    const FOLDERS: &str = "the limit is GitHub's: read the folder in a clone, and set `rules: {layout-limit: allow}`";
    let folders = format!("{} folders in one, of which GitHub lists 1000", size.tenants);
    let folders = (size.tenants > 1000).then(|| Broken::new(folders, if is_split { FOLDERS } else { HELP }));
    let crossed =
        |value: usize, limit: usize, message: String| (value > limit && !is_split).then(|| Broken::new(message, HELP));
    [
        crossed(
            size.tenants,
            100,
            format!(
                "{} tenants in one kustomize build, of which 100 are the most that build in reasonable time",
                size.tenants
            ),
        ),
        folders,
        crossed(
            size.objects,
            3000,
            format!("{} objects in one application, where Argo CD carries about 3000", size.objects),
        ),
        crossed(
            size.bytes,
            10_000_000,
            format!("{} MB in one application, where Argo CD carries about 10", size.bytes / 1_000_000),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{Size, layout_limits};

    #[test]
    fn each_limit_is_crossed_by_one_more() {
        let crossed = |tenants, objects, bytes| layout_limits(Size { tenants, objects, bytes }, false).len();
        assert_eq!(crossed(100, 3000, 10_000_000), 0);
        assert_eq!((crossed(101, 0, 0), crossed(1001, 0, 0)), (1, 2));
        assert_eq!((crossed(1, 3001, 0), crossed(1, 1, 10_000_001)), (1, 1));
        let split = |tenants| layout_limits(Size { tenants, objects: 5000, bytes: 10_000_001 }, true).len();
        assert_eq!((split(1000), split(1001)), (0, 1));
    }
}
