//! The whole check of an input file, and of a config: no input stops it, and what it says can be shown.

use tenantry::config::{self, Config};
use tenantry::diagnostic::{Diagnostics, Sources};
use tenantry::report::{self, Written};
use tenantry::source::{self, Limits};
use tenantry::tenant::Tenants;
use tenantry::{explain, load, profile, resolve};

/// Reads `data` as a file of Profiles, and as a config.
pub fn check(data: &[u8]) {
    let mut sources = Sources::default();
    let file = sources.add("profiles/a.yaml", source::text_of(data));
    let (raw, mut found) = profile::load_config(file, data, &Limits::default());
    if let Some(raw) = raw {
        found.extend(config::resolve(file, raw).1);
    }
    tell(found, &sources);
    let config = Config::default();
    let (loaded, mut found) = load(file, data, &Limits::default());
    let (tenants, more) = resolve(file, &loaded, &config);
    found.follow(more);
    let (_, more) = Tenants::join(tenants, &config);
    found.extend(more);
    tell(found, &sources);
}

/// Every code has a page, and nothing hidden is left in what is shown.
fn tell(found: Diagnostics, sources: &Sources) {
    for diagnostic in found.iter() {
        assert!(explain::find(diagnostic.code.0).is_some(), "{} has no page", diagnostic.code);
        assert!(!diagnostic.message.is_empty() && diagnostic.primary.is_some(), "{diagnostic:?}");
    }
    let shown = report::diagnostics(found.sorted().iter(), sources, Written::Nothing, false);
    let hidden = shown.chars().find(|character| *character != '\n' && source::is_hidden(*character));
    assert_eq!(hidden, None, "{shown}");
}
