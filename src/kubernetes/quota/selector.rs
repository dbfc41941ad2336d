//! The scope selector of a quota: `{matchExpressions: [{scopeName, operator, values}]}`.
//!
//! What scopes are and exclude is in `scope`.

use super::scope::{Scope, ScopeUse, check_uses};
use crate::diagnostic::{Problem, Trail, nearest};
use crate::kubernetes::decode::{list, object, quoted_list, text, unknown_fields};
use serde_json::{Map, Value};

pub(super) const FIELDS: [&str; 1] = ["matchExpressions"];
pub(super) const EXPRESSION_FIELDS: [&str; 3] = ["scopeName", "operator", "values"];
const OPERATORS: [(&str, Operator); 4] = [
    ("In", Operator::In),
    ("NotIn", Operator::NotIn),
    ("Exists", Operator::Exists),
    ("DoesNotExist", Operator::DoesNotExist),
];

/// An operator that the server knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// Checks `scopeSelector`, with the limits that it applies to.
///
/// Source: kube-apiserver 1.35, `validateScopedResourceSelectorRequirement`.
pub(super) fn check_selector(value: Option<&Value>, hard: Option<&Map<String, Value>>, problems: &mut Vec<Problem>) {
    let route = Trail::ROOT.key("scopeSelector");
    let Some(members) = value.and_then(|value| object(value, &route, problems)) else {
        return;
    };
    unknown_fields(members, &FIELDS, &route, problems);
    let route = route.key("matchExpressions");
    let expressions = list(members.get("matchExpressions"), &route, problems).unwrap_or_default();
    let mut uses = Vec::new();
    for (position, expression) in expressions.iter().enumerate() {
        uses.extend(check_expression(expression, &route.index(position), problems));
    }
    check_uses(&uses, hard, problems);
}

fn check_expression(expression: &Value, route: &Trail<'_>, problems: &mut Vec<Problem>) -> Option<ScopeUse> {
    let nothing = Map::new();
    let members = match object(expression, route, problems) {
        None if !expression.is_null() => return None,
        members => members.unwrap_or(&nothing),
    };
    unknown_fields(members, &EXPRESSION_FIELDS, route, problems);
    let at_scope = route.key("scopeName");
    let scope =
        text(members.get("scopeName"), &at_scope, problems).and_then(|name| Scope::checked(name, &at_scope, problems));
    let operator = check_operator(members, scope, &route.key("operator"), problems);
    check_values(members, operator, &route.key("values"), problems);
    scope.map(|scope| ScopeUse { scope, route: at_scope.into() })
}

fn check_operator(
    members: &Map<String, Value>,
    scope: Option<Scope>,
    route: &Trail<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Operator> {
    let name = text(members.get("operator"), route, problems)?;
    let operator = OPERATORS.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator);
    if operator.is_none() {
        problems.push(unknown_operator(name, route));
    } else if scope.is_some_and(Scope::only_exists) && operator != Some(Operator::Exists) {
        let message = "this scope is there or not, so that its operator must be `Exists`";
        problems.push(Problem::new(route, message).help("write `Exists`"));
    }
    operator
}

fn check_values(
    members: &Map<String, Value>,
    operator: Option<Operator>,
    route: &Trail<'_>,
    problems: &mut Vec<Problem>,
) {
    let values = list(members.get("values"), route, problems).unwrap_or_default();
    for (position, value) in values.iter().enumerate() {
        // Read for its type alone: any text will do.
        text(Some(value), &route.index(position), problems);
    }
    match operator {
        Some(Operator::In | Operator::NotIn) if values.is_empty() => {
            problems.push(Problem::new(route, "`In` and `NotIn` need at least one value").help("add `values`"));
        }
        Some(Operator::Exists | Operator::DoesNotExist) if !values.is_empty() => {
            let message = "`Exists` and `DoesNotExist` take no values";
            problems.push(Problem::new(route, message).help("take `values` out"));
        }
        Some(_) | None => {}
    }
}

fn unknown_operator(name: &str, route: &Trail<'_>) -> Problem {
    let names = OPERATORS.map(|(known, _)| known);
    let problem = Problem::new(route, format!("an operator is one of {}", quoted_list(&names)));
    match nearest(name, names) {
        Some(meant) => problem.help(format!("write `{meant}`")),
        None => problem,
    }
}
