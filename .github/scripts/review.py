#!/usr/bin/env python3
"""What happens to a pull request, step by step, as action.yml runs it and anybody can by hand.

Runs in a checkout of the base; the pull request is there as git objects only. Python 3.9 and git, nothing else.
"""

import os
import sys

from rendering import merged, render
from repository import Stop, checked_sha, fail, say, tenantry
from settings import SETTINGS, api, base_of, number, output, repository, set_status, setting
from verdict import MARKER, NOTHING, compare


def report():
    """The comment and the status of one pull request."""
    return report_on(number(), checked_sha(setting("TENANTRY_HEAD"), "the head"))


def report_on(pull_request, head):
    def comment(repo, verdict, parts):
        if setting("TENANTRY_COMMENT") == "true":
            publish(repo, pull_request, head, verdict, parts)

    return decide(head, [f"refs/pull/{pull_request}/head"], comment)


def queue():
    """The status of a merge group: good pull requests may make a bad pair."""
    return decide(checked_sha(setting("TENANTRY_HEAD"), "the head"), [], lambda repo, verdict, parts: None)


def decide(head, refs, then):
    """Renders both sides and sets the status, last of all: whatever goes wrong before is no success."""
    repo = repository()
    base = base_of(repo)
    set_status(head, "pending", "rendering both sides")
    try:
        repo.fetch(head, *refs)
        verdict, parts = compare(repo, base, head)
        then(repo, verdict, parts)
    except Exception as error:
        set_status(head, "error", str(error) if isinstance(error, Stop) else "the report failed; see the log")
        raise
    set_status(head, verdict.state, verdict.sentence)
    output("state", verdict.state)
    output("stale", "true" if verdict.stale else "false")
    return 0 if verdict.state == "success" else 1




def publish(repo, pull_request, head, verdict, parts):
    """Writes the comments, unless the pull request has moved on; with nothing to say none is begun."""
    now = api().head_of(pull_request)
    if now != head and not repo.is_ancestor(now, head):
        print("the pull request has moved on; its newer run writes the comment", flush=True)
        return
    api().publish(pull_request, parts, setting("TENANTRY_AUTHOR"), MARKER, first=verdict != NOTHING)


def main_branch():
    """Whether the main branch's own tree is what its inputs make."""
    code, text, errors = tenantry(setting("TENANTRY_BINARY"), os.getcwd(), "check")
    say(text + errors)
    return code


def after_merge():
    """A pull request with the rendered files that forks have left to the merge, reported on like any other.

    GitHub starts no workflow for what its own token opens, so the report is made here.
    """
    made = merged()
    return report_on(*made) if made else 0


COMMANDS = {"report": report, "render": render, "queue": queue, "main": main_branch, "after-merge": after_merge}


def usage():
    print(f"usage: review.py {'|'.join(COMMANDS)}, in a checkout of the base\n")
    for name, (default, meaning) in SETTINGS.items():
        print(f"  {name:22} {meaning}{f' (default: {default})' if default else ''}")
    return 2


def main(arguments):
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        return usage()
    try:
        return COMMANDS[arguments[0]]()
    except Stop as stop:
        fail(stop)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
