"""A worker's own copy as HTML: in their language, in the phone's own letters, with nothing else."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from bot.domain.ids import LanguageCode
from bot.domain.prompt import Line, Literal, Prompt
from bot.flows.own_copy import CopyPart, Holding, parts, private_parts
from bot.flows.turn import Surroundings
from bot.ports import Voice
from bot.web.case_html import HEADERS as CASE_HEADERS

_STYLE: Final = (
    "body{font:18px/1.7 sans-serif;max-width:40rem;margin:0 auto;padding:1rem;color:#141c26}"
    "h2{font-size:1.1rem;margin-top:2rem}p{overflow-wrap:anywhere;white-space:pre-line}"
    "button{font-size:1.1rem;padding:.8rem 1.2rem;margin:.4rem .4rem .4rem 0}"
    "summary{font-size:1.1rem;padding:.8rem 0}"
)
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final[Mapping[str, str]] = {
    **CASE_HEADERS,
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
}
"""Of every answer: nothing is stored, framed, indexed or told to other sites."""
NAME: Final = "notes"
"""Of the files: whoever sees it among the downloads learns nothing."""


class CopyHtml:
    """Pages and the file in the words of one language; their titles are neutral."""

    def __init__(self, voice: Voice, around: Surroundings, language: LanguageCode) -> None:
        self._voice = voice
        self._around = around
        self._language = language

    def entrance(self) -> str:
        """One button; the same for a link that is good, used, old or made up."""
        # wording: Under a neutral link: this page opens only once. It does not say what it is.
        once = self._said(Line("copy.page.once"))
        # wording: Button on a neutral web page.
        go = self._said(Line("button.open_page"))
        return self._page(f'<p>{once}</p><form method="post"><button>{go}</button></form>')

    def ended(self) -> str:
        """There is nothing here any more, whatever there was."""
        # wording: On a neutral web page that was opened before, or too late.
        return self._page(f"<p>{self._said(Line('copy.page.ended'))}</p>")

    def opened(self, held: Sequence[Holding], keep: str, secret: str) -> str:
        """The whole copy, the private part folded; and the two files, each by a button."""
        # wording: Above the files of the worker's own copy: who sees the phone can read them.
        warning = self._said(Line("copy.page.keep"))
        kept = f'<input type="hidden" name="secret" value="{escape(secret)}">'
        buttons = "".join(
            f'<button name="form" value="{form}">{form.upper()}</button>'
            for form in ("html", "json")
        )
        form = f'<form method="post" action="{escape(keep)}">{kept}{buttons}</form>'
        # wording: On the page: close it when it was read.
        close = self._said(Line("copy.page.close"))
        return self._page(f"<p>{close}</p>", self._body(held), f"<p>{warning}</p>", form)

    def whole(self, held: Sequence[Holding]) -> str:
        """The readable file: everything on one page that asks for nothing from anywhere."""
        return self._page(self._body(held))

    def _body(self, held: Sequence[Holding]) -> str:
        shown = [p for one in held for p in parts(one, self._around, self._language)]
        more = [p for one in held for p in private_parts(one, self._around)]
        folded = ""
        if more:
            head = self._said(Line("button.copy_rest"))
            inside = "".join(map(self._part, more))
            folded = f"<details><summary>{head}</summary>{inside}</details>"
        return "".join(map(self._part, shown)) + folded

    def _part(self, part: CopyPart) -> str:
        lines = "".join(f"<p>{self._said(line)}</p>" for line in part.lines)
        return f"<section><h2>{self._said(part.title)}</h2>{lines}</section>"

    def _said(self, line: Line | Literal) -> str:
        line = line if isinstance(line, Line) else Line("copy.text", {"text": line})
        return escape(self._voice.word(Prompt((line,)), self._language).text)

    def _page(self, *body: str) -> str:
        # wording: Title of a web page, in the list of what was opened. Neutral: "Page".
        title = self._said(Line("copy.page.title"))
        return (
            f'<!doctype html><html lang="{self._language}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{title}</title><style>{_STYLE}</style>{''.join(body)}</html>"
        )
