//! The YAML reader and writer against recorded readers, a second parser, a second library and arbitrary values.
//!
//! Nothing about Profiles: what only their shape refuses goes to [`SCHEMA_REFUSES`].

mod mutation;
mod saphyr;

use crate::support::conformance;
use crate::support::sandbox::Sandbox;
use mutation::{edits, mutated};
use proptest::prelude::*;
use saphyr::Saphyr;
use serde::Deserialize as _;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use tenantry::diagnostic::FileId;
use tenantry::source::event::Parser;
use tenantry::source::{self, Limits};

/// Whether the whole program refuses a file that is sound YAML. None: not asked here.
const SCHEMA_REFUSES: Option<fn(&Path) -> bool> = Some(render_refuses);
const READERS: [&str; 4] = ["kustomize", "pyyaml", "node12", "node11"];

/// Whether a folder with only this document renders to nothing but an error.
fn render_refuses(document: &Path) -> bool {
    let sandbox = Sandbox::new();
    sandbox.write("profiles/document.yaml", std::fs::read(document).unwrap());
    sandbox.run(&["render"]).code == Some(2)
}

// ---- reading, in the three ways compared ----

fn outcome(parser: &impl Parser, bytes: &[u8]) -> Option<Vec<Json>> {
    let (documents, found) = source::read_with(parser, FileId(0), bytes, &Limits::default());
    found.is_empty().then(|| documents.iter().map(|document| document.root.to_json()).collect())
}

fn ours(bytes: &[u8]) -> Option<Vec<Json>> {
    let (documents, found) = source::read(FileId(0), bytes, &Limits::default());
    assert!(found.is_empty() || found.stops(), "a refusal stops the run");
    assert!(!found.is_empty() || documents.iter().all(|document| document.sound));
    found.is_empty().then(|| documents.iter().map(|document| document.root.to_json()).collect())
}

fn is_syntax(bytes: &[u8]) -> bool {
    let (_, found) = source::read(FileId(0), bytes, &Limits::default());
    let parser_says = [source::codes::SYNTAX, source::codes::TEMPLATE];
    found.iter().any(|diagnostic| parser_says.contains(&diagnostic.code))
}

/// What the second library makes of it; it takes an empty document for null, we skip it.
fn second_opinion(text: &str) -> Option<Vec<Json>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let read: Result<Vec<_>, _> = serde_yaml::Deserializer::from_str(text).map(Json::deserialize).collect();
    Some(read.ok()?.into_iter().filter(|document| !document.is_null()).collect())
}

/// Equal as JSON is: 1 and 1.0 are one number.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn all_same(a: &[Json], b: &[Json]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

/// The three ways must agree wherever we accept. The second parser must also refuse what we refuse, but for syntax:
/// it has no strict indentation.
fn check_agreement(bytes: &[u8]) -> bool {
    let ours = ours(bytes);
    let text = String::from_utf8_lossy(bytes);
    if ours.is_some() || !is_syntax(bytes) {
        assert_eq!(ours, outcome(&Saphyr, bytes), "the second parser, on {text:?}");
    }
    if let (Some(ours), Some(second)) = (&ours, second_opinion(&text)) {
        assert!(all_same(ours, &second), "{text:?}\nours {ours:?}\nsecond {second:?}");
    }
    ours.is_some()
}

// ---- recorded readers ----

