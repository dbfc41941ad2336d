"""A stand-in for the few things of GitHub that the review asks for: pull requests' heads, comments, statuses."""

import json
import re
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOT = "github-actions[bot]"
# GitHub's limits; what is over them it refuses.
COMMENT, DESCRIPTION = 65536, 140


class GitHub:
    """Answers on a port of this machine and remembers what it was told."""

    def __init__(self):
        self.heads, self.comments, self.statuses = {}, {}, []
        # By number, the branches of what was opened over the API; and what finds a branch's commit.
        self.opened, self.branch = {}, None
        self.broken = ""
        self.next = 1
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                code, value = stand_in.handle(self.command, self.path, body, self.headers.get("Authorization"))
                text = json.dumps(value).encode() if value is not None else b""
                self.send_response(code)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = do_DELETE = answer

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def comment(self, number, author, body):
        comment = {"id": self.next, "user": {"login": author}, "body": body}
        self.next += 1
        self.comments.setdefault(number, []).append(comment)
        return comment

    def of(self, number, author=BOT):
        return [c["body"] for c in self.comments.get(number, []) if c["user"]["login"] == author]

    def head(self, number):
        return self.branch(self.opened[number][0]) if number in self.opened else self.heads[number]

    def status(self, sha):
        """The newest status of a commit: its state and its sentence."""
        mine = [s for s in self.statuses if s["sha"] == sha]
        return (mine[-1]["state"], mine[-1]["description"]) if mine else (None, None)

    def handle(self, method, path, body, authorization):
        if authorization != "Bearer a-token":
            return 401, {"message": "no token"}
        if self.broken and re.search(self.broken, path):
            return 500, {"message": "broken on purpose"}
        path, _, query = path.removeprefix("/repos/owner/tenants").partition("?")
        for pattern, answer in self.routes(body, query):
            verb, shape = pattern.split(" ")
            found = re.fullmatch(shape, path)
            if found and verb == method:
                return answer(*found.groups())
        return 404, {"message": f"{method} {path}"}

    def routes(self, body, query):
        yield r"GET /pulls", lambda: (200, self.opened_from(query))
        yield r"POST /pulls", lambda: self.open(body)
        yield r"GET /pulls/(\d+)", lambda n: (200, {"head": {"sha": self.head(int(n))}})
        yield r"GET /issues/(\d+)/comments", lambda n: (200, self.page(int(n), query))
        yield r"POST /issues/(\d+)/comments", lambda n: self.written(lambda: self.comment(int(n), BOT, body["body"]), body)
        yield r"PATCH /issues/comments/(\d+)", lambda i: self.written(lambda: self.find(i).update(body), body)
        yield r"DELETE /issues/comments/(\d+)", self.delete
        yield r"POST /statuses/([0-9a-f]{40})", lambda sha: self.set_status(sha, body)

    def opened_from(self, query):
        wanted = urllib.parse.parse_qs(query)["head"][0]
        return [{"number": number} for number, (branch, _) in self.opened.items() if f"owner:{branch}" == wanted]

    def open(self, body):
        number = 100 + len(self.opened)
        self.opened[number] = (body["head"], body["base"])
        return 201, {"number": number}

    def page(self, number, query):
        options = dict(pair.split("=") for pair in query.split("&"))
        first = (int(options["page"]) - 1) * int(options["per_page"])
        return self.comments.get(number, [])[first : first + int(options["per_page"])]

    def find(self, identity):
        return next(c for some in self.comments.values() for c in some if c["id"] == int(identity))

    def written(self, act, body):
        if len(body["body"]) > COMMENT:
            return 422, {"message": "body is too long"}
        act()
        return 201, {}

    def delete(self, identity):
        for some in self.comments.values():
            some[:] = [c for c in some if c["id"] != int(identity)]
        return 204, None

    def set_status(self, sha, body):
        if len(body["description"]) > DESCRIPTION:
            return 422, {"message": "description is too long"}
        self.statuses.append({"sha": sha, **body})
        return 201, {}
