//! What can be wrong with an input.

use super::draft::{Draft, amount, aws, gcp};
use super::random::Random;

/// Puts something wrong into a draft.
type Fault = fn(&mut Draft, &Random);

/// Adds one. Whether it is one of which no server knows.
pub fn add(draft: &mut Draft, random: &Random) -> bool {
    let chosen = random.below(OF_THE_SERVER.len() + OURS.len());
    match OF_THE_SERVER.get(chosen) {
        Some(fault) => fault(draft, random),
        None => OURS[chosen - OF_THE_SERVER.len()](draft, random),
    }
    chosen >= OF_THE_SERVER.len()
}

/// What Kubernetes refuses, too, and what it takes though it looks odd.
const OF_THE_SERVER: &[Fault] = &[
    |draft, random| draft.name = format!("\"{}\"", random.text("abcDEF-._ 09", 1 + random.below(8))),
    |draft, random| draft.name = random.text("abc", 64 + random.below(3)),
    |draft, random| {
        draft.name =
            (random.one_of(&["\"-a\"", "a-", "a.b", "A", "\"\"", "null", "12", "1.5", "true", "[a]"])).to_owned()
    },
    |draft, random| draft.metadata.push(format!("labels: {{{}: {}}}", edge_key(random), edge_value(random))),
    |draft, random| draft.metadata.push(format!("annotations: {{{}: {}}}", edge_key(random), edge_value(random))),
    |draft, _| draft.metadata.push("labels: []".to_owned()),
    |draft, random| draft.metadata.push(format!("{}: x", random.one_of(&["foo", "Name", "clusterName"]))),
    |draft, _| draft.owner.clear(),
    |draft, random| {
        draft.owner.clear();
        draft.owner_inline = (random.one_of(&[" null", " alice", " []", " {}", " 5"])).to_owned();
    },
    |draft, random| {
        let gone = random.below(2);
        draft.owner.retain(|line| !line.starts_with(["kind:", "name:"][gone]));
    },
    |draft, random| owner(draft, random.one_of(&["5", "true", "[a]", "{a: b}", "null", "\"\"", "1.5"])),
    |draft, random| {
        draft.owner = vec![format!("kind: {}", random.one_of(&["null", "3", "[]", "\"\""])), "name: alice@x".to_owned()]
    },
    |draft, random| draft.owner.push(format!("{}: x", random.one_of(&["Kind", "apiVersion", "role", "email"]))),
    |draft, random| draft.spec.push(format!("{}: {{}}", random.one_of(&["template", "foo", "Owner", "resourceQuota"]))),
    |draft, random| draft.tail.push(format!("{}: {{}}", random.one_of(&["foo", "Spec", "data"]))),
    |draft, random| {
        let key = random.one_of(&[
            "gpu",
            "CPU",
            "storage",
            "requests.foo",
            "limits.storage",
            "a/b/c",
            "/x",
            "hugepages-",
            "pod",
        ]);
        draft.hard.push(format!("{key}: 1"));
    },
    |draft, random| {
        let amount = random.one_of(&[
            "\"1K\"",
            "16GB",
            "1 Gi",
            "1.5",
            "\"-1\"",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"+\"",
            "1Mi5",
            "\"1e1.5\"",
            "\".5\"",
            "\"5.\"",
            "null",
        ]);
        draft.hard.push(format!("limits.cpu: {amount}"));
    },
    |draft, random| draft.hard.push(format!("limits.cpu: {}", amount(random))),
    |draft, random| {
        draft.hard.push(format!("secrets: {}", random.one_of(&["\"0.5\"", "\"1m\"", "\"1500m\"", "\"-2\"", "\"1.0\""])))
    },
    |draft, random| draft.hard.push(format!("nvidia.com/gpu: {}", random.one_of(&["\"0.5\"", "2", "\"1k\""]))),
    |draft, random| {
        draft.hard.push("pods: 5".to_owned());
        let scopes = random.one_of(&[
            "[BestEffort, NotBestEffort]",
            "[Bogus]",
            "[Terminating, NotTerminating]",
            "[1]",
            "BestEffort",
            "[BestEffort, BestEffort]",
        ]);
        draft.quota.push(format!("scopes: {scopes}"));
    },
    |draft, random| {
        draft.hard = vec!["cpu: 5".to_owned()];
        draft.quota.push(format!(
            "scopes: [{}]",
            random.one_of(&["BestEffort", "Terminating", "PriorityClass", "VolumeAttributesClass"])
        ));
    },
    |draft, random| {
        draft.hard = vec!["pods: 5".to_owned()];
        let scope =
            random.one_of(&["PriorityClass", "BestEffort", "Terminating", "CrossNamespacePodAffinity", "Bogus"]);
        let operator = random.one_of(&["In", "NotIn", "Exists", "DoesNotExist", "Maybe"]);
        let values = random.one_of(&["", ", values: [a]", ", values: []", ", values: [1]"]);
        draft.quota.push(format!(
            "scopeSelector: {{matchExpressions: [{{scopeName: {scope}, operator: {operator}{values}}}]}}"
        ));
    },
    |draft, random| draft.quota.push(format!("{}: {{}}", random.one_of(&["used", "Hard", "foo"]))),
    |draft, _| draft.spec.push("plugins: {}".to_owned()),
    |draft, random| {
        draft
            .plugins
            .push((random.one_of(&["- 5", "- kind: [a]", "- {kind: WorkloadIdentity, foo: bar}", "- null"])).to_owned())
    },
];

