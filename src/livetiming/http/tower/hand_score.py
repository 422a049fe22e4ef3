"""The hand score of a session as a document: each disagreement in words, and the difference report."""

from livetiming.http.tower.documents import HandDisagreement, HandScoreDocument
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.handscore.field import Field
from livetiming.scoring.handscore.overlay import Ruled
from livetiming.scoring.handscore.words import tell
from livetiming.scoring.standings import Scorer


def hand_score_document(evidence: Evidence, scorer: Scorer, session: str) -> HandScoreDocument:
    """The charts of a session against its loop. Raises `KeyError` for one that was never planned."""
    score = scorer.hand_score(session)
    start_us = score.by_loop.start_us or 0
    return HandScoreDocument(
        n=evidence.n,
        session=session,
        disagreements=tuple(_told(ruled, score.field, start_us) for ruled in score.rulings),
        changes=score.changes,
        signed_n=evidence.sessions[session].hand.signed_n,
    )


def _told(ruled: Ruled, field: Field, start_us: int) -> HandDisagreement:
    disagreement = ruled.disagreement
    words = tell(disagreement, field, start_us)
    return HandDisagreement(
        key=disagreement.key,
        entry=disagreement.entry,
        lap=disagreement.lap,
        changes_laps=disagreement.changes_laps,
        hand=words.hand,
        loop=words.loop,
        cause=words.cause,
        suggestion=words.suggestion,
        suggested=disagreement.suggestion,
        verdict=ruled.verdict,
        n=ruled.n,
    )
