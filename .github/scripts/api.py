"""The few things that are asked of GitHub: a pull request's head, its comments, a commit's status, a pull request of ours.

Speaks HTTP by the standard library, so that a test stands a server of its own in GitHub's place.
"""

import json
import urllib.error
import urllib.parse
import urllib.request

from repository import Stop

# What GitHub takes at most.
COMMENT_CHARACTERS = 65536
STATUS_CHARACTERS = 140


class Api:
    """One repository at one server, by one token."""

    def __init__(self, url, repository, token):
        self.root = f"{url}/repos/{repository}"
        self.token = token

    def ask(self, method, path, body=None):
        """The answer, read as JSON; an empty one is None."""
        request = urllib.request.Request(f"{self.root}{path}", method=method)
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        if self.token:
            # Not to where a redirect may lead.
            request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data=data, timeout=60) as answer:
                text = answer.read()
        except (urllib.error.URLError, TimeoutError) as error:
            raise Stop(f"GitHub: {method} {path}: {error}") from error
        return json.loads(text) if text else None

    def head_of(self, number):
        return self.ask("GET", f"/pulls/{number}")["head"]["sha"]

    def pull_request(self, branch, base, title, body):
        """The number of the open pull request of a branch of this repository; opens one where there is none."""
        owner = self.root.rsplit("/", 2)[1]
        wanted = urllib.parse.urlencode({"state": "open", "head": f"{owner}:{branch}", "base": base})
        for found in self.ask("GET", f"/pulls?{wanted}"):
            return found["number"]
        return self.ask("POST", "/pulls", {"title": title, "head": branch, "base": base, "body": body})["number"]

    def comments(self, number):
        """All comments of a pull request, oldest first."""
        found, page = [], 1
        while True:
            some = self.ask("GET", f"/issues/{number}/comments?per_page=100&page={page}")
            found += some
            if len(some) < 100:
                return found
            page += 1

    def status(self, sha, context, state, description, url):
        body = {"state": state, "context": context, "description": description[:STATUS_CHARACTERS]}
        self.ask("POST", f"/statuses/{sha}", body | ({"target_url": url} if url else {}))

    def publish(self, number, parts, author, marker, first=True):
        """Makes the comments of `author` that begin with the marker say the parts, in order: updates, adds, deletes.

        Somebody else's comment with the marker is theirs to edit later, so it is never taken for ours. Without `first`
        nothing is begun: only what stands is brought up to date.
        """
        ours = [c for c in self.comments(number) if c["user"]["login"] == author and c["body"].startswith(marker)]
        if not ours and not first:
            return
        for comment, text in zip(ours, parts):
            if comment["body"] != text:
                self.ask("PATCH", f"/issues/comments/{comment['id']}", {"body": text})
        for text in parts[len(ours) :]:
            self.ask("POST", f"/issues/{number}/comments", {"body": text})
        for comment in ours[len(parts) :]:
            self.ask("DELETE", f"/issues/comments/{comment['id']}")
