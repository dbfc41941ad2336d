//! AuthorizationPolicies that let in.

pub(super) mod guard;

use super::{Kind, kind, one_way};
use crate::review::random::Random;
use crate::review::world::{TENANT, World, fresh, header_rule, policy};
use serde_json::{Value, json};

/// The fields of a source that say who.
const SOURCE: [&str; 5] = ["principals", "requestPrincipals", "namespaces", "ipBlocks", "remoteIpBlocks"];
/// The fields of an operation.
const OPERATION: [&str; 4] = ["hosts", "ports", "methods", "paths"];
/// Fields without wildcards.
const EXACT: [&str; 4] = ["ipBlocks", "remoteIpBlocks", "ports", "notPorts"];

pub(super) const KINDS: &[Kind] = &[
    kind("allow: a value more", |world, random| add_value(rule(world), random)),
    one_way("allow: another value", other_value),
    kind("allow: every value", every_value),
    kind("allow: a wildcard at the end", |world, random| wildcard(rule(world), random, |text| format!("{text}*"))),
    kind("allow: a wildcard at the start", |world, random| wildcard(rule(world), random, |text| format!("*{text}"))),
    kind("allow: a shorter prefix", shorter_prefix),
    kind("allow: a field dropped", |world, random| drop_positive(rule(world), random)),
    kind("allow: an exception dropped", |world, random| drop_negative(rule(world), random)),
    kind("allow: one value of an exception dropped", |world, random| shorten_negative(rule(world), random)),
    kind("allow: an exception narrowed", narrower_exception),
    kind("allow: from dropped", |world, _| drop_part(rule(world), "from")),
    kind("allow: to dropped", |world, _| drop_part(rule(world), "to")),
    kind("allow: when dropped", |world, _| drop_part(rule(world), "when")),
    kind("allow: a condition dropped", |world, random| drop_condition(rule(world), random)),
    kind("allow: a value more in a condition", condition_value),
    one_way("allow: the header of a condition renamed", rename_header),
    kind("allow: one more source", |world, random| {
        let source = json!({"source": {"principals": [fresh("principals", random)]}});
        push(&mut rule(world)["from"], source)
    }),
    kind("allow: one more operation", |world, random| {
        let operation = json!({"operation": {"paths": [fresh("paths", random)]}});
        push(&mut rule(world)["to"], operation)
    }),
    kind("allow: a rule that asks for nothing", |world, random| push(rules(world, random), json!({}))),
    kind("allow: a rule for another namespace", |world, random| {
        let rule = json!({"from": [{"source": {"namespaces": [random.word()]}}]});
        push(rules(world, random), rule)
    }),
    kind("allow: a rule for everybody with a token", |world, random| {
        push(rules(world, random), json!({"from": [{"source": {"requestPrincipals": ["*"]}}]}))
    }),
    kind("allow: a rule for everything but a path", |world, random| {
        push(rules(world, random), json!({"to": [{"operation": {"notPaths": [fresh("paths", random)]}}]}))
    }),
    kind("allow: a rule for a person", |world, random| {
        let rule = header_rule("kubeflow-userid", &format!("{}@example.com", random.word()));
        push(rules(world, random), rule)
    }),
    kind("allow: the principals of a person's rule dropped", |world, random| {
        let name = person_policy(world, random);
        drop_part(&mut world.get("AuthorizationPolicy", &name)["spec"]["rules"][0], "from")
    }),
    kind("allow: a principal more in a person's rule", |world, random| {
        let name = person_policy(world, random);
        let more = Value::from(fresh("principals", random));
        push(&mut world.get("AuthorizationPolicy", &name)["spec"]["rules"][0]["from"][0]["source"]["principals"], more)
    }),
    kind("allow: every person", |world, random| person_values(world, random, |_| json!(["*"]))),
    kind("allow: every person of a domain", |world, random| person_values(world, random, |_| json!(["*@example.com"]))),
    kind("allow: a person more", |world, random| {
        let more = format!("{}@example.org", random.word());
        person_values(world, random, |old| json!([old, more]))
    }),
    one_way("allow: another person", |world, random| {
        let other = format!("{}@example.org", random.word());
        person_values(world, random, |_| json!([other]))
    }),
    one_way("allow: another header says who asks", |world, random| {
        let name = person_policy(world, random);
        let header = format!("request.headers[x-{}]", random.word());
        world.get("AuthorizationPolicy", &name)["spec"]["rules"][0]["when"][0]["key"] = header.into();
        Some(())
    }),
    kind("allow: the person's header dropped", |world, random| {
        let name = person_policy(world, random);
        drop_part(&mut world.get("AuthorizationPolicy", &name)["spec"]["rules"][0], "when")
    }),
    kind("allow: the selector dropped", |world, _| {
        drop_part(&mut world.get("AuthorizationPolicy", "of-models")["spec"], "selector")
    }),
    kind("allow: a label of the selector dropped", |world, _| {
        drop_part(&mut world.get("AuthorizationPolicy", "of-models")["spec"]["selector"]["matchLabels"], "tier")
    }),
    one_way("allow: other workloads", |world, random| {
        let word = random.word();
        world.get("AuthorizationPolicy", "of-models")["spec"]["selector"]["matchLabels"]["app"] = word.into();
        Some(())
    }),
    one_way("allow: a gateway in place of workloads", |world, random| {
        let spec = &mut world.get("AuthorizationPolicy", "of-models")["spec"];
        drop_part(spec, "selector")?;
        spec["targetRefs"] = json!([{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": random.word()}]);
        Some(())
    }),
    kind("allow: a new policy for a person", |world, random| {
        let rules = json!([header_rule("kubeflow-userid", &format!("{}@example.com", random.word()))]);
        world.objects.push(policy(&random.word(), Some("ALLOW"), rules));
        Some(())
    }),
    // Taken back, the gateway may be open, for a policy without a target need not be about it.
    one_way("allow: a new policy for a gateway", |world, random| {
        let mut new = policy(&random.word(), None, json!([{}]));
        new["spec"]["targetRefs"] =
            json!([{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": random.word()}]);
        world.objects.push(new);
        Some(())
    }),
    kind("allow: a new policy for some workloads", |world, random| {
        let mut new = policy(&random.word(), None, json!([{"from": [{"source": {"namespaces": ["*"]}}]}]));
        new["spec"]["selector"] = json!({"matchLabels": {"app": random.word()}});
        world.objects.push(new);
        Some(())
    }),
    kind("allow: every policy that closes is gone", |world, _| {
        world.objects.retain(|object| object["kind"] != "AuthorizationPolicy" || is_guard(object));
        Some(())
    }),
    kind("allow: every policy that closes only dry-runs", |world, _| {
        let closing = |object: &&mut Value| object["kind"] == "AuthorizationPolicy" && !is_guard(object);
        world.objects.iter_mut().filter(closing).for_each(dry_run);
        Some(())
    }),
    one_way("allow: another asks who is let in", |world, random| {
        let mut new = policy(&random.word(), Some("CUSTOM"), json!([{}]));
        new["spec"]["provider"] = json!({"name": random.word()});
        world.objects.push(new);
        Some(())
    }),
];

/// Whether a policy keeps out.
pub(super) fn is_guard(policy: &Value) -> bool {
    policy["spec"]["action"] == "DENY"
}

/// Takes a policy out of force.
pub(super) fn dry_run(policy: &mut Value) {
    policy["metadata"]["annotations"]["istio.io/dry-run"] = "true".into();
}

/// The rules of a policy that lets in.
fn rules<'w>(world: &'w mut World, random: &mut Random) -> &'w mut Value {
    let names = world.names("AuthorizationPolicy", |policy| !is_guard(policy));
    let name = random.of(&names).clone();
    &mut world.get("AuthorizationPolicy", &name)["spec"]["rules"]
}

/// A rule with most fields.
fn rule(world: &mut World) -> &mut Value {
    &mut world.get("AuthorizationPolicy", "of-models")["spec"]["rules"][0]
}

/// The name of a policy for one person.
fn person_policy(world: &World, random: &mut Random) -> String {
    let of_header = |policy: &Value| policy["spec"]["rules"][0]["when"][0]["key"] == "request.headers[kubeflow-userid]";
    random.of(&world.names("AuthorizationPolicy", of_header)).clone()
}

fn person_values(world: &mut World, random: &mut Random, values: impl Fn(&Value) -> Value) -> Option<()> {
    let name = person_policy(world, random);
    let condition = &mut world.get("AuthorizationPolicy", &name)["spec"]["rules"][0]["when"][0];
    condition["values"] = values(&condition["values"][0]);
    Some(())
}

pub(super) fn push(list: &mut Value, item: Value) -> Option<()> {
    list.as_array_mut()?.push(item);
    Some(())
}

pub(super) fn drop_part(map: &mut Value, key: &str) -> Option<()> {
    map.as_object_mut()?.shift_remove(key).map(drop)
}

/// One of the fields that a rule asks for something in, with its values.
fn positive<'r>(rule: &'r mut Value, random: &mut Random) -> Option<(&'static str, &'r mut Value)> {
    let field = *random.of(&[SOURCE.as_slice(), OPERATION.as_slice()].concat());
    let part = if SOURCE.contains(&field) { &mut rule["from"][0]["source"] } else { &mut rule["to"][0]["operation"] };
    Some((field, part.get_mut(field)?))
}

fn add_value(rule: &mut Value, random: &mut Random) -> Option<()> {
    let (field, values) = positive(rule, random)?;
    let more = fresh(field, random);
    push(values, more.into())
}

fn other_value(world: &mut World, random: &mut Random) -> Option<()> {
    let (field, values) = positive(rule(world), random)?;
    values[0] = fresh(field, random).into();
    Some(())
}

fn every_value(world: &mut World, random: &mut Random) -> Option<()> {
    let (field, values) = positive(rule(world), random)?;
    if EXACT.contains(&field) {
        return None;
    }
    *values = json!(["*"]);
    Some(())
}

pub(super) fn wildcard(rule: &mut Value, random: &mut Random, change: fn(&str) -> String) -> Option<()> {
    let (field, values) = positive(rule, random)?;
    if EXACT.contains(&field) {
        return None;
    }
    values[0] = change(values[0].as_str()?).into();
    Some(())
}

fn shorter_prefix(world: &mut World, random: &mut Random) -> Option<()> {
    let policy = rule(world);
    let (field, values) = positive(policy, random)?;
    let text = values[0].as_str().filter(|_| !EXACT.contains(&field))?;
    let short = format!("{}*", &text[..text.len() - 1 - random.below(text.len() - 2)]);
    values[0] = short.into();
    Some(())
}

fn drop_positive(rule: &mut Value, random: &mut Random) -> Option<()> {
    let (field, _) = positive(rule, random)?;
    for part in ["from", "to"] {
        let inner = if part == "from" { "source" } else { "operation" };
        let fields = &mut rule[part][0][inner];
        // What asks for nothing else at all is refused by Istio.
        if fields.as_object()?.len() > 1 && drop_part(fields, field).is_some() {
            return Some(());
        }
    }
    None
}

/// One of the exceptions of a rule: the map that it stands in, and its name. Beside values that are asked for, an exception of
/// another value says nothing; but a request has several headers of a name.
fn negative<'r>(rule: &'r mut Value, random: &mut Random) -> Option<(&'r mut Value, String)> {
    let part = match random.below(3) {
        0 => &mut rule["from"][0]["source"],
        1 => &mut rule["to"][0]["operation"],
        _ => &mut rule["when"][1],
    };
    let fields = part.as_object()?;
    let says_something = |key: &&String| {
        let positive = key.strip_prefix("not").map(|rest| rest[..1].to_lowercase() + &rest[1..]);
        positive.is_some_and(|positive| positive == "values" || !fields.contains_key(&positive))
    };
    let names: Vec<String> = fields.keys().filter(says_something).cloned().collect();
    let name = (!names.is_empty()).then(|| random.of(&names).clone())?;
    Some((part, name))
}

fn drop_negative(rule: &mut Value, random: &mut Random) -> Option<()> {
    let (part, name) = negative(rule, random)?;
    drop_part(part, &name)
}

pub(super) fn shorten_negative(rule: &mut Value, random: &mut Random) -> Option<()> {
    let (part, name) = negative(rule, random)?;
    part[&name].as_array_mut()?.pop().map(drop)
}

pub(super) fn lengthen_negative(rule: &mut Value, random: &mut Random) -> Option<()> {
    let (part, name) = negative(rule, random)?;
    let more = fresh(&name, random);
    push(&mut part[&name], more.into())
}

/// An exception for all below a path becomes one for a page of it.
fn narrower_exception(world: &mut World, random: &mut Random) -> Option<()> {
    let exception =
        &mut world.get("AuthorizationPolicy", "excepting")["spec"]["rules"][0]["to"][0]["operation"]["notPaths"][0];
    *exception = exception.as_str()?.replace('*', &random.word()).into();
    Some(())
}

fn drop_condition(rule: &mut Value, random: &mut Random) -> Option<()> {
    let conditions = rule["when"].as_array_mut()?;
    let at = random.below(conditions.len());
    conditions.remove(at);
    Some(())
}

fn condition_value(world: &mut World, random: &mut Random) -> Option<()> {
    let at = random.below(2);
    let more = Value::from(random.word());
    push(&mut rule(world)["when"][at]["values"], more)
}

fn rename_header(world: &mut World, random: &mut Random) -> Option<()> {
    let key = format!("request.headers[x-{}]", random.word());
    rule(world)["when"][1]["key"] = key.into();
    Some(())
}

/// A selector that no workload had yet.
pub(super) fn selector(random: &mut Random) -> Value {
    json!({"matchLabels": {"app": random.word(), "of": TENANT}})
}
