#!/usr/bin/env python3
"""The whole life of pull requests, played with `.github/scripts` in throw-away repositories: `life.py BINARY`.

Each scene is a function named by what it shows. GitHub is `github.py`, the repositories are `world.py`. Python and git only.
"""

import os
import re
import stat
import sys

from world import World, profile

MARKER = "<!-- tenantry:report -->"
PART = "<!-- tenantry:part -->"
# A branch may have this name: git forbids spaces, not shells.
HOSTILE_BRANCH = "a-$(touch${IFS}pwned)-`touch${IFS}pwned`;touch${IFS}pwned"
# And a file this one.
HOSTILE_FILE = "$(touch pwned) `touch pwned`\n::set-output name=state::success\n@everyone <img src=x>"
CONFIG = "apiVersion: tenantry.dev/v1alpha1\nkind: Config\n"
GUARDS = "guards:\n  maxDeletedTenants: {deleted}\n  maxChangedShare: 100\n"
RETIRED = "  lifecycle: Retired\n"

BASE = {
    "tenantry.yaml": CONFIG + GUARDS.format(deleted=1),
    "profiles/old-1.yaml": profile("old-1", more=RETIRED),
    "profiles/old-2.yaml": profile("old-2", more=RETIRED),
    "profiles/team-a.yaml": profile("team-a"),
    "profiles/team-b.yaml": profile("team-b", "bea@example.com", [("ben@example.com", "view")]),
    "profiles/team-c.yaml": profile("team-c", "carl@example.com"),
}


def live(text):
    """What of a comment is not code: there a mention would reach somebody, and HTML would be HTML."""
    text = text.removeprefix(MARKER)
    text = re.sub(r"(?ms)^(`{3,})[^\n]*\n.*?^\1\s*$", "", text)
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", text)


def assert_harmless(comments):
    for comment in comments:
        assert comment.startswith(MARKER) and len(comment) <= 65536
        assert not re.search(r"(?<![\w`])@\w|<img|<script|::set-output", live(comment)), comment


def report(world, number, sha, expect=0, **more):
    return world.run("report", expect=expect, head=sha, pull_request=number, **more)


def a_person_is_added_and_the_report_appears(world):
    top = world.clone("dora")
    world.write(top, {"profiles/team-a.yaml": profile("team-a", people=[("bob@example.com", "edit")])})
    world.tenantry(top, "render")
    world.commit(top, "Bob helps team-a")
    sha = world.propose(1, top, "bob")
    outputs, _ = report(world, 1, sha)
    assert outputs == {"state": "success", "stale": "false"}, outputs
    assert [s["state"] for s in world.github.statuses if s["sha"] == sha] == ["pending", "success"]
    (comment,) = world.github.of(1)
    assert "bob@example.com" in comment and "team-a" in comment, comment
    assert_harmless([comment])


def a_second_push_updates_the_one_comment(world):
    first = world.github.comments[1][0]["id"]
    top = world.clone("dora", branch="bob")
    world.write(top, {"profiles/team-a.yaml": profile("team-a", people=[("bill@example.com", "edit")])})
    world.tenantry(top, "render")
    world.commit(top, "Bill, not Bob")
    report(world, 1, world.propose(1, top, "bob"))
    (comment,) = world.github.comments[1]
    assert comment["id"] == first and "bill@example.com" in comment["body"] and "bob@" not in comment["body"], comment


def a_run_that_was_overtaken_leaves_the_comment_alone(world):
    before = world.github.of(1)
    old = world.git(world.origin, "rev-parse", "refs/pull/1/head~1")
    _, log = report(world, 1, old)
    assert world.github.of(1) == before and "moved on" in log, log


