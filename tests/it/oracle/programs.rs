//! The programs that are asked: the oracle, and kubectl.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// How many files kubectl is given at once.
const FILES: usize = 2000;

/// `tests/oracle`, built.
pub struct Oracle(PathBuf);

/// What the server would answer.
#[derive(serde::Deserialize)]
pub struct Answer {
    /// Whether it takes the object.
    pub accepted: bool,
    /// What it then holds.
    #[serde(default)]
    pub canonical: Value,
    /// Why not.
    #[serde(default)]
    pub message: String,
}

impl Oracle {
    /// The program that the environment names.
    pub fn find() -> Option<Self> {
        std::env::var_os("TENANTRY_ORACLE").map(|path| Self(path.into()))
    }

    /// One answer for each object, in order, each in the namespace that it names.
    pub fn ask<'v>(&self, objects: impl Iterator<Item = &'v Value>) -> Vec<Answer> {
        let namespace = |object: &'v Value| object["metadata"]["namespace"].as_str().unwrap_or("team-a");
        self.ask_in(objects.map(|object| (namespace(object), object)))
    }

    /// The same in the namespaces that are given.
    pub fn ask_in<'v>(&self, objects: impl Iterator<Item = (&'v str, &'v Value)>) -> Vec<Answer> {
        let mut child = Command::new(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.0.display()));
        let mut questions = BufWriter::new(child.stdin.take().expect("questions can be asked"));
        let answers = BufReader::new(child.stdout.take().expect("answers can be read"));
        let reader = std::thread::spawn(move || {
            let answer = |line: std::io::Result<String>| {
                serde_json::from_str(&line.expect("an answer is text")).expect("an answer is JSON")
            };
            answers.lines().map(answer).collect::<Vec<Answer>>()
        });
        let mut asked = 0;
        for (namespace, object) in objects {
            let question = json!({ "namespace": namespace, "object": object });
            writeln!(questions, "{question}").expect("a question can be asked");
            asked += 1;
        }
        drop(questions);
        let answers = reader.join().expect("the answers can be read");
        assert!(child.wait().is_ok_and(|status| status.success()), "the oracle failed");
        assert_eq!(answers.len(), asked, "one answer for each question");
        answers
    }
}

/// The documents of these texts as kubectl reads them. None where there is no kubectl.
pub fn kubectl(texts: &[&[u8]]) -> Option<Vec<Value>> {
    Command::new("kubectl").args(["version", "--client"]).output().ok().filter(|output| output.status.success())?;
    Some(texts.chunks(FILES).flat_map(read_by_kubectl).collect())
}

fn read_by_kubectl(texts: &[&[u8]]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (index, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{index:06}.yaml")), text).expect("a file can be written");
    }
    let output = Command::new("kubectl")
        .args(["annotate", "--local", "-o", "json", "q=r", "-f"])
        .arg(folder.path())
        .output()
        .expect("kubectl can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.is_empty(), "kubectl does not read what we read: {said}");
    serde_json::Deserializer::from_slice(&output.stdout)
        .into_iter::<Value>()
        .map(|document| document.expect("kubectl prints JSON"))
        .collect()
}
