//! A Profile and a Tenant as lines, before they are a text.

use super::Settings;
use super::random::Random;
use std::fmt::Write;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz0123456789";

/// The parts of an input; what a fault puts into one is YAML as it is written.
pub struct Draft {
    /// Before everything.
    pub before: String,
    /// The Profile's version and kind.
    pub head: String,
    /// `metadata.name`.
    pub name: String,
    /// Further lines of `metadata`.
    pub metadata: Vec<String>,
    /// The owner's fields; none for no owner at all.
    pub owner: Vec<String>,
    /// What stands beside `owner:` in its line.
    pub owner_inline: String,
    /// The limits.
    pub hard: Vec<String>,
    /// Further lines of the quota.
    pub quota: Vec<String>,
    /// Plugins, each some lines.
    pub plugins: Vec<String>,
    /// Further lines of `spec`.
    pub spec: Vec<String>,
    /// Further lines of the Profile.
    pub tail: Vec<String>,
    /// Whether there is a Tenant.
    pub has_tenant: bool,
    /// The Tenant's name, where it is not the Profile's.
    pub tenant_name: Option<String>,
    /// Contributors, each one line.
    pub contributors: Vec<String>,
    /// Further lines of the Tenant's `spec`.
    pub tenant_spec: Vec<String>,
    /// After everything.
    pub after: String,
    /// What is done to the finished text.
    pub changes: Vec<fn(&str, &mut Vec<u8>)>,
}

impl Draft {
    /// One without a fault, near the edges of what is sound.
    pub fn sound(random: &Random, settings: Settings) -> Self {
        let prefix =
            if settings == Settings::Listed { "team-" } else { random.one_of(&["team-", "a", "kubeflow-user-", "0"]) };
        let mut draft = Self {
            before: String::new(),
            head: format!("apiVersion: kubeflow.org/{}\nkind: Profile\n", random.one_of(&["v1", "v1beta1"])),
            name: name(random, prefix),
            metadata: Vec::new(),
            owner: vec![format!("kind: {}", quoted(random, "User")), format!("name: {}", person(random))],
            owner_inline: String::new(),
            hard: Vec::new(),
            quota: Vec::new(),
            plugins: Vec::new(),
            spec: Vec::new(),
            tail: Vec::new(),
            has_tenant: random.once_in(2),
            tenant_name: None,
            contributors: Vec::new(),
            tenant_spec: Vec::new(),
            after: String::new(),
            changes: Vec::new(),
        };
        draft.decorate(random);
        draft
    }

    fn decorate(&mut self, random: &Random) {
        if random.once_in(3) {
            let key = random.one_of(&["labels", "annotations"]);
            self.metadata.push(format!("{key}: {{{}: {}}}", label(random), quoted(random, "x.Y-1_z")));
        }
        if random.once_in(4) {
            self.owner.push("apiGroup: rbac.authorization.k8s.io".to_owned());
        }
        if random.once_in(2) {
            self.hard = (0..1 + random.below(3)).map(|index| limit(random, index)).collect();
        }
        if !self.hard.is_empty() && random.once_in(8) {
            self.hard = vec![format!("pods: {}", random.below(100))];
            self.quota.push(format!("scopes: [{}]", random.one_of(&["Terminating", "BestEffort", "NotTerminating"])));
        }
        if random.once_in(5) {
            self.plugins.push(aws(&random.text(LOWER, 6)));
        }
        if random.once_in(6) {
            self.plugins.push(gcp(&random.text("abcdefghij", 8), "proj-a"));
        }
        if self.has_tenant {
            self.contributors = (0..random.below(4)).map(|index| contributor(random, index)).collect();
        }
    }

    /// The text.
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{}{}metadata:\n  name: {}\n", self.before, self.head, self.name);
        push(&mut text, "  ", &self.metadata);
        text.push_str("spec:\n");
        if !self.owner.is_empty() || !self.owner_inline.is_empty() {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "  owner:{}", self.owner_inline);
            push(&mut text, "    ", &self.owner);
        }
        if !self.hard.is_empty() || !self.quota.is_empty() {
            text.push_str("  resourceQuotaSpec:\n");
            push(&mut text, "    ", &self.quota);
            if !self.hard.is_empty() {
                text.push_str("    hard:\n");
                push(&mut text, "      ", &self.hard);
            }
        }
        if !self.plugins.is_empty() {
            text.push_str("  plugins:\n");
            push(&mut text, "  ", &self.plugins);
        }
        push(&mut text, "  ", &self.spec);
        push(&mut text, "", &self.tail);
        if self.has_tenant {
            let name = self.tenant_name.as_ref().unwrap_or(&self.name);
            let _ = write!(
                text,
                "---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata:\n  name: {name}\nspec:\n"
            );
            if self.contributors.is_empty() {
                text.push_str("  contributors: []\n");
            } else {
                text.push_str("  contributors:\n");
                push(&mut text, "  ", &self.contributors);
            }
            push(&mut text, "  ", &self.tenant_spec);
        }
        text.push_str(&self.after);
        let mut bytes = text.clone().into_bytes();
        self.changes.iter().for_each(|change| change(&text, &mut bytes));
        bytes
    }
}

