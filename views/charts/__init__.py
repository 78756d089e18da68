"""Views where a graph is the wrong picture: a module each, all listed in :mod:`kexie_kg.views.charts.pages`."""