fn rows(folder: &Path, file: &str) -> Vec<Json> {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Accepted with kubectl's meaning and every other reader's, or refused. True when accepted.
fn check_scalar(row: &Json) -> bool {
    let plain = row["plain"].as_str().unwrap();
    let Some(documents) = ours(format!("key: {plain}\n").as_bytes()) else { return false };
    let value = &documents[0]["key"];
    assert!(same(value, &row["kubectl"]), "{plain:?}: {value} is not kubectl's {}", row["kubectl"]);
    for reader in READERS.iter().filter(|reader| row.get(**reader).is_some()) {
        assert!(same(value, &row[*reader]), "{plain:?}: {reader} reads {}, so it must be refused", row[*reader]);
    }
    true
}

#[test]
fn plain_scalars_mean_what_kubectl_takes_them_for_or_are_refused() {
    for (label, folder) in conformance::tables("yaml") {
        let rows = rows(&folder, "scalars.jsonl");
        let accepted = rows.iter().filter(|row| check_scalar(row)).count();
        println!("{label}: {} scalars, {accepted} accepted, {} refused", rows.len(), rows.len() - accepted);
        assert!(accepted > 0 && accepted < rows.len());
    }
}

/// Found by comparing with kubectl: it reads another key, or a key where others read text.
#[test]
fn what_only_kubectl_reads_otherwise_is_refused() {
    for value in ["{a:, b: c}", "{a:}", "[a:]", "[a:, b]", "{a :, b}", "{?a: b}", "[?a]", "{? a: b}", "[? a: b]"] {
        assert_eq!(ours(format!("key: {value}\n").as_bytes()), None, "{value}");
    }
    for value in ["{a: , b: c}", "{\"a\":b}", "{a, b}", "[a: b]", "{http://x: 80}"] {
        assert!(ours(format!("key: {value}\n").as_bytes()).is_some(), "{value}");
    }
}

fn nested(levels: usize) -> String {
    format!("key: {}{}\n", "[".repeat(levels - 1), "]".repeat(levels - 1))
}

#[test]
fn limits_hold_to_the_last_one() {
    let key = |length: usize| format!("{}: a\n", "k".repeat(length));
    let items = |count: usize| format!("key:\n{}", "- a\n".repeat(count));
    for (fits, breaks) in [(nested(32), nested(33)), (key(1024), key(1025)), (items(65_533), items(65_534))] {
        let limits = Limits::generated();
        assert!(source::read(FileId(0), fits.as_bytes(), &limits).1.is_empty());
        let codes: Vec<_> = source::read(FileId(0), breaks.as_bytes(), &limits).1.iter().map(|d| d.code).collect();
        assert_eq!(codes, [source::codes::LIMIT]);
    }
}

#[test]
fn errors_over_the_limit_are_counted_in_one() {
    let (_, found) = source::read(FileId(0), "- yes\n".repeat(250).as_bytes(), &Limits::default());
    let last = found.iter().last().map(|diagnostic| (diagnostic.code, diagnostic.message.as_str()));
    assert_eq!((found.len(), last), (101, Some((source::codes::MORE, "151 more errors in this file"))));
}

/// True when the file was sound YAML that only a schema can refuse, and no schema was asked.
fn check_document(folder: &Path, row: &Json) -> bool {
    let path = folder.join(row["file"].as_str().unwrap());
    let accepted = ours(&std::fs::read(&path).unwrap()).is_some();
    let wanted = row["verdict"] == "accepted";
    assert!(accepted || !wanted, "{} must be accepted", path.display());
    if accepted && !wanted {
        let Some(refuses) = SCHEMA_REFUSES else { return true };
        assert!(refuses(&path), "{} must be refused: {}", path.display(), row["why"]);
    }
    false
}

#[test]
fn documents_get_their_verdict() {
    for (label, folder) in conformance::tables("yaml") {
        let rows = rows(&folder, "documents.jsonl");
        let left: Vec<_> = rows.iter().filter(|row| check_document(&folder, row)).map(|row| &row["file"]).collect();
        println!("{label}: {} documents, left to a schema: {left:?}", rows.len());
    }
}

// ---- the same answers from the second parser and the second library ----

/// Every recorded document and Profile.
fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let documents = conformance::tables("yaml").into_iter().map(|(_, folder)| folder.join("documents"));
    let cases = conformance::tables("controller").into_iter().flat_map(|(_, folder)| entries(&folder));
    let folders = documents.chain(cases.map(|case| case.join("profiles")));
    let files =
        folders.flat_map(|folder| entries(&folder)).filter(|path| path.extension().is_some_and(|e| e == "yaml"));
    files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries
}

