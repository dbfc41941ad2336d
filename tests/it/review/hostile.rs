//! Hostile text in a base, which somebody may have committed by hand, through every format: nothing live comes out.

use super::random::Random;
use super::world::{TENANT, binding, header_rule, policy, user};
use super::{Texts, changed};
use crate::support::conformance::repository;
use crate::support::git::TestRepository;
use crate::support::sandbox::{NO_ENGINE, Run, binary};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tenantry::access::{AccessChange, Effect, Held, Principal};
use tenantry::object::Identity;
use tenantry::report::review::{PART, Reviewed, human, markdown};
use tenantry::review::{
    FieldChange, ObjectChange, ObjectVerb, Review, Risk, RuleChange, TenantChange, TenantVerb, Unreadable,
};

/// How many texts are tried.
const TEXTS: usize = 5_000;
/// What stands in each of them, and in nothing that is ours.
const MARK: &str = "zqx";
const FRAGMENTS: [&str; 52] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;https://evil.example\u{7}",
    "\u{9b}31m",
    "\u{7}",
    "\u{8}\u{8}\u{8}",
    "\u{202e}txt",
    "\u{2066}a\u{2069}",
    "\u{200f}",
    "\u{61c}",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "\u{2060}",
    "\u{e0041}",
    "`",
    "``",
    "```",
    "````````",
    "\n```\n",
    "~~~",
    "@team",
    "@everyone",
    "#1",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "</code>",
    "</summary></details>",
    "<details open>",
    "<!-- ",
    " -->",
    "<!-- tenantry:part -->",
    "\n<!-- tenantry:part -->\n",
    "](https://evil.example)",
    "[a](b)",
    "![a](b)",
    "| a | b |\n|---|---|",
    "**",
    "__",
    "\\",
    "&#64;",
    "&lt;",
    "%0A::error::x",
    "::set-output name=a::b",
    "\n::error::x\n",
    "##[command]ls",
    "##[error]",
    "\r",
    "\r\n::warning::y",
    "\u{2028}::error::z",
    "\u{85}",
    "🙂\u{200d}🙂",
];

fn text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(4) {
        text.push_str(random.of::<&str>(&FRAGMENTS));
        if random.once_in(2) {
            text.push_str(MARK);
        }
        if random.once_in(5) {
            text.push_str(&"`".repeat(random.below(40)));
        }
    }
    match random.below(250) {
        0 => text.repeat(100_000 / text.len()),
        _ => text,
    }
}

/// A tenant's folder with texts in every place; the writer is JSON's, so that all of them are read.
fn folder(random: &mut Random) -> Texts {
    let mut t = || text(random);
    let metadata = |name: String| json!({"name": name, "namespace": TENANT});
    let mut account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata(t())});
    account["metadata"]["annotations"] = json!({t(): t(), "eks.amazonaws.com/role-arn": t()});
    let mut own =
        policy(&t(), None, json!([header_rule("kubeflow-userid", &t()), {"when": [{"key": t(), "values": [t()]}]}]));
    own["spec"]["selector"] = json!({"matchLabels": {t(): t()}});
    let role_rules = json!([{"apiGroups": [t()], "resources": [t()], "verbs": [t()], "resourceNames": [t()]}]);
    let namespace =
        json!({"name": TENANT, "labels": {"istio.io/rev": t(), t(): t()}, "annotations": {"owner": t(), t(): t()}});
    let objects = [
        json!({"apiVersion": "v1", "kind": "Namespace", "metadata": namespace}),
        binding(&t(), &t(), &t(), &[user(&t()), json!({"kind": "Group", "name": t()})]),
        own,
        account,
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": metadata(t()), "rules": role_rules}),
        json!({"apiVersion": format!("{}/v1", t()), "kind": t(), "metadata": metadata(t()), t(): {t(): t(), "list": [t(), {t(): t()}]}}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata("fixed".to_owned()), "data": {"text": t(), t(): t()}}),
    ];
    // One file each: of some the reader refuses a character, and the whole file with it.
    let mut files: Texts = objects.iter().map(|object| (format!("{}.yaml", t()), format!("{object}\n"))).collect();
    files.extend([(t(), t()), ("kustomization.yaml".to_owned(), t())]);
    files
}

