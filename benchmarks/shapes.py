"""Shapes that the same merged graph could have in a property graph and in RDF, to be compared by what they cost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from kexie_kg.graph.model import Edge, Graph
from kexie_kg.graph.rdf import Vocabulary, lines, literal
from kexie_kg.graph.schema import Schema

Row = dict[str, Any]

# ---- Property graph --------------------------------------------------------------------------------------------------


def text_on_edges(graph: Graph) -> Graph:
    """V1: every edge carries the words themselves; no Sentence nodes."""
    sentences: dict[str, Row] = {n.id: dict(n.props) for n in graph.nodes if n.type == "Sentence"}

    def clauses(edge: Edge) -> tuple[str, ...]:
        props: Row = dict(edge.props)
        spans = zip((sentences[s] for s in props["sentences"]), props["starts"], props["ends"], strict=True)
        return tuple(s["text"][a - s["start"] : b - s["start"]] for s, a, b in spans)

    return without_sentences(_edges(graph, lambda e: {**_but(e, "sentences"), "texts": clauses(e)} if e.props else {}))


def as_modelled(graph: Graph) -> Graph:
    """V2: lists on edges, each sentence's text once in its node."""
    return graph


def without_sentences(graph: Graph) -> Graph:
    """V3: offsets only; the words are cut from the text snapshot beside the graph."""
    nodes = tuple(n for n in graph.nodes if n.type != "Sentence")
    return _edges(replace(graph, nodes=nodes), lambda e: _but(e, "sentences"))


def numbered_sentences(graph: Graph) -> Graph:
    """V4: as V2, but edges point to sentences by a whole number."""
    number = {n.id: i for i, n in enumerate(n for n in graph.nodes if n.type == "Sentence")}
    nodes = tuple(replace(n, props={**n.props, "nr": number[n.id]}) if n.id in number else n for n in graph.nodes)

    def numbers(edge: Edge) -> Row:
        props: Row = dict(edge.props)
        return {**props, "sentences": tuple(number[s] for s in props["sentences"])}

    return _edges(replace(graph, nodes=nodes), lambda e: numbers(e) if e.props else {})


def json_lists(graph: Graph) -> Graph:
    """V5: as V2, lists as JSON text."""
    return _edges(graph, lambda e: {k: json.dumps(v) if isinstance(v, tuple) else v for k, v in e.props.items()})


def without_mentions(graph: Graph) -> Graph:
    """V6: as V2, no MENTIONS."""
    return replace(graph, edges=tuple(e for e in graph.edges if e.type != "MENTIONS"))


def mention_per_sentence(graph: Graph) -> Graph:
    """V7: as V2, one MENTIONS edge for each piece of evidence."""
    edges: list[Edge] = []
    for edge in graph.edges:
        props: Row = dict(edge.props)
        count = len(props["starts"]) if edge.type == "MENTIONS" else 0
        for i in range(count):
            one = {name: value[i : i + 1] if isinstance(value, tuple) else value for name, value in props.items()}
            edges.append(replace(edge, id=f"{edge.id}/{i}", props=one))
        if not count:
            edges.append(edge)
    return replace(graph, edges=tuple(edges))


def no_empty_lists(graph: Graph) -> Graph:
    """V8: as V2, but a list of nothing but absent values is left out."""
    return _edges(graph, lambda e: {k: v for k, v in e.props.items() if not isinstance(v, tuple) or any(v)})


SHAPES: dict[str, Callable[[Graph], Graph]] = {
    "V1 text on edges": text_on_edges,
    "V2 lists, Sentence nodes": as_modelled,
    "V3 no Sentence nodes": without_sentences,
    "V4 sentences by number": numbered_sentences,
    "V5 lists as JSON text": json_lists,
    "V6 no MENTIONS": without_mentions,
    "V7 a MENTIONS a sentence": mention_per_sentence,
    "V8 no lists of blanks": no_empty_lists,
}


def _edges(graph: Graph, props: Callable[[Edge], Row]) -> Graph:
    return replace(graph, edges=tuple(replace(e, props=props(e)) for e in graph.edges))


def _but(edge: Edge, *names: str) -> Row:
    return {k: v for k, v in edge.props.items() if k not in names}


# ---- RDF, as lines of N-Quads ----------------------------------------------------------------------------------------

_WORDS = Vocabulary.of(Schema.load())
_OF_CLAUSE = {"starts": "start", "ends": "end", "rules": "rule", "roles": "role", "editions": "edition"}


def direct_only(graph: Graph) -> Iterator[str]:
    """R0: no provenance."""
    yield from lines(replace(graph, edges=()), _WORDS)
    for edge in graph.edges:
        yield f"{_iri(edge.source)} <{_WORDS.relations[edge.type]}> {_iri(edge.target)} .\n"


def clause_nodes(graph: Graph) -> Iterator[str]:
    """R1: statement → clause (offsets, task, role …) → sentence; edges read from the same words share the clause."""
    return lines(graph, _WORDS)


def bare_mentions(graph: Graph) -> Iterator[str]:
    """R2: as R1, but a mention is the direct triple alone."""
    mentions = [edge for edge in graph.edges if edge.type == "MENTIONS"]
    yield from lines(without_mentions(graph), _WORDS)
    yield from direct_only(Graph((), tuple(mentions)))


def statement_per_evidence(graph: Graph) -> Iterator[str]:
    """R3: one statement for each piece of evidence, offsets and qualifiers on it, leading straight to the sentence."""
    yield from direct_only(graph)
    for edge in graph.edges:
        lists = {name: value for name, value in edge.props.items() if isinstance(value, tuple)}
        bare = replace(edge, props={name: value for name, value in edge.props.items() if name not in lists})
        for number, row in enumerate(zip(*lists.values(), strict=True)):
            statement = f"{edge.id}/{number}"
            yield from lines(Graph((), (replace(bare, id=statement),)), _WORDS)
            items: Row = dict(zip(lists, row, strict=True))
            yield f"{_iri(statement)} <{_WORDS.derived_from}> {_iri(items['sentences'])} .\n"
            if items["tasks"]:
                yield f"{_iri(statement)} <{_WORDS.clause['task']}> {_iri(items['tasks'])} .\n"
            for name, term in _OF_CLAUSE.items():
                if items[name] != "":
                    yield f"{_iri(statement)} <{_WORDS.clause[term]}> {literal(items[name])} .\n"


def _iri(id_: str) -> str:
    return f"<{_WORDS.base}{id_}>"


RDF_SHAPES: dict[str, Callable[[Graph], Iterable[str]]] = {
    "R0 no provenance": direct_only,
    "R1 statement, clause": clause_nodes,
    "R2 R1, bare mentions": bare_mentions,
    "R3 statement an evidence": statement_per_evidence,
}
