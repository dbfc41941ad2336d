//! Edits of inputs, config and templates that widen access, rendered and reviewed.

use super::random::Random;
use super::world::TENANT;
use super::{EDITS, widens};
use serde_json::{Value, json};
use std::borrow::Cow;
use tenantry::config::{self, Config};
use tenantry::diagnostic::Sources;
use tenantry::profile;
use tenantry::render::{Budget, Hash, Renderer, TemplateSet, TemplateSource};
use tenantry::review::{Files, Sides, TenantChange, compare_tenant};
use tenantry::source::Limits;
use tenantry::tenant::{Tenants, resolve};

/// What people write.
#[derive(Clone)]
struct Inputs {
    owner: String,
    contributors: Vec<(String, &'static str)>,
    plugins: Vec<Value>,
    config: Value,
    templates: Vec<(&'static str, String)>,
}

impl Inputs {
    fn new(random: &mut Random) -> Self {
        let mut person = |role| (format!("{}@example.com", random.word()), role);
        Self {
            owner: person("").0,
            contributors: vec![person("view"), person("edit"), person("view")],
            plugins: Vec::new(),
            config: json!({
                "apiVersion": "tenantry.dev/v1alpha1", "kind": "Config", "gitOps": {"engine": "none"},
                "namespace": {"labels": {"pod-security.kubernetes.io/enforce": "baseline"}},
                "identity": {"userIdHeader": "x-user", "userIdPrefix": "accounts:"},
            }),
            templates: vec![("tenant/guard.yaml.j2", guard(&["/admin*", "/secret*"]))],
        }
    }

    /// Its file, as JSON.
    fn profile(&self) -> String {
        let metadata = json!({"name": TENANT});
        let spec = json!({"owner": {"kind": "User", "name": self.owner}, "plugins": self.plugins});
        let profile = json!({"apiVersion": "kubeflow.org/v1", "kind": "Profile", "metadata": metadata, "spec": spec});
        let contributors = self.contributors.iter().map(|(name, role)| json!({"name": name, "role": role}));
        let spec = json!({"contributors": contributors.collect::<Vec<_>>()});
        let tenant =
            json!({"apiVersion": "tenantry.dev/v1alpha1", "kind": "Tenant", "metadata": metadata, "spec": spec});
        format!("{profile}\n---\n{tenant}\n")
    }

    fn rendered(&self) -> (Files<'static>, Config) {
        let mut sources = Sources::default();
        let text = self.config.to_string();
        let file = sources.add("tenantry.yaml", text.as_str());
        let (raw, found) = profile::load_config(file, text.as_bytes(), &Limits::default());
        assert!(!found.stops(), "{text}: {found:?}");
        let (config, found) = config::resolve(file, raw.expect("it is a config"));
        assert!(!found.stops(), "{text}: {found:?}");
        let text = self.profile();
        let file = sources.add("team-a.yaml", text.as_str());
        let (loaded, found) = profile::load(file, text.as_bytes(), &Limits::default());
        let (resolved, more) = resolve(file, &loaded, &config);
        assert!(!found.stops() && !more.stops(), "{text}\n{found:?}\n{more:?}");
        let (tenants, found) = Tenants::join(resolved, &config);
        assert!(!found.stops(), "{found:?}");
        let template = |(path, text): &(&str, String)| TemplateSource {
            path: (*path).to_owned(),
            file: sources.add(*path, text.as_str()),
            text: text.clone(),
            users: true,
        };
        let templates = self.templates.iter().map(template).collect();
        let (templates, _) = TemplateSet::overlay(templates, &mut sources);
        let (renderer, _) = Renderer::new(&templates, &config, Hash::Sha256);
        let all: Vec<_> = tenants.as_slice().iter().collect();
        let (made, found) = renderer.all(&all, &Budget::new(usize::MAX, &|_, _| false), &|| {});
        assert!(!found.stops(), "{found:?}");
        let folder = made.kept.into_iter().next().flatten().expect("one tenant is rendered");
        (folder.files.into_iter().map(|file| (file.name, Cow::Owned(file.bytes))).collect(), config)
    }

    fn label(&mut self, key: &str, value: &str) {
        self.config["namespace"]["labels"][key] = value.into();
    }
}

fn guard(paths: &[&str]) -> String {
    format!(
        "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: guard\n  namespace: {{{{ tenant.name }}}}\n\
         spec:\n  action: DENY\n  rules:\n  - to:\n    - operation:\n        paths: {paths:?}\n"
    )
}

fn own(body: &str) -> String {
    let head = "metadata:\n  name: own\n  namespace: {{ tenant.name }}\n";
    let (kind, rest) = body.split_once('\n').expect("a kind, then the rest");
    let (version, kind) = kind.rsplit_once(' ').expect("a version and a kind");
    format!("apiVersion: {version}\nkind: {kind}\n{head}{rest}")
}

/// What an edit of these inputs does to what they rendered.
fn changed((before, old): &(Files<'static>, Config), after: &Inputs) -> Option<TenantChange> {
    let (after, new) = after.rendered();
    let sides = Sides {
        before: Some(before),
        after: Some(&after),
        before_settings: &old.settings,
        after_settings: &new.settings,
    };
    compare_tenant(TENANT, &sides)
}

/// How many edits the same inputs get.
const OF_ONE: usize = 10;

type Edit = fn(&mut Inputs, &mut Random);

const EDITS_OF_INPUTS: [(&str, Edit); 29] = [
    ("input: a contributor", |inputs, random| {
        inputs.contributors.push((format!("{}@example.com", random.word()), *random.of(&["view", "edit", "admin"])));
    }),
    ("input: a stronger role", |inputs, random| inputs.contributors[0].1 = *random.of(&["edit", "admin"])),
    ("input: admin in place of edit", |inputs, _| inputs.contributors[1].1 = "admin"),
    ("input: another contributor", |inputs, random| {
        inputs.contributors[random.below(3)].0 = format!("{}@example.com", random.word());
    }),
    ("input: another owner", |inputs, random| inputs.owner = format!("{}@example.com", random.word())),
    ("input: owner and contributor change places", |inputs, _| {
        std::mem::swap(&mut inputs.owner, &mut inputs.contributors[0].0);
    }),
    ("input: a role of AWS", |inputs, random| {
        let spec = json!({"awsIamRole": format!("arn:aws:iam::111122223333:role/{}", random.word())});
        inputs.plugins.push(json!({"kind": "AwsIamForServiceAccount", "spec": spec}));
    }),
    ("input: an account of GCP", |inputs, random| {
        let account = format!("{}@example-ml.iam.gserviceaccount.com", random.word());
        inputs.plugins.push(json!({"kind": "WorkloadIdentity", "spec": {"gcpServiceAccount": account}}));
    }),
    ("config: a default plugin", |inputs, random| {
        let account = format!("{}@example-ml.iam.gserviceaccount.com", random.word());
        let plugin = json!({"kind": "WorkloadIdentity", "spec": {"gcpServiceAccount": account}});
        inputs.config["defaultPlugins"] = json!([plugin]);
    }),
    ("config: viewers are editors", |inputs, _| inputs.config["clusterRoles"]["view"] = "kubeflow-edit".into()),
    ("config: viewers are admins", |inputs, _| inputs.config["clusterRoles"]["view"] = "kubeflow-admin".into()),
    ("config: a role is one of the cluster", |inputs, random| {
        let role = *random.of(&["view", "edit", "admin"]);
        inputs.config["clusterRoles"][role] = (*random.of(&["cluster-admin", "admin", "edit"])).into();
    }),
    ("config: another header", |inputs, random| inputs.config["identity"]["userIdHeader"] = random.word().into()),
    ("config: another prefix", |inputs, random| {
        inputs.config["identity"]["userIdPrefix"] = format!("{}:", random.word()).into();
    }),
    ("config: no prefix", |inputs, _| inputs.config["identity"]["userIdPrefix"] = "".into()),
    ("config: another gateway", |inputs, random| {
        let principal = format!("cluster.local/ns/{}/sa/default", random.word());
        let key = *random.of(&["ingressGatewayPrincipal", "kfpUiPrincipal", "notebookControllerPrincipal"]);
        inputs.config["mesh"][key] = principal.into();
    }),
    ("config: a lower level of Pod Security", |inputs, _| {
        inputs.label("pod-security.kubernetes.io/enforce", "privileged");
    }),
    ("config: no level of Pod Security", |inputs, random| {
        let key = random.word();
        inputs.config["namespace"]["labels"] = json!({key: "x"});
    }),
    ("config: exempt from Gatekeeper", |inputs, _| inputs.label("admission.gatekeeper.sh/ignore", "yes")),
    ("config: another waypoint", |inputs, random| {
        let word = random.word();
        inputs.label("istio.io/use-waypoint", &word);
    }),
    ("template: one path less is guarded", |inputs, _| inputs.templates[0].1 = guard(&["/admin*"])),
    ("template: a guard of one page", |inputs, _| inputs.templates[0].1 = guard(&["/admin*", "/secret"])),
    ("template: no guard", |inputs, _| drop(inputs.templates.pop())),
    ("template: a guard that audits", |inputs, _| {
        inputs.templates[0].1 = inputs.templates[0].1.replace("DENY", "AUDIT");
    }),
    ("template: a policy more", |inputs, random| {
        let rule =
            *random.of(&["{}", "{from: [{source: {namespaces: [other]}}]}", "{to: [{operation: {ports: [\"22\"]}}]}"]);
        let body = format!("security.istio.io/v1 AuthorizationPolicy\nspec:\n  rules: [{rule}]\n");
        inputs.templates.push(("tenant/own.yaml.j2", own(&body)));
    }),
    ("template: a binding more", |inputs, random| {
        let group = random.of::<&str>(&["system:authenticated", "everybody"]);
        let body = format!(
            "rbac.authorization.k8s.io/v1 RoleBinding\n\
             roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: kubeflow-view}}\n\
             subjects: [{{apiGroup: rbac.authorization.k8s.io, kind: Group, name: \"{group}\"}}]\n"
        );
        inputs.templates.push(("tenant/own.yaml.j2", own(&body)));
    }),
    ("template: a Role more", |inputs, _| {
        let body =
            "rbac.authorization.k8s.io/v1 Role\nrules: [{apiGroups: [\"\"], resources: [secrets], verbs: [get]}]\n";
        inputs.templates.push(("tenant/own.yaml.j2", own(body)));
    }),
    ("template: a kind whose reach is not known", |inputs, random| {
        let kind = random.of::<&str>(&["networking.k8s.io/v1 NetworkPolicy", "networking.istio.io/v1 VirtualService"]);
        inputs.templates.push(("tenant/own.yaml.j2", own(&format!("{kind}\nspec: {{}}\n"))));
    }),
    ("template: a ServiceAccount more", |inputs, _| {
        inputs.templates.push(("tenant/own.yaml.j2", own("v1 ServiceAccount\nautomountServiceAccountToken: true\n")));
    }),
];

#[test]
fn every_edit_of_inputs_config_and_templates_that_widens_access_is_reported() {
    let (mut edits, mut missed) = (0, Vec::new());
    for (name, edit) in EDITS_OF_INPUTS {
        let mut random = Random::named(name);
        let mut before = Inputs::new(&mut random);
        let mut rendered = before.rendered();
        for done in 1..=EDITS {
            let mut after = before.clone();
            edit(&mut after, &mut random);
            let change = changed(&rendered, &after);
            if done % OF_ONE == 0 {
                before = Inputs::new(&mut random);
                rendered = before.rendered();
            }
            edits += 1;
            if !widens(change.as_ref()) {
                missed.push(format!("{name}: {:?}", change.map(|change| change.access)));
            }
        }
    }
    println!(
        "review: {} kinds of edits of what is rendered from, {edits} edits, {} missed",
        EDITS_OF_INPUTS.len(),
        missed.len()
    );
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed[..missed.len().min(10)].join("\n"));
}

#[test]
fn fewer_people_weaker_roles_and_the_same_in_another_order_widen_nothing() {
    for seed in 0..EDITS as u64 {
        let mut random = Random::new(seed);
        let before = Inputs::new(&mut random);
        let rendered = before.rendered();
        let mut same = before.clone();
        random.shuffle(&mut same.contributors);
        assert_eq!(changed(&rendered, &same), None);
        let mut fewer = before.clone();
        fewer.contributors.remove(random.below(3));
        assert!(!widens(changed(&rendered, &fewer).as_ref()));
        let mut weaker = before.clone();
        weaker.contributors[1].1 = "view";
        assert!(!widens(changed(&rendered, &weaker).as_ref()));
    }
}
