//! What the canonical writer writes, kubectl reads as the same value.

use super::generator::Random;
use super::programs::kubectl;
use serde_json::{Map, Value, json};
use tenantry::source;

/// How many objects are written.
const OBJECTS: u64 = 4000;

#[test]
fn kubectl_reads_what_is_written() {
    let objects: Vec<Value> = (0..OBJECTS).map(|seed| object(seed, &Random::new(seed))).collect();
    let texts: Vec<String> = objects.iter().map(source::write).collect();
    let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
    let Some(read) = kubectl(&texts) else {
        println!("SKIPPED: no kubectl: nothing that is written was read by it");
        return;
    };
    assert_eq!(read.len(), objects.len());
    for (mut written, read) in objects.into_iter().zip(read) {
        written["metadata"]["annotations"]["q"] = json!("r");
        assert_eq!(read, written);
    }
    println!("oracle: {OBJECTS} written objects, kubectl reads each as it was");
}

fn object(seed: u64, random: &Random) -> Value {
    let annotations: Map<String, Value> = (0..6).map(|index| (format!("a{index}"), text(random).into())).collect();
    json!({
        "apiVersion": "example.com/v1",
        "kind": "Anything",
        "metadata": { "name": format!("n{seed}"), "annotations": annotations },
        "data": { (text(random)): text(random), "nested": [[], {}, [text(random), { "k": text(random) }], null, true, 5, -7] },
    })
}

/// Text that some reader might take for something else.
fn text(random: &Random) -> String {
    let hard = [
        "",
        " ",
        "~",
        "null",
        "yes",
        "No",
        "on",
        "y",
        "0x10",
        "0o7",
        "1_000",
        "1e3",
        ".5",
        "-.inf",
        "2026-01-31",
        "12:30:00",
        "<<",
        "=",
        "- a",
        "? a",
        ": a",
        "a: b",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "'",
        "\"",
        "\\",
        "a\nb",
        "\n",
        "a\n",
        "é",
        "😀",
        "\u{a0}",
        "---",
        "...",
        "[",
        "{",
        "a,b",
        "007",
        "+1",
        "1.",
        "e3",
        "\u{200b}x",
    ];
    match random.below(3) {
        0 => random.one_of(&hard).to_owned(),
        1 => random.text("ab:-#'\"\\ ,[]{}0.e+", random.below(12)),
        _ => format!("{}{}", random.one_of(&hard), random.text("xyz@./-", random.below(5))),
    }
}
