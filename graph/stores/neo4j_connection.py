"""One database of a server that speaks Bolt: sessions, the generation of the graph in it, and errors in one line.

A server cannot swap two graphs as files can be swapped. Instead one node ``:KexieGraph`` counts generations: its
number is odd while a graph is being written. Readers look before and after, so they never return a mixture of two
graphs or a part of one.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    DriverError,
    Neo4jError,
    ReadServiceUnavailable,
    SessionExpired,
    WriteServiceUnavailable,
)

from kexie_kg.graph.errors import StoreError
from kexie_kg.graph.stores import neo4j_statements as cypher

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_CONNECT = 15.0  # seconds
_FETCH = 1_000  # rows


class Connection:
    """A driver and a database."""

    def __init__(self, driver: neo4j.Driver, database: str, where: str) -> None:
        """Takes over the driver; ``where`` names server and database in errors."""
        self.where = where
        self._driver, self._database = driver, database
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # readers of a cluster see what was just written

    @classmethod
    def open(cls, uri: str, auth: tuple[str, str] | None, database: str) -> Self:
        """Connects, and looks at what is there. Raises :class:`StoreError`, which never tells the password, if there is
        no such server, user or database, or if the graph there is of another format."""
        address = _address(uri)
        where = f"{address}/{database}"
        driver = neo4j.GraphDatabase.driver(
            address, auth=auth, connection_timeout=_CONNECT, notifications_min_severity="OFF"
        )
        connection = cls(driver, database, where)
        try:
            with (
                connection.explained(),
                connection.session(neo4j.READ_ACCESS) as session,
                session.begin_transaction() as first,
            ):
                connection.generation(first)
        except BaseException:
            driver.close()
            raise
        return connection

    def close(self) -> None:
        """Closes the connections; the graph stays on the server."""
        self._driver.close()

    def session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        """A session on the database."""
        return self._driver.session(
            database=self._database, default_access_mode=access, fetch_size=_FETCH, bookmark_manager=self._bookmarks
        )

    @contextmanager
    def reading(self, seconds: float | None) -> Iterator[neo4j.Transaction]:
        """A transaction that sees one whole graph, or :class:`StoreError`; never committed."""
        with self.session(neo4j.READ_ACCESS) as session, session.begin_transaction(timeout=seconds) as transaction:
            before = self.generation(transaction)
            if before % 2:
                raise StoreError(f"{self.where}: its graph is being published or only a part; publish it to its end")
            yield transaction
            if self.generation(transaction) != before:
                raise StoreError(f"{self.where}: another graph was published meanwhile; ask again")

    def generation(self, transaction: neo4j.Transaction) -> int:
        """How often a graph was begun or finished here; 0 if never."""
        for format_, generation in transaction.run(cypher.GENERATION):
            if format_ != cypher.FORMAT:
                raise StoreError(
                    f"{self.where}: its graph has format {format_}, this version reads {cypher.FORMAT}; "
                    "empty the database and publish again"
                )
            return int(generation)
        return 0

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns what the driver raises into the project's errors."""
        try:
            yield
        except AuthError as error:
            raise StoreError(f"{self.where}: refuses this user and password; check both") from error
        except Neo4jError as error:
            raise StoreError(f"{self.where}: {first_line(error)}; check the server and the user's rights") from error
        except DriverError as error:
            raise StoreError(f"{self.where}: {_unreached(error)}") from error


def _address(uri: str) -> str:
    """``scheme://host:port`` of a URI; a user or password in it is refused and not repeated."""
    try:
        parts = urlsplit(uri)
        scheme, host, port = parts.scheme, parts.hostname, parts.port or 7687
        more = parts.path + parts.query + parts.fragment
    except ValueError:
        scheme, host, port, more = "", None, 0, ""
    if scheme not in _SCHEMES or host is None or "@" in uri or more.strip("/"):
        raise StoreError("the server's address must look like bolt://localhost:7687, without user, password or path")
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _unreached(error: DriverError) -> str:
    """Why there is no connection, and what to do. The driver tells of TLS in the causes of its errors alone."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"its certificate is not trusted ({cause.verify_message.rstrip('.')}); write the host as it stands "
                "there, let SSL_CERT_FILE name the certificate of its authority, or write +ssc for +s to trust any"
            )
        if isinstance(cause, ssl.SSLError):
            return "it does not speak TLS; leave out +s, or check the port"
    reason = str(error).partition("\n")[0].rstrip(":.")
    if any("incomplete handshake" in str(cause) for cause in causes):
        return f"no answer ({reason}); if the server wants TLS, write +s as in bolt+s://, else check the port"
    if any(isinstance(cause, SessionExpired | ReadServiceUnavailable | WriteServiceUnavailable) for cause in causes):
        return f"no answer ({reason}) from the addresses that it gives for itself; make it give others, or use bolt://"
    return f"no answer ({reason}); start the server or check its address"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and what caused that."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    if cause := error.__cause__ or error.__context__:
        yield from _causes(cause)


def first_line(error: Neo4jError) -> str:
    """The server's words; Neo4j puts the position at the end of the first line, and then a drawing of it."""
    return (error.message or str(error.code)).partition("\n")[0].strip().rstrip(".")
