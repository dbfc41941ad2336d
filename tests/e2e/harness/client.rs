//! Requests to the API server, as kubectl and sync engines make them.

use super::documents::{Document, Id};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Mutex;
use ureq::http;

/// Who applies, for the server's book of who owns which field.
const MANAGER: &str = "tenantry-e2e";

/// Whether a request changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It does.
    ForReal,
    /// The server does all but to store it.
    DryRun,
}

/// What the server says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The code of HTTP.
    pub status: u16,
    /// The object, or a Status that says why not.
    pub body: Value,
    /// The texts of warnings.
    pub warnings: Vec<String>,
}

impl Answer {
    /// Whether the server did it.
    pub fn accepted(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Why it did not.
    pub fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }

    /// The object; fails where the server did not do it.
    #[track_caller]
    pub fn object(self) -> Value {
        assert!(self.accepted(), "{}: {}", self.status, self.body);
        self.body
    }
}

/// May somebody do something? Empty texts are left out of the question.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// A user; `system:serviceaccount:NAMESPACE:NAME` for a ServiceAccount.
    pub user: String,
    /// The user's groups.
    pub groups: Vec<String>,
    /// The verb.
    pub verb: &'static str,
    /// The group of the resource.
    pub group: &'static str,
    /// The resource, with its subresource as `pods/exec`.
    pub resource: &'static str,
    /// Where.
    pub namespace: String,
}

/// What a kind is called in a path.
#[derive(Clone)]
struct Resource {
    plural: String,
    namespaced: bool,
}

/// A client with the token of an administrator.
pub struct Client {
    agent: ureq::Agent,
    server: String,
    token: String,
    resources: Mutex<HashMap<(String, String), Resource>>,
}