/// A change as it may be told, with texts in every place, whether or not a reader would have let them in.
fn change(random: &mut Random) -> TenantChange {
    let mut t = || text(random);
    let mut object = |verb| ObjectChange {
        identity: Identity { group: t(), kind: t(), namespace: Some(t()), name: t() },
        path: t(),
        verb,
        fields: vec![
            FieldChange { path: t(), before: Some(t().into()), after: Some(t().into()) },
            FieldChange { path: t(), before: None, after: Some(json!({t(): [t(), {t(): t()}]})) },
        ],
        risk: Risk::Widens,
    };
    let objects = vec![object(ObjectVerb::Replace), object(ObjectVerb::Change), object(ObjectVerb::Remove)];
    let held = |role: String| Held { roles: [role].into(), mesh: true };
    let (before, after, effect) = (Some(t()), Some(t()), Effect::Widens);
    let who = [Principal::User(t()), Principal::Group(t()), Principal::ServiceAccount { namespace: t(), name: t() }];
    let mut access: Vec<AccessChange> = who
        .map(|who| AccessChange::Person { who, before: Held::default(), after: held(t()), way: Some(t()), effect })
        .into();
    access.extend([
        AccessChange::Owner { before: before.clone(), after: after.clone() },
        AccessChange::Account { account: t(), what: t(), before: before.clone(), after: after.clone(), effect },
        AccessChange::Namespace { what: t(), before, after, effect },
        AccessChange::Opening { words: t(), effect },
        AccessChange::Unknown { object: t() },
    ]);
    TenantChange {
        name: t(),
        verb: TenantVerb::Change,
        access,
        objects,
        unreadable: vec![Unreadable { path: t() }],
        loses_namespace: true,
        was_retired: false,
        risk: Risk::Destroys,
    }
}

/// A review of tenants with hostile names and texts, which come, go and change.
fn review(random: &mut Random) -> Review {
    let mut review = Review { base: text(random), ..Review::default() };
    let tenants = if random.once_in(8) { 60 } else { 3 };
    for _ in 0..tenants {
        let (one, other, name) = (folder(random), folder(random), text(random));
        let nothing = Texts::new();
        let sides = [(&one, &other), (&nothing, &one), (&one, &nothing)];
        let (before, after) = *random.of(&sides);
        let read: Option<TenantChange> = changed(before, after);
        review.names.push(name.clone());
        review.tenants.extend(read.map(|read| TenantChange { name, ..read }));
        review.tenants.push(change(random));
    }
    let (before, after) = (Some(text(random)), Some(text(random)));
    review.rules.push(RuleChange::Template { path: text(random), before, after });
    review.rules.push(RuleChange::Config { path: text(random), fields: change(random).objects.remove(0).fields });
    review.shared = change(random).objects;
    review.spelling.push(text(random));
    review
}

/// No character of it does anything to a terminal, and no line is a command of a workflow.
#[track_caller]
fn is_harmless(text: &str) {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    if let Some(at) = text.find(acts) {
        panic!("{:?} is live: {:?}", text[at..].chars().next(), text[..at].lines().last());
    }
    for line in text.lines() {
        assert!(!line.contains("##[") && !line.trim_start().starts_with("::"), "a command: {line}");
    }
}

/// The text without what colours it.
fn without_color(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('m').unwrap_or_else(|| panic!("an escape without an end: {part:?}"));
        assert!(code.chars().all(|c| c.is_ascii_digit() || c == ';'), "an escape that is no colour: {code:?}");
        plain.push_str(rest);
    }
    plain
}

/// Nothing in a comment is anything but our own words, marks, lists, and code.
#[track_caller]
fn is_inert_markdown(text: &str) {
    is_harmless(text);
    let parts: Vec<&str> = text.split(PART).collect();
    for (at, part) in parts.iter().enumerate() {
        assert!(part.len() < 65_536 && part.encode_utf16().count() < 65_536, "part {at} has {} bytes", part.len());
        let title = match parts.len() {
            1 => "## tenantry\n".to_owned(),
            count => format!("## tenantry (part {} of {count})\n", at + 1),
        };
        assert!(part.starts_with(&title), "part {at} of {} is forged: {:?}", parts.len(), part.lines().next());
        let mut open = 0;
        for event in Parser::new_ext(part, Options::all()) {
            is_ours(&event);
            if let Event::Html(html) | Event::InlineHtml(html) = &event {
                open += i32::from(html.starts_with("<details>")) - i32::from(html.starts_with("</details>"));
            }
        }
        assert_eq!(open, 0, "part {at} is not closed");
    }
}

fn is_ours(event: &Event<'_>) {
    match event {
        Event::Code(_) | Event::SoftBreak | Event::HardBreak | Event::End(_) => {}
        Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Strong) => {}
        Event::Start(Tag::HtmlBlock | Tag::BlockQuote(_)) => {}
        Event::Text(text) => {
            let live = |c: char| !c.is_alphanumeric() && !" .,:;()-[]!…🛑🔺🔹▫\u{fe0f}".contains(c);
            assert!(!text.contains(MARK) && !text.contains(live), "outside of code: {text:?}");
        }
        Event::Html(html) | Event::InlineHtml(html) => is_our_html(html),
        other => panic!("no word of ours: {other:?}"),
    }
}

