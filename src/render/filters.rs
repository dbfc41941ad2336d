//! The filters that templates have beyond minijinja's own.

use crate::kubernetes::Quantity;
use crate::tenant::binding_name;
use minijinja::{Environment, Error, ErrorKind, Value};

/// Adds them to an environment.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("kfam_name", kfam_name);
    environment.add_filter("quantity", quantity);
    environment.add_filter("required", required);
    environment.add_filter("to_yaml", to_yaml);
}

/// `name | kfam_name(role)`: the name that Kubeflow's access management gives a contributor's objects.
fn kfam_name(user: &str, role: &str) -> String {
    binding_name(user, role)
}

/// `text | quantity`: a quantity in the spelling that the API server keeps.
fn quantity(text: &Value) -> Result<String, Error> {
    let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
    let parsed = Quantity::parse(&text).map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))?;
    Ok(parsed.canonical().to_string())
}

/// `value | required("what is missing")`: the value, or an error with that message where it is none or empty.
fn required(value: Value, message: &str) -> Result<Value, Error> {
    let empty = value.is_undefined() || value.is_none() || value.as_str() == Some("");
    if empty { Err(Error::new(ErrorKind::UndefinedError, message.to_owned())) } else { Ok(value) }
}

/// `value | to_yaml`: the value as JSON, which YAML reads alike. What `{{ value }}` prints as well; written out where a
/// reader should see that a whole structure follows.
fn to_yaml(value: Value) -> Value {
    value
}