impl Client {
    /// One of this server.
    pub fn new(server: String, token: &str) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_idle_connections_per_host(16).build();
        Self { agent: agent.into(), server, token: format!("Bearer {token}"), resources: Mutex::default() }
    }

    /// Any request: a path with its query, and a body of a type.
    pub fn request(&self, method: &str, path: &str, body: Option<(&str, String)>) -> Answer {
        let url = format!("{}{path}", self.server);
        let builder = http::Request::builder().method(method).uri(&url).header("authorization", &self.token);
        let response = match body {
            None => self.agent.run(builder.body(()).expect("a sound request")),
            Some((kind, text)) => {
                self.agent.run(builder.header("content-type", kind).body(text).expect("a sound request"))
            }
        };
        let mut response = response.unwrap_or_else(|error| panic!("{method} {url}: {error}"));
        let warnings = response.headers().get_all("warning").iter();
        let warnings = warnings.map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned()).collect();
        let status = response.status().as_u16();
        let bytes = response.body_mut().with_config().limit(1 << 30).read_to_vec();
        let bytes = bytes.unwrap_or_else(|error| panic!("{method} {url}: {error}"));
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| json!({ "message": String::from_utf8_lossy(&bytes).into_owned() }));
        Answer { status, body, warnings }
    }

    /// Server-side apply of a document's text, with strict field validation, by force.
    pub fn apply(&self, document: &Document, how: How) -> Answer {
        let path = self.path(&Id::of(&document.object));
        let query = format!("?fieldManager={MANAGER}&fieldValidation=Strict&force=true{}", dry_run(how));
        self.request("PATCH", &(path + &query), Some(("application/apply-patch+yaml", document.text.clone())))
    }

    /// Creates an object, with strict field validation. The namespace counts where the object names none.
    pub fn create(&self, object: &Value, namespace: &str, how: How) -> Answer {
        let mut id = Id::of(object);
        if id.namespace.is_empty() {
            id.namespace = namespace.to_owned();
        }
        let folder = match self.find_folder(&id) {
            Ok(folder) => folder,
            Err(unknown) => return unknown,
        };
        let path = format!("{folder}?fieldManager={MANAGER}&fieldValidation=Strict{}", dry_run(how));
        self.request("POST", &path, Some(("application/json", object.to_string())))
    }

    /// The object as it is stored; none where there is none.
    pub fn get(&self, id: &Id) -> Option<Value> {
        let answer = self.request("GET", &self.path(id), None);
        (answer.status != 404).then(|| answer.object())
    }

    /// The objects of a kind in a Namespace; in all of them where it is empty.
    pub fn list(&self, version: &str, kind: &str, namespace: &str) -> Vec<Value> {
        let (version, kind, namespace) = (version.to_owned(), kind.to_owned(), namespace.to_owned());
        let id = Id { version, kind, namespace, name: String::new() };
        let mut list = self.request("GET", &self.folder(&id), None).object();
        let Value::Array(mut items) = list["items"].take() else { panic!("a list has items") };
        for item in &mut items {
            // A list says it once for all.
            item["apiVersion"] = id.version.clone().into();
            item["kind"] = id.kind.clone().into();
        }
        items
    }

    /// Deletes an object, and what it owns.
    pub fn delete(&self, id: &Id) -> Answer {
        self.request("DELETE", &(self.path(id) + "?propagationPolicy=Background"), None)
    }

    /// Waits until an object is gone: a Namespace takes a while.
    pub fn wait_until_gone(&self, id: &Id) {
        let began = std::time::Instant::now();
        while self.get(id).is_some() {
            assert!(began.elapsed().as_secs() < 120, "{id} is still there");
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    }

    /// The server's answer to a SubjectAccessReview.
    pub fn may(&self, question: &Question) -> bool {
        let (resource, subresource) = question.resource.split_once('/').unwrap_or((question.resource, ""));
        let review = json!({
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SubjectAccessReview",
            "spec": {
                "user": question.user,
                "groups": question.groups,
                "resourceAttributes": {
                    "verb": question.verb, "group": question.group, "resource": resource,
                    "subresource": subresource, "namespace": question.namespace,
                },
            },
        });
        let answer = self.create(&review, "", How::ForReal).object();
        answer["status"]["allowed"].as_bool().unwrap_or_else(|| panic!("no answer: {answer}"))
    }

    /// The path of an object.
    fn path(&self, id: &Id) -> String {
        format!("{}/{}", self.folder(id), escaped(&id.name))
    }

    /// The path of the objects of a kind that the server knows.
    fn folder(&self, id: &Id) -> String {
        self.find_folder(id).unwrap_or_else(|unknown| panic!("{} {}: {}", id.version, id.kind, unknown.message()))
    }

    /// The path of the objects of a kind, or what the server says of one that it does not know.
    fn find_folder(&self, id: &Id) -> Result<String, Answer> {
        let resource = self.resource(&id.version, &id.kind)?;
        let root = group_path(&id.version);
        Ok(match resource.namespaced && !id.namespace.is_empty() {
            true => format!("{root}/namespaces/{}/{}", escaped(&id.namespace), resource.plural),
            false => format!("{root}/{}", resource.plural),
        })
    }

    /// What the server says that a kind is called, asked once.
    fn resource(&self, version: &str, kind: &str) -> Result<Resource, Answer> {
        let key = (version.to_owned(), kind.to_owned());
        let mut known = self.resources.lock().expect("no test fails while it holds this");
        if let Some(resource) = known.get(&key) {
            return Ok(resource.clone());
        }
        let list = self.request("GET", &group_path(version), None);
        for entry in list.body["resources"].as_array().into_iter().flatten() {
            let text = |field: &str| entry[field].as_str().unwrap_or_default().to_owned();
            if !text("name").contains('/') {
                let resource = Resource { plural: text("name"), namespaced: entry["namespaced"] == true };
                known.insert((version.to_owned(), text("kind")), resource);
            }
        }
        let unknown = || Answer { status: 404, body: json!({ "message": "no such kind" }), warnings: Vec::new() };
        known.get(&key).cloned().ok_or_else(unknown)
    }
}

fn dry_run(how: How) -> &'static str {
    match how {
        How::ForReal => "",
        How::DryRun => "&dryRun=All",
    }
}

fn group_path(version: &str) -> String {
    format!("{}/{version}", if version.contains('/') { "/apis" } else { "/api" })
}

/// A part of a path: names of RoleBindings hold any characters but `/` and `%`.
fn escaped(part: &str) -> String {
    let mut text = String::new();
    for byte in part.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}
