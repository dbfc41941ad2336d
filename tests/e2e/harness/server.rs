//! Starts the program, and lets it end with the tests.

use super::client::Client;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Names the program.
const VARIABLE: &str = "TENANTRY_CONTROL_PLANE";

/// One that runs. It ends when its standard input does, and so with the tests, however they end.
pub struct Plane {
    client: Client,
    _running: Child,
}

impl Plane {
    /// A client with all rights.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

/// The one of all tests. Without a program to start, says what is not tested.
pub fn plane(untested: &str) -> Option<&'static Plane> {
    static PLANE: OnceLock<Option<Plane>> = OnceLock::new();
    let plane = PLANE.get_or_init(|| std::env::var_os(VARIABLE).map(|program| start(Path::new(&program))));
    if plane.is_none() {
        println!("SKIPPED: no {VARIABLE}: {untested}");
    }
    plane.as_ref()
}

fn start(program: &Path) -> Plane {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (kubeconfig, log) = (folder.path().join("kubeconfig"), folder.path().join("log"));
    let mut running = Command::new(program)
        .arg("-kubeconfig")
        .arg(&kubeconfig)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).expect("a file can be made"))
        .spawn()
        .unwrap_or_else(|error| panic!("{VARIABLE}={}: {error}", program.display()));
    let began = std::time::Instant::now();
    let mut line = String::new();
    let stdout = running.stdout.take().expect("it is piped");
    BufReader::new(stdout).read_line(&mut line).expect("it can be read");
    if line != "ready\n" {
        let log = std::fs::read_to_string(&log).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        panic!("the control plane did not begin:\n{}", lines[lines.len().saturating_sub(30)..].join("\n"));
    }
    println!("e2e: the control plane began in {:.1} s", began.elapsed().as_secs_f64());
    let text = std::fs::read_to_string(&kubeconfig).expect("it wrote a kubeconfig");
    Plane { client: client(&serde_yaml::from_str(&text).expect("a kubeconfig is YAML")), _running: running }
}

/// A client by the context without TLS.
fn client(kubeconfig: &Value) -> Client {
    let entry = |list: &str, name: &str| {
        let mut entries = kubeconfig[list].as_array().expect("a kubeconfig has lists").iter();
        entries.find(|entry| entry["name"] == name).expect("the kubeconfig names it").clone()
    };
    let text = |value: &Value| value.as_str().expect("it is text").to_owned();
    let (cluster, user) = (entry("clusters", "plain"), entry("users", "administrator"));
    Client::new(text(&cluster["cluster"]["server"]), &text(&user["user"]["token"]))
}