fn is_our_html(html: &str) {
    let html = html.trim_end_matches('\n');
    let title = html.strip_prefix("<details><summary><code>").and_then(|rest| rest.strip_suffix("</code></summary>"));
    let is_text =
        |title: &str| !title.contains(['<', '>', '"', '\'', '@', '`', '[', ']', '*', '_', '!', '\\', '|', '~']);
    assert!(html.is_empty() || html == "</details>" || title.is_some_and(is_text), "no HTML of ours: {html:?}");
}

#[test]
fn hostile_text_is_inert_on_a_terminal_and_in_a_comment() {
    let mut random = Random::new(7);
    let (mut texts, mut reviews, mut parts, mut objects) = (0, 0, 0, 0);
    while texts < TEXTS {
        let review = review(&mut random);
        let rendered = text(&mut random);
        let reviewed = Reviewed { rendered: &rendered, review: &review };
        is_harmless(&human(&reviewed, false));
        is_harmless(&without_color(&human(&reviewed, true)));
        let refusals = [text(&mut random)];
        let comment = markdown(&[reviewed], &refusals);
        is_inert_markdown(&comment);
        parts += comment.split(PART).count();
        reviews += 1;
        objects += review.tenants.iter().map(|tenant| tenant.objects.len()).sum::<usize>();
        texts += review.tenants.len() * 45 + 20;
    }
    println!(
        "review: {texts} hostile texts in {reviews} reviews, {objects} objects, {parts} parts of comments, none live"
    );
    assert!(objects > 200, "too few objects were told of");
}

/// A repository whose base holds hostile trees, and the formats of what `diff` says of them.
fn formats() -> BTreeMap<&'static str, Run> {
    let test = TestRepository::new(&[]);
    let mut random = Random::new(11);
    test.write(NO_ENGINE.0, NO_ENGINE.1);
    let profile = "apiVersion: kubeflow.org/v1\nkind: Profile\nmetadata: {name: team-a}\nspec:\n  owner: {kind: User, name: a@example.com}\n";
    test.write("profiles/team-a.yaml", profile);
    for tenant in 0..12 {
        let name = text(&mut random).replace(['/', '\0'], "").chars().take(40).collect::<String>();
        let name = if tenant == 0 { TENANT.to_owned() } else { format!("t{tenant}{name}") };
        for (file, content) in folder(&mut random) {
            let file: String = file.replace(['/', '\0'], "").chars().take(40).collect();
            let line = "# Rendered by tenantry. Do not edit: change the input or the template, then run \"tenantry render\".\n";
            test.write(&format!("rendered/tenants/{name}/{file}x.yaml"), format!("{line}{content}"));
        }
    }
    test.commit("by hand");
    let run = |format: &'static str| {
        let arguments = ["diff", "--base", "HEAD", "--format", format];
        let output = std::process::Command::new(binary()).current_dir(test.top()).args(arguments).output();
        (format, Run::of(output.expect("the binary can be run")))
    };
    ["human", "markdown", "json", "github", "sarif", "gitlab"].into_iter().map(run).collect()
}

#[test]
fn hostile_text_in_a_base_is_inert_in_every_format() {
    let formats = formats();
    for (format, run) in &formats {
        assert!(matches!(run.code, Some(1 | 3)), "{format}: {run:?}");
        is_harmless(&run.stderr);
    }
    is_harmless(&formats["human"].stdout);
    is_inert_markdown(&formats["markdown"].stdout);
    for format in ["json", "sarif", "gitlab"] {
        is_harmless(&formats[format].stdout);
        let document: Value = serde_json::from_str(&formats[format].stdout).expect("it is JSON");
        if format == "json" {
            fits_its_schema(&document);
        }
    }
    let commands = &formats["github"].stdout;
    for line in commands.lines() {
        let ours = ["::error ", "::warning ", "::notice ", "::notice::"];
        assert!(ours.iter().any(|start| line.starts_with(start)), "no command of ours: {line}");
        is_harmless(line.trim_start_matches(':'));
    }
}

fn fits_its_schema(document: &Value) {
    let schema = std::fs::read_to_string(repository().join("docs/schema/report-v1.json")).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::draft7::new(&schema).expect("the schema is sound");
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{:?}", &errors[..errors.len().min(5)]);
}
