//! The control plane is what it says: the controllers work, and the token is needed.

use crate::harness::{How, Id, Question, plane};
use serde_json::json;

#[test]
fn the_control_plane_deletes_namespaces_and_gathers_roles() {
    let Some(plane) = plane("the control plane itself") else { return };
    let client = plane.client();
    let name = "begins";
    let namespace = json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": name } });
    client.create(&namespace, "", How::ForReal).object();
    let inside = json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "inside" } });
    client.create(&inside, name, How::ForReal).object();
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": { "name": "b" },
        "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "kubeflow-admin" },
        "subjects": [{ "apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "begins@example.com" }],
    });
    client.create(&binding, name, How::ForReal).object();
    let question = Question {
        user: "begins@example.com".to_owned(),
        verb: "get",
        resource: "pods",
        namespace: name.to_owned(),
        ..Question::default()
    };
    assert!(client.may(&question), "kubeflow-admin has gathered nothing");
    client.delete(&Id::of(&namespace)).object();
    client.wait_until_gone(&Id::of(&namespace));
    assert!(!client.may(&question), "the binding has outlived its Namespace");
    let stranger = client.request("GET", "/api/v1/namespaces", None);
    assert!(stranger.accepted());
}