def somebody_elses_comment_with_our_marker_is_not_ours(world):
    forged = world.github.comment(2, "mallory", f"{MARKER}\nNothing changes for anybody.")
    for text in range(120):
        world.github.comment(2, "someone", f"talk {text}")
    top = world.clone("dora")
    world.write(top, {"profiles/team-c.yaml": profile("team-c", "carl@example.com", [("cleo@example.com", "admin")])})
    world.tenantry(top, "render")
    world.commit(top, "Cleo")
    report(world, 2, world.propose(2, top, "cleo"))
    report(world, 2, world.github.heads[2])
    assert forged["body"].endswith("Nothing changes for anybody.") and len(world.github.of(2)) == 1


def what_is_not_about_tenants_gets_a_status_and_no_comment(world):
    top = world.clone("dora")
    world.write(top, {"README.md": "Tenants\n"})
    world.commit(top, "A readme")
    sha = world.propose(3, top, "readme")
    report(world, 3, sha)
    assert world.github.status(sha)[0] == "success" and world.github.of(3) == []


def an_unrendered_branch_fails_and_is_rendered_for_its_author(world):
    top = world.clone("browser")
    world.write(top, {"profiles/team-d.yaml": profile("team-d", "dan@example.com")})
    sha = (world.commit(top, "Create team-d.yaml"), world.propose(4, top, HOSTILE_BRANCH))[1]
    outputs, _ = report(world, 4, sha, expect=1)
    assert outputs == {"state": "failure", "stale": "true"} and world.github.status(sha)[0] == "failure"
    assert "tenantry render" in world.github.of(4)[0]
    outputs, log = world.run("render", head=sha, pull_request=4, branch=HOSTILE_BRANCH)
    made = world.moved(4, HOSTILE_BRANCH)
    assert outputs == {"head": made} and made != sha, log
    assert world.git(world.origin, "rev-parse", f"{made}^") == sha
    assert "bot" in world.git(world.origin, "log", "-1", "--format=%an", made)
    changed = world.git(world.origin, "diff", "--name-only", sha, made).splitlines()
    assert changed and all(name.startswith("rendered/") for name in changed), changed
    report(world, 4, made)
    assert world.github.status(made)[0] == "success" and len(world.github.of(4)) == 1
    assert_harmless(world.github.of(4))
    # Rendered once is rendered: the step then leaves the branch alone.
    outputs, _ = world.run("render", head=made, pull_request=4, branch=HOSTILE_BRANCH)
    assert outputs == {"head": made} and world.moved(4, HOSTILE_BRANCH) == made


def rendering_follows_no_link_and_runs_no_filter_of_the_branch(world):
    """The runner's own configuration has a filter and hooks by which any tree could run something (see `world.py`)."""
    outside = world.path("outside")
    os.makedirs(outside, exist_ok=True)
    top = world.clone("mallory")
    world.write(top, {"profiles/team-e.yaml": profile("team-e"), ".gitattributes": "* filter=evil diff=evil\n"})
    os.symlink(outside, os.path.join(top, "templates"))
    world.git(top, "rm", "--quiet", "-r", "rendered")
    os.symlink(outside, os.path.join(top, "rendered"))
    world.commit(top, "Links")
    sha = world.propose(5, top, "links")
    report(world, 5, sha, expect=1)
    world.run("render", head=sha, pull_request=5, branch="links")
    assert os.listdir(outside) == []


def a_branch_that_moved_on_is_not_overwritten(world):
    top = world.clone("browser")
    world.write(top, {"profiles/team-f.yaml": profile("team-f")})
    old = (world.commit(top, "Create team-f.yaml"), world.propose(6, top, "team-f"))[1]
    world.commit(top, "More to come")
    new = world.propose(6, top, "team-f")
    outputs, log = world.run("render", head=old, pull_request=6, branch="team-f")
    assert outputs == {"head": old} and world.moved(6, "team-f") == new and "not pushed" in log, log


