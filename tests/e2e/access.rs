//! Who may do what, as the inputs mean it and as the server's RBAC answers: every role, in the own tenant and in others.

use crate::harness::{Question, apply_all, documents, plane};
use crate::support::sandbox::{NO_ENGINE, Sandbox};
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// How many tenants; every eighth is retired.
const TENANTS: usize = 40;

/// A role of a tenant, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    View,
    Edit,
    Admin,
}

/// A class of what can be done: verb, group, resource, and the least role that may; none where nobody of a tenant may.
type Deed = (&'static str, &'static str, &'static str, Option<Role>);

const DEEDS: [Deed; 16] = [
    ("get", "", "pods", Some(Role::View)),
    ("list", "", "services", Some(Role::View)),
    ("watch", "batch", "jobs", Some(Role::View)),
    ("get", "", "pods/log", Some(Role::View)),
    ("get", "kubeflow.org", "notebooks", Some(Role::View)),
    ("get", "", "secrets", Some(Role::Edit)),
    ("create", "", "pods", Some(Role::Edit)),
    ("create", "", "pods/exec", Some(Role::Edit)),
    ("update", "apps", "deployments", Some(Role::Edit)),
    ("patch", "kubeflow.org", "notebooks", Some(Role::Edit)),
    ("delete", "", "persistentvolumeclaims", Some(Role::Edit)),
    ("create", "rbac.authorization.k8s.io", "rolebindings", Some(Role::Admin)),
    ("deletecollection", "rbac.authorization.k8s.io", "roles", Some(Role::Admin)),
    ("create", "authorization.k8s.io", "localsubjectaccessreviews", Some(Role::Admin)),
    ("update", "", "resourcequotas", None),
    ("patch", "security.istio.io", "authorizationpolicies", None),
];

/// Who somebody is to the server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Who {
    user: String,
    groups: Vec<String>,
}

/// What the inputs mean: each tenant's people, and the role of each.
#[derive(Default)]
struct Intent {
    /// By Namespace, in the order of the tenants.
    tenants: BTreeMap<String, BTreeMap<Who, Role>>,
}

fn user(name: String) -> Who {
    Who { user: name, groups: vec!["system:authenticated".to_owned()] }
}

fn account(namespace: &str, name: &str) -> Who {
    let groups = ["system:serviceaccounts", "system:authenticated"].map(str::to_owned).into();
    Who { user: format!("system:serviceaccount:{namespace}:{name}"), groups }
}

/// Somebody in a group that is called as a person is.
fn member(group: String) -> Who {
    Who { user: format!("member-of-{group}"), groups: vec!["system:authenticated".to_owned(), group] }
}

/// Writes the inputs, and what they mean beside them.
fn write(sandbox: &Sandbox) -> Intent {
    let mut intent = Intent::default();
    for number in 0..TENANTS {
        let name = format!("access-{number:02}");
        // A neighbour's admin looks on.
        let guest = format!("admin-{:02}@example.com", (number + 1) % TENANTS);
        let contributors = [("admin", Role::Admin), ("edit", Role::Edit), ("view", Role::View)]
            .map(|(role, means)| (format!("{role}-{number:02}@example.com"), role, means));
        let contributors: Vec<_> = contributors.into_iter().chain([(guest, "view", Role::View)]).collect();
        let owner = format!("owner-{number:02}@example.com");
        let retired = number % 8 == 5;
        let lines = contributors.iter().map(|(name, role, _)| json!({ "name": name, "role": role }));
        let lifecycle = if retired { "Retired" } else { "Active" };
        let profile = json!({
            "apiVersion": "kubeflow.org/v1", "kind": "Profile", "metadata": { "name": name },
            "spec": { "owner": { "kind": "User", "name": owner } },
        });
        let tenant = json!({
            "apiVersion": "tenantry.dev/v1alpha1", "kind": "Tenant", "metadata": { "name": name },
            "spec": { "lifecycle": lifecycle, "contributors": lines.collect::<Vec<_>>() },
        });
        sandbox.write(&format!("profiles/{name}.yaml"), format!("{profile}\n---\n{tenant}\n"));
        let mut people: BTreeMap<_, _> = contributors.into_iter().map(|(name, _, means)| (user(name), means)).collect();
        people.insert(user(owner), Role::Admin);
        people.insert(account(&name, "default-editor"), Role::Edit);
        people.insert(account(&name, "default-viewer"), Role::View);
        if retired {
            people.clear();
        }
        intent.tenants.insert(name, people);
    }
    intent
}

