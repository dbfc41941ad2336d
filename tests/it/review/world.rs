//! A tenant's folder as it may lie in a tree: what is rendered, and policies and Roles of somebody's own templates.
//!
//! Made here as JSON, with no code of the program.

use super::random::Random;
use serde_json::{Value, json};

/// The tenant.
pub const TENANT: &str = "team-a";
const GATEWAYS: [&str; 2] = [
    "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
    "cluster.local/ns/kubeflow/sa/ml-pipeline-ui",
];

/// The objects of a tenant.
#[derive(Clone)]
pub struct World {
    /// In any order.
    pub objects: Vec<Value>,
}

impl World {
    /// A tenant with people, a guard (DENY), a policy for some workloads, and a Role of its own.
    pub fn new(random: &mut Random) -> Self {
        let mut world = Self { objects: Vec::new() };
        world.rendered(random);
        world.own_policies(random);
        world.own_roles(random);
        world
    }

    /// The Namespace and the objects of these kinds; all where none is named.
    #[must_use]
    pub fn only(mut self, kinds: &[&str]) -> Self {
        let is_wanted = |object: &Value| {
            object["kind"] == "Namespace" || object["kind"].as_str().is_some_and(|kind| kinds.contains(&kind))
        };
        self.objects.retain(|object| kinds.is_empty() || is_wanted(object));
        self
    }

    fn rendered(&mut self, random: &mut Random) {
        let owner = format!("{}@example.com", random.word());
        let level = *random.of(&["restricted", "baseline"]);
        self.objects.push(json!({
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": {"name": TENANT, "annotations": {"owner": owner}, "labels": {
                "istio-injection": "enabled",
                "app.kubernetes.io/part-of": "kubeflow-profile",
                "pod-security.kubernetes.io/enforce": level,
                "pod-security.kubernetes.io/enforce-version": format!("v1.{}", 25 + random.below(8)),
            }},
        }));
        self.objects.push(policy(
            "ns-owner-access-istio",
            None,
            json!([
                header_rule("kubeflow-userid", &owner),
                {"when": [{"key": "source.namespace", "values": [TENANT]}]},
                {"to": [{"operation": {"paths": ["/healthz", "/metrics"]}}]},
            ]),
        ));
        self.objects.push(binding("namespaceAdmin", "ClusterRole", "kubeflow-admin", &[user(&owner)]));
        for (name, role) in [("default-editor", "kubeflow-edit"), ("default-viewer", "kubeflow-view")] {
            self.objects.push(account(name));
            let subject = json!({"kind": "ServiceAccount", "name": name, "namespace": TENANT});
            self.objects.push(binding(name, "ClusterRole", role, &[subject]));
        }
        for number in 0..1 + random.below(4) {
            let person = format!("{}@example.com", random.word());
            let role = if number == 0 { "view" } else { *random.of(&["edit", "view"]) };
            let name = format!("user-{number}-clusterrole-{role}");
            self.objects.push(binding(&name, "ClusterRole", &format!("kubeflow-{role}"), &[user(&person)]));
            self.objects.push(policy(&name, None, json!([header_rule("kubeflow-userid", &person)])));
        }
        self.objects.push(json!({
            "apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "kf-resource-quota", "namespace": TENANT},
            "spec": {"hard": {"requests.cpu": "4", "memory": "16Gi", "pods": "20"}},
        }));
    }

    /// Policies with every field that there is, each value of which stands nowhere else.
    fn own_policies(&mut self, random: &mut Random) {
        let mut allow = policy("of-models", None, json!([full_rule(random)]));
        allow["spec"]["selector"] = json!({"matchLabels": {"app": random.word(), "tier": random.word()}});
        self.objects.push(allow);
        self.objects.push(policy("guard", Some("DENY"), json!([full_rule(random), full_rule(random)])));
        let below = |random: &mut Random| format!("/{}/*", random.word());
        let paths = json!([{"to": [{"operation": {"paths": [below(random)]}}]}]);
        self.objects.push(policy("guard-of-paths", Some("DENY"), paths));
        let other_paths = json!([{
            "from": [{"source": {"namespaces": [random.word()]}}],
            "to": [{"operation": {"notPaths": [below(random)]}}],
        }]);
        self.objects.push(policy("excepting", None, other_paths));
    }

    fn own_roles(&mut self, random: &mut Random) {
        self.objects.push(json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
            "metadata": {"name": "own", "namespace": TENANT},
            "rules": [
                {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"], "resourceNames": [random.word()]},
                {"apiGroups": ["batch"], "resources": ["jobs", "cronjobs"], "verbs": ["get", "list"]},
            ],
        }));
        let group = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": random.word()});
        self.objects.push(binding("own", "Role", "own", &[group, user(&format!("{}@example.com", random.word()))]));
        self.objects.push(json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": {"name": "fence", "namespace": TENANT},
            "spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {}}]}]},
        }));
        self.objects.push(json!({
            "apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication",
            "metadata": {"name": "strict", "namespace": TENANT}, "spec": {"mtls": {"mode": "STRICT"}},
        }));
    }

    /// The object of this kind and name.
    pub fn get(&mut self, kind: &str, name: &str) -> &mut Value {
        let found = self.objects.iter_mut().find(|object| object["kind"] == kind && object["metadata"]["name"] == name);
        found.unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    /// The Namespace.
    pub fn namespace(&mut self) -> &mut Value {
        self.get("Namespace", TENANT)
    }

    /// The names of the objects of a kind that satisfy something.
    pub fn names(&self, kind: &str, is: impl Fn(&Value) -> bool) -> Vec<String> {
        let found = self.objects.iter().filter(|object| object["kind"] == kind && is(object));
        found.map(|object| object["metadata"]["name"].as_str().expect("objects have names").to_owned()).collect()
    }

    /// Takes away an object.
    pub fn remove(&mut self, kind: &str, name: &str) {
        self.get(kind, name);
        self.objects.retain(|object| object["kind"] != kind || object["metadata"]["name"] != name);
    }
}

