//! Earlier inputs, and beside them what was born since, retired.

use super::document::{Kind, Part, parts, profiles, text_of};
use super::retire::retired;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the folder of inputs: its path in it, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputText {
    /// With `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// What a restore looks at.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The inputs to go back to.
    pub then: &'a [InputText],
    /// The inputs as they are now.
    pub now: &'a [InputText],
    /// The inputs of the last commit: for tenants that are in its tree and no more in the inputs.
    pub head: &'a [InputText],
    /// The tenants of the tree of the last commit: each has a Namespace.
    pub living: &'a BTreeSet<String>,
}

/// What a restore does to the folder of inputs. Paths lie below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restore {
    /// The files that get another text, or are new.
    pub writes: BTreeMap<String, String>,
    /// The files that go: all that they hold stands elsewhere.
    pub removes: BTreeSet<String>,
    /// The tenants that are kept as Retired, each with its file.
    pub kept: BTreeMap<String, String>,
    /// The tenants for which there is no input to keep, or none that can be edited: nothing may be done.
    pub lost: BTreeSet<String>,
    /// The files of now that cannot be read and are left as they are.
    pub unreadable: BTreeSet<String>,
    /// The earlier files that cannot be read, so that nobody knows whose they are: nothing may be done.
    pub broken: BTreeSet<String>,
}

/// A file and what is in it; nothing where it cannot be read.
struct Read<'a> {
    file: &'a InputText,
    parts: Option<Vec<Part>>,
}

impl<'a> Read<'a> {
    fn all(files: &'a [InputText]) -> Vec<Self> {
        files.iter().map(|file| Self { file, parts: parts(&file.text) }).collect()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        profiles(self.parts.as_deref().unwrap_or_default())
    }
}

/// What to do. The earlier files come back to the byte; what is kept never takes their paths.
pub fn plan(given: Given<'_>) -> Restore {
    let (then, now, head) = (Read::all(given.then), Read::all(given.now), Read::all(given.head));
    let known: BTreeSet<&str> = then.iter().flat_map(Read::names).collect();
    let mut merge = Merge {
        result: given.then.iter().map(|file| (file.path.clone(), file.text.clone())).collect(),
        taken: now.iter().filter(|file| stays(file)).map(|file| file.file.path.clone()).collect(),
        restore: Restore::default(),
    };
    for file in &now {
        merge.keep(file, |name| !known.contains(name));
    }
    for file in &head {
        merge.keep(file, |name| !known.contains(name) && given.living.contains(name));
    }
    let mut restore = merge.against(&now);
    restore.broken = then.iter().filter(|file| file.parts.is_none()).map(|file| file.file.path.clone()).collect();
    let kept = restore.kept.clone();
    restore.lost.retain(|name| !kept.contains_key(name));
    let is_there = |name: &String| known.contains(name.as_str()) || kept.contains_key(name);
    restore.lost.extend(given.living.iter().filter(|name| !is_there(name)).cloned());
    restore
}

/// Whether a file of now is none of a tenant's, so that nothing is done to it.
fn stays(file: &Read<'_>) -> bool {
    file.names().next().is_none()
}

struct Merge {
    /// The folder as it is to be.
    result: BTreeMap<String, String>,
    /// Paths that other files have.
    taken: BTreeSet<String>,
    restore: Restore,
}

impl Merge {
    /// Keeps the tenants of a file of which this says yes and that are not kept yet, as Retired.
    fn keep(&mut self, file: &Read<'_>, is_kept: impl Fn(&str) -> bool) {
        let kept: BTreeSet<&str> =
            file.names().filter(|name| is_kept(name) && !self.restore.kept.contains_key(*name)).collect();
        if kept.is_empty() {
            return;
        }
        if file.names().all(|name| kept.contains(name)) {
            let name = kept.first().copied().unwrap_or_default();
            let path = if self.result.contains_key(&file.file.path) {
                self.free_path(file, name)
            } else {
                file.file.path.clone()
            };
            let text = kept.iter().try_fold(file.file.text.clone(), |text, name| retired(&text, name));
            return self.put(&kept, path, text);
        }
        for name in kept {
            let path = self.free_path(file, name);
            self.put(&BTreeSet::from([name]), path, alone(file, name).and_then(|text| retired(&text, name)));
        }
    }

    fn put(&mut self, names: &BTreeSet<&str>, path: String, text: Option<String>) {
        let names = names.iter().map(|name| (*name).to_owned());
        match text {
            Some(text) => {
                self.restore.kept.extend(names.map(|name| (name, path.clone())));
                self.result.insert(path, text);
            }
            None => self.restore.lost.extend(names),
        }
    }

    /// A path for a tenant beside its file that no other file has.
    fn free_path(&self, file: &Read<'_>, name: &str) -> String {
        let folder = file.file.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        let stems = std::iter::once(String::new()).chain((1..).map(|number| format!("-{number}")));
        let mut paths = stems.map(|ending| format!("{folder}{name}{ending}.yaml"));
        let is_free = |path: &String| !self.result.contains_key(path) && !self.taken.contains(path);
        paths.find(is_free).unwrap_or_default()
    }