def two_good_pull_requests_that_are_bad_together_stop_in_the_queue(world):
    main = world.git(world.origin, "rev-parse", "refs/heads/main")
    for number, folder in ((7, "north"), (8, "south")):
        top = world.clone(folder)
        world.write(top, {f"profiles/{folder}/team-x.yaml": profile("team-x", "xena@example.com")})
        world.tenantry(top, "render")
        world.commit(top, f"team-x in {folder}")
        sha = world.propose(number, top, folder)
        report(world, number, sha)
        assert world.github.status(sha)[0] == "success"
    queue = world.clone("queue")
    world.git(queue, "merge", "--quiet", "--no-ff", "-m", "7", "origin/north")
    first = world.git(queue, "rev-parse", "HEAD")
    world.git(queue, "push", "--quiet", "origin", "HEAD:refs/heads/gh-readonly-queue/main/pr-7")
    world.run("queue", at=main, head=first)
    assert world.github.status(first)[0] == "success"
    world.git(queue, "merge", "--quiet", "--no-ff", "-m", "8", "origin/south")
    both = world.git(queue, "rev-parse", "HEAD")
    world.git(queue, "push", "--quiet", "origin", "HEAD:refs/heads/gh-readonly-queue/main/pr-8")
    world.run("queue", at=first, expect=1, head=both)
    assert world.github.status(both)[0] == "failure", world.github.status(both)


def a_group_that_deletes_more_than_the_guard_lets_stops_in_the_queue(world):
    for number, name in ((14, "old-1"), (15, "old-2")):
        top = world.clone(name)
        world.write(top, {f"profiles/{name}.yaml": None})
        world.tenantry(top, "render")
        world.commit(top, f"{name} goes")
        sha = world.propose(number, top, name)
        report(world, number, sha)
        assert world.github.status(sha)[0] == "success"
    main = world.git(world.origin, "rev-parse", "refs/heads/main")
    queue = world.clone("queue")
    for name in ("old-1", "old-2"):
        # Two neighbours in the list of tenants: git sees a conflict, and whoever solves it renders.
        world.git(queue, "merge", "--quiet", "--no-ff", "--no-commit", "--strategy-option=theirs", f"origin/{name}")
        world.tenantry(queue, "render")
        world.commit(queue, name)
    both = world.git(queue, "rev-parse", "HEAD")
    world.git(queue, "push", "--quiet", "origin", "HEAD:refs/heads/gh-readonly-queue/main/pr-15")
    world.run("queue", at=main, expect=1, head=both)
    assert world.github.status(both) == ("failure", "a guard refused; see the report"), world.github.status(both)


def the_main_branch_is_held_to_its_inputs(world):
    world.run("main")
    top = world.clone("hasty")
    world.write(top, {"profiles/team-g.yaml": profile("team-g")})
    world.commit(top, "Straight to main, not rendered")
    world.git(top, "push", "--quiet", "origin", "HEAD:refs/heads/hasty")
    world.run("main", at="hasty", expect=1)


def a_fork_can_change_neither_scripts_nor_rules_of_its_own_review(world):
    fork = world.path("fork.git")
    world.git(world.root, "clone", "--quiet", "--bare", world.origin, fork)
    top = world.clone("mallory", remote=fork)
    evil = "import pathlib\npathlib.Path('pwned').touch()\nraise SystemExit(0)\n"
    world.write(top, {
        ".github/scripts/review.py": evil,
        ".github/scripts/repository.py": evil,
        ".github/workflows/tenantry.yml": "on: pull_request_target\njobs: {}\n",
        "templates/tenant/role-bindings-more.yaml.j2": WIDER,
        "tenantry.yaml": CONFIG + GUARDS.format(deleted=1) + "cloud:\n  allow:\n    aws: ['*']\n",
        f"profiles/{HOSTILE_FILE}/readme.txt": "hello\n",
        "profiles/team-a.yaml": profile("team-a", people=[("mallory@example.com", "admin")]),
    })  # fmt: skip
    world.tenantry(top, "render")
    world.commit(top, "$(touch pwned) `touch pwned` @everyone")
    sha = world.propose(9, top, "main", remote=fork)
    report(world, 9, sha, fork="true")
    comments = world.github.of(9)
    assert_harmless(comments)
    first = comments[0]
    for name in (".github/scripts/review.py", ".github/workflows/tenantry.yml", "tenantry.yaml", "role-bindings-more.yaml.j2"):
        assert name in first, (name, first)
    # What changes the rules stands before what changes for people.
    assert max(first.index("tenantry.yaml"), first.index("role-bindings-more")) < first.index("mallory@example.com"), first


