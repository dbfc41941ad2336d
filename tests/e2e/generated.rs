//! Tenants from seeds, near the edges of what is sound, rendered by the binary: under several configs, so that every template
//! and every annotation takes part.

use crate::generator::{self, Settings};
use crate::harness::{Document, Id, documents};
use crate::support::sandbox::{Run, Sandbox};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A tree, and what the program warned of.
pub struct Tree {
    /// Its objects.
    pub documents: BTreeMap<Id, Document>,
    /// Tenants with a warning.
    pub warned: BTreeSet<String>,
}

/// What stands in a config beside what the generator says.
fn engine(settings: Settings) -> &'static str {
    match settings {
        Settings::Default => "gitOps: {engine: argocd}\n",
        Settings::Listed => "gitOps: {engine: none}\nclusterRoles: {view: view}\n",
        Settings::Prefixed => "gitOps: {engine: flux}\ninertProfiles: true\n",
    }
}

/// At least so many tenants in all, from inputs that are accepted; none of a name that is taken.
pub fn trees(tenants: usize, taken: &BTreeSet<String>) -> Vec<Tree> {
    let mut names = taken.clone();
    Settings::ALL.map(|settings| tree(settings, tenants.div_ceil(Settings::ALL.len()), &mut names)).into()
}

fn tree(settings: Settings, tenants: usize, names: &mut BTreeSet<String>) -> Tree {
    let sandbox = Sandbox::new();
    sandbox.write("tenantry.yaml", settings.text().to_owned() + engine(settings));
    let mut files = BTreeSet::new();
    let mut seed = 0;
    loop {
        while files.len() < tenants {
            let input = generator::input(seed);
            seed += 1;
            let name = name_of(&input.bytes).filter(|_| input.settings == settings);
            if let Some(name) = name.filter(|name| names.insert(name.clone())) {
                let file = format!("profiles/{name}.yaml");
                sandbox.write(&file, &input.bytes);
                files.insert(file);
            }
        }
        let diagnostics = render(&sandbox);
        let faulty: BTreeSet<_> = files_of(&diagnostics, "error").intersection(&files).cloned().collect();
        if faulty.is_empty() {
            let warned = files_of(&diagnostics, "warning").iter().map(|file| tenant_of(file).to_owned()).collect();
            return Tree { documents: documents(&sandbox.path().join("rendered/tenants")), warned };
        }
        for file in faulty {
            std::fs::remove_file(sandbox.path().join(&file)).expect("it was written above");
            files.remove(&file);
        }
    }
}

fn tenant_of(file: &str) -> &str {
    file.trim_start_matches("profiles/").trim_end_matches(".yaml")
}

/// The name of the only Profile, where it can be a file's.
fn name_of(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.matches("kind: Profile").count() == 1)?;
    let first = serde_yaml::Deserializer::from_str(text).next()?;
    let profile = <Value as serde::Deserialize>::deserialize(first).ok()?;
    let name = profile["metadata"]["name"].as_str()?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!name.is_empty() && name.chars().all(fits)).then(|| name.to_owned())
}

/// What the program says of the inputs. It renders, unless there is an error.
fn render(sandbox: &Sandbox) -> Vec<Value> {
    let run = Run::of(sandbox.command().args(["render", "--format", "json"]).output().expect("the binary can be run"));
    let mut report: Value = serde_json::from_str(&run.stdout)
        .unwrap_or_else(|error| panic!("{error}: exit {:?}\n{}\n{}", run.code, run.stdout, run.stderr));
    let Value::Array(diagnostics) = report["diagnostics"].take() else { panic!("a report has diagnostics") };
    let errors = diagnostics.iter().any(|diagnostic| diagnostic["severity"] == "error");
    assert_eq!(run.code, Some(if errors { 2 } else { 0 }), "{}", run.stderr);
    diagnostics
}

/// The files that something of this severity is about.
fn files_of(diagnostics: &[Value], severity: &str) -> BTreeSet<String> {
    let about = |diagnostic: &Value| {
        let related = diagnostic["related"].as_array().cloned().unwrap_or_default();
        let places = related.iter().map(|place| place["file"].clone()).chain([diagnostic["primary"]["file"].clone()]);
        places.filter_map(|file| file.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    diagnostics.iter().filter(|diagnostic| diagnostic["severity"] == severity).flat_map(about).collect()
}