/// An AuthorizationPolicy.
pub fn policy(name: &str, action: Option<&str>, rules: Value) -> Value {
    let mut policy = json!({
        "apiVersion": "security.istio.io/v1beta1", "kind": "AuthorizationPolicy",
        "metadata": {"name": name, "namespace": TENANT}, "spec": {"rules": rules},
    });
    if let Some(action) = action {
        policy["spec"]["action"] = action.into();
    }
    policy
}

/// A RoleBinding.
pub fn binding(name: &str, kind: &str, role: &str, subjects: &[Value]) -> Value {
    json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
        "metadata": {"name": name, "namespace": TENANT},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": role},
        "subjects": subjects,
    })
}

/// A person.
pub fn user(name: &str) -> Value {
    json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": name})
}

/// A ServiceAccount with an identity, whose pods carry no token.
fn account(name: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "ServiceAccount",
        "metadata": {"name": name, "namespace": TENANT, "annotations": {
            "eks.amazonaws.com/role-arn": format!("arn:aws:iam::111122223333:role/{name}"),
            "kubernetes.io/enforce-mountable-secrets": "true",
        }},
        "automountServiceAccountToken": false,
    })
}

/// The rule that lets a person in by a header that the gateways set.
pub fn header_rule(header: &str, person: &str) -> Value {
    json!({
        "from": [{"source": {"principals": GATEWAYS}}],
        "when": [{"key": format!("request.headers[{header}]"), "values": [person]}],
    })
}

/// A rule that asks something of most fields, and for one of two values in one or two of them.
fn full_rule(random: &mut Random) -> Value {
    let doubled = [random.below(11), random.below(11)];
    let mut at = 0;
    let mut some = |random: &mut Random, make: &dyn Fn(&str) -> String| {
        at += 1;
        match random.below(4) {
            0 if !doubled.contains(&at) => json!([]),
            _ if doubled.contains(&at) => json!([make(&random.word()), make(&random.word())]),
            _ => json!([make(&random.word())]),
        }
    };
    let mut source = json!({
        "principals": some(random, &principal), "requestPrincipals": some(random, &request),
        "namespaces": some(random, &plain), "ipBlocks": some(random, &address), "remoteIpBlocks": some(random, &address),
    });
    let mut operation = json!({
        "hosts": some(random, &host), "ports": some(random, &port), "methods": some(random, &method),
        "paths": some(random, &path),
    });
    let when = json!([
        {"key": "request.auth.claims[groups]", "values": [plain(&random.word())]},
        {"key": "request.headers[x-team]", "values": [plain(&random.word())], "notValues": nots(random, &plain)},
        {"key": "source.namespace", "notValues": nots(random, &plain)},
    ]);
    negatives(random, &mut source, &[("notPrincipals", &principal), ("notRequestPrincipals", &request)]);
    negatives(
        random,
        &mut source,
        &[("notNamespaces", &plain), ("notIpBlocks", &address), ("notRemoteIpBlocks", &address)],
    );
    negatives(
        random,
        &mut operation,
        &[("notHosts", &host), ("notPorts", &port), ("notMethods", &method), ("notPaths", &path)],
    );
    for part in [&mut source, &mut operation] {
        let fields = part.as_object_mut().expect("it is a map");
        fields.retain(|_, values| values.as_array().is_some_and(|values| !values.is_empty()));
    }
    source["principals"] = json!([principal(&random.word()), principal(&random.word())]);
    operation["paths"] = json!([path(&random.word())]);
    json!({"from": [{"source": source}], "to": [{"operation": operation}], "when": when})
}

/// Makes a value of a word.
type Make<'m> = &'m dyn Fn(&str) -> String;

fn negatives(random: &mut Random, part: &mut Value, fields: &[(&str, Make<'_>)]) {
    for (field, make) in fields {
        if !random.once_in(4) {
            part[*field] = nots(random, make);
        }
    }
}

fn nots(random: &mut Random, make: &dyn Fn(&str) -> String) -> Value {
    json!([make(&random.word()), make(&random.word())])
}

fn number(word: &str) -> usize {
    word.bytes().fold(7, |sum, byte| (sum * 31 + usize::from(byte)) % 60_013)
}

fn plain(word: &str) -> String {
    word.to_owned()
}

fn principal(word: &str) -> String {
    format!("cluster.local/ns/{word}/sa/default")
}

fn request(word: &str) -> String {
    format!("https://issuer/{word}")
}

fn address(word: &str) -> String {
    format!("10.{}.{}.0/24", number(word) % 251, number(&word[1..]) % 253)
}

fn host(word: &str) -> String {
    format!("{word}.example.com")
}

fn port(word: &str) -> String {
    (1024 + number(word)).to_string()
}

fn method(word: &str) -> String {
    word.to_uppercase()
}

fn path(word: &str) -> String {
    format!("/{word}")
}

/// A value of a field as no rule has it yet.
pub fn fresh(field: &str, random: &mut Random) -> String {
    let word = random.word();
    let field = field.strip_prefix("not").unwrap_or(field).to_ascii_lowercase();
    match field.as_str() {
        "principals" => principal(&word),
        "requestprincipals" => request(&word),
        "ipblocks" | "remoteipblocks" => format!("192.168.{}.{}", random.below(256), random.below(256)),
        "hosts" => host(&word),
        "ports" => (61_100 + random.below(4000)).to_string(),
        "methods" => method(&word),
        "paths" => path(&word),
        _ => word,
    }
}