fn edge_key(random: &Random) -> String {
    let keys = [
        "a",
        "A.b_c",
        "\"-a\"",
        "\"a-\"",
        "\"a b\"",
        "example.com/a",
        "Example.com/a",
        "\"/a\"",
        "\"a/\"",
        "a/b/c",
        "\"é\"",
        "\"\"",
    ];
    if random.once_in(3) {
        random.text("ab-", 60 + random.below(6)).replacen('-', "a", 1)
    } else {
        (random.one_of(&keys)).to_owned()
    }
}

fn edge_value(random: &Random) -> String {
    let values = ["x", "\"\"", "\"a b\"", "5", "true", "null", "\"-a\"", "\"a@b\"", "[a]", "\"é\""];
    if random.once_in(4) { random.text("xyz", 61 + random.below(5)) } else { (random.one_of(&values)).to_owned() }
}

/// What only tenantry refuses or warns of.
const OURS: &[Fault] = &[
    |draft, random| {
        draft.name =
            (random.one_of(&["kube-system", "istio-x", "kubeflow", "default", "knative-a", "argocd"])).to_owned()
    },
    |draft, random| draft.name = format!("infra-{}", random.text("abc", 5)),
    |draft, random| draft.name = format!("old-{}", random.text("abc", 5)),
    |draft, random| draft.name = format!("old-{}", random.text("xyz", 4)),
    |draft, random| draft.name = format!("other-{}", random.text("abc", 5)),
    |draft, random| {
        let kind = random.one_of(&["Group", "ServiceAccount", "user", "Team"]);
        draft.owner = vec![format!("kind: {kind}"), "name: alice@x".to_owned()];
    },
    |draft, random| {
        owner(
            draft,
            random.one_of(&["\"*@example.com\"", "\"a@x,b@x\"", "\"system:masters\"", "\"system:serviceaccount:a:b\""]),
        )
    },
    |draft, random| {
        owner(draft, random.one_of(&["\" a@x\"", "\"a@x \"", "\"a\\u200bb@x\"", "\"a\\u00adb@x\"", "\"a\\u3000b\""]))
    },
    |draft, random| owner(draft, random.one_of(&["\"accounts.google.com:a@x\"", "\"accounts.google.com:\""])),
    |draft, random| owner(draft, random.one_of(&["Zoë", "\"\\u0430lice@x\"", "Ольга", "“a@x”"])),
    |draft, random| {
        owner(draft, random.one_of(&["\"${EMAIL}\"", "<user email>", "\"{{ user }}\"", "EMAIL", "$name", "\"%s\""]))
    },
    |draft, _| draft.owner.push("namespace: kubeflow".to_owned()),
    |draft, _| draft.metadata.push("namespace: kubeflow".to_owned()),
    |draft, _| draft.metadata.push("uid: 0f3c\n  resourceVersion: \"12\"".replace("\n  ", "\n")),
    |draft, _| draft.tail.push("status: {conditions: []}".to_owned()),
    |draft, random| {
        draft.head = (random.one_of(&[
            "apiVersion: kubeflow.org/v2\nkind: Profile\n",
            "kind: Profile\n",
            "apiVersion: kubeflow.org/v1\nkind: profile\n",
            "apiVersion: kubeflow.org/v1alpha1\nkind: Profile\n",
            "apiVersion: 1\nkind: Profile\n",
        ]))
        .to_owned()
    },
    |draft, random| {
        draft.hard.push(format!("limits.memory: {}", random.one_of(&["\"1e1001\"", "\"1000000P\"", "\"k\"", "\" 5\""])))
    },
    |draft, random| draft.hard.extend([format!("requests.cpu: {}", 5 + random.below(9)), "limits.cpu: 4".to_owned()]),
    |draft, _| draft.quota.push("scopes: [Terminating]".to_owned()),
    |draft, random| {
        draft.plugins.push(format!(
            "- kind: AwsIamForServiceAccount\n  spec: {{awsIamRole: \"{}\"}}",
            random.one_of(&["", "arn:aws:iam::1:role/a", "arn:aws:iam::111122223333:root", "x"])
        ))
    },
    |draft, random| {
        draft.plugins.push(format!(
            "- kind: WorkloadIdentity\n  spec: {{gcpServiceAccount: \"{}\"}}",
            random.one_of(&["", "a@b", "v@p.iam.gserviceaccount.com", "x.iam.gserviceaccount.com"])
        ))
    },
    |draft, random| draft.plugins = vec![gcp(random.one_of(&["v", "Vision", "1abcdef"]), "proj-a")],
    |draft, random| {
        draft.plugins =
            vec![gcp("vision", random.one_of(&["proj-b", "proj-c"])).replace("\n    annotateOnly: true", "")]
    },
    |draft, random| {
        draft.plugins = vec![aws("team").replace("111122223333", random.one_of(&["444455556666", "777788889999"]))]
    },
    |draft, random| {
        draft.plugins =
            vec![aws("team").replace("annotateOnly", random.one_of(&["annotateOnyl", "AnnotateOnly", "annotateonly"]))]
    },
    |draft, _| draft.plugins = vec![aws("team").replace("true", "\"true\"")],
    |draft, _| draft.plugins = vec![aws("a"), aws("b")],
    |draft, random| {
        draft.plugins.push(format!("- kind: {}", random.one_of(&["Contributor", "WorkloadIdentty", "Foo"])))
    },
    |draft, random| {
        draft.plugins.push(format!(
            "- kind: WorkloadIdentity\n  spec: {}",
            random.one_of(&["null", "{}", "{gcpServiceAccount: 5}"])
        ))
    },
    |draft, random| {
        tenant(
            draft,
            random.one_of(&[
                "- {name: bob@x, role: editor}",
                "- {name: bob@x, role: Edit}",
                "- {kind: Group, name: g, role: view}",
                "- {name: bob@x, role: \"\"}",
            ]),
        )
    },
    |draft, random| {
        tenant(
            draft,
            random.one_of(&[
                "- {name: bob@x}",
                "- {role: edit}",
                "- bob@x",
                "- {name: 5, role: edit}",
                "- {name: null, role: edit}",
                "- {nmae: bob@x, role: edit}",
            ]),
        )
    },
    |draft, _| tenant(draft, "- {name: a.b@x, role: edit}\n- {name: a-b@x, role: edit}"),
    |draft, _| tenant(draft, "- {name: bob@x, role: edit}\n- {name: bob@x, role: edit}"),
    |draft, _| tenant(draft, "- {name: bob@x, role: edit}\n- {name: bob@x, role: view}"),
    |draft, random| {
        tenant(
            draft,
            random.one_of(&[
                "- {name: bob@x, role: edit}\n- {name: Bob@x, role: view}",
                "- {name: bob+ml@x, role: edit}\n- {name: bob@x, role: view}",
            ]),
        )
    },
    |draft, random| {
        tenant(
            draft,
            random.one_of(&[
                "- {name: bill@x, role: edit}\n- {name: bi11@x, role: view}",
                "- {name: tom0@x, role: edit}\n- {name: tomo@x, role: view}",
            ]),
        )
    },
    |draft, _| {
        owner(draft, "alice@x");
        tenant(draft, "- {name: alice@x, role: edit}");
    },
    |draft, random| {
        draft.has_tenant = true;
        draft.tenant_name = Some((random.one_of(&["other", "team-zzz", "x"])).to_owned());
    },
    |draft, random| {
        draft.has_tenant = true;
        draft.tenant_spec.push(format!("lifecycle: {}", random.one_of(&["Retired", "retired", "Gone", "Active"])));
    },
    |draft, random| {
        draft.has_tenant = true;
        draft.tenant_spec.push((random.one_of(&["foo: 1", "owners: []", "class: large"])).to_owned());
    },
    |draft, _| {
        draft.has_tenant = true;
        let name = &draft.name;
        draft.after =
            format!("---\napiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: {{name: {name}}}\nspec: {{}}\n");
    },
    |draft, _| {
        let name = &draft.name;
        draft.after = format!(
            "---\napiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {{name: {name}}}\nspec: {{owner: {{kind: User, name: a@x}}}}\n"
        );
    },
    |draft, _| {
        draft.name = "team-l".to_owned();
        draft.after = "---\napiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-1}\nspec: {owner: {kind: User, name: a@x}}\n".to_owned();
    },
    |draft, random| {
        let role = random.text("abc", 4);
        draft.plugins = vec![aws(&role)];
        let plugin = aws(&role).replace('\n', "\n  ");
        draft.after = format!(
            "---\napiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {{name: team-shared}}\nspec:\n  owner: {{kind: User, name: a@x}}\n  plugins:\n  {plugin}\n"
        );
    },
    |draft, random| {
        draft.after = format!(
            "---\napiVersion: v1\nkind: {}\nmetadata: {{name: a}}\n",
            random.one_of(&["ConfigMap", "Pod", "Service"])
        )
    },
    |draft, random| {
        draft.after = format!(
            "---\napiVersion: v1\nkind: {}\nmetadata: {{name: a}}\n",
            random.one_of(&["Namespace", "ServiceAccount", "ResourceQuota"])
        )
    },
    |draft, _| draft.after = "---\napiVersion: tenantry.dev/v1alpha1\nkind: Config\n".to_owned(),
    |draft, random| draft.after = format!("---\n{}\n", random.one_of(&["[a, b]", "text", "5"])),
    |draft, random| draft.before = format!("{}\n---\n", random.one_of(&["%YAML 1.1", "%TAG ! tag:x,2000:"])),
    |draft, random| {
        draft.metadata.push(format!(
            "annotations: {{a: {}}}",
            random.one_of(&["yes", "off", "0x10", "1_000", "010", ".5", "1e3", "~x: y", "2026-01-31", "12:30"])
        ))
    },
    |draft, random| draft.metadata.push((random.one_of(&["annotations: &a {b: c}", "annotations: *a"])).to_owned()),
    |draft, random| draft.metadata.push(format!("annotations: {{a: {} b}}", random.one_of(&["!!str", "!x", "!"]))),
    |draft, _| draft.metadata.push("annotations: {<<: {a: b}}".to_owned()),
    |draft, random| {
        draft.metadata.push(format!("annotations: {{{}: a}}", random.one_of(&["5", "true", "null", "? [x]", "1.5"])))
    },
    |draft, _| draft.metadata.push("annotations: {a: b, a: c}".to_owned()),
    |draft, random| {
        draft.metadata.push(format!(
            "annotations: {{a: \"x{}\"}}",
            random.one_of(&["\u{202e}", "\u{85}", "\u{2028}", "\u{7f}", "\t", "\\u001b"])
        ))
    },
    |draft, random| {
        draft.metadata.push(
            (random.one_of(&["annotations: {a: b", "annotations: a: b", "annotations: \"a", "annotations: [a"]))
                .to_owned(),
        )
    },
    |draft, _| draft.changes.push(|_, bytes| bytes.extend(b"# \xff\n")),
    |draft, _| draft.changes.push(|_, bytes| bytes.insert(0, 0)),
    |draft, _| draft.spec.push("contributors: [{name: bob@x}]".to_owned()),
    |draft, random| draft.metadata.push(format!("annotations: {{a: \"{}\"}}", token(random))),
    |draft, random| {
        draft
            .metadata
            .push((random.one_of(&["{{- if .Values.labels }}", "{{ labels }}", "{% if labels %}"])).to_owned());
    },
    |draft, random| {
        let levels = 100 + random.below(100);
        draft.metadata.push(format!("annotations: {}{}", "[".repeat(levels), "]".repeat(levels)));
    },
    |draft, random| draft.metadata.push(format!("annotations: {{{}: x}}", random.text("abc", 1025 + random.below(50)))),
    |draft, random| {
        let wrong: Vec<_> = (0..200 + random.below(9)).map(|index| format!("wrong{index}: *a")).collect();
        draft.metadata.extend(wrong);
    },
];

/// Of the form of a secret; made of parts, so that no scanner takes this file for one that holds any.
fn token(random: &Random) -> String {
    let (start, length) = random.one_of(&[("AKIA", 16), ("glpat-", 20), ("ghp_", 36)]);
    format!("{start}{}", random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length))
}

fn owner(draft: &mut Draft, name: &str) {
    draft.owner = vec!["kind: User".to_owned(), format!("name: {name}")];
}

fn tenant(draft: &mut Draft, contributors: &str) {
    draft.has_tenant = true;
    draft.contributors.push(contributors.to_owned());
}
