//! From the raw `gitOps` of a config to the checked one: defaults, then what the file says.
//!
//! What an engine is told ends up in globs (source repositories, destinations, folders) and in Go templates, so that
//! nothing that means something there is let through.

use super::CONFIG_VALUE;
use super::engine_values::{duration, is_path, plain, repository_url, revision_name, server_url, shard_key};
use super::git_ops::{Bootstrap, Destination, Engine, GitOps, GroupKind, SourceRef};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Span, nearest};
use crate::kubernetes::{self, Invalid};
use crate::profile::{RawBootstrap, RawDestination, RawGitOps, RawGroupKind, RawSourceRef, Text};

/// The kinds of sources that a Kustomization of Flux reads from.
pub const SOURCE_KINDS: [&str; 4] = ["GitRepository", "OCIRepository", "Bucket", "ExternalArtifact"];

/// Checks `gitOps`. What is wrong keeps its default.
pub(super) fn check(file: FileId, raw: &RawGitOps, found: &mut Diagnostics) -> GitOps {
    let mut check = Check { file, found };
    let Some(engine) = check.engine(&raw.engine) else { return GitOps::default() };
    let bootstrap = match (&raw.bootstrap, engine) {
        (None, _) => None,
        (Some(_), Engine::None) => {
            let message = "`bootstrap` tells an engine what to sync, and the engine is none";
            check.error(raw.engine.span, message, "write `engine: argocd` or `engine: flux`, or delete `bootstrap`");
            None
        }
        (Some(given), Engine::ArgoCd | Engine::Flux) => Some(check.bootstrap(engine, raw.engine.span, given)),
    };
    GitOps { engine, bootstrap }
}

struct Check<'f> {
    file: FileId,
    found: &'f mut Diagnostics,
}