WIDER = """{% if tenant.lifecycle == "Active" %}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: everybody
  namespace: {{ tenant.name }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: kubeflow-edit
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: everybody@example.com
{% endif %}
"""


def a_fork_cannot_lower_the_guard_that_it_trips(world):
    top = world.clone("mallory")
    world.write(top, {
        "profiles/team-c.yaml": None,
        "tenantry.yaml": CONFIG + GUARDS.format(deleted=1000),
    })  # fmt: skip
    world.git(top, "rm", "--quiet", "-r", "--", "rendered/tenants/team-c")
    world.write(top, {"rendered/tenants/kustomization.yaml": without(top, "rendered/tenants/kustomization.yaml", "team-c")})
    world.commit(top, "Clean up")
    sha = world.propose(10, top, "clean-up")
    report(world, 10, sha, expect=1, fork="true")
    assert world.github.status(sha)[0] == "failure"
    comments = world.github.of(10)
    assert "team-c" in comments[0] and "tenantry.yaml" in comments[0], comments


def without(top, name, word):
    with open(os.path.join(top, name), encoding="utf-8") as file:
        return "".join(line for line in file if word not in line)


def an_unrendered_fork_is_told_what_to_do_or_waits_for_the_merge(world):
    top = world.clone("frieda")
    world.write(top, {"profiles/team-h.yaml": profile("team-h")})
    world.commit(top, "Create team-h.yaml")
    sha = world.propose(11, top, "team-h")
    outputs, _ = report(world, 11, sha, expect=1, fork="true")
    assert outputs["stale"] == "true" and "maintainer" in world.github.of(11)[0]
    report(world, 11, sha, fork="true", at_merge="true")
    assert world.github.status(sha) == ("success", "not rendered yet: rendered at the merge")
    # A tree that was changed by hand is no tree that waits.
    path = os.path.join(top, "rendered/tenants/team-a/namespace.yaml")
    with open(path, "a", encoding="utf-8") as file:
        file.write("# by hand\n")
    world.commit(top, "By hand")
    report(world, 11, world.propose(11, top, "team-h"), expect=1, fork="true", at_merge="true")


def what_forks_left_to_the_merge_is_rendered_by_a_pull_request_of_its_own(world):
    assert world.run("after-merge", branch="main")[0] == {} and world.github.opened == {}
    top = world.clone("maintainer")
    world.write(top, {"profiles/team-h.yaml": profile("team-h", "hanna@example.com")})
    merged = world.commit(top, "Merge team-h, not rendered")
    world.git(top, "push", "--quiet", "origin", "HEAD:main")
    for _ in range(2):
        world.run("after-merge", branch="main")
        ((number, branches),) = world.github.opened.items()
        made = world.git(world.origin, "rev-parse", f"refs/heads/{branches[0]}")
        assert branches == ("tenantry/rendered", "main") and world.git(world.origin, "rev-parse", f"{made}^") == merged
        assert world.github.status(made)[0] == "success"
        (comment,) = world.github.of(number)
        assert "hanna@example.com" in comment, comment
    world.git(top, "fetch", "--quiet", "origin", branches[0])
    world.git(top, "merge", "--quiet", "FETCH_HEAD")
    world.git(top, "push", "--quiet", "origin", "HEAD:main")
    world.run("main")


