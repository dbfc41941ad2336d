//! A node as a JSON value, with the meaning that the API server would give it.
//!
//! Only from nodes to JSON; the way back is the writer and the reader.

use super::node::{Map, Node, Number, Value};
use serde_json::Value as Json;

impl Node {
    /// The value without its places.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(number) => number.to_json(),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Map(map) => map.to_json(),
        }
    }
}

impl Map {
    /// The entries without their places, in their order.
    pub fn to_json(&self) -> Json {
        Json::Object(self.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect())
    }
}

impl Number {
    /// The number; one without a remainder is whole (`1.0` is 1), as kubectl sends it.
    pub fn to_json(&self) -> Json {
        self.whole().map_or_else(|| self.fraction(), Json::from)
    }

    fn whole(&self) -> Option<i64> {
        match self.as_str().split_once('.') {
            Some((whole, rest)) if rest.bytes().all(|digit| digit == b'0') => whole.parse().ok(),
            Some(_) => None,
            None => self.as_i64(),
        }
    }

    fn fraction(&self) -> Json {
        self.as_str().parse::<f64>().map_or(Json::Null, Json::from)
    }
}
