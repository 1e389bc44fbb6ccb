"""The case file put together."""

from bot.domain.prompt import Line, Literal
from bot.flows.case_file import CaseFile, Papers
from bot.flows.case_file_history import consent, evidence, finding, photos, timeline
from bot.flows.case_file_opening import complaint, header, person
from bot.flows.case_file_others import agencies, talk
from bot.flows.case_file_screening import grid, indicators
from bot.flows.turn import Surroundings


def case_file(papers: Papers, around: Surroundings) -> CaseFile:
    """Everything the officer would otherwise have to type again; nothing that is not known."""
    reference = {"reference": Literal(papers.case.reference)}
    if papers.sensitive:
        title = Line("officer.file.title_sensitive", reference)
    else:
        title = Line("officer.file.title", reference)
    return CaseFile(
        title,
        papers.reader,
        (
            header(papers, around),
            complaint(papers),
            grid(papers, around),
            indicators(papers, around),
            person(papers, around),
            evidence(papers),
            consent(papers, around),
            agencies(papers),
            talk(papers, around),
            timeline(papers),
            finding(papers),
        ),
        photos(papers),
    )