fn push(text: &mut String, indent: &str, lines: &[String]) {
    for line in lines.iter().flat_map(|lines| lines.lines()) {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{indent}{line}");
    }
}

/// A namespace's name, up to the last character that it may have.
fn name(random: &Random, prefix: &str) -> String {
    let length = random.one_of(&[1, 2, 3, 5, 8, 20, 62 - prefix.len(), 63 - prefix.len()]);
    let end = random.text(LOWER, 1);
    let inner = if length > 1 { random.text(&format!("{LOWER}-"), length - 1) } else { String::new() };
    format!("\"{prefix}{inner}{end}\"")
}

/// A person's name, quoted where it must be.
pub fn person(random: &Random) -> String {
    let local = random.text("abcdefghijklnopqrstuvxyz", 3 + random.below(9));
    match random.below(6) {
        0 => format!("\"{local} {local}\""),
        1 => format!("'{local}@paf-iast'"),
        2 => format!("kube:{local}"),
        3 => local,
        _ => format!("{local}@example.com"),
    }
}

fn quoted(random: &Random, text: &str) -> String {
    match random.below(3) {
        0 => format!("\"{text}\""),
        1 => format!("'{text}'"),
        _ => text.to_owned(),
    }
}

fn label(random: &Random) -> String {
    let key = random.text("abcXYZ", 1 + random.below(62));
    if random.once_in(2) { format!("example.com/{key}") } else { key }
}

/// A limit of a resource, each index another one.
fn limit(random: &Random, index: usize) -> String {
    let resource = [
        ["cpu", "requests.cpu", "pods", "count/jobs.batch"],
        ["memory", "limits.memory", "configmaps", "requests.nvidia.com/gpu"],
        [
            "requests.storage",
            "hugepages-2Mi",
            "gold.storageclass.storage.k8s.io/requests.storage",
            "requests.ephemeral-storage",
        ],
    ][index % 3];
    let resource = random.one_of(&resource);
    let is_counted = matches!(resource, "pods" | "configmaps" | "count/jobs.batch");
    format!("{resource}: {}", if is_counted { count(random) } else { amount(random) })
}

fn count(random: &Random) -> String {
    match random.below(4) {
        0 => format!("\"{}k\"", random.below(1000)),
        1 => format!("\"{}e{}\"", random.below(100), random.below(9)),
        _ => random.below(100_000).to_string(),
    }
}

/// A quantity in any spelling that a quota takes.
pub fn amount(random: &Random) -> String {
    let number = match random.below(4) {
        0 => format!("{}.{}", random.below(100), random.below(10_000)),
        1 => format!("0{}", random.below(1000)),
        _ => random.below(10_000_000).to_string(),
    };
    let suffix = random.one_of(&["", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "e3", "E-2", "u", "n"]);
    if random.once_in(3) { random.below(1_000_000).to_string() } else { format!("\"{number}{suffix}\"") }
}

/// A plugin for AWS.
pub fn aws(role: &str) -> String {
    format!(
        "- kind: AwsIamForServiceAccount\n  spec:\n    awsIamRole: arn:aws:iam::111122223333:role/{role}\n    annotateOnly: true"
    )
}

/// A plugin for Google Cloud.
pub fn gcp(account: &str, project: &str) -> String {
    format!(
        "- kind: WorkloadIdentity\n  spec:\n    gcpServiceAccount: {account}@{project}.iam.gserviceaccount.com\n    annotateOnly: true"
    )
}

fn contributor(random: &Random, index: usize) -> String {
    let role = random.one_of(&["admin", "edit", "view"]);
    let local = random.text("abcdefghijklnopqrstuvxyz", 6);
    format!("- {{name: {local}.{index}@example.org, role: {role}}}")
}
