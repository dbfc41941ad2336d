//! A plan that was looked at, to be carried out as it was and not otherwise.

use super::baseline::{Baseline, Found};
use super::codes::{SAVED_PLAN, STALE_PLAN};
use crate::diagnostic::{Diagnostic, Place};
use crate::render::{Digest, Hash, OutputTree};
use serde::{Deserialize, Serialize};

/// The version of the form in which plans are saved.
const FORMAT: u32 = 1;

/// What `diff --out` writes and `render --plan` reads: of each tree what lay there and what is to lie there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedPlan {
    format_version: u32,
    /// The tenantry that made it.
    version: String,
    /// The trees, in the order of the configs.
    trees: Vec<SavedTree>,
}

/// A tree before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedTree {
    /// The rendered folder, from the top of the repository.
    rendered: String,
    /// A digest of the paths and contents that lay there.
    before: String,
    /// The same of those that the inputs make.
    after: String,
}

impl SavedTree {
    /// A tree as it is and as it is to be.
    pub fn of(rendered: &str, present: &Baseline, tree: &OutputTree) -> Self {
        let hash = Hash::Sha256;
        let word = |found: &Found| match found {
            Found::Ours(id) => id.hex(hash),
            Found::Foreign => "foreign".to_owned(),
            Found::Link => "link".to_owned(),
            Found::Special => "special".to_owned(),
        };
        let before: String = present.files.iter().map(|(path, found)| format!("{path} {}\n", word(found))).collect();
        let after: String = tree.files.iter().map(|(path, id)| format!("{path} {}\n", id.hex(hash))).collect();
        let digest = |text: &str| Digest::of(text.as_bytes(), hash).hex(hash);
        Self { rendered: rendered.to_owned(), before: digest(&before), after: digest(&after) }
    }
}

impl SavedPlan {
    /// A plan over these trees.
    pub fn of(trees: Vec<SavedTree>) -> Self {
        Self { format_version: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), trees }
    }

    /// The plan as it is written.
    pub fn to_json(&self) -> String {
        // Only texts and numbers: it can always be written.
        format!("{}\n", serde_json::to_string_pretty(self).unwrap_or_default())
    }

    /// Reads a plan; `place` is the file.
    pub fn parse(text: &str, place: Place) -> Result<Self, Diagnostic> {
        let broken = |what: String| {
            Diagnostic::error(SAVED_PLAN, what).at(place, "").help("make it again: `tenantry diff --out FILE`")
        };
        let plan: Self =
            serde_json::from_str(text).map_err(|error| broken(format!("this is no saved plan: {error}")))?;
        if plan.format_version != FORMAT {
            return Err(broken(format!("this plan has format {}; this tenantry reads {FORMAT}", plan.format_version)));
        }
        Ok(plan)
    }

    /// What moved since it was saved; none where the plan of now is this one.
    pub fn moved(&self, now: &Self, place: Place) -> Option<Diagnostic> {
        let refuse = |what: &str| {
            Diagnostic::error(STALE_PLAN, format!("the plan does not hold any more: {what}"))
                .at(place, "")
                .help("look at `tenantry diff` again, and save what it shows with `--out`")
        };
        if self.version != now.version {
            return Some(refuse(&format!("tenantry {} made it, this is {}", self.version, now.version)));
        }
        let folders = |plan: &Self| plan.trees.iter().map(|tree| tree.rendered.clone()).collect::<Vec<_>>();
        if folders(self) != folders(now) {
            return Some(refuse("it was made for other configs or folders"));
        }
        let mut pairs = self.trees.iter().zip(&now.trees);
        pairs.find_map(|(was, is)| match (was.after == is.after, was.before == is.before) {
            (false, _) => Some(refuse(&format!("inputs, templates or the config of {} changed since", is.rendered))),
            (true, false) => Some(refuse(&format!("files under {} changed since", is.rendered))),
            (true, true) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{SavedPlan, SavedTree};
    use crate::diagnostic::{Place, Sources};
    use crate::plan::{Baseline, Found};
    use crate::render::{Digest, Hash, OutputTree, TreePath};

    fn plan(before: &[u8], after: &[u8]) -> SavedPlan {
        let path = TreePath::of_tenant("a", "b.yaml");
        let digest = |bytes| Digest::of(bytes, Hash::Sha256);
        let present = Baseline { files: [(path.clone(), Found::Ours(digest(before)))].into(), ..Baseline::default() };
        let tree = OutputTree { files: [(path, digest(after))].into() };
        SavedPlan::of(vec![SavedTree::of("rendered", &present, &tree)])
    }

    #[test]
    fn a_plan_holds_until_inputs_or_tree_move() {
        let place = Place::whole(Sources::default().add("plan.json", ""));
        let saved = SavedPlan::parse(&plan(b"x", b"y").to_json(), place).expect("a plan reads what it wrote");
        assert!(saved.moved(&plan(b"x", b"y"), place).is_none());
        let told = |now: &SavedPlan| saved.moved(now, place).map(|moved| moved.message).unwrap_or_default();
        assert!(told(&plan(b"x", b"z")).contains("inputs, templates or the config"));
        assert!(told(&plan(b"z", b"y")).contains("files under rendered"));
        assert!(SavedPlan::parse("{}", place).is_err());
    }
}