def what_goes_wrong_is_never_a_success(world):
    top = world.clone("dora")
    world.write(top, {"profiles/team-i.yaml": "kind: Profile\nmetadata: {name: '@everyone <img src=x> ```'}\n"})
    world.commit(top, "Not a profile")
    sha = world.propose(12, top, "wrong")
    report(world, 12, sha, expect=1)
    assert world.github.status(sha)[0] == "failure"
    assert_harmless(world.github.of(12))
    crashing = script(world, "crashing", "echo '::error::boom' >&2; kill -SEGV $$")
    report(world, 12, sha, expect=1, binary=crashing)
    assert world.github.status(sha)[0] == "error"
    talking = script(world, "talking", "printf '```\\n@everyone <img src=x>\\n```\\n' >&2; exit 2")
    report(world, 12, sha, expect=1, binary=talking)
    assert "@everyone" in world.github.of(12)[0]
    assert_harmless(world.github.of(12))
    world.github.broken = "/comments"
    report(world, 1, world.github.heads[1], expect=2)
    assert world.github.status(world.github.heads[1])[0] == "error"
    world.github.broken = ""
    for head in ("main", "--upload-pack=touch pwned", "0" * 39):
        world.run("report", expect=2, head=head, pull_request=1)
    world.run("report", expect=2, head="0" * 40, pull_request=1)


def a_long_report_has_parts_and_a_shorter_one_leaves_none_behind(world):
    """The parts are made up: of the real ones `tests/it` holds the lengths."""
    top = world.clone("dora")
    world.write(top, {"NOTES.md": "notes\n"})
    world.commit(top, "Notes")
    sha = world.propose(13, top, "notes")
    told = world.path("told.md")
    binary = script(world, "telling", f"case $1 in diff) cat {told}; exit 1;; esac")
    first = "a" * 65500 + "\n"
    for text, count in ((f"{first}{PART}\nsecond\n{PART}\nthird\n", 4), (f"one\n{PART}\ntwo\n", 2), ("only one\n", 1)):
        world.write(world.root, {"told.md": text})
        report(world, 13, sha, binary=binary)
        comments = world.github.of(13)
        assert len(comments) == count, (count, [len(c) for c in comments])
        assert all(c.startswith(MARKER) and PART not in c for c in comments)
        assert "against" in comments[0], comments[0][:200]


def script(world, name, text):
    path = world.path(name)
    world.write(world.root, {name: f"#!/bin/sh\n{text}\n"})
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return path


SCENES = [
    a_person_is_added_and_the_report_appears,
    a_second_push_updates_the_one_comment,
    a_run_that_was_overtaken_leaves_the_comment_alone,
    somebody_elses_comment_with_our_marker_is_not_ours,
    what_is_not_about_tenants_gets_a_status_and_no_comment,
    an_unrendered_branch_fails_and_is_rendered_for_its_author,
    rendering_follows_no_link_and_runs_no_filter_of_the_branch,
    a_branch_that_moved_on_is_not_overwritten,
    two_good_pull_requests_that_are_bad_together_stop_in_the_queue,
    a_group_that_deletes_more_than_the_guard_lets_stops_in_the_queue,
    the_main_branch_is_held_to_its_inputs,
    a_fork_can_change_neither_scripts_nor_rules_of_its_own_review,
    a_fork_cannot_lower_the_guard_that_it_trips,
    an_unrendered_fork_is_told_what_to_do_or_waits_for_the_merge,
    what_forks_left_to_the_merge_is_rendered_by_a_pull_request_of_its_own,
    what_goes_wrong_is_never_a_success,
    a_long_report_has_parts_and_a_shorter_one_leaves_none_behind,
]


def main():
    world = World(os.path.abspath(sys.argv[1]))
    failed = 0
    try:
        world.begin(BASE)
        for scene in SCENES:
            try:
                scene(world)
                world.nothing_ran()
                print(f"ok      {scene.__name__}", flush=True)
            except (AssertionError, KeyError, ValueError, OSError) as error:
                failed += 1
                where = error.__traceback__.tb_next.tb_lineno if error.__traceback__.tb_next else "?"
                print(f"FAILED  {scene.__name__} (line {where}): {error}", flush=True)
    finally:
        world.end()
    print(f"{len(SCENES)} scenes played, {failed} of them failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