/// What a question is about, for the count: the role that somebody has in some tenant, the deed, and whether it is in that tenant.
type Kind = (Option<Role>, usize, bool);

impl Intent {
    /// Everybody of a tenant about everything there, and some of the others and strangers; each with its kind and what is meant.
    fn questions(&self) -> BTreeMap<Question, (Kind, bool)> {
        let mut questions = BTreeMap::new();
        let everybody = self.tenants.values().flatten().map(|(who, role)| (who, Some(*role)));
        let strangers = [
            user("stranger@example.com".to_owned()),
            member("owner-03@example.com".to_owned()),
            account("default", "default-editor"),
        ];
        let strangers = strangers.iter().map(|who| (who, None));
        let everybody: Vec<(&Who, Option<Role>)> = everybody.chain(strangers).collect();
        for (number, (namespace, people)) in self.tenants.iter().enumerate() {
            let mut ask = |who: &Who, role: Option<Role>, at: usize| {
                let (verb, group, resource, least) = DEEDS[at];
                let here = people.get(who);
                let may = least.is_some_and(|least| here.is_some_and(|role| *role >= least));
                let (user, groups, namespace) = (who.user.clone(), who.groups.clone(), namespace.clone());
                let kind = (role, at, here.is_some());
                questions.insert(Question { user, groups, verb, group, resource, namespace }, (kind, may));
            };
            for at in 0..DEEDS.len() {
                everybody.iter().skip((number * 7 + at) % 61).step_by(61).for_each(|(who, role)| ask(who, *role, at));
                people.iter().for_each(|(who, role)| ask(who, Some(*role), at));
            }
        }
        questions
    }
}

#[test]
fn the_server_lets_everybody_do_what_the_inputs_mean() {
    let Some(plane) = plane("nobody was asked about") else { return };
    let sandbox = Sandbox::new();
    sandbox.write(NO_ENGINE.0, NO_ENGINE.1);
    let intent = write(&sandbox);
    sandbox.run(&["render", "--quiet"]).expect(0);
    apply_all(plane.client(), &documents(&sandbox.path().join("rendered/tenants")));
    let began = std::time::Instant::now();
    let questions: Vec<_> = intent.questions().into_iter().collect();
    let wrong: Vec<_> = questions
        .par_iter()
        .filter(|(question, (_, may))| plane.client().may(question) != *may)
        .map(|(question, (_, may))| format!("the inputs mean {may}, the server says {}: {question:?}", !may))
        .collect();
    let allowed = questions.iter().filter(|(_, (_, may))| *may).count();
    let kinds: BTreeSet<Kind> = questions.iter().map(|(_, (kind, _))| *kind).collect();
    println!(
        "e2e access: {} distinct questions of {} kinds about {TENANTS} tenants, {allowed} allowed, {} answered otherwise; {:.1} s",
        questions.len(),
        kinds.len(),
        wrong.len(),
        began.elapsed().as_secs_f64(),
    );
    assert!(wrong.is_empty(), "{}", wrong[..wrong.len().min(20)].join("\n"));
    for (at, deed) in DEEDS.iter().enumerate() {
        for role in [Role::View, Role::Edit, Role::Admin] {
            let both = [true, false].iter().all(|own| kinds.contains(&(Some(role), at, *own)));
            assert!(both && kinds.contains(&(None, at, false)), "nobody was asked about {deed:?} and {role:?}");
        }
    }
    let share = allowed * 100 / questions.len();
    assert!(questions.len() >= 4_000 && (30..=70).contains(&share), "{share} percent are allowed");
}
