//! Quantities: what is accepted has a canonical form, which is a fixed point and the same amount.

use serde_json::json;
use tenantry::kubernetes::{Quantity, own_quota_rules, profile_quota_value, quota_spec, quota_warnings};

/// Reads `data` as a quantity.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(quantity) = Quantity::parse_as_server(&text) {
        fixed(&quantity);
    }
    if let Ok(stored) = Quantity::parse(&text).and_then(|quantity| quantity.for_quota()) {
        fixed(&stored);
    }
    let spec = json!({ "hard": { "cpu": text, "pods": text, "requests.nvidia.com/gpu": text } });
    let refused = !quota_spec(&spec).is_empty() || !own_quota_rules(&spec).is_empty();
    if !refused && profile_quota_value(&json!(text)).is_empty() {
        quota_warnings(&spec);
    }
}

fn fixed(quantity: &Quantity) {
    let written = quantity.canonical();
    // The server loses the suffix of such amounts, so that what it writes is another amount: they are refused elsewhere.
    let Ok(again) = Quantity::parse(&written) else { return };
    assert_eq!(again.canonical(), written);
}