    /// What differs from the files as they are now.
    fn against(self, now: &[Read<'_>]) -> Restore {
        let Self { result, mut restore, .. } = self;
        for file in now {
            let path = &file.file.path;
            match (result.contains_key(path), &file.parts) {
                (true, _) => {}
                (false, None) => drop(restore.unreadable.insert(path.clone())),
                (false, Some(_)) if stays(file) => {}
                (false, Some(_)) => drop(restore.removes.insert(path.clone())),
            }
        }
        let texts: BTreeMap<&str, &str> =
            now.iter().map(|file| (file.file.path.as_str(), file.file.text.as_str())).collect();
        restore.writes =
            result.into_iter().filter(|(path, text)| texts.get(path.as_str()) != Some(&text.as_str())).collect();
        restore
    }
}

/// The Profile and the Tenant of this name, without the others of the file.
fn alone(file: &Read<'_>, name: &str) -> Option<String> {
    let own = file.parts.iter().flatten().filter(|part| part.name == name);
    let (profiles, tenants): (Vec<&Part>, Vec<&Part>) = own.partition(|part| part.kind == Kind::Profile);
    let texts: Vec<String> = profiles.into_iter().chain(tenants).map(|part| text_of(part, &file.file.text)).collect();
    (!texts.is_empty()).then(|| texts.join("---\n"))
}

#[cfg(test)]
mod tests {
    use super::{Given, InputText, Restore, plan};
    use std::collections::BTreeSet;

    fn profile(name: &str) -> String {
        format!("apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata:\n  name: {name}\nspec: {{}}\n")
    }

    fn tenant(name: &str) -> String {
        format!(
            "---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata:\n  name: {name}\nspec:\n  lifecycle: Retired\n"
        )
    }

    fn files(files: &[(&str, String)]) -> Vec<InputText> {
        files.iter().map(|(path, text)| InputText { path: (*path).to_owned(), text: text.clone() }).collect()
    }

    fn restore(then: &[(&str, String)], now: &[(&str, String)], head: &[(&str, String)], living: &[&str]) -> Restore {
        let living: BTreeSet<String> = living.iter().map(|name| (*name).to_owned()).collect();
        plan(Given { then: &files(then), now: &files(now), head: &files(head), living: &living })
    }

    fn writes(restore: &Restore) -> Vec<(&str, &str)> {
        restore.writes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    }

    #[test]
    fn what_was_born_since_stays_and_is_retired() {
        let now = [("a.yaml", profile("a") + "# later\n"), ("sub/b.yaml", profile("b"))];
        let done = restore(&[("a.yaml", profile("a"))], &now, &now, &["a", "b"]);
        assert_eq!(writes(&done), [("a.yaml", &*profile("a")), ("sub/b.yaml", &*(profile("b") + &tenant("b")))]);
        assert!(done.removes.is_empty() && done.lost.is_empty());
        assert_eq!(done.kept.into_iter().collect::<Vec<_>>(), [("b".to_owned(), "sub/b.yaml".to_owned())]);
    }

    #[test]
    fn a_file_that_was_moved_comes_back_and_its_copy_goes() {
        let done = restore(&[("a.yaml", profile("a"))], &[("sub/a.yaml", profile("a"))], &[], &["a"]);
        assert_eq!(writes(&done), [("a.yaml", &*profile("a"))]);
        assert_eq!(done.removes.into_iter().collect::<Vec<_>>(), ["sub/a.yaml"]);
    }

    #[test]
    fn a_tenant_that_was_renamed_keeps_its_new_name_beside_the_old() {
        let done = restore(&[("a.yaml", profile("a"))], &[("a.yaml", profile("b"))], &[], &["b"]);
        assert_eq!(writes(&done), [("a.yaml", &*profile("a")), ("b.yaml", &*(profile("b") + &tenant("b")))]);
        assert!(done.removes.is_empty());
    }

    #[test]
    fn of_a_file_with_several_only_those_born_since_are_kept() {
        let both = format!("# all\n{}---\n{}{}", profile("a"), profile("b"), tenant("b").replace("Retired", "Active"));
        let done = restore(&[("all.yaml", profile("a"))], &[("all.yaml", both.clone())], &[], &["a", "b"]);
        assert_eq!(writes(&done), [("all.yaml", &*profile("a")), ("b.yaml", &*(profile("b") + &tenant("b")))]);
        let done = restore(&[("a.yaml", profile("a"))], &[("sub/all.yaml", both)], &[], &["a", "b"]);
        assert_eq!(writes(&done), [("a.yaml", &*profile("a")), ("sub/b.yaml", &*(profile("b") + &tenant("b")))]);
        assert_eq!(done.removes.into_iter().collect::<Vec<_>>(), ["sub/all.yaml"]);
    }

    #[test]
    fn what_is_in_the_tree_and_no_more_in_the_inputs_comes_back_retired() {
        let head = [("b.yaml", profile("b")), ("c.yaml", profile("c"))];
        let done = restore(&[("a.yaml", profile("a"))], &[], &head, &["b"]);
        assert_eq!(writes(&done), [("a.yaml", &*profile("a")), ("b.yaml", &*(profile("b") + &tenant("b")))]);
        let done = restore(&[("a.yaml", profile("a"))], &[], &[], &["b"]);
        assert_eq!(done.lost.into_iter().collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_left() {
        let broken = || "a: [".to_owned();
        let done = restore(&[("a.yaml", profile("a"))], &[("x.yaml", broken()), ("a.yaml", broken())], &[], &["a"]);
        assert_eq!(writes(&done), [("a.yaml", &*profile("a"))]);
        assert_eq!(done.unreadable.into_iter().collect::<Vec<_>>(), ["x.yaml"]);
        assert_eq!(restore(&[("a.yaml", broken())], &[], &[], &[]).broken.len(), 1);
    }

    #[test]
    fn where_everything_is_as_it_was_there_is_nothing_to_do() {
        let same = [("a.yaml", profile("a")), ("README.yaml", "kind: Note\n".to_owned())];
        assert_eq!(restore(&same[..1], &same, &same, &["a"]), Restore::default());
    }
}
