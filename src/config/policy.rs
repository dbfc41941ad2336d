//! Which names and cloud identities a config lets tenants have.
//!
//! Only the lists and what matches them, with the line of the config that decides; the words are the rules'.

use crate::diagnostic::{Code, Diagnostic, FileId, Place};
use crate::plugin::PluginKind;
use crate::profile::{RawCloudAllow, RawConfig, Text};
use crate::rules::{self, Broken};
use wildmatch::WildMatch;

/// What stands in a pattern for the tenant's name.
const TENANT: &str = "{tenant}";

/// The lists of a config.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    reserved: Vec<Pattern>,
    allowed: Vec<Pattern>,
    retired: Vec<Pattern>,
    cloud: Option<Cloud>,
}

/// A text in which `*` stands for any text, and where it is written.
#[derive(Clone, Debug)]
struct Pattern {
    text: String,
    compiled: WildMatch,
    place: Place,
}

#[derive(Clone, Debug, Default)]
struct Cloud {
    gcp: Vec<Pattern>,
    aws: Vec<Pattern>,
    place: Option<Place>,
}

/// A rule that a list breaks, and the line of the config that says so.
#[derive(Debug)]
pub struct Verdict {
    code: Code,
    broken: Broken,
    decided: Option<(Place, &'static str)>,
}

impl Verdict {
    /// This as an error at the place of the value.
    pub fn error(self, place: Place) -> Diagnostic {
        let diagnostic = self.broken.error(self.code, place);
        match self.decided {
            Some((place, label)) => diagnostic.related(place, label),
            None => diagnostic,
        }
    }
}

impl Policy {
    /// The lists as they are written.
    pub(super) fn of(file: FileId, raw: &RawConfig) -> Self {
        let names = raw.names.as_ref();
        Self {
            reserved: patterns(file, raw.reserved.as_deref()),
            allowed: patterns(file, names.and_then(|names| names.allow.as_deref())),
            retired: patterns(file, names.and_then(|names| names.retired.as_deref())),
            cloud: raw.cloud.as_ref().and_then(|cloud| cloud.allow.as_ref()).map(|allow| Cloud::of(file, allow)),
        }
    }

    /// Whether a tenant may have this name.
    pub fn name(&self, name: &str) -> Option<Verdict> {
        let is = |pattern: &&Pattern| pattern.matches(name);
        if let Some(pattern) = self.reserved.iter().find(is) {
            let broken = rules::reserved_name(name, &pattern.text);
            return Some(Verdict { code: rules::RESERVED_NAME, broken, decided: Some((pattern.place, "kept here")) });
        }
        if let Some(pattern) = self.retired.iter().find(is) {
            let broken = rules::retired_name(name);
            return Some(Verdict { code: rules::RETIRED_NAME, broken, decided: Some((pattern.place, "retired here")) });
        }
        let first = self.allowed.first()?;
        if self.allowed.iter().any(|pattern| pattern.matches(name)) {
            return None;
        }
        let patterns: Vec<&str> = self.allowed.iter().map(|pattern| pattern.text.as_str()).collect();
        let broken = rules::name_not_allowed(name, &patterns);
        Some(Verdict {
            code: rules::NAME_NOT_ALLOWED,
            broken,
            decided: Some((first.place, "the names that are allowed")),
        })
    }

    /// Whether a tenant may have this cloud identity. Without a list, it may.
    pub fn identity(&self, kind: PluginKind, identity: &str, tenant: &str) -> Option<Verdict> {
        let cloud = self.cloud.as_ref()?;
        let allowed = match kind {
            PluginKind::WorkloadIdentity => &cloud.gcp,
            PluginKind::AwsIamForServiceAccount => &cloud.aws,
        };
        if allowed.iter().any(|pattern| pattern.matches_for(tenant, identity)) {
            return None;
        }
        let place = allowed.first().map(|pattern| pattern.place).or(cloud.place);
        Some(Verdict {
            code: rules::CLOUD_IDENTITY,
            broken: rules::not_allowed(identity, tenant),
            decided: place.map(|place| (place, "what is allowed")),
        })
    }

    /// Whether there is a list of cloud identities at all.
    pub fn lists_identities(&self) -> bool {
        self.cloud.is_some()
    }
}

impl Cloud {
    fn of(file: FileId, raw: &RawCloudAllow) -> Self {
        let first = raw.gcp.iter().chain(&raw.aws).flatten().next();
        Self {
            gcp: patterns(file, raw.gcp.as_deref()),
            aws: patterns(file, raw.aws.as_deref()),
            place: first.map(|text| Place::at(file, text.span)),
        }
    }
}

impl Pattern {
    fn matches(&self, text: &str) -> bool {
        self.compiled.matches(text)
    }

    fn matches_for(&self, tenant: &str, text: &str) -> bool {
        WildMatch::new(&self.text.replace(TENANT, tenant)).matches(text)
    }
}

fn patterns(file: FileId, texts: Option<&[Text]>) -> Vec<Pattern> {
    let pattern = |text: &Text| Pattern {
        text: text.value.clone(),
        compiled: WildMatch::new(&text.value),
        place: Place::at(file, text.span),
    };
    texts.unwrap_or_default().iter().map(pattern).collect()
}
