//! The lines of a review, equal ones over many tenants once.

use super::text::{TENANT, counted, cut, field, number, text_diff, without_name};
use crate::access::{AccessChange, Principal};
use crate::review::{ObjectChange, ObjectVerb, Review, Risk, RuleChange, TenantChange, TenantVerb};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many tenants a line names.
const NAMED: usize = 10;

/// One line about access, or about what goes for good.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    /// The class; graver ones come first.
    pub risk: Reverse<Risk>,
    /// Where it stands among those of its class.
    pub rank: Rank,
    /// What stands before it: `+ - ^ ? !`.
    pub mark: char,
    /// The sentence.
    pub text: String,
}

/// What is read first among what is equally grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// What goes for good, or cannot be read.
    Whole,
    /// Whose the tenant is, and which person has what.
    Person,
    /// What is open to many.
    Many,
    /// What the tenant's own ServiceAccounts have.
    Account,
}

/// What happens to some tenants alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Block {
    /// The class.
    pub risk: Reverse<Risk>,
    /// Which tenants, what happens to them, the class: `team-a: changed (capacity)`.
    pub title: String,
    /// Object by object.
    pub objects: Vec<ObjectLines>,
}

/// What happens to an object: a line, and its fields below it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ObjectLines {
    /// The verb and the object: `change   ResourceQuota/kf-resource-quota`.
    pub title: String,
    /// Its fields.
    pub fields: Vec<String>,
}

/// What is the same for tenants that stand together.
type Alike = (Reverse<Risk>, TenantVerb, Vec<ObjectLines>);

/// `2 tenants created, 1 retired; 12 as they were`.
pub(super) fn summary(review: &Review) -> String {
    let verbs = [
        (TenantVerb::Create, "created"),
        (TenantVerb::Change, "changed"),
        (TenantVerb::Retire, "retired"),
        (TenantVerb::Revive, "in use again"),
        (TenantVerb::Delete, "removed"),
    ];
    let counts = verbs.into_iter().map(|(verb, word)| (review.count(verb), word)).filter(|(count, _)| *count > 0);
    let parts: Vec<String> = counts.map(|(count, word)| format!("{} {word}", counted(count, "tenant"))).collect();
    let same = review.names.len().saturating_sub(review.tenants.len());
    match parts.is_empty() {
        true => format!("{} as they were", counted(same, "tenant")),
        false if same == 0 => parts.join(", "),
        false => format!("{}; {} as they were", parts.join(", "), number(same)),
    }
}

/// Config and templates that changed, each with what differs.
pub(super) fn rules(review: &Review) -> Vec<ObjectLines> {
    review.rules.iter().map(rule).collect()
}

fn rule(change: &RuleChange) -> ObjectLines {
    match change {
        RuleChange::Config { path, fields } => {
            ObjectLines { title: format!("change   {path}"), fields: fields.iter().flat_map(field).collect() }
        }
        RuleChange::Template { path, before, after } => {
            let verb = match (before, after) {
                (None, _) => "create",
                (Some(_), None) => "remove",
                (Some(_), Some(_)) => "change",
            };
            let text = |side: &Option<String>| side.clone().unwrap_or_default();
            ObjectLines { title: format!("{verb:<8} {path}"), fields: text_diff(&text(before), &text(after)) }
        }
    }
}

/// Who gains and loses what, and what goes for good; the gravest first.
pub(super) fn access(review: &Review) -> Vec<Line> {
    let mut groups: BTreeMap<Line, Vec<&str>> = BTreeMap::new();
    for tenant in &review.tenants {
        for mut line in of_tenant(tenant) {
            line.text = without_name(&line.text, &tenant.name);
            let tenants = groups.entry(line).or_default();
            if tenants.last() != Some(&tenant.name.as_str()) {
                tenants.push(&tenant.name);
            }
        }
    }
    for object in review.shared.iter().filter(|object| object.risk.is_grave()) {
        let text = format!("{} of the sync engine: unknown reach", object.identity);
        groups.insert(Line { risk: Reverse(object.risk), rank: Rank::Whole, mark: '?', text }, Vec::new());
    }
    let told = |(line, tenants): (Line, Vec<&str>)| Line { text: placed(&line.text, &tenants, review), ..line };
    groups.into_iter().map(told).collect()
}

fn of_tenant(tenant: &TenantChange) -> Vec<Line> {
    let name = &tenant.name;
    let line = |risk, mark, text| Line { risk: Reverse(risk), rank: Rank::Whole, mark, text };
    let mut lines = Vec::new();
    if tenant.loses_namespace {
        let state = if tenant.was_retired { "it was retired" } else { "it was in use" };
        lines.push(line(Risk::Destroys, '!', format!("the Namespace and everything in {name} goes ({state})")));
    }
    for object in &tenant.objects {
        let identity = &object.identity;
        match (object.verb, object.risk) {
            (ObjectVerb::Replace, risk) => {
                lines.push(line(risk, '!', format!("{identity} is deleted and created anew in {name}")));
            }
            (ObjectVerb::Remove, Risk::Destroys) if identity.kind != "Namespace" => {
                lines.push(line(Risk::Destroys, '!', format!("{identity} goes with its data in {name}")));
            }
            (ObjectVerb::Create | ObjectVerb::Change | ObjectVerb::Remove, _) => {}
        }
    }
    for file in &tenant.unreadable {
        let text = format!("{} cannot be read as objects in {name}: unknown reach", file.path);
        lines.push(line(Risk::Widens, '?', text));
    }
    let access = tenant.access.iter();
    lines.extend(access.map(|change| Line {
        risk: Reverse(change.effect().into()),
        rank: rank(change),
        mark: change.mark(),
        text: change.words(name),
    }));
    lines
}

