"""Both sides rendered by the binary: what becomes of the status, and what the comment says."""

import re
from typing import NamedTuple

from api import COMMENT_CHARACTERS
from repository import say, tenantry
from settings import setting

MARKER = "<!-- tenantry:report -->"
PART = "<!-- tenantry:part -->"
# What decides who reviews a change and what runs over it.
WATCHED = (".github", ".gitlab", ".gitlab-ci.yml", ".pre-commit-config.yaml", "CODEOWNERS", "docs/CODEOWNERS", ".gitattributes")


class Verdict(NamedTuple):
    """The status, its sentence, the diagnostics behind it, and whether `tenantry render` would mend it."""

    state: str
    sentence: str
    errors: str = ""
    stale: bool = False


NOTHING = Verdict("success", "nothing changes for anybody")


def left_to_the_merge(repo, base, head):
    """Whether the head simply has not been rendered: a tree changed by hand is no such thing."""
    untouched = not repo.changed(repo.merge_base(base, head), head, [setting("TENANTRY_RENDERED")])
    return untouched and setting("TENANTRY_AT_MERGE") == "true" and setting("TENANTRY_FORK") == "true"


def judge(repo, base, head, diff):
    """The verdict on a head whose comparison ended with the exit code `diff`."""
    if diff == 2:
        return Verdict("failure", "an error in the inputs; see the report")
    if diff == 3:
        return Verdict("failure", "a guard refused; see the report")
    if diff not in (0, 1):
        return Verdict("error", f"tenantry diff ended with {diff}")
    code, _, errors = tenantry(setting("TENANTRY_BINARY"), repo.top, "check", "--base", base, "--head", head)
    if code == 0:
        return NOTHING if diff == 0 else Verdict("success", "the committed tree is what the inputs make")
    if code == 1 and left_to_the_merge(repo, base, head):
        return Verdict("success", "not rendered yet: rendered at the merge")
    if code == 1:
        return Verdict("failure", f"{setting('TENANTRY_RENDERED')}/ is not what the inputs make", errors, stale=True)
    if code in (2, 3):
        return Verdict("failure", "an error in the inputs" if code == 2 else "a guard refused", errors)
    return Verdict("error", f"tenantry check ended with {code}", errors)


def compare(repo, base, head):
    """Both sides rendered: the verdict and the comments."""
    code, text, errors = tenantry(
        setting("TENANTRY_BINARY"), repo.top, "diff", "--base", base, "--head", head, "--format", "markdown"
    )
    say(errors)
    verdict = judge(repo, base, head, code)
    say(verdict.errors)
    shown = verdict.errors or ("" if code in (0, 1) or text.strip() else errors)
    return verdict, parts_of(text, foreword(repo, base, head, verdict, shown))


def quoted(text, limit=20000):
    """Text of others as a block of code: no markup, mention or fence in it is live, no control character passes."""
    text = "".join(c if c == "\n" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text.rstrip().expandtabs())
    if len(text) > limit:
        text = text[:limit] + "\n... the rest is in the log"
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def foreword(repo, base, head, verdict, errors):
    """What stands above the report: which commit, the verdict, and changes of what runs or guards reviews."""
    lines = [f"**tenantry**: {verdict.sentence} (`{head[:12]}` against `{base[:12]}`)."]
    watched = repo.changed(repo.merge_base(base, head), head, WATCHED)
    if watched:
        shown = [*watched[:20], *([f"... and {len(watched) - 20} more"] if len(watched) > 20 else [])]
        shown = "\n".join(name.replace("\n", "\N{REPLACEMENT CHARACTER}") for name in shown)
        lines.append(f"**Changes what runs or guards reviews** ({len(watched)}):\n\n{quoted(shown)}")
    if verdict.stale:
        lines.append(FORK if setting("TENANTRY_FORK") == "true" else "Run `tenantry render` and commit the result.")
    if errors.strip():
        lines.append(quoted(errors))
    return "\n\n".join(lines)


FORK = (
    "Run `tenantry render` and commit the result. Without the binary, ask a maintainer, who can do it on your branch"
    " (`gh pr checkout`, `tenantry render`, commit, push) where you allow edits by maintainers."
)


def parts_of(text, before):
    """The report's comments: each with our marker, the foreword in the first or, where it does not fit, before it."""
    parts = [part.strip("\n") for part in re.split(rf"(?m)^{re.escape(PART)}\n?", text) if part.strip()]
    if not parts or len(f"{MARKER}\n{before}\n\n{parts[0]}") > COMMENT_CHARACTERS:
        parts.insert(0, before)
    else:
        parts[0] = f"{before}\n\n{parts[0]}"
    return [f"{MARKER}\n{part}" for part in parts]
