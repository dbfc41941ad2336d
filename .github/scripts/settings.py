"""What the steps are told: by the environment alone, so that no text of a pull request is ever part of a command line."""

import os
import re

from api import Api
from repository import Repository, Stop, checked_sha

# Name, default, what it is. `python3 review.py` prints them.
SETTINGS = {
    "TENANTRY_BINARY": ("tenantry", "the binary to believe"),
    "TENANTRY_BASE": ("HEAD", "the base's commit"),
    "TENANTRY_HEAD": ("", "the commit to look at, by its full name"),
    "TENANTRY_PULL_REQUEST": ("", "its number"),
    "TENANTRY_BRANCH": ("", "render: the branch to commit to; after-merge: the main branch"),
    "TENANTRY_FORK": ("false", "report: whether the branch lies in another repository"),
    "TENANTRY_RENDERED": ("rendered", "the folder that tenantry writes"),
    "TENANTRY_AT_MERGE": ("false", "whether forks may leave rendering to the merge"),
    "TENANTRY_COMMENT": ("true", "whether to write comments"),
    "TENANTRY_STATUS": ("tenantry", "the name of the commit status; empty: none"),
    "TENANTRY_AUTHOR": ("github-actions[bot]", "who our comments are from, by the token"),
    "TENANTRY_TOKEN": ("", "for the remote and the API"),
    "GITHUB_API_URL": ("https://api.github.com", ""),
    "GITHUB_SERVER_URL": ("https://github.com", ""),
    "GITHUB_REPOSITORY": ("", "owner/name"),
    "GITHUB_RUN_ID": ("", "for the link of the status"),
}  # fmt: skip


def setting(name):
    return os.environ.get(name, SETTINGS[name][0])


def number():
    text = setting("TENANTRY_PULL_REQUEST")
    if not re.fullmatch(r"[1-9][0-9]{0,9}", text):
        raise Stop("TENANTRY_PULL_REQUEST is not a number")
    return text


def repository():
    return Repository(os.getcwd(), setting("TENANTRY_TOKEN"), setting("GITHUB_SERVER_URL"))


def api():
    return Api(setting("GITHUB_API_URL"), setting("GITHUB_REPOSITORY"), setting("TENANTRY_TOKEN"))


def base_of(repo):
    return checked_sha(repo.git("rev-parse", "--verify", "--end-of-options", setting("TENANTRY_BASE") + "^{commit}").strip(), "the base")


def set_status(sha, state, description):
    """Says it to GitHub, where a status is wanted, and to the log."""
    print(f"{state}: {description}", flush=True)
    if setting("TENANTRY_STATUS"):
        run = f"{setting('GITHUB_SERVER_URL')}/{setting('GITHUB_REPOSITORY')}/actions/runs/{setting('GITHUB_RUN_ID')}"
        api().status(sha, setting("TENANTRY_STATUS"), state, description, run if setting("GITHUB_RUN_ID") else "")


def output(name, value):
    """An output of the step; every value is one of our own words or a commit's name."""
    if os.environ.get("GITHUB_OUTPUT"):
        with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
            file.write(f"{name}={value}\n")