impl Check<'_> {
    fn engine(&mut self, word: &Text) -> Option<Engine> {
        let known = Engine::ALL.into_iter().find(|engine| engine.word() == word.value);
        if known.is_none() {
            let words = Engine::ALL.map(Engine::word);
            let help = match nearest(&word.value, words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of: {}", words.join(", ")),
            };
            self.error(word.span, format!("there is no engine `{}`", word.value), &help);
        }
        known
    }

    fn bootstrap(&mut self, engine: Engine, engine_span: Span, raw: &RawBootstrap) -> Bootstrap {
        let mut bootstrap = Bootstrap::of(engine);
        bootstrap.path = raw.path.as_ref().and_then(|path| self.path(path));
        self.name(&mut bootstrap.namespace, raw.namespace.as_ref(), kubernetes::dns_label);
        self.foreign_keys(engine, raw);
        match engine {
            Engine::None => {}
            Engine::ArgoCd => self.argo_cd(&mut bootstrap, engine_span, raw),
            Engine::Flux => self.flux(&mut bootstrap, raw),
        }
        bootstrap
    }

    fn argo_cd(&mut self, bootstrap: &mut Bootstrap, engine_span: Span, raw: &RawBootstrap) {
        match &raw.repository {
            Some(repository) => self.text(&mut bootstrap.repository, repository, repository_url, REPOSITORY),
            None => {
                let message = "`bootstrap.repository` is missing: Argo CD is told by its URL what to read";
                self.error(engine_span, message, REPOSITORY);
            }
        }
        if let Some(revision) = &raw.revision {
            let help = "write a branch, a tag or a commit, such as `revision: main`";
            self.text(&mut bootstrap.revision, revision, revision_name, help);
        }
        self.name(&mut bootstrap.project, raw.project.as_ref(), kubernetes::dns_label);
        if let Some(destination) = &raw.destination {
            self.destination(&mut bootstrap.destination, destination, engine_span);
        }
        bootstrap.kinds = raw.kinds.iter().flatten().filter_map(|kind| self.kind(kind)).collect();
        bootstrap.kinds.sort();
        bootstrap.kinds.dedup();
    }

    fn flux(&mut self, bootstrap: &mut Bootstrap, raw: &RawBootstrap) {
        if let Some(source) = &raw.source_ref {
            self.source(&mut bootstrap.source_ref, source);
        }
        if let Some(interval) = &raw.interval {
            self.text(&mut bootstrap.interval, interval, duration, "write a duration such as `interval: 10m`");
        }
        if let Some(key) = &raw.shard_key {
            let mut checked = String::new();
            self.name(&mut checked, Some(key), shard_key);
            bootstrap.shard_key = (!checked.is_empty()).then_some(checked);
        }
    }

    /// Keys that mean something to the other engine only.
    fn foreign_keys(&mut self, engine: Engine, raw: &RawBootstrap) {
        let argo_cd = [
            ("repository", span(raw.repository.as_ref())),
            ("revision", span(raw.revision.as_ref())),
            ("project", span(raw.project.as_ref())),
            ("destination", raw.destination.as_ref().and_then(|to| span(to.server.as_ref().or(to.name.as_ref())))),
            ("kinds", raw.kinds.as_ref().and_then(|kinds| span(kinds.first().map(|first| &first.kind)))),
        ];
        let flux = [
            ("sourceRef", span(raw.source_ref.as_ref().map(|source| &source.name))),
            ("interval", span(raw.interval.as_ref())),
            ("shardKey", span(raw.shard_key.as_ref())),
        ];
        let (keys, whose) = match engine {
            Engine::None => return,
            Engine::ArgoCd => (flux.as_slice(), Engine::Flux),
            Engine::Flux => (argo_cd.as_slice(), Engine::ArgoCd),
        };
        for (key, span) in keys.iter().filter_map(|(key, span)| Some((key, (*span)?))) {
            let message = format!("`{key}` is for {}, and the engine is {}", whose.name(), engine.name());
            self.error(span, message, "delete it");
        }
    }

    fn path(&mut self, path: &Text) -> Option<String> {
        let text = path.value.trim_start_matches("./").trim_end_matches('/');
        if is_path(text) {
            return Some(text.to_owned());
        }
        let message = "this is no folder below the top of the repository";
        self.error(
            path.span,
            message,
            "write the path of the rendered folder in its repository, such as `path: rendered`",
        );
        None
    }

    fn destination(&mut self, destination: &mut Destination, raw: &RawDestination, engine_span: Span) {
        let help = "write the URL of the API server, such as `server: https://kubernetes.default.svc`, or `name:`";
        match (&raw.server, &raw.name) {
            (Some(_), Some(name)) => {
                self.error(name.span, "a destination has a server or a name, not both", "delete one")
            }
            (None, None) => self.error(engine_span, "`bootstrap.destination` names no cluster", help),
            (Some(given), None) => self.text(destination.server.get_or_insert_default(), given, server_url, help),
            (None, Some(given)) => {
                destination.server = None;
                self.text(
                    destination.name.get_or_insert_default(),
                    given,
                    plain,
                    "write the cluster's name in Argo CD",
                );
            }
        }
    }

    fn kind(&mut self, raw: &RawGroupKind) -> Option<GroupKind> {
        let group = raw.group.as_ref().map_or("", |group| group.value.as_str());
        if let (Some(text), Err(invalid)) = (&raw.group, kubernetes::dns_subdomain(group))
            && !group.is_empty()
        {
            self.invalid(text, invalid);
            return None;
        }
        let kind = raw.kind.value.as_str();
        if !kind.starts_with(|first: char| first.is_ascii_uppercase())
            || !kind.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            self.error(
                raw.kind.span,
                "this is no kind",
                "write one kind as its objects have it, such as `NetworkPolicy`",
            );
            return None;
        }
        Some(GroupKind { group: group.to_owned(), kind: kind.to_owned() })
    }

    fn source(&mut self, source: &mut SourceRef, raw: &RawSourceRef) {
        if let Some(kind) = &raw.kind {
            match SOURCE_KINDS.contains(&kind.value.as_str()) {
                true => source.kind.clone_from(&kind.value),
                false => {
                    let help = format!("write one of: {}", SOURCE_KINDS.join(", "));
                    self.error(kind.span, format!("Flux has no source `{}`", kind.value), &help);
                }
            }
        }
        self.name(&mut source.name, Some(&raw.name), kubernetes::dns_subdomain);
        if let Some(namespace) = &raw.namespace {
            self.name(source.namespace.get_or_insert_default(), Some(namespace), kubernetes::dns_label);
        }
    }

    fn name(&mut self, setting: &mut String, given: Option<&Text>, rule: fn(&str) -> Result<(), Invalid>) {
        let Some(text) = given else { return };
        match rule(&text.value) {
            Ok(()) => setting.clone_from(&text.value),
            Err(invalid) => self.invalid(text, invalid),
        }
    }

    fn text(&mut self, setting: &mut String, given: &Text, rule: fn(&str) -> Result<(), &'static str>, help: &str) {
        match rule(&given.value) {
            Ok(()) => setting.clone_from(&given.value),
            Err(message) => self.error(given.span, message, help),
        }
    }

    fn invalid(&mut self, text: &Text, invalid: Invalid) {
        let help = invalid.help.unwrap_or_else(|| "write a name that Kubernetes takes".to_owned());
        self.error(text.span, format!("this name {}", invalid.message), &help);
    }

    fn error(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.found.push(Diagnostic::error(CONFIG_VALUE, message).at(Place::at(self.file, span), "").help(help));
    }
}

const REPOSITORY: &str =
    "write the URL as Argo CD knows it, such as `repository: https://github.com/example/tenants.git`";

fn span(text: Option<&Text>) -> Option<Span> {
    text.map(|text| text.span)
}
