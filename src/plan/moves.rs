//! Namespaces that would move from one object of the sync engine to another: the old one prunes what it no longer holds.

use super::codes::NAMESPACE_MOVES;
use super::guards::listed;
use crate::config::{Config, Engine};
use crate::diagnostic::{Diagnostic, Severity};
use crate::object;
use serde_json::Value;

/// What decides which object of an engine holds a tenant's Namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The engine; none where the config does not say, so that there may be any.
    pub engine: Option<Engine>,
    /// How the tree is laid out, with the number of shards where it has them: `folders`, `shards: 8`.
    pub layout: String,
    /// Where the tree lies below the top of the repository.
    pub rendered: String,
    /// Of rendered engine objects the namespace and the project; none where people write them.
    pub objects: Option<(String, String)>,
}

impl Placement {
    /// The placement by a config, whose tree lies at `rendered`.
    pub fn of(config: &Config, layout: &str, rendered: &str) -> Self {
        let git_ops = &config.settings.git_ops;
        Self {
            engine: config.names_engine.then_some(git_ops.engine),
            layout: layout.to_owned(),
            rendered: rendered.to_owned(),
            objects: git_ops.bootstrap.as_ref().map(|bootstrap| {
                // Flux's objects are named by the tenant alone.
                let project = if git_ops.engine == Engine::ArgoCd { bootstrap.project.clone() } else { String::new() };
                (bootstrap.namespace.clone(), project)
            }),
        }
    }

    /// The key of the config by which Namespaces move from here to `new`.
    fn moved_by(&self, new: &Self) -> Option<&'static str> {
        if self.layout != new.layout {
            return Some("layout");
        }
        if self.rendered != new.rendered {
            return Some("rendered");
        }
        let (Some(old), Some(given)) = (self.engine, new.engine) else { return None };
        if old != given {
            return Some("gitOps.engine");
        }
        let (Some(old), Some(given)) = (&self.objects, &new.objects) else { return None };
        match (old.0 == given.0, old.1 == given.1) {
            (false, _) => Some("gitOps.bootstrap.namespace"),
            (true, false) => Some("gitOps.bootstrap.project"),
            (true, true) => None,
        }
    }

    /// Whether the engine, or any there may be, leaves this object alone.
    fn protects(&self, object: &Value) -> bool {
        match self.engine {
            Some(engine) => object::is_protected(object, engine),
            None => [Engine::ArgoCd, Engine::Flux].into_iter().any(|engine| object::is_protected(object, engine)),
        }
    }
}

/// Refuses a change that moves Namespaces from one object of the engine to another while the base tree does not protect them.
/// `base_objects` are the objects of the base tree with their tenants; only those with which a Namespace goes are looked at. A
/// base that says `engine: none` is nobody's to delete.
pub fn namespace_moves<'v>(
    base: &Placement,
    new: &Placement,
    base_objects: impl IntoIterator<Item = (&'v str, &'v Value)>,
) -> Option<Diagnostic> {
    let key = base.moved_by(new)?;
    let holders = base_objects.into_iter().filter(|(_, object)| object::holds_a_namespace(object));
    let mut unprotected: Vec<&str> =
        holders.filter(|(_, object)| !base.protects(object)).map(|(tenant, _)| tenant).collect();
    unprotected.sort_unstable();
    unprotected.dedup();
    if unprotected.is_empty() {
        return None;
    }
    let message = format!(
        "`{key}` moves Namespaces to another object of the sync engine, and nothing keeps the old one from deleting them: {}",
        listed(&unprotected)
    );
    let help = match base.engine {
        None => {
            "first name the engine (`gitOps.engine`) in a change of its own, render, and let it sync; then move them"
        }
        Some(_) => "first protect them in a change of its own, render, and let it sync; then move them",
    };
    Some(Diagnostic::new(NAMESPACE_MOVES, Severity::Refused, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::{Placement, namespace_moves};
    use crate::config::Engine;
    use crate::diagnostic::Severity;
    use serde_json::{Value, json};

    fn placed(engine: Option<Engine>) -> Placement {
        let objects = Some(("argocd".to_owned(), "tenants".to_owned()));
        Placement { engine, layout: "folders".to_owned(), rendered: "rendered".to_owned(), objects }
    }

    fn bare() -> Value {
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}})
    }

    fn protected() -> Value {
        let annotations = json!({"argocd.argoproj.io/sync-options": "Prune=false,Delete=false"});
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "annotations": annotations}})
    }

    fn refused(base: &Placement, new: &Placement, object: &Value) -> Option<String> {
        let diagnostic = namespace_moves(base, new, [("a", object)])?;
        assert_eq!(diagnostic.severity, Severity::Refused);
        Some(diagnostic.message)
    }

    #[test]
    fn what_moves_a_bare_namespace_is_refused_by_its_key() {
        let base = placed(Some(Engine::ArgoCd));
        let moved = |objects: (&str, &str)| Some((objects.0.to_owned(), objects.1.to_owned()));
        let changes = [
            ("`layout`", Placement { layout: "shards: 8".to_owned(), ..base.clone() }),
            ("`rendered`", Placement { rendered: "out".to_owned(), ..base.clone() }),
            ("`gitOps.engine`", Placement { engine: Some(Engine::Flux), ..base.clone() }),
            ("`gitOps.bootstrap.namespace`", Placement { objects: moved(("argo", "tenants")), ..base.clone() }),
            ("`gitOps.bootstrap.project`", Placement { objects: moved(("argocd", "teams")), ..base.clone() }),
        ];
        for (key, new) in changes {
            assert!(refused(&base, &new, &bare()).is_some_and(|message| message.starts_with(key)), "{key}");
            assert_eq!(refused(&base, &new, &protected()), None, "{key}");
        }
        assert_eq!(refused(&base, &base, &bare()), None);
        let shards = |count: usize| Placement { layout: format!("shards: {count}"), ..base.clone() };
        assert!(refused(&shards(8), &shards(16), &bare()).is_some());
    }

    #[test]
    fn the_first_step_to_an_engine_is_free_and_so_is_a_tree_that_none_syncs() {
        let unset = placed(None);
        assert_eq!(refused(&unset, &placed(Some(Engine::ArgoCd)), &bare()), None);
        let elsewhere = Placement { rendered: "out".to_owned(), ..unset.clone() };
        assert!(refused(&unset, &elsewhere, &bare()).is_some());
        assert_eq!(refused(&unset, &elsewhere, &protected()), None);
        let none = placed(Some(Engine::None));
        assert_eq!(refused(&none, &Placement { rendered: "out".to_owned(), ..none.clone() }, &bare()), None);
        assert_eq!(refused(&none, &placed(Some(Engine::Flux)), &bare()), None);
    }

    #[test]
    fn only_what_holds_a_namespace_counts() {
        let base = placed(Some(Engine::ArgoCd));
        let new = Placement { rendered: "out".to_owned(), ..base.clone() };
        let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}});
        assert_eq!(refused(&base, &new, &account), None);
    }
}
