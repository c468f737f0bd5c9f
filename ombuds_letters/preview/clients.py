"""The open pages of the preview, and which of them should load themselves again."""

from __future__ import annotations

import asyncio


class Client:
    """An open page: of the letter called `name`, or of the list if that is ""; `changed` is set when it should reload."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.changed = asyncio.Event()


class Clients:
    """All open pages; the one that somebody looked at last comes last."""

    def __init__(self) -> None:
        self._clients: dict[Client, None] = {}

    def open(self, client: Client) -> None:
        """A page was opened."""
        self._clients[client] = None

    def looked_at(self, client: Client) -> None:
        """Somebody looks at this page now: its letter is made first."""
        if client in self._clients:
            del self._clients[client]
            self._clients[client] = None

    def close(self, client: Client) -> None:
        """A page was closed."""
        self._clients.pop(client, None)

    def letters(self) -> list[str]:
        """The names of the letters that are open, the one that somebody looked at last first."""
        return list(dict.fromkeys(client.name for client in reversed(self._clients) if client.name))

    def reload_all(self) -> None:
        for client in self._clients:
            client.changed.set()

    def reload(self, name: str) -> None:
        """Every page of this letter; "" is the list."""
        for client in self._clients:
            if client.name == name:
                client.changed.set()