fn rank(change: &AccessChange) -> Rank {
    match change {
        AccessChange::Owner { .. } => Rank::Person,
        AccessChange::Person { who: Principal::User(_) | Principal::Group(_), .. } => Rank::Person,
        AccessChange::Person { who: Principal::ServiceAccount { .. }, .. } => Rank::Account,
        AccessChange::Account { .. } | AccessChange::Namespace { .. } => Rank::Many,
        AccessChange::Opening { .. } | AccessChange::Unknown { .. } => Rank::Many,
    }
}

/// A sentence with its tenants put back: their names, or how many they are.
fn placed(text: &str, tenants: &[&str], review: &Review) -> String {
    let many = match tenants {
        [] => return text.to_owned(),
        [one] => return text.replace(TENANT, one),
        many => several(many, review),
    };
    for place in [" in ", " of "] {
        let wanted = format!("{place}{TENANT}");
        if text.contains(&wanted) {
            return text.replacen(&wanted, &format!("{place}{many}"), 1);
        }
    }
    match text.strip_prefix(TENANT) {
        Some(rest) => format!("each of {many}{rest}"),
        None => format!("{text}, in {many}"),
    }
}

/// `3 tenants (a, b, c)`, `all 12 tenants`, `9,998 tenants (all but a, b)`.
fn several(tenants: &[&str], review: &Review) -> String {
    let count = counted(tenants.len(), "tenant");
    let missing = review.names.len().saturating_sub(tenants.len());
    if missing == 0 {
        return format!("all {count}");
    }
    if tenants.len() > NAMED && missing <= NAMED {
        let these: BTreeSet<&str> = tenants.iter().copied().collect();
        let others: Vec<&str> = review.names.iter().map(String::as_str).filter(|name| !these.contains(name)).collect();
        return format!("{count} (all but {})", others.join(", "));
    }
    let shown = tenants.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match tenants.len().saturating_sub(NAMED) {
        0 => format!("{count} ({shown})"),
        more => format!("{count} ({shown} and {} more)", number(more)),
    }
}

/// Tenant by tenant, those to which the same happens together; the gravest first.
pub(super) fn blocks(review: &Review) -> Vec<Block> {
    let mut groups: BTreeMap<Alike, Vec<&str>> = BTreeMap::new();
    for tenant in &review.tenants {
        let objects = tenant.objects.iter().map(|object| object_lines(object, &tenant.name)).collect();
        let key = (Reverse(tenant.risk), tenant.verb, objects);
        groups.entry(key).or_default().push(&tenant.name);
    }
    let mut blocks = Vec::new();
    for ((risk, verb, mut objects), tenants) in groups {
        let who = match tenants.as_slice() {
            [one] => (*one).to_owned(),
            many => several(many, review),
        };
        if let [one] = tenants.as_slice() {
            objects.iter_mut().for_each(|object| object.put_back(one));
        }
        blocks.push(Block { risk, title: format!("{who}: {} ({})", word(verb), risk.0.name()), objects });
    }
    blocks.extend(shared(review));
    blocks
}

/// What happens to the objects of a sync engine.
fn shared(review: &Review) -> Option<Block> {
    let risk = review.shared.iter().map(|object| object.risk).max()?;
    let objects = review.shared.iter().map(|object| object_lines(object, "")).collect();
    Some(Block { risk: Reverse(risk), title: format!("the sync engine: changed ({})", risk.name()), objects })
}

impl ObjectLines {
    fn put_back(&mut self, tenant: &str) {
        self.title = self.title.replace(TENANT, tenant);
        self.fields.iter_mut().for_each(|field| *field = field.replace(TENANT, tenant));
    }
}

fn object_lines(object: &ObjectChange, tenant: &str) -> ObjectLines {
    let verb = match object.verb {
        ObjectVerb::Create => "create",
        ObjectVerb::Change => "change",
        ObjectVerb::Replace => "replace",
        ObjectVerb::Remove => "remove",
    };
    let title = format!("{verb:<8} {}", cut(&object.identity.to_string()));
    let fields = object.fields.iter().flat_map(field);
    ObjectLines {
        title: without_name(&title, tenant),
        fields: fields.map(|field| without_name(&field, tenant)).collect(),
    }
}

fn word(verb: TenantVerb) -> &'static str {
    match verb {
        TenantVerb::Create => "created",
        TenantVerb::Change => "changed",
        TenantVerb::Retire => "retired",
        TenantVerb::Revive => "in use again",
        TenantVerb::Delete => "removed",
    }
}
