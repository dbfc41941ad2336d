//! AuthorizationPolicies that keep out.

use super::{drop_part, dry_run, fresh, lengthen_negative, positive, push, selector};
use crate::review::edits::{Kind, kind, one_way};
use crate::review::random::Random;
use crate::review::world::World;
use serde_json::{Value, json};

pub(in crate::review::edits) const KINDS: &[Kind] = &[
    kind("deny: a policy removed", |world, random| {
        let name = *random.of(&GUARDS);
        world.remove("AuthorizationPolicy", name);
        Some(())
    }),
    kind("deny: dry-run alone", |world, random| {
        dry_run(guard(world, random));
        Some(())
    }),
    kind("deny: AUDIT in its place", |world, random| action(guard(world, random), "AUDIT")),
    kind("deny: ALLOW in its place", |world, random| action(guard(world, random), "ALLOW")),
    kind("deny: no action, so ALLOW", |world, random| drop_part(&mut guard(world, random)["spec"], "action")),
    one_way("deny: CUSTOM in its place", |world, random| {
        let guard = guard(world, random);
        guard["spec"]["provider"] = json!({"name": random.word()});
        action(guard, "CUSTOM")
    }),
    one_way("deny: for one control plane alone", |world, random| {
        let revision = random.word();
        guard(world, random)["metadata"]["labels"]["istio.io/rev"] = revision.into();
        Some(())
    }),
    kind("deny: for some workloads alone", |world, random| {
        let only = selector(random);
        guard(world, random)["spec"]["selector"] = only;
        Some(())
    }),
    one_way("deny: for a gateway alone", |world, random| {
        let target = json!({"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": random.word()});
        guard(world, random)["spec"]["targetRefs"] = json!([target]);
        Some(())
    }),
    kind("deny: a rule removed", |world, random| {
        let rules = world.get("AuthorizationPolicy", "guard")["spec"]["rules"].as_array_mut()?;
        rules.remove(random.below(rules.len()));
        Some(())
    }),
    kind("deny: no rule left", |world, random| {
        guard(world, random)["spec"]["rules"] = json!([]);
        Some(())
    }),
    kind("deny: rules dropped", |world, random| drop_part(&mut guard(world, random)["spec"], "rules")),
    kind("deny: a value dropped", |world, random| {
        let (_, values) = positive(rule(world, random), random)?;
        let values = values.as_array_mut().filter(|values| values.len() > 1)?;
        values.remove(random.below(values.len()));
        Some(())
    }),
    one_way("deny: another value", |world, random| {
        let (field, values) = positive(rule(world, random), random)?;
        values[0] = fresh(field, random).into();
        Some(())
    }),
    kind("deny: one page in place of all below", |world, random| {
        let path = &mut world.get("AuthorizationPolicy", "guard-of-paths")["spec"]["rules"][0]["to"][0]["operation"]["paths"]
            [0];
        *path = path.as_str()?.replace('*', &random.word()).into();
        Some(())
    }),
    kind("deny: a field more to match", |world, random| {
        let paths = &mut world.get("AuthorizationPolicy", "guard-of-paths")["spec"]["rules"][0]["to"][0]["operation"];
        let field = *random.of(&["hosts", "methods", "ports", "notHosts", "notMethods", "notPorts"]);
        paths[field] = json!([fresh(field, random)]);
        Some(())
    }),
    kind("deny: an exception more", |world, random| lengthen_negative(rule(world, random), random)),
    kind("deny: an exception of paths", |world, random| {
        let paths = &mut world.get("AuthorizationPolicy", "guard-of-paths")["spec"]["rules"][0]["to"][0]["operation"];
        paths["notPaths"] = json!([format!("*{}", random.word())]);
        Some(())
    }),
    kind("deny: only from somewhere", |world, random| {
        let field = *random.of(&["principals", "namespaces", "ipBlocks", "remoteIpBlocks", "requestPrincipals"]);
        let source = json!({field: [fresh(field, random)]});
        world.get("AuthorizationPolicy", "guard-of-paths")["spec"]["rules"][0]["from"] = json!([{"source": source}]);
        Some(())
    }),
    kind("deny: but from somewhere", |world, random| {
        let field =
            *random.of(&["notPrincipals", "notNamespaces", "notIpBlocks", "notRemoteIpBlocks", "notRequestPrincipals"]);
        let source = json!({field: [fresh(field, random)]});
        world.get("AuthorizationPolicy", "guard-of-paths")["spec"]["rules"][0]["from"] = json!([{"source": source}]);
        Some(())
    }),
    kind("deny: a condition more", |world, random| {
        let list = *random.of(&["values", "notValues"]);
        let condition = json!({"key": format!("request.headers[x-{}]", random.word()), list: [random.word()]});
        push(&mut rule(world, random)["when"], condition)
    }),
    kind("deny: an exception more in a condition", |world, random| {
        let more = Value::from(random.word());
        let at = 1 + random.below(2);
        push(&mut rule(world, random)["when"][at]["notValues"], more)
    }),
];

/// The policies that keep out.
const GUARDS: [&str; 2] = ["guard", "guard-of-paths"];

fn guard<'w>(world: &'w mut World, random: &mut Random) -> &'w mut Value {
    let name: &str = random.of::<&str>(&GUARDS);
    world.get("AuthorizationPolicy", name)
}

fn rule<'w>(world: &'w mut World, random: &mut Random) -> &'w mut Value {
    let at = random.below(2);
    &mut world.get("AuthorizationPolicy", "guard")["spec"]["rules"][at]
}

fn action(policy: &mut Value, action: &str) -> Option<()> {
    policy["spec"]["action"] = action.into();
    Some(())
}
