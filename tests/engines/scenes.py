"""The bad starts and the bad turns. A scene yields when Git is to be synced, and is sent what came of it."""

from bad_starts import ROLE, binding, controllers_made, pair, rule, user

BOB, CARA = "bob@example.com", "cara@example.com"
MALLORY = "mallory@example.com"


def bound(scene, who, role="edit"):
    return scene.get("RoleBinding", pair(scene.name, who, role)), scene.get("AuthorizationPolicy", pair(scene.name, who, role))


def what_controllers_made_is_taken_over(scene):
    """Objects with ownerReferences, fields of the controllers: everything that is taken back in Git is taken back."""
    scene.write([(BOB, "edit"), (CARA, "view")], cloud=True, quota="cpu: 8, memory: 32Gi")
    controllers_made(scene, [(BOB, "edit"), (CARA, "view")], cloud=True, quota={"cpu": "8", "memory": "32Gi"})
    outcome = yield
    scene.expect(not scene.fails(outcome), f"it is not taken over: {scene.synced(outcome)}")
    scene.expect(scene.may(BOB) and scene.may(scene.owner), "somebody lost access on the way")
    scene.equals_the_tree("taken over")
    scene.write([(CARA, "view")], quota="cpu: 8")
    yield
    scene.expect(not scene.may(BOB) and bound(scene, BOB) == (None, None), "a contributor keeps access")
    account = scene.get("ServiceAccount", "default-editor")
    scene.expect(ROLE not in account["metadata"].get("annotations", {}), "the cloud identity stays")
    scene.expect(scene.get("ResourceQuota", "kf-resource-quota")["spec"]["hard"] == {"cpu": "8"}, "a limit stays")
    scene.write(lifecycle="Retired")
    yield
    scene.expect(not scene.may(scene.owner), "the owner of a retired tenant keeps access")
    scene.equals_the_tree("retired")


