//! From one file's raw documents to its tenants.

use super::located::located;
use super::name::NameError;
use super::{InertProfile, Quota, Tenant, TenantName, cloud, codes, contributor, lifecycle, owner, people, quota};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Problem, Severity, nearest};
use crate::kubernetes;
use crate::plugin::{self, Plugin};
use crate::profile::{LoadedFile, RawMetadata, RawProfile, RawTenant, Text};
use crate::rules::{self, PLATFORM_NAMESPACE, PROFILE_NAMESPACE};
use crate::source::Node;

/// Checks the documents of one file. A tenant that is wrong is reported and left out; the others are still given.
pub fn resolve(file: FileId, loaded: &LoadedFile, config: &Config) -> (Vec<Tenant>, Diagnostics) {
    let mut found = Diagnostics::default();
    pair(loaded, &mut found);
    let tenants = loaded
        .profiles
        .iter()
        .filter_map(|profile| {
            let tenant = loaded.tenants.iter().find(|tenant| tenant.name.value == profile.metadata.name.value);
            resolve_one(profile, tenant, config, &mut found)
        })
        .collect();
    (tenants, with_placeholders(file, loaded, config, found))
}

/// A Tenant stands with its Profile, and once.
fn pair(loaded: &LoadedFile, found: &mut Diagnostics) {
    for (index, tenant) in loaded.tenants.iter().enumerate() {
        let place = Place::at(tenant.file, tenant.name.span);
        let name = &tenant.name.value;
        if let Some(first) = loaded.tenants[..index].iter().find(|first| first.name.value == *name) {
            let diagnostic = Diagnostic::error(codes::DUPLICATE_TENANT, format!("two Tenants are named `{name}`"))
                .at(place, "the second")
                .related(Place::at(first.file, first.name.span), "the first")
                .help("put everything into one of them");
            found.push(diagnostic);
        }
        let mut names = loaded.profiles.iter().map(|profile| profile.metadata.name.value.as_str());
        if !loaded.is_incomplete && !names.clone().any(|profile| profile == name) {
            found.push(lone(name, place, nearest(name, &mut names)));
        }
    }
}

const MOVE: &str = "move this document into the file of that Profile, after `---`";

fn lone(name: &str, place: Place, meant: Option<&str>) -> Diagnostic {
    let help = match meant {
        Some(meant) => format!("{MOVE}; if it is meant for `{meant}`, write that name"),
        None => MOVE.to_owned(),
    };
    Diagnostic::error(codes::LONE_TENANT, format!("there is no Profile `{name}` in this file"))
        .at(place, "a Tenant stands in the file of its Profile")
        .help(help)
}

fn resolve_one(
    profile: &RawProfile,
    tenant: Option<&RawTenant>,
    config: &Config,
    found: &mut Diagnostics,
) -> Option<Tenant> {
    let file = profile.file;
    let name = check_name(file, &profile.metadata.name, config, found);
    check_metadata(file, &profile.metadata, found);
    let owner = owner::check(file, &profile.spec.owner, config, found);
    let quota = profile.spec.quota.as_ref().and_then(|node| quota::check(file, node, found));
    let own = plugin::check(file, profile.spec.plugins.as_deref().unwrap_or_default(), found);
    let raw_contributors = tenant.and_then(|tenant| tenant.spec.contributors.as_deref()).unwrap_or_default();
    let contributors = contributor::check(file, raw_contributors, config, found);
    if let Some(owner) = &owner {
        people::check(owner, &contributors, found);
    }
    if let Some(name) = &name {
        cloud::check(name, &own, &config.policy, found);
    }
    let raw_lifecycle = tenant.and_then(|tenant| tenant.spec.lifecycle.as_ref());
    let lifecycle = lifecycle::check(file, raw_lifecycle, found)?;
    let plugins = with_defaults(own, &config.default_plugins);
    Some(Tenant {
        name: name?,
        lifecycle,
        owner: owner?,
        contributors: if lifecycle.is_retired() { Vec::new() } else { contributors },
        quota: quota.filter(Quota::limits_something),
        plugins: if lifecycle.is_retired() { Vec::new() } else { plugins },
        profile: config.inert_profiles.then(|| inert(profile)),
        place: Place::at(file, profile.metadata.name.span),
        lifecycle_place: raw_lifecycle.map(|text| Place::at(file, text.span)),
    })
}

fn check_name(file: FileId, name: &Text, config: &Config, found: &mut Diagnostics) -> Option<TenantName> {
    let place = Place::at(file, name.span);
    match TenantName::parse(&name.value) {
        Ok(name) => match config.policy.name(name.as_str()) {
            None => return Some(name),
            Some(verdict) => found.push(verdict.error(place)),
        },
        Err(NameError::Invalid(invalid)) => {
            let help = invalid.help.unwrap_or_else(|| {
                "a Namespace's name has at most 63 lower-case letters, digits and inner dashes".to_owned()
            });
            found.push(
                Diagnostic::error(codes::TENANT_NAME, format!("a tenant's name {}", invalid.message))
                    .at(place, "")
                    .help(help),
            );
        }
        Err(NameError::Broken(broken)) => found.push(broken.error(PLATFORM_NAMESPACE, place)),
    }
    None
}

/// What stands in a Profile's metadata reaches no object; it is judged as the API server would.
fn check_metadata(file: FileId, metadata: &RawMetadata, found: &mut Diagnostics) {
    if let Some(namespace) = &metadata.namespace {
        found.push(rules::profile_namespace().warning(PROFILE_NAMESPACE, Place::at(file, namespace.span)));
    }
    type Check = fn(&serde_json::Value) -> Vec<Problem>;
    let maps: [(&Option<Node>, Check); 2] =
        [(&metadata.labels, kubernetes::labels), (&metadata.annotations, kubernetes::annotations)];
    for (node, check) in maps {
        if let Some(node) = node {
            let problems = check(&node.to_json()).into_iter().map(|problem| Problem {
                help: problem
                    .help
                    .or_else(|| Some("an annotation takes any text; a label is for selecting".to_owned())),
                ..problem
            });
            found.extend(located(file, codes::METADATA, Severity::Error, node, problems.collect()));
        }
    }
}

/// A default applies where the Profile has no plugin of that kind, also beside plugins of other kinds.
fn with_defaults(mut own: Vec<Plugin>, defaults: &[Plugin]) -> Vec<Plugin> {
    for default in defaults {
        if !own.iter().any(|plugin| plugin.kind == default.kind) {
            own.push(default.clone());
        }
    }
    own
}

fn inert(profile: &RawProfile) -> InertProfile {
    InertProfile { api_version: profile.api_version.clone(), spec: profile.spec_node.to_json() }
}

/// What must be filled first, then what else was found; at a placeholder that is an error, the rest is its consequence.
fn with_placeholders(file: FileId, loaded: &LoadedFile, config: &Config, found: Diagnostics) -> Diagnostics {
    let mut all = config.levels.apply(rules::unfilled(file, &loaded.texts));
    all.follow(found);
    all
}
