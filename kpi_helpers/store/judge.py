"""What an incoming observation says against what is already known of the same fact.

Along the time of observation of one fact, each incoming value is judged by the one just before:

==========  ===================================================  ====================
judgement   the one just before                                  what is kept
==========  ===================================================  ====================
new         there is none                                        a row
restated    was observed earlier and had another value           a row
conflict    was observed at the same time with another value     a row, and it wins
confirmed   was observed earlier and had the same value          a confirmation of it
known       was observed at the same time with the same value    nothing
==========  ===================================================  ====================

The day of a post is part of its value, not of its key: a post that moved is restated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpi_helpers.store.backend import Backend, quoted
from kpi_helpers.store.series import BUCKET_KEY, FACT_KEY

__all__ = ["Conflict", "Judgement", "judge_incoming"]


@dataclass(frozen=True)
class Conflict:
    """Two files that say different things of the same facts as seen at the same time.

    Parameters
    ----------
    earlier_file, later_file : str
        The later import wins.
    observations : int
        How many facts they disagree on.
    """

    earlier_file: str
    later_file: str
    observations: int


@dataclass(frozen=True)
class Judgement:
    """How many incoming observations there were of each kind; their sum is what came in."""

    new: int
    restated: int
    conflicting: int
    confirmed: int
    known: int
    conflicts: tuple[Conflict, ...]


def judge_incoming(backend: Backend) -> Judgement:
    """Judge the rows of ``incoming``, whose series are in ``incoming_series``.

    Parameters
    ----------
    backend : Backend
        With the views ``incoming``, ``incoming_series`` and those of the live files.

    Returns
    -------
    Judgement
        The backend then has ``dropped`` (``seq`` of incoming rows that are not to be kept) and
        ``confirmed`` (columns of ``history.CONFIRMATION``).
    """
    _name_facts(backend)
    run = backend.con.execute
    if _find_touched(backend):
        _line_up(backend)
    else:
        run(f"CREATE TEMP TABLE judged ({_JUDGED})")
    _find_carriers(backend)
    counts: Mapping[str, int] = dict(
        run("SELECT kind, count(*) FROM judged GROUP BY kind").fetchall()
    )
    total = run("SELECT count(*) FROM incoming").fetchone()[0]
    told = {kind: counts.get(kind, 0) for kind in ("restated", "conflict", "confirmed", "known")}
    return Judgement(
        new=total - sum(told.values()),
        restated=told["restated"],
        conflicting=told["conflict"],
        confirmed=told["confirmed"],
        known=told["known"],
        conflicts=_conflicts(backend) if told["conflict"] else (),
    )


def _name_facts(backend: Backend) -> None:
    """Number equal keys alike in stored and incoming series, and keep those that came in."""
    backend.con.execute(
        f"""CREATE TEMP TABLE facts AS
        WITH every AS (
            SELECT *, FALSE AS came FROM stored_series
            UNION ALL SELECT *, TRUE AS came FROM incoming_series),
        named AS (SELECT *, dense_rank() OVER (ORDER BY {quoted(FACT_KEY)}) AS fact FROM every)
        SELECT * FROM named QUALIFY bool_or(came) OVER (PARTITION BY fact)"""
    )
    bounds = "(SELECT min(date_start) AS low, max(date_start) AS high FROM incoming)"
    backend.con.execute(
        f"""CREATE TEMP VIEW stored AS
        SELECT r.*, f.fact, f.observed_at, f.currency, f.source_file, {BUCKET_KEY}
        FROM stored_observations r JOIN facts f ON f.series = r.series AND NOT f.came
        JOIN {bounds} b ON r.date_start BETWEEN b.low AND b.high OR f.counter = 'lifetime'"""
    )
    backend.con.execute(
        f"""CREATE TEMP VIEW arrived AS
        SELECT r.*, f.fact, f.observed_at, f.observed_assumed, f.currency, f.source_file,
            {BUCKET_KEY}
        FROM incoming r JOIN facts f ON f.series = r.series AND f.came"""
    )


_MARK = "hash(fact, entity, key_start, key_end)"


def _find_touched(backend: Backend) -> int:
    """Mark the facts that came in twice or are stored already; all others are new beyond doubt.

    The mark is a hash: two facts that share one are judged, too, by their full keys. Marks are
    counted share by share, so that a large import needs the memory of a small one.
    """
    run = backend.con.execute
    run(
        f"""CREATE TEMP TABLE marks AS SELECT {_MARK} AS mark, TRUE AS came FROM arrived
        UNION ALL SELECT {_MARK}, FALSE FROM stored"""
    )
    run("CREATE TEMP TABLE touched (mark UBIGINT)")
    shares = 1 + run("SELECT count(*) FROM marks").fetchone()[0] // _MARKS_AT_ONCE
    for share in range(shares):
        run(
            f"""INSERT INTO touched SELECT mark FROM marks WHERE mark % {shares} = {share}
            GROUP BY mark HAVING count(*) > 1 AND bool_or(came)"""
        )
    run("DROP TABLE marks")
    return run("SELECT count(*) FROM touched").fetchone()[0]


_MARKS_AT_ONCE = 500_000


def _line_up(backend: Backend) -> None:
    """Put what is known and what came in in order of observation, and judge what came in."""
    key = "fact, entity, key_start, key_end"
    columns = f"{_MARK} AS mark, {key}, date_start, date_end, value, currency, seq"
    touched = "mark IN (SELECT mark FROM touched)"
    backend.con.execute(
        f"""CREATE TEMP TABLE judged AS
        WITH kept AS (SELECT {columns}, observed_at FROM stored WHERE {touched}),
        events AS (
            SELECT *, FALSE AS observed_assumed, TRUE AS stored FROM kept
            UNION ALL
            SELECT k.* EXCLUDE (observed_at), c.observed_at, c.observed_assumed, TRUE
            FROM kept k JOIN stored_confirmations c USING (seq)
            UNION ALL
            SELECT {columns}, observed_at, observed_assumed, FALSE FROM arrived WHERE {touched}),
        beside AS (
            SELECT seq, observed_at, observed_assumed, stored,
                lag(seq) OVER line AS prior_seq, lag(observed_at) OVER line AS prior_at,
                lag(value) OVER line = value
                AND lag(currency) OVER line IS NOT DISTINCT FROM currency
                AND lag(date_start) OVER line = date_start
                AND lag(date_end) OVER line = date_end AS same
            FROM events
            WINDOW line AS (PARTITION BY mark, {key}
                ORDER BY observed_at, seq))
        SELECT seq, prior_seq, observed_at, observed_assumed, CASE
                WHEN prior_seq IS NULL THEN 'new'
                WHEN same AND prior_at = observed_at THEN 'known' WHEN same THEN 'confirmed'
                WHEN prior_at = observed_at THEN 'conflict' ELSE 'restated' END AS kind
        FROM beside WHERE NOT stored"""
    )


_JUDGED = """seq BIGINT, prior_seq BIGINT, observed_at TIMESTAMP, observed_assumed BOOLEAN,
    kind VARCHAR"""


def _find_carriers(backend: Backend) -> None:
    """Find, for each value that was seen again, the row that carries it: maybe some steps back."""
    backend.con.execute(
        """CREATE TEMP TABLE dropped AS
        SELECT seq, prior_seq FROM judged WHERE kind IN ('confirmed', 'known')"""
    )
    backend.con.execute(
        """CREATE TEMP TABLE confirmed AS
        WITH RECURSIVE steps AS (
            SELECT seq, prior_seq AS carrier FROM dropped
            UNION ALL
            SELECT s.seq, d.prior_seq FROM steps s JOIN dropped d ON d.seq = s.carrier)
        SELECT DISTINCT s.carrier AS seq, j.observed_at, j.observed_assumed
        FROM steps s JOIN judged j ON j.seq = s.seq AND j.kind = 'confirmed'
        WHERE s.carrier NOT IN (SELECT seq FROM dropped) ORDER BY ALL"""
    )


def _conflicts(backend: Backend) -> tuple[Conflict, ...]:
    """The pairs of files behind the conflicts, most facts first."""
    rows = backend.con.execute(
        """WITH pairs AS (SELECT seq, prior_seq FROM judged WHERE kind = 'conflict'),
        named AS (
            SELECT seq, source_file FROM stored WHERE seq IN (SELECT prior_seq FROM pairs)
            UNION ALL
            SELECT seq, source_file FROM arrived
            WHERE seq IN (SELECT seq FROM pairs UNION SELECT prior_seq FROM pairs))
        SELECT a.source_file, b.source_file, count(*) FROM pairs
        JOIN named a ON a.seq = pairs.prior_seq JOIN named b ON b.seq = pairs.seq
        GROUP BY ALL ORDER BY 3 DESC, 1, 2"""
    ).fetchall()
    return tuple(Conflict(*row) for row in rows)
