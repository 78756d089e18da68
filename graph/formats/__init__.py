"""The graph as files of other programs, one module a format; each reads back as the same graph."""