#[test]
fn parsers_and_libraries_agree_on_every_recorded_file() {
    let corpus = corpus();
    let accepted = corpus.iter().filter(|(_, bytes)| check_agreement(bytes)).count();
    println!("{} files, {accepted} accepted", corpus.len());
    assert!(accepted > 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn parsers_and_libraries_agree_on_mutated_files(pick in any::<prop::sample::Index>(), edits in edits()) {
        static CORPUS: std::sync::LazyLock<Vec<(PathBuf, Vec<u8>)>> = std::sync::LazyLock::new(corpus);
        check_agreement(&mutated(pick.get(&CORPUS).1.clone(), &edits));
    }
}

// ---- the writer ----

const HARD: [&str; 20] = [
    "",
    "yes",
    "No",
    "~",
    "null",
    "1e3",
    "0x10",
    "012",
    "1:30",
    "2001-01-01",
    "a: b",
    "a #b",
    "- a",
    "\u{e9}\u{1f600}",
    " a ",
    "a\nb\n",
    "\\u0041",
    "'\"",
    "e3",
    "{{ x }}",
];

fn text() -> impl Strategy<Value = String> {
    let long = prop::collection::vec("[a-z :#]{0,9}", 100..300).prop_map(|words| words.join(" "));
    let hard = prop::sample::select(HARD.to_vec()).prop_map(str::to_owned);
    prop_oneof![4 => "\\PC{0,12}", 3 => hard, 2 => "[-+.0-9_eExXoO:,]{0,9}", 1 => long]
        .prop_filter("a hidden character", |text| !text.chars().any(|c| c != '\n' && source::is_hidden(c)))
}

fn key() -> impl Strategy<Value = String> {
    text().prop_filter("no key", |text| text.len() <= 500 && source::hidden_character(text).is_none())
}

fn value() -> impl Strategy<Value = Json> {
    let number = prop_oneof![
        (-99_999_i64..99_999).prop_map(Json::from),
        (1..9_999_u32).prop_map(|n| json!(f64::from(n) / 64.0))
    ];
    let leaf = prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), number, text().prop_map(Json::from)];
    leaf.prop_recursive(6, 48, 5, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from);
        prop_oneof![list, prop::collection::vec((key(), inner), 0..5).prop_map(|entries| entries.into_iter().collect())]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn what_is_written_reads_the_same_everywhere(values in prop::collection::vec((key(), value()), 1..4)) {
        let documents: Vec<_> = values.into_iter().map(|(key, value)| json!({ key: value })).collect();
        let text = source::write_documents("# header", documents.iter());
        let read = ours(text.as_bytes()).unwrap_or_default();
        prop_assert!(all_same(&read, &documents), "{:?} became {:?} by\n{}", documents, read, text);
        prop_assert!(check_agreement(text.as_bytes()));
    }

    #[test]
    fn hidden_characters_are_written_so_that_others_read_them_back(text in any::<String>()) {
        let document = json!({ "key": text });
        let written = source::write(&document);
        prop_assert_eq!(second_opinion(&written), Some(vec![document]));
        prop_assert!(!written.chars().any(|c| c != '\n' && source::is_hidden(c)));
    }
}

/// The characters of which readers disagree or that nobody sees, written out: raw in a comment and in a text, and as an escape
/// where a name would hold them.
#[test]
fn every_character_that_may_not_stand_in_a_file_is_refused() {
    let ranges = [
        '\u{0}'..='\u{9}',
        '\u{b}'..='\u{1f}',
        '\u{7f}'..='\u{9f}',
        '\u{61c}'..='\u{61c}',
        '\u{200e}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2066}'..='\u{2069}',
        '\u{feff}'..='\u{feff}',
    ];
    let mut tried = 0;
    for character in ranges.into_iter().flatten() {
        for text in [format!("a: b # x{character}y\n"), format!("a: \"x{character}y\"\n")] {
            assert_eq!(ours(text.as_bytes()), None, "{character:?} raw");
        }
        let escaped = format!("a: \"x\\u{:04x}y\"\n", u32::from(character));
        // A tab and a carriage return are no danger once they are escapes, but no name may hold them either.
        assert_eq!(ours(escaped.as_bytes()), None, "{character:?} escaped");
        tried += 1;
    }
    assert!(ours("\u{feff}a: b\n".as_bytes()).is_some(), "a byte order mark may stand at the very start");
    assert!(ours("a: \"é\u{1f600}\u{a0}\u{e000}\"\n".as_bytes()).is_some(), "letters beyond ASCII may stand anywhere");
    println!("yaml: {tried} characters are refused");
}
