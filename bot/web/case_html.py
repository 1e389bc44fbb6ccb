"""The pages behind a one-time link, as HTML: no script, nothing from elsewhere, nothing kept."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from bot.documents.forwarding import FORWARDED
from bot.domain.conversation import Evidence
from bot.domain.ids import LanguageCode
from bot.domain.prompt import Line, Literal, Prompt, Value
from bot.domain.sniffing import FileType
from bot.flows.case_file import Papers
from bot.flows.case_file_history import KINDS, is_picture, shown_evidence
from bot.flows.case_file_opening import full
from bot.flows.case_place import Whereabouts
from bot.ports import Voice
from bot.usecases.case_page import Look

_STYLE: Final = (
    "body{font:16px/1.6 sans-serif;max-width:44rem;margin:0 auto;padding:1rem;color:#141c26}"
    "h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem;border-bottom:1px solid #ccd}"
    "input[type=password],input[type=text]{font-size:1.2rem;padding:.5rem;width:100%;max-width:20rem;"
    "box-sizing:border-box}button{font-size:1rem;padding:.6rem 1rem;margin:.4rem .4rem .4rem 0}"
    "img{max-width:100%;height:auto}li{margin-bottom:1rem;overflow-wrap:anywhere}"
    ".quiet{color:#5f6973;font-size:.9rem}.alarm{color:#a02318}"
)
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
"""Of every answer: nothing is stored, framed, indexed, guessed at or told to other sites."""


class Pages:
    """The pages in the words of one language."""

    def __init__(self, voice: Voice, language: LanguageCode) -> None:
        self._voice = voice
        self._language = language

    def plain(self, value: Value) -> str:
        """In words."""
        line = value if isinstance(value, Line) else Line("officer.file.value", {"value": value})
        return self._voice.word(Prompt((line,)), self._language).text

    def said(self, value: Value) -> str:
        """In words, fit for HTML."""
        return escape(self.plain(value))

    def entrance(self, *, refused: bool = False) -> str:
        """Asks for the PIN. It looks the same for a link that is good, used, old or made up."""
        no = f'<p class="alarm">{self.said(Line("officer.page.refused"))}</p>' if refused else ""
        ask = self.said(Line("officer.page.ask_pin"))
        go = self.said(Line("officer.page.open"))
        return self._page(
            Line("officer.page.title"),
            no,
            f'<form method="post"><p><label>{ask}<br><input type="password" name="pin"'
            ' inputmode="numeric" autocomplete="off" maxlength="12" required autofocus></label></p>'
            f"<button>{go}</button></form>",
            f'<p class="quiet">{self.said(Line("officer.page.forgot"))}</p>',
        )

    def ended(self) -> str:
        """There is nothing here any more, whatever there was."""
        return self._page(
            Line("officer.page.title"), f"<p>{self.said(Line('officer.page.ended'))}</p>"
        )

    def case(self, look: Look, where: Whereabouts | None, shown: Sequence[str]) -> str:
        """What a link opened; `shown` are the parts: papers, evidence, map."""
        reference = {"reference": Literal(look.papers.case.reference)}
        until = {"time": full(look.ends_at), "name": Literal(look.officer.name)}
        body = [f'<p class="quiet">{self.said(Line("officer.page.until", until))}</p>']
        if "papers" in shown:
            body += self._papers()
        if "evidence" in shown:
            body += self._evidence(look.papers)
        if "map" in shown and where is not None:
            body += self._map(where)
        return self._page(Line("officer.page.case", reference), *body)

    def _papers(self) -> Iterable[str]:
        yield f"<h2>{self.said(Line('officer.page.papers'))}</h2>"
        yield '<form method="post" action="open/paper">'
        tick = self.said(Line("officer.page.with_sensitive"))
        yield f'<p><label><input type="checkbox" name="sensitive" value="yes"> {tick}</label></p>'
        for form in ("pdf", "docx"):
            yield f'<button name="form" value="{form}">{form.upper()}</button>'
        yield "</form>"

    def _evidence(self, papers: Papers) -> Iterable[str]:
        yield f"<h2>{self.said(Line('officer.page.evidence'))}</h2><ol>"
        more = "?sensitive=yes" if papers.sensitive else ""
        files = shown_evidence(papers)
        for number, each in files:
            yield f'<li value="{number}">{self._file(number, each, more)}</li>'
        yield "</ol>"
        if not files:
            yield f"<p>{self.said(Line('officer.page.no_evidence'))}</p>"
        if not papers.sensitive:
            also = self.said(Line("officer.page.also_sensitive"))
            yield f'<p><a href="open?sensitive=yes">{also}</a></p>'
        yield f'<p class="quiet">{self.said(Line("officer.page.original"))}</p>'

    def _file(self, number: int, each: Evidence, more: str) -> str:
        """One file: a photo is fetched only once somebody opens what stands behind the warning."""
        kind = f"{self.said(KINDS[each.kind])} · {self.said(full(each.at))}"
        if not each.sha256:
            return f"{kind}<br>{self.said(Line('officer.file.not_kept'))}"
        if is_picture(each):
            alt = self.said(Line("officer.file.unseen"))
            image = f'<img src="open/photo/{number}{more}" alt="{alt}" loading="lazy">'
            # wording: Stands where a photo is; the photo is shown once the officer presses it.
            warning = self.said(Line("officer.page.photo_warning"))
            return f"{kind}<details><summary>{warning}</summary>{image}</details>"
        if each.sniffed is not FileType.UNKNOWN and each.sniffed not in FORWARDED:
            # wording: In place of a download. The operator is whoever runs the service.
            kept = self.said(Line("officer.page.not_given"))
            return f'{kind}<br>{kept}<br><span class="quiet">{escape(each.sha256)}</span>'
        keep = self.said(Line("officer.page.fetch"))
        return f'{kind}<br><a href="open/recording/{number}{more}">{keep}</a>'

    def _map(self, where: Whereabouts) -> Iterable[str]:
        yield f"<h2>{self.said(Line('officer.page.map'))}</h2><p>{self.said(where.name)}</p>"
        if where.coordinates:
            copy = self.said(Line("officer.page.coordinates"))
            field = f'<input type="text" readonly value="{escape(where.coordinates)}">'
            yield f"<p><label>{copy}<br>{field}</label></p>"
        if where.distance is not None:
            yield f"<p>{self.said(where.distance)}</p>"
        if where.here is not None:
            roughly = "" if where.exact else f" {self.said(Line('officer.page.roughly'))}"
            yield f'<p><img src="open/sketch" alt=""></p><p class="quiet">{roughly}</p>'
        yield f'<p class="quiet">{self.said(Line("officer.page.no_map_service"))}</p>'

    def _page(self, title: Line, *body: str) -> str:
        head = self.said(title)
        return (
            f'<!doctype html><html lang="{self._language}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{self.said(Line('officer.page.title'))}</title><style>{_STYLE}</style>"
            f"<h1>{head}</h1>{''.join(body)}</html>"
        )
