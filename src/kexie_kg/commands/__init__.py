"""The commands of ``kexie``, by what they are for. Each composes; none knows how anything is done."""