def another_role_stands_under_the_name(scene):
    """A binding of the name that is rendered gives another role, which cannot be changed."""
    scene.write([(BOB, "view")])
    controllers_made(scene, [])
    body = binding("cluster-admin", user(BOB))
    meta = {"name": pair(scene.name, BOB, "view"), "namespace": scene.name}
    scene.cluster.create({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": meta, **body}, "somebody")
    scene.expect(scene.may(BOB, "create"), "the scene is not set")
    yield
    scene.expect(scene.may(BOB) and not scene.may(BOB, "create"), "the other role stays")


def somebody_adds_subjects_and_rules(scene):
    """Lists are replaced as wholes, whoever wrote into them, and the engine sees it."""
    scene.write([(BOB, "edit")])
    yield
    thing = pair(scene.name, BOB, "edit")
    scene.edit("somebody", "RoleBinding", thing, {"subjects": [user(BOB), user(MALLORY)]})
    scene.edit("somebody", "AuthorizationPolicy", thing, {"spec": {"rules": [rule(BOB), rule(MALLORY), {}]}})
    scene.expect(scene.may(MALLORY), "the scene is not set")
    scene.expect(len(scene.seen(scene.engine.diff())) == 2, "it is not seen")
    yield
    scene.expect(not scene.may(MALLORY), "the subject stays")
    scene.equals_the_tree("healed")


def somebody_keeps_the_engine_from_pruning(scene):
    """An annotation that forbids to prune is overwritten by the next sync, and what is then revoked is revoked."""
    scene.write([(BOB, "edit"), (CARA, "edit")])
    yield
    for kind in ("RoleBinding", "AuthorizationPolicy"):
        for who in (BOB, CARA):
            scene.edit("somebody", kind, pair(scene.name, who, "edit"), {"metadata": {"annotations": scene.unprunable()}})
    scene.expect(len(scene.seen(scene.engine.diff())) == 4, "it is not seen")
    yield
    scene.write([(CARA, "edit")])
    yield
    scene.expect(not scene.may(BOB) and bound(scene, BOB) == (None, None), "it keeps the engine from pruning")
    # Without a sync in between, it does: said in the docs.
    thing = pair(scene.name, CARA, "edit")
    scene.edit("somebody", "RoleBinding", thing, {"metadata": {"annotations": scene.unprunable()}})
    scene.write()
    outcome = yield
    scene.known("annotation", scene.may(CARA), scene.fails(outcome) or scene.seen(scene.engine.diff()))


def somebody_takes_the_engines_marks_off(scene):
    """What does not say to be of the engine is not pruned; the next sync puts the mark back."""
    scene.write([(BOB, "edit"), (CARA, "edit")])
    yield
    scene.edit("somebody", "RoleBinding", pair(scene.name, BOB, "edit"), {"metadata": scene.unmarked()})
    yield
    scene.write([(CARA, "edit")])
    yield
    scene.expect(not scene.may(BOB), "the mark was not put back")
    scene.edit("somebody", "RoleBinding", pair(scene.name, CARA, "edit"), {"metadata": scene.unmarked()})
    scene.write()
    outcome = yield
    scene.known("mark", scene.may(CARA), scene.fails(outcome) or scene.seen(scene.engine.diff()))


def a_finalizer_holds_a_binding(scene):
    """What is deleted and held by a finalizer still gives access."""
    scene.write([(BOB, "edit")])
    yield
    thing = pair(scene.name, BOB, "edit")
    scene.edit("somebody", "RoleBinding", thing, {"metadata": {"finalizers": ["example.com/held"]}})
    scene.write()
    outcome = yield
    live = scene.get("RoleBinding", thing)
    scene.expect(live and live["metadata"].get("deletionTimestamp"), "it is not deleted")
    scene.known("finalizer", scene.may(BOB), scene.fails(outcome) or scene.seen(scene.engine.diff()))
    scene.edit("somebody", "RoleBinding", thing, {"metadata": {"finalizers": None}})
    yield
    scene.expect(not scene.may(BOB), "it is not gone")


def somebody_adds_fields_that_are_not_rendered(scene):
    """They stay, unseen, unless they are kubectl's and the engine is Flux."""
    scene.write([(BOB, "edit")])
    yield
    owners = "ns-owner-access-istio"
    for manager, key in (("somebody", "example.com/a"), ("kubectl-label", "example.com/b")):
        scene.edit(manager, "ServiceAccount", "default-editor", {"metadata": {"annotations": {key: "x"}}})
    scene.edit("somebody", "AuthorizationPolicy", owners, {"spec": {"action": "AUDIT"}})
    outcome = yield
    left = scene.get("ServiceAccount", "default-editor")["metadata"].get("annotations", {})
    scene.expect(("example.com/b" in left) == (scene.engine.name == "argocd"), f"of kubectl's field: {left}")
    live = scene.get("AuthorizationPolicy", owners)
    scene.known("field", live["spec"].get("action") == "AUDIT" and "example.com/a" in left, scene.fails(outcome))
    scene.write(lifecycle="Retired")
    yield
    scene.edit("somebody", "AuthorizationPolicy", "retired", {"spec": {"selector": {"matchLabels": {"app": "none"}}}})
    outcome = yield
    scene.known("selector", "selector" in scene.get("AuthorizationPolicy", "retired")["spec"], scene.fails(outcome))


def a_controller_writes_again(scene):
    """What the profile controller wrote after the last sync and Git takes back: Argo CD does not look, until its mark is taken off."""
    scene.write(cloud=True)
    yield
    live = scene.get("ServiceAccount", "default-editor")["metadata"]["annotations"][ROLE]
    for value in ("arn:aws:iam::111122223333:role/other", live):
        scene.edit("manager", "ServiceAccount", "default-editor", {"metadata": {"annotations": {ROLE: value}}})
    yield
    scene.write()
    outcome = yield
    stays = ROLE in scene.get("ServiceAccount", "default-editor")["metadata"].get("annotations", {})
    scene.known("controller", stays, scene.fails(outcome))
    scene.edit("somebody", "ServiceAccount", "default-editor", {"metadata": scene.unmarked()})
    yield
    left = scene.get("ServiceAccount", "default-editor")["metadata"].get("annotations", {})
    scene.expect(ROLE not in left, "it stays although the mark was taken off")


def one_object_is_refused(scene):
    """An object that the server refuses holds up a revoke with Flux, with words; not with Argo CD."""
    scene.write([(BOB, "edit"), ("before@example.com", "view")])
    yield
    scene.write([("after@example.com", "view")])
    outcome = yield
    scene.expect(scene.fails(outcome), "nothing is said of it")
    scene.expect(scene.may(BOB) == (scene.engine.name == "flux"), "the revoke is not what the docs say")
    scene.write([("before@example.com", "view")])
    yield
    scene.expect(not scene.may(BOB), "the revoke does not come when the object is mended")


ALL = [
    what_controllers_made_is_taken_over,
    another_role_stands_under_the_name,
    somebody_adds_subjects_and_rules,
    somebody_keeps_the_engine_from_pruning,
    somebody_takes_the_engines_marks_off,
    a_finalizer_holds_a_binding,
    somebody_adds_fields_that_are_not_rendered,
    a_controller_writes_again,
    one_object_is_refused,
]
